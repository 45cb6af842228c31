"""From embeddings to people: naming what is sure, grouping the rest, always under the user's word."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from faceapp.core.assignment import Candidate, Gallery
from faceapp.core.changes import EVERYTHING, Changes
from faceapp.core.grouping import Constraints, edges_above, keep_ids, link
from faceapp.core.models import FaceState
from faceapp.core.word import Claim, ClaimKind, Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.clusters import STRICTNESS_KEY, Clusters
from faceapp.library.context import Context
from faceapp.library.face_word import FaceWord, by_face
from faceapp.library.one_each import one_each
from faceapp.storage.database import Transaction
from faceapp.storage.faces import Assignment

log = logging.getLogger(__name__)

NEIGHBOURS = 80
"""Neighbours of each face in the graph that is clustered."""
TWIN_CANDIDATES = 10
"""Candidates looked at where look-alikes are declared: the other may be behind people named since."""
SPREAD_NEIGHBOURS = 400
"""Faces near a newly confirmed one that are looked at again at once."""


class Grouper:
    """Keeps the ``assignment`` table in line with the word and the embeddings."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- the word by face ---------------------------------------------------------------------------
    def face_word(self, word: Word, refs: dict[int, int] | None = None) -> FaceWord:
        """Translate the word from references to faces (all attached ones, or those given)."""
        return by_face(word, self._context.history.attached() if refs is None else refs)

    def gallery(self, said: FaceWord, named: Collection[int], index: FaissIndex) -> Gallery:
        """All confirmed faces of named people."""
        rows = [
            (face_id, claim.person_id)
            for face_id, claim in said.claims.items()
            if claim.kind is ClaimKind.CONFIRMED and claim.person_id in named and face_id in index
        ]
        faces = np.array([face_id for face_id, _ in rows], np.int64)
        people = np.array([person for _, person in rows], np.int64)
        return Gallery(index.vectors(faces), faces, people)

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
        shown = group
        if group is not None and (group in word.names or group in word.merged_into or group in rejected):
            shown = None
        thresholds = self._context.thresholds
        for best in candidates:
            if best.person_id in rejected:
                continue
            sure = best.probability >= thresholds.automatic
            if sure and not twin_near(best.person_id, candidates, twins):
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
        said = self.face_word(word, context.history.attached_now(db))
        people = set(people)
        touched = set(faces) | set(context.faces.ids_of(db, people))
        gallery = self.gallery(said, word.names.keys() - word.merged_into.keys(), index)
        confirmed = [
            face_id
            for face_id, claim in said.claims.items()
            if claim.person_id in people and claim.kind is ClaimKind.CONFIRMED and face_id in index
        ]
        if confirmed:
            near = index.vectors(np.array(confirmed[-200:], np.int64))
            distances, ids = index.search(near, min(SPREAD_NEIGHBOURS, len(index)))
            close = (ids >= 0) & (distances <= context.thresholds.mention_distance)
            touched |= set(np.unique(ids[close]).tolist())
        photo_of = context.faces.with_mates(db, touched)
        touched |= photo_of.keys()
        old = context.faces.assignments_now(db, touched)
        new = one_each(self._assign(touched, old, word, said, gallery, index), photo_of, said)
        changed = [row for row in new if old.get(row.face_id) != row]
        context.faces.put_assignments(db, changed)
        involved = (
            people
            | _people_in(changed)
            | _people_in(old[row.face_id] for row in changed if row.face_id in old)
        )
        changed += self._release_lonely(db, involved, word, said)
        context.people.sync_word(db, word, people)
        context.people.refresh_retired(db, involved)
        return Changes(face_ids=frozenset(row.face_id for row in changed), person_ids=frozenset(involved))

    def _release_lonely(
        self, db: Transaction, people: Iterable[int], word: Word, said: FaceWord
    ) -> list[Assignment]:
        """A group of one face is no group, unless the user made it: the face becomes a single."""
        faces = self._context.faces
        groups = [person for person in people if person not in word.names]
        lonely = [face_id for face_id in faces.lonely(db, groups) if face_id not in said.claims]
        rows = [
            replace(
                row,
                person_id=None,
                state=FaceState.SINGLE if row.state is FaceState.GROUPED else row.state,
            )
            for row in faces.assignments_now(db, lonely).values()
        ]
        faces.put_assignments(db, rows)
        return rows

    def _assign(
        self,
        faces: Iterable[int],
        old: dict[int, Assignment],
        word: Word,
        said: FaceWord,
        gallery: Gallery,
        index: FaissIndex,
    ) -> list[Assignment]:
        listed = sorted(faces)
        have = [face_id for face_id in listed if face_id in index]
        ids = np.array(have, np.int64)
        rejected = {
            row: said.rejected[face_id] for row, face_id in enumerate(have) if face_id in said.rejected
        }
        ranked = gallery.candidates(
            index.vectors(ids),
            self._context.thresholds,
            rejected=rejected,
            own_ids=ids,
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

    # -- everything ---------------------------------------------------------------------------------
    def regroup(self) -> Changes:
        """Group all faces anew under the word; groups keep their ids while most of them stays together."""
        changes = None
        while changes is None:  # again if a decision came in meanwhile: the user's word counts
            changes = self._regroup_once()
        self._context.changed(changes)
        return changes

    def strictness(self) -> float:
        """What this library is grouped with: -1 (fewer mistakes) .. 1 (fewer groups)."""
        return float(self._context.settings.get(STRICTNESS_KEY) or 0.0)

    def cluster(self, strictness: float | None = None) -> Clusters:
        """Who would be grouped with whom (None: at this library's strictness). Nothing is written."""
        context = self._context
        with context.lock:
            word = context.word().copy()
            context.refresh_space()
            index = context.index()
            said = self.face_word(word)
            old = context.faces.assignments()
            all_ids, photos, qualities = context.faces.photo_and_quality()
            known = np.array([face_id in index for face_id in all_ids.tolist()], bool)
            photo_of = dict(zip(all_ids.tolist(), photos.tolist(), strict=True))
            ids, photos, qualities = all_ids[known], photos[known], qualities[known]
            gallery = self.gallery(said, word.names.keys() - word.merged_into.keys(), index)
        assigned = self._assign(all_ids.tolist(), old, word, said, gallery, index)
        rows = {row.face_id: row for row in one_each(assigned, photo_of, said)}
        free = np.array([self._is_free(rows[face], said.claims.get(face)) for face in ids.tolist()], bool)
        poor = self._poor(qualities[free])
        wanted = self.strictness() if strictness is None else strictness
        labels = self._cluster(ids[free], photos[free], poor, word, said, index, wanted)
        return Clusters(ids[free], labels, rows, old, word, said)

    def _regroup_once(self) -> Changes | None:
        context = self._context
        found = self.cluster()
        rows, old, word, said = found.rows, found.old, found.word, found.said
        with context.lock, context.database.transaction() as db:
            if context.history.newest() != word.last_event:
                log.info("A decision came in while grouping: grouping again")
                return None
            group_of = self._name_clusters(db, found.ids, found.labels, old, word, said)
            for face_id in found.ids.tolist():
                if face_id not in said.claims:
                    group = group_of.get(face_id)
                    rows[face_id] = self._regrouped(rows[face_id], group, word, said)
            changed = [row for face_id, row in rows.items() if old.get(face_id) != row]
            context.faces.put_assignments(db, changed)
            context.people.refresh_retired(db)
        return EVERYTHING if changed else Changes()

    def _regrouped(self, row: Assignment, group: int | None, word: Word, said: FaceWord) -> Assignment:
        if row.state is FaceState.SUGGESTED:
            return replace(row, person_id=group, group_id=group)
        return self.unclaimed(row.face_id, group, (), word, said.not_for(row.face_id))

    @staticmethod
    def _is_free(row: Assignment, claim: Claim | None) -> bool:
        """Whether clustering may say something about a face (members of the user's own groups seed it)."""
        if claim is not None:
            return row.state is FaceState.GROUPED
        return row.state in (FaceState.GROUPED, FaceState.SINGLE, FaceState.SUGGESTED)

    def _poor(self, qualities: NDArray[np.float32]) -> frozenset[int]:
        """Rows of faces too poor to found a group, by this album's own measure.

        In an album of small old scans every face is small: there the usual face founds groups as well.
        """
        if not len(qualities):
            return frozenset()
        least = min(self._context.thresholds.founding_quality, float(np.median(qualities)) / 2)
        return frozenset(np.flatnonzero(qualities < least).tolist())

    def _cluster(
        self,
        ids: NDArray[np.int64],
        photos: NDArray[np.int64],
        poor: frozenset[int],
        word: Word,
        said: FaceWord,
        index: FaissIndex,
        strictness: float,
    ) -> NDArray[np.int64]:
        if not len(ids):
            return np.zeros(0, np.int64)
        embeddings = index.vectors(ids)
        rule = self._context.thresholds.linkage
        row_of = {face_id: row for row, face_id in enumerate(ids.tolist())}
        graph = FaissIndex(index.model, index.dimension)
        graph.add(np.arange(len(ids), dtype=np.int64), embeddings)
        distances, neighbours = graph.search(embeddings, min(NEIGHBOURS, len(ids)))
        seed = {
            row_of[face_id]: word.person(claim.person_id)
            for face_id, claim in said.claims.items()
            if face_id in row_of and claim.person_id is not None
        }
        constraints = Constraints(
            photo=photos,
            seed=seed,
            poor=poor,
            apart={
                row_of[face_id]: {row_of[other] for other in others if other in row_of}
                for face_id, others in said.apart.items()
                if face_id in row_of
            },
            twice={
                row_of[face_id]: {row_of[other] for other in others if other in row_of}
                for face_id, others in said.twice.items()
                if face_id in row_of
            },
            not_in={
                row_of[face_id]: set(people) for face_id, people in said.rejected.items() if face_id in row_of
            },
        )
        edges = edges_above(distances, neighbours, rule.least_similarity)
        return link(embeddings, edges, rule, rule.bar(len(ids), strictness), constraints)

    def _name_clusters(
        self,
        db: Transaction,
        ids: NDArray[np.int64],
        labels: NDArray[np.int64],
        old: dict[int, Assignment],
        word: Word,
        said: FaceWord,
    ) -> dict[int, int]:
        """Face -> group id for every face that is in a group of at least two, or in one the user made."""
        clusters: dict[int, list[int]] = defaultdict(list)
        for face_id, label in zip(ids.tolist(), labels.tolist(), strict=True):
            clusters[label].append(face_id)
        fixed: dict[int, int] = {}
        for label, faces in clusters.items():
            for face_id in faces:
                claim = said.claims.get(face_id)
                if claim is not None and claim.person_id is not None:
                    fixed[label] = word.person(claim.person_id)
        grouped = {label: faces for label, faces in clusters.items() if len(faces) > 1 or label in fixed}
        old_group_of = {
            face_id: row.group_id
            for face_id, row in old.items()
            if row.group_id is not None
            and row.state in (FaceState.GROUPED, FaceState.SUGGESTED)
            and face_id not in said.claims
            and row.group_id not in word.names
            and row.group_id not in word.merged_into
        }
        group_ids = keep_ids(grouped, old_group_of, fixed)
        group_of: dict[int, int] = {}
        for label in sorted(grouped, key=lambda name: (-len(grouped[name]), name)):
            group = group_ids.get(label)
            if group is None:
                group = self._context.people.create(db)
            group_of.update(dict.fromkeys(grouped[label], group))
        return group_of


def twin_near(person: int, candidates: Iterable[Candidate], twins: Mapping[int, set[int]]) -> bool:
    """Whether somebody declared a look-alike of a person is a candidate too."""
    others = twins.get(person, set())
    return any(one.person_id in others for one in candidates)


def _people_in(rows: Iterable[Assignment]) -> set[int]:
    found: set[int] = set()
    for row in rows:
        found |= {
            person for person in (row.person_id, row.suggested_person_id, row.group_id) if person is not None
        }
    return found
