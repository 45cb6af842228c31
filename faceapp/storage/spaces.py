"""The space each model's faces are compared in, as estimated from the album last."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np

from faceapp.core.space import Space
from faceapp.storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredSpace:
    """A space with the number of faces it was estimated from; ``generation`` grows with each estimate."""

    space: Space
    faces: int
    generation: int


class SpaceStore:
    """One row per model. Derived: made again from the embeddings at any time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def generation(self, model: str) -> int:
        """Which estimate is in force; 0 before the first."""
        row = (
            self._database.reader()
            .execute("SELECT generation FROM space WHERE model = ?", (model,))
            .fetchone()
        )
        return int(row[0]) if row else 0

    def get(self, model: str) -> StoredSpace | None:
        """The estimate in force, or None before the first."""
        row = (
            self._database.reader()
            .execute(
                "SELECT mean, basis, likeness, cohort, faces, generation FROM space WHERE model = ?", (model,)
            )
            .fetchone()
        )
        if row is None:
            return None
        mean = np.frombuffer(row[0], "<f4").astype(np.float32)
        basis = None
        if row[1] is not None:
            basis = np.frombuffer(row[1], "<f4").astype(np.float32).reshape(len(mean), -1)
        dimension = len(mean) if basis is None else basis.shape[1]
        cohort = np.frombuffer(row[3], "<f4").astype(np.float32).reshape(-1, dimension)
        return StoredSpace(Space(mean, basis, float(row[2]), cohort), int(row[4]), int(row[5]))

    def put(self, db: sqlite3.Connection, model: str, space: Space, faces: int) -> None:
        """Put a new estimate in force: every index built before counts no more."""
        basis = None if space.basis is None else np.ascontiguousarray(space.basis, "<f4").tobytes()
        db.execute(
            "INSERT INTO space (model, mean, basis, likeness, cohort, faces, generation) "
            "VALUES (?, ?, ?, ?, ?, ?, 1) "
            "ON CONFLICT(model) DO UPDATE SET mean = excluded.mean, basis = excluded.basis, "
            "likeness = excluded.likeness, cohort = excluded.cohort, faces = excluded.faces, "
            "generation = generation + 1",
            (
                model,
                np.ascontiguousarray(space.mean, "<f4").tobytes(),
                basis,
                space.likeness,
                np.ascontiguousarray(space.cohort, "<f4").tobytes(),
                faces,
            ),
        )
