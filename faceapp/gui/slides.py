"""What a slide show shows: photos of a list, or one face through the years. Window thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from faceapp.core.errors import FaceAppError
from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Photo, Picture
from faceapp.core.through_years import DatedFace, caption
from faceapp.gui.client import LibraryClient
from faceapp.gui.dates import long_date
from faceapp.gui.language import shown
from faceapp.gui.pixels import to_image
from faceapp.library.library import Library
from faceapp.library.pictures import PictureView

_ALIGNED = 1080
"""Pixels of each side of an aligned face on the screen."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture of a slide show.

    Attributes:
        image: As large as the screen.
        width: Of the photo in its file, pixels.
        height: The same.
        faces: Kept in sight while the picture is moved: pixels of the photo. None: it stands still.
        words: When it was, and how old somebody was.
        names: Who is in it.
    """

    image: QImage
    width: int
    height: int
    faces: tuple[Box, ...]
    words: str
    names: str = ""


Then = Callable[[Slide | None], None]
"""Gets the slide, or None where it cannot be shown now."""


class Slides(Protocol):
    """A list of slides, each read when it is needed."""

    fade_seconds: float
    """How long one fades into the next."""

    def __len__(self) -> int: ...

    def load(self, number: int, long_side: int, then: Then) -> None:
        """Read one for a screen of so many pixels."""
        ...


class PhotoSlides:
    """Photos in their order.

    Args:
        client: Reads them.
        photo_ids: Which.
        owner: Nothing is delivered after its end.
        person_id: Whose face is kept in sight; None: everybody's.
    """

    fade_seconds = 0.9

    def __init__(
        self,
        client: LibraryClient,
        photo_ids: Sequence[int],
        owner: QObject,
        person_id: int | None = None,
    ) -> None:
        self._client = client
        self._ids = list(photo_ids)
        self._owner = owner
        self._person = person_id

    def __len__(self) -> int:
        return len(self._ids)

    def load(self, number: int, long_side: int, then: Then) -> None:
        """Read a photo, then who is in it."""
        photo_id = self._ids[number]

        def read(view: PictureView) -> None:
            def query(library: Library) -> tuple[list[Photo], list[Face], list[tuple[int, str]]]:
                faces, present = library.faces_of_photo(photo_id), library.present_in(photo_id)
                return library.photos([photo_id]), faces, present

            def known(found: tuple[list[Photo], list[Face], list[tuple[int, str]]]) -> None:
                photos, faces, present = found
                taken = photos[0].taken_at if photos else None
                then(
                    Slide(
                        to_image(view.pixels),
                        view.full_width,
                        view.full_height,
                        tuple(face.box for face in self._wanted(faces)),
                        long_date(taken.date()) if taken is not None else "",
                        ", ".join(dict.fromkeys([*_names(faces), *(name for _, name in present)])),
                    )
                )

            self._client.ask(query, known, owner=self._owner)

        def failed(_: FaceAppError) -> None:
            then(None)

        self._client.load_picture(photo_id, read, owner=self._owner, long_side=long_side, failed=failed)

    def _wanted(self, faces: Sequence[Face]) -> list[Face]:
        real = [face for face in faces if face.state is not FaceState.NOT_A_FACE]
        theirs = [face for face in real if self._person in (face.person_id, face.suggested_person_id)]
        if self._person is not None and theirs:
            return theirs
        named = [face for face in real if face.name]
        return named or real


class YearsSlides:
    """One face through the years, each on the others' eyes.

    Args:
        client: Reads them.
        faces: Oldest first.
        born: When the person was born, where that is known.
        owner: Nothing is delivered after its end.
    """

    fade_seconds = 1.2

    def __init__(
        self, client: LibraryClient, faces: Sequence[DatedFace], born: date | None, owner: QObject
    ) -> None:
        self._client = client
        self._faces = list(faces)
        self._born = born
        self._owner = owner

    def __len__(self) -> int:
        return len(self._faces)

    def load(self, number: int, long_side: int, then: Then) -> None:
        """Read a face's photo and lay the face on its place."""
        one, size = self._faces[number], min(long_side, _ALIGNED)

        def made(picture: Picture) -> None:
            then(Slide(to_image(picture), size, size, (), shown(caption(one, self._born))))

        def failed(_: FaceAppError) -> None:
            then(None)

        self._client.read_picture(
            lambda library: library.aligned_face(one, size), made, owner=self._owner, failed=failed
        )


def _names(faces: Sequence[Face]) -> list[str]:
    """Names of those who are surely there, left to right."""
    sure = (FaceState.CONFIRMED, FaceState.AUTOMATIC)
    return [face.name for face in faces if face.name and face.state in sure]
