"""Which photos are of one occasion."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from faceapp.core.occasions import FOLDER_GAP, GAP, REACH, UNDATED, Shot, occasion

NOON = datetime(2021, 6, 12, 12)
MINUTE = timedelta(minutes=1)


def ids(shots: list[Shot], photo: int) -> list[int]:
    return [shot.photo_id for shot in occasion(shots, photo)]


def test_a_pause_of_hours_ends_an_occasion_and_the_order_does_not_matter() -> None:
    times = [NOON, NOON + GAP, NOON + 2 * GAP, NOON + 3 * GAP + MINUTE, NOON - GAP - MINUTE]
    shots = [Shot(number, taken, "/a") for number, taken in enumerate(times)]
    for asked in (0, 1, 2):
        assert ids(list(reversed(shots)), asked) == [0, 1, 2]
    assert ids(shots, 3) == [3]
    assert ids(shots, 4) == [4]


def test_another_folder_is_the_same_occasion_only_at_about_the_same_time() -> None:
    shots = [
        Shot(1, NOON, "/mine"),
        Shot(2, NOON + FOLDER_GAP, "/hers"),
        Shot(3, NOON + 2 * FOLDER_GAP + MINUTE, "/else"),
    ]
    assert ids(shots, 1) == [1, 2]
    assert ids(shots, 3) == [3]


def test_a_camera_that_never_rests_does_not_make_a_year_one_occasion() -> None:
    shots = [Shot(hour, NOON + timedelta(hours=hour), "/cam") for hour in range(24 * 20)]
    found = occasion(shots, 240)
    assert found[0].taken_at == shots[240].taken_at - REACH  # type: ignore[operator]
    assert found[-1].taken_at == shots[240].taken_at + REACH  # type: ignore[operator]


def test_undated_photos_belong_to_those_of_their_folder() -> None:
    shots = [
        Shot(1, None, "/scans"),
        Shot(2, None, "/other"),
        Shot(3, NOON, "/scans"),
        Shot(4, None, "/scans"),
    ]
    assert ids(shots, 4) == [1, 4]
    assert ids(shots, 3) == [3]


@pytest.mark.parametrize(("count", "found"), [(UNDATED, UNDATED), (UNDATED + 1, 1)])
def test_an_archive_of_undated_photos_is_no_occasion(count: int, found: int) -> None:
    assert len(occasion([Shot(number, None, "/all") for number in range(count)], 5)) == found
