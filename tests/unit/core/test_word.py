"""The fold of the event log: the same events always give the same word, and undo takes back exactly one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from faceapp.core.relations import TwiceAnswer
from faceapp.core.word import Claim, ClaimKind, Event, EventKind, Word, fold, undone_events

FACES = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)
SOME = st.lists(st.integers(1, 12), max_size=4, unique=True)
PEOPLE = st.integers(1, 5)
NAMES = st.sampled_from(["Anna", "Ben", "Zoë"])


def said(word: Word) -> tuple[Any, ...]:
    """What a word says, whatever the last event was."""
    return (
        word.claims,
        {face: people for face, people in word.rejected.items() if people},
        word.apart,
        word.names,
        word.hidden,
        word.merged_into,
        word.merged_by,
        word.via,
        word.rejected_by,
        word.confirms,
        word.born,
        word.different,
        word.alike,
        word.twice,
        word.present,
        word.boxes,
        word.conflicts,
    )


def event(number: int, kind: EventKind, **payload: Any) -> Event:
    return Event(number, kind, payload)


def name(number: int, person: int, text: str, *confirmed: int, rest: tuple[int, ...] = ()) -> Event:
    return event(number, EventKind.NAME, person=person, name=text, confirmed=confirmed, rest=rest)


def merge(number: int, target: int, *sources: int, confirmed: tuple[int, ...] = ()) -> Event:
    return event(number, EventKind.MERGE, target=target, sources=sources, confirmed=confirmed, rest=())


@st.composite
def decisions(draw: st.DrawFn) -> tuple[EventKind, dict[str, Any]]:
    """Any decision a user may have taken, at any moment of the log."""
    kind = draw(st.sampled_from([kind for kind in EventKind if kind not in (EventKind.UNDO, EventKind.REDO)]))
    person, faces = draw(PEOPLE), draw(FACES)
    via = draw(st.dictionaries(st.integers(1, 25).map(str), SOME, max_size=2))
    match kind:
        case EventKind.NAME:
            rest = [face for face in draw(SOME) if face not in faces]
            return kind, {"person": person, "name": draw(NAMES), "confirmed": faces, "rest": rest, "via": via}
        case EventKind.RENAME:
            return kind, {"person": person, "name": draw(NAMES), "before": "somebody"}
        case EventKind.CONFIRM:
            return kind, {"person": person, "faces": faces}
        case EventKind.REJECT:
            return kind, {"person": person, "faces": faces, "others": draw(SOME)}
        case EventKind.MERGE:
            sources = draw(st.lists(PEOPLE.filter(lambda one: one != person), min_size=1, max_size=2))
            rest = [face for face in draw(SOME) if face not in faces]
            more = {"confirmed": faces, "rest": rest, "stay": draw(SOME), "via": via}
            return kind, {"target": person, "sources": sources, **more}
        case EventKind.MOVE:
            source = draw(PEOPLE.filter(lambda one: one != person))
            return kind, {
                "to": person,
                "created": False,
                "faces": faces,
                "from": {str(source): faces},
                "others": {str(source): draw(SOME)},
                "rest": [face for face in draw(SOME) if face not in faces],
                "via": via,
            }
        case EventKind.SPLIT:
            part = draw(PEOPLE.filter(lambda one: one != person))
            others = [face for face in draw(SOME) if face not in faces]
            return kind, {"person": person, "parts": {str(part): faces}, "others": others}
        case EventKind.DIFFERENT | EventKind.LOOK_ALIKE:
            other = draw(PEOPLE.filter(lambda one: one != person))
            alike = draw(st.booleans())
            return kind, {"people": [person, other], "best": [faces, draw(SOME)], "alike": alike}
        case EventKind.APART:
            return kind, {"people": draw(st.lists(PEOPLE, max_size=2)), "best": [faces, draw(SOME)]}
        case EventKind.BIRTHDATE:
            return kind, {"person": person, "date": draw(st.sampled_from(["2001-02-03", "2019-05-01", None]))}
        case EventKind.TWICE:
            pair = draw(st.lists(st.integers(1, 12), min_size=2, max_size=2, unique=True))
            return kind, {"faces": pair, "answer": draw(st.sampled_from(list(TwiceAnswer)))}
        case EventKind.BOX:
            who = draw(st.none() | PEOPLE)
            rest = [face for face in draw(SOME) if face not in faces]
            return kind, {"faces": faces[:1], "person": who, "rest": rest, "via": via}
        case EventKind.MOVE_BOX:
            original, shape = draw(st.integers(1, 9)), draw(st.integers(10, 99))
            return kind, {"faces": faces[:1], "original": original, "shape": shape}
        case EventKind.PRESENT:
            identity = draw(st.sampled_from(["photo one", "photo two"]))
            return kind, {"person": person, "identity": identity, "present": draw(st.booleans())}
        case EventKind.STRANGER | EventKind.NOT_A_FACE:
            return kind, {"faces": faces}
        case _:
            return kind, {"person": person}


class LogMachine(RuleBasedStateMachine):
    """Any decisions, undone and redone in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Event] = []
        self.live = Word()

    def add(self, kind: EventKind, payload: dict[str, Any]) -> None:
        self.log.append(Event(len(self.log) + 1, kind, payload))
        if kind in (EventKind.UNDO, EventKind.REDO):
            self.live = fold(self.log)
        else:
            self.live.apply(self.log[-1])

    def decided(self) -> list[int]:
        return [one.id for one in self.log if one.kind not in (EventKind.UNDO, EventKind.REDO)]

    @invariant()
    def what_a_merge_brought_is_claimed_and_the_merge_counts(self) -> None:
        for face, merges in self.live.via.items():
            assert face in self.live.claims
            assert not set(merges) & self.live.undone

    @rule(decision=decisions())
    def decide(self, decision: tuple[EventKind, dict[str, Any]]) -> None:
        self.add(*decision)

    @precondition(lambda self: set(self.decided()) - undone_events(self.log))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        counting = sorted(set(self.decided()) - undone_events(self.log))
        self.add(EventKind.UNDO, {"event": data.draw(st.sampled_from(counting))})

    @precondition(lambda self: undone_events(self.log))
    @rule(data=st.data())
    def redo(self, data: st.DataObject) -> None:
        self.add(EventKind.REDO, {"event": data.draw(st.sampled_from(sorted(undone_events(self.log))))})

    @precondition(lambda self: set(self.decided()) - undone_events(self.log))
    @rule(data=st.data())
    def undo_and_redo_at_once(self, data: st.DataObject) -> None:
        before = said(fold(self.log))
        chosen = data.draw(st.sampled_from(sorted(set(self.decided()) - undone_events(self.log))))
        self.add(EventKind.UNDO, {"event": chosen})
        self.add(EventKind.REDO, {"event": chosen})
        assert said(self.live) == before

    @invariant()
    def folding_event_by_event_gives_the_same(self) -> None:
        whole = fold(self.log)
        assert said(whole) == said(self.live)
        assert whole.last_event == self.live.last_event == len(self.log)

    @invariant()
    def no_claim_comes_from_an_undone_event(self) -> None:
        undone = undone_events(self.log)
        assert not [claim for claim in self.live.claims.values() if claim.event_id in undone]

    @invariant()
    def merges_have_no_cycle_and_claims_name_who_is_left(self) -> None:
        word = self.live
        for person in word.merged_into:
            seen = {person}
            while (person := word.merged_into.get(person, 0)) != 0:
                assert person not in seen
                seen.add(person)
        assert not {claim.person_id for claim in word.claims.values()} & word.merged_into.keys()

    @invariant()
    def nobody_is_who_the_user_said_they_are_not(self) -> None:
        for face, claim in self.live.claims.items():
            assert claim.person_id not in self.live.rejected.get(face, set())

    @invariant()
    def pairs_are_of_two_who_are_there(self) -> None:
        word = self.live
        for pair in (*word.different.values(), *word.alike.values()):
            assert len(set(pair.people)) == 2
            assert not set(pair.people) & word.merged_into.keys()

    @invariant()
    def what_clashes_are_two_events_that_count(self) -> None:
        undone = undone_events(self.log)
        for conflict in self.live.conflicts:
            assert conflict.earlier < conflict.later
            assert not {conflict.earlier, conflict.later} & undone

    @invariant()
    def a_name_is_not_lost_in_a_merge(self) -> None:
        for person in self.live.merged_into.keys() & self.live.names.keys():
            assert self.live.person(person) in self.live.names

    @invariant()
    def undoing_everything_leaves_nothing(self) -> None:
        counting = sorted(set(self.decided()) - undone_events(self.log))
        undos = [
            Event(len(self.log) + 1 + i, EventKind.UNDO, {"event": one}) for i, one in enumerate(counting)
        ]
        assert said(fold([*self.log, *undos])) == said(Word())


