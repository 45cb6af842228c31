"""The measures, by hand and against scikit-learn's definitions worked out anew."""

from __future__ import annotations

import numpy as np
import pytest

from faceapp.training.metrics import all_pairs, best_threshold, by_folds, curve, score, wilson

DISTANCES = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
SAME = np.array([True, True, False, True, False, False])


def test_a_curve_by_hand() -> None:
    found = curve(DISTANCES, SAME)
    assert found.tar.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 2 / 3, 1, 1, 1])
    assert found.far.tolist() == pytest.approx([0, 0, 0, 1 / 3, 1 / 3, 2 / 3, 1])
    assert found.tar_at(0.0) == pytest.approx(2 / 3)
    assert found.tar_at(0.4) == pytest.approx(1.0)
    assert found.threshold_at(0.0) == pytest.approx(0.2)
    assert found.auc == pytest.approx(8 / 9)  # of 9 pairs of pairs one is in the wrong order
    assert found.eer == pytest.approx(1 / 3)


def test_equal_distances_fall_together() -> None:
    found = curve(np.array([0.5, 0.5, 0.5, 0.5]), np.array([True, False, True, False]))
    assert found.tar.tolist() == [0, 1]
    assert found.auc == pytest.approx(0.5)
    assert found.eer == pytest.approx(0.5)


def test_the_area_is_how_often_one_person_is_nearer() -> None:
    rng = np.random.default_rng(0)
    same = rng.random(400) < 0.3
    distances = rng.normal(size=400) + ~same
    wins = (distances[same][:, None] < distances[~same][None, :]).mean()
    assert curve(distances, same).auc == pytest.approx(wins)


@pytest.mark.parametrize("same", [np.ones(3, np.bool_), np.zeros(3, np.bool_)])
def test_pairs_of_one_kind_have_no_curve(same: np.ndarray) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValueError, match="needed"):
        curve(np.arange(3.0), same)


@pytest.mark.parametrize("seed", range(5))
def test_the_best_threshold_as_by_a_loop(seed: int) -> None:
    rng = np.random.default_rng(seed)
    same = rng.random(60) < 0.5
    distances = np.round(rng.normal(size=60) + 0.8 * ~same, 1)  # some are equal
    best = max(float(((distances < at) == same).mean()) for at in np.arange(-4, 5, 0.05) + 1e-6)
    assert ((distances < best_threshold(distances, same)) == same).mean() == pytest.approx(best)


def test_folds_are_judged_by_the_others_threshold() -> None:
    easy = np.array([0.1, 0.2, 0.8, 0.9]), np.array([True, True, False, False])
    shifted = easy[0] + 0.5, easy[1]
    found = by_folds([easy[0], easy[0], shifted[0]], [easy[1]] * 3)
    assert found.each == (1.0, 1.0, 0.5)
    assert found.accuracy == pytest.approx(5 / 6)
    assert found.standard_error == pytest.approx(np.std(found.each, ddof=1) / np.sqrt(3))
    assert by_folds([shifted[0]], [shifted[1]], threshold=1.0).each == (1.0,)
    with pytest.raises(ValueError, match="one fold"):
        by_folds([easy[0]], [easy[1]])


def test_wilsons_interval() -> None:
    low, high = wilson(81, 263)  # the example of Newcombe 1998, table I
    assert (low, high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == pytest.approx(1.0)


def test_all_pairs_by_a_loop() -> None:
    rows = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    labels = np.array([0, 1, 0, 2, 1, 0])
    distances, same = all_pairs(rows, labels)
    expected = [((rows[a] - rows[b]) ** 2).sum() for a in range(6) for b in range(a + 1, 6)]
    np.testing.assert_allclose(distances, expected, rtol=1e-4)
    assert same.tolist() == [labels[a] == labels[b] for a in range(6) for b in range(a + 1, 6)]


def test_groups_against_people_by_hand() -> None:
    found = score(np.array([0, 0, 0, 1, 1]), np.array([7, 7, 8, 8, 8]))
    assert found.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found.recall == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert (found.pair_precision, found.pair_recall) == (2 / 4, 2 / 4)
    assert found.groups == 2
