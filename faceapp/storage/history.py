"""The append-only log of the user's decisions, and the faces they are about."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceapp.core.events import Event, EventKind, turned, undone_events
from faceapp.core.geometry import Box
from faceapp.core.kept import Kept
from faceapp.core.models import EventInfo
from faceapp.storage.database import Database
from faceapp.storage.faces import GONE_KEY, in_chunks, marks
from faceapp.storage.paths import now_text
from faceapp.storage.settings import grow

_PUTS = (EventKind.NAME, EventKind.MERGE, EventKind.MOVE, EventKind.CONFIRM)
"""Decisions that put faces under somebody."""
_ATTACHED = "references attached"
"""Setting: how often a reference was tied to a face, or untied."""


@dataclass(frozen=True, slots=True)
class FaceRef:
    """A face as a decision saw it. ``box`` is normalised to the upright photo."""

    id: int
    identity: str
    box: Box
    face_id: int | None


def _info(
    row: Sequence[Any], payload: Mapping[str, Any], *, undone: bool, people: int | None = None
) -> EventInfo:
    """A line of the history; ``people``: how many are listed in it, where that is known."""
    event_id, kind, at, what, faces = row[:5]
    seen = followed = 0
    if kind in (EventKind.NAME, EventKind.MERGE):
        seen = len(payload["confirmed"])
        followed = len(payload["rest"]) - len(payload.get("stay", ()))
    if kind == EventKind.MERGE:
        people = len(payload["sources"])
    when = datetime.fromisoformat(at)
    return EventInfo(event_id, kind, when, Kept(what, people), faces, undone, seen, followed)


def _merged(event: Event, known: Mapping[int, int | None]) -> int | None:
    """How many people a decision merged, or the one that it took back or brought back.

    Args:
        event: The decision.
        known: The same of all earlier ones.
    """
    if event.kind in (EventKind.UNDO, EventKind.REDO):
        about = turned(event)
        return known.get(about[0]) if len(about) == 1 else None
    return len(event.payload["sources"]) if event.kind is EventKind.MERGE else None


class HistoryStore:
    """Events and face references."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = threading.Lock()
        self._lines: list[EventInfo] = []
        """The whole log as :meth:`history` read it last, oldest first, as if nothing were undone."""
        self._undone: set[int] = set()
        self._merged: dict[int, int | None] = {}

    # -- events -------------------------------------------------------------------------------------
    def append(
        self,
        db: sqlite3.Connection,
        kind: EventKind,
        payload: Mapping[str, Any],
        *,
        what: str,
        faces: int,
        photos: int,
    ) -> Event:
        """Add one event to the log."""
        cursor = db.execute(
            "INSERT INTO event (kind, at, what, faces, photos, payload) VALUES (?, ?, ?, ?, ?, ?)",
            (kind.value, now_text(), what, faces, photos, json.dumps(payload, separators=(",", ":"))),
        )
        # Read back what was stored, so that a live fold and a replayed one see the same values.
        return Event(int(cursor.lastrowid or 0), kind, json.loads(json.dumps(payload)))

    def events(self, above: int = 0) -> list[Event]:
        """Events newer than ``above``, oldest first."""
        rows = self._database.reader().execute(
            "SELECT id, kind, payload FROM event WHERE id > ? ORDER BY id", (above,)
        )
        return [Event(row, EventKind(kind), json.loads(payload)) for row, kind, payload in rows]

    def event(self, event_id: int) -> tuple[Event, int, int] | None:
        """``(event, faces, photos)`` by id, or None."""
        row = (
            self._database.reader()
            .execute("SELECT id, kind, payload, faces, photos FROM event WHERE id = ?", (event_id,))
            .fetchone()
        )
        return (Event(row[0], EventKind(row[1]), json.loads(row[2])), row[3], row[4]) if row else None

    def newest(self) -> int:
        """Id of the newest event, 0 for an empty log."""
        (newest,) = self._database.reader().execute("SELECT coalesce(max(id), 0) FROM event").fetchone()
        return int(newest)

    def history(self) -> list[EventInfo]:
        """Every decision, newest first.

        What was read once is not read again: nothing in the log is ever changed, only what is undone.
        """
        with self._reading:
            rows = (
                self._database.reader()
                .execute(
                    "SELECT id, kind, at, what, faces, payload FROM event WHERE id > ? ORDER BY id",
                    (self._lines[-1].id if self._lines else 0,),
                )
                .fetchall()
            )
            events = [Event(row[0], EventKind(row[1]), json.loads(row[5])) for row in rows]
            self._undone = undone_events(events, self._undone)
            for row, event in zip(rows, events, strict=True):
                people = self._merged[event.id] = _merged(event, self._merged)
                self._lines.append(_info(row, event.payload, undone=False, people=people))
            undone = self._undone
            return [replace(one, undone=True) if one.id in undone else one for one in reversed(self._lines)]

    def infos(self, event_ids: Iterable[int], undone: Collection[int]) -> dict[int, EventInfo]:
        """The lines of some decisions by id; ``undone`` are the events that are undone at present."""
        found: dict[int, EventInfo] = {}
        for chunk in in_chunks(event_ids):
            rows = self._database.reader().execute(
                f"SELECT id, kind, at, what, faces, payload FROM event WHERE id IN ({marks(chunk)})", chunk
            )
            for row in rows:
                found[row[0]] = _info(row, json.loads(row[5]), undone=row[0] in undone)
        return found

    def last_undo(self, undone: Set[int]) -> Event | None:
        """The newest undo of which something is still undone."""
        rows = self._database.reader().execute(
            "SELECT id, kind, payload FROM event WHERE kind = ? ORDER BY id DESC", (EventKind.UNDO.value,)
        )
        for row, kind, payload in rows:
            event = Event(row, EventKind(kind), json.loads(payload))
            if not undone.isdisjoint(turned(event)):
                return event
        return None

    def newest_of(self, kinds: Collection[EventKind], undone: Collection[int]) -> int | None:
        """The newest event of these kinds that is not undone."""
        rows = self._database.reader().execute(
            f"SELECT id FROM event WHERE kind IN ({marks(list(kinds))}) ORDER BY id DESC",
            [kind.value for kind in kinds],
        )
        return next((int(row) for (row,) in rows if row not in undone), None)

    def lately(self, count: int) -> list[int]:
        """Under whom the newest ``count`` decisions put faces, newest first, each once; undone ones count."""
        rows = self._database.reader().execute(
            "SELECT coalesce(json_extract(payload, '$.target'), json_extract(payload, '$.to'), "
            "json_extract(payload, '$.person')) FROM (SELECT id, payload FROM event "
            f"WHERE kind IN ({marks(_PUTS)}) ORDER BY id DESC LIMIT ?) ORDER BY id DESC",
            (*(kind.value for kind in _PUTS), count),
        )
        return list(dict.fromkeys(int(person) for (person,) in rows if person is not None))

    # -- references ---------------------------------------------------------------------------------
    def refs_for(self, db: sqlite3.Connection, face_ids: Iterable[int], model: str) -> dict[int, int]:
        """References of faces, made where a face has none yet. Returns face id -> reference id."""
        wanted = list(dict.fromkeys(face_ids))
        found: dict[int, int] = {}
        for chunk in in_chunks(wanted):
            select = f"SELECT face_id, id FROM face_ref WHERE face_id IN ({marks(chunk)})"
            found |= dict(db.execute(select, chunk).fetchall())
            new = [face_id for face_id in chunk if face_id not in found]
            if not new:
                continue
            db.execute(
                "INSERT INTO face_ref (identity, x, y, width, height, model, vector, face_id) "
                "SELECT photo.identity, face.x / photo.width, face.y / photo.height, "
                "face.width / photo.width, face.height / photo.height, embedding.model, embedding.vector, "
                "face.id FROM face JOIN photo ON photo.id = face.photo_id "
                "LEFT JOIN embedding ON embedding.face_id = face.id AND embedding.model = ? "
                f"WHERE face.id IN ({marks(new)})",
                (model, *new),
            )
            found |= dict(db.execute(select, chunk).fetchall())
        return {face_id: found[face_id] for face_id in wanted if face_id in found}

    def attached(self) -> dict[int, int]:
        """Reference -> face, for every reference that is attached."""
        return self.attached_now(self._database.reader())

    @staticmethod
    def attached_now(db: sqlite3.Connection) -> dict[int, int]:
        """The same as a transaction in progress sees it."""
        return dict(db.execute("SELECT id, face_id FROM face_ref WHERE face_id IS NOT NULL").fetchall())

    @staticmethod
    def attached_stamp(db: sqlite3.Connection) -> tuple[int, int, int]:
        """The newest reference, how often one was attached, and how often faces went.

        The first alone changes where references came, and nothing else.
        """
        row = db.execute(
            "SELECT coalesce(max(id), 0), coalesce((SELECT value FROM setting WHERE key = ?), 0), "
            "coalesce((SELECT value FROM setting WHERE key = ?), 0) FROM face_ref",
            (_ATTACHED, GONE_KEY),
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    @staticmethod
    def attached_above(db: sqlite3.Connection, ref_id: int) -> dict[int, int]:
        """What :meth:`attached_now` gives, for references above one."""
        rows = db.execute("SELECT id, face_id FROM face_ref WHERE id > ? AND face_id IS NOT NULL", (ref_id,))
        return dict(rows.fetchall())

    def faces_of(self, refs: Iterable[int]) -> dict[int, int]:
        """Reference -> face for these references, unattached ones left out."""
        found: dict[int, int] = {}
        for chunk in in_chunks(refs):
            rows = self._database.reader().execute(
                f"SELECT id, face_id FROM face_ref WHERE face_id IS NOT NULL AND id IN ({marks(chunk)})",
                chunk,
            )
            found |= {int(ref): int(face) for ref, face in rows}
        return found

    def refs_of_photo(self, identity: str) -> list[FaceRef]:
        """All references into one photo."""
        rows = self._database.reader().execute(
            "SELECT id, identity, x, y, width, height, face_id FROM face_ref WHERE identity = ?", (identity,)
        )
        return [FaceRef(row[0], row[1], Box(row[2], row[3], row[4], row[5]), row[6]) for row in rows]

    def of_kinds(self, kinds: Collection[EventKind]) -> list[Event]:
        """The events of these kinds, oldest first."""
        rows = self._database.reader().execute(
            f"SELECT id, kind, payload FROM event WHERE kind IN ({marks(list(kinds))}) ORDER BY id",
            [kind.value for kind in kinds],
        )
        return [Event(row, EventKind(kind), json.loads(payload)) for row, kind, payload in rows]

    def drawn(self, identity: str) -> list[FaceRef]:
        """The references into one photo whose box the user drew or moved, undone ones left out."""
        refs = self.refs_of_photo(identity)
        if not refs:
            return []
        events = self.of_kinds((EventKind.BOX, EventKind.MOVE_BOX, EventKind.UNDO, EventKind.REDO))
        undone = undone_events(events)
        boxes = {
            int(event.payload["faces"][0])
            for event in events
            if event.kind in (EventKind.BOX, EventKind.MOVE_BOX) and event.id not in undone
        }
        return [ref for ref in refs if ref.id in boxes]

    @staticmethod
    def seen_as(db: sqlite3.Connection, ref_id: int) -> tuple[FaceRef, str | None, bytes | None]:
        """A reference with the embedding it was made with: ``(reference, model, vector float32)``."""
        row = db.execute(
            "SELECT id, identity, x, y, width, height, face_id, model, vector FROM face_ref WHERE id = ?",
            (ref_id,),
        ).fetchone()
        return FaceRef(row[0], row[1], Box(*row[2:6]), row[6]), row[7], row[8]

    def lay(
        self,
        db: sqlite3.Connection,
        ref_id: int,
        box: Box,
        model: str | None,
        vector: NDArray[np.float32] | None,
    ) -> None:
        """The user moved the box of a face: by this one (normalised) it is found again."""
        blob = None if vector is None else np.ascontiguousarray(vector, "<f4").tobytes()
        db.execute(
            "UPDATE face_ref SET x = ?, y = ?, width = ?, height = ?, model = ?, vector = ? WHERE id = ?",
            (box.x, box.y, box.width, box.height, model, blob, ref_id),
        )

    def attach(self, db: sqlite3.Connection, ref_id: int, face_id: int | None) -> None:
        """Tie a reference to the face it means now."""
        db.execute("UPDATE face_ref SET face_id = ? WHERE id = ?", (face_id, ref_id))
        grow(db, _ATTACHED)

    @staticmethod
    def is_attached(db: sqlite3.Connection, face_id: int) -> bool:
        """Whether some decision is about this face."""
        return db.execute("SELECT 1 FROM face_ref WHERE face_id = ?", (face_id,)).fetchone() is not None

    @staticmethod
    def decided(db: sqlite3.Connection, face_ids: Iterable[int]) -> set[int]:
        """Those of these faces that decisions are about."""
        found: set[int] = set()
        for chunk in in_chunks(face_ids):
            rows = db.execute(f"SELECT face_id FROM face_ref WHERE face_id IN ({marks(chunk)})", chunk)
            found |= {int(row) for (row,) in rows}
        return found

    def unattached(self) -> list[FaceRef]:
        """References that mean a face that is not known at present."""
        rows = self._database.reader().execute(
            "SELECT id, identity, x, y, width, height FROM face_ref WHERE face_id IS NULL ORDER BY id"
        )
        return [FaceRef(row[0], row[1], Box(*row[2:6]), None) for row in rows]
