"""Folders of labelled photos, one folder for each person: their faces, to learn from and to judge by.

Nothing of it goes into the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.errors import FaceAppError, PictureError
from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Picture
from faceapp.core.progress import CancelToken, Progress, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.imaging import reader
from faceapp.library.recognizer import Recognizer, RecognizerSource

CENTRE = 0.5
"""Part of a picture, about its middle, that is taken for the face where none is found."""
_WAITING = 4
"""Photos read ahead for each that is worked on."""


@dataclass(frozen=True, slots=True)
class LabelledFace:
    """The face a photo is of.

    Attributes:
        path: The photo.
        person: Its folder's name.
        crop: As the embedder is shown it: uint8 [160, 320, 3], box view and landmark view.
        found: Whether the detector found it; else it is the middle of the picture.
    """

    path: Path
    person: str
    crop: Picture
    found: bool

    @property
    def image(self) -> Picture:
        """The face alone: uint8 [160, 160, 3], the detector's box and a margin, stretched to the square."""
        return np.ascontiguousarray(self.crop[:, : self.crop.shape[1] // 2])


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file nothing can be learned from, and why."""

    path: Path
    reason: str


def photos_by_person(folder: Path) -> list[tuple[str, Path]]:
    """The files in the folders of a folder: person and path, in order.

    Raises:
        FaceAppError: it is no folder, or has no folders in it.
    """
    if not folder.is_dir():
        raise FaceAppError(said("{folder} is no folder.", folder=folder))
    people = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    if not people:
        raise FaceAppError(
            said(
                "{folder} has no folders in it. Make one for each person, with photos of them in it.",
                folder=folder,
            )
        )
    return [
        (person.name, path)
        for person in people
        for path in sorted(person.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    ]


def dominant(detections: Sequence[Detection], width: int, height: int) -> Detection | None:
    """The face a photo is of: the largest that holds the middle of the picture, else the largest."""
    middle = [one for one in detections if _holds(one.box, width / 2, height / 2)]
    return max(middle or detections, key=lambda one: one.box.width * one.box.height, default=None)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def read_labelled(
    photos: Sequence[tuple[str, Path]],
    source: RecognizerSource,
    *,
    guess: bool = False,
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[list[LabelledFace], list[Unusable]]:
    """The face of each photo.

    Args:
        photos: Person and path.
        source: The networks.
        guess: Take the middle of a picture in which no face is found, as protocols that judge every pair
            need it.
        progress: Called after each photo.
        cancel: Asked before each photo.

    Returns:
        Faces in the order of the photos, and the files that have none or cannot be read.

    Raises:
        Cancelled: the user stopped it.
    """
    token = cancel or CancelToken()
    faces: list[LabelledFace] = []
    unusable: list[Unusable] = []
    with ThreadPoolExecutor(source.width) as pool:
        for number, (path, answer) in enumerate(_ahead(photos, source, guess, pool, token), 1):
            try:
                faces.append(answer.result())
            except FaceAppError as error:
                token.check()
                unusable.append(Unusable(path, error.user_message))
            progress(Progress(said("Looking for faces"), number, len(photos)))
    return faces, unusable


def _ahead(
    photos: Sequence[tuple[str, Path]],
    source: RecognizerSource,
    guess: bool,
    pool: ThreadPoolExecutor,
    cancel: CancelToken,
) -> Iterator[tuple[Path, Future[LabelledFace]]]:
    """Some photos in hand at a time: thousands of decoded ones would not fit in memory."""
    waiting: list[tuple[Path, Future[LabelledFace]]] = []
    for person, path in photos:
        cancel.check()
        waiting.append((path, pool.submit(_face_of, person, path, source, guess)))
        if len(waiting) > _WAITING * source.width:
            yield waiting.pop(0)
    yield from waiting


def _face_of(person: str, path: Path, source: RecognizerSource, guess: bool) -> LabelledFace:
    picture = reader.read(path).pixels

    def look(recognizer: Recognizer) -> LabelledFace:
        height, width = picture.shape[:2]
        face = dominant(recognizer.detector.detect([picture])[0], width, height)
        if face is None and not guess:
            raise PictureError("empty", said("No face was found in it."))
        chosen = face or _middle(width, height)
        return LabelledFace(path, person, recognizer.embedder.crop(picture, chosen), face is not None)

    return source.run(look)


def _middle(width: int, height: int) -> Detection:
    wide, high = width * CENTRE, height * CENTRE
    return Detection(Box((width - wide) / 2, (height - high) / 2, wide, high), None, 0.0)


def embeddings_of(faces: Sequence[LabelledFace], source: RecognizerSource) -> NDArray[np.float32]:
    """What the app's network makes of faces: float32 [N, D] of unit length."""
    parts = [source.run(partial(_embedded, some)) for some in _chunks([face.crop for face in faces], 64)]
    return np.concatenate(parts) if parts else np.zeros((0, source.dimension), np.float32)


def _embedded(crops: list[Picture], recognizer: Recognizer) -> NDArray[np.float32]:
    return recognizer.embedder.embed(crops)


def _chunks(values: list[Picture], size: int) -> list[list[Picture]]:
    return [values[start : start + size] for start in range(0, len(values), size)]
