"""Searching photos: how long the answer to each kind of query takes in a large library.

    python -m tests.benchmarks queries [--library DIR]

100,000 photos with 300,000 faces (:mod:`tests.benchmarks._bulk`): the largest of the 300 named people is in
8,500 photos. Measured is all of ``Library.search``: reading the query, looking the names up, and the photos
in their order. Processor time counts, for nothing of it waits; the first answer after the folders changed is
measured by itself.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from faceapp.library.library import Library
from faceapp.library.services import open_library
from tests.benchmarks import _verdict
from tests.benchmarks._bulk import build
from tests.benchmarks._verdict import Figure
from tests.benchmarks.start import FACES, PEOPLE, PHOTOS

USUAL_MS = 50.0
"""What the answer to a usual query may take."""
RARE_MS = 150.0
"""The same for queries that most photos meet."""
USUAL = (
    '"Person 1"',
    '"Person 1" + "Person 2"',
    '"Person 1" | "Person 2"',
    'only "Person 1" + "Person 2"',
    '"Person 1" - "Person 2"',
    "2010",
    "2010-06",
    '"Person 1" + 2005..2015 - "Person 3"',
    "folder:0042",
    'folder:0042 + "Person 1"',
    "faces>5",
)
RARE = ("nobody", "2005..2015", '-"Person 1"', "faces>=3")


def took(library: Library, query: str, rounds: int) -> float:
    """Milliseconds of the processor, the median."""
    times = []
    for _ in range(rounds):
        started = time.thread_time()
        library.search(query)
        times.append(1000 * (time.thread_time() - started))
    return statistics.median(times)


def figures_of(root: Path, rounds: int) -> list[Figure]:
    """One figure for each query."""
    with open_library(root) as library:
        library.search('"Person 1"')
        first = Figure("folder:0042, the first time", took(library, "folder:0042", 1), RARE_MS, "ms")
        usual = [Figure(query, took(library, query, rounds), USUAL_MS, "ms") for query in USUAL]
        return [
            *usual,
            first,
            *(Figure(query, took(library, query, rounds), RARE_MS, "ms") for query in RARE),
        ]


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks queries", description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--library", type=Path, help="keep the made library (and its photos) here")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = given.library or Path(folder) / "made"
        if not (root / "library").exists():
            build(root / "library", root / "photos", PHOTOS, FACES, PEOPLE)
        figures = figures_of(root / "library", given.rounds)
    return _verdict.conclude("queries", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
