"""One person twice in one photo: never by itself, and as the user says."""

from __future__ import annotations

import pytest
from faces_of import at
from squares import people

from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import FaceState
from faceapp.library.library import Library

# 0..3: person 0, one face each; 4: person 0 twice (before a mirror); 5: person 0 twice and person 1.
PHOTOS = [*people(1, 4), [(0, 4), (0, 5)], [(0, 6), (0, 7), (1, 0)]]


def named(library: Library) -> int:
    anna = at(library, 0).person_id
    assert anna is not None
    library.decide.name(anna, "Anna", [at(library, photo).id for photo in range(4)])
    return anna


def test_by_itself_the_app_names_one_of_two(library: Library) -> None:
    anna = named(library)
    for _ in range(2):
        for photo in (4, 5):
            states = sorted(at(library, photo, place).state for place in (0, 1))
            assert states == [FaceState.AUTOMATIC, FaceState.SUGGESTED]
            for place in (0, 1):
                face = at(library, photo, place)
                assert anna in (face.person_id, face.suggested_person_id)
        library.regroup()


@pytest.mark.parametrize("answer", ["mirror", "collage"])
def test_a_mirror_image_is_named_too(library: Library, answer: str) -> None:
    anna = named(library)
    one, other = at(library, 4, 0), at(library, 4, 1)
    said = library.decide.twice(one.id, other.id, answer)
    assert (said.faces, said.photos) == (2, 1)
    assert library.history()[0].what == f"Two faces of a photo may be one person: a {answer}"
    for _ in range(2):
        assert [at(library, 4, place).state for place in (0, 1)] == [FaceState.AUTOMATIC] * 2
        assert [at(library, 4, place).person_id for place in (0, 1)] == [anna] * 2
        assert FaceState.SUGGESTED in {at(library, 5, place).state for place in (0, 1)}
        library.regroup()
    library.decide.undo()
    assert FaceState.SUGGESTED in {at(library, 4, place).state for place in (0, 1)}


def test_a_mirror_image_is_grouped_too(library: Library) -> None:
    one, other = at(library, 4, 0), at(library, 4, 1)
    assert one.person_id != other.person_id
    library.decide.twice(other.id, one.id, "mirror")
    library.regroup()
    assert at(library, 4, 0).person_id == at(library, 4, 1).person_id is not None
    assert at(library, 5, 0).person_id != at(library, 5, 1).person_id
    library.decide.undo()
    library.regroup()
    assert at(library, 4, 0).person_id != at(library, 4, 1).person_id


def test_a_mistake_keeps_them_apart_and_what_clashes_is_listed(library: Library) -> None:
    anna = named(library)
    one, other = at(library, 4, 0), at(library, 4, 1)
    mistake = library.decide.twice(one.id, other.id, "mistake")
    library.regroup()
    assert FaceState.SUGGESTED in {at(library, 4, place).state for place in (0, 1)}
    assert library.contradictions() == []
    library.decide.confirm([one.id], anna)
    last = library.decide.confirm([other.id], anna)
    (clash,) = library.contradictions()
    assert (clash.earlier.id, clash.later.id) == (mistake.event, last.event)
    assert (clash.face_ids, clash.person_ids) == ((one.id, other.id), (anna,))
    library.decide.twice(one.id, other.id, "mirror")  # a newer answer to the same question
    assert library.contradictions() == []
    library.decide.move([other.id], None, "Bea")
    assert [clash.kind for clash in library.contradictions()] == ["one person and two"]


def test_a_confirmed_face_is_the_one_that_stays(library: Library) -> None:
    anna = named(library)
    asked = next(face for face in (at(library, 4, 0), at(library, 4, 1)) if face.state is FaceState.SUGGESTED)
    library.decide.confirm([asked.id])
    states = {face.id: face.state for face in (at(library, 4, 0), at(library, 4, 1))}
    assert states.pop(asked.id) is FaceState.CONFIRMED
    assert list(states.values()) == [FaceState.SUGGESTED]
    assert library.person(anna).faces >= 5


def test_an_answer_about_other_faces_is_refused(library: Library) -> None:
    one = at(library, 4, 0).id
    for other in (one, at(library, 0).id):
        with pytest.raises(DecisionError, match="two different faces of one photo"):
            library.decide.twice(one, other, "mirror")
    with pytest.raises(DecisionError, match="mirror, collage or mistake"):
        library.decide.twice(one, at(library, 4, 1).id, "twins")
    with pytest.raises(UnknownIdError, match="no face 4711"):
        library.decide.twice(one, 4711, "mirror")
