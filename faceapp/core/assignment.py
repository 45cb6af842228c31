"""Who is this face? The calibrated answer from the confirmed faces.

In this order: the user's word, then an automatic name where it is right at least 99.5 % of the time, then
a suggestion; never against a "not this person". Recognition is nearest neighbour in embedding space: a
person named from one photo is found in the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.ages import Ages, GalleryAges
from faceapp.core.calibration import Evidence, softmax
from faceapp.core.models import Embeddings
from faceapp.core.nearest import three_nearest
from faceapp.core.products import products
from faceapp.core.space import Space
from faceapp.core.thresholds import Thresholds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHORT_LIST = 10
"""People per face that are looked at closely: those after them have no part in the probability."""
_CHUNK = 1 << 22
"""Similarities held at once: 16 MiB in float32."""
_LEAST_ALIKE, _MOST_ALIKE = 0.5, 0.8
"""Mean cosine of a person's confirmed faces below which some are somebody else's, which shall open the door
to nobody; and beyond which they are of one moment, which says no more about the photos of another day."""
_LIKENESS_PRIOR = 1.0
"""How many confirmed faces' worth the album's likeness counts for that of one person."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person a face may be.

    Attributes:
        person_id: Who.
        distance: Squared L2 distance to the nearest confirmed face of the person.
        probability: Calibrated, 0..1.
        face_id: The nearest confirmed face.
        nearest: ``(face id, distance)`` of the up to three nearest confirmed faces of the person.
        margin: How much farther the nearest face of anybody else is (negative: nearer); None where nobody
            else is named.
        sure: Whether the face may be named without asking.
        likeness: Usual cosine of two confirmed faces of the person; as far as there are few, of the album's
            people.
    """

    person_id: int
    distance: float
    probability: float
    face_id: int
    nearest: tuple[tuple[int, float], ...] = ()
    margin: float | None = None
    sure: bool = False
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The short list of some probes, best first: arrays [M, K] (three nearest: [M, K, 3])."""

    people: Ints
    probability: Floats
    rows: Ints
    distances: Floats
    margin: Floats
    likeness: Floats


@dataclass(frozen=True, slots=True)
class _Probes:
    """Faces asked about: embeddings [M, K], crowd [M], column of who each is confirmed as (-1: nobody)."""

    vectors: Embeddings
    crowd: Floats
    own: Ints

    def part(self, rows: slice | Ints) -> _Probes:
        """Some of them."""
        return _Probes(self.vectors[rows], self.crowd[rows], self.own[rows])


