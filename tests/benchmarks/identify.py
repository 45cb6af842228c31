"""Who is in one photo of 12 megapixels with three faces, asked of a library of 100,000 faces.

    python -m tests.benchmarks identify [--faces N] [--library DIR] [--photos N] [--json F]

From the question to the answer with the networks loaded, as the window asks: through the process beside it.
The library is the made one of :mod:`tests.benchmarks.clicks` (tens of thousands of confirmed faces), the
photos are real scenes with real faces, each asked about once, as files the system has read before. What the
same takes without a library, with reading and the networks alone, is the floor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from faceapp.library.library import Library
from faceapp.library.services import open_library
from tests.benchmarks import _verdict
from tests.benchmarks._machine import cpu_capability
from tests.benchmarks._verdict import Figure
from tests.benchmarks.clicks import build
from tests.benchmarks.speed import floor, make

AIM = 250.0
"""Milliseconds, by the clock."""


def ask(library: Library, photos: list[Path]) -> tuple[list[float], int]:
    """Ask about each photo once.

    Returns:
        Milliseconds of each question, and the faces found in all.
    """
    times, faces = [], 0
    for path in photos:
        started = time.perf_counter()
        faces += len(library.identify(path))
        times.append(1000 * (time.perf_counter() - started))
    return times, faces


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks identify", description=__doc__)
    parser.add_argument("--faces", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="keep the made library here")
    parser.add_argument("--photos", type=int, default=40)
    parser.add_argument("--seed", type=int, default=3)
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = given.library or Path(name) / "library"
        if not (root / "library.sqlite").exists():
            build(root, given.faces)
        truth = make(Path(name) / "photos", "family", given.photos + 2, given.seed)
        photos = sorted((Path(name) / "photos").iterdir())
        with open_library(root, device="cpu", beside_window=True) as library:
            people = sum(person.name is not None for person in library.people())
            confirmed = library.coverage().confirmed
            (first, second), _ = ask(library, photos[:2])  # loads the networks, the index, the examples
            times, faces = ask(library, photos[2:])
        alone = 1000 * floor(Path(name) / "photos", thorough=False)
    half, most = np.percentile(times, (50, 95))
    pasted = sum(len(truth[path.name]) for path in photos[2:])
    print(f"{given.faces} faces, {people} people with {confirmed} confirmed, on {cpu_capability()}")
    print(f"load {os.getloadavg()[0]:.1f}; {faces} faces found of {pasted} in {len(times)} photos")
    print(f"first question {first:.0f} ms, second {second:.0f} ms, floor {alone:.0f} ms a photo")
    figures = [
        Figure("one photo, p50", float(half), AIM, "ms"),
        Figure("one photo, p95", float(most), AIM, "ms"),
        Figure("against reading and the networks alone", statistics.median(times) / alone, 1.5, ratio=True),
    ]
    return _verdict.conclude(f"identify {given.faces}", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
