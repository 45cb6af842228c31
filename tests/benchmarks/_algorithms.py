"""Ways to group faces, each with the parameters that are tried. All see the same neighbours.

A method is prepared once for an album and then asked for the groups at each parameter. Distances are squared
L2 between unit embeddings (0..4), as everywhere in the app.
"""

from __future__ import annotations

import importlib
import importlib.util
import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix

from tests.benchmarks._graph import Graph, Labels, components, linkage_merges, own_crowdedness

Parameter = tuple[float, ...]
Solver = Callable[[Parameter], Labels]


@dataclass(frozen=True, slots=True)
class Method:
    """One way to group.

    Attributes:
        name: As in the table.
        parameters: What its parameters mean.
        grid: Those that are tried.
        prepare: Graph and seed to a function from parameter to groups.
        most: Faces beyond which it is not run (time or memory grows with the square).
        chance: Whether the result depends on the seed (an order of arrival).
        package: A package it needs that is no part of the app.
    """

    name: str
    parameters: str
    grid: tuple[Parameter, ...]
    prepare: Callable[[Graph, int], Solver]
    most: int = 1_000_000
    chance: bool = False
    package: str | None = None

    def present(self) -> bool:
        """Whether its package is installed; it is imported, so that no timing counts that."""
        if self.package is None:
            return True
        if importlib.util.find_spec(self.package.partition(".")[0]) is None:
            return False
        importlib.import_module(self.package)
        return True


def span(low: float, high: float, step: float) -> tuple[float, ...]:
    """Evenly spaced cuts, both ends included."""
    return tuple(round(float(v), 4) for v in np.arange(low, high + step / 2, step))


def grid(*axes: tuple[float, ...]) -> tuple[Parameter, ...]:
    """Every combination."""
    return tuple(itertools.product(*axes))


def threshold_components(graph: Graph, seed: int) -> Solver:
    def solve(parameter: Parameter) -> Labels:
        a, b, _ = graph.edges(parameter[0])
        return components(len(graph.embeddings), a, b)

    return solve


def mutual_components(graph: Graph, seed: int) -> Solver:
    def solve(parameter: Parameter) -> Labels:
        a, b, _ = graph.edges(parameter[0], int(parameter[1]), mutual=True)
        return components(len(graph.embeddings), a, b)

    return solve


def _cut(graph: Graph, merges: list[tuple[float, int, int]]) -> Solver:
    heights = np.array([height for height, _, _ in merges])
    pairs = np.array([(one, other) for _, one, other in merges], np.int64).reshape(-1, 2)

    def solve(parameter: Parameter) -> Labels:
        kept = pairs[heights <= parameter[0]]
        return components(len(graph.embeddings), kept[:, 0], kept[:, 1])

    return solve


def average_linkage_fixed(graph: Graph, seed: int) -> Solver:
    return _cut(graph, linkage_merges(graph, LINKAGE_CUTS[-1]))


def cohort_linkage(graph: Graph, seed: int) -> Solver:
    """Average linkage of distances to which the crowd around both faces is added (score normalisation)."""
    return _cut(graph, linkage_merges(graph, COHORT_CUTS[-1], graph.crowd))


def own_cohort_linkage(graph: Graph, seed: int) -> Solver:
    """The same with the album's own faces as the cohort."""
    return _cut(graph, linkage_merges(graph, COHORT_CUTS[-1], own_crowdedness(graph.embeddings)))


def chinese_whispers(graph: Graph, seed: int) -> Solver:
    """Biemann 2006: in random order each face takes the label with most similarity around it."""

    def solve(parameter: Parameter) -> Labels:
        a, b, place = graph.edges(parameter[0])
        around: dict[int, list[tuple[int, float]]] = defaultdict(list)
        # Weights above the cut only: of two faces just near enough neither should decide.
        weights = graph.similarities(place) - (1.0 - parameter[0] / 2.0) + 1e-3
        for one, other, weight in zip(a.tolist(), b.tolist(), weights.tolist(), strict=True):
            around[one].append((other, weight))
            around[other].append((one, weight))
        labels = list(range(len(graph.embeddings)))
        rng = np.random.default_rng(seed)
        for _ in range(30):
            changed = False
            for row in rng.permutation(np.fromiter(around, np.int64, len(around))).tolist():
                votes: dict[int, float] = defaultdict(float)
                for other, weight in around[row]:
                    votes[labels[other]] += weight
                best = max(votes.items(), key=lambda vote: (vote[1], vote[0] == labels[row]))[0]
                changed |= best != labels[row]
                labels[row] = best
            if not changed:
                break
        return np.array(labels, np.int64)

    return solve


