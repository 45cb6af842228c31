"""People and groups."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from faceapp.core.models import FaceState, Person
from faceapp.core.word import Word
from faceapp.storage.database import Database
from faceapp.storage.faces import in_chunks, marks

SAMPLES = 5
"""Faces on a card: one large, four small. Naming from the card confirms exactly these."""

_SHOWN = "photo.present = 1 AND assignment.person_id IS NOT NULL"


class PeopleStore:
    """Queries on people (named) and groups (not named yet); both live in ``person``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, db: sqlite3.Connection) -> int:
        """A new id, never used before."""
        return int(db.execute("INSERT INTO person DEFAULT VALUES").lastrowid or 0)

    def status(self, person_id: int) -> tuple[str | None, bool, int | None] | None:
        """``(name, retired, merged into)`` of an id, or None where it never existed."""
        row = (
            self._database.reader()
            .execute("SELECT name, retired, merged_into FROM person WHERE id = ?", (person_id,))
            .fetchone()
        )
        return (row[0], bool(row[1]), row[2]) if row else None

    def sync_word(self, db: sqlite3.Connection, word: Word, person_ids: Iterable[int]) -> None:
        """Bring names, hiding and merges of these people in line with the user's word."""
        for person_id in person_ids:
            db.execute(
                "UPDATE person SET name = ?, hidden = ?, merged_into = ? WHERE id = ?",
                (
                    word.names.get(person_id),
                    int(person_id in word.hidden),
                    word.merged_into.get(person_id),
                    person_id,
                ),
            )

    def refresh_retired(self, db: sqlite3.Connection, person_ids: Iterable[int] | None = None) -> None:
        """A group without faces, or merged away, is retired; with faces again it is back."""
        alive = (
            "merged_into IS NULL AND (name IS NOT NULL OR EXISTS "
            "(SELECT 1 FROM assignment WHERE assignment.person_id = person.id))"
        )
        statement = f"UPDATE person SET retired = 1 - retired WHERE retired = ({alive})"
        if person_ids is None:
            db.execute(statement)
            return
        for chunk in in_chunks(person_ids):
            db.execute(f"{statement} AND id IN ({marks(chunk)})", chunk)

    def counts(self) -> tuple[int, int]:
        """``(named people, groups)``."""
        row = (
            self._database.reader()
            .execute(
                "SELECT (SELECT count(*) FROM person WHERE name IS NOT NULL AND retired = 0), "
                "(SELECT count(DISTINCT assignment.person_id) FROM assignment "
                " JOIN face ON face.id = assignment.face_id JOIN photo ON photo.id = face.photo_id "
                " JOIN person ON person.id = assignment.person_id "
                f" WHERE person.name IS NULL AND {_SHOWN})"
            )
            .fetchone()
        )
        return int(row[0]), int(row[1])

    def people(self, person_id: int | None = None) -> list[Person]:
        """Everyone, named first, then by faces; or just one id (empty where it is not shown)."""
        reader = self._database.reader()
        only = "" if person_id is None else " AND assignment.person_id = ?"
        values = () if person_id is None else (person_id,)
        rows = reader.execute(
            "SELECT assignment.person_id, count(*), count(DISTINCT face.photo_id), "
            "sum(assignment.state = 'confirmed') FROM assignment "
            "JOIN face ON face.id = assignment.face_id JOIN photo ON photo.id = face.photo_id "
            f"WHERE {_SHOWN}{only} GROUP BY assignment.person_id",
            values,
        )
        counts = {row[0]: (row[1], row[2], row[3]) for row in rows}
        only = "" if person_id is None else " AND suggested_person_id = ?"
        suggested: dict[int, int] = dict(
            reader.execute(
                "SELECT suggested_person_id, count(*) FROM assignment "
                "JOIN face ON face.id = assignment.face_id JOIN photo ON photo.id = face.photo_id "
                f"WHERE photo.present = 1 AND state = '{FaceState.SUGGESTED}'{only} GROUP BY 1",
                values,
            ).fetchall()
        )
        samples = self._samples(person_id)
        only = "" if person_id is None else " AND id = ?"
        found = []
        for row, name, hidden in reader.execute(
            f"SELECT id, name, hidden FROM person WHERE retired = 0{only}", values
        ):
            faces, photos, confirmed = counts.get(row, (0, 0, 0))
            if name is None and not faces:
                continue
            shown = samples.get(row, ())
            found.append(
                Person(
                    id=row,
                    name=name,
                    faces=faces,
                    photos=photos,
                    confirmed=confirmed,
                    suggested=suggested.get(row, 0),
                    hidden=bool(hidden),
                    cover_face_id=shown[0] if shown else None,
                    sample_face_ids=shown,
                )
            )
        found.sort(key=lambda person: (person.name is None, -person.faces, person.id))
        return found

    def _samples(self, person_id: int | None) -> dict[int, tuple[int, ...]]:
        """The faces shown on each card: confirmed before others, best quality first."""
        only = "" if person_id is None else " AND assignment.person_id = ?"
        values = () if person_id is None else (person_id,)
        rows = self._database.reader().execute(
            "SELECT person_id, face_id FROM (SELECT assignment.person_id AS person_id, face.id AS face_id, "
            "row_number() OVER (PARTITION BY assignment.person_id "
            "ORDER BY assignment.state <> 'confirmed', face.quality DESC, face.id) AS rank "
            "FROM assignment JOIN face ON face.id = assignment.face_id "
            f"JOIN photo ON photo.id = face.photo_id WHERE {_SHOWN}{only}) WHERE rank <= ? "
            "ORDER BY person_id, rank",
            (*values, SAMPLES),
        )
        samples: dict[int, list[int]] = defaultdict(list)
        for person, face in rows:
            samples[person].append(face)
        return {person: tuple(faces) for person, faces in samples.items()}
