"""The timeline's columns tell of each photo what the photo itself does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from faceapp.core.models import Photo
from faceapp.core.timeline import Timeline

PHOTOS = [
    Photo(7, "g", 400, 300, datetime(2026, 8, 14, 12, 30, 5), ("/a/7.jpg", "/b/7.jpg")),
    Photo(2, "b", 300, 400, datetime(2026, 8, 14, 9), ()),
    Photo(9, "i", 100, 100, datetime(1999, 12, 31, 23, 59, 59, 5), ("/a/\udcff.jpg",)),
    Photo(4, "d", 0, 0, None, ("/a/4.jpg",), missing=True),
]


def values(one: Photo) -> tuple[object, ...]:
    return one.id, one.width, one.height, one.taken_at, one.paths, one.missing


def test_columns_give_each_photo_back() -> None:
    timeline = Timeline.of(PHOTOS)
    assert [tuple(timeline.photo(row)) for row in range(len(timeline))] == [values(one) for one in PHOTOS]
    assert timeline.days.tolist() == [20260814, 20260814, 19991231, 0]
    assert [timeline.row_of(one) for one in (7, 2, 9, 4, 5, 99)] == [0, 1, 2, 3, None, None]
    assert Timeline.of([PHOTOS[3]]).days.tolist() == [0]


def test_nothing_in_a_timeline() -> None:
    empty = Timeline.of([])
    assert (len(empty), empty.days.tolist(), empty.row_of(1), len(empty.only([1, 2]))) == (0, [], None, 0)


def test_some_of_the_photos_keep_their_order_and_paths() -> None:
    some = Timeline.of(PHOTOS).only([4, 1000, 7, 9, 1])
    assert [tuple(some.photo(row)) for row in range(len(some))] == [values(PHOTOS[at]) for at in (0, 2, 3)]
    assert [some.row_of(one) for one in (7, 2, 9, 4)] == [0, None, 1, 2]


def test_any_difference_is_seen() -> None:
    timeline = Timeline.of(PHOTOS)
    assert timeline.same(Timeline.of(PHOTOS))
    for other in (
        PHOTOS[:3],
        [PHOTOS[1], PHOTOS[0], *PHOTOS[2:]],
        [replace(PHOTOS[0], width=401), *PHOTOS[1:]],
        [replace(PHOTOS[0], paths=("/b/7.jpg", "/a/7.jpg")), *PHOTOS[1:]],
        [*PHOTOS[:3], replace(PHOTOS[3], missing=False)],
        [replace(PHOTOS[0], taken_at=None), *PHOTOS[1:]],
    ):
        assert not timeline.same(Timeline.of(other))
    moved = Timeline.of([replace(PHOTOS[0], paths=("/c.jpg",)), *PHOTOS[1:]])
    assert timeline.same_times(moved)
    assert not timeline.same_times(Timeline.of([replace(PHOTOS[0], taken_at=None), *PHOTOS[1:]]))
