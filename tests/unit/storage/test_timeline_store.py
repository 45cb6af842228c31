"""The timeline read as columns is the list of photos, whatever the album holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faceapp.core.models import Photo
from faceapp.core.timeline import Timeline
from faceapp.storage.database import Database
from faceapp.storage.photos import PhotoStore
from faceapp.storage.timeline import TimelineStore

NAMES = st.binary(min_size=1, max_size=8).filter(lambda name: not {0, ord("/")} & set(name))
WHEN = st.none() | st.datetimes(datetime(1826, 1, 1), datetime(2050, 1, 1)) | st.just(datetime(2020, 5, 1, 9))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def listed(photos: list[Photo]) -> list[tuple[object, ...]]:
    return [(one.id, one.width, one.height, one.taken_at, one.paths, one.missing) for one in photos]


def rows(timeline: Timeline) -> list[tuple[object, ...]]:
    return [tuple(timeline.photo(row)) for row in range(len(timeline))]


def test_no_photos(database: Database) -> None:
    assert rows(TimelineStore(database).all()) == []


@pytest.mark.skipif(os.name != "posix", reason="paths are Unicode there")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some=st.lists(st.tuples(WHEN, st.lists(NAMES, max_size=3, unique=True)), max_size=6),
    whole=st.booleans(),
)
def test_the_columns_are_the_photos(
    database: Database, some: list[tuple[datetime | None, list[bytes]]], whole: bool
) -> None:
    photos, timelines = PhotoStore(database), TimelineStore(database)
    with database.transaction() as db:
        for table in ("path", "photo"):
            db.execute(f"DELETE FROM {table}")
        for number, (when, names) in enumerate(some):
            taken = when.replace(microsecond=0) if when is not None and whole else when
            photo = photos.put_photo(db, f"{number}", 100 + number, 80, taken)
            for name in names:
                photos.put_path(db, os.fsdecode(b"/%d/%s" % (number, name)), 1, 1, photo_id=photo)
        db.execute("UPDATE path SET missing = 1 WHERE photo_id % 2 = 1 AND id % 2 = 1")
        db.execute("UPDATE path SET left_out = 1 WHERE photo_id % 3 = 1 AND id % 3 = 1")
    photos.refresh_present()
    assert rows(timelines.all()) == listed(photos.photos())


def test_of_a_person(database: Database) -> None:
    photos, timelines = PhotoStore(database), TimelineStore(database)
    with database.transaction() as db:
        for number in range(1, 7):
            photo = photos.put_photo(db, f"{number}", 100, 80, datetime(2000 + number, 1, 1))
            photos.put_path(db, f"/{number}.jpg", 1, 1, photo_id=photo)
            db.execute(
                "INSERT INTO face (id, photo_id, x, y, width, height, score, quality) "
                "VALUES (?, ?, 0, 0, 1, 1, 1, 1)",
                (number, photo),
            )
        db.executemany("INSERT INTO person (id) VALUES (?)", [(1,), (2,)])
        db.executemany(
            "INSERT INTO assignment (face_id, state, person_id) VALUES (?, 'grouped', ?)",
            [(1, 1), (2, 2), (3, 1), (4, 1)],
        )
        db.execute("INSERT INTO presence (identity, person_id) VALUES ('6', 1), ('4', 1), ('5', 2)")
        db.execute("UPDATE path SET missing = 1 WHERE path = ?", (b"/3.jpg",))
    photos.refresh_present()
    for person in (1, 2, 3):
        assert rows(timelines.of_person(person)) == listed(photos.of_person(person))
    assert timelines.of_person(1).ids.tolist() == [6, 4, 1]
