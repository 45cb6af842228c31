"""Who is this face? The calibrated answer from the confirmed faces.

In this order: the user's word, then an automatic name where it is right at least 99.5 % of the time, then
a suggestion; never against a "not this person". Recognition is nearest neighbour in embedding space: a
person named from one photo is found in the next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.ages import Ages, GalleryAges
from faceapp.core.calibration import Evidence, softmax
from faceapp.core.models import Embeddings
from faceapp.core.products import products
from faceapp.core.space import Space
from faceapp.core.thresholds import Thresholds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHORT_LIST = 10
"""People per face that are looked at closely: those after them have no part in the probability."""
_CHUNK = 1 << 22
"""Similarities held at once: 16 MiB in float32."""
_REASONS = 3
_FEW_FACES = 32
"""Faces of a person up to which those of many people are sorted at once; larger ones are looked at alone."""
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
        # Sums of each person's faces, made when somebody is asked about.
        self._summed: NDArray[np.bool_] = np.zeros(len(people), bool)
        self._sums: Embeddings = np.zeros((len(people), embeddings.shape[1]), np.float32)
        self._squares: Floats = np.zeros(len(people))
        self._ages = ages.of_faces(self._face_ids, person_ids[order]) if ages is not None else None

    def __len__(self) -> int:
        return len(self._face_ids)

    def confirmed(self, person_id: int, besides: int) -> int:
        """How many confirmed faces a person has, not counting the face ``besides``."""
        if person_id not in self.people:
            return 0
        column = self.people.index(person_id)
        own = self._face_ids[self._starts[column] : self._starts[column] + self._counts[column]]
        return int((own != besides).sum())

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

        Returns:
            Per probe, best first; only those close enough to be worth a word.
        """
        if not len(self) or not len(probes):
            return [[] for _ in range(len(probes))]
        column_of = {person: column for column, person in enumerate(self.people)}
        asked = self._asked(probes, own_ids, crowd)
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
                similarity[own_ids[part, None] == self._face_ids[None, :]] = -np.inf
            inside = (row_out >= start) & (row_out < start + step)
            gone = (row_out[inside] - start, column_out[inside])
            ranked = self._rank(similarity, gone, asked.part(part), thresholds)
            sure = ranked.probability >= thresholds.automatic
            if self._ages is not None:
                years = np.full(len(similarity), np.nan) if taken is None else taken[part]
                these = asked.part(part)
                sure &= self._child_rules(similarity, gone, these, thresholds, years, ranked, self._ages)
            found += self._listed(ranked, sure, thresholds, keep)
        return found

    def _listed(
        self, ranked: _Ranked, sure: NDArray[np.bool_], thresholds: Thresholds, keep: int
    ) -> list[list[Candidate]]:
        worth = (ranked.distances[:, :, 0] <= thresholds.mention_distance) & (ranked.probability > 0)
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
        similar, rows, compared = self._three_nearest(similarity, listed, np.take_along_axis(best, listed, 1))
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

    def _asked(self, probes: Embeddings, own_ids: Ints | None, crowd: NDArray[np.float32] | None) -> _Probes:
        own = np.full(len(probes), -1)
        if own_ids is not None:
            order = np.argsort(self._face_ids)
            place = order[np.searchsorted(self._face_ids, own_ids, sorter=order).clip(max=len(order) - 1)]
            here = self._face_ids[place] == own_ids
            own[here] = np.searchsorted(self._starts, place[here], side="right") - 1
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

    def _three_nearest(
        self, similarity: NDArray[np.float32], listed: Ints, best: NDArray[np.float32]
    ) -> tuple[Floats, Ints, Floats]:
        """Similarity and gallery row of the nearest faces, [M, K, 3]; how many there were, [M, K]."""
        shape = listed.shape
        similar = np.full((listed.size, _REASONS), -np.inf)
        rows = np.zeros((listed.size, _REASONS), np.int64)
        compared = np.zeros(listed.size)
        pairs = np.flatnonzero(np.isfinite(best.ravel()))
        people, probe = listed.ravel()[pairs], pairs // shape[1]
        many = self._counts[people] > _FEW_FACES
        self._sorted_pairs(similarity, pairs[~many], people[~many], probe[~many], (similar, rows, compared))
        for person in np.unique(people[many]).tolist():
            mine = people == person
            first = self._starts[person]
            faces = similarity[probe[mine], first : first + self._counts[person]]
            compared[pairs[mine]] = np.isfinite(faces).sum(axis=1)
            every = np.arange(len(faces))
            for rank in range(_REASONS):
                place = faces.argmax(axis=1)
                similar[pairs[mine], rank] = faces[every, place]
                rows[pairs[mine], rank] = first + place
                faces[every, place] = -np.inf
        return similar.reshape(*shape, _REASONS), rows.reshape(*shape, _REASONS), compared.reshape(shape)

    def _sorted_pairs(
        self,
        similarity: NDArray[np.float32],
        pairs: Ints,
        people: Ints,
        probe: Ints,
        found: tuple[Floats, Ints, Floats],
    ) -> None:
        """Fill in pairs of a probe and a person with few faces: these are laid end to end and sorted."""
        similar, rows, compared = found
        counts = self._counts[people]
        pair = np.repeat(np.arange(len(pairs)), counts)
        first = np.cumsum(counts) - counts
        place = np.arange(len(pair)) - first[pair]
        column = self._starts[people][pair] + place
        value = similarity[probe[pair], column]
        order = np.lexsort((-value, pair))
        top = place < _REASONS  # after sorting, the place within the pair is the rank
        where = (pairs[pair[top]], place[top])
        similar[where] = value[order][top]
        rows[where] = column[order][top]
        compared[pairs] = np.bincount(pair[np.isfinite(value)], minlength=len(pairs))

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
