"""Mini-batches."""

from __future__ import annotations

import numpy as np

from faceapp.training.sampling import Batches

LABELS = np.random.default_rng(0).permutation(
    np.repeat(np.arange(12), [1, 1, 2, 3, 5, 8, 8, 13, 20, 20, 40, 50])
)


def test_people_and_faces_of_a_batch() -> None:
    batches = Batches(LABELS, people=4, faces=10)
    seen: list[int] = []
    epoch = list(batches.epoch(0))
    assert len(epoch) == len(batches) == 3
    for rows in epoch:
        people, counts = np.unique(LABELS[rows], return_counts=True)
        assert len(people) == 4
        assert len(set(rows.tolist())) == len(rows)
        for person, count in zip(people, counts, strict=True):
            assert count == min(10, (person == LABELS).sum())
        seen += people.tolist()
    assert set(seen) == set(range(2, 12))  # who has one face has no positive
    assert len(seen) == 12  # two came twice, to fill the last batch


def test_others_are_negatives_only() -> None:
    for rows in Batches(LABELS, people=3, faces=5, others=7).epoch(0):
        chosen, others = rows[:-7], rows[-7:]
        assert not np.isin(LABELS[others], LABELS[chosen]).any()


def test_an_epoch_depends_on_seed_and_number_alone() -> None:
    one, other = Batches(LABELS, 4, 10, 3, seed=1), Batches(LABELS, 4, 10, 3, seed=1)
    list(one.epoch(0))
    for number in (5, 2):
        for rows, same in zip(one.epoch(number), other.epoch(number), strict=True):
            np.testing.assert_array_equal(rows, same)
    assert not np.array_equal(next(one.epoch(0)), next(one.epoch(1)))
    assert not np.array_equal(next(one.epoch(0)), next(Batches(LABELS, 4, 10, 3, seed=2).epoch(0)))


def test_nobody_with_two_faces_makes_no_batch() -> None:
    assert list(Batches(np.arange(5), 4).epoch(0)) == []
    assert list(Batches(np.zeros(0, np.int64), 4).epoch(0)) == []
