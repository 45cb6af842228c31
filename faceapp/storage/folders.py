"""The folders of the album, and which paths those that were left out hide."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from faceapp.core.folders import FolderMode, FolderRules
from faceapp.storage.database import Database
from faceapp.storage.paths import now_text, prefix_range


@dataclass(frozen=True, slots=True)
class Drives:
    """On which drives a folder lay when it was scanned last.

    Attributes:
        mount: Where the drive of the folder itself was mounted.
        volume: What names that drive wherever it is mounted; empty where the system does not say.
        inside: Where other drives were mounted inside the folder (or linked into it).
    """

    mount: str
    volume: str = ""
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderRow:
    """What is stored about one folder."""

    path: str
    mode: FolderMode
    scanned_at: datetime | None
    drives: Drives | None


class FolderStore:
    """Queries on folders. Paths are strings with surrogate escapes outside SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self) -> list[FolderRow]:
        """Every folder with a rule, in the order they were added."""
        rows = self._database.reader().execute(
            "SELECT path, mode, scanned_at, drives FROM folder ORDER BY id"
        )
        return [
            FolderRow(
                os.fsdecode(path),
                FolderMode(mode),
                datetime.fromisoformat(scanned) if scanned else None,
                _drives(drives),
            )
            for path, mode, scanned, drives in rows
        ]

    def rules(self, db: sqlite3.Connection | None = None) -> FolderRules:
        """The rules (``db``: as a transaction in progress sees them)."""
        rows = (db or self._database.reader()).execute("SELECT path, mode FROM folder")
        return FolderRules({os.fsdecode(path): FolderMode(mode) for path, mode in rows})

    def version(self) -> int:
        """A number that changes when anybody has written: what :meth:`rules` said may hold no more."""
        return self._database.reader_version()

    def put(self, folder: str, mode: FolderMode) -> None:
        """Give a folder a rule of its own, or another one."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO folder (path, added_at, mode) VALUES (?, ?, ?) "
                "ON CONFLICT(path) DO UPDATE SET mode = excluded.mode",
                (os.fsencode(folder), now_text(), mode.value),
            )
            self._hide(db, folder)

    def put_back(self, row: FolderRow) -> None:
        """Give a folder the rule it had; one whose rule was dropped is as it was."""
        scanned = row.scanned_at.isoformat() if row.scanned_at is not None else None
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO folder (path, added_at, mode, scanned_at, drives) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT(path) DO UPDATE SET mode = excluded.mode",
                (os.fsencode(row.path), now_text(), row.mode.value, scanned, _told(row.drives)),
            )
            self._hide(db, row.path)

    def drop(self, folder: str) -> None:
        """Take a folder's own rule away: the one of the folder it lies in holds again."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM folder WHERE path = ?", (os.fsencode(folder),))
            self._hide(db, folder)

    def _hide(self, db: sqlite3.Connection, folder: str) -> None:
        """Bring ``path.left_out`` below a folder in line with the rules, the outer ones first."""
        rules = self.rules(db)
        for one in (folder, *rules.below(folder)):
            low, high = prefix_range(one)
            db.execute(
                "UPDATE path SET left_out = ? WHERE (path >= ? AND path < ?) OR path = ?",
                (int(rules.mode_of(one) is FolderMode.LEFT_OUT), low, high, os.fsencode(one)),
            )

    def scanned(self, folder: str, drives: Drives) -> None:
        """A scan of all of a folder has ended."""
        with self._database.transaction(derived=True) as db:
            db.execute(
                "UPDATE folder SET scanned_at = ?, drives = ? WHERE path = ?",
                (now_text(), _told(drives), os.fsencode(folder)),
            )

    def move(self, old: str, new: str) -> set[int]:
        """A folder lies elsewhere now, with all that is in it: its paths and rules follow.

        What is known at the new place already stays as it is.

        Returns:
            Ids of the paths that moved, as they are now.
        """
        start, moved = len(os.fsencode(old)), set()
        low, high = prefix_range(old)
        with self._database.transaction() as db:
            known = db.execute(
                "SELECT id, path FROM folder WHERE (path >= ? AND path < ?) OR path = ?",
                (low, high, os.fsencode(old)),
            ).fetchall()
            for row, path in known:
                there = os.fsencode(new) + path[start:]
                if path == os.fsencode(old):  # it replaces a rule made when the new place was just added
                    db.execute("DELETE FROM folder WHERE path = ?", (there,))
                db.execute("UPDATE OR IGNORE folder SET path = ? WHERE id = ?", (there, row))
                db.execute("DELETE FROM folder WHERE id = ? AND path = ?", (row, path))
            paths = db.execute(
                "SELECT id, path FROM path WHERE path >= ? AND path < ? ORDER BY id", (low, high)
            ).fetchall()
            (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM path").fetchone()
            for row, path in paths:
                there, own = os.fsencode(new) + path[start:], newest + 1
                # With an id of its own: whoever keeps what the paths were sees that there are others.
                done = db.execute(
                    "UPDATE OR IGNORE path SET path = ?, id = ? WHERE id = ?", (there, own, row)
                )
                if done.rowcount:
                    moved.add(own)
                    newest = own
                else:
                    db.execute("DELETE FROM path WHERE id = ?", (row,))
            self._hide(db, new)
        return moved

    def counts(self, folder: str, apart: list[str], *, left_out: bool) -> tuple[int, int]:
        """``(photos, problems)`` in a folder but for those in the folders ``apart`` inside it."""
        low, high = prefix_range(folder)
        where = "((path >= ? AND path < ?) OR path = ?)"
        values: list[bytes | int] = [low, high, os.fsencode(folder)]
        for one in apart:
            where += " AND NOT (path >= ? AND path < ?) AND path <> ?"
            values += [*prefix_range(one), os.fsencode(one)]
        row = (
            self._database.reader()
            .execute(
                "SELECT count(DISTINCT photo_id), coalesce(sum(problem_kind IS NOT NULL), 0) FROM path "
                f"WHERE {where} AND missing = 0 AND left_out = ?",
                (*values, int(left_out)),
            )
            .fetchone()
        )
        return int(row[0]), int(row[1])


def _told(drives: Drives | None) -> str | None:
    if drives is None:
        return None
    return json.dumps({"mount": drives.mount, "volume": drives.volume, "inside": drives.inside})


def _drives(text: str | None) -> Drives | None:
    if not text:
        return None
    told = json.loads(text)
    return Drives(told["mount"], told["volume"], tuple(told["inside"]))
