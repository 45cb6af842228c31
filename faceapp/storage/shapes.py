"""How faces lay when the user moved or resized their boxes: enough to go back without the networks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.storage.database import Database
from faceapp.storage.faces import in_chunks, marks


@dataclass(frozen=True, slots=True)
class Shape:
    """One box of a face, and what the networks saw in it.

    Attributes:
        box: Pixels of the upright photo at full size.
        landmarks: float32 [5, 2] in the same pixels, or None.
        score: Of the detector; 1.0 for a box of the user's.
        quality: See :func:`faceapp.core.quality.face_quality`.
        manual: Whether it is the user's.
        model: Whose embedding ``vector`` is; None where there was none.
        vector: float32 [D].
    """

    box: Box
    landmarks: NDArray[np.float32] | None
    score: float
    quality: float
    manual: bool
    model: str | None
    vector: NDArray[np.float32] | None


_COLUMNS = "x, y, width, height, landmarks, score, quality, manual, model, vector"


class ShapeStore:
    """Shapes are written once and never changed: events name them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, db: sqlite3.Connection, shape: Shape) -> int:
        """Keep one; returns its id."""
        box = shape.box
        cursor = db.execute(
            f"INSERT INTO shape ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(box.x, box.y, box.width, box.height),
                _blob(shape.landmarks),
                shape.score,
                shape.quality,
                int(shape.manual),
                shape.model,
                _blob(shape.vector),
            ),
        )
        return int(cursor.lastrowid or 0)

    def get(self, db: sqlite3.Connection, shape_id: int) -> Shape:
        """One by its id."""
        row = db.execute(f"SELECT {_COLUMNS} FROM shape WHERE id = ?", (shape_id,)).fetchone()
        return Shape(
            Box(*row[:4]),
            None if row[4] is None else np.frombuffer(row[4], "<f4").astype(np.float32).reshape(5, 2),
            row[5],
            row[6],
            bool(row[7]),
            row[8],
            None if row[9] is None else np.frombuffer(row[9], "<f4").astype(np.float32),
        )

    def found_boxes(self, shape_ids: Iterable[int]) -> list[Box]:
        """The boxes of these that a detector found: pixels of the upright photo."""
        found: list[Box] = []
        for chunk in in_chunks(shape_ids):
            rows = self._database.reader().execute(
                f"SELECT x, y, width, height FROM shape WHERE manual = 0 AND id IN ({marks(chunk)})", chunk
            )
            found += [Box(*row) for row in rows]
        return found


def _blob(values: NDArray[np.float32] | None) -> bytes | None:
    return None if values is None else np.ascontiguousarray(values, "<f4").tobytes()
