"""From embeddings to people: naming what is sure, grouping the rest, always under the user's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from faceapp.core.assignment import Gallery
from faceapp.core.changes import Changes
from faceapp.core.models import FaceState
from faceapp.core.word import Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.assign import Assigner, Haste, is_judged, shown_in
from faceapp.library.face_word import FaceWord
from faceapp.library.later import Later, left
from faceapp.library.one_each import one_each
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment
from faceapp.storage.members import left_alone, move_shown, shown_as, suggested_as

__all__ = ["Grouper", "out_of_group", "people_in", "shown_in"]

SPREAD_FROM = 200
SPREAD_LEAST = 16
"""Confirmed faces of a person around which others are looked at again at once: at most, and at least,"""
SPREAD_WORK = 1_000_000
"""as long as no more pairs of faces than this are compared."""
SPREAD_NEIGHBOURS = 400
"""Faces near a newly confirmed one that are looked at again."""
FEW = 500
"""Faces that a decision may concern up to which all of them are judged within the click,"""
FEW_HELD = 50_000
"""in a library of so many faces at most,"""
HASTY_PAIRS = 1_000_000
"""and as long as no more pairs of them and confirmed faces than this are compared: some 10 ms."""
PIECE_PAIRS = 2_000_000
"""The same for a piece of what was left,"""
AROUND_AT_ONCE, LEAST_AT_ONCE = 4, 16
"""and faces whose neighbours are looked for in it, and that are judged at least."""
MATTERS = 0.02
"""Share of somebody's confirmed faces that came or went from which all of theirs are judged again; below it,
those near these."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What faces are judged by."""

    word: Word
    said: FaceWord
    gallery: Gallery
    index: FaissIndex


