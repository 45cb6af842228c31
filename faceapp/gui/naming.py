"""What the user's word about one face of a photo means as a decision.

Naming a face that sits in a group names the group: only this face counts as seen, so only it is confirmed
and teaches; the others stay with it, as in every other place where a group is named.
"""

from __future__ import annotations

from collections.abc import Callable

from faceapp.core.models import Decision, Face, FaceState
from faceapp.library.people import Decisions

Action = Callable[[Decisions], Decision]


def believed(face: Face) -> tuple[int, str] | None:
    """The named person the app takes a face for, if any."""
    if face.state is FaceState.SUGGESTED and face.suggested_person_id is not None:
        return face.suggested_person_id, face.suggested_name or ""
    if face.state in (FaceState.CONFIRMED, FaceState.AUTOMATIC) and face.person_id is not None:
        return face.person_id, face.name or ""
    return None


def in_group(face: Face) -> bool:
    """Whether a face sits in a group without a name."""
    return face.state is FaceState.GROUPED and face.person_id is not None and face.name is None


def as_known(face: Face, person_id: int) -> Action:
    """This face is a person who has a name already."""
    known = believed(face)
    if known is not None and known[0] == person_id and face.state is not FaceState.CONFIRMED:
        return lambda decisions: decisions.confirm([face.id], person_id)
    if in_group(face):
        group = int(face.person_id or 0)
        return lambda decisions: decisions.merge(person_id, [group], seen=[face.id])
    return lambda decisions: decisions.move([face.id], person_id)


def as_new(face: Face, name: str) -> Action:
    """This face is somebody who has no name yet."""
    if in_group(face):
        group = int(face.person_id or 0)
        return lambda decisions: decisions.name(group, name, seen=[face.id])
    return lambda decisions: decisions.move([face.id], None, name)
