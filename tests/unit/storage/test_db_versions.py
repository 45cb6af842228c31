"""Libraries of every released schema open for ever, with every decision."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from squares import Squares

from faceapp.library.library import Library
from faceapp.storage.migrations import names

FOLDER = Path(__file__).resolve().parents[2] / "data" / "db_versions"
FILES = sorted(FOLDER.glob("*.sqlite"))


def described(library: Library) -> dict[str, Any]:
    return {
        "photos": len(library.photos()),
        "people": sorted([one.id, one.name, one.confirmed, one.hidden] for one in library.people()),
        "decided": sorted(
            [one.id, one.state.value, one.person_id]
            for one in library.faces()
            if one.state.value in ("confirmed", "stranger", "not_a_face")
        ),
        "history": [[one.id, one.kind, one.what, one.faces, one.undone] for one in library.history()],
    }


def test_every_schema_has_its_file() -> None:
    assert [path.stem for path in FILES] == names()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_library_opens_with_all_that_was_decided(path: Path, tmp_path: Path) -> None:
    root = tmp_path / "library"
    root.mkdir()
    shutil.copyfile(path, root / "library.sqlite")
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert expected["history"]
    with Squares().open(root) as library:
        assert described(library) == expected
        library.regroup()
        assert described(library)["decided"] == expected["decided"]
        event = library.history()[-1].id  # the first decision can still be taken back
        library.decide.undo(event)
        library.decide.redo(event)
        assert described(library)["decided"] == expected["decided"]
    with Squares().open(root) as library:
        assert described(library)["decided"] == expected["decided"]
    with sqlite3.connect(root / "library.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
