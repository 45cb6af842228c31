"""What the planner may ask, as values. Faces are rows, people and groups are units of the planner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AskKind(StrEnum):
    """What is asked."""

    SAME = "same"
    """Two units: one person?"""
    WHO = "who"
    """One unit and several candidates: which of them, or none?"""
    ODD = "odd"
    """Two parts of one unit: do they belong together?"""
    KNOWN = "known"
    """One face: anybody you know? If not, it is a stranger."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    Attributes:
        kind: What is asked.
        unit: The unit in question (of two the smaller one).
        one: Its rows; of an ODD question those of the smaller part.
        others: Rows of each candidate, best first; of an ODD question the larger part; of KNOWN none.
        candidates: Units of ``others``.
        probabilities: That ``one`` and each of ``others`` are one person; of KNOWN that anybody knows it.
        settles: Photos the answer is expected to settle.
        rate: The same per answer that it costs.
        again: Something the user said stands against what is shown now.
    """

    kind: AskKind
    unit: int
    one: tuple[int, ...]
    others: tuple[tuple[int, ...], ...]
    candidates: tuple[int, ...]
    probabilities: tuple[float, ...]
    settles: float
    rate: float
    again: bool = False

    @property
    def likely(self) -> bool:
        """The better guess: one person, or (KNOWN) somebody the user knows."""
        return self.probabilities[0] >= 0.5


@dataclass(frozen=True, slots=True)
class Forecast:
    """Faces expected to be where they belong, of how many, and answers left to the share asked for."""

    settled: float
    total: int
    answers_left: int


def photos_between(one: int, other: int) -> float:
    """Photos that change sides when two sides of these sizes come together or part.

    Their harmonic mean: what BCubed recall (or precision) gains, counted in photos.
    """
    return 2.0 * one * other / (one + other)


def form_of(kind: AskKind) -> AskKind:
    """Questions of one form may share a page."""
    return AskKind.SAME if kind is AskKind.ODD else kind
