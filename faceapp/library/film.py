"""One face through the years: the pictures, each on the others' eyes, and a video of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faceapp.core.errors import ExportError, PictureError
from faceapp.core.models import FaceState, Picture
from faceapp.core.progress import CancelToken, Progress, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.core.through_years import FEWEST_FACES, DatedFace, Period, best_of_each, caption
from faceapp.imaging import crops, film
from faceapp.library.context import Context
from faceapp.library.pictures import Pictures

FILM_SIZE = 720
"""Pixels of each side of the video."""
_HELD, _FADED = 20, 10
"""Frames a face stands still, and is on its way to the next: 0.8 s and 0.4 s."""
_MOST_READ = 6000
"""Pixels: eyes in a small part of a huge panorama are read no sharper."""


@dataclass(frozen=True, slots=True)
class FilmSummary:
    """What a video holds.

    Attributes:
        path: Where it lies.
        faces: Faces shown.
        skipped: Faces whose photo could not be read.
        first: Day of the oldest photo.
        last: Day of the newest.
        seconds: How long it plays.
    """

    path: Path
    faces: int
    skipped: int
    first: date
    last: date
    seconds: float


def faces_through_years(context: Context, person_id: int, period: Period | None = None) -> list[DatedFace]:
    """The best face of each time of a person or group, oldest first; only those who look this way.

    Args:
        context: The library.
        person_id: Whose.
        period: How much time has one face; None: so much that there are not too many.
    """
    photos = context.photos.of_person(person_id)
    taken = {photo.id: photo.taken_at for photo in photos if photo.taken_at is not None}
    faces = context.faces.of_person(person_id)
    return best_of_each(
        [
            DatedFace(face, taken[face.photo_id])
            for face in faces
            if face.photo_id in taken and face.state is not FaceState.SUGGESTED
        ],
        period,
    )


def aligned_face(pictures: Pictures, one: DatedFace, size: int) -> Picture:
    """A face on the eyes of all others: uint8 [size, size, 3].

    Raises:
        UnknownIdError: the photo is gone from the library.
        PictureError: it cannot be read now.
    """
    view = pictures.read_photo(one.face.photo_id, long_side=_MOST_READ)
    factor = view.pixels.shape[1] / view.full_width
    return crops.aligned_on_eyes(view.pixels, one.eyes * factor, size)


def write_film(
    pictures: Pictures,
    faces: Sequence[DatedFace],
    born: date | None,
    path: Path,
    in_words: Callable[[str], str] = str,
    *,
    replace: bool = False,
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
) -> FilmSummary:
    """Write faces one after the other, each fading into the next, as a video. A stop leaves no file.

    ``in_words`` says a caption in the language it is wanted in.

    Raises:
        ExportError: there are too few faces, or the file cannot be written or read back.
        Cancelled: stopped.
    """
    cancel = cancel or CancelToken()
    if len(faces) < FEWEST_FACES:
        raise ExportError(
            said(
                "A video needs {fewest} faces that look this way, in photos with dates; there is one.",
                fewest=FEWEST_FACES,
            )
            if faces
            else said(
                "A video needs {fewest} faces that look this way, in photos with dates; there are none.",
                fewest=FEWEST_FACES,
            )
        )
    shown: list[DatedFace] = []
    with film.FilmWriter(path, FILM_SIZE, replace=replace) as writer:
        before: Picture | None = None
        shown_before = ""
        for one, picture in _read(pictures, faces, progress, cancel):
            words = in_words(caption(one, born))
            for step in range(1, _FADED + 1):
                if before is None:
                    break
                share = step / (_FADED + 1)
                # Only the face fades: two dates on top of each other cannot be read.
                frame = film.blended(before, picture, share)
                writer.add(film.with_words(frame, words if share >= 0.5 else shown_before))
            still = film.with_words(picture, words)
            for _ in range(_HELD):
                writer.add(still)
            before, shown_before = picture, words
            shown.append(one)
        if len(shown) < FEWEST_FACES:
            raise ExportError(
                said("The photos of these faces cannot be read now. Are their drives plugged in?")
            )
        cancel.check()
        writer.finish()
    days = [one.taken_at.date() for one in shown]
    seconds = round(writer.frames / film.FRAMES_A_SECOND, 2)
    return FilmSummary(path, len(shown), len(faces) - len(shown), days[0], days[-1], seconds)


def _read(
    pictures: Pictures, faces: Sequence[DatedFace], progress: ProgressFn, cancel: CancelToken
) -> Iterator[tuple[DatedFace, Picture]]:
    """The faces whose photos can be read, with their pictures."""
    for number, one in enumerate(faces):
        cancel.check()
        progress(Progress(said("Making the video"), number, len(faces)))
        with suppress(PictureError):
            yield one, aligned_face(pictures, one, FILM_SIZE)
    progress(Progress(said("Making the video"), len(faces), len(faces)))
