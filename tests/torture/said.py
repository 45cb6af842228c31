"""What somebody said about an album, written down by themselves: the oracle of the stateful test.

Nothing of the app is used here. Faces are spots in pictures, people are the numbers under which the app
showed them when something was said, and an undone statement is one that is left out when all of them are
read again from the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

Spot = tuple[int, int]
"""(picture, place in it from the left)"""


@dataclass(frozen=True)
class Statement:
    """One thing said.

    Attributes:
        kind: As the app's history calls it.
        person: Whom it is about.
        faces: Faces that were looked at when it was said.
        rest: Faces of the same group that were not looked at, or whose pictures were away.
        stay: Those of ``rest`` that were with ``person`` before something was merged into it.
        came: Merges, each with the faces that belonged to their group because of it when it was spoken of.
        sources: Who was merged into ``person``.
        name: What ``person`` is called from now on.
        taken: Whom faces were taken from when they were put elsewhere.
        apart: Faces that were taken out of a group, each with one that stayed.
        parts: Groups made by a split, each with its faces.
        other: With whom ``person`` was compared.
        alike: Whether those two look alike, or no longer.
        best: The best faces of both when they were compared.
        born: Birthdate of ``person``, as text.
        answer: Why one person seems to be in a picture twice.
        picture: In which ``person`` is without a face (``alike``), or is not after all.
        box: Where the user moved the box of a face to.
        targets: The events that an undo or a redo is about.
    """

    kind: str
    person: int = 0
    faces: tuple[Spot, ...] = ()
    rest: tuple[Spot, ...] = ()
    stay: tuple[Spot, ...] = ()
    came: tuple[tuple[int, tuple[Spot, ...]], ...] = ()
    sources: tuple[int, ...] = ()
    name: str | None = None
    taken: tuple[tuple[int, tuple[Spot, ...]], ...] = ()
    apart: tuple[tuple[Spot, Spot], ...] = ()
    parts: tuple[tuple[int, tuple[Spot, ...]], ...] = ()
    other: int = 0
    alike: bool = True
    best: tuple[tuple[Spot, ...], tuple[Spot, ...]] = ((), ())
    born: str | None = None
    answer: str = ""
    picture: int = -1
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    targets: tuple[int, ...] = ()


@dataclass
class Opinion:
    """What is held of one face.

    ``person`` is set where it was put somewhere: looked at (``seen``) or only along with its group.
    ``aside`` is "stranger" or "not_a_face". ``came`` are the merges by which it got to that person.
    """

    person: int | None = None
    seen: bool = False
    aside: str | None = None
    came: tuple[int, ...] = ()
    never: set[int] = field(default_factory=set)

    @property
    def firm(self) -> bool:
        return self.seen or self.aside is not None


class Opinions:
    """All that holds after a number of statements."""

    def __init__(self, undone: Set[int] = frozenset()) -> None:
        self.undone = undone
        self.faces: dict[Spot, Opinion] = {}
        self.names: dict[int, str] = {}
        self.hidden: set[int] = set()
        self.apart: set[frozenset[Spot]] = set()
        self.born: dict[int, str] = {}
        self.different: list[Statement] = []
        self.alike: list[Statement] = []
        self.twice: dict[frozenset[Spot], str] = {}
        self.boxes: dict[Spot, tuple[float, float, float, float]] = {}
        self._present: set[tuple[int, int]] = set()
        self._became: dict[int, int] = {}

    # -- asking -------------------------------------------------------------------------------------
    def who(self, person: int) -> int:
        """Under which number somebody goes after all merges."""
        while person in self._became:
            person = self._became[person]
        return person

    def present(self) -> set[tuple[int, int]]:
        """Who is in which picture without a face: (picture, person)."""
        return {(picture, self.who(person)) for picture, person in self._present}

    def merged(self) -> set[int]:
        """Numbers that go under another."""
        return set(self._became)

    def named(self) -> dict[int, str]:
        """Everybody who has a name and was not merged away."""
        return {person: name for person, name in self.names.items() if person not in self._became}

    def is_not(self, spot: Spot) -> set[int]:
        """Who a face is not."""
        return {self.who(person) for person in self.faces[spot].never} if spot in self.faces else set()

    def both(self, said: Statement) -> tuple[int, int]:
        """Two who were compared, as they go now, the lower number first."""
        one, other = sorted((self.who(said.person), self.who(said.other)))
        return one, other

    def strangers_to(self, spot: Spot) -> set[int]:
        """Who a face is not because its person was said to be another, unless it was put there."""
        opinion = self.faces.get(spot, Opinion())
        put = None if opinion.person is None else self.who(opinion.person)
        found = set()
        for said in self.different:
            for faces, person in ((said.best[0], said.other), (said.best[1], said.person)):
                if spot in faces and self.who(person) != put:
                    found.add(self.who(person))
        return found

    def kept_apart(self) -> set[frozenset[Spot]]:
        """Pairs of faces that are never grouped by the app."""
        pairs = {
            frozenset((one, other))
            for said in (*self.different, *self.alike)
            for one in said.best[0]
            for other in said.best[1]
            if one not in said.best[1] and other not in said.best[0]
        }
        mistakes = {pair for pair, answer in self.twice.items() if answer == "mistake"}
        return self.apart | pairs | mistakes

    # -- hearing ------------------------------------------------------------------------------------
    def hear(self, event: int, said: Statement) -> None:
        """Take in one statement."""
        person = self.who(said.person)
        if said.name is not None and (said.kind != "rename" or person in self.names):
            # Spoken of somebody who is merged away by now: the name that is there stays.
            self.names[person] = said.name if person == said.person else self.names.get(person, said.name)
        came = self._merge(person, said) if said.kind == "merge" else set()
        for source, faces in said.taken:
            self._not(faces, source)
        if said.kind == "reject":
            self._not(said.faces, person)
        elif said.kind == "twice":
            self.twice[frozenset(said.faces)] = said.answer
        elif said.kind == "box" and said.person:
            self._put(said, person)
        elif said.kind == "split":
            for group, faces in said.parts:
                for spot in self._along(faces, self.who(group)):
                    self.faces[spot].came = ()
        elif said.kind in ("different", "look-alike"):
            self._compare(said)
        elif said.kind == "birthdate":
            self.born.pop(person, None)
            if said.born is not None:
                self.born[person] = said.born
        elif said.kind in ("stranger", "not-a-face"):
            for spot in said.faces:
                old = self._of(spot)
                self.faces[spot] = Opinion(aside=said.kind.replace("-", "_"), never=old.never)
        elif said.kind in ("hide", "unhide"):
            (self.hidden.add if said.kind == "hide" else self.hidden.discard)(person)
        elif said.kind in ("name", "merge", "move", "confirm"):
            self._put(said, person)
        elif said.kind == "move-box":
            self.boxes[said.faces[0]] = said.box
        elif said.kind == "present":
            here = (said.picture, person)
            self._present = {(p, who) for p, who in self._present if (p, self.who(who)) != here}
            if said.alike:
                self._present.add(here)
        for spot in came:
            opinion = self._of(spot)
            if opinion.person is not None and self.who(opinion.person) == person:
                opinion.came = (*opinion.came, event)
        self.apart |= {frozenset(pair) for pair in said.apart}

    def _of(self, spot: Spot) -> Opinion:
        return self.faces.setdefault(spot, Opinion())

    def _meant(self, said: Statement, faces: Iterable[Spot]) -> list[Spot]:
        """Faces of a group that was spoken of, but for those that were in it by a merge taken back since."""
        gone = {spot for merge, spots in said.came if merge in self.undone for spot in spots}
        return [spot for spot in faces if spot not in gone]

    def _put(self, said: Statement, person: int) -> None:
        self._along(self._meant(said, said.rest), person)
        one_by_one = said.kind in ("confirm", "move", "box")
        for spot in said.faces if one_by_one else self._meant(said, said.faces):
            old = self._of(spot)
            never = {one for one in old.never if self.who(one) != person}
            self.faces[spot] = Opinion(person, seen=True, never=never, came=() if one_by_one else old.came)

    def _along(self, faces: Iterable[Spot], person: int) -> list[Spot]:
        went = []
        for spot in faces:
            opinion = self._of(spot)
            if not opinion.firm and person not in self.is_not(spot):
                opinion.person = person
                went.append(spot)
        return went

    def _compare(self, said: Statement) -> None:
        if said.kind == "look-alike":
            self.alike = [one for one in self.alike if self.both(one) != self.both(said)]
        if self.both(said)[0] == self.both(said)[1] or not said.alike:
            return  # they are one by now: the merge counts
        (self.different if said.kind == "different" else self.alike).append(said)

    def _not(self, faces: Iterable[Spot], person: int) -> None:
        for spot in faces:
            opinion = self._of(spot)
            if opinion.person is not None and self.who(opinion.person) == self.who(person):
                opinion.person, opinion.seen, opinion.came = None, False, ()
            opinion.never.add(self.who(person))

    def _merge(self, target: int, said: Statement) -> set[Spot]:
        """Make two one; returns the faces that came to ``target`` by it."""
        sources = {self.who(one) for one in said.sources} - {target}
        came = {spot for spot, one in self.faces.items() if one.person and self.who(one.person) in sources}
        came |= {spot for spot in self._meant(said, (*said.faces, *said.rest)) if spot not in said.stay}
        for source in dict.fromkeys(self.who(one) for one in said.sources):
            if source not in sources:
                continue
            self._became[source] = target
            if target not in self.names and source in self.names:
                self.names[target] = self.names[source]
        for source in sorted(self.born.keys() & self._became.keys()):
            self.born.setdefault(self.who(source), self.born.pop(source))
        # Who was said to be two is one now: what was said last counts.
        self.different = [one for one in self.different if len(set(self.both(one))) == 2]
        self.alike = [one for one in self.alike if len(set(self.both(one))) == 2]
        for spot, opinion in self.faces.items():
            # Said to be the one and not the other of two who are one now: what was seen with own eyes counts.
            if opinion.person is not None and self.who(opinion.person) == target in self.is_not(spot):
                if opinion.seen:
                    opinion.never = {one for one in opinion.never if self.who(one) != target}
                else:
                    opinion.person, opinion.came = None, ()
        return came


class Said:
    """Everything said, in order, each with the number the app gave it."""

    def __init__(self) -> None:
        self.statements: list[tuple[int, Statement]] = []
        self.undone: set[int] = set()
        self.now = Opinions(self.undone)

    def add(self, event: int, statement: Statement) -> None:
        """Something was said."""
        self.statements.append((event, statement))
        if statement.kind in ("undo", "redo"):
            turn = self.undone.update if statement.kind == "undo" else self.undone.difference_update
            turn(statement.targets)
            self.now = self.from_nothing()
        else:
            self.now.hear(event, statement)

    def from_nothing(self) -> Opinions:
        """Read all that counts again."""
        read = Opinions(self.undone)
        for event, statement in self.statements:
            if event not in self.undone:
                read.hear(event, statement)
        return read

    def counting(self) -> list[int]:
        """What can be undone."""
        return [e for e, one in self.statements if one.kind not in ("undo", "redo") and e not in self.undone]

    def came(self, spots: Iterable[Spot]) -> tuple[tuple[int, tuple[Spot, ...]], ...]:
        """Merges, each with those of these faces that it brought to where they are."""
        found: dict[int, list[Spot]] = {}
        for spot in spots:
            for merge in self.now.faces.get(spot, Opinion()).came:
                found.setdefault(merge, []).append(spot)
        return tuple((merge, tuple(some)) for merge, some in found.items())

    def not_drawn(self) -> set[Spot]:
        """Faces that are there only where a detector finds them: the box that was drawn was taken back."""
        boxes = [(event, spot) for event, one in self.statements if one.kind == "box" for spot in one.faces]
        counting = {spot for event, spot in boxes if event not in self.undone}
        return {spot for _, spot in boxes} - counting

    def last_undone(self) -> tuple[int, ...]:
        """What the newest undo took that is not back yet."""
        for _, one in reversed(self.statements):
            if one.kind == "undo" and self.undone & set(one.targets):
                return tuple(event for event in one.targets if event in self.undone)
        return ()

    def expected_history(self) -> list[tuple[int, str, bool]]:
        """``(event, kind, undone)``, newest first."""
        return [(event, one.kind, event in self.undone) for event, one in reversed(self.statements)]
