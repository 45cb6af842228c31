"""Placing new faces: what they concern, and that dealing anew ends where linking everything does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceapp.core.grouping import Constraints, Edges, link
from faceapp.core.models import Embeddings
from faceapp.core.placement import LARGE, MOST_LOOSE, concerned, deal, together
from faceapp.core.thresholds import FACENET_CASIA

RULE = replace(FACENET_CASIA.linkage, directions=24, share=0.5, usual_crowd=0.0)
BAR = 5.0


def usual(count: int) -> NDArray[np.float32]:
    return np.zeros(count, np.float32)


def around(person: int, count: int, seed: int, spread: float = 0.1) -> Embeddings:
    """Unit vectors about one of 24 directions."""
    rows = np.eye(24)[[person] * count] + np.random.default_rng(seed).normal(size=(count, 24)) * spread
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def partition(labels: NDArray[np.int64]) -> set[frozenset[int]]:
    groups = defaultdict(set)
    for row, label in enumerate(labels.tolist()):
        groups[label].add(row)
    return {frozenset(rows) for rows in groups.values()}


def photos(count: int) -> Constraints:
    return Constraints(photo=np.arange(count, dtype=np.int64))


def test_the_nearest_cluster_comes_first_and_strangers_are_left_alone() -> None:
    clusters = [(around(person, 5, person), usual(5)) for person in (3, 1, 2)]
    clusters.append((around(1, 2, 9, 0.3), usual(2)))
    found = concerned(around(1, 1, 7), usual(1), clusters, RULE, BAR).tolist()
    assert found == [1, 3]
    assert concerned(around(9, 1, 7), usual(1), clusters, RULE, BAR).tolist() == []
    both = np.concatenate([around(1, 1, 7), around(2, 1, 8)])
    assert set(concerned(both, usual(2), clusters, RULE, BAR).tolist()) == {1, 2, 3}


def test_in_a_crowd_the_same_likeness_says_less() -> None:
    clusters = [(around(1, 2, 1, 0.15), usual(2))]
    assert concerned(around(1, 1, 5), usual(1), clusters, RULE, BAR).tolist() == [0]
    crowded = np.full(2, 0.9, np.float32)
    assert concerned(around(1, 1, 5), crowded[:1], [(clusters[0][0], crowded)], RULE, BAR).tolist() == []


def test_nothing_is_concerned_where_there_is_nothing() -> None:
    none = np.zeros((0, 24), np.float32)
    assert concerned(none, usual(0), [(around(1, 2, 1), usual(2))], RULE, BAR).tolist() == []
    assert concerned(around(1, 2, 1), usual(2), [], RULE, BAR).tolist() == []


def test_large_clusters_and_those_far_down_stay_together() -> None:
    assert together([3, LARGE + 1, 4]) == [False, True, False]
    assert together([LARGE] * 3) == [False, False, True]
    assert together([MOST_LOOSE // 2, MOST_LOOSE // 2 + 1, 1]) == [False, True, False]


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 30), people=st.integers(1, 5))
def test_from_nothing_it_is_the_linkage_of_every_pair(seed: int, count: int, people: int) -> None:
    rng = np.random.default_rng(seed)
    rows = np.concatenate(
        [around(int(who), 1, seed + i, 0.2) for i, who in enumerate(rng.integers(0, people, count))]
    )
    under = Constraints(photo=rng.integers(0, count, count))
    start = np.arange(count)
    dealt = deal(rows, usual(count), start, RULE, BAR, under)
    assert partition(dealt) == partition(link(rows, Edges(*np.triu_indices(count, 1)), RULE, BAR, under))


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 30), whole=st.integers(1, 5))
def test_what_begins_together_stays_together_under_the_word(seed: int, count: int, whole: int) -> None:
    rng = np.random.default_rng(seed)
    rows = around(0, count, seed, 0.3)
    start = rng.integers(0, whole, count)
    seeds = {row: 1 + int(start[row]) for row in range(count) if rng.random() < 0.2}
    labels = deal(rows, usual(count), start, RULE, BAR, Constraints(np.arange(count), seed=seeds))
    for group in range(whole):
        assert len(set(labels[start == group].tolist())) <= 1
    for row, seed_of_row in seeds.items():
        for other, seed_of_other in seeds.items():
            assert (labels[row] == labels[other]) == (seed_of_row == seed_of_other)


def test_a_face_between_two_halves_of_a_person_brings_them_together() -> None:
    one, other = np.eye(24, dtype=np.float32)[0], np.eye(24, dtype=np.float32)[1]
    far = np.stack([one, one, other, other])
    between = np.asarray((one + other) / np.sqrt(2), np.float32)
    bar = 0.0
    alone = deal(far, usual(4), np.arange(4), RULE, bar, photos(4))
    assert partition(alone) == {frozenset({0, 1}), frozenset({2, 3})}
    rows = np.concatenate([np.stack([between] * 4), far])
    start = np.array([0, 1, 2, 3, 4, 4, 5, 5])
    assert len(partition(deal(rows, usual(8), start, RULE, bar, photos(8)))) < len(partition(start))


@pytest.mark.parametrize("count", [0, 1])
def test_few_faces(count: int) -> None:
    rows = around(0, count, 1) if count else np.zeros((0, 24), np.float32)
    assert deal(rows, usual(count), np.arange(count), RULE, BAR, photos(count)).tolist() == list(range(count))
