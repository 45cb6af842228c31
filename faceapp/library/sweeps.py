"""Sweeps: "everyone else at this event is a stranger", as a proposal that the user may change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from faceapp.core.models import Face, FaceState
from faceapp.core.occasions import occasion
from faceapp.library.board import KNOWN_KEY
from faceapp.library.context import Context

_LOOSE = (FaceState.GROUPED, FaceState.SINGLE)
"""Nobody the app takes for a person with a name: suggestions are asked about one by one."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """The faces of one event that no name is near.

    Attributes:
        photos: Ids of the event's photos, in order.
        first: When the first was taken; None: undated photos of one folder.
        last: When the last was taken.
        folder: Of the photo that was asked about.
        faces: Everybody without a name there, groups together, the largest first.
        staying: Ids of those that had better stay: their group is in photos of other days too, or the user
            said to know them.
    """

    photos: tuple[int, ...]
    first: datetime | None
    last: datetime | None
    folder: str
    faces: tuple[Face, ...]
    staying: frozenset[int]

    @property
    def going(self) -> tuple[int, ...]:
        """Ids of those that become strangers unless the user says otherwise."""
        return tuple(face.id for face in self.faces if face.id not in self.staying)


def sweep_of(context: Context, photo_id: int) -> Sweep:
    """What "everyone else here is a stranger" would mean for the event of a photo. Nothing is changed."""
    shots = occasion(context.photos.shots_around(photo_id), photo_id)
    mine = next(shot for shot in shots if shot.photo_id == photo_id)
    photos = tuple(shot.photo_id for shot in shots)
    loose = [face for face in context.faces.of_photos(photos) if face.state in _LOOSE]
    here = {face.id for face in loose}
    members: dict[int, set[int]] = {}
    for face in loose:
        if face.person_id is not None and face.person_id not in members:
            members[face.person_id] = set(context.faces.ids_of_person(face.person_id, shown=True))
    elsewhere = {group for group, faces in members.items() if not faces <= here}
    known = set(json.loads(context.settings.get(KNOWN_KEY) or "[]"))
    sizes = {group: len(faces & here) for group, faces in members.items()}
    loose.sort(key=lambda face: (-sizes.get(face.person_id or 0, 1), face.person_id or 0, -face.quality))
    return Sweep(
        photos,
        shots[0].taken_at,
        shots[-1].taken_at,
        mine.folder,
        tuple(loose),
        frozenset(face.id for face in loose if face.person_id in elsewhere or face.id in known),
    )
