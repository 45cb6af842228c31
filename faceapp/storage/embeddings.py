"""Embeddings of faces, one for each face and model."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.storage.columns import columns
from faceapp.storage.database import Database
from faceapp.storage.faces import GONE_KEY, in_chunks, marks
from faceapp.storage.settings import grow

_GENERATION = "embedding generation"
BATCH = 8192
"""Embeddings read at once: 16 MB."""


@dataclass(frozen=True, slots=True)
class EmbeddingStamp:
    """The embeddings of all models as they stand: the newest row, how often faces went, and were replaced."""

    row: int = 0
    gone: int = 0
    replaced: int = 0


class EmbeddingStore:
    """The ``embedding`` table: the index is made from it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, db: sqlite3.Connection, face_id: int, model: str, vector: NDArray[np.float32]) -> bool:
        """Store the embedding of a face for one model: float32 [D]. Returns whether it replaced another."""
        blob = np.ascontiguousarray(vector, "<f4").tobytes()
        added = db.execute(
            "INSERT OR IGNORE INTO embedding (face_id, model, vector) VALUES (?, ?, ?)",
            (face_id, model, blob),
        )
        if added.rowcount:
            return False
        replaced = db.execute(
            "UPDATE embedding SET vector = ? WHERE face_id = ? AND model = ? AND vector <> ?",
            (blob, face_id, model, blob),
        )
        if replaced.rowcount:  # every index built before holds a vector that is no longer true
            grow(db, _GENERATION)
        return bool(replaced.rowcount)

    def forget(self, db: sqlite3.Connection, face_id: int, model: str) -> None:
        """Drop the embedding of a face for one model, where there is one."""
        if db.execute("DELETE FROM embedding WHERE face_id = ? AND model = ?", (face_id, model)).rowcount:
            grow(db, _GENERATION)

    def forget_others(self, db: sqlite3.Connection, face_id: int, model: str) -> None:
        """Drop the embeddings of a face for all models but one."""
        db.execute("DELETE FROM embedding WHERE face_id = ? AND model <> ?", (face_id, model))

    def ids(self, model: str) -> NDArray[np.int64]:
        """Ids of all faces that have an embedding of this model, ascending."""
        (ids,) = columns(self._database.reader(), ("face_id",), "FROM embedding WHERE model = ?", (model,))
        return np.sort(ids)

    def stamp(self) -> EmbeddingStamp:
        """Changes when an embedding comes, goes or changes. No row is counted: a million take 20 ms."""
        row = (
            self._database.reader()
            .execute(
                "SELECT (SELECT coalesce(max(rowid), 0) FROM embedding), "
                "coalesce((SELECT value FROM setting WHERE key = ?), 0), "
                "coalesce((SELECT value FROM setting WHERE key = ?), 0)",
                (GONE_KEY, _GENERATION),
            )
            .fetchone()
        )
        return EmbeddingStamp(int(row[0]), int(row[1]), int(row[2]))

    def came(self, model: str, row: int) -> tuple[NDArray[np.int64], Embeddings]:
        """Faces of the rows after ``row``, as long as none went: ids int64 [N], embeddings float32 [N, D]."""
        rows = (
            self._database.reader()
            .execute(
                "SELECT face_id, vector FROM embedding WHERE rowid > ? AND model = ? ORDER BY rowid",
                (row, model),
            )
            .fetchall()
        )
        vectors = np.frombuffer(b"".join(vector for _, vector in rows), "<f4").astype(np.float32, copy=False)
        return np.array([one for one, _ in rows], np.int64), vectors.reshape(
            len(rows), len(vectors) // max(len(rows), 1)
        )

    def above(self, model: str, face_id: int = 0) -> tuple[NDArray[np.int64], Embeddings]:
        """Faces with an id above ``face_id``: ids int64 [N] ascending, embeddings float32 [N, D]."""
        parts = list(self.batches(model, face_id))
        if not parts:
            return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
        return np.concatenate([ids for ids, _ in parts]), np.concatenate([vectors for _, vectors in parts])

    def batches(
        self, model: str, face_id: int = 0, size: int = BATCH
    ) -> Iterator[tuple[NDArray[np.int64], Embeddings]]:
        """What :meth:`above` gives, so many faces at once: a large library does not fit in memory whole."""
        rows = self._database.reader().execute(
            "SELECT face_id, vector FROM embedding WHERE model = ? AND face_id > ? ORDER BY face_id",
            (model, face_id),
        )
        while some := rows.fetchmany(size):
            vectors = np.frombuffer(b"".join(vector for _, vector in some), "<f4")
            ids = np.array([one for one, _ in some], np.int64)
            yield ids, vectors.astype(np.float32, copy=False).reshape(len(ids), -1)

    def of(self, model: str, face_ids: Iterable[int]) -> Embeddings:
        """Embeddings of some faces, float32 [N, D], by id ascending; faces without one are left out."""
        return self.found(model, face_ids)[1]

    def found(self, model: str, face_ids: Iterable[int]) -> tuple[NDArray[np.int64], Embeddings]:
        """As :meth:`of`, and the faces that have one: ids int64 [N]."""
        blob, ids = bytearray(), list[int]()
        reader = self._database.reader()
        for chunk in in_chunks(sorted(face_ids)):
            rows = reader.execute(
                f"SELECT face_id, vector FROM embedding WHERE model = ? AND face_id IN ({marks(chunk)}) "
                "ORDER BY face_id",
                (model, *chunk),
            )
            for face_id, vector in rows:
                ids.append(face_id)
                blob += vector
        vectors = np.frombuffer(bytes(blob), "<f4").astype(np.float32, copy=False)
        return np.array(ids, np.int64), vectors.reshape(len(ids), len(vectors) // max(len(ids), 1))
