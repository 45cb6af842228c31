"""Paths in SQLite: bytes as the file system has them, whatever they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faceapp.core.folders import FolderMode
from faceapp.storage.database import Database
from faceapp.storage.folders import FolderStore
from faceapp.storage.paths import prefix_range
from faceapp.storage.photos import PhotoStore

NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: not {0, ord("/")} & set(name))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda parts: b"/" + b"/".join(parts))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> PhotoStore:
    return PhotoStore(database)


def put(
    store: PhotoStore, database: Database, path: str, identity: str, taken: datetime | None = None
) -> int:
    with database.transaction() as db:
        photo = store.put_photo(db, identity, 100, 80, taken)
        store.put_path(db, path, 10, 20, photo_id=photo)
    return photo


@pytest.mark.skipif(os.name != "posix", reason="paths are Unicode there")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PATHS, PATHS)
def test_below_a_folder_is_what_the_file_system_says(folder: bytes, path: bytes) -> None:
    low, high = prefix_range(os.fsdecode(folder))
    assert (low <= path < high) == path.startswith(folder + b"/")


@pytest.mark.skipif(os.name != "posix", reason="paths are Unicode there")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS)
def test_any_path_comes_back_as_it_was(store: PhotoStore, database: Database, path: bytes) -> None:
    text = os.fsdecode(path)
    photo = put(store, database, text, f"v1:{path.hex()}")
    assert text in [row.path for row in store.paths_of(photo)]
    assert text in store.paths_under(os.path.dirname(text) or "/")
    assert store.paths_under(text)[text].photo_id == photo
    folders = FolderStore(database)
    folders.put(text, FolderMode.KEPT)
    assert folders.rules().modes[text] is FolderMode.KEPT
    folders.drop(text)
    assert text not in folders.rules().modes


def test_a_folder_is_not_its_neighbour(store: PhotoStore, database: Database) -> None:
    for name in ("/a/b/1.jpg", "/a/b2/2.jpg", "/a/b", "/a/b/c/3.jpg", "/a/B/4.jpg"):
        put(store, database, name, name)
    assert set(store.paths_under("/a/b")) == {"/a/b/1.jpg", "/a/b/c/3.jpg", "/a/b"}
    assert set(store.paths_under("/a/b/")) >= {"/a/b/1.jpg", "/a/b/c/3.jpg"}
    assert len(store.paths_under("/")) == 5


def test_one_photo_at_many_paths(store: PhotoStore, database: Database) -> None:
    one = put(store, database, "/a/1.jpg", "same")
    assert put(store, database, "/b/1.jpg", "same") == one
    assert store.counts() == (1, 2, 0)
    store.set_missing([row.id for row in store.paths_of(one) if row.path == "/a/1.jpg"], True)
    assert store.refresh_present() == 0
    assert store.photos()[0].paths == ("/b/1.jpg",)
    store.set_missing([row.id for row in store.paths_of(one)], True)
    assert store.refresh_present() == 1
    assert (store.photos(), store.counts()) == ([], (0, 0, 0))
    (absent,) = store.photos([one])
    assert absent.missing
    assert len(absent.paths) == 2


def test_the_newest_photos_come_first(store: PhotoStore, database: Database) -> None:
    put(store, database, "/none.jpg", "none")
    put(store, database, "/old.jpg", "old", datetime(1999, 5, 1, 12, 0))
    put(store, database, "/new.jpg", "new", datetime(2024, 5, 1, 12, 0))
    assert [Path(photo.paths[0]).name for photo in store.photos()] == ["new.jpg", "old.jpg", "none.jpg"]


def test_more_photos_than_a_statement_takes_values(store: PhotoStore, database: Database) -> None:
    with database.transaction() as db:
        ids = [store.put_photo(db, f"photo {number}", 1, 1, None) for number in range(400)]
    # Asked for far more ids than any SQLite allows placeholders.
    assert len(store.photos([*ids, *range(10_000, 300_000)])) == 400


def test_a_problem_is_one_row_and_ends_with_the_photo(store: PhotoStore, database: Database) -> None:
    for message in ("The file is empty.", "The file is cut short."):
        with database.transaction() as db:
            store.put_path(db, "/x.jpg", 0, 1, problem=("empty", message))
    assert [(row.path, row.message) for row in store.problems()] == [("/x.jpg", "The file is cut short.")]
    assert store.retry_problems() == 1
    assert store.paths_under("/x.jpg")["/x.jpg"].mtime_ns == -1
    assert store.retry_problems(["/y.jpg"]) == 0
    put(store, database, "/x.jpg", "well")
    assert store.problems() == []
    assert store.counts() == (1, 1, 0)