def apart(labels: Labels) -> Labels:
    """Noise (-1) as groups of one."""
    noise = np.flatnonzero(labels < 0)
    out = labels.astype(np.int64).copy()
    out[noise] = np.arange(len(noise)) + (labels.max() + 1 if len(labels) else 0)
    return out


def dbscan(graph: Graph, seed: int) -> Solver:
    """Ester et al. 1996, on the neighbour table (scikit-learn takes a sparse matrix of distances)."""
    from sklearn.cluster import DBSCAN

    def solve(parameter: Parameter) -> Labels:
        a, b, place = graph.edges(parameter[0])
        # A stored zero would be taken for "no edge".
        values = np.maximum(graph.distances.ravel()[place], 1e-9)
        matrix = coo_matrix((values, (a, b)), shape=(len(graph.embeddings),) * 2)
        found = DBSCAN(eps=parameter[0], min_samples=int(parameter[1]), metric="precomputed").fit(
            (matrix + matrix.T).tocsr()
        )
        return apart(np.asarray(found.labels_, np.int64))

    return solve


def hdbscan(graph: Graph, seed: int) -> Solver:
    """Campello et al. 2013; leaves or the most stable groups.

    Without a distance below which nothing is split (Malzer and Baum 2020): scikit-learn 1.9 fails on it with
    a new NumPy. With the package hdbscan it made nothing better: F1 0.938 at 0.5, 0.939 without.
    """
    from sklearn.cluster import HDBSCAN

    def solve(parameter: Parameter) -> Labels:
        samples, leaf = parameter
        found = HDBSCAN(
            min_cluster_size=2,
            min_samples=int(samples),
            cluster_selection_method="leaf" if leaf else "eom",
            copy=True,
        ).fit(graph.embeddings.astype(np.float64))
        return apart(np.asarray(found.labels_, np.int64))

    return solve


def leiden(graph: Graph, seed: int) -> Solver:
    """Traag et al. 2019 with the constant Potts model: the gain is similarity less the resolution."""
    from graspologic_native import leiden as partition

    a, b, place = graph.edges(1.4)
    weights = graph.similarities(place)
    edges = [
        (str(one), str(other), weight)
        for one, other, weight in zip(a.tolist(), b.tolist(), weights.tolist(), strict=True)
    ]

    def solve(parameter: Parameter) -> Labels:
        labels = np.arange(len(graph.embeddings), dtype=np.int64) + len(graph.embeddings)
        _, found = partition(
            edges, resolution=1.0 - parameter[0] / 2.0, iterations=3, use_modularity=False, seed=seed
        )
        for row, label in found.items():
            labels[int(row)] = label
        return labels

    return solve


def infomap(graph: Graph, seed: int) -> Solver:
    """Rosvall and Bergstrom 2008: groups in which a random walker stays."""
    from infomap import Infomap

    def solve(parameter: Parameter) -> Labels:
        a, b, place = graph.edges(parameter[0])
        labels = np.arange(len(graph.embeddings), dtype=np.int64) + len(graph.embeddings)
        if not len(a):
            return labels
        weights = graph.similarities(place) - (1.0 - parameter[0] / 2.0) + 1e-3
        network = Infomap(two_level=True, silent=True, seed=seed + 1, markov_time=parameter[1])
        for one, other, weight in zip(a.tolist(), b.tolist(), weights.tolist(), strict=True):
            network.add_link(one, other, weight)
        network.run()
        for row, label in network.get_modules().items():
            labels[row] = label
        return labels

    return solve


