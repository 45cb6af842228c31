"""Who a face may be: the gallery of confirmed faces and the calibrated probability."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceapp.core import assignment, nearest
from faceapp.core.assignment import Gallery
from faceapp.core.models import Embeddings, ModelId
from faceapp.core.space import Space
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
    assert best.sure
    assert [face for face, _ in best.nearest] == [101, 100]
    assert best.nearest[0][1] == best.distance
    # The nearest face of anybody else lies at a right angle: squared distance 2.
    assert best.margin == pytest.approx(2 - best.distance, abs=1e-5)
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


def test_the_three_nearest_faces_explain_an_answer() -> None:
    rows = np.concatenate([near(0, share, 10 + i) for i, share in enumerate((0.9, 0.2, 0.5, 0.3))])
    ((best,),) = gallery(rows, [4, 4, 4, 4]).candidates(axis(0), FACENET_CASIA)
    assert [face for face, _ in best.nearest] == [101, 103, 102]
    distances = [distance for _, distance in best.nearest]
    assert distances == sorted(distances)
    assert best.margin is None  # nobody else is named


def test_many_probes_are_done_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    rows, probes = unit(rng.normal(size=(40, DIMENSION))), unit(rng.normal(size=(31, DIMENSION)))
    confirmed = gallery(rows, [1 + row % 7 for row in range(40)])
    rejected = {row: {1 + row % 7} for row in range(0, 31, 3)}
    wide = replace(FACENET_CASIA, mention_distance=4.0)
    whole = confirmed.candidates(probes, wide, rejected=rejected, own_ids=np.arange(100, 131))
    monkeypatch.setattr(assignment, "_CHUNK", 40 * 4)
    parts = confirmed.candidates(probes, wide, rejected=rejected, own_ids=np.arange(100, 131))
    for one, other in zip(whole, parts, strict=True):
        assert [found.person_id for found in one] == [found.person_id for found in other]
        assert [found.face_id for found in one] == [found.face_id for found in other]
        assert [found.probability for found in one] == pytest.approx(
            [found.probability for found in other], abs=1e-5
        )
    assert all(1 + row % 7 not in [found.person_id for found in whole[row]] for row in rejected)


def test_a_face_like_strangers_is_less_surely_somebody() -> None:
    """How like strangers a face is comes from the album's cohort, or from whoever knows it already."""
    rng = np.random.default_rng(3)
    strangers = unit(near(0, 0.9, 5) + 0.35 * unit(rng.normal(size=(60, DIMENSION))))
    album = replace(Space.untouched(DIMENSION), cohort=strangers)
    rows, probe = np.concatenate([axis(0), axis(7)]), near(0, 0.6, 5)
    confirmed = Gallery(rows, np.array([100, 101]), np.array([1, 2]), space=album)
    alone = gallery(rows, [1, 2])
    ((like_strangers, *_),) = confirmed.candidates(probe, FACENET_CASIA)
    ((like_nobody, *_),) = alone.candidates(probe, FACENET_CASIA)
    assert like_strangers.distance == like_nobody.distance
    assert like_strangers.probability < like_nobody.probability
    ((told, *_),) = alone.candidates(probe, FACENET_CASIA, crowd=album.crowd(probe))
    assert told.probability == pytest.approx(like_strangers.probability)


def test_how_alike_the_confirmed_faces_of_somebody_are() -> None:
    """Without the face that is asked about, and of the album's people where there is no pair."""
    rows = np.concatenate([axis(0), near(0, 0.7, 3), near(0, 0.9, 4), near(9, 0.2, 10)])
    confirmed = gallery(rows, [1, 1, 1, 2])
    of_three = np.mean([rows[0] @ rows[1], rows[0] @ rows[2], rows[1] @ rows[2]])
    album = Space.untouched(DIMENSION).likeness
    wide = replace(FACENET_CASIA, mention_distance=4.0)
    other, own = confirmed.candidates(np.concatenate([axis(0), axis(0)]), wide, own_ids=np.array([7, 100]))
    likeness = [{one.person_id: one.likeness for one in found} for found in (other, own)]
    assert likeness[0] == {1: pytest.approx((2 * of_three + album) / 3), 2: album}
    assert likeness[1] == {1: pytest.approx((rows[1] @ rows[2] + album) / 2), 2: album}


