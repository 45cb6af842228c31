"""Faces, and where each stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceapp.core.ages import in_years
from faceapp.core.geometry import Box
from faceapp.core.models import Coverage, Detection, Face, FaceState
from faceapp.storage.database import Database
from faceapp.storage.settings import grow

GONE_KEY = "faces gone"
"""Setting: how often faces were forgotten, and with them their embeddings and what is tied to them."""
_CHUNK = 500
"""Ids in one IN (...): below SQLite's oldest limit of 999 values."""

_ASSIGNMENT_COLUMNS = "face_id, state, person_id, suggested_person_id, probability, group_id"

_FACE_COLUMNS = (
    "face.id, face.photo_id, face.x, face.y, face.width, face.height, face.score, face.quality, "
    "coalesce(assignment.state, 'single'), assignment.person_id, person.name, "
    "assignment.suggested_person_id, suggested.name, assignment.probability, face.manual, face.landmarks"
)
_FACE_TABLES = (
    "face JOIN photo ON photo.id = face.photo_id "
    "LEFT JOIN assignment ON assignment.face_id = face.id "
    "LEFT JOIN person ON person.id = assignment.person_id "
    "LEFT JOIN person AS suggested ON suggested.id = assignment.suggested_person_id"
)


_STATES = {state.value: state for state in FaceState}


def in_chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """Split ids into lists short enough for one statement."""
    listed = list(ids)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


