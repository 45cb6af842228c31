"""What the user said about two at once: other people, look-alikes, one person twice, answers that clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people or groups the user compared.

    Attributes:
        people: Both, as they are called now (merges followed).
        faces: References of the best faces of each at that time: groups come and go, faces stay.
        event_id: The event that said so.
    """

    people: tuple[int, int]
    faces: tuple[tuple[int, ...], tuple[int, ...]]
    event_id: int

    def merged(self, sources: Iterable[int], target: int) -> Pair:
        """The same after ``sources`` went into ``target``."""
        sources = set(sources)
        one, other = (target if person in sources else person for person in self.people)
        return replace(self, people=(one, other))


class TwiceAnswer(StrEnum):
    """Why one person seems to be in a photo twice."""

    MIRROR = "mirror"
    COLLAGE = "collage"
    MISTAKE = "mistake"
    """They are two people."""


@dataclass(frozen=True, slots=True)
class Twice:
    """The answer about two faces of one photo."""

    answer: TwiceAnswer
    event_id: int


class ConflictKind(StrEnum):
    """Two answers that cannot both hold."""

    MERGED_DIFFERENT = "different and one"
    """Said to be different people, and merged."""
    MERGED_ALIKE = "look-alikes and one"
    """Said to be two people who look alike, and merged."""
    TWO_BIRTHDATES = "two birthdates"
    """Two with different birthdates were merged."""
    REJECTED_CONFIRMED = "not this person and this person"
    """A face was said not to be a person, and to be that person."""
    TWICE_MISTAKE = "two people and one"
    """Two faces of a photo were said to be two people, and put under one."""
    TWICE_SAME = "one person and two"
    """Two faces of a photo were said to be one person, and put under two."""
    APART_SAME = "apart and together"
    """Faces were said to be of two people, and are confirmed as one."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two events that contradict each other: the later one counts, both are shown.

    ``faces`` are references.
    """

    kind: ConflictKind
    earlier: int
    later: int
    people: frozenset[int] = frozenset()
    faces: frozenset[int] = frozenset()


def partners(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """Person -> the others they are paired with."""
    found: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        one, other = pair.people
        found[one].add(other)
        found[other].add(one)
    return dict(found)
