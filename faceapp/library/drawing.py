"""The decisions that there is a face where no detector found one, or that its box lies otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from faceapp.core import history_words as words
from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError, PictureError, UnknownIdError
from faceapp.core.events import EventKind
from faceapp.core.geometry import SAME_FACE, Box, iou
from faceapp.core.models import Decision, Detection, Photo, Picture
from faceapp.core.said import said
from faceapp.imaging import identity, reader
from faceapp.library.analyze import DECODE_LONG_SIDE
from faceapp.library.drawn import look_at
from faceapp.library.record import Payload, Recorder
from faceapp.library.reshape import shape_of
from faceapp.library.workers import Priority
from faceapp.storage.database import Transaction
from faceapp.storage.shapes import Shape

SMALLEST = 12
"""Pixels: a smaller box holds nothing that could be recognised."""


class Drawing(Recorder):
    """The decision that a face is where no detector found one."""

    def box(self, photo_id: int, box: Box, person_id: int | None = None) -> Decision:
        """Add a face by hand.

        Args:
            photo_id: The photo.
            box: Pixels of the upright photo at full size; what lies beyond the border is cut off.
            person_id: Who it is (a person or group); None: the app looks for who it may be.

        Raises:
            UnknownIdError: no such photo or person.
            DecisionError: the box is too small, outside the photo, or around a face that is there already.
            PictureError: the photo cannot be read now.
        """
        context = self._context
        name = self._alive(person_id) if person_id is not None else None
        photo = self._photo(photo_id)
        box = self._checked(photo, box)
        picture = self._read(photo)
        factor = photo.width / picture.shape[1]
        (drawn,) = context.recognizers.run(
            lambda recognizer: look_at(recognizer, picture, [box], factor), Priority.QUESTION
        )
        rest = self._members([person_id]) if person_id is not None and name is None else []
        who = words.called(name, person_id) if person_id is not None else None
        with context.lock:
            self._free(photo_id, box)  # again: a scan may have found it meanwhile
            self._free(photo_id, drawn.seen)
            index = context.index()
            try:
                with context.database.transaction() as db:
                    face_id = context.faces.insert(db, photo_id, drawn.detection, drawn.quality, manual=True)
                    context.embeddings.put(db, face_id, context.model, drawn.embedding)
                    self._remember(db, photo, face_id, box)
                    # Known to the index at once: the event below already asks who the face may be.
                    index.add(np.array([face_id], np.int64), context.space().map(drawn.embedding[None, :]))

                    def payload(ref: Mapping[int, int]) -> Payload:
                        return {
                            "faces": [ref[face_id]],
                            "person": person_id,
                            "quality": drawn.quality,
                            "landmarks": _listed(drawn.detection),
                            "rest": [ref[face] for face in rest],
                            "via": self._via(ref[face] for face in rest),
                        }

                    decision = self._record(
                        EventKind.BOX,
                        [face_id, *rest],
                        payload,
                        people=[person_id] if person_id is not None else [],
                        what=words.DREW_AROUND.of(name=who) if who else words.DREW,
                        about=person_id,
                        shown=[face_id],
                    )
            except BaseException:
                context.forget_index()
                raise
        context.thumbnails.write_face(face_id, drawn.thumbnail)
        context.changed(Changes(photo_ids=frozenset([photo_id]), face_ids=frozenset([face_id])))
        return decision

    def move_box(self, face_id: int, box: Box) -> Decision:
        """Move or resize the box of a face; whose it is stays as it is said. The networks look at it anew.

        Later scans keep it so, and find no other face where it was.

        Args:
            face_id: The face.
            box: Pixels of the upright photo at full size; what lies beyond the border is cut off.

        Raises:
            UnknownIdError: no such face.
            DecisionError: the box is too small, outside the photo, as it was, or around another face.
            PictureError: the photo cannot be read now.
        """
        context = self._context
        (face,) = self._faces([face_id])
        photo = self._photo(face.photo_id)
        box = self._checked(photo, box, face_id)
        if box.as_list() == face.box.clipped(photo.width, photo.height).as_list():
            raise DecisionError(said("The box is there already."))
        picture = self._read(photo)
        factor = photo.width / picture.shape[1]
        (drawn,) = context.recognizers.run(
            lambda recognizer: look_at(recognizer, picture, [box], factor), Priority.QUESTION
        )
        with context.lock:
            self._free(photo.id, box, face_id)  # again: a scan may have found another meanwhile
            self._free(photo.id, drawn.seen, face_id)
            (face,) = self._faces([face_id])
            try:
                with context.database.transaction() as db:
                    now = context.shapes.put(db, shape_of(context, face))
                    look = drawn.detection
                    then = context.shapes.put(
                        db,
                        Shape(
                            box,
                            look.landmarks,
                            look.score,
                            drawn.quality,
                            True,
                            context.model,
                            drawn.embedding,
                        ),
                    )

                    def payload(ref: Mapping[int, int]) -> Payload:
                        first = self._original(ref[face_id])
                        original = now if first is None else first
                        return {"faces": [ref[face_id]], "original": original, "shape": then}

                    return self._record(
                        EventKind.MOVE_BOX,
                        [face_id],
                        payload,
                        people=[],
                        what=words.MOVED_BOX_OF.of(name=face.name) if face.name else words.MOVED_BOX,
                        about=face.person_id,
                    )
            except BaseException:
                context.forget_index()
                raise

    def _original(self, ref: int) -> int | None:
        """How a face lay before its box was moved for the first time, undone or not; None: it never was."""
        return next(
            (
                int(event.payload["original"])
                for event in self._context.history.of_kinds((EventKind.MOVE_BOX,))
                if event.payload["faces"][0] == ref
            ),
            None,
        )

    def _remember(self, db: Transaction, photo: Photo, face_id: int, box: Box) -> None:
        """What was said of a face here that no detector finds any more is said of the drawn one."""
        normalised = box.normalised(photo.width, photo.height)
        loose = [ref for ref in self._context.history.refs_of_photo(photo.identity) if ref.face_id is None]
        best = max(loose, key=lambda ref: iou(ref.box, normalised), default=None)
        if best is not None and iou(best.box, normalised) >= SAME_FACE:
            self._context.history.attach(db, best.id, face_id)

    def _photo(self, photo_id: int) -> Photo:
        found = self._context.photos.photos([photo_id])
        if not found:
            raise UnknownIdError(said("There is no photo {photo}.", photo=photo_id))
        return found[0]

    def _checked(self, photo: Photo, box: Box, own: int | None = None) -> Box:
        if not all(math.isfinite(value) for value in (box.x, box.y, box.width, box.height)):
            raise DecisionError(said("A box is four numbers: x, y, width and height."))
        clipped = box.clipped(photo.width, photo.height)
        if min(clipped.width, clipped.height) < SMALLEST:
            raise DecisionError(
                said(
                    "The box is too small or outside the photo ({width} x {height} pixels). Draw one of at "
                    "least {least} x {least}.",
                    width=photo.width,
                    height=photo.height,
                    least=SMALLEST,
                )
            )
        self._free(photo.id, clipped, own)
        return clipped

    def _free(self, photo_id: int, box: Box, own: int | None = None) -> None:
        """Whether a box is of no face that is there, but for one."""
        for face in self._context.faces.of_photo(photo_id):
            if face.id != own and iou(face.box, box) >= SAME_FACE:
                raise DecisionError(
                    said("Face {face} is there already. Move or confirm that one instead.", face=face.id)
                )

    def _read(self, photo: Photo) -> Picture:
        problem = PictureError(
            "unreadable", said("The file of this photo is gone. Plug in its drive, or scan again.")
        )
        for path in photo.paths:
            try:
                data = reader.read_bytes(Path(path))
                if identity.identity(data) == photo.identity:
                    return reader.read(data, long_side=DECODE_LONG_SIDE, true_colours=False).pixels
            except PictureError as error:
                problem = error
            else:
                problem = PictureError(
                    "unreadable", said("{path} holds another picture now. Scan again.", path=path)
                )
        raise problem


def _listed(detection: Detection) -> list[list[float]] | None:
    if detection.landmarks is None:
        return None
    return [[round(float(value), 2) for value in point] for point in detection.landmarks]
