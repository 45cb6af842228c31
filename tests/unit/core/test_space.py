"""The album's own space: what it takes away, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from faceapp.core import space as space_module
from faceapp.core.space import Space


def album(people: int, each: int, shift: float, seed: int = 1, dimension: int = 64) -> np.ndarray:  # type: ignore[type-arg]
    """Unit vectors: every face leans into one and the same direction by ``shift``."""
    rng = np.random.default_rng(seed)
    who = np.repeat(rng.normal(size=(people, dimension)) / np.sqrt(dimension), each, axis=0)
    rows = who + rng.normal(size=who.shape) * 0.5 / np.sqrt(dimension)
    rows[:, 0] += shift
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def separation(rows: np.ndarray, each: int) -> float:  # type: ignore[type-arg]
    """How many deviations lie between the likeness of one person's faces and that of strangers."""
    who = np.arange(len(rows)) // each
    likeness = rows @ rows.T
    same = (who[:, None] == who[None]) & ~np.eye(len(rows), dtype=bool)
    strangers = likeness[who[:, None] != who[None]]
    return float((likeness[same].mean() - strangers.mean()) / strangers.std())


def test_what_all_faces_share_no_longer_makes_strangers_alike() -> None:
    rows = album(60, 3, shift=1.0)
    mapped = Space.of_album(rows).map(rows)
    assert separation(mapped, 3) > 1.2 * separation(rows, 3)
    who = np.arange(len(rows)) // 3
    assert abs(float((mapped @ mapped.T)[who[:, None] != who[None]].mean())) < 0.1
    assert float((rows @ rows.T)[who[:, None] != who[None]].mean()) > 0.3


def test_one_person_photographed_often_does_not_move_the_middle() -> None:
    rows = album(40, 1, shift=1.0)
    many = np.concatenate([rows, np.repeat(rows[:1], 500, axis=0)])
    usual, crowded = Space.of_album(rows).mean, Space.of_album(many).mean
    assert float(np.linalg.norm(usual - crowded)) < 0.1 * float(np.linalg.norm(usual))


def test_two_people_are_not_made_opposites() -> None:
    rows = album(2, 10, shift=1.0)
    before = float(rows[0] @ rows[10])
    mapped = Space.of_album(rows).map(rows)
    assert float(mapped[0] @ mapped[10]) > before - 0.5


def test_mapped_faces_are_of_unit_length_and_float32() -> None:
    rows = album(1200, 1, shift=0.5)
    space = Space.of_album(rows)
    mapped = space.map(rows)
    assert mapped.dtype == np.float32
    assert mapped.shape == (1200, space.dimension)
    np.testing.assert_allclose(np.linalg.norm(mapped, axis=1), 1, atol=1e-5)


def test_directions_the_network_does_not_use_are_left_out() -> None:
    used = album(1200, 1, shift=0.5, dimension=20)
    rows = np.concatenate([used, np.zeros((1200, 44), np.float32)], axis=1)
    space = Space.of_album(rows)
    assert space.dimension <= 20
    small = Space.of_album(rows[:300])
    assert small.dimension == 64  # too few faces to say so


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_faces_leave_the_space_untouched(count: int) -> None:
    rows = album(2, 1, shift=1.0)[:count]
    space = Space.of_album(rows)
    np.testing.assert_allclose(space.map(rows), rows, atol=1e-6)


def test_identical_faces_do_no_harm() -> None:
    rows = np.tile(np.eye(1, 16, dtype=np.float32), (30, 1))
    mapped = Space.of_album(rows).map(rows)
    assert np.isfinite(mapped).all()
    np.testing.assert_allclose(mapped @ mapped.T, 1.0, atol=1e-4)


def test_a_face_like_everybody_has_a_crowd() -> None:
    rows = album(200, 2, shift=0.3)
    space = Space.of_album(rows)
    mapped = space.map(rows)
    plain = space.crowd(mapped)
    common = mapped[:40].mean(axis=0, keepdims=True)
    blurred = space.crowd(common / np.linalg.norm(common))
    assert plain.shape == (400,)
    assert blurred[0] > plain.mean() + 3 * plain.std()