class Gallery:
    """The confirmed faces, by person: what recognition compares with.

    Args:
        embeddings: float32 [N, D], unit length.
        face_ids: int64 [N].
        person_ids: int64 [N], the person each is confirmed as.
        space: The space of the embeddings: what the album says about likeness. None: nothing.
        ages: Birth dates of people and dates of the confirmed faces, where they are known.
    """

    def __init__(
        self,
        embeddings: Embeddings,
        face_ids: Ints,
        person_ids: Ints,
        *,
        space: Space | None = None,
        ages: Ages | None = None,
    ) -> None:
        order = np.argsort(person_ids, kind="stable")
        self._embeddings = embeddings[order]
        self._face_ids = face_ids[order]
        people, starts, counts = np.unique(person_ids[order], return_index=True, return_counts=True)
        self.people: list[int] = people.tolist()
        self._starts: Ints = starts.astype(np.int64)
        self._counts: Ints = counts.astype(np.int64)
        self._space = space or Space.untouched(embeddings.shape[1])
        self._by_id: Ints | None = None
        # Sums of each person's faces, made when somebody is asked about.
        self._summed: NDArray[np.bool_] = np.zeros(len(people), bool)
        self._sums: Embeddings = np.zeros((len(people), embeddings.shape[1]), np.float32)
        self._squares: Floats = np.zeros(len(people))
        self._ages = ages.of_faces(self._face_ids, person_ids[order]) if ages is not None else None

    def __len__(self) -> int:
        return len(self._face_ids)

    @property
    def face_ids(self) -> Ints:
        """All faces, int64 [N], those of one person together."""
        return self._face_ids

    def faces_of(self, person_id: int) -> list[int]:
        """The confirmed faces of a person; empty where there are none."""
        column = bisect_left(self.people, person_id)
        if column == len(self.people) or self.people[column] != person_id:
            return []
        start = self._starts[column]
        faces: list[int] = self._face_ids[start : start + self._counts[column]].tolist()
        return faces

    def aged(self, ages: Ages) -> Gallery:
        """The same faces with what is known of dates."""
        found = copy(self)
        found._ages = ages.of_faces(self._face_ids, np.repeat(np.array(self.people, np.int64), self._counts))
        return found

    def part(self, people: Collection[int], most: int) -> Gallery:
        """Some people alone, with at most so many of the faces of each; ages are not kept."""
        faces = {person: self.faces_of(person) for person in people}
        rows = [
            self._starts[bisect_left(self.people, person)] + place
            for person, own in sorted(faces.items())
            for place in np.unique(np.linspace(0, len(own) - 1, min(most, len(own))).astype(int))
        ]
        some = np.array(rows, np.int64)
        who = np.searchsorted(self._starts, some, side="right") - 1
        people_of = np.array(self.people, np.int64)[who]
        return Gallery(self._embeddings[some], self._face_ids[some], people_of, space=self._space)

    def renewed(self, gone: Ints, embeddings: Embeddings, face_ids: Ints, person_ids: Ints) -> Gallery:
        """The same without some faces and with some others; ages are not kept.

        Args:
            gone: int64 [K], faces to leave out; unknown ones are ignored.
            embeddings: float32 [M, D] of the new ones, unit length.
            face_ids: int64 [M].
            person_ids: int64 [M], the person each is confirmed as.
        """
        people = np.repeat(np.array(self.people, np.int64), self._counts)
        stay = ~np.isin(self._face_ids, gone)
        if stay.all() and not len(face_ids):
            return self
        found = Gallery(
            np.concatenate([self._embeddings[stay], embeddings]),
            np.concatenate([self._face_ids[stay], face_ids]),
            np.concatenate([people[stay], person_ids]),
            space=self._space,
        )
        # Sums of those whose faces are the same.
        same = np.setdiff1d(self.people, np.concatenate([people[~stay], person_ids]), assume_unique=False)
        here, there = np.searchsorted(self.people, same), np.searchsorted(found.people, same)
        for mine, theirs in (
            (self._summed, found._summed),
            (self._sums, found._sums),
            (self._squares, found._squares),
        ):
            theirs[there] = mine[here]
        return found

    def confirmed(self, person_id: int, besides: int) -> int:
        """How many confirmed faces a person has, not counting the face ``besides``."""
        return sum(face != besides for face in self.faces_of(person_id))

    def candidates(
        self,
        probes: Embeddings,
        thresholds: Thresholds,
        *,
        rejected: Mapping[int, Collection[int]] | None = None,
        own_ids: Ints | None = None,
        crowd: NDArray[np.float32] | None = None,
        taken: Floats | None = None,
        keep: int = 3,
        only: int | None = None,
    ) -> list[list[Candidate]]:
        """The most probable people of each probe.

        Args:
            probes: float32 [M, D], unit length.
            thresholds: Calibration of the embeddings' model.
            rejected: Row of ``probes`` -> people it is not.
            own_ids: int64 [M]: a probe is not compared with the gallery face of its own id.
            crowd: float32 [M], where :meth:`Space.crowd` of the probes is known.
            taken: float64 [M], years (2019.5 = the middle of 2019), NaN where the date is not known.
            keep: Candidates per probe at most.
            only: Tell of this person alone, as one of all.

        Returns:
            Per probe, best first; only those close enough to be worth a word.
        """
        if not len(self) or not len(probes):
            return [[] for _ in range(len(probes))]
        column_of = {person: column for column, person in enumerate(self.people)}
        place = self._rows_of(own_ids) if own_ids is not None else np.full(len(probes), -1)
        asked = self._asked(probes, place, crowd)
        out = [
            (row, column_of[person])
            for row, people in (rejected or {}).items()
            for person in people
            if person in column_of
        ]
        row_out, column_out = (np.array([pair[i] for pair in out], np.int64) for i in (0, 1))
        found: list[list[Candidate]] = []
        step = max(1, _CHUNK // len(self))
        for start in range(0, len(probes), step):
            part = slice(start, start + step)
            similarity = products(probes[part], self._embeddings)
            if own_ids is not None:
                rows = np.flatnonzero(place[part] >= 0)
                similarity[rows, place[part][rows]] = -np.inf
            inside = (row_out >= start) & (row_out < start + step)
            gone = (row_out[inside] - start, column_out[inside])
            ranked = self._rank(similarity, gone, asked.part(part), thresholds)
            sure = ranked.probability >= thresholds.automatic
            if self._ages is not None:
                years = np.full(len(similarity), np.nan) if taken is None else taken[part]
                these = asked.part(part)
                sure &= self._child_rules(similarity, gone, these, thresholds, years, ranked, self._ages)
            about = None if only is None else column_of.get(only, -1)
            found += self._listed(ranked, sure, thresholds, keep, about)
        return found

    def _listed(
        self,
        ranked: _Ranked,
        sure: NDArray[np.bool_],
        thresholds: Thresholds,
        keep: int,
        about: int | None,
    ) -> list[list[Candidate]]:
        worth = (ranked.distances[:, :, 0] <= thresholds.mention_distance) & (ranked.probability > 0)
        if about is not None:
            worth &= ranked.people == about
        found: list[list[Candidate]] = [[] for _ in range(len(worth))]
        for row, place in np.argwhere(worth[:, :keep]).tolist():
            distances = ranked.distances[row, place].tolist()
            faces = self._face_ids[ranked.rows[row, place]].tolist()
            margin = float(ranked.margin[row, place])
            found[row].append(
                Candidate(
                    self.people[ranked.people[row, place]],
                    distances[0],
                    float(ranked.probability[row, place]),
                    faces[0],
                    tuple(
                        (face, distance)
                        for face, distance in zip(faces, distances, strict=True)
                        if np.isfinite(distance)
                    ),
                    margin if np.isfinite(margin) else None,
                    bool(sure[row, place]),
                    float(ranked.likeness[row, place]),
                )
            )
        return found

    def _rank(
        self,
        similarity: NDArray[np.float32],
        gone: tuple[Ints, Ints],
        asked: _Probes,
        thresholds: Thresholds,
    ) -> _Ranked:
        """Short list, three nearest faces of each, probability.

        Args:
            similarity: float32 [M, N]; -inf where a face must not be compared.
            gone: Rows and columns of people who are out of question.
            asked: The probes.
            thresholds: Calibration.
        """
        best = np.maximum.reduceat(similarity, self._starts, axis=1)
        best[gone] = -np.inf
        count = min(_SHORT_LIST, best.shape[1])
        listed = np.argpartition(-best, count - 1, axis=1)[:, :count].astype(np.int64)
        nearest_of = np.take_along_axis(best, listed, 1)
        similar, rows, compared = three_nearest(similarity, listed, nearest_of, self._starts, self._counts)
        distances = np.maximum(2.0 - 2.0 * similar, 0.0)
        have = np.isfinite(distances)
        nearest = distances[:, :, 0]
        with np.errstate(invalid="ignore"):
            three = np.where(have, distances, 0.0).sum(axis=2) / np.maximum(have.sum(axis=2), 1)
        likeness = self._likeness(listed, asked)
        album = np.full(len(listed), self._space.likeness)
        evidence = Evidence(nearest, three, compared, likeness, asked.crowd, album)
        probability = softmax(thresholds.naming.log_odds(evidence))
        # The nearest other person: the second nearest for the nearest one, the nearest for all others.
        two = np.sort(np.pad(nearest, ((0, 0), (0, 1)), constant_values=np.inf), axis=1)[:, :2]
        with np.errstate(invalid="ignore"):
            margin = np.where(nearest <= two[:, :1], two[:, 1:], two[:, :1]) - nearest
        order = np.lexsort((nearest, -probability), axis=1)
        pick = order[:, :, None]
        return _Ranked(
            np.take_along_axis(listed, order, 1),
            np.take_along_axis(probability, order, 1),
            np.take_along_axis(rows, pick, 1),
            np.take_along_axis(distances, pick, 1),
            np.take_along_axis(margin, order, 1),
            np.take_along_axis(likeness, order, 1),
        )

    def _rows_of(self, faces: Ints) -> Ints:
        """The row of each face, int64 [M]; -1 where it is no confirmed one."""
        if self._by_id is None:
            self._by_id = np.argsort(self._face_ids)
        place = np.searchsorted(self._face_ids, faces, sorter=self._by_id)
        rows: Ints = self._by_id[place.clip(max=len(self) - 1)]
        return np.where(self._face_ids[rows] == faces, rows, -1)

    def _asked(self, probes: Embeddings, place: Ints, crowd: NDArray[np.float32] | None) -> _Probes:
        own = np.where(place >= 0, np.searchsorted(self._starts, place, side="right") - 1, -1)
        known = self._space.crowd(probes) if crowd is None else crowd
        return _Probes(probes, known.astype(np.float64), own)

    def _likeness(self, listed: Ints, asked: _Probes) -> Floats:
        """Usual cosine of two confirmed faces of each listed person, the probe itself left out: [M, K]."""
        self._sum_up(np.unique(listed[~self._summed[listed]]))
        square = self._squares[listed]
        count = self._counts[listed].astype(np.float64)
        rows, places = np.nonzero(listed == asked.own[:, None])
        toward = np.einsum(
            "nd,nd->n", asked.vectors[rows], self._sums[listed[rows, places]], dtype=np.float64
        )
        square[rows, places] += 1.0 - 2.0 * toward
        count[rows, places] -= 1.0
        alike = (square - count) / np.maximum(count * (count - 1.0), 1.0)
        alike = np.clip(alike, _LEAST_ALIKE, _MOST_ALIKE)
        speak = np.maximum(count - 1.0, 0.0)
        found: Floats = (speak * alike + _LIKENESS_PRIOR * self._space.likeness) / (speak + _LIKENESS_PRIOR)
        return found

    def _sum_up(self, people: Ints) -> None:
        """Sum up the confirmed faces of some people, given as columns."""
        if not len(people):
            return
        counts = self._counts[people]
        first = np.cumsum(counts) - counts
        rows = np.arange(counts.sum()) + np.repeat(self._starts[people] - first, counts)
        self._sums[people] = np.add.reduceat(self._embeddings[rows], first, axis=0)
        self._squares[people] = np.square(self._sums[people], dtype=np.float64).sum(axis=1)
        self._summed[people] = True

    def _child_rules(
        self,
        similarity: NDArray[np.float32],
        gone: tuple[Ints, Ints],
        asked: _Probes,
        thresholds: Thresholds,
        taken: Floats,
        ranked: _Ranked,
        ages: GalleryAges,
    ) -> NDArray[np.bool_]:
        """Who may be named without asking as far as ages go: bool [M, K]."""
        child = ages.is_child(taken, ranked.rows[:, :, 0])
        allowed = ~child | (ranked.probability >= thresholds.automatic_child)
        far = ages.too_far(taken)
        again = np.flatnonzero(far.any(axis=1))
        if not len(again):
            return allowed
        near_only = np.where(far[again], -np.inf, similarity[again]).astype(np.float32)
        place = np.full(len(similarity), -1)
        place[again] = np.arange(len(again))
        kept = place[gone[0]] >= 0
        once_more = self._rank(
            near_only,
            (place[gone[0][kept]], gone[1][kept]),
            asked.part(again),
            thresholds,
        )
        for i, row in enumerate(again.tolist()):
            chance = dict(zip(once_more.people[i].tolist(), once_more.probability[i].tolist(), strict=True))
            for column, person in enumerate(ranked.people[row].tolist()):
                needed = thresholds.automatic_child if child[row, column] else thresholds.automatic
                allowed[row, column] &= chance.get(person, 0.0) >= needed
        return allowed
