"""Columns of numbers are those SQLite would hand out row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from faceapp.storage.columns import columns


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute(
            "CREATE TABLE number (id INTEGER PRIMARY KEY, value INTEGER NOT NULL, share REAL NOT NULL)"
        )
        random = np.random.default_rng(3)
        values, shares = random.integers(-(2**62), 2**62, 500), random.random(500)
        rows = zip(values.tolist(), shares.tolist(), strict=True)
        made.executemany("INSERT INTO number (value, share) VALUES (?, ?)", rows)
        yield made


def test_they_are_the_rows(db: sqlite3.Connection) -> None:
    wanted = ("id", "value", "cast(share * 1000000000 AS INTEGER)", "share > 0.5")
    rest = "FROM number WHERE id > ?"
    found = columns(db, wanted, rest, (100,))
    assert all(one.dtype == np.int64 for one in found)
    rows = db.execute(f"SELECT {', '.join(wanted)} {rest}", (100,)).fetchall()
    assert len(rows) == 400
    assert [tuple(row) for row in np.stack(found, axis=1).tolist()] == rows


def test_nothing_is_a_column_too(db: sqlite3.Connection) -> None:
    ids, values = columns(db, ("id", "value"), "FROM number WHERE id < 0")
    assert ids.dtype == np.int64
    assert (len(ids), len(values)) == (0, 0)
