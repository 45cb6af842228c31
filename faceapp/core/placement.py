"""Placing new faces: which clusters they concern, and dealing those anew.

A new face that only joined what is nearest would leave an order of arrival in the groups: two that it shows
to be one person would never meet. So the few clusters that a new face may concern are taken apart and linked
again with it, by the same evidence and bar as everything at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from faceapp.core.grouping import Constraints, Edges, Linkage
from faceapp.core.linkage import LinkageRule, across, inside
from faceapp.core.models import Embeddings

MARGIN = 6.0
"""Nats below the bar from which a cluster is concerned: with the new face in it, it may have the evidence."""
MOST_LOOSE = 160
"""Faces that are dealt one by one; those of further clusters stay together."""
LARGE = 80
"""Clusters of more faces stay together: so many photos are a person whatever one more says."""


def concerned(
    faces: Embeddings,
    crowd: NDArray[np.float32],
    clusters: Sequence[tuple[Embeddings, NDArray[np.float32]]],
    rule: LinkageRule,
    bar: float,
) -> NDArray[np.int64]:
    """Which clusters new faces may have something to do with.

    Args:
        faces: float32 [N, D], mapped, unit length: the new ones.
        crowd: float32 [N], how like strangers each is (:meth:`faceapp.core.space.Space.crowd`).
        clusters: The faces of each cluster near them, float32 [*, D], and their crowd.
        rule: How pairs of clusters are judged.
        bar: Nats a pair must have.

    Returns:
        int64 [*], places in ``clusters``, those with the most evidence first.
    """
    if not len(clusters) or not len(faces):
        return np.zeros(0, np.int64)
    sums = np.stack([rows.sum(axis=0, dtype=np.float64) for rows, _ in clusters])
    sizes = np.array([len(rows) for rows, _ in clusters], np.float64)
    beyond = np.array([float(rule.beyond(each).sum()) for _, each in clusters])
    alone = np.ones((len(faces), 1))
    product = across(faces.astype(np.float64) @ sums.T, alone, rule.beyond(crowd)[:, None], sizes, beyond)
    own = inside(np.square(sums).sum(axis=1), sizes, beyond)
    nats = rule.nats(product, alone, own[None, :], alone, sizes[None, :]).max(axis=0)
    order = np.argsort(-nats, kind="stable")
    return np.asarray(order[nats[order] >= bar - MARGIN], np.int64)


def together(sizes: Sequence[int]) -> list[bool]:
    """Which clusters (in order of evidence, by size) stay together while the others are dealt anew."""
    kept, loose = [], 0
    for size in sizes:
        whole = size > LARGE or loose + size > MOST_LOOSE
        kept.append(whole)
        loose += 0 if whole else size
    return kept


def deal(
    embeddings: Embeddings,
    crowd: NDArray[np.float32],
    start: NDArray[np.int64],
    rule: LinkageRule,
    bar: float,
    constraints: Constraints,
) -> NDArray[np.int64]:
    """Link a few faces, every two of which may be one person.

    Args:
        embeddings: float32 [N, D], mapped, unit length.
        crowd: float32 [N], how like strangers each face is.
        start: int64 [N]: rows of one value begin together.
        rule: How pairs of clusters are judged.
        bar: Nats a pair must have.
        constraints: What must not be broken.

    Returns:
        int64 [N], the cluster of each row, named by its first row.
    """
    _, first = np.unique(start, return_index=True)
    one, other = np.triu_indices(len(first), 1)
    edges = Edges(first[one], first[other])
    linkage = Linkage(embeddings, edges, rule, bar, constraints, crowd=crowd, start=start)
    linkage.run()
    return linkage.labels
