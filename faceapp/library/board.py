"""What the review asks about: the planner's view of a library, kept in line while decisions come in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from faceapp.core.changes import Changes
from faceapp.core.evidence import TRUST
from faceapp.core.grouping import Edges
from faceapp.core.models import Embeddings, FaceState
from faceapp.core.planner import Planner
from faceapp.core.word import ClaimKind, Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.index.neighbours import neighbours
from faceapp.library.context import Context
from faceapp.library.face_word import FaceWord
from faceapp.library.group import Grouper
from faceapp.storage.faces import Assignment

DOUBTS_KEY = "review.doubts"
"""Setting: "yes" answers that came as a surprise, and what was said of them since, each as
``[face, face, log-odds before it, event]``."""
FIRM = 3.0
"""Log-odds from which a "yes" is beyond doubt."""
KNOWN_KEY = "review.known"
"""Setting: single faces the user said they know."""

NEAR = 80
"""Neighbours of each face that are looked at."""
FIRST = 8_000
"""Faces whose neighbours are looked for before the first question of a large library: a second or two,"""
FIRST_OF_UNIT = 16
"""and the best ones of each person or group that speak for it there."""


def largest(units: NDArray[np.int64], most: int) -> NDArray[np.bool_]:
    """Whether each face is of one of the largest units, of which ``most`` faces speak.

    Args:
        units: int64 [N], unit of each face; -1: out of play.
        most: See :func:`speaking`.
    """
    sizes = np.bincount(units[units >= 0])
    order = np.argsort(-sizes, kind="stable")
    taken = np.zeros(len(sizes) + 1, bool)  # the last one stands for -1
    taken[order] = np.cumsum(np.minimum(sizes[order], FIRST_OF_UNIT)) <= most
    return np.asarray(taken[units])


def speaking(units: NDArray[np.int64], quality: NDArray[np.float32]) -> NDArray[np.int64]:
    """The rows of the :data:`FIRST_OF_UNIT` best faces of each unit, ascending.

    Args:
        units: int64 [N], unit of each face.
        quality: float32 [N].
    """
    order = np.lexsort((-quality, units))
    _, starts, sizes = np.unique(units[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(starts, sizes)
    return np.sort(order[rank < FIRST_OF_UNIT])


_OUT = (FaceState.STRANGER, FaceState.NOT_A_FACE)


class Board:
    """Faces as rows, people, groups and single faces as units of a :class:`Planner`.

    Args:
        context: The library.
        grouper: Reads the user's word.
        pages: Whether questions may share a page.
        check: Called now and then; what it raises ends the work.
        first: Look at the largest people and groups only, where all would take long: so many faces are
            compared (0: all, however long).
        threads: Of the processor, 0: all.

    In a large library it takes minutes, and only for a moment of these it holds the library's lock: what is
    decided meanwhile has to be told to :meth:`take_in`.

    Attributes:
        whole: Whether it knows all faces.
    """

    def __init__(
        self,
        context: Context,
        grouper: Grouper,
        pages: bool,
        check: Callable[[], None] = lambda: None,
        first: int = 0,
        threads: int = 0,
    ) -> None:
        self._context = context
        self._grouper = grouper
        ids, photos, quality = context.faces.photo_and_quality()
        with context.lock:
            word, said = self._heard_so_far()
        assignments = context.faces.assignments()
        self._word = word.number
        self._hidden = set(word.hidden)
        self.person_of: dict[int, int | None] = {}
        self._unit_of_person: dict[int, int] = {}
        self._unit_of_face: dict[int, int] = {}
        units = np.array([self._unit(face, assignments.get(face), None) for face in ids.tolist()], np.int64)
        self.whole = not 0 < first < len(ids)
        rows = np.arange(len(ids)) if self.whole else np.flatnonzero(largest(units, first))
        with context.lock:
            index = context.index()
            self._indexed = len(index)
            rows = rows[np.isin(ids[rows], index.ids)]
            vectors = index.vectors(ids[rows])
        ids, photos, quality, units = ids[rows], photos[rows], quality[rows], units[rows]
        self._keep_units(set(units.tolist()))
        self.ids = ids
        self.row_of = {face: row for row, face in enumerate(ids.tolist())}
        self._doubts = self._read_doubts(word)
        speak = np.arange(len(ids)) if self.whole else speaking(units, quality)
        _, near = neighbours(vectors[speak], min(NEAR, len(speak)), check, threads)
        crowd = self._crowd(index, vectors, speak, units, check)
        self.planner = Planner(
            vectors,
            photos,
            quality,
            units,
            Edges.of(np.repeat(speak, near.shape[1]), speak[near].ravel()),
            context.thresholds.linkage,
            context.thresholds.pairs,
            crowd,
            sure=self._sure(said),
            pages=pages,
        )
        self._apart: set[tuple[int, int]] = set()
        self._hear(said)
        for one, other, odds in self._doubts.values():
            self.planner.say(one, other, True, odds)
        for face in json.loads(context.settings.get(KNOWN_KEY) or "[]"):
            if face in self.row_of:
                self.planner.know(self.row_of[face])

    def _crowd(
        self,
        index: FaissIndex,
        vectors: Embeddings,
        speak: NDArray[np.int64],
        units: NDArray[np.int64],
        check: Callable[[], None],
    ) -> NDArray[np.float32]:
        """How like strangers each face is; where few speak for a unit, what they are on the whole."""
        told = self._grouper.crowds.of_all(index, self.ids[speak], vectors[speak], check)
        if self.whole:
            return told
        count = int(units.max(initial=-1)) + 1
        sums, sizes = np.zeros(count), np.zeros(count)
        np.add.at(sums, units[speak], told)
        np.add.at(sizes, units[speak], 1.0)
        crowd = (sums / np.maximum(sizes, 1.0))[units].astype(np.float32)
        crowd[speak] = told
        return crowd

    # -- being told ---------------------------------------------------------------------------------
    def growth(self) -> float:
        """How many times as many faces there are now as the board knows; 1: it knows all that there are."""
        if not self.whole:
            return float("inf")
        with self._context.lock:
            faces = len(self._context.index())
        return 1.0 if faces == self._indexed else max(faces / max(self._indexed, 1), 1.0 + 1e-9)

    def has_heard(self) -> bool:
        """Whether it knows the newest decision."""
        with self._context.lock:
            return self._context.word().number == self._word

    def _heard_so_far(self) -> tuple[Word, FaceWord]:
        """The word and its translation. Hold the library's lock."""
        word = self._context.word()
        return word, self._grouper.remembered.said(self._context.database.reader(), word)

    def take_in(self, changes: Changes) -> None:
        """Bring faces that changed in line; those the board does not know are left out."""
        context = self._context
        with context.lock:
            word, said = self._heard_so_far()
        self._word = word.number
        listed = self.row_of if changes.everything else changes.face_ids
        faces = {face for face in listed if face in self.row_of}
        if word.hidden != self._hidden:
            for person in word.hidden ^ self._hidden:
                faces |= {face for face in context.faces.ids_of_person(person) if face in self.row_of}
            self._hidden = set(word.hidden)
        assignments = context.faces.assignments(None if changes.everything else faces)
        before, self._doubts = self._doubts, self._read_doubts(word)
        for event, (one, other, _) in before.items():
            if event not in self._doubts:
                self.planner.unsay(one, other)
        for event, (one, other, odds) in self._doubts.items():
            if event not in before:  # of another process, of the board before this one, or done again
                self.planner.say(one, other, True, odds)
        self.planner.place(
            {self.row_of[face]: self._unit(face, assignments.get(face), self.planner) for face in faces}
        )
        self.planner.set_sure(self._sure(said))
        self._hear(said)

    def joined(self, one: int, other: int, odds: float, event: int) -> None:
        """Keep a "yes" about two faces, and how probable it was before. Faces by id."""
        listed = json.loads(self._context.settings.get(DOUBTS_KEY) or "[]")
        listed.append([one, other, round(odds, 2), event])
        self._context.settings.put(DOUBTS_KEY, json.dumps(listed[-500:]))
        rows = min(self.row_of[one], self.row_of[other]), max(self.row_of[one], self.row_of[other])
        self._doubts[event] = (*rows, odds)
        self.planner.say(*rows, True, odds)

    def know(self, face: int) -> None:
        """Keep that the user knows a face."""
        listed = json.loads(self._context.settings.get(KNOWN_KEY) or "[]")
        self._context.settings.put(KNOWN_KEY, json.dumps([*listed, face][-5000:]))
        self.planner.know(self.row_of[face])

    # -- faces and units ----------------------------------------------------------------------------
    def faces(self, rows: Iterable[int], limit: int | None = None) -> tuple[int, ...]:
        """Face ids of rows, the best first."""
        ranked = self.planner.ranked(rows)
        return tuple(int(self.ids[row]) for row in (ranked if limit is None else ranked[:limit]))

    def unit_of_person(self, person: int) -> int | None:
        """The unit of a person or group that is in play and has faces."""
        unit = self._unit_of_person.get(person)
        return unit if unit is not None and self.planner.rows_of(unit) else None

    def _unit(self, face: int, row: Assignment | None, planner: Planner | None) -> int:
        if row is None or row.state in _OUT:
            return -1
        person = row.person_id
        if person is None:
            known = self._unit_of_face.get(face)
            if known is None:
                known = self._unit_of_face[face] = self._next(planner)
                self.person_of[known] = None
            return known
        if person in self._hidden:
            return -1
        known = self._unit_of_person.get(person)
        if known is None:
            known = self._unit_of_person[person] = self._next(planner)
            self.person_of[known] = person
        return known

    def _keep_units(self, used: set[int]) -> None:
        """Forget the units of which nothing is looked at."""
        self.person_of = {unit: person for unit, person in self.person_of.items() if unit in used}
        self._unit_of_person = {one: unit for one, unit in self._unit_of_person.items() if unit in used}
        self._unit_of_face = {one: unit for one, unit in self._unit_of_face.items() if unit in used}

    def _next(self, planner: Planner | None) -> int:
        return planner.new_unit() if planner is not None else len(self.person_of)

    # -- the word -----------------------------------------------------------------------------------
    def _sure(self, said: FaceWord) -> set[int]:
        """Rows the user put where they are, but for those about whom a doubt is left."""
        best: dict[tuple[int, int], float] = {}
        for one, other, odds in self._doubts.values():
            best[one, other] = max(odds + TRUST, best.get((one, other), odds))
        doubtful = {row for pair, odds in best.items() if odds < FIRM for row in pair}
        return {
            self.row_of[face]
            for face, claim in said.claims.items()
            if claim.kind is ClaimKind.CONFIRMED and face in self.row_of
        } - doubtful

    def _read_doubts(self, word: Word) -> dict[int, tuple[int, int, float]]:
        listed = json.loads(self._context.settings.get(DOUBTS_KEY) or "[]")
        return {
            event: (*sorted((self.row_of[one], self.row_of[other])), odds)
            for one, other, odds, event in listed
            if event not in word.undone and one in self.row_of and other in self.row_of
        }

    def _hear(self, said: FaceWord) -> None:
        """Tell the planner who is said not to be one person: one answer for each two units."""
        pairs: dict[tuple[int, int], tuple[int, int]] = {}

        def add(one: int, other: int) -> None:
            units = sorted((self.planner.unit_of(one), self.planner.unit_of(other)))
            pairs.setdefault((units[0], units[1]), (min(one, other), max(one, other)))

        for face in sorted(said.apart):
            for other in sorted(said.apart[face]):
                if face in self.row_of and other in self.row_of:
                    add(self.row_of[face], self.row_of[other])
        for face in sorted(said.rejected):
            for person in sorted(said.rejected[face]):
                unit = self._unit_of_person.get(person)
                rows = self.planner.rows_of(unit) if unit is not None else ()
                if face in self.row_of and rows:
                    add(self.row_of[face], self.planner.face_of(rows))
        now = set(pairs.values())
        for one, other in self._apart - now:
            self.planner.unsay(one, other)
        for one, other in now - self._apart:
            self.planner.say(one, other, False)
        self._apart = now
