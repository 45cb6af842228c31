"""Who a face may be: the gallery of confirmed faces and the calibrated probability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceapp.core.assignment import Gallery
from faceapp.core.models import Embeddings, ModelId
from faceapp.core.thresholds import FACENET_CASIA, thresholds_for

DIMENSION = 64


def unit(rows: NDArray[np.float64]) -> Embeddings:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def axis(*places: int) -> Embeddings:
    """Unit vectors along axes."""
    return np.eye(DIMENSION, dtype=np.float32)[list(places)]


def near(place: int, share: float, other: int) -> Embeddings:
    """One vector that leans from one axis towards another."""
    row = np.zeros((1, DIMENSION))
    row[0, place], row[0, other] = 1.0, share
    return unit(row)


def gallery(rows: Embeddings, people: list[int]) -> Gallery:
    return Gallery(rows, np.arange(100, 100 + len(people)), np.array(people, np.int64))


def test_nobody_confirmed_gives_no_candidates() -> None:
    empty = gallery(np.zeros((0, DIMENSION), np.float32), [])
    assert len(empty) == 0
    assert empty.candidates(axis(0, 1), FACENET_CASIA) == [[], []]


def test_the_nearest_confirmed_face_is_the_reason() -> None:
    confirmed = gallery(np.concatenate([near(0, 0.6, 10), near(0, 0.2, 11), axis(5)]), [1, 1, 2])
    ((best, *others),) = confirmed.candidates(axis(0), FACENET_CASIA)
    assert (best.person_id, best.face_id) == (1, 101)
    assert best.distance == pytest.approx(2 - 2 / np.sqrt(1.04), abs=1e-5)
    assert best.probability > FACENET_CASIA.automatic
    assert others == []


def test_one_confirmed_face_is_enough() -> None:
    ((best,),) = gallery(near(3, 0.4, 9), [7]).candidates(near(3, 0.3, 12), FACENET_CASIA)
    assert best.person_id == 7
    assert best.probability > FACENET_CASIA.answer


def test_who_it_is_not_is_left_out() -> None:
    confirmed = gallery(np.concatenate([axis(0), near(0, 0.5, 3)]), [1, 2])
    ((best, *_),) = confirmed.candidates(axis(0), FACENET_CASIA, rejected={0: {1}})
    assert best.person_id == 2
    assert confirmed.candidates(axis(0), FACENET_CASIA, rejected={0: {1, 2}}) == [[]]
    # Rejections of people who are not in the gallery are no matter, nor are those of other probes.
    first, second = confirmed.candidates(axis(0, 0), FACENET_CASIA, rejected={0: {99}, 1: {1}})
    assert (first[0].person_id, second[0].person_id) == (1, 2)


def test_a_face_is_not_its_own_proof() -> None:
    confirmed = gallery(np.concatenate([axis(0), near(0, 0.7, 5)]), [1, 1])
    ((best,),) = confirmed.candidates(axis(0), FACENET_CASIA, own_ids=np.array([100]))
    assert best.face_id == 101
    alone = gallery(axis(0), [1])
    assert alone.candidates(axis(0), FACENET_CASIA, own_ids=np.array([100])) == [[]]


def test_strangers_get_no_candidate() -> None:
    confirmed = gallery(axis(0, 1, 2), [1, 2, 3])
    assert confirmed.candidates(axis(40), FACENET_CASIA) == [[]]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 5), st.integers(1, 4), st.integers(1, 5))
def test_candidates_are_sorted_few_and_true(
    seed: int, count: int, people: int, probes: int, keep: int
) -> None:
    rng = np.random.default_rng(seed)
    rows = unit(rng.normal(size=(count, 6)))
    who = rng.integers(1, people + 1, count).tolist()
    confirmed = gallery(rows, who)
    wanted = unit(rng.normal(size=(probes, 6)))
    for probe, found in zip(wanted, confirmed.candidates(wanted, FACENET_CASIA, keep=keep), strict=True):
        assert len(found) <= keep
        assert len({one.person_id for one in found}) == len(found)
        chances = [one.probability for one in found]
        assert chances == sorted(chances, reverse=True)
        for one in found:
            own = [
                float(((probe - row) ** 2).sum()) for row, person in zip(rows, who, strict=True)
                if person == one.person_id
            ]  # fmt: skip
            assert one.distance == pytest.approx(min(own), abs=1e-4)
            assert who[one.face_id - 100] == one.person_id
            assert one.distance <= FACENET_CASIA.mention_distance
            assert 0 < one.probability <= 1


# -- thresholds -----------------------------------------------------------------------------------------
DISTANCES = st.lists(st.floats(0, 4), min_size=1, max_size=6)


@given(DISTANCES, st.floats(0, 2), st.integers(0, 5))
def test_nearer_is_more_probable(distances: list[float], further: float, place: int) -> None:
    place %= len(distances)
    near_row = np.array([distances])
    far_row = near_row.copy()
    far_row[0, place] += further
    near_p, far_p = FACENET_CASIA.probability(near_row)[0], FACENET_CASIA.probability(far_row)[0]
    assert near_p[place] >= far_p[place] - 1e-12
    others = [i for i in range(len(distances)) if i != place]
    assert all(near_p[i] <= far_p[i] + 1e-12 for i in others)
    assert ((near_p >= 0) & (near_p <= 1)).all()


@given(DISTANCES)
def test_the_nearest_is_the_most_probable(distances: list[float]) -> None:
    chances = FACENET_CASIA.probability(np.array([distances]))[0]
    assert chances[int(np.argmin(distances))] == chances.max()


def test_who_is_out_of_question_has_no_chance() -> None:
    chances = FACENET_CASIA.probability(np.array([[np.inf, 0.3], [np.inf, np.inf]]))
    assert chances[0, 0] == chances[1, 0] == chances[1, 1] == 0.0
    assert chances[0, 1] > 0.9
    assert FACENET_CASIA.probability(np.zeros((3, 0))).shape == (3, 0)


def test_two_people_as_near_are_no_sure_name() -> None:
    """A margin counts: twins are a question, whoever is a hair nearer."""
    alone, twins = (
        FACENET_CASIA.probability(np.array([[0.6]])),
        FACENET_CASIA.probability(np.array([[0.6, 0.61]])),
    )
    assert alone[0, 0] > twins[0, 0]
    assert twins[0, 0] < FACENET_CASIA.automatic


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_a_larger_album_asks_for_more_evidence(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert 0 < FACENET_CASIA.linkage.bar(small) <= FACENET_CASIA.linkage.bar(large) < 40


def test_the_rows_are_in_order() -> None:
    row = FACENET_CASIA
    assert row.carried <= row.suggest <= row.answer <= row.automatic < 1
    assert thresholds_for(row.model) is row
    with pytest.raises(KeyError, match="no thresholds were measured"):
        thresholds_for(ModelId("another"))
