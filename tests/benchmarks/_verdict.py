"""How a benchmark ends: figures beside their aims, a file for machines, and a check against the last record.

Figures in milliseconds mean little on another machine; ratios of two things measured in one run do. Those are
kept in ``recorded.json``, and a benchmark whose ratio is a fifth worse than its record fails.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks._machine import cpu_capability

RECORDED = Path(__file__).with_name("recorded.json")
TOLERANCE = 0.2
"""Share by which a ratio may be worse than its record: machines are noisy."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        name: What was measured.
        value: The number.
        aim: What it should be at most, or at least.
        unit: Of both.
        at_least: Whether more is better.
        ratio: Whether it is a ratio of two things measured in this run, to be held against its record.
    """

    name: str
    value: float
    aim: float
    unit: str = ""
    at_least: bool = False
    ratio: bool = False

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        return self.value >= self.aim if self.at_least else self.value <= self.aim

    def __str__(self) -> str:
        unit, side = f" {self.unit}" if self.unit else "", "at least" if self.at_least else "at most"
        verdict = "reached" if self.reached else "NOT reached"
        return f"{self.name}: {self.value:.4g}{unit} (aim: {side} {self.aim:g}{unit}, {verdict})"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options every benchmark with a verdict has."""
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--record", action="store_true", help="these ratios are the record from now on")


def conclude(
    benchmark: str, figures: Sequence[Figure], *, out: Path | None, record: bool, recorded: Path = RECORDED
) -> int:
    """Print the figures, write them, and hold the ratios against the record.

    Args:
        benchmark: Name of the record, with what varies (``speed family``).
        figures: What was measured.
        out: Write a JSON object here: benchmark, cpu, figures.
        record: Make these ratios the record instead of checking them.
        recorded: Where the records are.

    Returns:
        Exit code: 1 if a ratio is worse than its record by more than :data:`TOLERANCE`.
    """
    print(f"{benchmark} on {cpu_capability()}")
    for figure in figures:
        print(f"  {figure}")
    if out is not None:
        rows = {
            one.name: {"value": one.value, "aim": one.aim, "unit": one.unit, "reached": one.reached}
            for one in figures
        }
        answer = {"benchmark": benchmark, "cpu": cpu_capability(), "figures": rows}
        out.write_text(json.dumps(answer, indent=1), encoding="utf-8")
    records = json.loads(recorded.read_text(encoding="utf-8")) if recorded.exists() else {}
    ratios = [one for one in figures if one.ratio]
    if record:
        records[benchmark] = {one.name: round(one.value, 4) for one in ratios}
        recorded.write_text(json.dumps(records, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    fallen = [
        f"{one.name}: {one.value:.4g}, {records[benchmark][one.name]:g} before"
        for one in ratios
        if one.name in records.get(benchmark, {}) and _worse(one, records[benchmark][one.name])
    ]
    for line in fallen:
        print(f"  WORSE than recorded by more than {TOLERANCE:.0%}: {line}")
    return 1 if fallen else 0


def _worse(figure: Figure, before: float) -> bool:
    if figure.at_least:
        return figure.value < before * (1 - TOLERANCE)
    return figure.value > before * (1 + TOLERANCE)
