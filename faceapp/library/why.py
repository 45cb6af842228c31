"""Why the app believes what it believes, and which faces of a person it doubts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.assignment import Candidate, Gallery
from faceapp.core.errors import UnknownIdError
from faceapp.core.events import EventKind
from faceapp.core.models import Embeddings, Face, FaceState, Reason
from faceapp.core.said import said
from faceapp.core.thresholds import Thresholds
from faceapp.core.word import Word
from faceapp.library.context import Context
from faceapp.library.group import Grouper

_EVERYBODY = 4.0
"""The largest distance there is: nobody is too far to be mentioned."""
_FEWEST = 2
"""Other confirmed faces a person needs before one that looks unlike them is odd."""


class Explainer:
    """Answers questions about answers, from the confirmed faces alone."""

    def __init__(self, context: Context, grouper: Grouper) -> None:
        self._context = context
        self._grouper = grouper

    def why(self, face_id: int) -> list[Reason]:
        """The three most probable people of a face, each with its three nearest confirmed faces.

        The face itself is no evidence, even where it is confirmed; people it is said not to be are left out.
        Empty where nobody is named, or the face has no embedding of the model in use yet.

        Raises:
            UnknownIdError: no such face.
        """
        if not self._context.faces.by_ids([face_id]):
            raise UnknownIdError(said("There is no face {face}.", face=face_id))
        word, gallery, ids, vectors, rejected = self._look([face_id])
        if not len(ids):
            return []
        (found,) = self._candidates(gallery, vectors, ids, {0: rejected.get(face_id, set())}, keep=3)
        titles = self._context.people.titles()
        return [
            Reason(
                one.person_id,
                titles.get(one.person_id, word.names[one.person_id]),
                round(one.probability, 4),
                None if one.margin is None else round(one.margin, 4),
                tuple((face, round(distance, 4)) for face, distance in one.nearest),
            )
            for one in found
        ]

    def odd(self, person_id: int) -> list[Face]:
        """Faces shown under a person that look unlike the others, least like first.

        Each is compared with the person's other confirmed faces, as if nothing had been said about it. A
        face that the user was asked about by itself is not asked about again.

        Raises:
            UnknownIdError: no such person, or a group without a name (nothing in it is confirmed).
        """
        found = self._context.lately.answer(("odd", person_id), lambda: self._odd(person_id))
        return list(found)

    def _odd(self, person_id: int) -> list[Face]:
        word = self._word()
        if word.person(person_id) not in word.names:
            raise UnknownIdError(said("There is no named person {person}.", person=person_id))
        answered = self._answered(word, word.person(person_id))
        mine = [
            face
            for face in self._context.faces.of_person(person_id)
            if face.state in (FaceState.CONFIRMED, FaceState.AUTOMATIC) and face.id not in answered
        ]
        _, gallery, ids, vectors, _ = self._look([face.id for face in mine])
        doubt = doubts(gallery, vectors, ids, person_id, self._context.thresholds)
        chance = dict(zip(ids.tolist(), doubt.tolist(), strict=True))
        listed = [face for face in mine if chance.get(face.id, 1.0) < self._context.thresholds.odd]
        return sorted(listed, key=lambda face: (chance[face.id], face.id))

    def _answered(self, word: Word, person_id: int) -> set[int]:
        """Faces of a person confirmed by themselves where they are, not as one of a group named or moved.

        Naming, merging and moving the whole of it afterwards takes nothing back of that.
        """
        refs = {
            ref
            for event in self._context.history.of_kinds([EventKind.CONFIRM])
            if event.id not in word.undone and word.person(event.payload["person"]) == person_id
            for ref in event.payload["faces"]
            if (claim := word.claims.get(ref)) is not None and claim.person_id == person_id
        }
        return set(self._context.history.faces_of(refs).values())

    def _word(self) -> Word:
        with self._context.lock:
            return self._context.word().copy()

    def _look(
        self, face_ids: list[int]
    ) -> tuple[Word, Gallery, NDArray[np.int64], Embeddings, dict[int, set[int]]]:
        """Word, gallery, and the faces that have an embedding: ids, vectors, people each is not."""
        context = self._context
        with context.lock:
            word, remembered = context.word(), self._grouper.remembered
            index = context.index()
            said = remembered.said(context.database.reader(), word)
            gallery = remembered.gallery(word, index)
            word = word.copy()
        ids = np.array([face_id for face_id in face_ids if face_id in index], np.int64)
        rejected = {face_id: said.not_for(face_id) for face_id in ids.tolist()}
        return word, gallery, ids, index.vectors(ids), rejected

    def _candidates(
        self,
        gallery: Gallery,
        vectors: Embeddings,
        ids: NDArray[np.int64],
        rejected: dict[int, set[int]],
        keep: int,
    ) -> list[list[Candidate]]:
        wide = replace(self._context.thresholds, mention_distance=_EVERYBODY)
        return gallery.candidates(vectors, wide, rejected=rejected, own_ids=ids, keep=keep)


def doubts(
    gallery: Gallery, vectors: Embeddings, ids: NDArray[np.int64], person_id: int, thresholds: Thresholds
) -> NDArray[np.float64]:
    """How probably faces are the person they are shown under, judged by the other confirmed faces.

    Args:
        gallery: The confirmed faces of everybody.
        vectors: float32 [M, D], unit length.
        ids: int64 [M]; a face is not compared with itself.
        person_id: The person.
        thresholds: Calibration of the embeddings' model.

    Returns:
        float64 [M]; 1 where the person has too few other confirmed faces to say.
    """
    wide = replace(thresholds, mention_distance=_EVERYBODY)
    found = np.ones(len(ids))
    everybody = len(gallery.people)
    about = gallery.candidates(vectors, wide, own_ids=ids, keep=everybody, only=person_id)
    for row, own in enumerate(about):
        if not own:
            # Ten others are nearer: as unlike as can be, if there is anything to compare with.
            found[row] = 0.0 if gallery.confirmed(person_id, int(ids[row])) >= _FEWEST else 1.0
        elif len(own[0].nearest) >= _FEWEST:
            found[row] = own[0].probability
    return found
