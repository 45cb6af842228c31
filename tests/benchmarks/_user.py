"""A simulated user who answers the planner's questions, and what the album looks like after each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faceapp.core.asks import Ask, AskKind
from faceapp.core.grouping import edges_above
from faceapp.core.planner import Planner
from faceapp.core.space import Space
from faceapp.core.thresholds import FACENET_CASIA, PairCalibration
from tests.benchmarks._graph import Graph, Labels
from tests.benchmarks._labelled import Labelled

TARGET = 0.99
MOST = 2000


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is who, as numbers; ``known``: people with two photos or more, the ones that count."""

    people: NDArray[np.int64]
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, data: Labelled) -> Truth:
        """Of an album with one labelled face per photo."""
        people = np.unique(data.people, return_inverse=True)[1].astype(np.int64)
        return cls(people, np.bincount(people)[people] > 1)

    def f1(self, units: Labels) -> float:
        """BCubed F1 over the faces of known people. Faces out of play (-1) are each by themselves."""
        units = units.copy()
        out = np.flatnonzero(units < 0)
        units[out] = units.max(initial=0) + 1 + np.arange(len(out))
        _, unit = np.unique(units, return_inverse=True)
        _, place, both = np.unique(
            unit * (self.people.max() + 1) + self.people, return_inverse=True, return_counts=True
        )
        common = both[place]
        precision = (common / np.bincount(unit)[unit])[self.known].mean()
        recall = (common / np.bincount(self.people)[self.people])[self.known].mean()
        return float(2 * precision * recall / (precision + recall))


@dataclass(slots=True)
class Evening:
    """One evening: F1 after each answer, and what the answers were."""

    curve: list[float] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> int | None:
        """Answers until :data:`TARGET`; None: not reached."""
        reached = np.flatnonzero(np.array(self.curve) >= TARGET)
        return int(reached[0]) if len(reached) else None

    def count(self, what: str, by: int = 1) -> None:
        """One more of something."""
        self.counts[what] = self.counts.get(what, 0) + by


class User:
    """Looks at the faces shown and answers; wrong now and then, and sometimes passes.

    Args:
        truth: Who is who.
        planner: Whose questions are answered.
        wrong: How often one judgement is wrong.
        skips: How often one question is passed (which counts as an answer).
        seed: Of the user's slips.
    """

    def __init__(self, truth: Truth, planner: Planner, wrong: float, skips: float, seed: int) -> None:
        self._truth = truth
        self._planner = planner
        self._wrong = wrong
        self._skips = skips
        self._rng = np.random.default_rng(seed)
        self.evening = Evening()

    def _slip(self) -> bool:
        return bool(self._rng.random() < self._wrong)

    def same(self, ask: Ask, place: int) -> bool:
        """Whether the two faces shown are one person."""
        face = self._planner.face_of
        people = self._truth.people
        return bool(people[face(ask.one)] == people[face(ask.others[place])])

    def answer(self, asks: Sequence[Ask]) -> int:
        """Answer one page; returns how many answers it cost."""
        kind = asks[0].kind
        self.evening.count(f"pages of {kind.value}")
        if self._rng.random() < self._skips:
            for ask in asks:
                self._planner.put_off(ask)
            self.evening.count("skipped")
            return 1
        if kind is AskKind.WHO:
            self._choose(asks[0])
            return 1
        ticks = sum(self._judge(ask) != ask.likely for ask in asks)
        return 1 + (ticks if len(asks) > 1 else 0)

    def _judge(self, ask: Ask) -> bool:
        face = self._planner.face_of(ask.one)
        if ask.kind is AskKind.KNOWN:
            knows = bool(self._truth.known[face]) != self._slip()
            if knows:
                self._planner.know(face)
            else:
                self._planner.place({face: -1})
            return knows
        said = self.same(ask, 0) != self._slip()
        self._apply(ask, said, 0)
        return said

    def _choose(self, ask: Ask) -> None:
        right = [place for place in range(len(ask.others)) if self.same(ask, place)]
        chosen = right[0] if right else None
        if self._slip():
            chosen = int(self._rng.integers(len(ask.others))) if chosen is None else None
        if chosen is not None:
            self._apply(ask, True, chosen)
            return
        for place in range(len(ask.others)):
            self._apply(ask, False, place)

    def _apply(self, ask: Ask, said: bool, place: int) -> None:
        planner = self._planner
        chance = min(max(ask.probabilities[place], 1e-6), 1 - 1e-6)
        odds = float(np.log(chance / (1 - chance)))
        self.evening.count(f"{ask.kind.value}: {'yes' if said else 'no'}")
        if said != self.same(ask, place):
            self.evening.count("wrong")
        if ask.again:
            self.evening.count("asked again")
        planner.say(planner.face_of(ask.one), planner.face_of(ask.others[place]), said, odds)
        if ask.kind is AskKind.ODD:
            if not said:
                planner.place(dict.fromkeys(ask.one, planner.new_unit()))
        elif said:
            planner.place(dict.fromkeys(ask.one, ask.candidates[place]))


def planner(data: Labelled, units: Labels, calibration: PairCalibration, pages: bool) -> Planner:
    """A planner on a grouped album. All faces count as equally good: labels are of dominant ones."""
    space = Space.of_album(data.embeddings)
    mapped = space.map(data.embeddings)
    graph = Graph.of(mapped, np.zeros(len(mapped)))
    return Planner(
        mapped,
        np.arange(len(data.people)),
        np.ones(len(data.people), np.float32),
        np.unique(units, return_inverse=True)[1].astype(np.int64),
        edges_above(graph.distances, graph.neighbours, -1.0),
        FACENET_CASIA.linkage,
        calibration,
        space.crowd(mapped),
        pages=pages,
    )


def units_of(plan: Planner, count: int) -> Labels:
    """Unit of each face now."""
    return np.array([plan.unit_of(row) for row in range(count)], np.int64)
