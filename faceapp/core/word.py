"""The user's word: what the event log says, folded into constraints.

Clustering and automatic naming are replayed *under* the word, never over it. Faces are named here by
their reference id (``face_ref``): a face as the decision saw it, which outlives its detector and model.
The fold is pure: the same events always give the same word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    STRANGER = "stranger"
    NOT_A_FACE = "not-a-face"
    HIDE = "hide"
    UNHIDE = "unhide"
    BOX = "box"
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


@dataclass(slots=True)
class Word:
    """The folded log.

    Attributes:
        claims: Reference -> where the user put that face.
        rejected: Reference -> people (or groups) the face is not.
        apart: Reference -> references it was taken out of a group from (hard cannot-links).
        names: Person -> name given by the user.
        hidden: People out of sight.
        merged_into: Person merged away -> person it went into.
        undone: Events that do not count at present.
        last_event: Newest event folded in.
    """

    claims: dict[int, Claim] = field(default_factory=dict)
    rejected: dict[int, set[int]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged_into: dict[int, int] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    last_event: int = 0

    def person(self, person_id: int) -> int:
        """The person that ``person_id`` is shown as now (itself, or what it was merged into)."""
        while person_id in self.merged_into:
            person_id = self.merged_into[person_id]
        return person_id

    def copy(self) -> Word:
        """A word of its own: folding into one leaves the other as it is."""
        return Word(
            dict(self.claims),
            {face: set(people) for face, people in self.rejected.items()},
            {face: set(others) for face, others in self.apart.items()},
            dict(self.names),
            set(self.hidden),
            dict(self.merged_into),
            set(self.undone),
            self.last_event,
        )

    def apply(self, event: Event) -> None:
        """Fold in one event. Undo and redo are not folded but change what is: see :func:`fold`.

        A redone merge may stand before events about what it merged away: those then speak of the person
        that it went into.
        """
        payload = event.payload
        match event.kind:
            case EventKind.NAME:
                person = self.person(payload["person"])
                self._call(person, payload["name"], payload["person"])
                self._claim(payload["confirmed"], ClaimKind.CONFIRMED, person, event.id)
                self._carry(payload["rest"], person, event.id)
            case EventKind.RENAME:
                person = self.person(payload["person"])
                if person in self.names:  # else the naming itself was undone
                    self._call(person, payload["name"], payload["person"])
            case EventKind.CONFIRM:
                person = self.person(payload["person"])
                self._claim(payload["faces"], ClaimKind.CONFIRMED, person, event.id)
            case EventKind.REJECT:
                self._reject(payload["faces"], self.person(payload["person"]), payload.get("others", ()))
            case EventKind.MERGE:
                self._merge(payload, event.id)
            case EventKind.MOVE:
                for source, faces in payload["from"].items():
                    others = payload.get("others", {}).get(source, ())
                    self._reject(faces, self.person(int(source)), others)
                target = self.person(payload["to"])
                if payload.get("name"):
                    self._call(target, payload["name"], payload["to"])
                self._carry(payload["rest"], target, event.id)
                self._claim(payload["faces"], ClaimKind.CONFIRMED, target, event.id)
            case EventKind.STRANGER:
                self._claim(payload["faces"], ClaimKind.STRANGER, None, event.id)
            case EventKind.NOT_A_FACE:
                self._claim(payload["faces"], ClaimKind.NOT_A_FACE, None, event.id)
            case EventKind.HIDE:
                self.hidden.add(self.person(payload["person"]))
            case EventKind.UNHIDE:
                self.hidden.discard(self.person(payload["person"]))
            case EventKind.BOX | EventKind.UNDO | EventKind.REDO:
                pass
        self.last_event = max(self.last_event, event.id)

    def _call(self, person: int, name: str, meant: int) -> None:
        """Name a person; one that ``meant`` was merged into keeps the name it has."""
        if person == meant or person not in self.names:
            self.names[person] = name

    def _claim(self, faces: Iterable[int], kind: ClaimKind, person: int | None, event_id: int) -> None:
        for face in faces:
            self.claims[face] = Claim(kind, person, event_id)
            if person is not None:
                self.rejected.get(face, set()).discard(person)

    def _carry(self, faces: Iterable[int], person: int, event_id: int) -> None:
        """Carry along what the user has not put anywhere by itself, nor said to be somebody else."""
        for face in faces:
            claim = self.claims.get(face)
            if person in self.rejected.get(face, ()):
                continue
            if claim is None or claim.kind is ClaimKind.CARRIED:
                self.claims[face] = Claim(ClaimKind.CARRIED, person, event_id)

    def _reject(self, faces: Iterable[int], person: int, others: Iterable[int]) -> None:
        others = set(others)
        for face in faces:
            self.rejected.setdefault(face, set()).add(person)
            if others:
                self.apart.setdefault(face, set()).update(others - {face})
            claim = self.claims.get(face)
            if claim is not None and claim.person_id == person:
                del self.claims[face]

    def _merge(self, payload: Mapping[str, Any], event_id: int) -> None:
        target = self.person(int(payload["target"]))
        listed = [self.person(int(source)) for source in payload["sources"]]
        sources = set(listed) - {target}
        for source in listed:
            if source in sources:
                self.merged_into[source] = target
                if source in self.names:  # the named side keeps its name
                    self.names.setdefault(target, self.names[source])
        for face, claim in self.claims.items():
            if claim.person_id in sources:
                self.claims[face] = Claim(claim.kind, target, event_id)
        for face, people in self.rejected.items():
            if people & sources:
                people.difference_update(sources)
                people.add(target)
            own = self.claims.get(face)
            if target in people and own is not None and own.person_id == target:
                # Said to be the one and not the other of two who now are one: only a face that was
                # seen stays.
                if own.kind is ClaimKind.CONFIRMED:
                    people.discard(target)
                else:
                    del self.claims[face]
        self._carry(payload["rest"], target, event_id)
        self._claim(payload["confirmed"], ClaimKind.CONFIRMED, target, event_id)

    def difference(self, other: Word) -> tuple[set[int], set[int]]:
        """References and people about which two words say different things."""
        references: set[int] = set()
        for mine, theirs in ((self.claims, other.claims), (self.rejected, other.rejected)):
            references |= {
                face
                for face in mine.keys() | theirs.keys()
                if (mine.get(face) or None) != (theirs.get(face) or None)
            }
        people = self.hidden ^ other.hidden
        for said, heard in ((self.names, other.names), (self.merged_into, other.merged_into)):
            people |= {
                person for person in said.keys() | heard.keys() if said.get(person) != heard.get(person)
            }
        return references, people


def undone_events(events: Iterable[Event]) -> set[int]:
    """Ids of the events that an undo took out and no redo brought back."""
    undone: set[int] = set()
    for event in events:
        if event.kind is EventKind.UNDO:
            undone.add(int(event.payload["event"]))
        elif event.kind is EventKind.REDO:
            undone.discard(int(event.payload["event"]))
    return undone


def fold(events: Iterable[Event]) -> Word:
    """The word of a whole log, oldest event first; undone events count for nothing."""
    log = list(events)
    word = Word(undone=undone_events(log))
    for event in log:
        if event.id not in word.undone:
            word.apply(event)
        word.last_event = max(word.last_event, event.id)
    return word
