"""Which units lie near which: kept up to date while faces move between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faceapp.core.grouping import Edges
from faceapp.core.linkage import LinkageRule, across, inside
from faceapp.core.models import Embeddings

CROWD = (2, 12)
"""Places in a list of near units that tell how crowded a place is; the first two may be the person."""


@dataclass(frozen=True, slots=True)
class Near:
    """Near units, best first.

    ``nats`` is the evidence for one person (:class:`LinkageRule`); ``mean`` and ``best`` are the mean and
    the largest likeness (cosine beyond the crowd of both faces), ``score`` the mean of both. ``crowd`` is the
    mean score of those beyond the nearest two: a face of which little is seen is near to everybody.
    """

    units: NDArray[np.int64]
    nats: NDArray[np.float64]
    mean: NDArray[np.float32]
    best: NDArray[np.float32]
    score: NDArray[np.float32]
    crowd: float


class Surroundings:
    """Units of faces, and what is near them.

    Args:
        embeddings: float32 [N, D], unit length.
        units: int64 [N], unit of each face; -1: none.
        edges: Pairs of rows that are near each other.
        rule: How much two units speak for one person.
        crowd: float32 [N], how like strangers each face is (:meth:`faceapp.core.space.Space.crowd`).
    """

    def __init__(
        self,
        embeddings: Embeddings,
        units: NDArray[np.int64],
        edges: Edges,
        rule: LinkageRule,
        crowd: NDArray[np.float32],
    ) -> None:
        self._embeddings = embeddings
        self._rule = rule
        self._beyond = rule.beyond(crowd)
        self._unit_of = np.array(units, np.int64, copy=True)
        count = int(units.max(initial=-1)) + 1
        self._rows: list[list[int]] = [[] for _ in range(count)]
        for row, unit in enumerate(units.tolist()):
            if unit >= 0:
                self._rows[unit].append(row)
        self._sums = np.zeros((count, embeddings.shape[1]), np.float32)
        held = np.flatnonzero(units >= 0)
        np.add.at(self._sums, units[held], embeddings[held])
        self._sizes = np.array([len(rows) for rows in self._rows], np.int64)
        self._square = np.einsum("nd,nd->n", self._sums, self._sums).astype(np.float64)
        self._crowds = np.zeros(count)
        np.add.at(self._crowds, units[held], self._beyond[held])
        self._links, self._similarity = _adjacency(embeddings, edges, self._beyond)
        self._near: dict[int, Near] = {}
        self._earlier: dict[int, Near] = {}

    def units(self) -> list[int]:
        """Every unit that holds a face."""
        return np.flatnonzero(self._sizes).tolist()

    def rows(self, unit: int) -> list[int]:
        """The faces of a unit."""
        return self._rows[unit]

    def size(self, unit: int) -> int:
        """How many faces a unit holds."""
        return len(self._rows[unit])

    def sizes(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same for many."""
        return np.asarray(self._sizes[units])

    def unit_of(self, row: int) -> int:
        """Where a face is."""
        return int(self._unit_of[row])

    def new_unit(self) -> int:
        """A unit that holds no face yet."""
        self._rows.append([])
        if len(self._rows) > len(self._sizes):
            more = max(64, len(self._sizes) // 4)
            self._sizes = np.concatenate([self._sizes, np.zeros(more, np.int64)])
            self._square = np.concatenate([self._square, np.zeros(more)])
            self._crowds = np.concatenate([self._crowds, np.zeros(more)])
            self._sums = np.concatenate([self._sums, np.zeros((more, self._sums.shape[1]), np.float32)])
        return len(self._rows) - 1

    def place(self, moves: Mapping[int, int]) -> set[int]:
        """Move rows to units (-1: none); returns the units near which something changed."""
        touched: set[int] = set()
        for row, unit in moves.items():
            before = int(self._unit_of[row])
            if before == unit:
                continue
            for where, sign in ((before, -1), (unit, 1)):
                if where >= 0:
                    touched.add(where)
                    self._sums[where] += sign * self._embeddings[row]
                    self._crowds[where] += sign * self._beyond[row]
                    self._sizes[where] += sign
            if before >= 0:
                self._rows[before].remove(row)
            if unit >= 0:
                self._rows[unit].append(row)
            self._unit_of[row] = unit
        for unit in touched:
            self._square[unit] = float(self._sums[unit] @ self._sums[unit])
        around = {
            other for unit in touched if unit in self._near for other in self._near[unit].units.tolist()
        }
        for unit in touched | around:
            before_now = self._near.pop(unit, None)
            if before_now is not None:
                self._earlier[unit] = before_now
        return {unit for unit in touched | around if self._rows[unit]}

    def nearest(self, unit: int, count: int) -> list[int]:
        """The nearest units."""
        return self.near(unit).units[:count].tolist() if self._rows[unit] else []

    def near(self, unit: int) -> Near:
        """Everything near a unit."""
        found = self._near.get(unit)
        if found is None:
            found = self._near[unit] = self._look(self._rows[unit], unit, self._whole(unit))
        return found

    def glance(self, unit: int) -> Near:
        """The same as it was lately: good enough for how crowded it is there, and much quicker."""
        return self._near.get(unit) or self._earlier.get(unit) or self.near(unit)

    def linked(self, rows: Sequence[int]) -> bool:
        """Whether neighbours of these faces are known."""
        return any(len(self._links[row]) for row in rows)

    def near_rows(self, rows: Sequence[int], without: int) -> Near:
        """What is near some faces of a unit, that unit left out."""
        return self._look(rows, without, self._together(rows))

    def _look(self, rows: Sequence[int], without: int, one: _Together) -> Near:
        near = np.concatenate([self._links[row] for row in rows])
        best = np.concatenate([self._similarity[row] for row in rows])
        units = self._unit_of[near]
        keep = np.flatnonzero((units >= 0) & (units != without))
        keep = keep[np.argsort(units[keep], kind="stable")]
        units, first = np.unique(units[keep], return_index=True)
        if not len(units):
            nothing = np.zeros(0, np.float32)
            return Near(units, nothing.astype(np.float64), nothing, nothing, nothing, -1.0)
        best = np.maximum.reduceat(best[keep], first)
        likeness, nats = self._against(one, self._whole(units))
        mean = (likeness / (self._sizes[units] * len(rows))).astype(np.float32)
        score = (mean + best) / 2
        ranked = np.argsort(-score, kind="stable")
        score = score[ranked]
        low, high = CROWD
        crowd = float(score[low:high].mean()) if len(score) > low else -1.0
        return Near(units[ranked], nats[ranked], mean[ranked], best[ranked], score, crowd)

    def within(self, some: Sequence[int], rest: Sequence[int]) -> tuple[float, float]:
        """Of two sets of rows: the mean likeness of their pairs, and nats for one person."""
        likeness, nats = self._against(self._together(some), self._together(rest))
        return float(likeness[0]) / (len(some) * len(rest)), float(nats[0])

    def _against(self, one: _Together, other: _Together) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Of one set of faces and each of others: the likeness of their pairs, and nats for one person."""
        product = (other.total @ one.total[0]).astype(np.float64)
        likeness = across(product, one.size, one.crowd, other.size, other.crowd)
        return likeness, self._rule.nats(likeness, one.own(), other.own(), one.size, other.size)

    def _whole(self, units: NDArray[np.int64] | int) -> _Together:
        """Some units, each with all its faces."""
        some = np.atleast_1d(units)
        return _Together(
            self._sums[some], self._sizes[some].astype(np.float64), self._square[some], self._crowds[some]
        )

    def _together(self, rows: Sequence[int]) -> _Together:
        rows = list(rows)
        total = self._embeddings[rows].sum(axis=0)
        values = float(len(rows)), float(total @ total), float(self._beyond[rows].sum())
        return _Together(total[None], *(np.array([value], np.float64) for value in values))


class _Together(NamedTuple):
    """Sets of faces: their sums float32 [N, D]; how many, the squares of those, their crowds: float64 [N]."""

    total: NDArray[np.float32]
    size: NDArray[np.float64]
    square: NDArray[np.float64]
    crowd: NDArray[np.float64]

    def own(self) -> NDArray[np.float64]:
        """Likeness of all pairs within."""
        return inside(self.square, self.size, self.crowd)


def _adjacency(
    embeddings: Embeddings, edges: Edges, beyond: NDArray[np.float64]
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.float32]]]:
    """Per row its near rows, and the likeness to each: the cosine beyond the crowd of both."""
    pairs = np.stack([edges.a, edges.b], axis=1)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    similarity = np.concatenate(
        [
            (
                np.einsum("ij,ij->i", embeddings[part[:, 0]], embeddings[part[:, 1]])
                - (beyond[part[:, 0]] + beyond[part[:, 1]]) / 2.0
            ).astype(np.float32)
            for part in np.array_split(both, len(both) // 65536 + 1)
        ]
    )
    cuts = np.searchsorted(both[:, 0], np.arange(1, len(embeddings)))
    return np.split(both[:, 1], cuts), np.split(similarity, cuts)