def approximate_rank_order(graph: Graph, seed: int) -> Solver:
    """Otto, Wang and Jain 2016: neighbours of one that are not among those of the other, in one pass."""
    k = graph.neighbours.shape[1]
    count = len(graph.embeddings)
    # Rank 0 is the face itself.
    listed = np.concatenate([np.arange(count)[:, None], graph.neighbours], axis=1)
    a = np.repeat(np.arange(count), k)
    b = graph.neighbours.ravel()
    ordered = np.sort(listed, axis=1)
    missing = np.empty((count, k), np.int32)
    for row in range(count):
        others = graph.neighbours[row]
        # [k, k + 1]: is each of my list among those near the other?
        mine = listed[row]
        keys = ordered[others] + (np.arange(k) * count)[:, None]
        wanted = mine[None, :] + (np.arange(k) * count)[:, None]
        found = np.searchsorted(keys.ravel(), wanted.ravel()).clip(max=keys.size - 1)
        absent = (keys.ravel()[found] != wanted.ravel()).reshape(k, k + 1)
        missing[row] = np.cumsum(absent, axis=1)[np.arange(k), np.arange(1, k + 1)]
    rank = np.tile(np.arange(1, k + 1), count)
    values = zip(missing.ravel().tolist(), rank.tolist(), strict=True)
    forward = dict(zip((a * count + b).tolist(), values, strict=True))
    pairs: list[tuple[int, int, float]] = []
    for key, (absent_there, rank_there) in forward.items():
        one, other = divmod(key, count)
        back = forward.get(other * count + one)
        if back is not None and one < other:
            pairs.append((one, other, (absent_there + back[0]) / min(rank_there, back[1])))
    table = np.array(pairs).reshape(-1, 3)
    distance = 2.0 - 2.0 * np.einsum(
        "nd,nd->n",
        graph.embeddings[table[:, 0].astype(np.int64)],
        graph.embeddings[table[:, 1].astype(np.int64)],
    )

    def solve(parameter: Parameter) -> Labels:
        kept = table[(table[:, 2] <= parameter[0]) & (distance <= parameter[1])].astype(np.int64)
        return components(count, kept[:, 0], kept[:, 1])

    return solve


def rank_order(graph: Graph, seed: int) -> Solver:
    """Zhu, Wen and Sun 2011: clusters that name the same nearest clusters, merged until nothing changes.

    The distance of two clusters is that of their closest faces. Two merge where their rank-order distance is
    below the threshold and their distance, divided by the mean distance of their faces to the ``k`` nearest
    faces, is below 1. Ranks are followed to the 40th cluster: beyond, the rank-order distance is large.
    """
    apart = np.sqrt(np.maximum(2.0 - 2.0 * (graph.embeddings @ graph.embeddings.T), 0.0))
    rank_cap = 40

    def solve(parameter: Parameter) -> Labels:
        threshold, k = parameter[0], int(parameter[1])
        around = np.sqrt(graph.distances[:, :k]).mean(axis=1)
        labels = np.arange(len(apart), dtype=np.int64)
        while True:
            labels = np.unique(labels, return_inverse=True)[1]
            order = np.argsort(labels, kind="stable")
            start = np.searchsorted(labels[order], np.arange(labels.max() + 1))
            between = np.minimum.reduceat(apart[order], start, axis=0)
            between = np.minimum.reduceat(between[:, order], start, axis=1)
            np.fill_diagonal(between, -1.0)
            nearest = np.argsort(between, axis=1)
            rank = np.empty_like(nearest)
            np.put_along_axis(rank, nearest, np.arange(len(nearest))[None, :], axis=1)
            sizes, sums = np.bincount(labels), np.bincount(labels, around)
            deep = min(rank_cap, len(nearest) - 1)
            pairs: list[tuple[int, int]] = []
            for one in range(len(nearest)):
                others = nearest[one, 1 : deep + 1]
                one_way = np.cumsum(rank[others][:, nearest[one, : deep + 1]], axis=1)
                one_way = one_way[np.arange(deep), np.arange(1, deep + 1)]
                for place, other in enumerate(others.tolist()):
                    back = int(rank[other, one])
                    if other < one or back > deep:
                        continue
                    other_way = rank[one, nearest[other, : back + 1]].sum()
                    by_rank = (one_way[place] + other_way) / min(place + 1, back)
                    usual = (sums[one] + sums[other]) / (sizes[one] + sizes[other])
                    if by_rank < threshold and between[one, other] < usual:
                        pairs.append((one, other))
            if not pairs:
                return labels
            table = np.array(pairs)
            labels = components(len(nearest), table[:, 0], table[:, 1])[labels]

    return solve


