"""The history is read once, and says what a first look at the log says, whatever is decided meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faceapp.core.events import EventKind
from faceapp.storage.database import Database
from faceapp.storage.history import HistoryStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def add(database: Database, kind: EventKind, payload: dict[str, Any]) -> int:
    with database.transaction() as db:
        store = HistoryStore(database)  # as another process: not the one that is asked
        return store.append(db, kind, payload, what=kind.value, faces=1, photos=1).id


def test_what_is_decided_undone_and_redone_is_seen_at_once(database: Database) -> None:
    kept = HistoryStore(database)
    assert kept.history() == []
    one = add(database, EventKind.CONFIRM, {"person": 1, "faces": [1]})
    two = add(database, EventKind.NAME, {"person": 1, "confirmed": [1, 2], "rest": [3], "name": "A"})
    assert [(line.id, line.undone, line.seen) for line in kept.history()] == [
        (two, False, 2),
        (one, False, 0),
    ]
    undo = add(database, EventKind.UNDO, {"event": one})
    assert [line.id for line in kept.history() if line.undone] == [one]
    assert kept.history() == HistoryStore(database).history()
    add(database, EventKind.REDO, {"event": one})
    later = add(database, EventKind.UNDO, {"events": [two, undo]})
    assert [line.id for line in kept.history() if line.undone] == [undo, two]
    assert kept.history() == HistoryStore(database).history()
    assert kept.history()[0].id == later


def test_a_decision_that_was_not_kept_is_no_history(database: Database) -> None:
    kept = HistoryStore(database)
    with contextlib.suppress(RuntimeError), database.transaction() as db:
        kept.append(db, EventKind.CONFIRM, {"person": 1, "faces": [1]}, what="", faces=1, photos=1)
        assert kept.history() == []
        raise RuntimeError
    assert kept.history() == []
    one = add(database, EventKind.CONFIRM, {"person": 1, "faces": [1]})
    assert [line.id for line in kept.history()] == [one]
