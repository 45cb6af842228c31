"""Neighbours of an album's faces, and what several ways of grouping need of them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from faceapp.core.models import Embeddings
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.clustering import NEIGHBOURS

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Graph:
    """Unit embeddings float32 [N, D] with the nearest neighbours of each, itself left out.

    ``distances`` float32 [N, k] and ``neighbours`` int64 [N, k], nearest first. ``crowd`` float64 [N]: how
    similar the nearest of a cohort of strangers are to each face.
    """

    embeddings: Embeddings
    distances: NDArray[np.float32]
    neighbours: NDArray[np.int64]
    crowd: NDArray[np.float64]

    @staticmethod
    def of(embeddings: Embeddings, crowd: NDArray[np.float64]) -> Graph:
        """Ask the app's own index."""
        count = len(embeddings)
        index = FaissIndex(FACENET_CASIA.model, embeddings.shape[1])
        index.add(np.arange(count), embeddings)
        distances, neighbours = index.search(embeddings, min(NEIGHBOURS + 1, count))
        # A face is its own nearest neighbour but for exact doubles: then any of them may come first.
        own = neighbours == np.arange(count)[:, None]
        own[~own.any(axis=1), -1] = True
        shape = (count, neighbours.shape[1] - 1)
        return Graph(embeddings, distances[~own].reshape(shape), neighbours[~own].reshape(shape), crowd)

    def edges(self, cut: float, k: int | None = None, mutual: bool = False) -> tuple[Labels, Labels, Labels]:
        """Pairs nearer than ``cut`` of which one (or both) is among the ``k`` nearest of the other.

        Returns:
            Rows a < b, and the place of each pair in the flattened neighbour table.
        """
        table = self.neighbours[:, :k]
        rows = np.repeat(np.arange(len(table)), table.shape[1])
        flat = table.ravel()
        place = (
            np.arange(len(table))[:, None] * self.neighbours.shape[1] + np.arange(table.shape[1])
        ).ravel()
        keep = self.distances[:, :k].ravel() <= cut
        a, b, place = np.minimum(rows, flat)[keep], np.maximum(rows, flat)[keep], place[keep]
        _, first, times = np.unique(a * len(table) + b, return_index=True, return_counts=True)
        if mutual:
            first = first[times > 1]
        return a[first], b[first], place[first]

    def similarities(self, place: Labels) -> NDArray[np.float64]:
        """Cosine similarity of pairs."""
        return 1.0 - self.distances.ravel()[place].astype(np.float64) / 2.0


def components(count: int, a: Labels, b: Labels) -> Labels:
    """Connected components."""
    matrix = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(matrix, directed=False)[1], np.int64)


def crowdedness(embeddings: Embeddings, cohort: Embeddings) -> NDArray[np.float64]:
    """Mean cosine similarity of each face to the 6th to 30th nearest of a cohort of strangers, [N].

    Where the network tells people apart badly, strangers are near: the same distance says less there. (The
    nearest five are left out: by chance one may be the same person.)
    """
    out = np.empty(len(embeddings))
    for start in range(0, len(embeddings), 2000):
        block = embeddings[start : start + 2000] @ cohort.T
        out[start : start + 2000] = -np.sort(np.partition(-block, 29, axis=1)[:, :30], axis=1)[:, 5:].mean(
            axis=1
        )
    return out


SAMPLE = 2000
"""Faces of an album looked at for a cohort of its own."""
SAME = 0.6
"""Cosine similarity from which two faces count as one person while a cohort is made."""


def own_crowdedness(embeddings: Embeddings) -> NDArray[np.float64]:
    """The same with a cohort taken from the album itself, which needs no labels and no other people, [N].

    One face of each neighbourhood is in the cohort; those that look like the face itself do not count.
    """
    order = np.random.default_rng(0).permutation(len(embeddings))[:SAMPLE]
    some = embeddings[order]
    alike = some @ some.T > SAME
    left = np.ones(len(some), bool)
    kept: list[int] = []
    for row in range(len(some)):
        if left[row]:
            kept.append(row)
            left &= ~alike[row]
    cohort = some[kept]
    deep = min(30, len(cohort))
    first = min(5, deep // 6)
    out = np.empty(len(embeddings))
    for start in range(0, len(embeddings), 2000):
        block = embeddings[start : start + 2000] @ cohort.T
        block[block > SAME] = 0.0
        nearest = -np.sort(np.partition(-block, deep - 1, axis=1)[:, :deep], axis=1)
        out[start : start + 2000] = nearest[:, first:].mean(axis=1)
    return out


def linkage_merges(
    graph: Graph, widest: float, offset: NDArray[np.float64] | None = None
) -> list[tuple[float, int, int]]:
    """Average linkage among clusters joined by an edge: merges in order, with the mean distance.

    Args:
        graph: The faces.
        widest: Mean distance beyond which nothing is merged.
        offset: [N], added to every distance from or to that face.
    """
    extra = np.zeros(len(graph.embeddings)) if offset is None else offset
    a, b, place = graph.edges(4.0 if offset is not None else widest)
    near_enough = graph.distances.ravel()[place] + extra[a] + extra[b] <= widest
    a, b = a[near_enough], b[near_enough]
    sums = graph.embeddings.astype(np.float32).copy()
    extras = extra.copy()
    sizes = np.ones(len(sums))
    near: list[set[int]] = [set() for _ in sums]
    version = [0] * len(sums)
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        near[one].add(other)
        near[other].add(one)
    distance = 2.0 - 2.0 * np.einsum("nd,nd->n", sums[a], sums[b]) + extra[a] + extra[b]
    heap = [
        (value, one, other, 0, 0)
        for value, one, other in zip(distance.tolist(), a.tolist(), b.tolist(), strict=True)
    ]
    heapq.heapify(heap)
    merges: list[tuple[float, int, int]] = []
    while heap:
        value, one, other, version_one, version_other = heapq.heappop(heap)
        if version[one] != version_one or version[other] != version_other:
            continue
        merges.append((value, one, other))
        sums[one] += sums[other]
        extras[one] += extras[other]
        sizes[one] += sizes[other]
        version[one] += 1
        version[other] = -1
        for third in near[other]:
            near[third].discard(other)
            if third != one:
                near[third].add(one)
        near[one] = (near[one] | near[other]) - {one, other}
        near[other] = set()
        others = sorted(near[one])
        similar = (sums[others] @ sums[one]) / (sizes[others] * sizes[one])
        values = 2.0 - 2.0 * similar + extras[others] / sizes[others] + extras[one] / sizes[one]
        for third, value in zip(others, values.tolist(), strict=True):
            if value <= widest:
                x, y = min(one, third), max(one, third)
                heapq.heappush(heap, (value, x, y, version[x], version[y]))
    return merges
