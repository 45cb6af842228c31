"""Two become one and part again; any decision is taken back and brought back by itself."""

from __future__ import annotations

import pytest
from faces_of import at, group_of, member_list, where
from squares import people

from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import FaceState
from faceapp.library.library import Library

# 0..5: person 0 in 6 photos; 6..11: person 1; 12..17: person 2; then two poor pictures of person 0, one of
# persons 0 and 1 together, and one of somebody who is in no other photo.
PHOTOS = [*people(3, 6), [(0, 10)], [(0, 11)], [(0, 6), (1, 6)], [(3, 0)]]


# -- merging --------------------------------------------------------------------------------------------
def test_a_group_merged_into_a_person_becomes_confirmed(library: Library) -> None:
    anna, group = group_of(library, 0), group_of(library, 6)
    library.decide.name(anna, "Anna")
    moving = member_list(library, group)
    answer = library.decide.merge(anna, [group])
    assert (answer.person_id, answer.faces) == (anna, len(moving))
    assert {at(library, photo).state for photo in range(6, 12)} == {FaceState.CONFIRMED}
    with pytest.raises(UnknownIdError, match=f"merged into {anna}"):
        library.decide.hide(group)
    with pytest.raises(UnknownIdError, match=str(group)):
        library.person(group)


def test_the_named_side_wins_whichever_comes_first(library: Library) -> None:
    anna, group = group_of(library, 0), group_of(library, 6)
    library.decide.name(anna, "Anna")
    answer = library.decide.merge(group, [anna])
    assert answer.person_id == anna
    assert library.person(anna).name == "Anna"
    assert {at(library, photo).person_id for photo in range(12)} == {anna}


def test_two_people_merged_keep_the_name_of_the_first(library: Library) -> None:
    anna, ben = group_of(library, 0), group_of(library, 6)
    library.decide.name(anna, "Anna")
    library.decide.name(ben, "Ben")
    library.decide.merge(ben, [anna])
    assert library.person(ben).name == "Ben"
    assert {at(library, photo).name for photo in range(12)} == {"Ben"}
    assert [person.name for person in library.people() if person.name] == ["Ben"]


def test_merged_groups_stay_one_group_through_a_regrouping(library: Library) -> None:
    one, other = group_of(library, 0), group_of(library, 6)
    before = set(member_list(library, one)) | set(member_list(library, other))
    answer = library.decide.merge(one, [other])
    assert answer.person_id == one
    assert before <= set(member_list(library, one))
    library.regroup()
    assert before <= set(member_list(library, one))
    assert library.person(one).name is None


def test_merging_needs_two_different_people(library: Library) -> None:
    group = group_of(library, 0)
    for target, sources in ((group, [group]), (group, [])):
        with pytest.raises(DecisionError, match="two different people"):
            library.decide.merge(target, sources)


@pytest.mark.parametrize("named", [(True, True), (True, False), (False, False)])
def test_a_merge_comes_apart_again_with_exactly_its_members(
    library: Library, named: tuple[bool, bool]
) -> None:
    one, other = group_of(library, 0), group_of(library, 6)
    for person, name, wanted in ((one, "Anna", named[0]), (other, "Ben", named[1])):
        if wanted:
            library.decide.name(person, name)
    before = where(library)
    merge = library.decide.merge(one, [other])
    library.regroup()
    library.decide.name(group_of(library, 12), "Cleo")  # life goes on
    library.decide.undo(merge.event)
    after = where(library)
    theirs = [face for face, (_, person) in before.items() if person in (one, other)]
    assert {face: after[face] for face in theirs} == {face: before[face] for face in theirs}
    assert library.person(other).name == ("Ben" if named[1] else None)


def test_a_face_moved_after_the_merge_stays_where_it_was_moved(library: Library) -> None:
    anna, ben, cleo = group_of(library, 0), group_of(library, 6), group_of(library, 12)
    for person, name in ((anna, "Anna"), (ben, "Ben"), (cleo, "Cleo")):
        library.decide.name(person, name)
    theirs = member_list(library, ben)
    merge = library.decide.merge(anna, [ben])
    library.decide.move([theirs[0]], cleo)
    library.decide.undo(merge.event)
    assert member_list(library, ben) == theirs[1:]
    assert theirs[0] in member_list(library, cleo)


# -- undo, redo, history --------------------------------------------------------------------------------
def test_any_decision_can_be_undone_and_redone(library: Library) -> None:
    decide = library.decide
    anna, ben, cleo = group_of(library, 0), group_of(library, 6), group_of(library, 12)
    answers = [
        decide.name(anna, "Ana", [at(library, 0).id, at(library, 1).id, at(library, 2).id]),
        decide.rename(anna, "Anna"),
        decide.confirm([at(library, 18).id], anna),
        decide.reject([at(library, 5).id], anna),
        decide.hide(cleo),
        decide.hide(cleo, hidden=False),
        decide.move([at(library, 12).id], anna),
        decide.merge(anna, [ben]),
        decide.stranger([at(library, 21).id]),
        decide.not_a_face([at(library, 13).id]),
    ]
    last = where(library)
    names = {person.id: (person.name, person.hidden) for person in library.people()}
    for answer in answers:
        undo = decide.undo(answer.event)
        assert {row.id for row in library.history() if row.undone} == {answer.event}
        redo = decide.redo(answer.event)
        assert redo.event == undo.event + 1
        assert where(library) == last
        assert {person.id: (person.name, person.hidden) for person in library.people()} == names
    kinds = [row.kind for row in reversed(library.history())][: len(answers)]
    assert kinds == [
        "name", "rename", "confirm", "reject", "hide", "unhide", "move", "merge", "stranger", "not-a-face"
    ]  # fmt: skip


def test_undo_takes_the_newest_that_counts_and_redo_the_one_undone_last(library: Library) -> None:
    decide = library.decide
    first = decide.stranger([at(library, 0).id])
    second = decide.stranger([at(library, 1).id])
    assert decide.target_of(decide.undo().event) == second.event
    assert decide.target_of(decide.undo().event) == first.event
    with pytest.raises(DecisionError, match="nothing to undo"):
        decide.undo()
    assert decide.target_of(decide.redo().event) == first.event
    assert decide.target_of(decide.redo().event) == second.event
    with pytest.raises(DecisionError, match="nothing to redo"):
        decide.redo()


def test_undo_of_what_cannot_be_undone_says_why(library: Library) -> None:
    decide = library.decide
    answer = decide.stranger([at(library, 0).id])
    undo = decide.undo(answer.event)
    with pytest.raises(DecisionError, match="undone already"):
        decide.undo(answer.event)
    with pytest.raises(DecisionError, match="itself an undo"):
        decide.undo(undo.event)
    with pytest.raises(UnknownIdError, match="no event 999"):
        decide.undo(999)
    decide.redo()
    with pytest.raises(DecisionError, match="is not undone"):
        decide.redo(answer.event)


def test_the_history_tells_what_was_done(library: Library) -> None:
    anna = group_of(library, 0)
    count = len(member_list(library, anna))
    answer = library.decide.name(anna, "Anna")
    library.decide.undo(answer.event)
    undo, name = library.history()
    assert (name.kind, name.what, name.faces, name.undone) == ("name", "Named Anna", count, True)
    assert (undo.kind, undo.what, undo.undone) == ("undo", "Undid: Named Anna", False)
    assert name.when.tzinfo is not None
