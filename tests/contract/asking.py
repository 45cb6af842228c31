"""Calls of the command line in its contract tests: what they give, and what the tests look up by them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SCAN_KEYS = [
    "photos",
    "paths",
    "new",
    "unchanged",
    "moved",
    "missing",
    "problems",
    "faces",
    "people",
    "groups",
    "seconds",
    "device",
]
FACE_KEYS = [
    "id",
    "photo",
    "paths",
    "box",
    "score",
    "quality",
    "person_id",
    "name",
    "state",
    "suggested_person_id",
]
PERSON_KEYS = ["id", "name", "faces", "photos", "confirmed", "hidden"]
DECISION_KEYS = ["event", "faces", "photos", "person_id"]
EVENT_KEYS = ["event", "kind", "when", "what", "faces", "undone"]
STATES = ["confirmed", "automatic", "suggested", "grouped", "single", "stranger", "not_a_face"]


@dataclass
class Answer:
    """What one call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Call = Callable[..., Answer]


def groups(ask: Call) -> list[dict[str, Any]]:
    return [row for row in ask("people").json if row["name"] is None]


def members(ask: Call, person: int) -> list[int]:
    return [row["id"] for row in ask("faces").json if row["person_id"] == person]


def face(ask: Call, face_id: int) -> dict[str, Any]:
    (row,) = (row for row in ask("faces").json if row["id"] == face_id)
    return dict(row)
