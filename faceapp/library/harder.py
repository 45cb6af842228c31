"""Looking harder at one photo: faces down to 1 % of its long side, beside those that are known."""

from __future__ import annotations

import os

from faceapp.core.changes import Changes
from faceapp.core.errors import PictureError, UnknownIdError
from faceapp.core.models import Face, Photo
from faceapp.core.said import said
from faceapp.library.analyze import Analyzer, Decoded
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.place import Placer
from faceapp.library.regroup import Regrouper
from faceapp.library.walk import FoundFile
from faceapp.library.workers import Priority


class HarderLook:
    """Analyses known photos again, thoroughly. Safe on several threads, and during a scan."""

    def __init__(self, context: Context, grouper: Grouper, regrouper: Regrouper) -> None:
        self._context = context
        self._grouper = grouper
        self._regrouper = regrouper

    def look(self, photo_id: int) -> list[Face]:
        """Find the faces of a photo that were not found before, and place them among the people.

        Args:
            photo_id: The photo.

        Returns:
            The new faces, left to right; none where there are no more, or it was looked at so before.

        Raises:
            UnknownIdError: no such photo.
            PictureError: the photo cannot be read now.
        """
        context = self._context
        photos = context.photos.photos([photo_id])
        if not photos:
            raise UnknownIdError(said("There is no photo {photo}.", photo=photo_id))
        if self._analysed(photo_id, thorough=True):
            return []
        analyzer = Analyzer(context, self._grouper, thorough=True)
        decoded = self._decoded(analyzer, photos[0])
        if decoded.pixels is None:  # another process did the same meanwhile
            return []
        (analysed,) = context.recognizers.run(
            lambda recognizer: analyzer.analyse([decoded], recognizer), Priority.QUESTION
        )
        before = {face.id for face in context.faces.of_photo(photo_id)}
        if self._analysed(photo_id, thorough=False):
            found = analyzer.add(decoded, analysed)
        else:  # by another detector or model: what is known has to be found again as well
            found = analyzer.store(decoded, analysed)
        if found:
            context.changed(Changes(photo_ids=frozenset([photo_id]), face_ids=frozenset(found)))
            Placer(context, self._grouper, self._regrouper).place(found, beside_a_scan=True)
            if context.space_is_due():  # the album is so small that one photo changes what faces lie in
                self._regrouper.run()
        return [face for face in context.faces.of_photo(photo_id) if face.id not in before]

    def _analysed(self, photo_id: int, *, thorough: bool) -> bool:
        context = self._context
        return context.photos.is_analysed(photo_id, context.detector, context.model, thorough)

    @staticmethod
    def _decoded(analyzer: Analyzer, photo: Photo) -> Decoded:
        """The photo read from the first of its files that still holds it."""
        problem = PictureError(
            "unreadable", said("The file of this photo is gone. Plug in its drive, or scan again.")
        )
        for path in photo.paths:
            try:
                status = os.stat(path)
            except OSError:
                continue
            decoded = analyzer.decode(FoundFile(path, status.st_size, status.st_mtime_ns))
            if decoded.problem is not None:
                problem = decoded.problem
            elif decoded.identity != photo.identity:
                problem = PictureError(
                    "unreadable", said("{path} holds another picture now. Scan again.", path=path)
                )
            else:
                return decoded
        raise problem
