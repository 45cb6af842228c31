"""Faces of a library of coloured squares by the number of their photo."""

from __future__ import annotations

from pathlib import Path

from faceapp.core.models import Face, FaceState
from faceapp.library.library import Library


def at(library: Library, photo: int, place: int = 0) -> Face:
    """The face of the photo with this number, the ``place``-th from the left."""
    (found,) = (one for one in library.photos() if Path(one.paths[0]).stem == f"{photo:03d}")
    return library.faces_of_photo(found.id)[place]


def face(library: Library, photo: int) -> int:
    """Its id."""
    return at(library, photo).id


def group_of(library: Library, photo: int) -> int:
    """The person or group its face is shown under."""
    person = at(library, photo).person_id
    assert person is not None
    return person


def members(library: Library, person: int) -> set[int]:
    """Ids of the faces shown under a person or group."""
    return {one.id for one in library.faces_of_person(person)}


def where(library: Library) -> dict[int, tuple[FaceState, int | None]]:
    """Where every face stands."""
    return {one.id: (one.state, one.person_id) for one in library.faces()}


def ids(faces: list[Face]) -> list[int]:
    """Ids of faces, in order."""
    return sorted(face.id for face in faces)


def member_list(library: Library, person: int) -> list[int]:
    """Ids of the faces shown under a person or group, in order."""
    return ids(library.faces_of_person(person))
