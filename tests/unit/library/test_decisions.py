"""What the user says about people and faces, and what the album makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from faces_of import at, group_of, ids, member_list, where
from squares import Squares, album, people, save

from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import FaceState
from faceapp.library.library import Library

# 0..5: person 0 in 6 photos; 6..11: person 1; 12..17: person 2; then two poor pictures of person 0, one of
# persons 0 and 1 together, and one of somebody who is in no other photo.
PHOTOS = [*people(3, 6), [(0, 10)], [(0, 11)], [(0, 6), (1, 6)], [(3, 0)]]


# -- naming ---------------------------------------------------------------------------------------------
def test_naming_a_group_confirms_all_of_it(library: Library) -> None:
    group = group_of(library, 0)
    before = member_list(library, group)
    answer = library.decide.name(group, "  Anna   Berg ")
    assert (answer.faces, answer.photos, answer.person_id) == (len(before), len(before), group)
    assert library.person(group).name == "Anna Berg"
    assert {face.state for face in library.faces_of_person(group)} >= {FaceState.CONFIRMED}
    assert {face.id for face in library.faces_of_person(group) if face.state is FaceState.CONFIRMED} == set(
        before
    )


def test_naming_with_seen_faces_confirms_these_and_keeps_the_rest_as_automatic(library: Library) -> None:
    group = group_of(library, 0)
    before = member_list(library, group)
    seen = before[:2]
    answer = library.decide.name(group, "Anna", seen)
    states = {face.id: face.state for face in library.faces_of_person(group)}
    assert [face for face, state in states.items() if state is FaceState.CONFIRMED] == seen
    assert {states[face] for face in before[2:]} == {FaceState.AUTOMATIC}
    assert answer.faces == len(before)
    (stored, _, _) = library._context.history.event(answer.event) or (None, 0, 0)
    assert stored is not None
    assert (len(stored.payload["confirmed"]), len(stored.payload["rest"])) == (2, len(before) - 2)


def test_nobody_has_seen_a_face_whose_photo_is_away(scanned: Path, tmp_path: Path, squares: Squares) -> None:
    """It is named along with the others, and asked about; a "not this person" is not overruled."""
    album(tmp_path / "album", people(1, 6))
    with squares.open(tmp_path / "library") as library:
        library.scan([tmp_path / "album"])
        group, away = group_of(library, 0), at(library, 0).id
        (tmp_path / "album" / "000.png").rename(tmp_path / "000.png")
        library.scan()
        library.decide.name(group, "Anna")
        (tmp_path / "000.png").rename(tmp_path / "album" / "000.png")
        library.scan()
        assert library.person(group).confirmed == 5
        (face,) = library.faces_by_id([away])
        assert (face.state, face.person_id) == (FaceState.AUTOMATIC, group)


def test_naming_finds_the_person_in_other_photos_at_once(library: Library) -> None:
    poor = at(library, 18)
    assert poor.state is not FaceState.AUTOMATIC
    group = group_of(library, 0)
    library.decide.name(group, "Anna", member_list(library, group)[:3])
    poor = at(library, 18)
    assert (poor.state, poor.suggested_person_id, poor.suggested_name) == (FaceState.SUGGESTED, group, "Anna")
    assert poor.id in ids(library.suggestions(group))
    together = at(library, 20, 0)
    assert (together.state, together.person_id) == (FaceState.AUTOMATIC, group)
    assert at(library, 20, 1).person_id != group


def test_only_confirmed_faces_teach(library: Library) -> None:
    """Automatic faces lead to nobody: a chain of resemblances would end anywhere."""
    group = group_of(library, 0)
    (first, *others) = member_list(library, group)
    library.decide.name(group, "Anna", [first])
    library.regroup()
    automatic = {face.id for face in library.faces() if face.state is FaceState.AUTOMATIC}
    assert automatic & set(others)
    gallery = library._grouper.gallery(
        library._grouper.face_word(library._context.word()), {group}, library._context.index()
    )
    assert len(gallery) == 1


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_an_empty_name_is_refused(library: Library, name: str) -> None:
    with pytest.raises(DecisionError, match="at least one letter"):
        library.decide.name(group_of(library, 0), name)
    assert library.history() == []


def test_a_named_person_is_renamed_not_named_again(library: Library) -> None:
    group = group_of(library, 0)
    with pytest.raises(DecisionError, match="no name yet"):
        library.decide.rename(group, "Anna")
    library.decide.name(group, "Ana")
    with pytest.raises(DecisionError, match="already named Ana"):
        library.decide.name(group, "Anna")
    answer = library.decide.rename(group, "Anna")
    assert library.person(group).name == "Anna"
    assert answer.person_id == group
    library.decide.undo(answer.event)
    assert library.person(group).name == "Ana"


def test_two_people_may_have_the_same_name(library: Library) -> None:
    one, other = group_of(library, 0), group_of(library, 6)
    library.decide.name(one, "Anna")
    library.decide.name(other, "Anna")
    named = [person for person in library.people() if person.name == "Anna"]
    assert {person.id for person in named} == {one, other}
    assert not set(member_list(library, one)) & set(member_list(library, other))
    library.regroup()
    assert {person.id for person in library.people() if person.name == "Anna"} == {one, other}


def test_who_is_away_was_not_seen(squares: Squares, tmp_path: Path) -> None:
    """A face is confirmed by somebody who looked at it, not because its photo's drive was elsewhere."""
    folder = album(tmp_path / "album", people(2, 4))
    with squares.open(tmp_path / "library") as library:
        library.scan([folder])
        anna, other = (group_of(library, photo) for photo in (0, 4))
        for photo in (3, 7):
            (folder / f"{photo:03d}.png").rename(tmp_path / f"{photo:03d}.png")
        library.scan()
        library.decide.name(anna, "Anna")
        library.decide.merge(anna, [other])
        for photo in (3, 7):
            (tmp_path / f"{photo:03d}.png").rename(folder / f"{photo:03d}.png")
        library.scan()
        states = [at(library, photo).state for photo in range(8)]
        assert [photo for photo, state in enumerate(states) if state is FaceState.CONFIRMED] == [
            0,
            1,
            2,
            4,
            5,
            6,
        ]
        for photo in (3, 7):
            face = at(library, photo)
            assert anna in (face.person_id, face.suggested_person_id)


