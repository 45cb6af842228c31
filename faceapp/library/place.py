"""Placing new faces at once: named where that is sure, else among the groups near them.

Only the groups that the new faces may concern are dealt anew (:mod:`faceapp.core.placement`); what the user
said holds as in a grouping of everything. The whole album is grouped anew at the end of a scan, and when its
space has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from faceapp.core.changes import Changes
from faceapp.core.models import Embeddings
from faceapp.core.placement import concerned, deal, together
from faceapp.library.around import Around, Unit
from faceapp.library.clustering import Free, constraints, is_free, least_founding
from faceapp.library.context import Context
from faceapp.library.due import Due
from faceapp.library.group import Grouper, people_in
from faceapp.library.one_each import one_each
from faceapp.library.regroup import Regrouper, Seen
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment
from faceapp.storage.members import qualities


class Placer:
    """Places new faces. One for a scan: it remembers how large the album is and how good its faces are."""

    def __init__(self, context: Context, grouper: Grouper, regrouper: Regrouper) -> None:
        self._context = context
        self._grouper = grouper
        self._regrouper = regrouper
        self._remembered = grouper.remembered
        self._due = Due(context)
        self._faces = 0
        self._least: float | None = None

    def renew(self) -> None:
        """Look at the album's size and quality again: everything was grouped anew."""
        self._least = None

    def _look(self, new: int) -> float:
        """Quality from which faces found groups; counts the faces of the album."""
        if self._least is None:
            _, _, known = self._context.faces.photo_and_quality()
            self._faces = len(known)
            self._least = least_founding(known, self._context.thresholds)
        else:
            self._faces += new
        return self._least

    def place(self, face_ids: Iterable[int], *, beside_a_scan: bool = False) -> Changes:
        """Place faces that were stored just now.

        Args:
            face_ids: The faces.
            beside_a_scan: A scan may have stored others that wait for their places: if it is killed, the next
                one still has to know of them.
        """
        context = self._context
        new = sorted(set(face_ids))
        least = self._look(len(new))
        with context.lock, context.database.transaction(derived=True) as db:
            around, old = self._around(db, new)
            said = around.said
            fresh = [
                face
                for face in new
                if face in around.rows
                and face in around.index
                and is_free(around.rows[face], said.claims.get(face))
            ]
            found = self._dealt(around, old, fresh, least, whole=False)
            if found is None:  # a large group may come together with another: all of its faces have a say
                found = self._dealt(around, old, fresh, least, whole=True)
            assert found is not None
            seen, labels = found
            changed = self._regrouper.write(db, seen, labels)
            before = [seen.old[row.face_id] for row in changed if row.face_id in seen.old]
            people = people_in([*changed, *before])
            context.people.refresh_retired(db, people)
            if not beside_a_scan:
                self._due.placed(db, max(new, default=0))
        changes = Changes(
            photo_ids=frozenset(around.photo_of.values()),
            face_ids=frozenset(row.face_id for row in changed),
            person_ids=frozenset(people),
        )
        context.changed(changes)
        return changes

    def _around(self, db: Transaction, new: list[int]) -> tuple[Around, dict[int, Assignment]]:
        """The new faces named where that is sure, and where they and those of their photos stood before."""
        context, grouper = self._context, self._grouper
        index, word = context.index(), context.word()
        said = self._remembered.said(db, word)
        photo_of = context.faces.with_mates(db, new)
        old = context.faces.assignments_now(db, photo_of)
        gallery = self._remembered.gallery(word, index)
        found = one_each(grouper.assign(photo_of, old, word, said, gallery, index), photo_of, said)
        rows = {row.face_id: row for row in found}
        return Around(context, db, self._regrouper.crowds, word, said, index, rows, photo_of), old

    def _dealt(
        self, around: Around, old: dict[int, Assignment], fresh: list[int], least: float, *, whole: bool
    ) -> tuple[Seen, NDArray[np.int64]] | None:
        """The new faces with the clusters they concern, dealt anew.

        Returns:
            The faces and the cluster of each; None where stand-ins of a large group do not suffice.
        """
        rule, bar = self._context.thresholds.linkage, self._regrouper.bar(self._faces)
        ids = np.array(fresh, np.int64)
        vectors = around.index.vectors(ids)
        crowd = around.crowds.of(around.index, ids, vectors)
        units = around.units(fresh, vectors, whole)
        own = around.own_groups(fresh)
        places = concerned(vectors, crowd, [(unit.vectors, unit.crowd) for unit in units], rule, bar).tolist()
        places += [i for i, unit in enumerate(units) if unit.group in own and i not in places]
        chosen = [units[place] for place in places]
        seen = self._seen(around, old, fresh, (vectors, crowd), chosen, least)
        start = list(range(len(fresh)))
        for unit, together_ in zip(chosen, together([len(unit.members) for unit in chosen]), strict=True):
            begin = len(start)
            start += [begin if together_ or unit.part else begin + i for i in range(len(unit.members))]
        under = constraints(seen.free, around.word, around.said)
        labels = deal(seen.embeddings, seen.crowd, np.array(start, np.int64), rule, bar, under)
        groups = [None] * len(fresh) + [unit.group for unit in chosen for _ in unit.members]
        return None if _parts_met(labels, groups, chosen) else (seen, labels)

    @staticmethod
    def _seen(
        around: Around,
        old: dict[int, Assignment],
        fresh: list[int],
        looks: tuple[Embeddings, NDArray[np.float32]],
        chosen: Sequence[Unit],
        least: float,
    ) -> Seen:
        """New faces first (``looks``: their vectors and crowd), then those of the clusters."""
        members = [one for unit in chosen for one in unit.members]
        standing = {one.row.face_id: one.row for one in members}
        vectors, crowd = looks
        quality = qualities(around.db, fresh)
        poor = {row for row, face in enumerate(fresh) if quality[face] < least}
        poor |= {len(fresh) + row for row, one in enumerate(members) if one.quality < least}
        return Seen(
            word=around.word,
            said=around.said,
            old=standing | old,
            rows=standing | around.rows,
            free=Free(
                np.array([*fresh, *standing], np.int64),
                np.array(
                    [*(around.photo_of[face] for face in fresh), *(one.photo_id for one in members)], np.int64
                ),
                frozenset(poor),
            ),
            embeddings=np.concatenate([vectors, *(unit.vectors for unit in chosen)]),
            crowd=np.concatenate([crowd, *(unit.crowd for unit in chosen)]),
        )


def _parts_met(labels: NDArray[np.int64], groups: Sequence[int | None], chosen: Sequence[Unit]) -> bool:
    """Whether a group that only stand-ins are here of is in one cluster with faces of another group."""
    parts = {unit.group for unit in chosen if unit.part}
    if not parts:
        return False
    met: dict[int, set[int]] = {}
    for label, group in zip(labels.tolist(), groups, strict=True):
        if group is not None:
            met.setdefault(label, set()).add(group)
    return any(len(found) > 1 and not parts.isdisjoint(found) for found in met.values())
