"""Undo and redo of one decision and of many, un-merging on a later day, and answers that clash."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from faces_of import face, group_of, members, where
from squares import Squares, people

from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.library.library import Library

# 0..5: person 0 in 6 photos; 6..11: person 1; 12..17: person 2.
PHOTOS = people(3, 6)
TODAY = date.today()


def three(library: Library) -> tuple[int, int, int]:
    return group_of(library, 0), group_of(library, 6), group_of(library, 12)


# -- all since a day ------------------------------------------------------------------------------------
def test_everything_since_a_day_is_undone_and_redone_as_one(library: Library) -> None:
    anna, ben, cleo = three(library)
    start = where(library)
    decide = library.decide
    answers = [
        decide.name(anna, "Anna"),
        decide.merge(anna, [ben]),
        decide.stranger([face(library, 12)]),
        decide.hide(cleo),
    ]
    decide.undo(answers[2].event)
    decided = where(library)
    counting = [answers[3].event, answers[1].event, answers[0].event]
    assert [event.id for event in library.events_since(TODAY)] == counting
    assert library.events_since(TODAY + timedelta(days=1)) == []
    preview = library.undo_preview(counting)
    assert where(library) == decided
    assert [event.id for event in preview.events] == counting
    assert set(preview.returns) == members(library, anna)
    assert preview.photos == len(preview.returns) == 12
    answer = decide.undo_since(TODAY)
    assert where(library) == start
    assert not [one for one in library.people() if one.name or one.hidden]
    assert library.history()[0].what == f"Undid 3 decisions since {TODAY.isoformat()}"
    assert decide.targets_of(answer.event) == tuple(reversed(counting))
    with pytest.raises(DecisionError, match="no decision since"):
        decide.undo_since(TODAY)
    decide.redo()
    assert where(library) == decided
    assert {event.id for event in library.history() if event.undone} == {answers[2].event}
    decide.undo_since(TODAY)
    decide.redo(answers[0].event)  # one of them by itself
    assert library.person(anna).name == "Anna"
    decide.redo(library.history()[1].id)  # the undo: what is left of it
    assert where(library) == decided


def test_a_new_start_reads_the_same(library: Library, squares: Squares) -> None:
    anna, ben, _ = three(library)
    library.decide.name(anna, "Anna")
    library.decide.merge(anna, [ben])
    library.decide.undo_since(TODAY)
    with squares.open(library.root) as other:
        assert where(other) == where(library)
        assert other.decide.undone() == {1, 2}
        other.regroup()
        other.decide.redo()
        assert other.person(anna).name == "Anna"
    assert library.decide.undone() == set()
    assert library.person(anna).name == "Anna"


def test_a_preview_of_nonsense_is_refused(library: Library) -> None:
    answer = library.decide.hide(group_of(library, 0))
    undo = library.decide.undo()
    with pytest.raises(DecisionError, match="nothing to undo"):
        library.undo_preview([])
    with pytest.raises(DecisionError, match="undone already"):
        library.undo_preview([answer.event])
    with pytest.raises(DecisionError, match="itself an undo"):
        library.undo_preview([undo.event])
    with pytest.raises(UnknownIdError, match="no event 999"):
        library.undo_preview([999])
    assert len(library.history()) == 2


@pytest.mark.parametrize("named", [False, True])
def test_a_preview_is_what_happens(library: Library, named: bool) -> None:
    """For every decision of an evening, undone one by one."""
    anna, ben, cleo = three(library)
    decide = library.decide
    decide.name(anna, "Anna", [face(library, 0), face(library, 1)])
    if named:
        decide.name(ben, "Ben")
    decide.merge(anna, [ben])
    decide.move([face(library, 6)], cleo)
    decide.confirm([face(library, 7)], anna)
    decide.reject([face(library, 8)], anna)
    decide.split(anna, [[face(library, 0)], [face(library, 9), face(library, 10)]])
    decide.different(anna, cleo)
    for event in library.events_since(TODAY):
        before, preview = where(library), library.undo_preview([event.id])
        assert where(library) == before
        answer = decide.undo(event.id)
        after = where(library)
        assert {one for one in after if after[one] != before[one]} <= set(preview.returns)
        assert answer.stays == preview.stays
        decide.redo()
        assert where(library) == before


# -- un-merging -----------------------------------------------------------------------------------------
def test_unmerging_brings_back_who_was_not_moved_since_and_lists_the_others(library: Library) -> None:
    anna, ben, cleo = three(library)
    for person, name in ((anna, "Anna"), (ben, "Ben"), (cleo, "Cleo")):
        library.decide.name(person, name)
    theirs = members(library, ben)
    merge = library.decide.merge(anna, [ben])
    moved = library.decide.move([face(library, 6)], cleo)
    kept = library.decide.confirm([face(library, 7)], anna)
    away = library.decide.stranger([face(library, 8)])
    library.regroup()
    staying = {
        face(library, 6): (moved.event, "Moved 1 face to Cleo"),
        face(library, 7): (kept.event, "Confirmed 1 face of Anna"),
        face(library, 8): (away.event, "1 face marked as a stranger"),
    }
    preview = library.undo_preview([merge.event])
    assert {stay.face_id: (stay.event, stay.what) for stay in preview.stays} == staying
    assert set(preview.returns) == theirs - staying.keys()
    answer = library.decide.undo(merge.event)
    assert answer.stays == preview.stays
    assert members(library, ben) == theirs - staying.keys()
    assert library.person(ben).name == "Ben"


@pytest.mark.parametrize("later", ["named", "merged", "both"])
def test_members_come_back_though_all_of_the_merged_group_was_named_or_merged(
    library: Library, later: str
) -> None:
    """Naming or merging a group speaks of its members: those of an undone merge were not meant."""
    one, other, cleo = three(library)
    own, theirs = members(library, one), members(library, other)
    merge = library.decide.merge(one, [other])
    result = one
    if later in ("named", "both"):
        library.decide.name(one, "Anna", [*sorted(own)[:2], *sorted(theirs)[:2]])
    if later in ("merged", "both"):
        library.decide.name(cleo, "Cleo")
        result = library.decide.merge(cleo, [one]).person_id or 0
    assert members(library, result) >= own | theirs
    library.regroup()
    answer = library.decide.undo(merge.event)
    assert answer.stays == ()
    assert members(library, other) == theirs
    assert members(library, result) >= own
    library.regroup()
    assert members(library, other) == theirs
    library.decide.redo()
    assert members(library, result) >= own | theirs


def test_a_face_moved_into_the_merged_group_stays_with_it(library: Library) -> None:
    one, other, cleo = three(library)
    merge = library.decide.merge(one, [other])
    library.decide.move([face(library, 12)], one)
    library.decide.undo(merge.event)
    assert face(library, 12) in members(library, one)
    assert members(library, other) == {face(library, photo) for photo in range(6, 12)}
    assert members(library, cleo) == {face(library, photo) for photo in range(13, 18)}


def test_a_face_does_not_fall_back_to_those_it_was_taken_from_under_a_new_id(library: Library) -> None:
    """Between an undo and its redo the groups were formed anew."""
    old, one = group_of(library, 0), face(library, 0)
    moved = library.decide.move([one], None)
    library.decide.undo()
    with library._context.database.transaction() as db:
        new = library._context.people.create(db)
        db.execute("UPDATE assignment SET person_id = ?, group_id = ? WHERE person_id = ?", (new, new, old))
        library._context.people.refresh_retired(db)
    library.decide.redo()
    assert moved.person_id is not None
    library.decide.reject([one], moved.person_id)
    (now,) = library.faces_by_id([one])
    assert now.person_id is None
    assert members(library, new) == {face(library, photo) for photo in range(1, 6)}


# -- naming's two lists ---------------------------------------------------------------------------------
def test_the_history_tells_who_was_seen_and_who_followed(library: Library) -> None:
    one, other, _ = three(library)
    library.decide.name(one, "Anna", [face(library, 0), face(library, 1)])
    library.decide.merge(one, [other], [face(library, 6)])
    merge, name = library.history()
    assert (name.seen, name.followed) == (2, 4)
    assert (merge.seen, merge.followed) == (1, 5)


# -- contradictions -------------------------------------------------------------------------------------
def test_answers_that_clash_are_listed_with_both_events(library: Library) -> None:
    anna, ben, _ = three(library)
    decide = library.decide
    decide.name(anna, "Anna")
    assert library.contradictions() == []
    different = decide.different(anna, ben)
    merge = decide.merge(anna, [ben])
    (clash,) = library.contradictions()
    assert (clash.kind, clash.earlier.id, clash.later.id) == (
        "different and one", different.event, merge.event
    )  # fmt: skip
    assert clash.what == f"Anna and group {ben} were said to be different people, and to be one"
    assert clash.person_ids == (anna, ben)
    decide.undo(different.event)
    assert library.contradictions() == []


def test_no_and_yes_about_a_face_clash(library: Library) -> None:
    anna, *_ = three(library)
    decide, one = library.decide, face(library, 0)
    decide.name(anna, "Anna")
    rejected = decide.reject([one, face(library, 1)], anna)  # a correction, not a contradiction
    assert library.contradictions() == []
    confirmed = decide.confirm([one], anna)
    again = decide.reject([one], anna)
    newest, oldest = library.contradictions()
    assert (oldest.earlier.id, oldest.later.id) == (rejected.event, confirmed.event)
    assert (newest.earlier.id, newest.later.id) == (confirmed.event, again.event)
    assert newest.face_ids == oldest.face_ids == (one,)
    assert newest.what == "1 face was said not to be Anna, and to be Anna"
    decide.undo(confirmed.event)
    assert library.contradictions() == []


def test_two_birthdates_of_one_person_clash(library: Library) -> None:
    anna, ben, _ = three(library)
    library.decide.birthdate(anna, date(2001, 2, 3))
    library.decide.birthdate(ben, date(2002, 2, 3))
    library.decide.merge(anna, [ben])
    (clash,) = library.contradictions()
    assert clash.kind == "two birthdates"
    assert library.birthdate(anna) == date(2001, 2, 3)