# -- confirm and reject ---------------------------------------------------------------------------------
def test_confirming_a_suggestion_makes_it_certain(library: Library) -> None:
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna", member_list(library, anna)[:3])
    asked = at(library, 18)
    assert asked.state is FaceState.SUGGESTED
    answer = library.decide.confirm([asked.id])
    assert (answer.person_id, answer.faces) == (anna, 1)
    assert (at(library, 18).state, at(library, 18).person_id) == (FaceState.CONFIRMED, anna)


def test_what_is_confirmed_is_one_person_and_named(library: Library) -> None:
    anna, ben = group_of(library, 0), group_of(library, 6)
    with pytest.raises(DecisionError, match="no name yet"):
        library.decide.confirm([at(library, 0).id], anna)
    library.decide.name(anna, "Anna")
    library.decide.name(ben, "Ben")
    with pytest.raises(DecisionError, match="not believed to be one and the same"):
        library.decide.confirm([at(library, 0).id, at(library, 6).id])
    with pytest.raises(DecisionError, match="not believed to be one and the same"):
        library.decide.confirm([at(library, 21).id])
    with pytest.raises(DecisionError, match="No face was given"):
        library.decide.confirm([])


@pytest.mark.parametrize("photo", [0, 18, 20])
def test_a_rejected_face_never_comes_back(library: Library, photo: int, tmp_path: Path) -> None:
    """Whether it was confirmed, suggested or automatic."""
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna", [at(library, number).id for number in range(4)])
    face = at(library, photo)
    assert anna in (face.person_id, face.suggested_person_id)
    library.decide.reject([face.id], anna)

    def is_out() -> bool:
        now = at(library, photo)
        return now.id == face.id and anna not in (now.person_id, now.suggested_person_id)

    assert is_out()
    library.regroup()
    assert is_out()
    library.scan()
    library.scan(thorough=True)
    assert is_out()
    library.decide.confirm([at(library, 4).id], anna)  # Anna is learnt anew
    assert is_out()
    group = library.decide.move([at(library, 5).id], None).person_id
    assert group is not None
    library.decide.merge(anna, [group])
    assert is_out()


