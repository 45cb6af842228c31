"""The user's word: what the event log says, folded into constraints.

Clustering and automatic naming are replayed *under* the word, never over it. Faces are named here by
their reference id (``face_ref``): a face as the decision saw it, which outlives its detector and model.
The fold is pure: the same events always give the same word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from faceapp.core.events import Claim, ClaimKind, Event, EventKind, undone_events
from faceapp.core.relations import Conflict, ConflictKind, Pair, Twice, TwiceAnswer

_numbers = count(1)

__all__ = ["Claim", "ClaimKind", "Event", "EventKind", "Word", "fold", "undone_events"]


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
        rejected_by: (reference, person) -> the event that said by itself that they are not one.
        confirms: Events that confirmed faces one by one.
        via: Reference -> merges that brought it to the person it is claimed for, oldest first.
        merged_by: Person merged away -> the event that did.
        born: Person -> birthdate (``2019-05-01``) and the event that said it.
        different: Event -> two people who are not the same.
        alike: Event -> two people who are easily taken for each other.
        twice: Two references into one photo, the lower first -> whether they are one person.
        apart_by: Two references, the lower first -> the event that said by itself that they are two people.
        present: (photo identity, person) -> the event that said they are there without a face.
        boxes: Reference -> shapes of a face whose box was moved: before the first time, and now.
        conflicts: Answers that contradict each other; of each two the later one counts.
        undone: Events that do not count at present.
        last_event: Newest event folded in.
        number: Of this word; no two have the same. ``parent``: of the word it is a copy of; 0: of none.
        told: References about which it may say something else than its parent does.
        told_pairs: Events of ``different`` and ``alike`` about which it may do so.
    """

    claims: dict[int, Claim] = field(default_factory=dict)
    rejected: dict[int, set[int]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged_into: dict[int, int] = field(default_factory=dict)
    via: dict[int, tuple[int, ...]] = field(default_factory=dict)
    rejected_by: dict[tuple[int, int], int] = field(default_factory=dict)
    confirms: set[int] = field(default_factory=set)
    merged_by: dict[int, int] = field(default_factory=dict)
    born: dict[int, tuple[str, int]] = field(default_factory=dict)
    different: dict[int, Pair] = field(default_factory=dict)
    alike: dict[int, Pair] = field(default_factory=dict)
    twice: dict[tuple[int, int], Twice] = field(default_factory=dict)
    apart_by: dict[tuple[int, int], int] = field(default_factory=dict)
    present: dict[tuple[str, int], int] = field(default_factory=dict)
    boxes: dict[int, tuple[int, int]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    last_event: int = 0
    number: int = field(default_factory=lambda: next(_numbers), compare=False)
    parent: int = field(default=0, compare=False)
    told: set[int] = field(default_factory=set, compare=False)
    told_pairs: set[int] = field(default_factory=set, compare=False)

    def named(self) -> set[int]:
        """People who have a name and were not merged away."""
        return self.names.keys() - self.merged_into.keys()

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
            dict(self.via),
            dict(self.rejected_by),
            set(self.confirms),
            dict(self.merged_by),
            dict(self.born),
            dict(self.different),
            dict(self.alike),
            dict(self.twice),
            dict(self.apart_by),
            dict(self.present),
            dict(self.boxes),
            list(self.conflicts),
            set(self.undone),
            self.last_event,
            parent=self.number,
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
                seen = self._members(payload, "confirmed")
                self._claim(seen, ClaimKind.CONFIRMED, person, event.id, members=True)
                self._carry(self._members(payload, "rest"), person, event.id, members=True)
            case EventKind.RENAME:
                person = self.person(payload["person"])
                if person in self.names:  # else the naming itself was undone
                    self._call(person, payload["name"], payload["person"])
            case EventKind.CONFIRM:
                person = self.person(payload["person"])
                self.confirms.add(event.id)
                self._claim(payload["faces"], ClaimKind.CONFIRMED, person, event.id)
            case EventKind.REJECT:
                person = self.person(payload["person"])
                self._contradict(payload["faces"], person, event.id)
                self._reject(payload["faces"], person, payload.get("others", ()))
                self.rejected_by.update(
                    dict.fromkeys(((face, person) for face in payload["faces"]), event.id)
                )
            case EventKind.MERGE:
                self._merge(payload, event.id)
            case EventKind.MOVE:
                for source, faces in payload["from"].items():
                    others = payload.get("others", {}).get(source, ())
                    self._reject(faces, self.person(int(source)), others)
                target = self.person(payload["to"])
                if payload.get("name"):
                    self._call(target, payload["name"], payload["to"])
                self._carry(self._members(payload, "rest"), target, event.id, members=True)
                self._claim(payload["faces"], ClaimKind.CONFIRMED, target, event.id)
            case EventKind.SPLIT:
                person = self.person(payload["person"])
                for part, faces in payload["parts"].items():
                    self._reject(faces, person, payload["others"])
                    self._carry(faces, self.person(int(part)), event.id)
            case EventKind.DIFFERENT:
                self._compare(self.different, payload, event.id)
            case EventKind.APART:
                one, others = payload["best"]
                for person in payload["people"]:
                    self._reject(one, self.person(person), ())
                self.told.update(one, others)
                for first, second in ((one, others), (others, one)):
                    for face in first:
                        self.apart.setdefault(face, set()).update(set(second) - {face})
                pairs = ((min(a, b), max(a, b)) for a in one for b in others if a != b)
                self.apart_by.update(dict.fromkeys(pairs, event.id))
            case EventKind.LOOK_ALIKE:
                self._end_alike(payload["people"])
                if payload["alike"]:
                    self._compare(self.alike, payload, event.id)
            case EventKind.BIRTHDATE:
                person = self.person(payload["person"])
                self.born.pop(person, None)
                if payload["date"] is not None:
                    self.born[person] = (payload["date"], event.id)
            case EventKind.TWICE:
                one, other = sorted(payload["faces"])
                self.told.update((one, other))
                self.twice[one, other] = Twice(TwiceAnswer(payload["answer"]), event.id)
            case EventKind.STRANGER:
                self._claim(payload["faces"], ClaimKind.STRANGER, None, event.id)
            case EventKind.NOT_A_FACE:
                self._claim(payload["faces"], ClaimKind.NOT_A_FACE, None, event.id)
            case EventKind.HIDE:
                self.hidden.add(self.person(payload["person"]))
            case EventKind.UNHIDE:
                self.hidden.discard(self.person(payload["person"]))
            case EventKind.BOX:
                if payload.get("person") is not None:
                    person = self.person(payload["person"])
                    self._carry(self._members(payload, "rest"), person, event.id, members=True)
                    self._claim(payload["faces"], ClaimKind.CONFIRMED, person, event.id)
            case EventKind.MOVE_BOX:
                self.boxes[payload["faces"][0]] = (payload["original"], payload["shape"])
            case EventKind.PRESENT:
                where = (payload["identity"], self.person(payload["person"]))
                self.present.pop(where, None)
                if payload["present"]:
                    self.present[where] = event.id
            case EventKind.UNDO | EventKind.REDO:
                pass
        self.last_event = max(self.last_event, event.id)

    def _call(self, person: int, name: str, meant: int) -> None:
        """Name a person; one that ``meant`` was merged into keeps the name it has."""
        if person == meant or person not in self.names:
            self.names[person] = name

    def _claim(
        self,
        faces: Iterable[int],
        kind: ClaimKind,
        person: int | None,
        event_id: int,
        *,
        members: bool = False,
    ) -> None:
        """Put faces somewhere; ``members``: as members of the person they belong to, not one by one."""
        faces = list(faces)
        self.told.update(faces)
        for face in faces:
            self.claims[face] = Claim(kind, person, event_id)
            if not members:
                self.via.pop(face, None)
            if person is not None and person in self.rejected.get(face, ()):
                self._accept(face, person, event_id)

    def _accept(self, face: int, person: int, event_id: int) -> None:
        """A face that was said not to be a person is said to be it: the later answer counts."""
        self.rejected[face].discard(person)
        earlier = self.rejected_by.pop((face, person), None)
        if earlier is not None:
            kind = ConflictKind.REJECTED_CONFIRMED
            self.conflicts.append(Conflict(kind, earlier, event_id, frozenset({person}), frozenset({face})))

    def _carry(self, faces: Iterable[int], person: int, event_id: int, *, members: bool = False) -> None:
        """Carry along what the user has not put anywhere by itself, nor said to be somebody else."""
        faces = list(faces)
        self.told.update(faces)
        for face in faces:
            claim = self.claims.get(face)
            if person in self.rejected.get(face, ()):
                continue
            if claim is None or claim.kind is ClaimKind.CARRIED:
                self.claims[face] = Claim(ClaimKind.CARRIED, person, event_id)
                if not members:
                    self.via.pop(face, None)

    def _members(self, payload: Mapping[str, Any], key: str) -> list[int]:
        """Faces listed as members, but for those that were so only because of a merge that is undone."""
        gone = {
            face
            for merge, faces in payload.get("via", {}).items()
            if int(merge) in self.undone
            for face in faces
        }
        return [face for face in payload[key] if face not in gone]

    def _reject(self, faces: Iterable[int], person: int, others: Iterable[int]) -> None:
        faces, others = list(faces), set(others)
        self.told.update(faces)
        for face in faces:
            self.rejected.setdefault(face, set()).add(person)
            if others:
                self.apart.setdefault(face, set()).update(others - {face})
            claim = self.claims.get(face)
            if claim is not None and claim.person_id == person:
                del self.claims[face]
                self.via.pop(face, None)

    def _contradict(self, faces: Iterable[int], person: int, event_id: int) -> None:
        """Faces that were confirmed one by one are now said not to be that person."""
        wrong: dict[int, set[int]] = {}
        for face in faces:
            claim = self.claims.get(face)
            if claim is not None and claim.person_id == person and claim.event_id in self.confirms:
                wrong.setdefault(claim.event_id, set()).add(face)
        for earlier, some in sorted(wrong.items()):
            kind = ConflictKind.REJECTED_CONFIRMED
            self.conflicts.append(Conflict(kind, earlier, event_id, frozenset({person}), frozenset(some)))

    def _compare(self, pairs: dict[int, Pair], payload: Mapping[str, Any], event_id: int) -> None:
        one, other = (self.person(person) for person in payload["people"])
        if one == other:  # merged since: a redone merge stands before this
            different = pairs is self.different
            kind = ConflictKind.MERGED_DIFFERENT if different else ConflictKind.MERGED_ALIKE
            merge = self._merging_event(*payload["people"])
            self.conflicts.append(Conflict(kind, merge, event_id, frozenset(payload["people"])))
            return
        first, second = (tuple(faces) for faces in payload["best"])
        pairs[event_id] = Pair((one, other), (first, second), event_id)
        self._paired(pairs[event_id])

    def _paired(self, pair: Pair) -> None:
        """Note that a pair is another than it was."""
        self.told.update(*pair.faces)
        self.told_pairs.add(pair.event_id)

    def _end_alike(self, people: Iterable[int]) -> None:
        ended = {self.person(person) for person in people}
        for event_id in [number for number, pair in self.alike.items() if set(pair.people) == ended]:
            self._paired(self.alike.pop(event_id))

    def _merge(self, payload: Mapping[str, Any], event_id: int) -> None:
        target = self.person(int(payload["target"]))
        listed = [self.person(int(source)) for source in payload["sources"]]
        sources = set(listed) - {target}
        for source in listed:
            if source in sources:
                self.merged_into[source] = target
                self.merged_by[source] = event_id
                if source in self.names:  # the named side keeps its name
                    self.names.setdefault(target, self.names[source])
        came = set(self._members(payload, "confirmed"))
        if "stay" in payload:  # older logs do not tell whose the others were
            came |= set(self._members(payload, "rest")) - set(payload["stay"])
        for face, claim in self.claims.items():
            if claim.person_id in sources:
                self.claims[face] = Claim(claim.kind, target, event_id)
                came.add(face)
        self.told |= came
        for face, people in self.rejected.items():
            if not sources.isdisjoint(people):
                self.told.add(face)
            for source in people & sources:
                people.discard(source)
                people.add(target)
                if (face, source) in self.rejected_by:
                    self.rejected_by[face, target] = self.rejected_by.pop((face, source))
            own = self.claims.get(face)
            if target in people and own is not None and own.person_id == target:
                # Said to be the one and not the other of two who now are one: only a face that was
                # seen stays.
                if own.kind is ClaimKind.CONFIRMED:
                    self._accept(face, target, event_id)
                else:
                    del self.claims[face]
                    self.via.pop(face, None)
        self._merge_relations(sources, target, event_id)
        self._carry(self._members(payload, "rest"), target, event_id, members=True)
        self._claim(self._members(payload, "confirmed"), ClaimKind.CONFIRMED, target, event_id, members=True)
        for face in came:
            own = self.claims.get(face)
            if own is not None and own.person_id == target:
                self.via[face] = (*self.via.get(face, ()), event_id)

    def _merge_relations(self, sources: set[int], target: int, event_id: int) -> None:
        """What was said about two people, after some became one: the later answer counts."""
        for pairs, kind in (
            (self.different, ConflictKind.MERGED_DIFFERENT),
            (self.alike, ConflictKind.MERGED_ALIKE),
        ):
            for number, pair in list(pairs.items()):
                if sources.isdisjoint(pair.people):
                    continue
                merged = pair.merged(sources, target)
                pairs[number] = merged
                self._paired(merged)
                if merged.people[0] == merged.people[1]:
                    del pairs[number]
                    self.conflicts.append(Conflict(kind, number, event_id, frozenset(pair.people)))
        for identity, person in [where for where in self.present if where[1] in sources]:
            self.present.setdefault((identity, target), self.present.pop((identity, person)))
        for source in sorted(sources & self.born.keys()):
            date, number = self.born.pop(source)
            kept = self.born.setdefault(target, (date, number))
            if kept[0] != date:
                both = frozenset((source, target))
                first, second = sorted((kept[1], number))
                self.conflicts.append(Conflict(ConflictKind.TWO_BIRTHDATES, first, second, both))

    def _merging_event(self, one: int, other: int) -> int:
        """The event that made two people one: the newest on the way to where both ended."""
        ways = []
        for person in (one, other):
            way = [person]
            while way[-1] in self.merged_into:
                way.append(self.merged_into[way[-1]])
            ways.append(way)
        met = next(person for person in ways[0] if person in ways[1])
        return max(self.merged_by[person] for way in ways for person in way[: way.index(met)])

    def difference(self, other: Word) -> tuple[set[int], set[int]]:
        """References and people about which two words say different things."""
        references: set[int] = set()
        for mine, theirs in ((self.claims, other.claims), (self.rejected, other.rejected)):
            asked: Collection[int] = (
                mine.keys() | theirs.keys() if other.parent != self.number else other.told
            )
            references |= {face for face in asked if (mine.get(face) or None) != (theirs.get(face) or None)}
        people = self.hidden ^ other.hidden
        for pair in set(self.different.values()) ^ set(other.different.values()) | (
            set(self.alike.values()) ^ set(other.alike.values())
        ):
            people.update(pair.people)
            references.update(*pair.faces)
        references.update(*(faces for faces, _ in self.twice.items() ^ other.twice.items()))
        people.update(person for person, _ in self.born.items() ^ other.born.items())
        references.update(ref for ref, _ in self.boxes.items() ^ other.boxes.items())
        people.update(person for _, person in self.present.keys() ^ other.present.keys())
        for said, heard in ((self.names, other.names), (self.merged_into, other.merged_into)):
            people |= {
                person for person in said.keys() | heard.keys() if said.get(person) != heard.get(person)
            }
        return references, people


def fold(events: Iterable[Event]) -> Word:
    """The word of a whole log, oldest event first; undone events count for nothing."""
    log = list(events)
    word = Word(undone=undone_events(log))
    for event in log:
        if event.id not in word.undone:
            word.apply(event)
        word.last_event = max(word.last_event, event.id)
    return word
