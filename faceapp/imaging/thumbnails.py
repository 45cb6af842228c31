"""The thumbnail store: small JPEGs of faces and photos by their ids, in folders of at most a thousand.

A cache: everything in it can be made again. Face crops are biometric data, so files and folders are for
their owner only, carry no metadata, and can be counted while they are deleted.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from faceapp.core.models import Picture
from faceapp.imaging.reader import read

PHOTO_SIZE = 512
"""Pixels of the longer side of a stored photo."""

_QUALITY = 88
_TEMPORARY = ".part-"


class ThumbnailStore:
    """Thumbnails under one folder. Safe from any thread: files are replaced as a whole."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def face_path(self, face_id: int) -> Path:
        """Where the crop of a face is (or would be) kept."""
        return self._path("faces", face_id)

    def photo_path(self, photo_id: int) -> Path:
        """Where the thumbnail of a photo is (or would be) kept."""
        return self._path("photos", photo_id)

    def write_face(self, face_id: int, pixels: Picture) -> Path:
        """Keep the crop of a face: uint8 [S, S, 3], RGB.

        Raises:
            OSError: the folder cannot be written.
        """
        return self._write(self.face_path(face_id), pixels)

    def write_photo(self, photo_id: int, picture: Picture, long_side: int = PHOTO_SIZE) -> Path:
        """Keep a small copy of a photo.

        Args:
            photo_id: Its id.
            picture: uint8 [H, W, 3], RGB, upright, any size.
            long_side: The copy's longer side has at most this many pixels.

        Raises:
            OSError: the folder cannot be written.
        """
        height, width = picture.shape[:2]
        scale = long_side / max(width, height)
        if scale < 1:
            size = max(round(width * scale), 1), max(round(height * scale), 1)
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        return self._write(self.photo_path(photo_id), picture)

    def forget_faces(self, face_ids: Iterable[int]) -> None:
        """Drop the crops of faces: what they show is no longer the face. They are made when next needed."""
        for face_id in face_ids:
            with contextlib.suppress(OSError):
                self.face_path(face_id).unlink(missing_ok=True)

    def has_face(self, face_id: int) -> bool:
        """Whether the crop of a face is there."""
        return _usable(self.face_path(face_id))

    def has_photo(self, photo_id: int) -> bool:
        """Whether the thumbnail of a photo is there."""
        return _usable(self.photo_path(photo_id))

    def missing_faces(self, face_ids: Iterable[int]) -> list[int]:
        """Those of the faces whose crop has to be made (again), in their order."""
        return [face_id for face_id in face_ids if not self.has_face(face_id)]

    def missing_photos(self, photo_ids: Iterable[int]) -> list[int]:
        """Those of the photos whose thumbnail has to be made (again), in their order."""
        return [photo_id for photo_id in photo_ids if not self.has_photo(photo_id)]

    def read_face(self, face_id: int) -> Picture:
        """The crop of a face: uint8 [S, S, 3].

        Raises:
            PictureError: it is missing or damaged.
        """
        return read(self.face_path(face_id)).pixels

    def read_photo(self, photo_id: int) -> Picture:
        """The thumbnail of a photo: uint8 [H, W, 3].

        Raises:
            PictureError: it is missing or damaged.
        """
        return read(self.photo_path(photo_id)).pixels

    def remove(self, *, face_ids: Iterable[int] = (), photo_ids: Iterable[int] = ()) -> int:
        """Delete thumbnails; those that are not there do not matter.

        Returns:
            How many files were deleted.

        Raises:
            OSError: a file is there and cannot be deleted.
        """
        paths = [*map(self.face_path, face_ids), *map(self.photo_path, photo_ids)]
        return sum(_unlink(path) for path in paths)

    def clear(self) -> int:
        """Delete every thumbnail, and what an interrupted write left behind.

        Returns:
            How many files were deleted.

        Raises:
            OSError: a file cannot be deleted.
        """
        count = 0
        for kind in ("faces", "photos"):
            for folder, _, names in os.walk(self.root / kind, topdown=False):
                count += sum(_unlink(Path(folder) / name) for name in names)
                with contextlib.suppress(OSError):  # another thread may just have put a new file there
                    os.rmdir(folder)
        return count

    def _path(self, kind: str, number: int) -> Path:
        if number < 0:
            raise ValueError("ids are not negative")
        thousands = number // 1000
        return self.root / kind / f"{thousands // 1000:03d}" / f"{thousands % 1000:03d}" / f"{number}.jpg"

    def _write(self, path: Path, pixels: Picture) -> Path:
        buffer = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "JPEG", quality=_QUALITY)
        self._folder(path.parent)
        # mkstemp creates the file for its owner only, whatever the umask.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_TEMPORARY)
        try:
            with open(handle, "wb") as file:
                file.write(buffer.getbuffer())
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
        return path

    def _folder(self, folder: Path) -> None:
        if not folder.is_dir():
            # One level at a time: parents made by mkdir(parents=True) would get everyone's permissions.
            if folder != self.root:
                self._folder(folder.parent)
            else:
                folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)


def _usable(path: Path) -> bool:
    try:
        # A file of no length is what a power cut can leave of one that was just replaced.
        return path.stat().st_size > 0
    except OSError:
        return False


def _unlink(path: Path) -> int:
    try:
        path.unlink()
    except FileNotFoundError:
        return 0
    return 1
