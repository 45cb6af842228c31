"""Linkage by evidence under constraints: where it stops, and what must never happen."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceapp.core.errors import Cancelled
from faceapp.core.grouping import Constraints, Edges, Linkage, edges_above, keep_ids, link
from faceapp.core.linkage import LinkageRule
from faceapp.core.models import Embeddings
from faceapp.core.progress import CancelToken


def faces(seed: int, count: int, people: int, spread: float, dimension: int = 24) -> Embeddings:
    """Unit vectors around so many directions."""
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(people, dimension))
    centers /= np.linalg.norm(centers, axis=1, keepdims=True)
    rows = centers[rng.integers(0, people, count)] + rng.normal(size=(count, dimension)) * spread
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


RULE = LinkageRule(
    directions=24,
    share=0.5,
    temper=0.6,
    evidence=5,
    base=40,
    growth=4,
    fewest=10,
    slack=3,
    usual_crowd=0.0,
    least_similarity=0,
)


def every_pair(count: int) -> Edges:
    return Edges(*np.triu_indices(count, 1))


NO_EDGES = Edges(np.zeros(0, np.int64), np.zeros(0, np.int64))


def apart_photos(count: int) -> Constraints:
    return Constraints(photo=np.arange(count, dtype=np.int64))


def partition(labels: NDArray[np.int64]) -> set[frozenset[int]]:
    groups = defaultdict(set)
    for row, label in enumerate(labels.tolist()):
        groups[label].add(row)
    return {frozenset(rows) for rows in groups.values()}


SETS = {
    "seed": st.integers(0, 10_000),
    "count": st.integers(1, 40),
    "people": st.integers(1, 6),
    "spread": st.floats(0.02, 0.35),
    "bar": st.floats(0.0, 8.0),
}


@settings(max_examples=80, deadline=None)
@given(**SETS)
def test_it_ends_where_no_two_groups_have_the_evidence(
    seed: int, count: int, people: int, spread: float, bar: float
) -> None:
    rows = faces(seed, count, people, spread)
    groups = sorted(partition(link(rows, every_pair(count), RULE, bar, apart_photos(count))), key=min)
    for one, other in itertools.combinations(groups, 2):
        a, b = rows[sorted(one)].sum(axis=0), rows[sorted(other)].sum(axis=0)
        sizes = np.array([len(one)], float), np.array([len(other)], float)
        found = RULE.nats(np.array([a @ b]), np.array([a @ a]), np.array([b @ b]), *sizes)
        assert found[0] < bar + 1e-3


def test_people_far_apart_are_found() -> None:
    rng = np.random.default_rng(3)
    who = rng.integers(0, 5, 60)
    rows = np.eye(5, 24)[who] + rng.normal(size=(60, 24)) * 0.1
    rows = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
    labels = link(rows, every_pair(60), RULE, 5.0, apart_photos(60))
    assert partition(labels) == {frozenset(np.flatnonzero(who == one).tolist()) for one in range(5)}


@settings(max_examples=50, deadline=None)
@given(**SETS, order=st.integers(0, 10_000))
def test_the_order_of_the_faces_does_not_matter(
    seed: int, count: int, people: int, spread: float, bar: float, order: int
) -> None:
    rows = faces(seed, count, people, spread)
    photos = np.random.default_rng(seed).integers(0, count, count)
    mixed = np.random.default_rng(order).permutation(count)
    plain = partition(link(rows, every_pair(count), RULE, bar, Constraints(photo=photos)))
    turned = link(rows[mixed], every_pair(count), RULE, bar, Constraints(photo=photos[mixed]))
    assert {frozenset(int(mixed[row]) for row in group) for group in partition(turned)} == plain


@settings(max_examples=80, deadline=None)
@given(**SETS, data=st.data())
def test_no_constraint_is_ever_broken(
    seed: int, count: int, people: int, spread: float, bar: float, data: st.DataObject
) -> None:
    rows = faces(seed, count, people, spread)
    row = st.integers(0, count - 1)
    photo = np.array(data.draw(st.lists(st.integers(0, count), min_size=count, max_size=count)), np.int64)
    seeds = data.draw(st.dictionaries(row, st.integers(1, 3), max_size=6))
    apart = data.draw(st.dictionaries(row, st.sets(row, max_size=3), max_size=4))
    apart = {
        one: {other for other in others if other != one and seeds.get(one, -1) != seeds.get(other, -2)}
        for one, others in apart.items()
    }
    not_in = data.draw(st.dictionaries(row, st.sets(st.integers(1, 3), max_size=2), max_size=4))
    not_in = {one: groups - {seeds.get(one, 0)} for one, groups in not_in.items()}
    labels = link(rows, every_pair(count), RULE, bar, Constraints(photo, seeds, apart, not_in))
    for group in partition(labels):
        held = {seeds[one] for one in group if one in seeds}
        assert len(held) <= 1
        for one, other in itertools.combinations(sorted(group), 2):
            if photo[one] == photo[other]:  # only because the user said so
                assert one in seeds
                assert other in seeds
        for one in group:
            assert not apart.get(one, set()) & group
            assert not not_in.get(one, set()) & held
    for one, other in itertools.combinations(seeds, 2):
        assert (labels[one] == labels[other]) == (seeds[one] == seeds[other])


def test_what_a_face_has_with_everybody_does_not_count() -> None:
    """Two pairs equally alike: the one whose faces are like all strangers is not merged."""
    rows = faces(5, 2, 1, 0.08)
    rows = np.concatenate([rows, rows])
    edges = Edges(np.array([0, 2]), np.array([1, 3]))
    crowd = np.array([0.0, 0.0, 0.9, 0.9], np.float32)
    labels = link(rows, edges, RULE, 3.0, apart_photos(4), crowd=crowd)
    assert partition(labels) == {frozenset({0, 1}), frozenset({2}), frozenset({3})}


def test_the_sums_of_grown_clusters_are_judged_as_all_their_pairs() -> None:
    """What rounds of merging keep as sums is the plain mean over pairs of cosine less half of both crowds."""
    rows = faces(8, 30, 3, 0.3)
    crowd = np.random.default_rng(1).uniform(-0.2, 0.4, 30).astype(np.float32)
    likeness = (rows @ rows.T - (crowd[:, None] + crowd[None]) / 2.0).astype(np.float64)
    np.fill_diagonal(likeness, 1.0)
    labels = link(rows, every_pair(30), RULE, 4.0, apart_photos(30), crowd=crowd)
    for one, other in itertools.combinations(sorted(partition(labels), key=min), 2):
        a, b = sorted(one), sorted(other)
        found = RULE.nats(
            *(np.array([likeness[np.ix_(p, q)].sum()]) for p, q in ((a, b), (a, a), (b, b))),
            np.array([float(len(a))]),
            np.array([float(len(b))]),
        )
        assert found[0] < 4.0 + 1e-3


def test_without_edges_everybody_is_alone() -> None:
    rows = faces(1, 6, 1, 0.05)
    assert len(partition(link(rows, NO_EDGES, RULE, 0.0, apart_photos(6)))) == 6


def test_a_group_is_named_by_its_first_row() -> None:
    rows = faces(2, 8, 1, 0.02)
    assert set(link(rows, every_pair(8), RULE, 5.0, apart_photos(8)).tolist()) == {0}


def test_edges_are_the_short_ones_each_once() -> None:
    neighbours = np.array([[0, 1, 2], [1, 0, -1], [2, 0, 1]])
    distances = np.array([[0.0, 0.5, 1.5], [0.0, 0.5, np.inf], [0.0, 1.5, 0.9]], np.float32)
    found = edges_above(distances, neighbours, 0.5)
    assert list(zip(found.a.tolist(), found.b.tolist(), strict=True)) == [(0, 1), (1, 2)]
    assert len(edges_above(distances, neighbours, 0.95)) == 0
    assert len(edges_above(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int64), 0.0)) == 0


def nearest(rows: Embeddings, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    distances = np.asarray(2 - 2 * rows @ rows.T, np.float32)
    found = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(distances, found, axis=1), found


def test_halves_of_a_person_without_an_edge_between_them_meet_by_their_means() -> None:
    rows = faces(4, 12, 1, 0.02)
    halves = every_pair(12)
    inside = (halves.a < 6) == (halves.b < 6)
    photos = apart_photos(12)
    linkage = Linkage(rows, Edges(halves.a[inside], halves.b[inside]), RULE, 5.0, photos)
    assert linkage.run()
    assert len(partition(linkage.labels)) == 2
    linkage.run_on(nearest, 5)
    assert len(partition(linkage.labels)) == 1
    apart = Constraints(photos.photo, apart={0: {11}})
    kept = Linkage(rows, Edges(halves.a[inside], halves.b[inside]), RULE, 5.0, apart)
    kept.run()
    kept.run_on(nearest, 5)
    assert len(partition(kept.labels)) == 2


@settings(max_examples=40, deadline=None)
@given(**SETS)
def test_going_on_between_means_only_ever_joins_and_keeps_the_photos_apart(
    seed: int, count: int, people: int, spread: float, bar: float
) -> None:
    rows = faces(seed, count, people, spread)
    photos = np.random.default_rng(seed).integers(0, count, count)
    distances, near = nearest(rows, min(4, count))
    linkage = Linkage(rows, edges_above(distances, near, 0.0), RULE, bar, Constraints(photo=photos))
    linkage.run()
    before = partition(linkage.labels)
    linkage.run_on(nearest, 5)
    after = partition(linkage.labels)
    assert all(any(group <= larger for larger in after) for group in before)
    assert all(len({int(photos[row]) for row in group}) == len(group) for group in after)


def test_the_work_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        link(faces(1, 20, 2, 0.05), every_pair(20), RULE, 5.0, apart_photos(20), cancel.check)


# -- ids of groups --------------------------------------------------------------------------------------
def test_a_group_keeps_its_id_while_most_of_it_stays_together() -> None:
    old = dict.fromkeys(range(10), 7)
    assert keep_ids({0: list(range(6)), 1: list(range(6, 10))}, old, {}) == {0: 7}
    assert keep_ids({0: list(range(5)), 1: list(range(5, 10))}, old, {}) == {}
    assert keep_ids({0: [*range(10), 20, 21]}, old, {}) == {0: 7}


def test_of_two_groups_that_became_one_the_larger_gives_its_id() -> None:
    old = dict.fromkeys(range(6), 7) | dict.fromkeys(range(6, 10), 8)
    assert keep_ids({0: list(range(10))}, old, {}) == {0: 7}


def test_a_group_the_user_made_keeps_its_id_whatever_is_in_it() -> None:
    old = dict.fromkeys(range(10), 7)
    assert keep_ids({0: [0], 1: list(range(1, 10))}, old, {0: 9}) == {0: 9, 1: 7}
    assert keep_ids({0: list(range(9)), 1: [9]}, old, {1: 7}) == {1: 7}


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(0, 30), st.integers(1, 5), max_size=30),
    st.dictionaries(st.integers(0, 30), st.integers(0, 6), max_size=30),
)
def test_no_id_is_given_twice_and_none_without_a_majority(old: dict[int, int], new: dict[int, int]) -> None:
    clusters = defaultdict(list)
    for face, cluster in new.items():
        clusters[cluster].append(face)
    kept = keep_ids(clusters, old, {})
    assert len(set(kept.values())) == len(kept)
    for cluster, group in kept.items():
        size = sum(one == group for one in old.values())
        assert sum(old.get(face) == group for face in clusters[cluster]) * 2 > size


@pytest.mark.parametrize("count", [0, 1])
def test_few_faces(count: int) -> None:
    rows = faces(1, count, 1, 0.1) if count else np.zeros((0, 24), np.float32)
    assert link(rows, NO_EDGES, RULE, 0.0, apart_photos(count)).tolist() == list(range(count))


def test_poor_faces_join_good_ones_but_never_outnumber_them() -> None:
    alike = np.tile(np.eye(1, 8, dtype=np.float32), (6, 1))
    photos = np.arange(6, dtype=np.int64)

    def largest(poor: set[int]) -> list[int]:
        labels = link(alike, every_pair(6), RULE, 5.0, Constraints(photos, poor=frozenset(poor)))
        return sorted(np.unique(labels, return_counts=True)[1].tolist(), reverse=True)

    assert largest(set()) == [6]
    assert largest({4, 5}) == [6]
    assert largest({0, 1, 2, 3}) == [4, 1, 1]
    assert largest({0, 1, 2, 3, 4, 5}) == [1] * 6