class Grouper(Assigner):
    """Keeps the ``assignment`` table in line with the word and the embeddings."""

    # -- after a decision ---------------------------------------------------------------------------
    def settle(
        self,
        db: Transaction,
        word: Word,
        faces: Iterable[int],
        people: Iterable[int],
        *,
        whole: bool = False,
    ) -> Changes:
        """Bring the faces a decision named, and those it has consequences for, in line with the word.

        Where these are many, only what is seen at once; the rest is left to :meth:`follow`.

        Args:
            db: The transaction of the decision.
            word: The word with the decision folded in.
            faces: Faces the decision is about.
            people: People and groups it is about: faces near their confirmed ones are looked at again.
            whole: Leave nothing, however many there are.
        """
        context = self._context
        index, before = context.index(), context.word()
        if word is before:  # no decision: what is attached now may be taken back with the transaction
            said = self.face_word(word, context.history.attached_now(db))
            scene = _Scene(word, said, self.gallery(said, word.named(), index), index)
        else:
            said = self.remembered.said(db, word)
            scene = _Scene(word, said, self.remembered.gallery(word, index), index)
        people, faces = set(people), set(faces)
        concerned = context.faces.ids_of(db, people) - faces
        if whole or word is before or self._are_few(faces | concerned, scene):
            touched = faces | concerned
            confirmed = [face for person in people for face in scene.gallery.faces_of(person)]
            if confirmed:
                touched |= self._near(confirmed[-_spread(index) :], index)
            return self._settled(db, touched, people, scene)
        come, gone = self.remembered.taught()
        taught = [face for face in come if said.claims[face].person_id in people][-_spread(index) :]
        taught += [*gone][-_spread(index) :]
        merged = {person for person in people if person in word.merged_into}
        moved = self._move(db, merged, word)
        if merged:
            faces |= concerned & said.rejected.keys()
        for person in people & before.names.keys() - word.names.keys():
            faces |= {*shown_as(db, person), *suggested_as(db, person)}
        haste = Haste(people, HASTY_PAIRS)
        if _compared(before, word, people):
            faces |= concerned
        changes = self._settled(db, faces, people, scene, haste)
        whole_people = people if merged or _matters(come, gone, before, word, people, scene) else ()
        left(db).after(sorted(haste.left), taught, sorted(whole_people)).put(db)
        return changes | Changes(face_ids=frozenset(moved))

    def follow(self, db: Transaction) -> tuple[Changes, bool]:
        """Do a piece of what decisions left, inside a transaction of its own; whether there is more."""
        context, todo = self._context, left(db)
        index, word = context.index(), context.word()
        said = self.remembered.said(db, word)
        scene = _Scene(word, said, self.remembered.gallery(word, index), index)
        changes = Changes()
        if todo.people or todo.around:
            found = context.faces.ids_of(db, todo.people)
            if some := index.held(todo.around[:AROUND_AT_ONCE]):
                found |= self._near(some, index)
            judged = sorted(face for face in found if is_judged(said.claims.get(face), word))
            todo = Later(tuple(dict.fromkeys((*todo.faces, *judged))), todo.around[AROUND_AT_ONCE:])
        elif todo:
            count = max(LEAST_AT_ONCE, PIECE_PAIRS // max(len(scene.gallery), 1))
            changes = self._settled(db, set(todo.faces[:count]), set(), scene)
            todo = Later(todo.faces[count:])
        todo.put(db)
        return changes, bool(todo)

    def _are_few(self, faces: set[int], scene: _Scene) -> bool:
        """Whether some faces, and all near the confirmed ones of their people, are judged within a click."""
        if len(faces) > FEW or len(scene.index) > FEW_HELD:
            return not faces
        judged = sum(is_judged(scene.said.claims.get(face), scene.word) for face in faces)
        return judged * len(scene.gallery) <= HASTY_PAIRS

    def _near(self, faces: list[int], index: FaissIndex) -> set[int]:
        """The faces near some."""
        vectors = index.vectors(np.array(faces, np.int64))
        distances, ids = index.search(vectors, min(SPREAD_NEIGHBOURS, len(index)))
        close = (ids >= 0) & (distances <= self._context.thresholds.mention_distance)
        return set(np.unique(ids[close]).tolist())

    def _move(self, db: Transaction, merged: Iterable[int], word: Word) -> list[int]:
        """Show everybody's faces under whom they were merged into; which were moved."""
        moved: list[int] = []
        for person in merged:
            target = word.person(person)
            if target in word.names:
                moved += move_shown(db, person, target)
        return moved

    def _settled(
        self,
        db: Transaction,
        touched: set[int],
        people: set[int],
        scene: _Scene,
        haste: Haste | None = None,
    ) -> Changes:
        """Judge faces anew, and see to those whom that leaves alone, or brings back together."""
        context, word = self._context, scene.word
        changed, before = self._put(db, touched, scene, haste)
        # Who was left alone when the others of its group went is of the group again when they come back.
        groups = {row.person_id for row in changed if row.person_id is not None} - word.names.keys()
        alone = left_alone(db, groups)
        if alone:
            more, standing = self._put(db, alone, scene, haste)
            changed, before = changed + more, {**standing, **before}
        involved = people | people_in(changed) | people_in(before.values())
        changed += self._release_lonely(db, involved, word, scene.said)
        context.people.sync_word(db, word, people)
        context.people.refresh_retired(db, involved)
        return Changes(face_ids=frozenset(row.face_id for row in changed), person_ids=frozenset(involved))

    def _put(
        self, db: Transaction, touched: set[int], scene: _Scene, haste: Haste | None
    ) -> tuple[list[Assignment], dict[int, Assignment]]:
        """Assign faces anew; returns the rows that changed, and what stood there before."""
        faces, said = self._context.faces, scene.said
        photo_of = faces.with_mates(db, touched)
        everyone = touched | photo_of.keys()
        old = faces.assignments_now(db, everyone)
        new = self.assign(everyone, old, scene.word, said, scene.gallery, scene.index, haste)
        new = self.keep_apart(db, one_each(new, photo_of, said), scene.word, said)
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


def _spread(index: FaissIndex) -> int:
    """Confirmed faces around which others are looked at: fewer the larger the library, the rest in a scan."""
    return min(SPREAD_FROM, max(SPREAD_LEAST, SPREAD_WORK // max(len(index), 1)))


def _compared(before: Word, word: Word, people: set[int]) -> bool:
    """Whether a decision says who looks like whom, who is not whom, or when somebody was born."""
    if word.parent != before.number or word.told_pairs:  # what it says is not known
        return word is not before
    return any(before.born.get(person) != word.born.get(person) for person in people)


def _matters(
    come: Collection[int], gone: Collection[int], before: Word, word: Word, people: set[int], scene: _Scene
) -> bool:
    """Whether all faces of some people are to be judged again, not only those near what was taught."""
    if any((person in before.names) != (person in word.names) for person in people):
        return True
    if any(before.person(person) != word.person(person) for person in people):
        return True
    have = [count for person in people if (count := len(scene.gallery.faces_of(person)))]
    return bool(have) and len(come) + len(gone) >= MATTERS * min(have)
