"""What a drag of ours carries: ids of people or faces and where the faces stand, or the files of photos."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QByteArray, QMimeData, QUrl

from faceapp.core.models import Face, FaceState


def own_mime(what: str) -> str:
    """The type of what is dragged inside this process: elsewhere its ids mean others."""
    return f"application/x-faceapp-{what}.{os.getpid()}"


STANDING_MIME = own_mime("standing")
"""Beside the ids of dragged faces: what they have in common."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Ids of what is dragged.

    Attributes:
        ids: People or faces.
        of: The person or group all of the faces are shown under.
        suggested: The person all of them are suggested for.
        confirmed: Whether the user confirmed all of them.
    """

    ids: tuple[int, ...] = ()
    of: int | None = None
    suggested: int | None = None
    confirmed: bool = False


def put_faces(data: QMimeData, kind: str, faces: Sequence[Face]) -> None:
    """Make a drag carry faces."""
    data.setData(kind, QByteArray(",".join(str(face.id) for face in faces).encode()))
    asked = {face.suggested_person_id if face.state is FaceState.SUGGESTED else None for face in faces}
    owners = {None if face.state is FaceState.SUGGESTED else face.person_id for face in faces}
    standing = {
        "of": owners.pop() if len(owners) == 1 else None,
        "suggested": asked.pop() if len(asked) == 1 else None,
        "confirmed": all(face.state is FaceState.CONFIRMED for face in faces),
    }
    data.setData(STANDING_MIME, QByteArray(json.dumps(standing).encode()))


def carried(data: QMimeData, kind: str) -> Carried:
    """What a drag of ours carries; nothing of any other."""
    if not data.hasFormat(kind):
        return Carried()
    ids = tuple(int(part) for part in bytes(data.data(kind).data()).decode().split(",") if part)
    if not data.hasFormat(STANDING_MIME):
        return Carried(ids)
    standing = json.loads(bytes(data.data(STANDING_MIME).data()))
    return Carried(ids, standing["of"], standing["suggested"], standing["confirmed"])


class Filed(Protocol):
    """A photo, and where its files lie."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies."""
        ...

    @property
    def missing(self) -> bool:
        """Whether no file of it is there."""
        ...


def files_mime(photos: Sequence[Filed]) -> QMimeData:
    """The files of photos as other programs take them, each at its first place; none for missing ones."""
    mime = QMimeData()
    there = [photo.paths[0] for photo in photos if photo.paths and not photo.missing]
    if there:
        mime.setUrls([QUrl(PurePath(path).as_uri()) for path in there])  # also names that are no valid text
    return mime
