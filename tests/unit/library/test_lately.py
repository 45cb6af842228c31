"""Answers that are given again: only while nobody, here or in another process, has written anything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from squares import Squares, album, people

from faceapp.library.lately import Lately
from faceapp.library.library import Library
from faceapp.storage.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def write(database: Database) -> None:
    with database.transaction() as db:
        db.execute("INSERT INTO person DEFAULT VALUES")


def count(database: Database) -> int:
    (number,) = database.reader().execute("SELECT count(*) FROM person").fetchone()
    return int(number)


def test_read_again_only_after_a_commit(database: Database, tmp_path: Path) -> None:
    lately, read = Lately(database), []

    def people() -> int:
        read.append(None)
        return count(database)

    assert [lately.answer("people", people) for _ in range(3)] == [0, 0, 0]
    assert len(read) == 1
    write(database)
    assert lately.answer("people", people) == 1
    other = Database(tmp_path / "library.sqlite")  # as the command line beside the window
    write(other)
    assert lately.answer("people", people) == 2
    other.close()
    with database.transaction(derived=True) as db:  # what follows a decision
        db.execute("INSERT INTO person DEFAULT VALUES")
        assert lately.answer("people", people) == 2  # not committed yet
    assert lately.answer("people", people) == 3


def test_what_is_committed_during_the_reading_makes_it_old(database: Database) -> None:
    lately = Lately(database)

    def slow() -> int:
        before = count(database)
        write(database)
        return before

    assert lately.answer("people", slow) == 0
    assert lately.answer("people", lambda: count(database)) == 1


def test_questions_are_told_apart_and_old_ones_forgotten(database: Database) -> None:
    lately, read = Lately(database, most=2), []

    def ask(question: object) -> object:
        return lately.answer(question, lambda: read.append(question) or question)  # type: ignore[func-returns-value]

    assert [ask(one) for one in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert read == ["a", "b", "c", "b"]


def test_what_failed_is_not_remembered(database: Database) -> None:
    lately = Lately(database)

    def fails() -> int:
        raise KeyError

    with pytest.raises(KeyError):
        lately.answer("a", fails)
    assert lately.answer("a", lambda: 5) == 5


def test_what_one_thread_asked_another_is_told_until_somebody_writes(database: Database) -> None:
    lately, read, seen = Lately(database), [], []

    def people() -> int:
        read.append(None)
        return count(database)

    def beside() -> None:
        thread = threading.Thread(target=lambda: seen.append(lately.answer("people", people)))
        thread.start()
        thread.join()

    assert lately.answer("people", people) == 0
    beside()
    assert len(read) == 1
    write(database)
    beside()
    assert lately.answer("people", people) == 1
    assert (seen, len(read)) == ([0, 1], 2)


def test_an_answer_read_before_a_commit_and_given_after_it_is_old(database: Database) -> None:
    lately, reading, written = Lately(database), threading.Event(), threading.Event()

    def slow() -> int:
        before = count(database)
        reading.set()
        written.wait(10)
        return before

    thread = threading.Thread(target=lambda: lately.answer("people", slow))
    thread.start()
    reading.wait(10)
    write(database)
    assert lately.answer("people", lambda: count(database)) == 1
    written.set()
    thread.join()
    assert lately.answer("people", lambda: count(database)) == 1


def test_many_threads_in_a_transaction_and_beside_it_never_wait_for_each_other(database: Database) -> None:
    seen: list[int] = []

    def beside() -> None:
        seen.append(database.commits())

    threads = [threading.Thread(target=beside, daemon=True) for _ in range(8)]
    with database.transaction() as db:
        for thread in threads:
            thread.start()
        db.execute("INSERT INTO person DEFAULT VALUES")
        seen.append(database.commits())
    for thread in threads:
        thread.join(10)
    assert len(seen) == 9
    assert database.commits() == database.commits()


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    with squares.open(tmp_path / "library") as opened:
        opened.scan([album(tmp_path / "album", people(2, 5))])
        yield opened


@pytest.mark.parametrize(
    "ask",
    [
        lambda library, who: library.faces_of_person(who),
        lambda library, who: library.faces_of_person(who, 2),
        lambda library, who: library.timeline(who).ids.tolist(),
        lambda library, who: library.years(who),
        lambda library, who: library.odd_faces(who),
    ],
    ids=["faces", "first faces", "timeline", "years", "odd"],
)
def test_a_decision_shows_at_once(
    library: Library, ask: Callable[[Library, int], list[object]], tmp_path: Path, squares: Squares
) -> None:
    one, other = (person.id for person in library.people())
    library.decide.name(one, "Anna", [library.faces_of_person(one)[0].id])
    library.decide.name(other, "Ben", [library.faces_of_person(other)[0].id])
    with library._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = '2020-01-01T12:00:00'")

    def right() -> None:
        """Twice the same as a library that was not asked before."""
        with squares.open(tmp_path / "library") as fresh:
            expected = ask(fresh, one)
        assert ask(library, one) == expected
        assert ask(library, one) == expected

    right()
    moved = library.faces_of_person(other)[:2]
    decision = library.decide.move([face.id for face in moved], one)
    right()
    library.decide.reject([library.faces_of_person(one)[-1].id], one)
    right()
    library.decide.undo(decision.event)
    right()
    library.decide.rename(one, "Anne")
    right()
    with library._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = '2021-01-01T12:00:00' WHERE id % 2 = 0")
    right()
    library.decide.merge(one, [other])
    right()


def test_an_answer_that_is_changed_by_whoever_asked_stays_as_it_was(library: Library) -> None:
    one = library.people()[0].id
    library.decide.name(one, "Anna")
    for ask in (library.faces_of_person, library.years, library.odd_faces):
        before = list(ask(one))
        ask(one).clear()
        assert ask(one) == before
