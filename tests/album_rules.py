"""What holds of every album at every moment, whatever the user decided: for the tests that try at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from faceapp.core.models import Face, FaceState, Person
from faceapp.library.library import Library


def every_face_is_counted_once(library: Library, faces: Sequence[Face]) -> None:
    """The coverage line adds up, and each state has what belongs to it and nothing else."""
    line = library.coverage()
    parts = (line.confirmed, line.automatic, line.suggested, line.grouped, line.single)
    assert sum((*parts, line.strangers, line.not_a_face)) == line.detected == len(faces)
    for face in faces:
        if face.state in (FaceState.CONFIRMED, FaceState.AUTOMATIC, FaceState.GROUPED):
            assert face.person_id is not None, face
        if face.state in (FaceState.SINGLE, FaceState.STRANGER, FaceState.NOT_A_FACE):
            assert face.person_id is None, face
        assert (face.suggested_person_id is not None) == (face.state is FaceState.SUGGESTED), face
        assert (face.name is not None) == (face.state in (FaceState.CONFIRMED, FaceState.AUTOMATIC)), face


def every_person_shown_is_there(faces: Sequence[Face], people: Sequence[Person]) -> None:
    """Each face is under a person that is shown, and the persons' counts are those of the faces."""
    counted = Counter(face.person_id for face in faces if face.person_id is not None)
    asked = Counter(face.suggested_person_id for face in faces if face.suggested_person_id is not None)
    sure = Counter(face.person_id for face in faces if face.state is FaceState.CONFIRMED)
    assert counted == {one.id: one.faces for one in people if one.faces}
    assert asked == {one.id: one.suggested for one in people if one.suggested}
    assert sure == {one.id: one.confirmed for one in people if one.confirmed}
