"""What the user's answers say about two faces, as log-odds that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

TRUST = 3.9
"""Log-odds of one answer of the user: right 98 times in 100."""
SKIPPED = 3.0
"""A skipped question is worth so many e-folds less: it may come back when its unit has grown."""


class Evidence:
    """Answers by pairs of rows; what was said of two faces holds for the units they are in."""

    def __init__(self) -> None:
        self._joined: dict[int, dict[int, float]] = defaultdict(dict)
        self._apart: dict[int, dict[int, float]] = defaultdict(dict)
        self._later: dict[int, dict[int, float]] = defaultdict(dict)

    def answer(self, one: int, other: int, same: bool, odds: float) -> None:
        """One answer; ``odds``: of "the same person" before a "yes"."""
        for a, b in ((one, other), (other, one)):
            if same:
                self._joined[a][b] = max(self._joined[a].get(b, odds), odds) + TRUST
            else:
                self._apart[a][b] = self._apart[a].get(b, 0.0) - TRUST

    def forget(self, one: int, other: int) -> None:
        """Take back all answers about two rows."""
        for a, b in ((one, other), (other, one)):
            self._joined[a].pop(b, None)
            self._apart[a].pop(b, None)

    def put_off(self, one: int, other: int) -> None:
        """A question about two rows (or one: twice the same) was skipped."""
        for a, b in {(one, other), (other, one)}:
            self._later[a][b] = self._later[a].get(b, 0.0) + SKIPPED

    def put_off_by(self, row: int) -> float:
        """How far a question about one row alone is put off."""
        return self._later.get(row, {}).get(row, 0.0)

    def between(self, rows: Iterable[int], unit_of: Callable[[int], int]) -> dict[int, tuple[float, float]]:
        """By other unit: (log-odds said against one person, times put off as an exponent)."""
        apart: dict[int, float] = defaultdict(float)
        later: dict[int, float] = defaultdict(float)
        for row in rows:
            for other, odds in self._apart.get(row, {}).items():
                apart[unit_of(other)] += odds
            for other, off in self._later.get(row, {}).items():
                later[unit_of(other)] += off
        return {unit: (apart.get(unit, 0.0), later.get(unit, 0.0)) for unit in apart.keys() | later.keys()}

    def across(self, some: Iterable[int], rest: Collection[int]) -> tuple[float | None, float, float]:
        """What was said across a border: log-odds of (joined or None, apart), and how far it is put off."""
        joined: float | None = None
        against = later = 0.0
        for row in some:
            for other, odds in self._joined.get(row, {}).items():
                if other in rest:
                    joined = odds if joined is None else max(joined, odds)
            against += sum(odds for other, odds in self._apart.get(row, {}).items() if other in rest)
            later += sum(off for other, off in self._later.get(row, {}).items() if other in rest)
        return joined, against, later
