"""Placing new faces at once: named where that is sure, else among the groups near them.

Only the groups that the new faces may concern are dealt anew (:mod:`faceapp.core.placement`); what the user
said holds as in a grouping of everything. The whole album is grouped anew at the end of a scan, and when its
space has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.changes import Changes
from faceapp.core.models import Embeddings
from faceapp.core.placement import concerned, deal, together
from faceapp.core.word import Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.clustering import NEIGHBOURS, Free, constraints, is_free, least_founding
from faceapp.library.context import Context
from faceapp.library.face_word import FaceWord
from faceapp.library.group import Grouper, people_in
from faceapp.library.one_each import one_each
from faceapp.library.regroup import Regrouper, Seen
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment, Member

TOLD = 64
"""Faces of a cluster by which it is known how like strangers they are."""


class Placer:
    """Places new faces. One for a scan: it remembers how large the album is and how good its faces are."""

    def __init__(self, context: Context, grouper: Grouper, regrouper: Regrouper) -> None:
        self._context = context
        self._grouper = grouper
        self._regrouper = regrouper
        self._faces = 0
        self._least: float | None = None
        self._crowd: dict[int, float] = {}

    def renew(self) -> None:
        """Look at the album's size and quality again: everything was grouped anew."""
        self._least = None
        self._crowd.clear()

    def _look(self) -> float:
        """Quality from which faces found groups; counts the faces of the album."""
        if self._least is None:
            _, _, qualities = self._context.faces.photo_and_quality()
            self._faces = len(qualities)
            self._least = least_founding(qualities, self._context.thresholds)
        return self._least

    def place(self, face_ids: Iterable[int]) -> Changes:
        """Place faces that were stored just now."""
        context = self._context
        new = sorted(set(face_ids))
        known = self._least is not None
        least = self._look()
        self._faces += len(new) if known else 0
        with context.lock:
            index = context.index()
            word = context.word()
            with context.database.transaction() as db:
                said = self._grouper.face_word(word, context.history.attached_now(db))
                old, rows, photo_of = self._named(db, new, word, said, index)
                seen, crowd, start = self._region(db, new, old, rows, photo_of, word, said, index, least)
                under = constraints(seen.free, word, said)
                rule, bar = context.thresholds.linkage, self._regrouper.bar(self._faces)
                labels = deal(seen.embeddings, crowd, start, rule, bar, under)
                changed = self._regrouper.write(db, seen, labels)
                before = [seen.old[row.face_id] for row in changed if row.face_id in seen.old]
                people = people_in([*changed, *before])
                context.people.refresh_retired(db, people)
        changes = Changes(
            photo_ids=frozenset(photo_of.values()),
            face_ids=frozenset(row.face_id for row in changed),
            person_ids=frozenset(people),
        )
        context.changed(changes)
        return changes

    def _named(
        self, db: Transaction, new: list[int], word: Word, said: FaceWord, index: FaissIndex
    ) -> tuple[dict[int, Assignment], dict[int, Assignment], dict[int, int]]:
        """Where the new faces and those beside them stand by the word and the confirmed faces."""
        photo_of = self._context.faces.with_mates(db, new)
        old = self._context.faces.assignments_now(db, photo_of)
        gallery = self._grouper.gallery(said, word.names.keys() - word.merged_into.keys(), index)
        found = one_each(self._grouper.assign(photo_of, old, word, said, gallery, index), photo_of, said)
        return old, {row.face_id: row for row in found}, photo_of

    def _region(
        self,
        db: Transaction,
        new: list[int],
        old: dict[int, Assignment],
        rows: dict[int, Assignment],
        photo_of: dict[int, int],
        word: Word,
        said: FaceWord,
        index: FaissIndex,
        least: float,
    ) -> tuple[Seen, NDArray[np.float32], NDArray[np.int64]]:
        """The new faces that may be grouped, with the clusters they concern.

        Returns:
            The region; how like strangers its faces are; which rows begin together.
        """
        context = self._context
        rule = context.thresholds.linkage
        fresh = [
            face
            for face in new
            if face in rows and face in index and is_free(rows[face], said.claims.get(face))
        ]
        vectors = index.vectors(np.array(fresh, np.int64))
        distances, near = index.search(vectors, min(NEIGHBOURS, len(index)))
        close = (near >= 0) & (distances <= 2.0 - 2.0 * rule.least_similarity)
        beside = self._members(db, set(near[close].tolist()) - set(fresh), rows, word, said, index)
        units = list(beside.values())
        # A face that the user put somewhere belongs to its group wherever it lies.
        own = {self._group(rows[face], word, said) for face in fresh if face in said.claims} - beside.keys()
        units += list(self._of_groups(db, {one for one in own if one}, rows, word, said, index).values())
        looks = [self._look_at([one.row.face_id for one in unit], index) for unit in units]
        crowd = context.space().crowd(vectors)
        bar = self._regrouper.bar(self._faces)
        chosen = concerned(vectors, crowd, looks, rule, bar).tolist()
        chosen += [place for place in range(len(beside), len(units)) if place not in chosen]
        members: list[Member] = []
        start: list[int] = []
        for place, whole in zip(chosen, together([len(units[one]) for one in chosen]), strict=True):
            begin = len(fresh) + len(members)
            start += [begin if whole else begin + i for i in range(len(units[place]))]
            members += units[place]
        ids = np.array([*fresh, *(one.row.face_id for one in members)], np.int64)
        photos = np.array([*(photo_of[face] for face in fresh), *(one.photo_id for one in members)], np.int64)
        quality = context.faces.qualities(db, fresh)
        poor = {row for row, face in enumerate(fresh) if quality[face] < least}
        poor |= {len(fresh) + row for row, one in enumerate(members) if one.quality < least}
        embeddings = np.concatenate([vectors, *(looks[one][0] for one in chosen)])
        crowds = np.concatenate([crowd, *(looks[one][1] for one in chosen)])
        seen = Seen(
            word=word,
            said=said,
            old=old | {one.row.face_id: one.row for one in members},
            rows={one.row.face_id: one.row for one in members} | rows,
            free=Free(ids, photos, frozenset(poor)),
            embeddings=np.asarray(embeddings, np.float32),
        )
        return seen, crowds, np.array([*range(len(fresh)), *start], np.int64)

    def _look_at(self, faces: list[int], index: FaissIndex) -> tuple[Embeddings, NDArray[np.float32]]:
        """Embeddings of a cluster and how like strangers its faces are; of a large one a part tells."""
        vectors = index.vectors(np.array(faces, np.int64))
        told = range(0, len(faces), -(-len(faces) // TOLD))
        unknown = [row for row in told if faces[row] not in self._crowd]
        if unknown:
            found = self._context.space().crowd(vectors[unknown])
            self._crowd.update(zip((faces[row] for row in unknown), found.tolist(), strict=True))
        usual = sum(self._crowd[faces[row]] for row in told) / len(told)
        return vectors, np.array([self._crowd.get(face, usual) for face in faces], np.float32)

    @staticmethod
    def _group(row: Assignment, word: Word, said: FaceWord) -> int | None:
        """The group clustering has a face in, or the user's own."""
        group = row.person_id if row.face_id in said.claims else row.group_id
        return None if group is None or group in word.names or group in word.merged_into else group

    def _members(
        self,
        db: Transaction,
        faces: set[int],
        rows: dict[int, Assignment],
        word: Word,
        said: FaceWord,
        index: FaissIndex,
    ) -> dict[int, list[Member]]:
        """The clusters some faces are in, by group; single ones by their face, negative."""
        groups: set[int] = set()
        found: dict[int, list[Member]] = {}
        for one in self._context.faces.members(db, faces=faces):
            row = rows.get(one.row.face_id, one.row)
            if not is_free(row, said.claims.get(row.face_id)):
                continue
            group = self._group(row, word, said)
            if group is None:
                found[-row.face_id] = [replace(one, row=row)]
            else:
                groups.add(group)
        return found | self._of_groups(db, groups, rows, word, said, index)

    def _of_groups(
        self,
        db: Transaction,
        groups: set[int],
        rows: dict[int, Assignment],
        word: Word,
        said: FaceWord,
        index: FaissIndex,
    ) -> dict[int, list[Member]]:
        found: dict[int, list[Member]] = defaultdict(list)
        for one in self._context.faces.members(db, groups=groups):
            face_id = one.row.face_id
            if face_id in rows or face_id not in index:
                continue
            if is_free(one.row, said.claims.get(face_id)):
                group = self._group(one.row, word, said)
                if group in groups and group is not None:
                    found[group].append(one)
        return dict(found)
