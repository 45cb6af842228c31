"""The event log of the user's decisions: what an event is, what it may claim, and which are undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """Named as the commands are."""

    NAME = "name"
    RENAME = "rename"
    CONFIRM = "confirm"
    REJECT = "reject"
    MERGE = "merge"
    MOVE = "move"
    SPLIT = "split"
    DIFFERENT = "different"
    APART = "apart"
    LOOK_ALIKE = "look-alike"
    BIRTHDATE = "birthdate"
    TWICE = "twice"
    STRANGER = "stranger"
    NOT_A_FACE = "not-a-face"
    HIDE = "hide"
    UNHIDE = "unhide"
    BOX = "box"
    MOVE_BOX = "move-box"
    PRESENT = "present"
    UNDO = "undo"
    REDO = "redo"


class ClaimKind(StrEnum):
    """How firmly the user put a face where it is."""

    CONFIRMED = "confirmed"
    """The user saw this face and said so. Only these teach."""
    CARRIED = "carried"
    """Unseen, but part of a group the user named or merged: stays with it, teaches nothing."""
    STRANGER = "stranger"
    NOT_A_FACE = "not_a_face"


@dataclass(frozen=True, slots=True)
class Claim:
    """Where the user put one face, and the event that did."""

    kind: ClaimKind
    person_id: int | None
    event_id: int


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log. ``payload`` is JSON; its keys are those read in :meth:`Word.apply`."""

    id: int
    kind: EventKind
    payload: Mapping[str, Any]


def undone_events(events: Iterable[Event], before: Collection[int] = ()) -> set[int]:
    """Ids of the events that an undo took out and no redo brought back; ``before``: by earlier events."""
    undone = set(before)
    for event in events:
        if event.kind is EventKind.UNDO:
            undone.update(turned(event))
        elif event.kind is EventKind.REDO:
            undone.difference_update(turned(event))
    return undone


def turned(event: Event) -> tuple[int, ...]:
    """The events an undo or redo is about, in the order they were taken."""
    if "events" in event.payload:
        return tuple(int(one) for one in event.payload["events"])
    return (int(event.payload["event"]),)


def mentioned(*events: Event) -> tuple[set[int], set[int]]:
    """References and people that decisions are about (not those that only bear witness)."""
    refs: set[int] = set()
    people: set[int] = set()
    for event in events:
        payload = event.payload
        for key in ("confirmed", "rest", "faces"):
            refs |= set(payload.get(key, ()))
        for some in (*payload.get("best", ()), *payload.get("parts", {}).values()):
            refs |= set(some)
        people |= {payload[key] for key in ("person", "target", "to") if payload.get(key) is not None}
        people |= {*payload.get("sources", ()), *payload.get("people", ())}
        people |= {int(one) for key in ("from", "parts") for one in payload.get(key, {})}
    return refs, people
