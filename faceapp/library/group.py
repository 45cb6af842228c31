"""From embeddings to people: naming what is sure, grouping the rest, always under the user's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from faceapp.core.assignment import Candidate, Gallery
from faceapp.core.changes import Changes
from faceapp.core.models import FaceState
from faceapp.core.word import Claim, ClaimKind, Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.context import Context
from faceapp.library.crowds import Crowds
from faceapp.library.face_word import FaceWord, by_face
from faceapp.library.one_each import one_each
from faceapp.library.remembered import Remembered, gallery_of
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment
from faceapp.storage.members import left_alone

TWIN_CANDIDATES = 10
"""Candidates looked at where look-alikes are declared: the other may be behind people named since."""
SPREAD_FROM = 200
SPREAD_LEAST = 16
"""Confirmed faces of a person around which others are looked at again at once: at most, and at least,"""
SPREAD_WORK = 1_000_000
"""as long as no more pairs of faces than this are compared."""
SPREAD_NEIGHBOURS = 400
"""Faces near a newly confirmed one that are looked at again at once."""


class Grouper:
    """Keeps the ``assignment`` table in line with the word and the embeddings."""

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

    # -- after a decision ---------------------------------------------------------------------------
    def settle(self, db: Transaction, word: Word, faces: Iterable[int], people: Iterable[int]) -> Changes:
        """Bring the faces a decision named, and those it has consequences for, in line with the word.

        Args:
            db: The transaction of the decision.
            word: The word with the decision folded in.
            faces: Faces the decision is about.
            people: People and groups it is about: faces near their confirmed ones are looked at again.
        """
        context = self._context
        index = context.index()
        if word is context.word():  # no decision: what is attached now may be taken back with the transaction
            said = self.face_word(word, context.history.attached_now(db))
            gallery = self.gallery(said, word.named(), index)
        else:
            said = self.remembered.said(db, word)
            gallery = self.remembered.gallery(word, index)
        people = set(people)
        touched = set(faces) | set(context.faces.ids_of(db, people))
        confirmed = [
            face_id
            for face_id, claim in said.claims.items()
            if claim.person_id in people and claim.kind is ClaimKind.CONFIRMED and face_id in index
        ]
        if confirmed:
            # The newest, and fewer the larger the library: the rest of the neighbourhood waits for a scan.
            count = min(SPREAD_FROM, max(SPREAD_LEAST, SPREAD_WORK // len(index)))
            near = index.vectors(np.array(confirmed[-count:], np.int64))
            distances, ids = index.search(near, min(SPREAD_NEIGHBOURS, len(index)))
            close = (ids >= 0) & (distances <= context.thresholds.mention_distance)
            touched |= set(np.unique(ids[close]).tolist())
        changed, before = self._put(db, touched, word, said, gallery, index)
        # Who was left alone when the others of its group went is of the group again when they come back.
        groups = {row.person_id for row in changed if row.person_id is not None} - word.names.keys()
        alone = left_alone(db, groups)
        if alone:
            more, standing = self._put(db, alone, word, said, gallery, index)
            changed, before = changed + more, {**standing, **before}
        involved = people | people_in(changed) | people_in(before.values())
        changed += self._release_lonely(db, involved, word, said)
        context.people.sync_word(db, word, people)
        context.people.refresh_retired(db, involved)
        return Changes(face_ids=frozenset(row.face_id for row in changed), person_ids=frozenset(involved))

    def _put(
        self,
        db: Transaction,
        touched: set[int],
        word: Word,
        said: FaceWord,
        gallery: Gallery,
        index: FaissIndex,
    ) -> tuple[list[Assignment], dict[int, Assignment]]:
        """Assign faces anew; returns the rows that changed, and what stood there before."""
        faces = self._context.faces
        photo_of = faces.with_mates(db, touched)
        everyone = touched | photo_of.keys()
        old = faces.assignments_now(db, everyone)
        new = one_each(self.assign(everyone, old, word, said, gallery, index), photo_of, said)
        new = self.keep_apart(db, new, word, said)
        changed = [row for row in new if old.get(row.face_id) != row]
        faces.put_assignments(db, changed)
        return changed, {row.face_id: old[row.face_id] for row in changed if row.face_id in old}

    def keep_apart(
        self, db: Transaction, rows: list[Assignment], word: Word, said: FaceWord
    ) -> list[Assignment]:
        """No face falls back into a group with one it was taken away from: groups may be new since then."""
        standing = {row.face_id: row for row in rows}
        others = {other for face in standing for other in said.apart.get(face, ())} - standing.keys()
        standing |= self._context.faces.assignments_now(db, others)
        kept = []
        for row in rows:
            free = row.face_id not in said.claims and row.person_id not in word.names
            apart = said.apart.get(row.face_id, set()) if free and row.person_id is not None else set()
            if row.person_id in {standing[other].person_id for other in apart if other in standing}:
                row = standing[row.face_id] = out_of_group(row)
            kept.append(row)
        return kept

    def _release_lonely(
        self, db: Transaction, people: Iterable[int], word: Word, said: FaceWord
    ) -> list[Assignment]:
        """A group of one face is no group, unless the user made it: the face becomes a single."""
        faces = self._context.faces
        groups = [person for person in people if person not in word.names]
        lonely = [face_id for face_id in faces.lonely(db, groups) if face_id not in said.claims]
        rows = [out_of_group(row) for row in faces.assignments_now(db, lonely).values()]
        faces.put_assignments(db, rows)
        return rows

    def assign(
        self,
        faces: Iterable[int],
        old: dict[int, Assignment],
        word: Word,
        said: FaceWord,
        gallery: Gallery,
        index: FaissIndex,
    ) -> list[Assignment]:
        """Where these faces stand by the word and the confirmed faces; each stays in its group so far."""
        listed = sorted(faces)
        have = [face_id for face_id in listed if face_id in index]
        ids = np.array(have, np.int64)
        rejected = {
            row: said.rejected[face_id] for row, face_id in enumerate(have) if face_id in said.rejected
        }
        vectors = index.vectors(ids)
        with self._context.lock:
            crowd = self.crowds.of(index, ids, vectors)
        ranked = gallery.candidates(
            vectors,
            self._context.thresholds,
            rejected=rejected,
            own_ids=ids,
            crowd=crowd,
            taken=self._taken(have) if said.born else None,
            keep=TWIN_CANDIDATES if said.twins else 3,
        )
        candidates = dict(zip(have, ranked, strict=True))
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

    def _taken(self, faces: Sequence[int]) -> NDArray[np.float64]:
        """When the photo of each face was taken, in years; NaN where that is not known."""
        known = self._context.faces.taken(faces)
        return np.array([known.get(face_id, np.nan) for face_id in faces], np.float64)


def twin_near(person: int, candidates: Iterable[Candidate], twins: Mapping[int, set[int]]) -> bool:
    """Whether somebody declared a look-alike of a person is a candidate too."""
    others = twins.get(person, set())
    return any(one.person_id in others for one in candidates)


def shown_in(group: int | None, word: Word, rejected: Collection[int]) -> int | None:
    """The group that a face is shown under: none the user named or merged, or said the face is not of."""
    hidden = group in word.names or group in word.merged_into or group in rejected
    return None if hidden else group


def out_of_group(row: Assignment) -> Assignment:
    """The same face without the group it is shown in; clustering's own group stays with it."""
    state = FaceState.SINGLE if row.state is FaceState.GROUPED else row.state
    return replace(row, person_id=None, state=state)


def people_in(rows: Iterable[Assignment]) -> set[int]:
    """Everybody these faces are, may be, or were grouped as."""
    found: set[int] = set()
    for row in rows:
        found |= {
            person for person in (row.person_id, row.suggested_person_id, row.group_id) if person is not None
        }
    return found