TestLog = LogMachine.TestCase
TestLog.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@settings(max_examples=50, deadline=None)
@given(st.lists(decisions(), max_size=12), decisions())
def test_a_copy_is_a_word_of_its_own(
    some: list[tuple[EventKind, dict[str, Any]]], more: tuple[EventKind, dict[str, Any]]
) -> None:
    log = [Event(i + 1, *one) for i, one in enumerate(some)]
    word = fold(log)
    word.copy().apply(Event(len(log) + 1, *more))
    assert said(word) == said(fold(log))
    assert word.last_event == len(log)


def test_redo_of_a_merge_under_its_opposite_ends() -> None:
    """Merged, undone, merged the other way round, and the first one redone: a circle of two."""
    log = [
        merge(1, 1, 2),
        event(2, EventKind.UNDO, event=1),
        merge(3, 2, 1),
        event(4, EventKind.REDO, event=1),
    ]
    word = fold(log)
    assert word.merged_into == {2: 1}
    assert word.person(2) == word.person(1) == 1


def test_a_person_named_between_undo_and_redo_of_a_merge_keeps_the_name() -> None:
    log = [merge(1, 1, 2), event(2, EventKind.UNDO, event=1), name(3, 2, "Anna", 7)]
    word = fold([*log, event(4, EventKind.REDO, event=1)])
    assert word.names[1] == "Anna"
    assert word.claims[7] == Claim(ClaimKind.CONFIRMED, 1, 3)


