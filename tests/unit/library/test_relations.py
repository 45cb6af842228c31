"""Two who are different, two who look alike, one who is two, and when somebody was born."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from faces_of import face, group_of, members
from squares import people, save

from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import FaceState
from faceapp.library.library import Library
from faceapp.storage.faces import Assignment

# 0..5: person 0 in 6 photos; 6..11: person 1; then poor pictures of person 0 that found a group of their own.
PHOTOS = [*people(2, 6), [(0, 10)], [(0, 11)], [(0, 12)]]


def two_halves(library: Library) -> tuple[int, int]:
    """The group of person 0 in two: the user moved three of them away, undid it, and split instead."""
    whole = group_of(library, 0)
    parts = [[face(library, photo) for photo in (0, 1, 2, 3)], [face(library, photo) for photo in (4, 5)]]
    library.decide.split(whole, parts)
    return whole, group_of(library, 4)


# -- split ----------------------------------------------------------------------------------------------
def test_a_split_group_stays_split(library: Library) -> None:
    whole = group_of(library, 0)
    before = members(library, whole)
    one, other = two_halves(library)
    assert one == whole
    assert members(library, other) == {face(library, 4), face(library, 5)}
    for _ in range(2):
        library.regroup()
        assert members(library, one) | members(library, other) == before
        assert members(library, other) == {face(library, 4), face(library, 5)}
    assert library.history()[0].what == f"Split group {whole}: a new group"
    library.decide.undo()
    library.regroup()
    assert members(library, whole) == before
    library.decide.redo()
    assert members(library, other) == {face(library, 4), face(library, 5)}


def test_a_named_person_is_split_and_keeps_the_name(library: Library) -> None:
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna")
    other = library.decide.merge(anna, [group_of(library, 6)]).person_id
    assert other == anna
    parts = library.split_proposal(anna)
    assert [set(part) for part in parts[:2]] == [
        {face(library, photo) for photo in range(6)},
        {face(library, photo) for photo in range(6, 12)},
    ]
    answer = library.decide.split(anna)
    assert (answer.person_id, answer.faces) == (anna, 6)
    assert library.person(anna).name == "Anna"
    assert members(library, group_of(library, 6)) == {face(library, photo) for photo in range(6, 12)}
    library.regroup()
    for photo in range(6, 12):
        (now,) = library.faces_by_id([face(library, photo)])
        assert anna not in (now.person_id, now.suggested_person_id)


def test_a_split_that_makes_no_sense_is_refused(library: Library) -> None:
    group, stranger = group_of(library, 0), face(library, 6)
    one, other, *_ = members(library, group)
    for parts, words in (
        ([[one]], "at least two parts"),
        ([[one], []], "at least two parts"),
        ([[one, other], [one]], "only be in one"),
        ([[one, other], [stranger]], "not shown under"),
    ):
        with pytest.raises(DecisionError, match=words):
            library.decide.split(group, parts)
    with pytest.raises(UnknownIdError, match="no face 4711"):
        library.decide.split(group, [[one], [4711]])
    with pytest.raises(UnknownIdError, match="4711"):
        library.split_proposal(4711)
    assert library.history() == []


def test_one_person_is_not_proposed_to_be_split(library: Library) -> None:
    group = group_of(library, 0)
    assert library.split_proposal(group) == (tuple(library.split_proposal(group)[0]),)
    with pytest.raises(DecisionError, match="look like one person"):
        library.decide.split(group)


# -- different ------------------------------------------------------------------------------------------
def test_groups_said_to_be_different_never_become_one(library: Library, tmp_path: Path) -> None:
    whole = group_of(library, 0)
    answer = library.decide.move([face(library, 4), face(library, 5)], None)
    other = answer.person_id
    assert other is not None
    said = library.decide.different(whole, other)
    assert library.different_people() == [(whole, other)]
    assert library.history()[0].what == f"Group {whole} and group {other} are different people"
    library.decide.undo(answer.event)  # only "different" keeps them apart now
    library.regroup()
    halves = [{face(library, photo) for photo in (0, 1, 2, 3)}, {face(library, 4), face(library, 5)}]
    groups = [{group_of(library, photo) for photo in photos} for photos in ((0, 1, 2, 3), (4, 5))]
    assert [len(found) for found in groups] == [1, 1]
    assert groups[0] != groups[1]
    (first,), (second,) = groups
    save(tmp_path / "more" / "a.png", [(0, 8)], 700)
    library.scan([tmp_path / "more"])
    assert not members(library, first) & halves[1]
    library.decide.name(first, "Anna")
    library.regroup()
    for photo in (4, 5):
        (now,) = library.faces_by_id([face(library, photo)])
        assert first not in (now.person_id, now.suggested_person_id)
    library.decide.undo(said.event)
    library.regroup()
    (now,) = library.faces_by_id([face(library, 4)])
    assert now.person_id == first
    assert second not in [one.id for one in library.people()]


def test_a_group_said_to_be_somebody_else_is_not_asked_about(library: Library) -> None:
    """Not only its best faces: the whole group."""
    anna = group_of(library, 0)
    group = library.decide.move([face(library, 12), face(library, 13)], None).person_id
    assert group is not None
    library.decide.name(anna, "Anna", [face(library, 0), face(library, 1)])
    library.decide.different(anna, group)
    library.regroup()
    candidates = [{one.person_id for one in library.why(face(library, photo))} for photo in (12, 13, 14)]
    assert candidates == [set(), set(), {anna}]  # nobody spoke of the third
    suggested = {one.id for one in library.suggestions(anna)}
    assert not suggested & {face(library, 12), face(library, 13)}


def test_merging_two_who_are_different_counts(library: Library) -> None:
    anna, ben = group_of(library, 0), group_of(library, 6)
    library.decide.name(anna, "Anna")
    library.decide.different(anna, ben)
    library.decide.merge(anna, [ben])
    assert members(library, anna) >= {face(library, photo) for photo in range(12)}
    assert library.different_people() == []
    library.decide.undo()
    assert library.different_people() == [(anna, ben)]
    assert members(library, ben) == {face(library, photo) for photo in range(6, 12)}


# -- look-alikes ----------------------------------------------------------------------------------------
def twins(library: Library) -> tuple[int, int]:
    """Anna and Bea: one face of person 0 each, so that every other one is near both."""
    anna = library.decide.move([face(library, 0)], None, "Anna").person_id
    bea = library.decide.move([face(library, 1)], None, "Bea").person_id
    assert anna is not None
    assert bea is not None
    return anna, bea


def test_faces_near_two_look_alikes_are_asked_about(library: Library) -> None:
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna", [face(library, 0)])
    (before,) = library.faces_by_id([face(library, 5)])
    assert (before.state, before.person_id) == (FaceState.AUTOMATIC, anna)
    bea = library.decide.move([face(library, 12)], None, "Bea").person_id
    assert bea is not None
    library.decide.look_alike(bea, anna)
    assert library.look_alikes() == [(anna, bea)]
    for _ in range(2):
        (now,) = library.faces_by_id([face(library, 5)])
        assert (now.state, now.person_id) == (FaceState.SUGGESTED, None)
        assert now.suggested_person_id in (anna, bea)
        library.regroup()
    library.decide.look_alike(anna, bea, alike=False)
    assert library.look_alikes() == []
    (now,) = library.faces_by_id([face(library, 5)])
    assert (now.state, now.person_id) == (before.state, before.person_id)
    with pytest.raises(DecisionError, match="not declared"):
        library.decide.look_alike(anna, bea, alike=False)
    library.decide.undo()
    assert library.look_alikes() == [(anna, bea)]
    (now,) = library.faces_by_id([face(library, 5)])
    assert now.state is FaceState.SUGGESTED


def test_new_photos_of_look_alikes_are_asked_about(library: Library, tmp_path: Path) -> None:
    anna, bea = twins(library)
    library.decide.look_alike(anna, bea)
    save(tmp_path / "more" / "a.png", [(0, 8)], 700)
    library.scan([tmp_path / "more"])
    newest = max(library.faces(), key=lambda one: one.id)
    assert newest.state is FaceState.SUGGESTED
    assert {one.state for one in library.faces()} >= {FaceState.SUGGESTED}
    assert not library.faces_in_state(FaceState.AUTOMATIC)


def test_a_pair_needs_two(library: Library) -> None:
    group = group_of(library, 0)
    for decide in (library.decide.different, library.decide.look_alike):
        with pytest.raises(DecisionError, match="two different people"):
            decide(group, group)
        with pytest.raises(UnknownIdError, match="4711"):
            decide(group, 4711)


# -- birthdates -----------------------------------------------------------------------------------------
def test_a_birthdate_is_said_changed_and_taken_back(library: Library) -> None:
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna")
    assert library.birthdate(anna) is None
    first = library.decide.birthdate(anna, date(2019, 5, 1))
    assert (first.person_id, first.faces) == (anna, len(members(library, anna)))
    assert library.history()[0].what == "Anna was born on 2019-05-01"
    library.decide.birthdate(anna, date(2019, 6, 1))
    assert library.birthdate(anna) == date(2019, 6, 1)
    library.decide.undo()
    assert library.birthdate(anna) == date(2019, 5, 1)
    library.decide.birthdate(anna, None)
    assert library.birthdate(anna) is None
    with pytest.raises(UnknownIdError):
        library.birthdate(4711)


@pytest.mark.parametrize("born", [date.today() + timedelta(days=1), date(1066, 10, 14)])
def test_an_impossible_birthdate_is_refused(library: Library, born: date) -> None:
    with pytest.raises(DecisionError, match="cannot be a birthdate"):
        library.decide.birthdate(group_of(library, 0), born)


def test_a_birthdate_goes_along_with_a_merge(library: Library) -> None:
    anna, other = group_of(library, 0), group_of(library, 6)
    library.decide.birthdate(other, date(2019, 5, 1))
    library.decide.merge(anna, [other])
    assert library.birthdate(anna) == date(2019, 5, 1)
    library.decide.undo()
    assert (library.birthdate(anna), library.birthdate(other)) == (None, date(2019, 5, 1))


# -- groupings under the word ---------------------------------------------------------------------------
def test_a_face_the_model_has_not_seen_is_kept_apart_too(library: Library) -> None:
    """It is not clustered, and falls back into the group it was in: not beside one it was taken from."""
    group = group_of(library, 0)
    one, other = face(library, 0), face(library, 1)
    library.decide.apart([one], [other])
    with library._context.database.transaction() as db:
        db.execute("DELETE FROM embedding WHERE face_id = ?", (one,))
    library.regroup()
    assert len({one, other} & members(library, group)) <= 1


def test_a_question_is_not_shown_under_a_group_the_face_is_not_of(library: Library) -> None:
    library.decide.name(group_of(library, 6), "Ben")
    asked, group = face(library, 14), group_of(library, 0)
    seen = library._regrouper.see()
    row = Assignment(asked, FaceState.SUGGESTED, None, group_of(library, 6), 0.5)
    assert library._regrouper._regrouped(row, group, seen).person_id == group
    seen.said.rejected[asked] = {group}
    assert library._regrouper._regrouped(row, group, seen).person_id is None


def test_a_face_asked_about_is_in_no_group_that_is_somebody_else(library: Library) -> None:
    ben, group = group_of(library, 6), group_of(library, 0)
    library.decide.name(ben, "Ben")
    library.decide.different(ben, group)
    seen = library._regrouper.see()
    row = Assignment(face(library, 14), FaceState.SUGGESTED, None, ben, 0.9)
    now = library._regrouper._regrouped(row, group, seen)
    assert (now.person_id, now.group_id, now.suggested_person_id) == (None, None, ben)
