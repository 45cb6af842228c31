"""The SQLite file: opened, upgraded, shared, and refused where it is not ours."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from faceapp.core.errors import LibraryError
from faceapp.core.word import EventKind
from faceapp.storage import migrations
from faceapp.storage.database import Database
from faceapp.storage.history import HistoryStore
from faceapp.storage.migrations import STEPS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database(path)
    yield opened
    opened.close()


def tables(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return names


def add_event(database: Database, what: str = "Named Anna") -> int:
    with database.transaction() as db:
        return (
            HistoryStore(database).append(db, EventKind.HIDE, {"person": 1}, what=what, faces=0, photos=0).id
        )


# -- opening --------------------------------------------------------------------------------------------
def test_a_new_library_has_the_newest_schema_and_is_the_owners(database: Database, path: Path) -> None:
    assert {"photo", "path", "face", "embedding", "person", "event", "face_ref"} <= tables(path)
    (mode,) = database.reader().execute("PRAGMA journal_mode").fetchone()
    assert mode == "wal"
    if os.name == "posix":
        add_event(database)
        for name in os.listdir(path.parent):
            assert stat.S_IMODE((path.parent / name).stat().st_mode) == 0o600


def test_opening_again_changes_nothing(path: Path) -> None:
    first = Database(path)
    add_event(first)
    first.close()
    before = path.read_bytes()
    Database(path).close()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["library.sqlite"]


@pytest.mark.parametrize("content", [b"not a database at all" * 200, b"SQLite format 3\0" + b"\1" * 5000])
def test_a_file_that_is_no_database_is_an_error_and_stays(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=r"cannot be opened .*Restore it from a backup"):
        Database(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE books (title TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="another program"):
        Database(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        Database(tmp_path / "nowhere" / "library.sqlite")


# -- upgrading ------------------------------------------------------------------------------------------
def m998_more(db: Any) -> None:
    db.execute("CREATE TABLE more (id INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO more SELECT id FROM event")


def m999_fails(db: Any) -> None:
    db.execute("CREATE TABLE half (id INTEGER)")
    db.execute("DROP TABLE person")
    raise sqlite3.OperationalError("something does not fit")


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("library-before-upgrade-*.sqlite"))


def test_an_upgrade_keeps_a_backup_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Database(path)
    add_event(old)
    old.close()
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, m998_more))
    new = Database(path)
    assert new.reader().execute("SELECT count(*) FROM more").fetchone() == (1,)
    new.close()
    (backup,) = backups(path)
    assert backup.name.startswith(f"library-before-upgrade-{STEPS[-1].__name__}-")
    assert "more" not in tables(backup)
    connection = sqlite3.connect(backup)
    assert connection.execute("SELECT what FROM event").fetchall() == [("Named Anna",)]
    connection.close()
    if os.name == "posix":
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    Database(path).close()
    assert backups(path) == [backup]


def test_a_new_library_needs_no_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, m998_more))
    Database(path).close()
    assert "more" in tables(path)
    assert backups(path) == []


def test_an_upgrade_that_fails_leaves_the_library_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Database(path)
    add_event(old)
    old.close()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*STEPS, m998_more, m999_fails))
        with pytest.raises(LibraryError, match="something does not fit"):
            Database(path)
    assert not {"more", "half"} & tables(path)
    again = Database(path)
    assert [row.what for row in HistoryStore(again).history()] == ["Named Anna"]
    again.close()


def test_a_library_of_a_newer_app_is_refused_and_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*STEPS, m998_more))
        Database(path).close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"made by a newer faceapp\. Update the app"):
        Database(path)
    assert path.read_bytes() == before


def test_many_open_a_new_library_at_once(tmp_path: Path) -> None:
    """As the window and a command started together do."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom faceapp.storage.database import Database\n"
        "sys.stdin.readline()\n"
        "for number in range(8):\n    Database(Path(sys.argv[1]) / f'{number}.sqlite').close()"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"go\n")
        program.stdin.flush()
    for program in programs:
        _, errors = program.communicate(timeout=60)
        assert (program.returncode, errors) == (0, b"")
    for number in range(8):
        assert "event" in tables(tmp_path / f"{number}.sqlite")


# -- the log --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("statement", ["UPDATE event SET what = 'Named Ben'", "DELETE FROM event"])
def test_the_log_is_append_only(database: Database, statement: str) -> None:
    add_event(database)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), database.transaction() as db:
        db.execute(statement)
    assert [row.what for row in HistoryStore(database).history()] == ["Named Anna"]