def marks(values: Sequence[object]) -> str:
    """Placeholders for an IN (...)."""
    return ",".join("?" * len(values))


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where one face stands, as stored."""

    face_id: int
    state: FaceState
    person_id: int | None = None
    suggested_person_id: int | None = None
    probability: float | None = None
    group_id: int | None = None


def _face(row: tuple[Any, ...]) -> Face:
    # By place, and without asking the enumeration: a person's page makes thousands of them at once.
    return Face(
        row[0],
        row[1],
        Box(row[2], row[3], row[4], row[5]),
        row[6],
        row[7],
        _STATES[row[8]],
        row[9],
        row[10],
        row[11],
        row[12],
        row[13],
        bool(row[14]),
        np.frombuffer(row[15], "<f4").reshape(5, 2) if row[15] else None,
    )


class FaceStore:
    """Queries on faces. Only faces of photos that are present are listed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- writing ------------------------------------------------------------------------------------
    def insert(
        self, db: sqlite3.Connection, photo_id: int, detection: Detection, quality: float, manual: bool
    ) -> int:
        """Add one face; its id names it for ever, in SQLite and in the index."""
        box = detection.box
        landmarks = None
        if detection.landmarks is not None:
            landmarks = np.ascontiguousarray(detection.landmarks, "<f4").tobytes()
        cursor = db.execute(
            "INSERT INTO face (photo_id, x, y, width, height, landmarks, score, quality, manual) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (photo_id, box.x, box.y, box.width, box.height, landmarks, detection.score, quality, int(manual)),
        )
        return int(cursor.lastrowid or 0)

    def update(self, db: sqlite3.Connection, face_id: int, detection: Detection, quality: float) -> None:
        """Give a known face the box a newer detection found for it."""
        box = detection.box
        landmarks = None
        if detection.landmarks is not None:
            landmarks = np.ascontiguousarray(detection.landmarks, "<f4").tobytes()
        db.execute(
            "UPDATE face SET x = ?, y = ?, width = ?, height = ?, landmarks = ?, score = ?, quality = ? "
            "WHERE id = ?",
            (box.x, box.y, box.width, box.height, landmarks, detection.score, quality, face_id),
        )

    def lay(
        self,
        db: sqlite3.Connection,
        face_id: int,
        box: Box,
        landmarks: NDArray[np.float32] | None,
        score: float,
        quality: float,
        *,
        manual: bool,
    ) -> None:
        """Give a known face another box, the user's (``manual``) or a detector's."""
        self.update(db, face_id, Detection(box, landmarks, score), quality)
        db.execute("UPDATE face SET manual = ? WHERE id = ?", (int(manual), face_id))

    def delete(self, db: sqlite3.Connection, face_ids: Iterable[int]) -> None:
        """Forget faces nobody decided anything about and no detector finds any more."""
        gone = [(face_id,) for face_id in face_ids]
        if gone:
            db.executemany("DELETE FROM face WHERE id = ?", gone)
            grow(db, GONE_KEY)

    def put_assignments(self, db: sqlite3.Connection, rows: Iterable[Assignment]) -> None:
        """Store where faces stand."""
        db.executemany(
            "INSERT OR REPLACE INTO assignment "
            "(face_id, state, person_id, suggested_person_id, probability, group_id) "
            # A face that another thread's scan has just forgotten needs no place.
            "SELECT id, ?, ?, ?, ?, ? FROM face WHERE id = ?",
            [
                (
                    row.state.value,
                    row.person_id,
                    row.suggested_person_id,
                    row.probability,
                    row.group_id,
                    row.face_id,
                )
                for row in rows
            ],
        )

    # -- reading ------------------------------------------------------------------------------------
    def _select(
        self, where: str, values: Sequence[object] = (), order: str = "face.id", most: int | None = None
    ) -> list[Face]:
        limit = "" if most is None else f" LIMIT {most:d}"
        rows = self._database.reader().execute(
            f"SELECT {_FACE_COLUMNS} FROM {_FACE_TABLES} WHERE {where} ORDER BY {order}{limit}", tuple(values)
        )
        return [_face(row) for row in rows]

    def all(self) -> list[Face]:
        """Every face of a present photo, by photo."""
        return self._select("photo.present = 1", order="face.photo_id, face.id")

    def by_ids(self, face_ids: Iterable[int]) -> list[Face]:
        """The faces that exist among these ids, in the order of the ids."""
        found: dict[int, Face] = {}
        wanted = list(face_ids)
        for chunk in in_chunks(wanted):
            found |= {face.id: face for face in self._select(f"face.id IN ({marks(chunk)})", chunk)}
        return [found[face_id] for face_id in wanted if face_id in found]

    def of_photo(self, photo_id: int) -> list[Face]:
        """The faces of one photo, left to right."""
        return self._select("face.photo_id = ?", (photo_id,), "face.x, face.id")

    def of_photos(self, photo_ids: Iterable[int]) -> list[Face]:
        """The faces of some photos."""
        return [
            face
            for chunk in in_chunks(photo_ids)
            for face in self._select(f"face.photo_id IN ({marks(chunk)})", chunk)
        ]

    def kept_unembedded(self, photo_id: int, model: str) -> list[Face]:
        """Faces of a photo the user drew or decided something about that a model has not embedded yet."""
        return self._select(
            "face.photo_id = ? AND (face.manual = 1 "
            "OR EXISTS (SELECT 1 FROM face_ref WHERE face_ref.face_id = face.id)) AND NOT EXISTS "
            "(SELECT 1 FROM embedding WHERE embedding.face_id = face.id AND embedding.model = ?)",
            (photo_id, model),
        )

    def of_person(self, person_id: int, most: int | None = None) -> list[Face]:
        """Faces shown under a person or group: confirmed first, then by quality (``most``: the first)."""
        return self._select(
            "photo.present = 1 AND assignment.person_id = ?",
            (person_id,),
            "assignment.state <> 'confirmed', face.quality DESC, face.id",
            most,
        )

    def suggestions(self, person_id: int) -> list[Face]:
        """Faces believed to be a person and not answered yet, surest first."""
        return self._select(
            "photo.present = 1 AND assignment.suggested_person_id = ? AND assignment.state = 'suggested'",
            (person_id,),
            "assignment.probability DESC, face.id",
        )

    def in_state(self, state: FaceState) -> list[Face]:
        """Faces of one part of the coverage line, best quality first."""
        return self._select(
            "photo.present = 1 AND coalesce(assignment.state, 'single') = ?",
            (state.value,),
            "face.quality DESC, face.id",
        )

    def coverage(self) -> Coverage:
        """The coverage line."""
        rows = self._database.reader().execute(
            "SELECT coalesce(assignment.state, 'single'), count(*) FROM face "
            "JOIN photo ON photo.id = face.photo_id LEFT JOIN assignment ON assignment.face_id = face.id "
            "WHERE photo.present = 1 GROUP BY 1"
        )
        counts = {FaceState(state): int(count) for state, count in rows}
        return Coverage(
            detected=sum(counts.values()),
            confirmed=counts.get(FaceState.CONFIRMED, 0),
            automatic=counts.get(FaceState.AUTOMATIC, 0),
            suggested=counts.get(FaceState.SUGGESTED, 0),
            grouped=counts.get(FaceState.GROUPED, 0),
            single=counts.get(FaceState.SINGLE, 0),
            strangers=counts.get(FaceState.STRANGER, 0),
            not_a_face=counts.get(FaceState.NOT_A_FACE, 0),
        )

    def assignments(self, face_ids: Iterable[int] | None = None) -> dict[int, Assignment]:
        """Where faces stand (all, or those asked for); a face never grouped yet has no row."""
        return self._assignments(self._database.reader(), face_ids)

    def assignments_now(self, db: sqlite3.Connection, face_ids: Iterable[int]) -> dict[int, Assignment]:
        """The same as a transaction in progress sees it."""
        return self._assignments(db, face_ids)

    @staticmethod
    def _assignments(reader: sqlite3.Connection, face_ids: Iterable[int] | None) -> dict[int, Assignment]:
        found: dict[int, Assignment] = {}
        columns = f"SELECT {_ASSIGNMENT_COLUMNS} FROM assignment"
        if face_ids is None:
            cursors = [reader.execute(columns)]
        else:
            cursors = [
                reader.execute(f"{columns} WHERE face_id IN ({marks(chunk)})", chunk)
                for chunk in in_chunks(face_ids)
            ]
        for cursor in cursors:
            for face_id, state, person, suggested, probability, group in cursor:
                found[face_id] = Assignment(face_id, FaceState(state), person, suggested, probability, group)
        return found

    def ids_of_person(self, person_id: int, *, shown: bool = False) -> list[int]:
        """Ids of the faces under a person or group, absent photos included unless ``shown``."""
        present = (
            "AND EXISTS (SELECT 1 FROM face JOIN photo ON photo.id = face.photo_id "
            "WHERE face.id = assignment.face_id AND photo.present = 1) "
            if shown
            else ""
        )
        rows = self._database.reader().execute(
            f"SELECT face_id FROM assignment WHERE person_id = ? {present}ORDER BY face_id", (person_id,)
        )
        return [int(row) for (row,) in rows]

    def ids_of(self, db: sqlite3.Connection, people: Iterable[int]) -> set[int]:
        """Faces shown under, suggested for, or last grouped as one of these, inside a transaction."""
        found: set[int] = set()
        for chunk in in_chunks(people):
            some = marks(chunk)
            rows = db.execute(
                f"SELECT face_id FROM assignment WHERE person_id IN ({some}) "
                f"OR suggested_person_id IN ({some}) OR group_id IN ({some})",
                (*chunk, *chunk, *chunk),
            )
            found |= {int(row) for (row,) in rows}
        return found

    def lonely(self, db: sqlite3.Connection, people: Iterable[int]) -> list[int]:
        """The faces that are the only one shown under one of these, inside a transaction."""
        found: list[int] = []
        for chunk in in_chunks(people):
            rows = db.execute(
                f"SELECT min(face_id) FROM assignment WHERE person_id IN ({marks(chunk)}) "
                "GROUP BY person_id HAVING count(*) = 1",
                chunk,
            )
            found += [int(row) for (row,) in rows]
        return found

    @staticmethod
    def with_mates(db: sqlite3.Connection, face_ids: Iterable[int]) -> dict[int, int]:
        """Face -> photo for all faces of the present photos that these are in, inside a transaction."""
        found: dict[int, int] = {}
        for chunk in in_chunks(face_ids):
            rows = db.execute(
                "SELECT mate.id, mate.photo_id FROM face AS mate JOIN photo ON photo.id = mate.photo_id "
                "WHERE photo.present = 1 AND mate.photo_id IN "
                f"(SELECT photo_id FROM face WHERE id IN ({marks(chunk)}))",
                chunk,
            )
            found |= {int(face): int(photo) for face, photo in rows}
        return found

    def twice_in_a_photo(self) -> list[tuple[int, str, int, int]]:
        """``(person, name, face, other face)`` of one photo, both shown or suggested as that person.

        At least one of the two is confirmed or automatic.
        """
        reader = self._database.reader()
        return reader.execute(
            "SELECT who.id, who.name, one.id, other.id FROM person AS who "
            "JOIN assignment AS a ON coalesce(a.person_id, a.suggested_person_id) = who.id "
            "JOIN face AS one ON one.id = a.face_id "
            "JOIN photo ON photo.id = one.photo_id AND photo.present = 1 "
            "JOIN face AS other ON other.photo_id = one.photo_id AND other.id > one.id "
            "JOIN assignment AS b ON b.face_id = other.id "
            "AND coalesce(b.person_id, b.suggested_person_id) = who.id "
            "WHERE who.name IS NOT NULL AND (a.person_id = who.id OR b.person_id = who.id) "
            "ORDER BY one.id, other.id"
        ).fetchall()

    def photo_count(self, face_ids: Iterable[int], db: sqlite3.Connection | None = None) -> int:
        """In how many photos these faces are (``db``: as a transaction in progress sees it)."""
        photos: set[int] = set()
        reader = db or self._database.reader()
        for chunk in in_chunks(face_ids):
            rows = reader.execute(f"SELECT DISTINCT photo_id FROM face WHERE id IN ({marks(chunk)})", chunk)
            photos |= {int(row) for (row,) in rows}
        return len(photos)

    def taken(self, face_ids: Iterable[int]) -> dict[int, float]:
        """When the photos of faces were taken, in years (see :func:`~faceapp.core.ages.in_years`).

        Faces of undated photos are left out.
        """
        found: dict[int, float] = {}
        reader = self._database.reader()
        for chunk in in_chunks(face_ids):
            rows = reader.execute(
                "SELECT face.id, photo.taken_at FROM face JOIN photo ON photo.id = face.photo_id "
                f"WHERE photo.taken_at IS NOT NULL AND face.id IN ({marks(chunk)})",
                chunk,
            )
            found |= {int(face): in_years(datetime.fromisoformat(taken)) for face, taken in rows}
        return found

    def present_ids(self, above: int = 0) -> NDArray[np.int64]:
        """Ids above ``above`` of all faces of present photos, ascending."""
        rows = self._database.reader().execute(
            "SELECT face.id FROM face JOIN photo ON photo.id = face.photo_id "
            "WHERE photo.present = 1 AND face.id > ? ORDER BY face.id",
            (above,),
        )
        return np.fromiter((row for (row,) in rows), dtype=np.int64)

    def photo_and_quality(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """``(face ids, photo ids, qualities)`` of all faces of present photos, ids ascending."""
        rows = (
            self._database.reader()
            .execute(
                "SELECT face.id, face.photo_id, face.quality FROM face "
                "JOIN photo ON photo.id = face.photo_id WHERE photo.present = 1 ORDER BY face.id"
            )
            .fetchall()
        )
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        photos = np.array([row[1] for row in rows], dtype=np.int64)
        return ids, photos, np.array([row[2] for row in rows], dtype=np.float32)
