"""Grouping of unnamed faces under the user's constraints.

Agglomerative clustering (as in the FaceNet paper, section 5.6) on the graph of near neighbours, merging the
pairs with the most evidence for one person (:mod:`faceapp.core.linkage`). Only clusters joined by an edge
can merge, and a cluster is judged by its sum alone: near-linear in the number of faces. Work goes in rounds:
in each, all pairs that are each other's best are merged at once, the surest half first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faceapp.core.linkage import LinkageRule, across, inside
from faceapp.core.models import Embeddings

CHUNK = 50_000
"""Pairs judged at once: bounds memory."""
MOST_FREE = 0.5
"""Part of the places for edges that may lie empty before they are cleared away."""

Search = Callable[[Embeddings, int], tuple[NDArray[np.float32], NDArray[np.int64]]]
"""Nearest neighbours among the rows of a matrix, as :func:`edges_above` takes them."""


def _no_check() -> None:
    """Nobody wants to stop the work."""


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


@dataclass(slots=True)
class Edges:
    """Pairs of rows that may be one person, each once, ``a < b``: int64 [E] each."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]

    @classmethod
    def of(cls, one: NDArray[np.int64], other: NDArray[np.int64]) -> Edges:
        """Pairs in any order, repeated or not; pairs of a row with itself are left out."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        real = low != high
        low, high = low[real], high[real]
        if not len(low):
            return cls(low, high)
        width = int(high.max()) + 1
        # Sorted by hand: numpy's unique goes through a hash table, which takes thirty times as long here.
        keys = np.sort(low * width + high)
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
        return cls(keys // width, keys % width)

    def __len__(self) -> int:
        return len(self.a)


def edges_above(
    distances: NDArray[np.float32], neighbours: NDArray[np.int64], least_similarity: float
) -> Edges:
    """Undirected edges of a neighbour table.

    Args:
        distances: Squared L2 between unit vectors, float32 [N, k].
        neighbours: Rows, int64 [N, k], -1 where there is none.
        least_similarity: Edges of a smaller cosine are left out.
    """
    rows = np.repeat(np.arange(len(neighbours)), neighbours.shape[1] if neighbours.ndim == 2 else 0)
    flat = neighbours.ravel()
    keep = (flat >= 0) & (distances.ravel() <= 2.0 - 2.0 * least_similarity)
    return Edges.of(rows[keep], flat[keep])


def link(
    embeddings: Embeddings,
    edges: Edges,
    rule: LinkageRule,
    bar: float,
    constraints: Constraints,
    check: Callable[[], None] = _no_check,
    crowd: NDArray[np.float32] | None = None,
) -> NDArray[np.int64]:
    """Merge clusters, surest first, until no allowed pair has the evidence asked for.

    Args:
        embeddings: float32 [N, D], mapped, unit length.
        edges: Pairs of rows that may be one person.
        rule: How pairs of clusters are judged.
        bar: Nats a pair must have (:meth:`LinkageRule.bar`).
        constraints: What the user said, and which faces share a photo.
        check: Called now and then; what it raises ends the work.
        crowd: float32 [N], how like strangers each face is (:meth:`faceapp.core.space.Space.crowd`);
            None: all as much as usual.

    Returns:
        int64 [N], the cluster of each row; a cluster is named by its first row.
    """
    linkage = Linkage(embeddings, edges, rule, bar, constraints, check, crowd)
    linkage.run()
    return linkage.labels


class Linkage:
    """The state of one clustering: clusters by the name of their first row, and the edges between them.

    Arguments as of :func:`link`; rows of one value in ``start`` (int64 [N]) begin in one cluster.
    """

    def __init__(
        self,
        embeddings: Embeddings,
        edges: Edges,
        rule: LinkageRule,
        bar: float,
        constraints: Constraints,
        check: Callable[[], None] = _no_check,
        crowd: NDArray[np.float32] | None = None,
        start: NDArray[np.int64] | None = None,
    ) -> None:
        count = len(embeddings)
        self._rule, self._bar, self._constraints, self._check = rule, bar, constraints, check
        self.labels: NDArray[np.int64] = np.arange(count) if start is None else start.copy()
        first_of_seed: dict[int, int] = {}
        for row, seed in constraints.seed.items():
            name = first_of_seed.setdefault(seed, int(self.labels[row]))
            if start is None:
                self.labels[row] = name
            else:
                self.labels[self.labels == self.labels[row]] = name
        _, first, place = np.unique(self.labels, return_index=True, return_inverse=True)
        self.labels = first[place]
        self._sums = np.array(embeddings, np.float32, copy=True)
        self._clusters: dict[int, _Cluster] = {}  # of more than one row, and those that were looked at
        for row in np.flatnonzero(self.labels != np.arange(count)).tolist():
            name = int(self.labels[row])
            self._sums[name] += self._sums[row]
            _absorb(self._cluster(name), self._alone(row))
        self._sizes = np.bincount(self.labels, minlength=count).astype(np.float64)
        # Per face beyond the usual: the likeness of two faces is their cosine less half of both.
        beyond = np.zeros(count) if crowd is None else rule.beyond(crowd)
        self._crowds = np.bincount(self.labels, weights=beyond, minlength=count).astype(np.float64)
        self._own = self._within(np.arange(count))
        edges = Edges.of(self.labels[edges.a], self.labels[edges.b])
        self._a, self._b = edges.a, edges.b
        self._nats = self._judge(self._a, self._b)
        self._free = 0

    def _cluster(self, name: int) -> _Cluster:
        """A cluster; one that nobody asked for yet is the row it is named by."""
        found = self._clusters.get(name)
        if found is None:
            found = self._clusters[name] = self._alone(name)
        return found

    def _alone(self, row: int) -> _Cluster:
        said = self._constraints
        seed = said.seed.get(row)
        return _Cluster(
            rows=[row],
            photos={int(said.photo[row])},
            apart=set(said.apart.get(row, ())),
            not_in=set(said.not_in.get(row, ())),
            seed=seed,
            poor=int(seed is None and row in said.poor),
        )

    def _within(self, names: NDArray[np.int64]) -> NDArray[np.float64]:
        """Sums of the likeness of all pairs inside clusters."""
        sums = self._sums[names]
        plain = np.einsum("nd,nd->n", sums, sums).astype(np.float64)
        return inside(plain, self._sizes[names], self._crowds[names])

    def _judge(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
        nats = np.empty(len(a))
        for start in range(0, len(a), CHUNK):
            one, other = a[start : start + CHUNK], b[start : start + CHUNK]
            plain = np.einsum("nd,nd->n", self._sums[one], self._sums[other]).astype(np.float64)
            sizes, crowds = self._sizes, self._crowds
            product = across(plain, sizes[one], crowds[one], sizes[other], crowds[other])
            nats[start : start + CHUNK] = self._rule.nats(
                product, self._own[one], self._own[other], sizes[one], sizes[other]
            )
            self._check()
        return nats

    # -- merging ------------------------------------------------------------------------------------
    def run(self) -> bool:
        """Merge until no allowed pair has the evidence; whether anything was merged."""
        any_merged = False
        while True:
            self._check()
            pairs = self._best_pairs()
            if not len(pairs):
                return any_merged
            merged = []
            for edge in pairs.tolist():
                one, other = self._cluster(int(self._a[edge])), self._cluster(int(self._b[edge]))
                poor = one.poor + other.poor
                if _forbidden(one, other, self._constraints):
                    self._nats[edge] = -np.inf
                elif poor and 2 * poor > len(one.rows) + len(other.rows):
                    self._nats[edge] = -np.inf  # not now: judged anew when either has grown
                else:
                    merged.append(edge)
            if merged:
                self._merge(np.array(merged))
                any_merged = True

    def _best_pairs(self) -> NDArray[np.int64]:
        """Edges that are the best of both their clusters, the surer half of them."""
        sure = np.flatnonzero(self._nats >= self._bar)
        if not len(sure):
            return sure
        a, b, nats = self._a[sure], self._b[sure], self._nats[sure]
        most = np.full(len(self.labels), -np.inf)
        np.maximum.at(most, a, nats)
        np.maximum.at(most, b, nats)
        sure = sure[(nats == most[a]) & (nats == most[b])]
        # Equal evidence is settled by name, so that the order of the faces decides nothing else.
        order = sure[np.lexsort((self._b[sure], self._a[sure], -self._nats[sure]))]
        rank = np.full(len(self.labels), len(order))
        places = np.arange(len(order))
        np.minimum.at(rank, self._a[order], places)
        np.minimum.at(rank, self._b[order], places)
        best = order[(rank[self._a[order]] == places) & (rank[self._b[order]] == places)]
        surest: NDArray[np.int64] = best[: (len(best) + 1) // 2]
        return surest

    def _merge(self, merged: NDArray[np.int64]) -> None:
        ends, gone = self._a[merged], self._b[merged]
        for one, other in zip(ends.tolist(), gone.tolist(), strict=True):
            _absorb(self._clusters[one], self._clusters.pop(other))
            self.labels[self._clusters[one].rows] = one
        self._sums[ends] += self._sums[gone]
        self._sizes[ends] += self._sizes[gone]
        self._crowds[ends] += self._crowds[gone]
        self._own[ends] = self._within(ends)
        changed = np.zeros(len(self.labels), bool)
        changed[ends] = changed[gone] = True
        into = np.arange(len(self.labels))
        into[gone] = ends
        # Fresh edges take the places of those they come from, which are at least as many.
        touched = np.flatnonzero(changed[self._a] | changed[self._b])
        fresh = Edges.of(into[self._a[touched]], into[self._b[touched]])
        kept, freed = touched[: len(fresh)], touched[len(fresh) :]
        self._a[kept], self._b[kept] = fresh.a, fresh.b
        self._nats[kept] = self._judge(fresh.a, fresh.b)
        self._a[freed] = self._b[freed] = 0
        self._nats[freed] = -np.inf
        self._free += len(freed)
        if self._free > MOST_FREE * len(self._a):
            used = self._a != self._b
            self._a, self._b, self._nats = self._a[used], self._b[used], self._nats[used]
            self._free = 0

    # -- more edges ---------------------------------------------------------------------------------
    def run_on(self, search: Search, neighbours: int) -> None:
        """Go on between the neighbours among the clusters' means, until that finds nothing more.

        In a large album all neighbours of a face are of one afternoon: two halves of a person may have
        no edge between them although they have all the evidence.

        Args:
            search: Finds neighbours.
            neighbours: How many are looked at for each cluster (itself included).
        """
        while True:
            names = np.flatnonzero(self._sizes * (self.labels == np.arange(len(self.labels))) > 1)
            if len(names) < 2:
                return
            means = self._sums[names] / np.linalg.norm(self._sums[names], axis=1, keepdims=True)
            distances, near = search(np.asarray(means, np.float32), min(neighbours, len(names)))
            found = edges_above(distances, near, 0.0)  # judged at once, by the evidence
            a, b = names[found.a], names[found.b]
            nats = self._judge(a, b)
            sure = nats >= self._bar
            self._a = np.concatenate([self._a, a[sure]])
            self._b = np.concatenate([self._b, b[sure]])
            self._nats = np.concatenate([self._nats, nats[sure]])
            if not self.run():
                return


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


def _absorb(one: _Cluster, other: _Cluster) -> None:
    one.rows += other.rows
    one.photos |= other.photos
    one.apart |= other.apart
    one.not_in |= other.not_in
    one.seed = one.seed if one.seed is not None else other.seed
    one.poor += other.poor


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
