"""Why the app believes what it believes; faces of a person that look odd; children and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import squares
from squares import Spot, Squares

from faceapp.core.errors import UnknownIdError
from faceapp.core.models import Face, FaceState
from faceapp.library.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Four people, five photos each; person 0 has a poor picture as well (photo 20)."""
    photos: list[list[Spot]] = [*squares.people(4, 5), [(0, 10)]]
    opened = Squares().open(tmp_path / "library")
    opened.scan([squares.album(tmp_path / "photos", photos)])
    return opened


def at(library: Library, number: int) -> Face:
    (face,) = (
        face
        for photo in library.photos()
        if photo.paths[0].endswith(f"{number:03d}.png")
        for face in library.faces_of_photo(photo.id)
    )
    return face


def name(library: Library, person: int, seen: int = 3) -> int:
    faces = [at(library, 5 * person + i) for i in range(5)]
    group = faces[0].person_id
    assert group is not None
    library.decide.name(group, f"Person {person}", [face.id for face in faces[:seen]])
    return group


def test_nothing_speaks_for_anybody_before_somebody_is_named(library: Library) -> None:
    assert library.why(at(library, 0).id) == []


def test_three_nearest_confirmed_faces_and_the_margin(library: Library) -> None:
    anna, ben = name(library, 0), name(library, 1)
    face = at(library, 3)
    first, second = library.why(face.id)
    assert (first.person_id, first.name, second.person_id) == (anna, "Person 0", ben)
    assert first.probability == pytest.approx(face.probability or 0, abs=1e-3)
    assert [one for one, _ in first.nearest] == [at(library, i).id for i in (0, 1, 2)]
    distances = [distance for _, distance in first.nearest]
    assert distances == sorted(distances)
    assert first.margin == pytest.approx(second.nearest[0][1] - distances[0], abs=2e-4)
    assert second.margin is not None
    assert second.margin < 0


def test_a_confirmed_face_is_no_evidence_for_itself(library: Library) -> None:
    anna = name(library, 0)
    own = at(library, 0).id
    (reason,) = library.why(own)
    assert reason.person_id == anna
    assert reason.margin is None
    assert own not in [face for face, _ in reason.nearest]


def test_who_a_face_is_not_is_no_reason(library: Library) -> None:
    anna, ben = name(library, 0), name(library, 1)
    face = at(library, 3).id
    library.decide.reject([face], anna)
    assert [reason.person_id for reason in library.why(face)] == [ben]


def test_an_unknown_face_has_no_reasons(library: Library) -> None:
    with pytest.raises(UnknownIdError, match="There is no face 999"):
        library.why(999)


# -- odd faces ------------------------------------------------------------------------------------------
def test_a_wrong_face_of_a_person_is_odd(library: Library) -> None:
    anna = name(library, 0, seen=5)
    assert library.odd_faces(anna) == []
    wrong = at(library, 15)
    library.decide.move([wrong.id], anna)
    assert at(library, 15).state is FaceState.CONFIRMED
    assert [face.id for face in library.odd_faces(anna)] == [wrong.id]
    library.decide.reject([wrong.id], anna)
    assert library.odd_faces(anna) == []


def test_an_odd_face_that_was_said_to_be_right_is_not_asked_about_again(library: Library) -> None:
    anna, ben = name(library, 0, seen=5), name(library, 1, seen=5)
    odd = at(library, 15).id
    library.decide.move([odd], anna)
    decision = library.decide.confirm([odd], anna)
    assert library.odd_faces(anna) == []
    library.regroup()
    library.decide.rename(anna, "Anna")
    assert library.odd_faces(anna) == []
    merge = library.decide.merge(ben, [anna])  # whoever she is called now, it is her
    assert odd not in {face.id for face in library.odd_faces(ben)}
    library.decide.undo(merge.event)
    assert library.odd_faces(anna) == []
    library.decide.undo(decision.event)  # the answer itself is taken back
    assert [face.id for face in library.odd_faces(anna)] == [odd]


def test_a_face_that_was_said_to_belong_to_a_group_is_not_odd_once_the_group_has_a_name(
    library: Library,
) -> None:
    group = at(library, 0).person_id
    assert group is not None
    odd = at(library, 15).id
    library.decide.move([odd], group)
    library.decide.together([odd], group)
    library.decide.name(group, "Anna")
    assert library.odd_faces(group) == []


def test_too_few_faces_to_say_what_is_odd(library: Library) -> None:
    """Of two faces that look unlike, nobody can say which one is wrong."""
    anna = name(library, 0, seen=1)
    library.decide.reject([at(library, i).id for i in range(1, 5)], anna)
    library.decide.move([at(library, 15).id], anna)
    assert library.odd_faces(anna) == []


def test_odd_faces_are_those_of_a_named_person(library: Library) -> None:
    group = at(library, 0).person_id
    assert group is not None
    for person in (group, 999):
        with pytest.raises(UnknownIdError, match="no named person"):
            library.odd_faces(person)


# -- dates ----------------------------------------------------------------------------------------------
def test_a_child_is_named_from_near_years_only(library: Library) -> None:
    """The photos get dates, the person a birthdate: what was automatic becomes a question."""
    with library._context.database.transaction() as db:
        for number in range(21):
            year = 2012 if number < 3 else 2019
            db.execute(
                "UPDATE photo SET taken_at = ? WHERE id = ?",
                (f"{year}-06-01T12:00:00", at(library, number).photo_id),
            )
    anna = name(library, 0)
    # Not those of the group: what the user named as one stays together.
    new = squares.album(library.root.parent / "new", [[(0, 6)]])
    library.scan([new])
    (found,) = (face for face in library.faces() if _path(library, face).startswith(str(new)))
    with library._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = '2019-06-01T12:00:00' WHERE id = ?", (found.photo_id,))
    library.regroup()
    assert library.faces_by_id([found.id])[0].state is FaceState.AUTOMATIC
    birthday = library.decide.birthdate(anna, date(2011, 3, 1))
    library.regroup()
    (child,) = library.faces_by_id([found.id])
    assert (child.state, child.suggested_person_id) == (FaceState.SUGGESTED, anna)
    library.decide.undo(birthday.event)
    library.decide.birthdate(anna, date(1981, 3, 1))
    library.regroup()
    assert library.faces_by_id([found.id])[0].state is FaceState.AUTOMATIC


def _path(library: Library, face: Face) -> str:
    (photo,) = library.photos([face.photo_id])
    return photo.paths[0]