def test_a_face_rejected_from_an_unnamed_group_does_not_come_back(library: Library) -> None:
    group = group_of(library, 0)
    face = at(library, 0)
    library.decide.reject([face.id], group)
    for _ in range(3):
        assert at(library, 0).person_id != group
        library.regroup()
    library.decide.name(group, "Anna")
    library.regroup()
    now = at(library, 0)
    assert group not in (now.person_id, now.suggested_person_id)


def test_rejecting_by_mistake_can_be_confirmed_again(library: Library) -> None:
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna")
    face = at(library, 0)
    library.decide.reject([face.id], anna)
    library.decide.confirm([face.id], anna)
    assert (at(library, 0).state, at(library, 0).person_id) == (FaceState.CONFIRMED, anna)


# -- moving ---------------------------------------------------------------------------------------------
def test_moving_to_a_person_confirms_there_and_rejects_here(library: Library) -> None:
    anna, ben = group_of(library, 0), group_of(library, 6)
    library.decide.name(anna, "Anna")
    library.decide.name(ben, "Ben")
    face = at(library, 0)
    answer = library.decide.move([face.id], ben)
    assert (answer.person_id, answer.faces, answer.photos) == (ben, 1, 1)
    assert (at(library, 0).state, at(library, 0).person_id) == (FaceState.CONFIRMED, ben)
    library.decide.undo(answer.event)
    assert at(library, 0).person_id == anna
    library.decide.redo(answer.event)
    library.decide.stranger([face.id])
    library.decide.undo()
    library.regroup()
    assert at(library, 0).person_id == ben


def test_moving_to_a_group_and_to_a_new_one(library: Library) -> None:
    group = group_of(library, 6)
    face, other = at(library, 0), at(library, 1)
    library.decide.move([face.id], group)
    assert (at(library, 0).state, at(library, 0).person_id) == (FaceState.GROUPED, group)
    answer = library.decide.move([other.id], None)
    assert answer.person_id not in (None, group)
    assert member_list(library, answer.person_id or 0) == [other.id]
    library.regroup()
    assert at(library, 0).person_id == group
    assert other.id in member_list(library, answer.person_id or 0)
    with pytest.raises(DecisionError, match="there already"):
        library.decide.move([face.id], group)


def test_an_undone_new_group_is_gone_and_its_faces_are_back(library: Library) -> None:
    old = group_of(library, 0)
    answer = library.decide.move([at(library, 0).id, at(library, 1).id], None)
    library.decide.undo(answer.event)
    assert group_of(library, 0) == group_of(library, 1) == old
    with pytest.raises(UnknownIdError, match="no longer exists"):
        library.decide.name(answer.person_id or 0, "Anna")
    library.decide.redo(answer.event)
    assert group_of(library, 0) == answer.person_id


def test_a_new_person_is_made_and_named_in_one_decision(library: Library) -> None:
    old = group_of(library, 0)
    answer = library.decide.move([at(library, 0).id], None, "  Zoe ")
    assert (at(library, 0).state, at(library, 0).name) == (FaceState.CONFIRMED, "Zoe")
    assert library.history()[0].what == "Moved 1 face to Zoe"
    library.decide.undo(answer.event)
    assert (at(library, 0).name, group_of(library, 0)) == (None, old)
    assert "Zoe" not in [person.name for person in library.people()]


# -- setting aside and hiding ---------------------------------------------------------------------------
def test_strangers_and_no_faces_stay_out_of_every_group(library: Library) -> None:
    library.decide.stranger([at(library, 0).id, at(library, 1).id])
    library.decide.not_a_face([at(library, 2).id])
    library.regroup()
    library.scan(thorough=True)
    assert [at(library, photo).state for photo in range(3)] == ["stranger", "stranger", "not_a_face"]
    line = library.coverage()
    assert (line.strangers, line.not_a_face) == (2, 1)
    library.decide.undo()
    assert at(library, 2).state is not FaceState.NOT_A_FACE
    assert at(library, 0).state is FaceState.STRANGER