def test_an_event_id_is_never_used_twice(database: Database) -> None:
    assert [add_event(database) for _ in range(3)] == [1, 2, 3]
    connection = sqlite3.connect(database.path)
    connection.execute("DROP TRIGGER event_is_append_only_delete")
    connection.execute("DELETE FROM event WHERE id = 3")  # by another program's hand
    connection.commit()
    connection.close()
    assert add_event(database) == 4


# -- transactions and readers ---------------------------------------------------------------------------
def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:

    def fail() -> None:
        with database.transaction() as db:
            db.execute("INSERT INTO person DEFAULT VALUES")
            with database.transaction() as inner:  # one inside the other is one
                inner.execute("INSERT INTO person DEFAULT VALUES")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert database.reader().execute("SELECT count(*) FROM person").fetchone() == (0,)


@pytest.mark.parametrize("fails", [False, True])
def test_only_what_is_derived_does_not_wait_for_the_disk(database: Database, fails: bool) -> None:
    def waits() -> int:
        with database.transaction() as db:
            return int(db.execute("PRAGMA synchronous").fetchone()[0])

    assert waits() == 2
    with suppress(KeyError), database.transaction(derived=True) as db:
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 1
        if fails:
            raise KeyError
    assert waits() == 2


def test_what_cannot_be_committed_does_not_stay_open(database: Database, path: Path) -> None:
    """Else everything that is written later goes into a transaction that never ends, and is lost."""

    def fail() -> None:
        with database.transaction() as db:
            db.execute("PRAGMA defer_foreign_keys = ON")  # asked at the commit, as a full disk would be
            db.execute("INSERT INTO person (merged_into) VALUES (99)")

    with pytest.raises(sqlite3.IntegrityError):
        fail()
    event = add_event(database)
    database.close()
    again = Database(path)
    assert again.reader().execute("SELECT id FROM event").fetchall() == [(event,)]
    assert again.reader().execute("SELECT count(*) FROM person").fetchone() == (0,)
    again.close()


def test_readers_see_what_was_kept_and_never_wait(database: Database, path: Path) -> None:
    other = Database(path)
    with database.transaction() as db:
        db.execute("INSERT INTO person DEFAULT VALUES")
        for reader in (database.reader(), other.reader()):
            assert reader.execute("SELECT count(*) FROM person").fetchone() == (0,)
    for reader in (database.reader(), other.reader()):
        assert reader.execute("SELECT count(*) FROM person").fetchone() == (1,)
    other.close()


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.reader().execute("INSERT INTO person DEFAULT VALUES")


def test_two_connections_write_in_turn(path: Path) -> None:
    databases = [Database(path), Database(path)]

    def work(own: Database) -> None:
        for _ in range(50):
            with own.transaction() as db:
                (count,) = db.execute("SELECT count(*) FROM person").fetchone()
                db.execute("INSERT INTO setting VALUES (?, 'x')", (str(count),))  # unique: no count twice
                db.execute("INSERT INTO person DEFAULT VALUES")

    threads = [threading.Thread(target=work, args=(own,)) for own in databases for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert databases[0].reader().execute("SELECT count(*) FROM person").fetchone() == (200,)
    assert databases[0].reader().execute("SELECT count(*) FROM setting").fetchone() == (200,)
    for own in databases:
        own.close()


def test_each_thread_reads_by_itself(database: Database) -> None:
    found: list[sqlite3.Connection] = []
    threads = [threading.Thread(target=lambda: found.append(database.reader())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in [*found, database.reader()]}) == 4
    assert database.reader() is database.reader()


def test_a_connection_ends_with_its_thread(database: Database, path: Path) -> None:
    """A scan or a question in the window's second process has threads of its own: they go on for days."""

    def held() -> int:
        return sum(os.path.realpath(file).startswith(str(path)) for file in Path("/proc/self/fd").glob("*"))

    database.reader().execute("SELECT count(*) FROM person").fetchone()
    before = held()
    for _ in range(50):
        thread = threading.Thread(target=lambda: database.reader().execute("SELECT 1 FROM person").fetchall())
        thread.start()
        thread.join()
    assert len(database._readers) == 1
    # SQLite keeps a closed connection's file open for the locks of another one: it is used again.
    assert held() <= before + 2


def test_news_of_another_process_is_noticed(database: Database, path: Path) -> None:
    other = Database(path)
    version = database.data_version()
    assert database.data_version() == version
    add_event(other)
    assert database.data_version() != version
    other.close()


def test_a_closed_library_says_so(path: Path) -> None:
    database = Database(path)
    database.close()
    database.close()
    found: list[BaseException] = []

    def read() -> None:
        try:
            database.reader()
        except LibraryError as error:
            found.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert str(found[0]) == "The library is closed."
