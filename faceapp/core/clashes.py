"""Answers of the user that cannot both hold: listed, never silently dropped."""

from __future__ import annotations

from collections.abc import Iterator

from faceapp.core.events import ClaimKind
from faceapp.core.relations import Conflict, ConflictKind, TwiceAnswer
from faceapp.core.word import Word


def clashes(word: Word) -> list[Conflict]:
    """Every contradiction in a word, the newest first; one row per kind and two events."""
    found: dict[tuple[ConflictKind, int, int], Conflict] = {}
    for conflict in (*word.conflicts, *_twice(word), *_apart(word)):
        key = conflict.kind, conflict.earlier, conflict.later
        known = found.get(key)
        if known is not None:
            conflict = Conflict(*key, known.people | conflict.people, known.faces | conflict.faces)
        found[key] = conflict
    return sorted(found.values(), key=lambda one: (-one.later, -one.earlier, one.kind))


def _twice(word: Word) -> Iterator[Conflict]:
    """Two faces of one photo that were said to be one person or two, and stand as the opposite."""
    for (one, other), twice in word.twice.items():
        claims = word.claims.get(one), word.claims.get(other)
        if claims[0] is None or claims[1] is None:
            continue
        people = claims[0].person_id, claims[1].person_id
        if people[0] is None or people[1] is None:
            continue
        newest = max(claim.event_id for claim in claims if claim is not None)
        same = people[0] == people[1]
        seen = all(claim is not None and claim.kind is ClaimKind.CONFIRMED for claim in claims)
        if twice.answer is TwiceAnswer.MISTAKE and same:
            kind = ConflictKind.TWICE_MISTAKE
        elif twice.answer is not TwiceAnswer.MISTAKE and not same and seen:
            kind = ConflictKind.TWICE_SAME
        else:
            continue
        earlier, later = sorted((newest, twice.event_id))
        yield Conflict(kind, earlier, later, frozenset((people[0], people[1])), frozenset((one, other)))


def _apart(word: Word) -> Iterator[Conflict]:
    """Faces that were said to be of two people, and were both seen and confirmed as one."""
    for (one, other), event_id in word.apart_by.items():
        first, second = word.claims.get(one), word.claims.get(other)
        if first is None or second is None or {first.kind, second.kind} != {ClaimKind.CONFIRMED}:
            continue
        if first.person_id is not None and first.person_id == second.person_id:
            earlier, later = sorted((event_id, max(first.event_id, second.event_id)))
            people, faces = frozenset({first.person_id}), frozenset((one, other))
            yield Conflict(ConflictKind.APART_SAME, earlier, later, people, faces)
