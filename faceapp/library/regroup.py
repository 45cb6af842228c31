"""Grouping everything anew under the user's word; and the same without changing anything."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.changes import EVERYTHING, Changes
from faceapp.core.grouping import keep_ids
from faceapp.core.models import Embeddings, FaceState
from faceapp.core.word import Word
from faceapp.library.clustering import Free, cluster, constraints, is_free, least_founding
from faceapp.library.context import Context
from faceapp.library.due import Due
from faceapp.library.face_word import FaceWord
from faceapp.library.group import Grouper, shown_in
from faceapp.library.later import Later
from faceapp.library.one_each import one_each
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment

log = logging.getLogger(__name__)

STRICTNESS_KEY = "grouping.strictness"


@dataclass(frozen=True, slots=True)
class Seen:
    """The library as a grouping sees it.

    Attributes:
        word: The folded log.
        said: The same by face.
        old: Where faces stand now.
        rows: Where they stand by the word and the confirmed faces, whatever their groups.
        free: The faces that clustering may say something about.
        embeddings: float32 [N, D], of these, in the album's space.
        crowd: float32 [N], how like strangers each of them is.
    """

    word: Word
    said: FaceWord
    old: dict[int, Assignment]
    rows: dict[int, Assignment]
    free: Free
    embeddings: Embeddings
    crowd: NDArray[np.float32]

    def groups_now(self) -> dict[int, int]:
        """Face -> the group clustering put it in last, where it still says so."""
        return {
            face_id: row.group_id
            for face_id, row in self.old.items()
            if row.group_id is not None
            and row.state in (FaceState.GROUPED, FaceState.SUGGESTED)
            and face_id not in self.said.claims
            and row.group_id not in self.word.names
            and row.group_id not in self.word.merged_into
        }


class Regrouper:
    """Groups all faces of a library."""

    def __init__(self, context: Context, grouper: Grouper) -> None:
        self._context = context
        self._grouper = grouper
        self.crowds = grouper.crowds
        self._due = Due(context)

    def run(self) -> Changes:
        """Group all faces anew under the word; groups keep their ids while most of them stays together."""
        changes = None
        while changes is None:  # again if a decision came in meanwhile: the user's word counts
            changes = self._once()
        self._context.changed(changes)
        return changes

    def see(self) -> Seen:
        """Look at the library, naming what is sure."""
        context, grouper = self._context, self._grouper
        with context.lock:
            word = context.word().copy()
            context.refresh_space()
            index = context.index()
            said = grouper.face_word(word)
            old = context.faces.assignments()
            all_ids, photos, qualities = context.faces.photo_and_quality()
            known = np.isin(all_ids, index.ids)
            photo_of = dict(zip(all_ids.tolist(), photos.tolist(), strict=True))
            ids, photos, qualities = all_ids[known], photos[known], qualities[known]
            gallery = grouper.gallery(said, word.named(), index)
        assigned = grouper.assign(all_ids.tolist(), old, word, said, gallery, index)
        rows = {row.face_id: row for row in one_each(assigned, photo_of, said)}
        loose = np.array([is_free(rows[face], said.claims.get(face)) for face in ids.tolist()], bool)
        least = least_founding(qualities[loose], context.thresholds)
        poor = frozenset(np.flatnonzero(qualities[loose] < least).tolist())
        free = Free(ids[loose], photos[loose], poor)
        embeddings = index.vectors(free.ids)
        with context.lock:
            crowd = self.crowds.of(index, free.ids, embeddings)
        return Seen(word, said, old, rows, free, embeddings, crowd)

    def strictness(self) -> float:
        """What this library is grouped with: -1 (fewer mistakes) .. 1 (fewer groups)."""
        return float(self._context.settings.get(STRICTNESS_KEY) or 0.0)

    def labels(
        self, seen: Seen, value: float | None = None, check: Callable[[], None] = lambda: None
    ) -> NDArray[np.int64]:
        """The cluster of each free face, int64 [N]: as the library is set, or at another strictness."""
        context = self._context
        under = constraints(seen.free, seen.word, seen.said)
        bar = self.bar(len(seen.free.ids), value)
        return cluster(seen.embeddings, context.thresholds.linkage, bar, under, seen.crowd, check)

    def bar(self, faces: int, value: float | None = None) -> float:
        """Nats for one person among so many faces, as the library is set, or at another strictness."""
        return self._context.thresholds.linkage.bar(faces, self.strictness() if value is None else value)

    def _once(self) -> Changes | None:
        context = self._context
        seen = self.see()
        held = self._due.now(seen.word.last_event)
        labels = self.labels(seen)
        with context.lock, context.database.transaction() as db:
            if context.history.newest() != seen.word.last_event:
                log.info("A decision came in while grouping: grouping again")
                return None
            changed = self.write(db, seen, labels)
            context.people.refresh_retired(db)
            self._due.grouped(db, held)
            Later().put(db)  # every face was judged
        return EVERYTHING if changed else Changes()

    def write(self, db: Transaction, seen: Seen, labels: NDArray[np.int64]) -> list[Assignment]:
        """Put the faces of ``seen`` where their clusters say; what has changed."""
        group_of = self._name_clusters(db, seen, labels)
        rows = seen.rows
        for face_id in seen.free.ids.tolist():
            if face_id not in seen.said.claims:
                rows[face_id] = self._regrouped(rows[face_id], group_of.get(face_id), seen)
        # Clustering obeys that itself, but a face without an embedding of this model is not clustered.
        kept = self._grouper.keep_apart(db, list(rows.values()), seen.word, seen.said)
        changed = [row for row in kept if seen.old.get(row.face_id) != row]
        self._context.faces.put_assignments(db, changed)
        return changed

    def _regrouped(self, row: Assignment, group: int | None, seen: Seen) -> Assignment:
        rejected = seen.said.not_for(row.face_id)
        if row.state is FaceState.SUGGESTED:
            if row.suggested_person_id in seen.said.not_for(row.face_id, group):
                group = None  # the two are different people: who it more probably is counts, and is asked
            return replace(row, person_id=shown_in(group, seen.word, rejected), group_id=group)
        return self._grouper.unclaimed(row.face_id, group, (), seen.word, rejected)

    def _name_clusters(self, db: Transaction, seen: Seen, labels: NDArray[np.int64]) -> dict[int, int]:
        """Face -> group id for every face that is in a group of at least two, or in one the user made."""
        grouped, fixed = groups_of(seen, labels)
        group_ids = keep_ids(grouped, seen.groups_now(), fixed)
        group_of: dict[int, int] = {}
        for label in sorted(grouped, key=lambda name: (-len(grouped[name]), name)):
            group = group_ids.get(label)
            if group is None:
                group = self._context.people.create(db)
            group_of.update(dict.fromkeys(grouped[label], group))
        return group_of


def groups_of(seen: Seen, labels: NDArray[np.int64]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """The clusters that are groups: of at least two faces, or with one that the user put somewhere.

    Returns:
        Cluster -> its faces, and cluster -> group for those the user made.
    """
    clusters: dict[int, list[int]] = defaultdict(list)
    fixed: dict[int, int] = {}
    for face_id, label in zip(seen.free.ids.tolist(), labels.tolist(), strict=True):
        clusters[label].append(face_id)
        claim = seen.said.claims.get(face_id)
        if claim is not None and claim.person_id is not None:
            fixed[label] = seen.word.person(claim.person_id)
    return {label: faces for label, faces in clusters.items() if len(faces) > 1 or label in fixed}, fixed
