"""The schema, step by step. Append only: a step that was released is never edited.

One small library per released schema lies in ``tests/data/db_versions`` and must open for ever.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

_SET = "faceapp"

_FIRST_SCHEMA = (
    # Folders the user added.
    """CREATE TABLE folder (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        added_at TEXT NOT NULL
    )""",
    # A picture by the hash of its image data. detector/model are those it was analysed with (NULL: to do);
    # present = 0 when no known path holds it any more (decisions are kept all the same).
    """CREATE TABLE photo (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        identity TEXT NOT NULL UNIQUE,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        taken_at TEXT,
        detector TEXT,
        model TEXT,
        thorough INTEGER NOT NULL DEFAULT 0,
        present INTEGER NOT NULL DEFAULT 1
    )""",
    # Paths are bytes as the file system has them (names need not be valid UTF-8).
    """CREATE TABLE path (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        photo_id INTEGER REFERENCES photo(id),
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        missing INTEGER NOT NULL DEFAULT 0,
        problem_kind TEXT,
        problem_message TEXT
    )""",
    "CREATE INDEX path_photo ON path(photo_id)",
    "CREATE INDEX path_problem ON path(problem_kind) WHERE problem_kind IS NOT NULL",
    # Boxes in pixels of the upright photo; landmarks float32 [5, 2] little endian.
    """CREATE TABLE face (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        photo_id INTEGER NOT NULL REFERENCES photo(id),
        x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
        landmarks BLOB,
        score REAL NOT NULL,
        quality REAL NOT NULL,
        manual INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX face_photo ON face(photo_id)",
    # float32 little endian, unit length. The truth behind the index file.
    """CREATE TABLE embedding (
        face_id INTEGER NOT NULL REFERENCES face(id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (face_id, model)
    )""",
    # People and groups share their ids: naming a group keeps its id, and an id is never used twice.
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT,
        hidden INTEGER NOT NULL DEFAULT 0,
        retired INTEGER NOT NULL DEFAULT 0,
        merged_into INTEGER REFERENCES person(id)
    )""",
    # Where each face stands now. Derived: made again from the events and the embeddings at any time.
    # group_id is the group clustering put the face in last: where it falls back to when a decision is undone.
    """CREATE TABLE assignment (
        face_id INTEGER PRIMARY KEY REFERENCES face(id) ON DELETE CASCADE,
        state TEXT NOT NULL,
        person_id INTEGER REFERENCES person(id),
        suggested_person_id INTEGER REFERENCES person(id),
        probability REAL,
        group_id INTEGER REFERENCES person(id)
    )""",
    "CREATE INDEX assignment_person ON assignment(person_id, state)",
    "CREATE INDEX assignment_suggested ON assignment(suggested_person_id) "
    "WHERE suggested_person_id IS NOT NULL",
    "CREATE INDEX assignment_group ON assignment(group_id)",
    # A face as a decision saw it: enough to find it again after another detector, model or restore.
    # Boxes are normalised to the upright photo. face_id is where it is attached now (NULL: nowhere).
    """CREATE TABLE face_ref (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        identity TEXT NOT NULL,
        x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
        model TEXT,
        vector BLOB,
        face_id INTEGER UNIQUE REFERENCES face(id) ON DELETE SET NULL
    )""",
    "CREATE INDEX face_ref_identity ON face_ref(identity)",
    # The user's word: appended to, never changed.
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        faces INTEGER NOT NULL,
        photos INTEGER NOT NULL,
        payload TEXT NOT NULL
    )""",
    "CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
    "CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


def m001_first_schema(db: Any) -> None:
    """Photos, faces, people, and the log of what the user said."""
    for statement in _FIRST_SCHEMA:
        db.execute(statement)


def m002_space(db: Any) -> None:
    """The space faces are compared in, as float32: mean [D], basis [D, K], cohort [M, K]."""
    db.execute(
        """CREATE TABLE space (
            model TEXT PRIMARY KEY,
            mean BLOB NOT NULL,
            basis BLOB,
            people REAL NOT NULL,
            cohort BLOB NOT NULL,
            faces INTEGER NOT NULL,
            generation INTEGER NOT NULL
        )"""
    )


def m003_likeness(db: Any) -> None:
    """How alike the photos of one person are, instead of how many people there are; estimated anew soon."""
    db.execute("ALTER TABLE space RENAME COLUMN people TO likeness")
    db.execute("UPDATE space SET likeness = 0.65, faces = 0")


def m004_folders(db: Any) -> None:
    """What each folder is to the album, when all of it was scanned last, and on which drives it lay then."""
    db.execute("ALTER TABLE folder ADD COLUMN mode TEXT NOT NULL DEFAULT 'watched'")
    db.execute("ALTER TABLE folder ADD COLUMN scanned_at TEXT")
    db.execute("ALTER TABLE folder ADD COLUMN drives TEXT")
    # Derived from the folders: 1 where the rule that holds for the path leaves it out.
    db.execute("ALTER TABLE path ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0")


def m005_present_and_shape(db: Any) -> None:
    """Who is in a photo though no face of theirs shows there, and boxes that the user moved."""
    # Derived from the events.
    db.execute(
        """CREATE TABLE presence (
            identity TEXT NOT NULL,
            person_id INTEGER NOT NULL REFERENCES person(id),
            PRIMARY KEY (identity, person_id)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX presence_person ON presence(person_id)")
    # How faces lay before and after; events name these rows. In pixels of the upright photo, as in face.
    db.execute(
        """CREATE TABLE shape (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
            landmarks BLOB,
            score REAL NOT NULL,
            quality REAL NOT NULL,
            manual INTEGER NOT NULL,
            model TEXT,
            vector BLOB
        )"""
    )


STEPS: tuple[Callable[[Any], None], ...] = (
    m001_first_schema,
    m002_space,
    m003_likeness,
    m004_folders,
    m005_present_and_shape,
)
"""All steps this version of the app knows, oldest first."""


def names() -> list[str]:
    """The names of the :data:`STEPS`."""
    return [step.__name__ for step in STEPS]


def applied(db: sqlite3.Connection) -> list[str]:
    """The steps a library has taken, oldest first; none where it is new, or no library at all."""
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    if db.execute(table).fetchone() is None:
        return []
    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", (_SET,))
    return [name for (name,) in rows]


def upgrade(db: sqlite3.Connection) -> None:
    """Take the steps a library lacks, inside a transaction."""
    # Here: it takes as long to import as everything else about storage, and hardly a start has steps to take.
    import sqlite_utils

    migrations = sqlite_utils.Migrations(_SET)
    for step in STEPS:
        migrations()(step)
    migrations.apply(sqlite_utils.Database(db, execute_plugins=False))
