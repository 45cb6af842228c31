"""Writing a video: frames of one size, checked by reading them back before the file takes its name."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from faceapp.core.errors import ExportError
from faceapp.core.models import Picture
from faceapp.core.said import said

FRAMES_A_SECOND = 25
CODECS = {".mp4": "mp4v", ".webm": "VP80"}
"""Suffix -> codec, of those that come with OpenCV's own FFmpeg: no other program is needed."""

_BAND = 0.12
"""Of the height: the dark band at the foot that carries the words."""


class FilmWriter:
    """A video in the making. Its frames go to a hidden file beside it; :meth:`finish` gives it its name.

    Args:
        path: Ends in one of :data:`CODECS`.
        size: Pixels of each side of a frame.
        replace: Whether a file of that name may be replaced.

    Raises:
        ExportError: the name is of no known kind or taken, the folder cannot be written, or the codec lacks.
    """

    def __init__(self, path: Path, size: int, *, replace: bool = False) -> None:
        suffix = path.suffix.lower()
        if suffix not in CODECS:
            raise ExportError(
                said(
                    "A video's name ends in {known}, not {suffix}.",
                    known=" or ".join(CODECS),
                    suffix=repr(suffix or "nothing"),
                )
            )
        if path.exists() and not (replace and path.is_file()):
            raise ExportError(said("{path} exists already. Choose another name.", path=path))
        if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            raise ExportError(
                said("The folder {folder} is not there or cannot be written.", folder=path.parent)
            )
        self._path, self._size, self.frames = path, size, 0
        self._hidden = path.with_name(f".{path.stem}.{os.getpid()}{suffix}")
        code = cv2.VideoWriter.fourcc(*CODECS[suffix])
        with _quietly():
            self._writer = cv2.VideoWriter(
                str(self._hidden), cv2.CAP_FFMPEG, code, float(FRAMES_A_SECOND), (size, size)
            )
        if not self._writer.isOpened():
            self._hidden.unlink(missing_ok=True)
            other = next(one for one in CODECS if one != suffix)
            raise ExportError(
                said(
                    "This OpenCV has no codec for {suffix} videos ({codec}). Try a name in {other}.",
                    suffix=suffix,
                    codec=CODECS[suffix],
                    other=other,
                )
            )

    def __enter__(self) -> FilmWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Without :meth:`finish` nothing is left."""
        self._writer.release()
        self._hidden.unlink(missing_ok=True)

    def add(self, frame: Picture) -> None:
        """One frame: uint8 [size, size, 3], RGB."""
        if frame.shape != (self._size, self._size, 3):
            raise ValueError(f"a frame of {frame.shape} in a video of {self._size}")
        self._writer.write(np.ascontiguousarray(frame[..., ::-1]))
        self.frames += 1

    def finish(self) -> None:
        """Read the video back, then give it its name.

        Raises:
            ExportError: it cannot be read back whole (a full disk), or not be moved.
        """
        self._writer.release()
        found = frames_in(self._hidden)
        if found != self.frames:
            raise ExportError(
                said(
                    "{path} could not be written: of {frames} frames {found} can be read back. Is the disk "
                    "full?",
                    path=self._path,
                    frames=self.frames,
                    found=found,
                )
            )
        try:
            os.replace(self._hidden, self._path)
        except OSError as error:
            raise ExportError(
                said("{path} cannot be written ({reason}).", path=self._path, reason=error.strerror or error)
            ) from error


_ONE_ERROR_STREAM = threading.Lock()


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """OpenCV prints what it thinks of a codec to the standard error, where scripts look for our words."""
    with _ONE_ERROR_STREAM:  # a second one would keep the silence of the first, and leave it
        try:
            kept = os.dup(2)
        except OSError:  # a window started without a terminal has none
            yield
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def frames_in(path: Path) -> int:
    """How many frames a video holds that can be read."""
    reader, count = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), 0
    try:
        while reader.grab():
            count += 1
    finally:
        reader.release()
    return count


def with_words(picture: Picture, words: str) -> Picture:
    """A copy with a line of words on a dark band at its foot."""
    height, width = picture.shape[:2]
    image = Image.fromarray(picture)
    band = round(height * _BAND)
    shade = Image.new("L", (1, band))
    shade.putdata([round(170 * (row + 1) / band) for row in range(band)])
    image.paste((0, 0, 0), (0, height - band), shade.resize((width, band)))
    font = ImageFont.load_default(max(round(height * 0.045), 10))
    ImageDraw.Draw(image).text(
        (width / 2, height - band * 0.42), words, fill=(255, 255, 255), font=font, anchor="mm"
    )
    return np.asarray(image, np.uint8)


def blended(one: Picture, other: Picture, share: float) -> Picture:
    """A picture on its way to another of its size: ``share`` 0 is the one, 1 the other."""
    return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)