def test_a_burst_says_little_about_the_photos_of_another_day() -> None:
    burst = unit(axis(0) + 0.05 * np.random.default_rng(1).normal(size=(3, DIMENSION)) / 8)
    ((found,),) = gallery(burst, [1, 1, 1]).candidates(near(0, 0.3, 5), FACENET_CASIA)
    assert found.likeness < 0.8
    assert found.sure


def test_two_people_confirmed_as_one_open_the_door_to_nobody() -> None:
    """A wrong merge makes the confirmed faces unlike; that is no leniency."""
    mixed = gallery(np.concatenate([axis(0), axis(20)]), [1, 1]).candidates(near(0, 0.3, 5), FACENET_CASIA)
    assert mixed[0][0].likeness == pytest.approx((0.5 + Space.untouched(DIMENSION).likeness) / 2)


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
    listed = confirmed.candidates(wanted, FACENET_CASIA, keep=keep)
    for person in range(1, people + 2):  # the last is nobody
        alone = confirmed.candidates(wanted, FACENET_CASIA, keep=keep, only=person)
        assert alone == [[one for one in found if one.person_id == person] for found in listed]
    for probe, found in zip(wanted, listed, strict=True):
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
            assert [distance for _, distance in one.nearest] == pytest.approx(sorted(own)[:3], abs=1e-4)
            others = [
                float(((probe - row) ** 2).sum()) for row, person in zip(rows, who, strict=True)
                if person != one.person_id
            ]  # fmt: skip
            assert one.margin == (pytest.approx(min(others) - min(own), abs=1e-4) if others else None)
            assert not one.sure or one.probability >= FACENET_CASIA.automatic


# -- thresholds -----------------------------------------------------------------------------------------
@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_a_larger_album_asks_for_more_evidence(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert 0 < FACENET_CASIA.linkage.bar(small) <= FACENET_CASIA.linkage.bar(large) < 40


def test_two_people_as_near_are_no_sure_name() -> None:
    """Twins are a question, whoever is a hair nearer."""
    probe = axis(0)
    ((alone, *_),) = gallery(near(0, 0.3, 5), [1]).candidates(probe, FACENET_CASIA)
    both = gallery(np.concatenate([near(0, 0.3, 5), near(0, 0.31, 6)]), [1, 2])
    ((first, second),) = both.candidates(probe, FACENET_CASIA)
    assert alone.sure
    assert not first.sure
    assert (first.person_id, second.person_id) == (1, 2)
    assert alone.probability > first.probability > second.probability
    assert first.probability + second.probability <= 1
    assert first.margin is not None
    assert second.margin == pytest.approx(-first.margin)


def test_the_rows_are_in_order() -> None:
    row = FACENET_CASIA
    assert row.odd < row.suggest <= row.answer <= row.carried <= row.automatic <= row.automatic_child < 1
    assert thresholds_for(row.model) is row
    with pytest.raises(KeyError, match="no thresholds were measured"):
        thresholds_for(ModelId("another"))


def test_people_with_many_faces_are_ranked_as_those_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    people = np.repeat([1, 2, 3, 4], [90, 2, 40, 1])
    centers = random.standard_normal((5, DIMENSION))
    rows = unit(centers[people] + 0.7 * random.standard_normal((len(people), DIMENSION)))
    ids = np.arange(len(people))
    probes = unit(centers[[1, 2, 3, 4, 1]] + 0.5 * random.standard_normal((5, DIMENSION)))
    asked = np.concatenate([probes, rows[[0, 95]]])
    own = np.array([-1, -2, -3, -4, -5, 0, 95])
    known = Gallery(rows, ids, people)
    mixed = known.candidates(asked, FACENET_CASIA, own_ids=own)
    monkeypatch.setattr(nearest, "FEW_FACES", 1000)
    assert known.candidates(asked, FACENET_CASIA, own_ids=own) == mixed
    monkeypatch.setattr(nearest, "FEW_FACES", 0)
    assert known.candidates(asked, FACENET_CASIA, own_ids=own) == mixed
    assert [found[0].person_id for found in mixed] == [1, 2, 3, 4, 1, 1, 3]
    for probe, found in zip(probes, mixed, strict=False):
        (best, *_), own_faces = found, people == found[0].person_id
        order = np.argsort(-(rows[own_faces] @ probe), kind="stable")[:3]
        assert [face for face, _ in best.nearest] == ids[own_faces][order].tolist()
