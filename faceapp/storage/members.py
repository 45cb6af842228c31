"""What placing faces asks of the faces around them, inside its transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from faceapp.core.models import FaceState
from faceapp.storage.faces import Assignment, in_chunks, marks


@dataclass(frozen=True, slots=True)
class Member:
    """A face of a present photo with what grouping needs of it."""

    row: Assignment
    photo_id: int
    quality: float


def members_of(db: sqlite3.Connection, faces: Iterable[int]) -> list[Member]:
    """Those of these faces whose photos are present, inside a transaction; by id."""
    found: dict[int, Member] = {}
    for chunk in in_chunks(faces):
        rows = db.execute(
            "SELECT face.id, coalesce(assignment.state, 'single'), assignment.person_id, "
            "assignment.suggested_person_id, assignment.probability, assignment.group_id, "
            "face.photo_id, face.quality FROM face JOIN photo ON photo.id = face.photo_id "
            "LEFT JOIN assignment ON assignment.face_id = face.id "
            f"WHERE photo.present = 1 AND face.id IN ({marks(chunk)})",
            chunk,
        )
        for row in rows:
            standing = Assignment(row[0], FaceState(row[1]), *row[2:6])
            found[row[0]] = Member(standing, row[6], row[7])
    return [found[face_id] for face_id in sorted(found)]


def put_together(db: sqlite3.Connection, group: int) -> list[int]:
    """The faces that clustering put into a group last."""
    return [face for (face,) in db.execute("SELECT face_id FROM assignment WHERE group_id = ?", (group,))]


def shown_as(db: sqlite3.Connection, person: int) -> list[int]:
    """The faces that are shown under a person or group."""
    return [face for (face,) in db.execute("SELECT face_id FROM assignment WHERE person_id = ?", (person,))]


def suggested_as(db: sqlite3.Connection, person: int) -> list[int]:
    """The faces that are believed to be a person."""
    rows = db.execute("SELECT face_id FROM assignment WHERE suggested_person_id = ?", (person,))
    return [face for (face,) in rows]


def move_shown(db: sqlite3.Connection, person: int, target: int) -> list[int]:
    """Show all named faces of a person, and ask about those it may be, as another one; which these are."""
    named = (FaceState.CONFIRMED.value, FaceState.AUTOMATIC.value)
    shown = db.execute(
        "UPDATE assignment SET person_id = ? WHERE person_id = ? AND state IN (?, ?) RETURNING face_id",
        (target, person, *named),
    ).fetchall()
    asked = db.execute(
        "UPDATE assignment SET suggested_person_id = ? WHERE suggested_person_id = ? RETURNING face_id",
        (target, person),
    ).fetchall()
    return [face for (face,) in (*shown, *asked)]


def left_alone(db: sqlite3.Connection, groups: Iterable[int]) -> set[int]:
    """Single faces that clustering had put into one of these groups."""
    found: set[int] = set()
    for chunk in in_chunks(groups):
        rows = db.execute(
            f"SELECT face_id FROM assignment WHERE state = ? AND group_id IN ({marks(chunk)})",
            (FaceState.SINGLE.value, *chunk),
        )
        found |= {int(row) for (row,) in rows}
    return found


def qualities(db: sqlite3.Connection, face_ids: Iterable[int]) -> dict[int, float]:
    """Quality of these faces, inside a transaction."""
    found: dict[int, float] = {}
    for chunk in in_chunks(face_ids):
        found |= dict(
            db.execute(f"SELECT id, quality FROM face WHERE id IN ({marks(chunk)})", chunk).fetchall()
        )
    return found
