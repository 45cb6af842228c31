"""Where one face stands: by the user's word, else by the confirmed faces near it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from faceapp.core.assignment import Candidate, Gallery
from faceapp.core.models import FaceState
from faceapp.core.word import Claim, ClaimKind, Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.context import Context
from faceapp.library.crowds import Crowds
from faceapp.library.face_word import FaceWord, by_face
from faceapp.library.remembered import Remembered, gallery_of
from faceapp.storage.faces import Assignment

TWIN_CANDIDATES = 10
"""Candidates looked at where look-alikes are declared: the other may be behind people named since."""
BRIEFLY = 64
"""Confirmed faces of each person that a face is compared with in haste."""


@dataclass(slots=True)
class Haste:
    """How faces are judged while somebody waits.

    Attributes:
        people: Whom a decision is about.
        pairs: Faces compared with all confirmed ones, times how many these are, at most. Of the others, one
            that was named or asked about keeps that for now, and one that was not is compared with a few
            faces of ``people`` alone.
        left: Faces that were judged so: filled in.
    """

    people: Collection[int]
    pairs: int
    left: set[int] = field(default_factory=set)


class Assigner:
    """Judges faces."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.crowds = Crowds(context)
        self.remembered = Remembered(context)

    # -- the word by face ---------------------------------------------------------------------------
    def face_word(self, word: Word, refs: dict[int, int] | None = None) -> FaceWord:
        """Translate the word from references to faces (all attached ones, or those given)."""
        return by_face(word, self._context.history.attached() if refs is None else refs)

    def gallery(self, said: FaceWord, named: Collection[int], index: FaissIndex) -> Gallery:
        """All confirmed faces of named people."""
        return gallery_of(self._context, said, named, index)

    # -- one face -----------------------------------------------------------------------------------
    def claimed(
        self,
        face_id: int,
        claim: Claim,
        word: Word,
        old: Assignment | None,
        best: Candidate | None,
        twin: bool = False,
    ) -> Assignment:
        """Where a face stands that the user put somewhere (``twin``: a look-alike of theirs is near)."""
        group = old.group_id if old else None
        if claim.kind is ClaimKind.STRANGER:
            return Assignment(face_id, FaceState.STRANGER, group_id=group)
        if claim.kind is ClaimKind.NOT_A_FACE:
            return Assignment(face_id, FaceState.NOT_A_FACE, group_id=group)
        person = word.person(claim.person_id or 0)
        if person not in word.names:
            return Assignment(face_id, FaceState.GROUPED, person, group_id=group)
        if claim.kind is ClaimKind.CONFIRMED:
            return Assignment(face_id, FaceState.CONFIRMED, person, group_id=group)
        # Carried along unseen: automatic by the calibrated rule, else the app asks.
        probability = best.probability if best and best.person_id == person else 0.0
        if probability >= self._context.thresholds.carried and not twin:
            return Assignment(face_id, FaceState.AUTOMATIC, person, None, probability, group)
        return Assignment(face_id, FaceState.SUGGESTED, None, person, probability, group)

    def unclaimed(
        self,
        face_id: int,
        group: int | None,
        candidates: Sequence[Candidate],
        word: Word,
        rejected: Collection[int],
        twins: Mapping[int, set[int]] = MappingProxyType({}),
    ) -> Assignment:
        """Where a face stands that the user said nothing about.

        ``twins``: look-alikes of people. Where both are candidates the app asks, however sure it is.
        """
        shown = shown_in(group, word, rejected)
        thresholds = self._context.thresholds
        for best in candidates:
            if best.person_id in rejected:
                continue
            if best.sure and not twin_near(best.person_id, candidates, twins):
                return Assignment(face_id, FaceState.AUTOMATIC, best.person_id, None, best.probability, group)
            if best.probability >= thresholds.suggest:
                return Assignment(
                    face_id, FaceState.SUGGESTED, shown, best.person_id, best.probability, group
                )
            break
        state = FaceState.SINGLE if shown is None else FaceState.GROUPED
        return Assignment(face_id, state, shown, group_id=group)

    def assign(
        self,
        faces: Iterable[int],
        old: dict[int, Assignment],
        word: Word,
        said: FaceWord,
        gallery: Gallery,
        index: FaissIndex,
        haste: Haste | None = None,
    ) -> list[Assignment]:
        """Where these faces stand by the word and the confirmed faces; each stays in its group so far."""
        listed = sorted(faces)
        asked = index.held(face for face in listed if is_judged(said.claims.get(face), word))
        candidates: dict[int, list[Candidate]] = {}
        if haste is not None:
            count = haste.pairs // max(len(gallery), 1)
            haste.left.update(asked[count:])
            unknown = []
            for face_id in asked[count:]:
                known = as_before(old.get(face_id), word)
                if known is None:
                    unknown.append(face_id)
                else:
                    candidates[face_id] = [known]
            asked = asked[:count]
            few = gallery.part(haste.people, BRIEFLY)
            candidates |= self._ranked(unknown, said, few, index, briefly=True)
        candidates |= self._ranked(asked, said, gallery, index)
        found = []
        for face_id in listed:
            mine = candidates.get(face_id, [])
            before = old.get(face_id)
            claim = said.claims.get(face_id)
            if claim is not None:
                person = word.person(claim.person_id or 0)
                own = next((one for one in mine if one.person_id == person), None)
                twin = twin_near(person, mine, said.twins)
                found.append(self.claimed(face_id, claim, word, before, own, twin))
            else:
                group = before.group_id if before else None
                out = said.not_for(face_id, group)
                found.append(self.unclaimed(face_id, group, mine, word, out, said.twins))
        return found

    def _ranked(
        self,
        faces: list[int],
        said: FaceWord,
        gallery: Gallery,
        index: FaissIndex,
        *,
        briefly: bool = False,
    ) -> dict[int, list[Candidate]]:
        """Who each of some faces may be, best first; ``briefly``: how like strangers it is, is guessed."""
        if not faces or not len(gallery):
            return {}
        ids = np.array(faces, np.int64)
        rejected = {
            row: said.rejected[face_id] for row, face_id in enumerate(faces) if face_id in said.rejected
        }
        vectors = index.vectors(ids)
        with self._context.lock:
            crowd = self.crowds.guess(index, ids) if briefly else self.crowds.of(index, ids, vectors)
        ranked = gallery.candidates(
            vectors,
            self._context.thresholds,
            rejected=rejected,
            own_ids=ids,
            crowd=crowd,
            taken=self._taken(faces) if said.born else None,
            keep=TWIN_CANDIDATES if said.twins else 3,
        )
        return dict(zip(faces, ranked, strict=True))

    def _taken(self, faces: Sequence[int]) -> NDArray[np.float64]:
        """When the photo of each face was taken, in years; NaN where that is not known."""
        known = self._context.faces.taken(faces)
        return np.array([known.get(face_id, np.nan) for face_id in faces], np.float64)


def is_judged(claim: Claim | None, word: Word) -> bool:
    """Whether the confirmed faces have a say about a face; else the user has said all."""
    if claim is None:
        return True
    return claim.kind is ClaimKind.CARRIED and word.person(claim.person_id or 0) in word.names


def as_before(row: Assignment | None, word: Word) -> Candidate | None:
    """Who a face was, or was believed to be, as these are called now; None where that was nobody."""
    if row is None:
        return None
    sure = row.state is FaceState.AUTOMATIC
    person = row.person_id if sure else row.suggested_person_id
    if person is None or (person := word.person(person)) not in word.names:
        return None
    return Candidate(person, 0.0, row.probability or 0.0, 0, sure=sure)


def twin_near(person: int, candidates: Iterable[Candidate], twins: Mapping[int, set[int]]) -> bool:
    """Whether somebody declared a look-alike of a person is a candidate too."""
    others = twins.get(person, set())
    return any(one.person_id in others for one in candidates)


def shown_in(group: int | None, word: Word, rejected: Collection[int]) -> int | None:
    """The group that a face is shown under: none the user named or merged, or said the face is not of."""
    hidden = group in word.names or group in word.merged_into or group in rejected
    return None if hidden else group
