"""Makes the small library file of the newest schema: ``python -m tests.data.db_versions.make``.

Run once per released schema, then never again for it: the file must open for ever as it was released.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from squares import Squares, album, people  # noqa: E402 - found beside the tests

from faceapp.core.geometry import Box  # noqa: E402
from faceapp.library.library import Library  # noqa: E402
from faceapp.storage.migrations import names  # noqa: E402

PHOTOS = [*people(4, 3), [(0, 10)], [(1, 5), (2, 5)], [(7, 0)]]


def decide(library: Library) -> None:
    """One of each decision."""
    anna, ben, cleo, dora = (
        library.faces_of_photo(library.photos([photo])[0].id)[0].person_id for photo in (1, 4, 7, 10)
    )
    assert anna
    assert ben
    assert cleo
    assert dora
    say, face = library.decide, {one.photo_id: one.id for one in library.faces()}
    say.name(anna, "Ana", [face[1], face[2]])
    say.rename(anna, "Anna")
    say.confirm([face[13]], anna)
    say.name(ben, "Zoë")
    say.reject([face[6]], ben)
    say.merge(cleo, [dora])
    say.move([face[12]], None)
    say.stranger([face[15]])
    say.not_a_face([face[9]])
    say.hide(cleo)
    undone = say.hide(ben)
    say.undo(undone.event)
    again = say.stranger([face[5]])
    say.undo(again.event)
    say.redo(again.event)
    say.present(library.photos([15])[0].id, anna)
    say.move_box(face[5], Box(10.0, 13.0, 21.0, 23.0))


def described(library: Library) -> dict[str, Any]:
    """What must still be there after any number of upgrades."""
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


def anywhere(target: Path, folder: str) -> None:
    """Take the folder of the machine it was made on out of the file's paths."""
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        for table in ("path", "folder"):
            db.execute(
                f"UPDATE {table} SET path = CAST(replace(CAST(path AS TEXT), ?, '') AS BLOB)", (folder,)
            )
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("VACUUM")


def main() -> None:
    """Write the file and what it holds."""
    target = HERE / f"{names()[-1]}.sqlite"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Squares().open(folder / "library") as library:
            library.scan([album(folder / "album", PHOTOS)])
            decide(library)
            library.regroup()
            text = json.dumps(described(library), indent=1, ensure_ascii=False)
        shutil.copyfile(folder / "library" / "library.sqlite", target)
        anywhere(target, str(folder))
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
