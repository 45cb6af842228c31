"""The one way a decision is written: an event in the log, and at once what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import Decision, Face
from faceapp.core.said import said
from faceapp.core.word import EventKind, Word
from faceapp.library.context import Context
from faceapp.library.follow import Follower
from faceapp.library.group import Grouper
from faceapp.library.reshape import settle_boxes
from faceapp.storage.database import Transaction

APART_LIMIT = 20
"""Members of a group a removed face is kept apart from: enough to stop it from coming back."""

Payload = dict[str, Any]


class Recorder:
    """Writes events, and checks the ids the user gives."""

    def __init__(self, context: Context, grouper: Grouper, follower: Follower) -> None:
        self._context = context
        self._grouper = grouper
        self._follower = follower

    def _record(
        self,
        kind: EventKind,
        face_ids: Sequence[int],
        payload: Callable[[Mapping[int, int]], Payload],
        *,
        people: Sequence[int],
        what: str,
        about: int | None,
        shown: Sequence[int] | None = None,
        create: Callable[[Mapping[int, int], list[int]], Payload] | None = None,
        new: int = 1,
        prepare: Callable[[Transaction], Changes] | None = None,
        in_photos: int | None = None,
    ) -> Decision:
        """Write one event and what follows from it, all in one transaction.

        ``shown`` are the faces counted in the answer where they differ from those the event stores;
        ``create`` builds the payload where the decision makes ``new`` groups; ``prepare`` brings or takes
        away faces in the same transaction and says which; ``in_photos``: how many photos it is about, where
        no face tells.
        """
        context = self._context
        counted = list(shown if shown is not None else face_ids)
        with context.lock:
            context.index()
            with context.database.transaction() as db:
                before = context.word()
                ref = context.history.refs_for(db, face_ids, context.model)
                if create is not None:
                    made = [context.people.create(db) for _ in range(new)]
                    people = [*people, *made]
                    about = made[0] if about is None else about
                    body = create(ref, made)
                else:
                    body = payload(ref)
                photos = context.faces.photo_count(counted, db) if in_photos is None else in_photos
                event = context.history.append(db, kind, body, what=what, faces=len(counted), photos=photos)
                word = context.fold_in(event)
                touched, concerned = set(face_ids), set(people)
                prepared = prepare(db) if prepare is not None else Changes()
                touched |= prepared.face_ids
                if kind in (EventKind.UNDO, EventKind.REDO):
                    # What came later may read differently now.
                    refs, others = before.difference(word)
                    touched |= set(context.history.faces_of(refs).values())
                    concerned |= others
                prepared |= self._settle_present(db, before, word)
                reshaped = settle_boxes(context, db, before, word)
                touched |= reshaped.faces
                changes = self._grouper.settle(db, word, touched, concerned)
            context.keep_word(word)
            if reshaped.faces:
                context.keep_replaced()
        context.thumbnails.forget_faces(reshaped.faces)
        context.changed(changes | prepared | reshaped.changes)
        self._follower.after_click()
        return Decision(event.id, len(counted), photos, about, takes_back=kind is EventKind.UNDO)

    def _settle_present(self, db: Transaction, before: Word, word: Word) -> Changes:
        """Bring who is in a photo without a face in line with the word."""
        other = before.present.keys() ^ word.present.keys()
        if not other:
            return Changes()
        self._context.people.put_present(db, word.present)
        photos = self._context.photos.ids_of(db, {identity for identity, _ in other})
        return Changes(frozenset(photos), person_ids=frozenset(person for _, person in other))

    def _via(self, refs: Iterable[int]) -> dict[str, list[int]]:
        """Merge -> those of these references that belong to their person only because of it.

        A decision about all of a person speaks of those faces as long as the merge counts.
        """
        via = self._context.word().via
        found: dict[str, list[int]] = {}
        for ref in refs:
            for merge in via.get(ref, ()):
                found.setdefault(str(merge), []).append(ref)
        return found

    # -- checks -------------------------------------------------------------------------------------
    def _alive(self, person_id: int) -> str | None:
        """The name (None for a group) of an id that is in use."""
        status = self._context.people.status(person_id)
        if status is None:
            raise UnknownIdError(
                said("There is no person or group {person}. See people for the ids.", person=person_id)
            )
        name, retired, merged_into = status
        if merged_into is not None:
            raise UnknownIdError(
                said(
                    "{person} was merged into {merged_into}. Use that id.",
                    person=person_id,
                    merged_into=merged_into,
                )
            )
        if retired:
            raise UnknownIdError(
                said("Group {person} no longer exists. See people for the ids.", person=person_id)
            )
        return name

    def _name_of(self, person_id: int) -> str | None:
        status = self._context.people.status(person_id)
        return status[0] if status else None

    def _faces(self, face_ids: Sequence[int]) -> list[Face]:
        if not face_ids:
            raise DecisionError(said("No face was given."))
        wanted = list(dict.fromkeys(face_ids))  # the same face given twice is meant once
        faces = self._context.faces.by_ids(wanted)
        if len(faces) != len(wanted):
            unknown = sorted(set(face_ids) - {face.id for face in faces})
            raise UnknownIdError(said("There is no face {face}. See faces for the ids.", face=unknown[0]))
        return faces

    def _members(self, people: Iterable[int]) -> list[int]:
        return [face for person in people for face in self._context.faces.ids_of_person(person)]

    def _shown(self, people: Iterable[int]) -> list[int]:
        """The members that can be looked at: nobody has seen a face whose photo is away."""
        return [face for person in people for face in self._context.faces.ids_of_person(person, shown=True)]

    def _others(self, group: int, leaving: Iterable[int]) -> list[int]:
        """The best members that stay behind when faces leave an unnamed group."""
        gone = set(leaving)
        stay = [face.id for face in self._context.faces.of_person(group) if face.id not in gone]
        return stay[:APART_LIMIT]
