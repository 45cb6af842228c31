"""Photos by a search: one statement, whatever the conditions."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from faceapp.core.names import fold
from faceapp.core.query import (
    All,
    Compare,
    Either,
    Faces,
    InFolder,
    Named,
    Nobody,
    Not,
    Taken,
    Term,
    names_in,
)
from faceapp.storage.columns import columns
from faceapp.storage.database import Database
from faceapp.storage.paths import prefix_range


class SearchStore:
    """Photos that meet a query, and who is in them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folders = threading.local()
        """Per thread: what :meth:`folders` said last, and by what it is seen that this still holds."""

    def photos(self, query: All) -> NDArray[np.int64]:
        """Ids of the present photos that meet a query whose names are looked up, newest first."""
        writer = _Writer(self)
        where = writer.all(query)
        (ids,) = columns(
            self._database.reader(),
            ["id"],
            f"FROM (SELECT id FROM photo WHERE present = 1 AND {where} "
            "ORDER BY taken_at IS NULL, taken_at DESC, id)",
            writer.values,
        )
        return ids

    def people_in(self, photo_ids: Sequence[int]) -> list[tuple[int, int]]:
        """``(person, photos)`` of the named people that are not hidden in some photos, most photos first."""
        rows = self._database.reader().execute(
            "SELECT person.id, count(DISTINCT there.photo_id) AS photos FROM ("
            "SELECT face.photo_id, assignment.person_id "
            "FROM json_each(?1) AS wanted CROSS JOIN face ON face.photo_id = wanted.value "
            "CROSS JOIN assignment ON assignment.face_id = face.id UNION ALL "
            "SELECT photo.id, presence.person_id FROM presence CROSS JOIN photo USING (identity) "
            "WHERE photo.id IN (SELECT value FROM json_each(?1))) AS there "
            "CROSS JOIN person ON person.id = there.person_id "
            "WHERE person.name IS NOT NULL AND person.hidden = 0 GROUP BY 1 ORDER BY 2 DESC, 1",
            (json.dumps(list(photo_ids)),),
        )
        return [(int(person), int(photos)) for person, photos in rows]

    def folders(self) -> list[tuple[bytes, str]]:
        """The folders of all known paths: as stored, and as text without case and accents, in order."""
        reader = self._database.reader()
        # A row whose path changes gets another id: decisions, and scans without news, leave this as it is.
        stamp = reader.execute(
            "SELECT path, id, (SELECT count(*) FROM path) FROM path ORDER BY id DESC LIMIT 1"
        ).fetchone()
        known = getattr(self._folders, "known", None)
        if known is None or known[0] != stamp:
            sep = os.fsencode(os.sep)
            found = {path[: path.rfind(sep)] for (path,) in reader.execute("SELECT path FROM path")}
            known = self._folders.known = (stamp, [(path, _folded(path)) for path in sorted(found)])
        return list(known[1])


def _folded(path: bytes) -> str:
    return fold(os.fsdecode(path).replace("\\", "/")) + "/"


