"""Undo takes a drawn face out of sight, redo brings it back: the event and what it stored stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from faceapp.core.changes import Changes
from faceapp.core.events import Event, EventKind
from faceapp.core.geometry import SAME_FACE, iou
from faceapp.core.models import Detection, Face
from faceapp.library.context import Context
from faceapp.storage.database import Transaction


def take_away(context: Context, db: Transaction, events: Sequence[Event]) -> Changes:
    """Remove the faces of undone boxes, inside the undo's transaction.

    A face that a detector has found there since stays: only the user's box goes. So does one that was drawn
    twice, as long as one of the boxes counts.
    """
    refs = {int(event.payload["faces"][0]) for event in events if event.kind is EventKind.BOX}
    if refs:
        undone = context.word().undone | {event.id for event in events}
        refs -= {
            int(event.payload["faces"][0])
            for event in context.history.events()
            if event.kind is EventKind.BOX and event.id not in undone
        }
    faces = [face for face in context.faces.by_ids(context.history.faces_of(refs).values()) if face.manual]
    context.faces.delete(db, [face.id for face in faces])
    for photo_id in {face.photo_id for face in faces}:
        context.photos.analyse_again(
            db, photo_id
        )  # a detector may see by now what was drawn for an older one
    return _changes(faces)


def bring_back(context: Context, db: Transaction, events: Sequence[Event]) -> Changes:
    """Make the faces of redone boxes again, inside the redo's transaction."""
    changes = Changes()
    for event in events:
        if event.kind is EventKind.BOX:
            changes |= _bring_back(context, db, event)
    return changes


def _changes(faces: Iterable[Face]) -> Changes:
    listed = list(faces)
    return Changes(frozenset(face.photo_id for face in listed), frozenset(face.id for face in listed))


def _bring_back(context: Context, db: Transaction, event: Event) -> Changes:
    history, faces = context.history, context.faces
    ref, model, blob = history.seen_as(db, int(event.payload["faces"][0]))
    photo = context.photos.size_of(db, ref.identity)
    if ref.face_id is not None or photo is None:
        return Changes()
    photo_id, width, height = photo
    box = ref.box.denormalised(width, height)
    for face in faces.of_photo(photo_id):  # found by a detector, or drawn again meanwhile
        if iou(face.box, box) >= SAME_FACE:
            if not history.is_attached(db, face.id):
                history.attach(db, ref.id, face.id)
            return _changes([face])
    points = event.payload["landmarks"]
    landmarks = None if points is None else np.array(points, np.float32)
    quality = float(event.payload["quality"])
    moved = context.word().boxes.get(ref.id)
    if moved is not None:  # since: the reference has that box already
        shape = context.shapes.get(db, moved[1])
        landmarks, quality = shape.landmarks, shape.quality
    face_id = faces.insert(db, photo_id, Detection(box, landmarks, 1.0), quality, manual=True)
    history.attach(db, ref.id, face_id)
    if model is not None and blob is not None:
        vector = np.frombuffer(blob, "<f4").astype(np.float32)
        context.embeddings.put(db, face_id, model, vector)
        if model == context.model:
            context.index().add(np.array([face_id], np.int64), context.space().map(vector[None, :]))
    if model != context.model:
        context.photos.analyse_again(db, photo_id)
    return Changes(frozenset([photo_id]), frozenset([face_id]))
