"""The clustering of a library's faces: which take part, under which constraints, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from faceapp.core.grouping import Constraints, Linkage, edges_above
from faceapp.core.linkage import LinkageRule
from faceapp.core.models import Embeddings, FaceState
from faceapp.core.thresholds import Thresholds
from faceapp.core.word import Claim, Word
from faceapp.index.neighbours import neighbours
from faceapp.library.face_word import FaceWord
from faceapp.storage.faces import Assignment

_About = TypeVar("_About")

NEIGHBOURS = 40
"""Neighbours of each face in the graph that is clustered (30 to 80 give the same groups on lfw-dev)."""
MEAN_NEIGHBOURS = 10
"""Neighbours of each cluster's mean between which clustering goes on."""
USUAL_SHARE = 0.7
"""Share of the album's median quality from which a face is as good as usual there."""


@dataclass(frozen=True, slots=True)
class Free:
    """Faces that clustering may say something about.

    Attributes:
        ids: int64 [N].
        photos: int64 [N], the photo of each.
        poor: Rows of faces too poor to found a group.
    """

    ids: NDArray[np.int64]
    photos: NDArray[np.int64]
    poor: frozenset[int] = frozenset()


def is_free(row: Assignment, claim: Claim | None) -> bool:
    """Whether clustering may say something about a face (members of the user's own groups seed it)."""
    if claim is not None:
        return row.state is FaceState.GROUPED
    return row.state in (FaceState.GROUPED, FaceState.SINGLE, FaceState.SUGGESTED)


def least_founding(qualities: NDArray[np.float32], thresholds: Thresholds) -> float:
    """Quality below which a face founds no group, by this album's own measure.

    In an album of small old scans every face is small: there the usual face founds groups as well.
    """
    if not len(qualities):
        return thresholds.founding_quality
    return min(thresholds.founding_quality, USUAL_SHARE * float(np.median(qualities)))


def constraints(free: Free, word: Word, said: FaceWord) -> Constraints:
    """The user's word about some faces, by row instead of by id."""
    row_of = {face_id: row for row, face_id in enumerate(free.ids.tolist())}

    # The shorter of both is gone through: a few faces under many decisions, or many under few.
    def about(spoken: Mapping[int, _About]) -> list[tuple[int, _About]]:
        if len(spoken) < len(row_of):
            return [(row_of[face_id], what) for face_id, what in spoken.items() if face_id in row_of]
        return [(row, spoken[face_id]) for face_id, row in row_of.items() if face_id in spoken]

    def by_row(pairs: Mapping[int, set[int]]) -> dict[int, set[int]]:
        return {row: {row_of[other] for other in others if other in row_of} for row, others in about(pairs)}

    return Constraints(
        photo=free.photos,
        seed={
            row: word.person(claim.person_id)
            for row, claim in about(said.claims)
            if claim.person_id is not None
        },
        apart=by_row(said.apart),
        not_in={row: set(people) for row, people in about(said.rejected)},
        twice=by_row(said.twice),
        poor=free.poor,
    )


def cluster(
    embeddings: Embeddings,
    rule: LinkageRule,
    bar: float,
    under: Constraints,
    crowd: NDArray[np.float32],
    check: Callable[[], None] = lambda: None,
) -> NDArray[np.int64]:
    """Cluster faces from nothing.

    Args:
        embeddings: float32 [N, D], mapped into the album's space.
        rule: How pairs of clusters are judged.
        bar: Nats a pair must have.
        under: What must not be broken.
        crowd: float32 [N], how like strangers each face is (:meth:`faceapp.core.space.Space.crowd`).
        check: Called now and then; what it raises ends the work.

    Returns:
        int64 [N], the cluster of each row.
    """
    if not len(embeddings):
        return np.zeros(0, np.int64)
    distances, near = neighbours(embeddings, min(NEIGHBOURS, len(embeddings)), check)
    edges = edges_above(distances, near, rule.least_edge(crowd))
    del distances, near
    linkage = Linkage(embeddings, edges, rule, bar, under, check, crowd)
    linkage.run()
    linkage.run_on(partial(neighbours, check=check), MEAN_NEIGHBOURS)
    return linkage.labels
