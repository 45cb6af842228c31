"""Random keys, clicks and drops during a scan, short form (long: ``python -m tests.torture.monkey``)."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from monkey import last_actions, play
from monkey_book import Book, complaints
from squares import Squares, album, people

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sessions of processes")


def test_a_monkey_breaks_nothing(tmp_path: Path) -> None:
    result = play(seed=1, actions=300, photos=200, pause=40, folder=tmp_path)
    assert not result["wrong"], "\n".join([*result["wrong"], *last_actions(tmp_path)])
    assert result["actions"] == 300
    assert sum(result["decisions"].values())  # how many depends on how far the scan is by then
    assert len(result["begun"]) > 15
    per_minute = result["faces while it acted"] / result["seconds"] * 60.0
    assert per_minute >= 50.0


@pytest.fixture
def written(squares: Squares, tmp_path: Path) -> tuple[Path, Book]:
    """A library with decisions of some kinds, and a book that knows of all of them."""
    root, book = tmp_path / "library", Book(tmp_path / "book.jsonl")
    with squares.open(root) as library:
        library.scan([album(tmp_path / "album", people(3, 4))])
        first, second, third = (one.id for one in library.people())
        faces = [face.id for face in library.faces_of_person(second)]
        for decide in (
            lambda: library.decide.name(first, "Anna"),
            lambda: library.decide.reject(faces[:1], second),
            lambda: library.decide.stranger(faces[1:2]),
            lambda: library.decide.merge(first, [third]),
            lambda: library.decide.undo(),
        ):
            number = book.ask()
            decision = decide()
            book.answered(number, decision.event)
            book.reported(decision.event, "")
    return root, book


def test_what_holds_is_not_complained_of(written: tuple[Path, Book], tmp_path: Path) -> None:
    found, kinds = complaints(written[0], tmp_path / "book.jsonl", ended=True)
    assert found == []
    assert kinds == {"name": 1, "reject": 1, "stranger": 1, "merge": 1, "undo": 1}


def test_a_lost_decision_is_noticed(written: tuple[Path, Book], tmp_path: Path) -> None:
    root, book = written
    with closing(sqlite3.connect(root / "library.sqlite")) as db:
        (newest,) = db.execute("SELECT max(id) FROM event").fetchone()
    book.reported(newest + 1, "Ben")
    book.ask()
    found, _ = complaints(root, tmp_path / "book.jsonl", ended=True)
    assert [words for words in found if "Ben" in words]
    assert [words for words in found if "never answered" in words]


def test_a_decision_that_does_not_hold_is_noticed(written: tuple[Path, Book], tmp_path: Path) -> None:
    root, _ = written
    with closing(sqlite3.connect(root / "library.sqlite")) as db:
        db.execute("UPDATE assignment SET state = 'single' WHERE state = 'stranger'")
        db.execute("UPDATE person SET name = 'Zoe' WHERE name = 'Anna'")
        db.commit()
    found, _ = complaints(root, tmp_path / "book.jsonl", ended=True)
    assert any("set aside" in words for words in found), json.dumps(found)
    assert any(words.startswith("opened anew: names") for words in found), json.dumps(found)