class _Writer:
    """Writes conditions as SQL; gathers the values of its question marks in their order."""

    def __init__(self, store: SearchStore) -> None:
        self._store = store
        self.values: list[int | str] = []

    def all(self, query: All) -> str:
        parts = [self._term(term) for term in query.terms]
        if query.only:
            named = {person for term in query.terms for name in names_in(term) for person in name.person_ids}
            # Strangers are faces nobody cares about: they are no company.
            parts.append(
                "NOT EXISTS (SELECT 1 FROM face LEFT JOIN assignment ON assignment.face_id = face.id "
                "WHERE face.photo_id = photo.id "
                "AND coalesce(state, 'single') NOT IN ('not_a_face', 'stranger') "
                f"AND (person_id IS NULL OR person_id NOT IN ({self._ids(named)})))"
            )
            parts.append(
                "NOT EXISTS (SELECT 1 FROM presence WHERE presence.identity = photo.identity "
                f"AND person_id NOT IN ({self._ids(named)}))"
            )
        return _joined(parts, "AND", "1")

    def _term(self, term: Term) -> str:
        match term:
            case Named():
                return self._people(term.person_ids)
            case Taken():
                return self._taken(term)
            case InFolder():
                return self._in_folder(term)
            case Nobody():
                nobody_present = "photo.identity NOT IN (SELECT identity FROM presence)"
                return f"({self._at_least(1, negated=True)} AND {nobody_present})"
            case Faces():
                return self._count(term)
            case Not():
                return f"NOT ({self._term(term.term)})"
            case Either():
                return self._either(term)
            case All():
                return self.all(term)

    def _ids(self, ids: set[int] | tuple[int, ...]) -> str:
        self.values.append(json.dumps(sorted(ids)))
        return "SELECT value FROM json_each(?)"

    def _people(self, ids: set[int] | tuple[int, ...]) -> str:
        # With a face, or said to be there without one.
        return (
            "(photo.id IN (SELECT face.photo_id FROM assignment CROSS JOIN face ON face.id = face_id "
            f"WHERE person_id IN ({self._ids(ids)})) OR photo.identity IN "
            f"(SELECT identity FROM presence WHERE person_id IN ({self._ids(ids)})))"
        )

    def _either(self, term: Either) -> str:
        people = {person for part in term.terms if isinstance(part, Named) for person in part.person_ids}
        parts = [self._people(people)] if people else []  # of all of them at once: one list of photos
        parts += [self._term(part) for part in term.terms if not isinstance(part, Named)]
        return _joined(parts, "OR", "0")

    def _taken(self, term: Taken) -> str:
        parts = []
        if term.first:
            parts.append("taken_at >= ?")
            self.values.append(term.first)
        if term.last:
            parts.append("taken_at < ?")
            self.values.append(_after(term.last))
        return _joined(["taken_at IS NOT NULL", *parts], "AND", "1")

    def _in_folder(self, term: InFolder) -> str:
        wanted = fold(term.text.replace("\\", "/"))
        ranges: list[tuple[bytes, bytes]] = []
        for path, folded in self._store.folders():
            if wanted in folded and not (ranges and ranges[-1][0] <= path + b"/" < ranges[-1][1]):
                ranges.append(prefix_range(os.fsdecode(path)))
        if not ranges:
            return "0"
        # Written out: there may be more of them than a statement takes values.
        written = ", ".join(f"(x'{low.hex()}', x'{high.hex()}')" for low, high in ranges)
        return (
            f"photo.id IN (SELECT photo_id FROM (VALUES {written}) AS below CROSS JOIN path "
            "ON path >= below.column1 AND path < below.column2 WHERE missing = 0 AND left_out = 0 "
            "AND photo_id NOT NULL)"
        )

    def _count(self, term: Faces) -> str:
        number = term.number
        match term.compare:
            case Compare.MORE:
                return self._at_least(number + 1)
            case Compare.AT_LEAST:
                return self._at_least(number)
            case Compare.LESS:
                return self._at_least(number, negated=True)
            case Compare.AT_MOST:
                return self._at_least(number + 1, negated=True)
            case Compare.EQUAL:
                return f"({self._at_least(number)} AND {self._at_least(number + 1, negated=True)})"

    def _at_least(self, number: int, *, negated: bool = False) -> str:
        """So many faces or more; ``negated``: fewer."""
        if number <= 0:
            return "0" if negated else "1"
        boxes = "SELECT photo_id FROM face"
        if number > 1:
            boxes += " GROUP BY photo_id HAVING count(*) >= ?"
            self.values.append(number)
        # Boxes that are no faces are few: taken off afterwards, where there are any.
        self.values.append(number)
        return (
            f"{'NOT ' if negated else ''}(photo.id IN ({boxes}) AND photo.id NOT IN ("
            "SELECT face.photo_id FROM assignment CROSS JOIN face ON face.id = face_id "
            "WHERE person_id IS NULL AND state = 'not_a_face' GROUP BY 1 HAVING "
            "(SELECT count(*) FROM face AS box WHERE box.photo_id = face.photo_id) - count(*) < ?))"
        )


def _joined(parts: list[str], sign: str, none: str) -> str:
    return f"({f' {sign} '.join(parts)})" if parts else none


def _after(written: str) -> str:
    """The first text that comes after all moments of a year, month or day."""
    year, *rest = (int(part) for part in written.split("-"))
    if not rest:
        return f"{year + 1:04}"
    if len(rest) == 1:
        return f"{year + rest[0] // 12:04}-{rest[0] % 12 + 1:02}"
    return (date(year, rest[0], rest[1]) + timedelta(days=1)).isoformat()