def immich(graph: Graph, seed: int) -> Solver:
    """Immich's rule (its person service): faces come in ten batches in random order.

    A face looks at the ``least`` nearest within the distance, itself counted. Fewer than ``least`` and it
    waits until the end of its batch. It joins the person of the nearest of them that has one, or of the
    nearest face of all that has one; a face with enough matches and no such person founds one. Faces left
    over are tried again with each later batch, as its nightly job does.
    """
    order = np.random.default_rng(seed).permutation(len(graph.embeddings)).tolist()
    distances, neighbours = graph.distances.tolist(), graph.neighbours.tolist()

    def solve(parameter: Parameter) -> Labels:
        cut, least = parameter[0], int(parameter[1])
        there: set[int] = set()
        person: dict[int, int] = {}

        def place(row: int, waited: bool) -> bool:
            near = [
                other
                for other, distance in zip(neighbours[row], distances[row], strict=True)
                if distance <= cut and other in there
            ]
            matches = near[: least - 1]
            if least > 1 and not matches:
                return True
            core = len(matches) + 1 >= least
            if not core and not waited:
                return False
            known = next((person[other] for other in near if other in person), None)
            if known is None and core:
                known = row
            if known is not None:
                person[row] = known
            return True

        for batch in np.array_split(np.array(order), 10):
            there.update(batch.tolist())
            left = [row for row in order if row in there and row not in person]
            waiting = [row for row in left if not place(row, waited=False)]
            for row in waiting:
                place(row, waited=True)
        return np.array([person.get(row, row) for row in range(len(order))], np.int64)

    return solve


CUTS = span(0.40, 1.10, 0.05)
LINKAGE_CUTS = span(0.60, 1.10, 0.02)
COHORT_CUTS = span(1.20, 1.90, 0.02)

METHODS = (
    Method("threshold components", "distance", grid(span(0.40, 0.96, 0.02)), threshold_components),
    Method(
        "mutual-kNN components",
        "distance, k",
        grid(span(0.45, 1.10, 0.05), (3, 5, 10, 20)),
        mutual_components,
    ),
    Method("average linkage, fixed cut", "mean distance", grid(LINKAGE_CUTS), average_linkage_fixed),
    Method("average linkage, cohort", "mean distance", grid(COHORT_CUTS), cohort_linkage),
    Method("the same, own cohort", "mean distance", grid(COHORT_CUTS), own_cohort_linkage),
    Method("Chinese Whispers", "distance", grid(CUTS), chinese_whispers, chance=True),
    Method(
        "DBSCAN",
        "distance, samples",
        grid(span(0.40, 1.0, 0.05), (3, 4, 5)),
        dbscan,
        package="sklearn.cluster",
    ),
    Method(
        "HDBSCAN",
        "samples, leaf",
        grid((1, 2, 3), (0, 1)),
        hdbscan,
        most=2500,
        package="sklearn.cluster",
    ),
    Method(
        "Leiden (CPM)",
        "mean distance",
        grid(span(0.60, 1.10, 0.05)),
        leiden,
        chance=True,
        package="graspologic_native",
    ),
    Method(
        "Infomap (GPL)",
        "distance, Markov time",
        grid(span(0.50, 1.10, 0.10), (0.5, 0.75, 1.0)),
        infomap,
        chance=True,
        package="infomap",
    ),
    Method(
        "approximate rank-order",
        "rank distance, distance",
        grid((0.2, 0.4, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0), span(0.6, 1.2, 0.1)),
        approximate_rank_order,
    ),
    Method("rank-order", "rank distance, k", grid((2, 4, 6, 10), (6, 9)), rank_order, most=2500),
    Method("Immich's rule", "distance, faces", grid(span(0.40, 1.0, 0.05), (2, 3, 4)), immich, chance=True),
)
