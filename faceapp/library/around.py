"""What lies around new faces: the clusters near them, large ones by stand-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.core.placement import LARGE
from faceapp.core.word import Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.clustering import NEIGHBOURS, is_free
from faceapp.library.context import Context
from faceapp.library.crowds import Crowds
from faceapp.library.face_word import FaceWord
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment
from faceapp.storage.members import Member, members_of, put_together, shown_as

MOST_CLUSTERS = 16
"""Clusters that are looked at for each new face, those of the nearest faces first."""
STAND_INS = 100
"""Faces of a large cluster that speak for it: the evidence of more is nearly the same."""


_Named = tuple[int | None, list[Member], bool]
"""What of a :class:`Unit` the index does not know: its group, its faces, whether these are only a part."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A cluster: its faces, embeddings float32 [N, K], how like strangers they are, float32 [N].

    ``group`` is None for a face alone; ``part``: only stand-ins of a larger group are here.
    """

    group: int | None
    members: tuple[Member, ...]
    vectors: Embeddings
    crowd: NDArray[np.float32]
    part: bool


@dataclass(frozen=True, slots=True)
class Around:
    """One look around, inside a transaction.

    Attributes:
        context: The library.
        db: The transaction.
        crowds: How like strangers faces are.
        word: The folded log.
        said: The same by face.
        index: The index.
        rows: Where the new faces, and those of their photos, stand.
        photo_of: Their photos.
    """

    context: Context
    db: Transaction
    crowds: Crowds
    word: Word
    said: FaceWord
    index: FaissIndex
    rows: dict[int, Assignment]
    photo_of: dict[int, int]

    def group(self, row: Assignment) -> int | None:
        """The group clustering has a face in, or the user's own."""
        group = row.person_id if row.face_id in self.said.claims else row.group_id
        word = self.word
        return None if group is None or group in word.names or group in word.merged_into else group

    def own_groups(self, fresh: Iterable[int]) -> set[int]:
        """The groups that the user put some of the new faces into."""
        groups = (self.group(self.rows[face]) for face in fresh if face in self.said.claims)
        return {group for group in groups if group is not None}

    def units(self, fresh: list[int], vectors: Embeddings, whole: bool) -> list[Unit]:
        """The clusters near new faces, and those the user put them in.

        Args:
            fresh: The new faces.
            vectors: float32 [N, K], of these.
            whole: Every face of large clusters instead of stand-ins.
        """
        rule = self.context.thresholds.linkage
        distances, near = self.index.search(vectors, min(NEIGHBOURS + len(fresh), len(self.index)))
        close = (near >= 0) & (distances <= 2.0 - 2.0 * rule.least_edge(self.crowds.usual))
        beside = set(near[close].tolist()) - set(fresh)
        cluster_of: dict[int, int] = {}  # single ones by their face, negative
        alone: dict[int, Member] = {}
        for one in self._members(beside):
            group = self.group(one.row)
            cluster_of[one.row.face_id] = -one.row.face_id if group is None else group
            if group is None:
                alone[-one.row.face_id] = one
        chosen: set[int] = set()
        for row, ok in zip(near.tolist(), close.tolist(), strict=True):
            beside_it = [face for face, is_close in zip(row, ok, strict=True) if is_close]
            ranked = dict.fromkeys(cluster_of[face] for face in beside_it if face in cluster_of)
            chosen |= set(list(ranked)[:MOST_CLUSTERS])
        # A face that the user put somewhere belongs to its group wherever it lies.
        groups = {name for name in chosen if name > 0} | self.own_groups(fresh)
        found: list[_Named] = [(None, [alone[name]], False) for name in sorted(chosen) if name < 0]
        return self._made(found + self._of_groups(groups, set(fresh), whole))

    def _of_groups(self, groups: Collection[int], fresh: Collection[int], whole: bool) -> list[_Named]:
        claims = self.said.claims
        faces: dict[int, list[int]] = {}
        for group in sorted(groups):
            its = {face for face in put_together(self.db, group) if face not in claims}
            if claims:
                its |= {face for face in shown_as(self.db, group) if face in claims}
            faces[group] = sorted(its.difference(fresh))
        parts = {name for name, listed in faces.items() if len(listed) > max(LARGE, STAND_INS) and not whole}
        for group in parts:
            faces[group] = self._stand_ins(faces[group])
        members: dict[int, list[Member]] = defaultdict(list)
        for one in self._members(face for listed in faces.values() for face in listed):
            name = self.group(one.row)
            if name in faces and name is not None:
                members[name].append(one)
        return [(name, found, name in parts) for name, found in sorted(members.items())]

    def _stand_ins(self, faces: list[int]) -> list[int]:
        """Some faces of a group that speak for all: none is left out of which the user said something."""
        said = self.said
        every = set(faces)
        claimed = sorted(every & said.claims.keys())[:STAND_INS]
        told = {face for spoken in (said.apart, said.rejected, said.twice) for face in every & spoken.keys()}
        some = faces[:: -(-len(faces) // STAND_INS)]
        return sorted({*some, *claimed, *told, *(every & self.photo_of.keys())})

    def _members(self, faces: Iterable[int]) -> list[Member]:
        """Those of some faces that clustering may say something about."""
        found = []
        for one in members_of(self.db, faces):
            row = self.rows.get(one.row.face_id, one.row)
            if row.face_id in self.index and is_free(row, self.said.claims.get(row.face_id)):
                found.append(one if row is one.row else replace(one, row=row))
        return found

    def _made(self, named: Sequence[_Named]) -> list[Unit]:
        ids = np.array([one.row.face_id for _, members, _ in named for one in members], np.int64)
        vectors = self.index.vectors(ids)
        ends = np.cumsum([len(members) for _, members, _ in named])[:-1]
        each = list(zip(np.split(ids, ends), np.split(vectors, ends), strict=True)) if named else []
        crowds = self.crowds.of_clusters(self.index, each)
        return [
            Unit(group, tuple(members), rows, crowd, part)
            for (group, members, part), (_, rows), crowd in zip(named, each, crowds, strict=True)
        ]
