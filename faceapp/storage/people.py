"""People and groups."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable

import numpy as np

from faceapp.core.models import FaceState, Person
from faceapp.core.names import KnownName, titles_of
from faceapp.core.word import Word
from faceapp.storage.columns import columns
from faceapp.storage.database import Database
from faceapp.storage.faces import in_chunks, marks

SAMPLES = 5
"""Faces on a card: one large, four small. Naming from the card confirms exactly these."""

_SHOWN = "photo.present = 1 AND assignment.person_id IS NOT NULL"


class PeopleStore:
    """Queries on people (named) and groups (not named yet); both live in ``person``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = threading.local()
        """Per thread: what :meth:`people` said last, and the version of the database then."""
        self._titles: tuple[list[KnownName], dict[int, str]] = ([], {})

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

    def names(self) -> list[KnownName]:
        """Every named person, hidden ones included."""
        rows = self._database.reader().execute(
            "SELECT id, name, hidden FROM person WHERE name IS NOT NULL AND retired = 0 ORDER BY id"
        )
        return [KnownName(row, name, bool(hidden)) for row, name, hidden in rows]

    def titles(self) -> dict[int, str]:
        """What tells each named person from all others, see :func:`faceapp.core.names.titles_of`."""
        names = self.names()
        known = self._titles  # one value: threads that come to the same do no harm
        if known[0] != names:
            known = self._titles = (names, titles_of(names))
        return known[1]

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

    def put_present(self, db: sqlite3.Connection, present: Iterable[tuple[str, int]]) -> None:
        """Who is in which photo without a face, all of it: ``(photo identity, person)``."""
        db.execute("DELETE FROM presence")
        db.executemany("INSERT INTO presence (identity, person_id) VALUES (?, ?)", present)

    def present_in(self, identity: str) -> list[tuple[int, str]]:
        """``(person, title)`` of those who are in a photo without a face, by name."""
        rows = self._database.reader().execute(
            "SELECT person.id, person.name FROM presence JOIN person ON person.id = presence.person_id "
            "WHERE identity = ? AND name IS NOT NULL ORDER BY name, person.id",
            (identity,),
        )
        titles = self.titles()
        return [(int(person), titles.get(person, str(name))) for person, name in rows]

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
                # Asked of each group: its first face that is there answers.
                "(SELECT count(*) FROM person WHERE name IS NULL AND EXISTS (SELECT 1 FROM assignment "
                " JOIN face ON face.id = assignment.face_id JOIN photo ON photo.id = face.photo_id "
                f" WHERE assignment.person_id = person.id AND {_SHOWN}))"
            )
            .fetchone()
        )
        return int(row[0]), int(row[1])

    def people(self, person_id: int | None = None) -> list[Person]:
        """Everyone, named first, then by faces; or just one id (empty where it is not shown)."""
        version, known = self._database.reader_version(), getattr(self._known, "people", None)
        if known is None or known[0] != version:
            if person_id is not None:  # much quicker than all, and they may never be asked for
                return self._people(person_id)
            people = self._people(None)
            known = self._known.people = (version, people, {person.id: person for person in people})
        if person_id is None:
            return list(known[1])
        return [known[2][person_id]] if person_id in known[2] else []

    def _people(self, person_id: int | None) -> list[Person]:
        reader = self._database.reader()
        shown = self._shown(person_id)
        only = "" if person_id is None else " AND suggested_person_id = ?"
        values = () if person_id is None else (person_id,)
        suggested: dict[int, int] = dict(
            reader.execute(
                "SELECT suggested_person_id, count(*) FROM assignment "
                "JOIN face ON face.id = assignment.face_id JOIN photo ON photo.id = face.photo_id "
                "WHERE photo.present = 1 AND suggested_person_id IS NOT NULL "
                f"AND state = '{FaceState.SUGGESTED}'{only} GROUP BY 1",
                values,
            ).fetchall()
        )
        only = "" if person_id is None else " AND presence.person_id = ?"
        faceless: dict[int, int] = dict(
            reader.execute(
                "SELECT presence.person_id, count(*) FROM presence JOIN photo USING (identity) "
                "WHERE photo.present = 1 AND NOT EXISTS (SELECT 1 FROM face JOIN assignment "
                "ON assignment.face_id = face.id WHERE face.photo_id = photo.id "
                f"AND assignment.person_id = presence.person_id){only} GROUP BY 1",
                values,
            ).fetchall()
        )
        only = "" if person_id is None else " AND id = ?"
        titles, found = self.titles(), []
        for row, name, hidden in reader.execute(
            f"SELECT id, name, hidden FROM person WHERE retired = 0{only}", values
        ):
            faces, photos, confirmed, samples = shown.get(row, (0, 0, 0, ()))
            if name is None and not faces:
                continue
            found.append(
                Person(
                    id=row,
                    name=name,
                    faces=faces,
                    photos=photos + faceless.get(row, 0),
                    confirmed=confirmed,
                    suggested=suggested.get(row, 0),
                    hidden=bool(hidden),
                    cover_face_id=samples[0] if samples else None,
                    sample_face_ids=samples,
                    title=titles.get(row, name),
                )
            )
        found.sort(key=lambda person: (person.name is None, -person.faces, person.id))
        return found

    def _shown(self, person_id: int | None) -> dict[int, tuple[int, int, int, tuple[int, ...]]]:
        """``(faces, photos, confirmed, samples)`` by person.

        The samples are the faces shown on a card: confirmed before others, best quality first. Faces are read
        in the order they lie in the file and sorted here: SQLite would look each of them up in the order of
        people, twice, and takes four times as long for 300,000.
        """
        values: tuple[int, ...]
        plan, only, values = "NOT INDEXED", "", ()
        if person_id is not None:
            plan, only, values = "", " AND assignment.person_id = ?", (person_id,)
        people, faces, photos, confirmed, quality = columns(
            self._database.reader(),
            (
                "assignment.person_id",
                "face.id",
                "face.photo_id",
                "assignment.state = 'confirmed'",
                "cast(face.quality * 1000000000 AS INTEGER)",
            ),
            f"FROM assignment {plan} CROSS JOIN face ON face.id = assignment.face_id "
            f"CROSS JOIN photo ON photo.id = face.photo_id WHERE {_SHOWN}{only}",
            values,
        )
        if not len(people):
            return {}
        order = np.lexsort((faces, -quality, -confirmed, people))
        people, faces, confirmed = people[order], faces[order], confirmed[order]
        starts = np.flatnonzero(np.diff(people, prepend=-1))
        ends = np.append(starts[1:], len(people))
        number, width = np.repeat(np.arange(len(starts)), ends - starts), int(photos.max()) + 1
        # Sorted by hand: np.unique builds a hash table first and takes ten times as long.
        each = np.sort(number * width + photos[order])
        in_photos = np.bincount(each[np.diff(each, prepend=-1) > 0] // width, minlength=len(starts))
        sums = np.add.reduceat(confirmed, starts)
        return {
            int(people[start]): (
                int(end - start),
                int(count),
                int(total),
                tuple(faces[start : min(end, start + SAMPLES)].tolist()),
            )
            for start, end, count, total in zip(starts, ends, in_photos, sums, strict=True)
        }