def test_the_cohort_holds_each_person_about_once() -> None:
    rows = album(30, 20, shift=0.3)
    cohort = Space.of_album(rows).cohort
    assert 25 <= len(cohort) <= 60
    assert np.triu(cohort @ cohort.T, 1).max() < 0.5


def test_without_strangers_the_crowd_is_the_usual_one() -> None:
    space = Space.untouched(8)
    np.testing.assert_allclose(space.crowd(np.eye(3, 8, dtype=np.float32)), 0.2)


def test_the_crowd_among_many_strangers_is_exact() -> None:
    rng = np.random.default_rng(3)
    cohort, faces = (rng.normal(size=(count, 24)) for count in (64 * 70 + 13, 700))
    cohort, faces = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (cohort, faces))
    untouched = Space.untouched(24)
    space = Space(untouched.mean, None, untouched.likeness, cohort.astype(np.float32))
    likeness = np.sort(faces @ cohort.T, axis=1)[:, ::-1][:, space_module.CROWD_FROM : space_module.CROWD_TO]
    share = len(cohort) / (len(cohort) + space_module.CROWD_PRIOR_PEOPLE)
    expected = share * likeness.mean(axis=1) + (1 - share) * space_module.CROWD_PRIOR
    np.testing.assert_allclose(space.crowd(faces.astype(np.float32)), expected, atol=1e-5)


def test_the_cohort_is_looked_for_among_all_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person is most of the album: few of the strangers would be among a sample."""
    monkeypatch.setattr(space_module, "SAMPLE", 100)
    monkeypatch.setattr(space_module, "AT_ONCE", 64)
    rows = np.concatenate([album(150, 2, shift=0.3), album(1, 600, shift=0.3, seed=2)])
    cohort = Space.of_album(rows).cohort
    assert 140 <= len(cohort) <= 320
    assert np.triu(cohort @ cohort.T, 1).max() < 0.5
    monkeypatch.setattr(space_module, "COHORT", 50)
    np.testing.assert_array_equal(Space.of_album(rows).cohort, cohort[:50])


def photographed(people: int, each: int, apart: float, seed: int = 1) -> np.ndarray:  # type: ignore[type-arg]
    """Unit vectors of people whose photos lie so far apart."""
    rng = np.random.default_rng(seed)
    who = np.repeat(rng.normal(size=(people, 64)), each, axis=0)
    rows = who + rng.normal(size=who.shape) * apart
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_photos_of_one_camera_are_more_alike() -> None:
    one_day, years = photographed(60, 6, 0.35), photographed(60, 6, 0.6)
    likeness = [Space.of_album(rows).likeness for rows in (one_day, years)]
    assert likeness[0] > likeness[1] + 0.05
    for rows, found in zip((one_day, years), likeness, strict=True):
        mapped = Space.of_album(rows).map(rows)
        same = np.kron(np.eye(60), np.ones((6, 6))).astype(bool) & ~np.eye(360, dtype=bool)
        assert found == pytest.approx(float((mapped @ mapped.T)[same].mean()), abs=0.08)


def test_bursts_make_nobody_more_alike() -> None:
    rows = photographed(60, 6, 0.6)
    again = rows + 0.02 * np.random.default_rng(2).normal(size=rows.shape).astype(np.float32)
    again /= np.linalg.norm(again, axis=1, keepdims=True)
    bursts = Space.of_album(np.concatenate([rows, again])).likeness
    assert bursts == pytest.approx(Space.of_album(rows).likeness, abs=0.03)


def test_where_nobody_is_seen_twice_photos_are_as_alike_as_usual() -> None:
    assert Space.of_album(photographed(100, 1, 0.3)).likeness == Space.untouched(64).likeness