def test_the_named_side_wins_when_the_naming_of_the_target_is_undone() -> None:
    log = [name(1, 1, "Anna", 5), name(2, 2, "Ben", 6), merge(3, 1, 2), event(4, EventKind.UNDO, event=1)]
    assert fold(log).names[1] == "Ben"


def test_a_rename_sleeps_while_the_naming_is_undone() -> None:
    log = [name(1, 1, "Ana", 5), event(2, EventKind.RENAME, person=1, name="Anna", before="Ana")]
    assert fold(log).names == {1: "Anna"}
    log.append(event(3, EventKind.UNDO, event=1))
    assert fold(log).names == {}
    log.append(event(4, EventKind.REDO, event=1))
    assert fold(log).names == {1: "Anna"}


def test_what_was_rejected_is_not_carried_along_unseen() -> None:
    reject = event(2, EventKind.REJECT, person=1, faces=[9], others=[])
    carry = event(3, EventKind.MERGE, target=1, sources=[2], confirmed=[8], rest=[9, 10])
    word = fold([name(1, 1, "Anna", 5), reject, carry])
    assert 9 not in word.claims
    assert word.claims[10].kind is ClaimKind.CARRIED
    assert word.rejected[9] == {1}


def test_a_later_confirmation_beats_the_rejection() -> None:
    reject = event(2, EventKind.REJECT, person=1, faces=[5], others=[])
    confirm = event(3, EventKind.CONFIRM, person=1, faces=[5])
    word = fold([name(1, 1, "Anna", 5), reject])
    assert (word.claims, word.rejected) == ({}, {5: {1}})
    word = fold([name(1, 1, "Anna", 5), reject, confirm])
    assert word.claims == {5: Claim(ClaimKind.CONFIRMED, 1, 3)}
    assert not word.rejected[5]


def test_a_rejection_follows_the_merge() -> None:
    reject = event(3, EventKind.REJECT, person=2, faces=[9], others=[])
    word = fold([name(1, 1, "Anna", 5), name(2, 2, "Ben", 6), reject, merge(4, 1, 2)])
    assert word.rejected[9] == {1}
    assert word.claims[6] == Claim(ClaimKind.CONFIRMED, 1, 4)


def test_carrying_does_not_touch_what_the_user_put_somewhere() -> None:
    stranger = event(1, EventKind.STRANGER, faces=[6])
    word = fold([stranger, name(2, 1, "Anna", 5, rest=(6, 7))])
    assert word.claims[6].kind is ClaimKind.STRANGER
    assert word.claims[7] == Claim(ClaimKind.CARRIED, 1, 2)


@pytest.mark.parametrize("kind", [EventKind.UNDO, EventKind.REDO])
def test_undo_and_redo_are_not_folded_by_themselves(kind: EventKind) -> None:
    word = fold([name(1, 1, "Anna", 5)])
    before = said(word.copy())
    word.apply(event(2, kind, event=1))
    assert said(word) == before
    assert word.last_event == 2
