"""What the user said about two people, through merges, undo and redo."""

from __future__ import annotations

from typing import Any

from faceapp.core.clashes import clashes
from faceapp.core.relations import Conflict, ConflictKind, Pair, partners
from faceapp.core.word import Event, EventKind, fold


def event(number: int, kind: EventKind, **payload: Any) -> Event:
    return Event(number, kind, payload)


def merge(number: int, target: int, *sources: int) -> Event:
    return event(number, EventKind.MERGE, target=target, sources=sources, confirmed=(), rest=())


def undo(number: int, target: int) -> Event:
    return event(number, EventKind.UNDO, event=target)


def different(number: int, one: int, other: int) -> Event:
    return event(number, EventKind.DIFFERENT, people=[one, other], best=[[one * 10], [other * 10]])


def alike(number: int, one: int, other: int, yes: bool = True) -> Event:
    best = [[one * 10], [other * 10]]
    return event(number, EventKind.LOOK_ALIKE, people=[one, other], best=best, alike=yes)


def born(number: int, person: int, date: str | None) -> Event:
    return event(number, EventKind.BIRTHDATE, person=person, date=date)


def test_a_pair_follows_a_merge_with_a_third() -> None:
    word = fold([different(1, 1, 2), merge(2, 3, 1)])
    assert word.different == {1: Pair((3, 2), ((10,), (20,)), 1)}
    assert partners(word.different.values()) == {3: {2}, 2: {3}}
    assert word.conflicts == []


def test_a_merge_after_different_counts_and_the_contradiction_is_kept() -> None:
    log = [different(1, 1, 2), alike(2, 1, 2), merge(3, 1, 2)]
    word = fold(log)
    assert (word.different, word.alike, word.merged_into) == ({}, {}, {2: 1})
    assert word.conflicts == [
        Conflict(ConflictKind.MERGED_DIFFERENT, 1, 3, frozenset({1, 2})),
        Conflict(ConflictKind.MERGED_ALIKE, 2, 3, frozenset({1, 2})),
    ]
    word = fold([*log, undo(4, 3)])
    assert set(word.different) == {1}
    assert word.conflicts == []
    assert fold([*log, undo(4, 1), undo(5, 2)]).conflicts == []


def test_a_redone_merge_before_different_is_a_contradiction_too() -> None:
    log = [merge(1, 1, 2), undo(2, 1), different(3, 2, 1), event(4, EventKind.REDO, event=1)]
    word = fold(log)
    assert word.merged_into == {2: 1}
    assert word.different == {}
    assert word.conflicts == [Conflict(ConflictKind.MERGED_DIFFERENT, 1, 3, frozenset({1, 2}))]


def test_the_merge_that_made_two_one_is_found_on_long_ways() -> None:
    """1 and 3 became one when 2 went into 4."""
    log = [merge(1, 2, 1), merge(2, 4, 3), merge(3, 4, 2), merge(4, 5, 4), different(5, 1, 3)]
    assert fold(log).conflicts == [Conflict(ConflictKind.MERGED_DIFFERENT, 3, 5, frozenset({1, 3}))]


def test_look_alikes_end() -> None:
    log = [alike(1, 1, 2), alike(2, 2, 1), alike(3, 1, 3), alike(4, 2, 1, yes=False)]
    assert [pair.people for pair in fold(log).alike.values()] == [(1, 3)]
    assert [pair.people for pair in fold([*log, undo(5, 4)]).alike.values()] == [(2, 1), (1, 3)]


def test_the_newest_birthdate_counts_and_undo_brings_the_older_back() -> None:
    log = [born(1, 1, "2001-02-03"), born(2, 1, "2002-02-03")]
    assert fold(log).born == {1: ("2002-02-03", 2)}
    assert fold([*log, undo(3, 2)]).born == {1: ("2001-02-03", 1)}
    assert fold([*log, born(3, 1, None)]).born == {}


def test_of_two_birthdates_that_of_the_one_who_stays_is_kept() -> None:
    log = [born(1, 1, "2001-02-03"), born(2, 2, "2002-02-03"), merge(3, 2, 1)]
    word = fold(log)
    assert word.born == {2: ("2002-02-03", 2)}
    assert word.conflicts == [Conflict(ConflictKind.TWO_BIRTHDATES, 1, 2, frozenset({1, 2}))]
    assert fold([born(1, 1, "2001-02-03"), merge(2, 2, 1)]).born == {2: ("2001-02-03", 1)}


def test_a_part_leaves_for_ever_and_stays_together() -> None:
    log = [
        event(1, EventKind.NAME, person=1, name="Anna", confirmed=[1, 2], rest=[3]),
        event(2, EventKind.SPLIT, person=1, parts={"5": [2, 3]}, others=[1]),
    ]
    word = fold(log)
    assert {face: claim.person_id for face, claim in word.claims.items()} == {1: 1, 2: 5, 3: 5}
    assert word.rejected == {2: {1}, 3: {1}}
    assert word.apart == {2: {1}, 3: {1}}
    assert {claim.person_id for claim in fold([*log, undo(3, 2)]).claims.values()} == {1}


def test_faces_said_apart_and_then_confirmed_as_one_are_a_contradiction() -> None:
    apart = event(1, EventKind.APART, best=[[10], [20, 21]], people=[])
    log = [apart, event(2, EventKind.CONFIRM, person=1, faces=[10, 20])]
    assert clashes(fold([apart])) == []
    assert clashes(fold(log)) == [
        Conflict(ConflictKind.APART_SAME, 1, 2, frozenset({1}), frozenset({10, 20}))
    ]
    two = [apart, event(2, EventKind.CONFIRM, person=1, faces=[10])]
    two.append(event(3, EventKind.CONFIRM, person=2, faces=[20]))
    assert clashes(fold(two)) == []
    both = event(4, EventKind.MERGE, target=1, sources=[2], confirmed=(), rest=())
    assert [(one.earlier, one.later) for one in clashes(fold([*two, both]))] == [(1, 4)]
    assert clashes(fold([*two, both, undo(5, 4)])) == []
    assert clashes(fold([*two, both, undo(5, 1)])) == []
