"""A face's box moved by the user: how it lies now, from the events, and what it is embedded as."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from faceapp.core.changes import Changes
from faceapp.core.events import EventKind, undone_events
from faceapp.core.geometry import Box
from faceapp.core.models import Face
from faceapp.core.word import Word
from faceapp.library.context import Context
from faceapp.storage.database import Transaction
from faceapp.storage.shapes import Shape


@dataclass(slots=True)
class Reshaped:
    """Faces whose boxes a transaction changed, to be told and drawn again when it is kept."""

    faces: set[int] = field(default_factory=set)
    photos: set[int] = field(default_factory=set)

    @property
    def changes(self) -> Changes:
        """What views must reload."""
        faces = frozenset(self.faces)
        return Changes(frozenset(self.photos), faces, redrawn=faces)


def shape_of(context: Context, face: Face) -> Shape:
    """How a face lies now, with its embedding of the model in use."""
    ids, vectors = context.embeddings.found(context.model, [face.id])
    known = len(ids) > 0
    return Shape(
        face.box,
        face.landmarks,
        face.score,
        face.quality,
        face.manual,
        context.model if known else None,
        vectors[0] if known else None,
    )


def settle_boxes(context: Context, db: Transaction, before: Word, word: Word) -> Reshaped:
    """Bring boxes in line with the word, inside its transaction: to the newest that counts, or the first."""
    done = Reshaped()
    for ref in sorted({ref for ref, _ in before.boxes.items() ^ word.boxes.items()}):
        now = word.boxes.get(ref)
        shape_id = now[1] if now is not None else before.boxes[ref][0]
        _lay(context, db, ref, context.shapes.get(db, shape_id), done)
    return done


def _lay(context: Context, db: Transaction, ref_id: int, shape: Shape, done: Reshaped) -> None:
    """Give a face this box, and its reference: by it the face is found again."""
    ref, _, _ = context.history.seen_as(db, ref_id)
    photo = context.photos.size_of(db, ref.identity)
    if photo is None:
        return
    photo_id, width, height = photo
    context.history.lay(db, ref_id, shape.box.normalised(width, height), shape.model, shape.vector)
    if ref.face_id is None:
        return
    context.faces.lay(
        db, ref.face_id, shape.box, shape.landmarks, shape.score, shape.quality, manual=shape.manual
    )
    done.faces.add(ref.face_id)
    done.photos.add(photo_id)
    if shape.model == context.model and shape.vector is not None:
        context.replace_embedding(db, ref.face_id, np.asarray(shape.vector, np.float32))
    else:  # what it is kept with is of another model: the next scan looks at it
        context.embeddings.forget(db, ref.face_id, context.model)
        context.photos.analyse_again(db, photo_id)
    context.embeddings.forget_others(db, ref.face_id, context.model)


def left_behind(context: Context, identity: str) -> list[Box]:
    """Where a detector finds something in a photo that the user moved elsewhere: pixels of the full photo."""
    refs = {ref.id for ref in context.history.refs_of_photo(identity)}
    if not refs:
        return []
    events = context.history.of_kinds((EventKind.MOVE_BOX, EventKind.UNDO, EventKind.REDO))
    undone = undone_events(events)
    first = {
        int(event.payload["original"])
        for event in events
        if event.kind is EventKind.MOVE_BOX
        and event.id not in undone
        and int(event.payload["faces"][0]) in refs
    }
    return context.shapes.found_boxes(first)
