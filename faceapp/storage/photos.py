"""Paths and photos."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from faceapp.core.folders import FolderMode
from faceapp.core.kept import Kept
from faceapp.core.models import Photo, Problem
from faceapp.core.occasions import REACH, Shot
from faceapp.storage.database import Database
from faceapp.storage.folders import FolderStore
from faceapp.storage.paths import prefix_range


@dataclass(frozen=True, slots=True)
class PathRow:
    """What is known of one path."""

    id: int
    path: str
    photo_id: int | None
    size: int
    mtime_ns: int
    missing: bool
    problem_kind: str | None


def _shot(photo_id: int, taken: str | None, path: bytes) -> Shot:
    when = datetime.fromisoformat(taken) if taken else None
    return Shot(photo_id, when, os.path.dirname(os.fsdecode(path)))


class PhotoStore:
    """Queries on paths and photos. Paths are strings with surrogate escapes outside SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folders = FolderStore(database)

    # -- paths --------------------------------------------------------------------------------------
    def paths_under(self, folder: str) -> dict[str, PathRow]:
        """Known paths below a folder (or the file itself)."""
        low, high = prefix_range(folder)
        rows = self._database.reader().execute(
            "SELECT id, path, photo_id, size, mtime_ns, missing, problem_kind FROM path "
            "WHERE (path >= ? AND path < ?) OR path = ?",
            (low, high, os.fsencode(folder)),
        )
        return {
            os.fsdecode(path): PathRow(row_id, os.fsdecode(path), photo, size, mtime, bool(missing), kind)
            for row_id, path, photo, size, mtime, missing, kind in rows
        }

    def some_under(self, folder: str, most: int) -> list[PathRow]:
        """Up to so many paths below a folder that hold photos, evenly spread, by path."""
        low, high = prefix_range(folder)
        where = "path >= ? AND path < ? AND photo_id IS NOT NULL AND missing = 0"
        reader = self._database.reader()
        ids = [
            row for (row,) in reader.execute(f"SELECT id FROM path WHERE {where} ORDER BY path", (low, high))
        ]
        chosen = ids[:: max(-(-len(ids) // most), 1)]
        rows = reader.execute(
            "SELECT id, path, photo_id, size, mtime_ns, missing, problem_kind FROM path "
            "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY path",
            (json.dumps(chosen),),
        )
        return [
            PathRow(row_id, os.fsdecode(path), photo, size, mtime, bool(missing), kind)
            for row_id, path, photo, size, mtime, missing, kind in rows
        ]

    def put_path(
        self,
        db: sqlite3.Connection,
        path: str,
        size: int,
        mtime_ns: int,
        *,
        photo_id: int | None = None,
        problem: tuple[str, str] | None = None,
    ) -> None:
        """Record what was found at a path: a photo or a problem."""
        kind, message = problem or (None, None)
        # Its folder may have been left out while the file was being read.
        left_out = self._folders.rules(db).mode_of(path) is FolderMode.LEFT_OUT
        db.execute(
            "INSERT INTO path (path, photo_id, size, mtime_ns, problem_kind, problem_message, left_out) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET photo_id = excluded.photo_id, "
            "size = excluded.size, mtime_ns = excluded.mtime_ns, missing = 0, left_out = excluded.left_out, "
            "problem_kind = excluded.problem_kind, problem_message = excluded.problem_message",
            (os.fsencode(path), photo_id, size, mtime_ns, kind, message, int(left_out)),
        )

    def set_missing(self, path_ids: Iterable[int], missing: bool) -> None:
        """Mark paths as gone, or as back."""
        with self._database.transaction() as db:
            db.executemany(
                "UPDATE path SET missing = ? WHERE id = ?", [(int(missing), row) for row in path_ids]
            )

    def forget_paths(self, path_ids: Iterable[int]) -> None:
        """Drop rows of paths that hold nothing worth keeping (a problem file that was deleted)."""
        with self._database.transaction() as db:
            db.executemany("DELETE FROM path WHERE id = ?", [(row,) for row in path_ids])

    def refresh_present(self) -> int:
        """Bring ``photo.present`` in line with the paths. Returns how many photos changed."""
        with self._database.transaction() as db:
            cursor = db.execute(
                "UPDATE photo SET present = 1 - present WHERE present <> EXISTS "
                "(SELECT 1 FROM path WHERE path.photo_id = photo.id AND path.missing = 0 "
                "AND path.left_out = 0)"
            )
            return cursor.rowcount

    # -- photos -------------------------------------------------------------------------------------
    def photo_by_identity(self, identity: str) -> tuple[int, bool] | None:
        """``(photo id, whether any of its known paths is present)``, or None."""
        row = (
            self._database.reader()
            .execute("SELECT id, present FROM photo WHERE identity = ?", (identity,))
            .fetchone()
        )
        return (int(row[0]), bool(row[1])) if row else None

    def paths_of(self, photo_id: int) -> list[PathRow]:
        """Every known path of a photo."""
        rows = self._database.reader().execute(
            "SELECT id, path, photo_id, size, mtime_ns, missing, problem_kind FROM path "
            "WHERE photo_id = ? ORDER BY missing, id",
            (photo_id,),
        )
        return [
            PathRow(row_id, os.fsdecode(path), photo, size, mtime, bool(missing), kind)
            for row_id, path, photo, size, mtime, missing, kind in rows
        ]

    def put_photo(
        self, db: sqlite3.Connection, identity: str, width: int, height: int, taken_at: datetime | None
    ) -> int:
        """The id of the photo with this identity, made where it is new."""
        taken = taken_at.isoformat() if taken_at else None
        (photo_id,) = db.execute(
            "INSERT INTO photo (identity, width, height, taken_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT(identity) DO UPDATE SET present = 1, width = excluded.width, "
            "height = excluded.height, taken_at = coalesce(excluded.taken_at, taken_at) RETURNING id",
            (identity, width, height, taken),
        ).fetchone()
        return int(photo_id)

    def mark_analysed(
        self, db: sqlite3.Connection, photo_id: int, detector: str, model: str, thorough: bool
    ) -> None:
        """Record with what a photo's faces were found."""
        db.execute(
            "UPDATE photo SET detector = ?, model = ?, thorough = max(thorough, ?) WHERE id = ?",
            (detector, model, int(thorough), photo_id),
        )

    def size_of(self, db: sqlite3.Connection, identity: str) -> tuple[int, int, int] | None:
        """``(photo id, width, height)`` of an identity, inside a transaction; None where it is unknown."""
        row = db.execute("SELECT id, width, height FROM photo WHERE identity = ?", (identity,)).fetchone()
        return (int(row[0]), int(row[1]), int(row[2])) if row else None

    def ids_of(self, db: sqlite3.Connection, identities: Iterable[str]) -> set[int]:
        """The photos of these identities that are known, inside a transaction."""
        rows = db.execute(
            "SELECT id FROM photo WHERE identity IN (SELECT value FROM json_each(?))",
            (json.dumps(list(identities)),),
        )
        return {int(row) for (row,) in rows}

    def analyse_again(self, db: sqlite3.Connection, photo_id: int) -> None:
        """Have the next scan find and embed a photo's faces again."""
        db.execute("UPDATE photo SET model = NULL WHERE id = ?", (photo_id,))

    def by_path(self, path: str) -> int | None:
        """The id of the photo at a path, or None."""
        row = (
            self._database.reader()
            .execute("SELECT photo_id FROM path WHERE path = ?", (os.fsencode(path),))
            .fetchone()
        )
        return int(row[0]) if row and row[0] is not None else None

    def is_analysed(self, photo_id: int, detector: str, model: str, thorough: bool) -> bool:
        """Whether a photo's faces were found with these settings (or more thoroughly)."""
        row = (
            self._database.reader()
            .execute(
                "SELECT 1 FROM photo WHERE id = ? AND detector = ? AND model = ? AND thorough >= ?",
                (photo_id, detector, model, int(thorough)),
            )
            .fetchone()
        )
        return row is not None

    def was_thorough(self, photo_id: int) -> bool:
        """Whether a photo was ever looked at thoroughly, whatever with."""
        row = (
            self._database.reader().execute("SELECT thorough FROM photo WHERE id = ?", (photo_id,)).fetchone()
        )
        return bool(row and row[0])

    def to_analyse(self, detector: str, model: str, thorough: bool) -> set[int]:
        """Photos whose faces were found with other settings, or never."""
        rows = self._database.reader().execute(
            "SELECT id FROM photo WHERE detector IS NOT ? OR model IS NOT ? OR thorough < ?",
            (detector, model, int(thorough)),
        )
        return {int(row) for (row,) in rows}

    def photos(self, photo_ids: Sequence[int] | None = None) -> list[Photo]:
        """Photos with their paths, newest first; all present ones, or those asked for."""
        if photo_ids is None:
            return self._listed("photo.present = 1", ())
        # One value however many ids: SQLite limits how many a statement takes.
        return self._listed("photo.id IN (SELECT value FROM json_each(?))", (json.dumps(list(photo_ids)),))

    def of_person(self, person_id: int) -> list[Photo]:
        """The present photos a person or group is in, newest first: with a face or without."""
        theirs = (
            "SELECT face.photo_id FROM assignment JOIN face ON face.id = face_id WHERE person_id = ?1 "
            "UNION SELECT photo.id FROM presence JOIN photo USING (identity) WHERE person_id = ?1"
        )
        return self._listed(f"photo.present = 1 AND photo.id IN ({theirs})", (person_id,))

    def shots_around(self, photo_id: int) -> list[Shot]:
        """A present photo and those that may be of the same occasion: see :func:`occasion`."""
        reader = self._database.reader()
        columns = (
            "SELECT photo.id, taken_at, min(path.path) FROM photo "
            "JOIN path ON path.photo_id = photo.id AND path.missing = 0 AND path.left_out = 0 "
            "WHERE photo.present = 1 AND"
        )
        row = reader.execute(f"{columns} photo.id = ? GROUP BY photo.id", (photo_id,)).fetchone()
        if row is None:
            return []
        mine = _shot(*row)
        values: tuple[str | bytes, str | bytes]
        if mine.taken_at is not None:
            where = "taken_at BETWEEN ? AND ?"
            values = ((mine.taken_at - REACH).isoformat(), (mine.taken_at + REACH).isoformat())
        else:
            where, values = "taken_at IS NULL AND path.path >= ? AND path.path < ?", prefix_range(mine.folder)
        return [_shot(*one) for one in reader.execute(f"{columns} {where} GROUP BY photo.id", values)]

    def with_people_on(self, days: Sequence[tuple[int, int]]) -> list[tuple[int, datetime, int, str]]:
        """``(photo, taken, person, name)`` of present photos of these days (month, day) of any year.

        Of people with names who are not hidden; each once per photo, however many faces.
        """
        wanted = json.dumps([f"{month:02d}-{day:02d}" for month, day in days])
        rows = self._database.reader().execute(
            "WITH near AS MATERIALIZED (SELECT id, identity, taken_at FROM photo WHERE present = 1 "
            "AND substr(taken_at, 6, 5) IN (SELECT value FROM json_each(?))) "
            "SELECT near.id, taken_at, person.id, name FROM near JOIN face ON face.photo_id = near.id "
            "JOIN assignment ON assignment.face_id = face.id JOIN person ON person.id = assignment.person_id "
            "WHERE state IN ('confirmed', 'automatic') AND name IS NOT NULL AND hidden = 0 "
            "UNION SELECT near.id, taken_at, person.id, name FROM near JOIN presence USING (identity) "
            "JOIN person ON person.id = presence.person_id WHERE name IS NOT NULL AND hidden = 0 "
            "ORDER BY 1, 3",
            (wanted,),
        )
        return [(int(p), datetime.fromisoformat(taken), int(who), str(name)) for p, taken, who, name in rows]

    def _listed(self, where: str, values: Sequence[int | str]) -> list[Photo]:
        rows = self._database.reader().execute(
            "SELECT photo.id, identity, width, height, taken_at, present, path.path, "
            "path.missing OR path.left_out FROM photo "
            f"LEFT JOIN path ON path.photo_id = photo.id WHERE {where} "
            "ORDER BY taken_at IS NULL, taken_at DESC, photo.id, path.missing OR path.left_out, path.id",
            values,
        )
        found: dict[int, Photo] = {}
        for photo_id, identity, width, height, taken, present, path, path_hidden in rows:
            known = found.get(photo_id)
            paths = known.paths if known else ()
            if path is not None and not (path_hidden and present):
                paths = (*paths, os.fsdecode(path))
            when = datetime.fromisoformat(taken) if taken else None
            found[photo_id] = Photo(photo_id, identity, width, height, when, paths, not present)
        return list(found.values())

    def counts(self) -> tuple[int, int, int]:
        """``(photos, paths, problems)`` present in the library."""
        row = (
            self._database.reader()
            .execute(
                "SELECT (SELECT count(*) FROM photo WHERE present = 1), "
                "(SELECT count(*) FROM path WHERE missing = 0 AND left_out = 0 AND photo_id IS NOT NULL), "
                "(SELECT count(*) FROM path WHERE missing = 0 AND left_out = 0 AND problem_kind IS NOT NULL)"
            )
            .fetchone()
        )
        return int(row[0]), int(row[1]), int(row[2])

    # -- problems -----------------------------------------------------------------------------------
    def problems(self) -> list[Problem]:
        """One row per path that could not be used."""
        rows = self._database.reader().execute(
            "SELECT path, problem_kind, problem_message FROM path "
            "WHERE problem_kind IS NOT NULL AND missing = 0 AND left_out = 0 ORDER BY path"
        )
        return [Problem(os.fsdecode(path), kind, Kept(message)) for path, kind, message in rows]

    def retry_problems(self, paths: Iterable[str] | None = None) -> int:
        """Make the next scan read these paths again (None: all problems)."""
        with self._database.transaction() as db:
            if paths is None:
                return db.execute("UPDATE path SET mtime_ns = -1 WHERE problem_kind IS NOT NULL").rowcount
            return db.executemany(
                "UPDATE path SET mtime_ns = -1 WHERE problem_kind IS NOT NULL AND path = ?",
                [(os.fsencode(path),) for path in paths],
            ).rowcount
