"""Pictures for display: photos decoded to a size, and thumbnails made when they are first needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from faceapp.core.errors import PictureError, UnknownIdError
from faceapp.core.models import Detection, Picture
from faceapp.core.said import said
from faceapp.imaging import crops, reader
from faceapp.library.context import Context


@dataclass(frozen=True, slots=True)
class PictureView:
    """A photo decoded for display: uint8 [H, W, 3], upright, and its size in the file (upright)."""

    pixels: Picture
    full_width: int
    full_height: int


class Pictures:
    """Decodes and makes thumbnails. Safe from any thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read_photo(self, photo_id: int, long_side: int | None = None) -> PictureView:
        """Decode a photo from the first of its paths that can be read.

        Raises:
            UnknownIdError: no such photo.
            PictureError: none of its files can be read now.
        """
        found = self._context.photos.photos([photo_id])
        if not found:
            raise UnknownIdError(said("There is no photo {photo}.", photo=photo_id))
        problem = PictureError(
            "unreadable", said("The file of this photo is gone. Plug in its drive, or scan again.")
        )
        for path in found[0].paths:
            try:
                loaded = reader.read(Path(path), long_side=long_side)
            except PictureError as error:
                problem = error
            else:
                return PictureView(loaded.pixels, loaded.full_width, loaded.full_height)
        raise problem

    def face_thumbnail(self, face_id: int) -> Path:
        """The JPEG of a face crop, made from the photo where it is not there.

        Raises:
            UnknownIdError: no such face.
            PictureError: the photo cannot be read now.
        """
        thumbnails = self._context.thumbnails
        path = thumbnails.face_path(face_id)
        if not path.exists():
            faces = self._context.faces.by_ids([face_id])
            if not faces:
                raise UnknownIdError(said("There is no face {face}.", face=face_id))
            face = faces[0]
            view = self.read_photo(face.photo_id)
            factor = view.pixels.shape[1] / view.full_width
            landmarks = None if face.landmarks is None else face.landmarks * factor
            detection = Detection(face.box.scaled(factor), landmarks, face.score)
            thumbnails.write_face(face_id, crops.face_thumbnail(view.pixels, detection))
        return path

    def photo_thumbnail(self, photo_id: int) -> Path:
        """The JPEG of a photo made small, made where it is not there.

        Raises:
            UnknownIdError: no such photo.
            PictureError: the photo cannot be read now.
        """
        thumbnails = self._context.thumbnails
        path = thumbnails.photo_path(photo_id)
        if not path.exists():
            thumbnails.write_photo(photo_id, self.read_photo(photo_id, long_side=1024).pixels)
        return path