def test_hiding_changes_nothing_but_the_sight(library: Library) -> None:
    anna = group_of(library, 0)
    library.decide.name(anna, "Anna", [at(library, 0).id, at(library, 1).id])
    before = where(library)
    library.decide.hide(anna)
    assert library.person(anna).hidden
    assert where(library) == before
    library.regroup()
    assert where(library) == before
    library.decide.hide(anna, hidden=False)
    assert not library.person(anna).hidden
    assert where(library) == before


# -- ids ------------------------------------------------------------------------------------------------
def test_ids_last(library: Library, tmp_path: Path) -> None:
    """A group keeps its id through regroupings and new photos; a person keeps that of their group."""
    before = {photo: group_of(library, photo) for photo in (0, 6, 12)}
    library.decide.name(before[0], "Anna")
    save(tmp_path / "more" / "a.png", [(1, 9)], 500)
    save(tmp_path / "more" / "b.png", [(0, 9)], 501)
    library.scan([tmp_path / "more"])
    assert {photo: group_of(library, photo) for photo in (0, 6, 12)} == before
    assert len(member_list(library, before[6])) == 8


@pytest.mark.parametrize("what", ["name", "merge", "hide", "move", "reject"])
def test_a_retired_or_unknown_id_is_refused(library: Library, what: str) -> None:
    decide, face = library.decide, at(library, 0).id
    retired = group_of(library, 6)
    target = group_of(library, 0)
    decide.stranger(member_list(library, retired))
    for wrong in (retired, 4711):
        actions = {
            "name": lambda wrong=wrong: decide.name(wrong, "Anna"),
            "merge": lambda wrong=wrong: decide.merge(target, [wrong]),
            "hide": lambda wrong=wrong: decide.hide(wrong),
            "move": lambda wrong=wrong: decide.move([face], wrong),
            "reject": lambda wrong=wrong: decide.reject([face], wrong),
        }
        with pytest.raises(UnknownIdError, match=f"{wrong}"):
            actions[what]()
        with pytest.raises(UnknownIdError):
            library.person(wrong)
    assert len(library.history()) == 1


def test_a_retired_id_is_never_another_group(library: Library, tmp_path: Path) -> None:
    retired = group_of(library, 6)
    library.decide.stranger(member_list(library, retired))
    for number in range(4):
        save(tmp_path / "more" / f"{number}.png", [(7, number)], 600 + number)
    library.scan([tmp_path / "more"])
    with pytest.raises(UnknownIdError):
        library.person(retired)


def test_an_unknown_face_is_refused(library: Library) -> None:
    with pytest.raises(UnknownIdError, match="no face 4711"):
        library.decide.stranger([at(library, 0).id, 4711])
    assert library.history() == []


def test_a_face_given_twice_is_meant_once(library: Library) -> None:
    face, anna = at(library, 0).id, group_of(library, 0)
    library.decide.name(anna, "Anna", [at(library, 1).id])
    for answer in (
        library.decide.confirm([face, face], anna),
        library.decide.reject([face, face], anna),
        library.decide.move([face, face], None),
        library.decide.stranger([face, face]),
    ):
        assert (answer.faces, answer.photos) == (1, 1)


# -- who else is told -----------------------------------------------------------------------------------
def test_listeners_hear_which_faces_and_people_changed(library: Library) -> None:
    heard: list[Changes] = []
    library.listen(heard.append)
    face = at(library, 0)
    library.decide.stranger([face.id])
    assert len(heard) == 1
    assert face.id in heard[0].face_ids
    assert face.person_id in heard[0].person_ids
    assert not heard[0].everything


def test_decisions_of_another_process_count(library: Library, squares: Squares) -> None:
    """Two objects on one folder are as good as two processes: nothing is shared but the files."""
    with squares.open(library.root) as other:
        version = other.data_version()
        anna = group_of(library, 0)
        library.decide.name(anna, "Anna")
        assert other.data_version() != version
        assert other.person(anna).name == "Anna"
        other.decide.reject([at(other, 18).id], anna)
        library.decide.stranger([at(library, 0).id])
        other.regroup()
        now = at(library, 18)
        assert anna not in (now.person_id, now.suggested_person_id)
        assert at(other, 0).state is FaceState.STRANGER
        library.decide.undo()
        assert at(other, 0).state is FaceState.CONFIRMED
        assert [row.kind for row in other.history()] == ["undo", "stranger", "reject", "name"]
