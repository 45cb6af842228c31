"""Grouping of unnamed faces under the user's constraints.

Average linkage on the graph of near neighbours (FaceNet paper, section 5.6, uses agglomerative
clustering too). For unit vectors the mean cosine similarity between two clusters is the dot product of
their sums over the product of their sizes, so exact average linkage needs one sum per cluster instead of
all pairs, and only pairs joined by at least one edge above the threshold can ever merge: near-linear in
the number of faces.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings


@dataclass(frozen=True, slots=True)
class Constraints:
    """What clustering must not break. Faces are rows of the embedding matrix.

    Attributes:
        photo: int64 [N], photo of each face: two faces of one photo are not one person unless the user
            says so.
        seed: Row -> group the user put that face into; rows of one seed start in one cluster, clusters
            of two seeds never merge.
        apart: Row -> rows the user took it away from.
        not_in: Row -> groups (seeds) the face was rejected from.
        twice: Row -> rows of the same photo that may be the same person (a mirror, a collage), both ways.
        poor: Rows too small or blurred to be trusted: their embeddings resemble each other, not their
            people. They join what better faces founded, and never outnumber those.
    """

    photo: NDArray[np.int64]
    seed: Mapping[int, int] = field(default_factory=dict)
    apart: Mapping[int, set[int]] = field(default_factory=dict)
    not_in: Mapping[int, set[int]] = field(default_factory=dict)
    twice: Mapping[int, set[int]] = field(default_factory=dict)
    poor: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Cluster:
    rows: list[int]
    photos: set[int]
    apart: set[int]
    not_in: set[int]
    seed: int | None
    poor: int
    near: set[int] = field(default_factory=set)
    version: int = 0


def edges_above(
    distances: NDArray[np.float32], neighbours: NDArray[np.int64], max_distance: float
) -> list[tuple[int, int]]:
    """Undirected edges of a neighbour table.

    Args:
        distances: Squared L2, float32 [N, k].
        neighbours: Rows, int64 [N, k], -1 where there is none.
        max_distance: Longer edges are left out.

    Returns:
        Pairs ``(a, b)`` with ``a < b``, each once.
    """
    rows = np.repeat(np.arange(len(neighbours)), neighbours.shape[1] if neighbours.ndim == 2 else 0)
    flat = neighbours.ravel()
    keep = (flat >= 0) & (distances.ravel() <= max_distance) & (flat != rows)
    low, high = np.minimum(rows[keep], flat[keep]), np.maximum(rows[keep], flat[keep])
    pairs = np.unique(np.stack([low, high], axis=1), axis=0) if len(low) else np.zeros((0, 2), np.int64)
    return [(int(a), int(b)) for a, b in pairs]


def average_linkage(
    embeddings: Embeddings,
    edges: Iterable[tuple[int, int]],
    max_distance: float,
    constraints: Constraints,
) -> NDArray[np.int64]:
    """Merge the closest clusters until none are closer than ``max_distance`` on average.

    Args:
        embeddings: float32 [N, D], unit length.
        edges: Pairs of rows that may be one person, at least all pairs of neighbours closer than
            ``max_distance``.
        max_distance: Mean squared L2 distance (0..4) between the members of two clusters beyond which
            they stay apart.
        constraints: What the user said, and which faces share a photo.

    Returns:
        int64 [N], the cluster of each row; a cluster is named by its first row.
    """
    # Squared L2 d between unit vectors is 2 - 2 cos; merging wants high similarity first.
    least = 1.0 - max_distance / 2.0
    clusters, of_row, sums = _start(embeddings, constraints)
    for a, b in edges:
        a, b = of_row[a], of_row[b]
        if a != b:
            clusters[a].near.add(b)
            clusters[b].near.add(a)
    heap: list[tuple[float, int, int, int, int]] = []

    def push(one: int, others: Sequence[int]) -> None:
        if not others:
            return
        sizes = np.array([len(clusters[other].rows) for other in others], np.float32)
        similarity = (sums[list(others)] @ sums[one]) / (sizes * len(clusters[one].rows))
        for other, value in zip(others, similarity.tolist(), strict=True):
            if value >= least:
                a, b = min(one, other), max(one, other)
                heapq.heappush(heap, (-value, a, b, clusters[a].version, clusters[b].version))

    for name in sorted(clusters):
        push(name, sorted(other for other in clusters[name].near if other > name))
    while heap:
        _, a, b, version_a, version_b = heapq.heappop(heap)
        one, other = clusters.get(a), clusters.get(b)
        if one is None or other is None or one.version != version_a or other.version != version_b:
            continue
        if _forbidden(one, other, constraints):
            one.near.discard(b)
            other.near.discard(a)
            continue
        poor = one.poor + other.poor
        if poor and 2 * poor > len(one.rows) + len(other.rows):
            continue  # not now: asked again when either has grown
        _merge(clusters, a, b)
        sums[a] += sums[b]
        push(a, sorted(clusters[a].near))
    labels = np.empty(len(embeddings), np.int64)
    for name, cluster in clusters.items():
        labels[cluster.rows] = name
    return labels


def _start(
    embeddings: Embeddings, constraints: Constraints
) -> tuple[dict[int, _Cluster], list[int], NDArray[np.float32]]:
    """One cluster per face, or per seed for the faces the user grouped."""
    clusters: dict[int, _Cluster] = {}
    of_row: list[int] = []
    first_of_seed: dict[int, int] = {}
    sums = np.array(embeddings, np.float32, copy=True)
    for row in range(len(embeddings)):
        seed = constraints.seed.get(row)
        name = row if seed is None else first_of_seed.setdefault(seed, row)
        of_row.append(name)
        apart, not_in = constraints.apart.get(row, set()), constraints.not_in.get(row, set())
        if name == row:
            clusters[row] = _Cluster(
                [row],
                {int(constraints.photo[row])},
                set(apart),
                set(not_in),
                seed,
                int(seed is None and row in constraints.poor),
            )
        else:
            cluster = clusters[name]
            cluster.rows.append(row)
            cluster.photos.add(int(constraints.photo[row]))
            cluster.apart |= apart
            cluster.not_in |= not_in
            sums[name] += embeddings[row]
    return clusters, of_row, sums


def _forbidden(one: _Cluster, other: _Cluster, constraints: Constraints) -> bool:
    if one.seed is not None and other.seed is not None:
        return True
    if other.seed in one.not_in or one.seed in other.not_in:
        return True
    if not one.photos.isdisjoint(other.photos) and not _only_twice(one, other, constraints):
        return True
    return not (one.apart.isdisjoint(other.rows) and other.apart.isdisjoint(one.rows))


def _only_twice(one: _Cluster, other: _Cluster, constraints: Constraints) -> bool:
    """Whether every two faces that share a photo may be one person, as the user said."""
    twice, photo = constraints.twice, constraints.photo
    if not twice:
        return False
    shared = one.photos & other.photos
    return all(
        b in twice.get(a, ())
        for a in one.rows
        if photo[a] in shared
        for b in other.rows
        if photo[a] == photo[b]
    )


def _merge(clusters: dict[int, _Cluster], a: int, b: int) -> None:
    one, other = clusters[a], clusters.pop(b)
    one.rows += other.rows
    one.photos |= other.photos
    one.apart |= other.apart
    one.not_in |= other.not_in
    one.seed = one.seed if one.seed is not None else other.seed
    one.poor += other.poor
    one.near |= other.near
    one.near -= {a, b}
    one.version += 1
    for near in other.near:
        if near != a:
            clusters[near].near.discard(b)
            clusters[near].near.add(a)


def keep_ids(
    clusters: Mapping[int, Sequence[int]],
    old_group_of: Mapping[int, int],
    fixed: Mapping[int, int],
) -> dict[int, int]:
    """Give new clusters the ids of the groups they continue.

    A group keeps its id while more than half of its faces stay together; of two groups that became one
    the larger gives its id.

    Args:
        clusters: Cluster -> its faces.
        old_group_of: Face -> group it was in.
        fixed: Cluster -> group it must be (the user made that group).

    Returns:
        Cluster -> group id, for the clusters that continue a group.
    """
    old_size = Counter(old_group_of.values())
    overlap: dict[tuple[int, int], int] = defaultdict(int)
    for cluster, faces in clusters.items():
        if cluster in fixed:
            continue
        for face in faces:
            if face in old_group_of:
                overlap[cluster, old_group_of[face]] += 1
    ids = dict(fixed)
    used = set(fixed.values())
    for (cluster, group), common in sorted(overlap.items(), key=lambda item: (-item[1], item[0])):
        if cluster not in ids and group not in used and common * 2 > old_size[group]:
            ids[cluster] = group
            used.add(group)
    return ids
