"""Which faces of a person are shown through the years."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState
from faceapp.core.through_years import DatedFace, Period, best_of_each, both_eyes, caption

START = datetime(2010, 1, 5, 12)


def face(number: int, quality: float = 0.5, eyes: float = 40.0, down: float = 0.0) -> Face:
    points = np.array(
        [(30, 40), (30 + eyes, 40 + down), (50, 60), (35, 80), (65, 80)], np.float32
    )  # fmt: skip
    return Face(number, number, Box(0, 0, 100, 120), 1.0, quality, FaceState.CONFIRMED, landmarks=points)


def dated(number: int, day: datetime, quality: float = 0.5) -> DatedFace:
    return DatedFace(face(number, quality), day)


def ids(faces: list[DatedFace]) -> list[int]:
    return [one.face.id for one in faces]


def test_each_time_has_its_best_face_oldest_first() -> None:
    faces = [
        dated(1, datetime(2012, 3, 9), 0.9),
        dated(2, datetime(2011, 3, 9), 0.2),
        dated(3, datetime(2011, 8, 9), 0.7),
    ]
    assert ids(best_of_each(faces, Period.YEAR)) == [3, 1]
    assert ids(best_of_each(faces)) == [2, 3, 1]


def test_times_grow_until_the_faces_are_few() -> None:
    daily = [dated(day, START + timedelta(days=day)) for day in range(400)]
    assert len(best_of_each(daily, most=500)) == 400
    assert len(best_of_each(daily, most=60)) == 14  # months
    assert len(best_of_each(daily, most=8)) == 5  # seasons
    assert len(best_of_each(daily, most=2)) == 2  # years


def test_even_years_may_be_too_many() -> None:
    yearly = [dated(year, datetime(1900 + year, 6, 1)) for year in range(100)]
    shown = ids(best_of_each(yearly, most=10))
    assert len(shown) == 10
    assert (shown[0], shown[-1]) == (0, 99)
    assert shown == sorted(shown)


def test_a_profile_or_a_face_without_landmarks_is_left_out() -> None:
    assert both_eyes(face(1))
    assert not both_eyes(face(1, eyes=12))  # a profile
    assert not both_eyes(face(1, eyes=-40))  # upside down
    assert not both_eyes(face(1, eyes=30, down=60))  # lying
    bare = Face(1, 1, Box(0, 0, 100, 120), 1.0, 0.5, FaceState.CONFIRMED)
    assert not both_eyes(bare)
    assert best_of_each([DatedFace(bare, START)]) == []


def test_the_caption_tells_the_age_where_it_is_known() -> None:
    one = dated(1, datetime(2011, 5, 20))
    assert caption(one, None) == "May 2011"
    assert caption(one, date(2008, 5, 1)) == "May 2011 · 3 years"
    assert caption(one, date(2015, 1, 1)) == "May 2011"
