"""Who is in one photo of 12 megapixels with three faces, asked of a library of 100,000 faces.

    python -m tests.benchmarks identify [--faces N] [--library DIR] [--photos N] [--json F]

From the question to the answer with the networks loaded, as the window asks: through the process beside it.
The library is the made one of :mod:`tests.benchmarks.clicks` (12,000 confirmed faces), the photos are real
scenes with real faces, each asked about once, as files the system has read before. Reading and the networks
alone, without a library, are the floor. On a busy machine the processor's time tells more than the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
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
"""Milliseconds."""
WARMING = 6
"""Questions that do not count: networks are made ready for each number of faces when it first comes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions.

    Attributes:
        clock: Milliseconds of each.
        worked: The same of the processor, where the system tells it.
        faces: Found in all.
    """

    clock: list[float]
    worked: list[float]
    faces: int


def ask(library: Library, photos: list[Path]) -> Asked:
    """Ask about each photo once."""
    clock, worked, faces = [], [], 0
    for path in photos:
        started, before = time.perf_counter(), _worked(library)
        faces += len(library.identify(path))
        clock.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (_worked(library) - before))
    return Asked(clock, worked, faces)


def _worked(library: Library) -> float:
    """Seconds of the processor that this process and the one beside it have used."""
    beside, own = library.engine_process(), time.process_time()
    stat = Path(f"/proc/{beside}/stat")
    if beside is None or not stat.exists():
        return own
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
        truth = make(Path(name) / "photos", "family", given.photos + WARMING, given.seed)
        photos = sorted((Path(name) / "photos").iterdir())
        with open_library(root, device="cpu", beside_window=True) as library:
            people = sum(person.name is not None for person in library.people())
            confirmed = library.coverage().confirmed
            warming = ask(library, photos[:WARMING])  # loads the networks, the index, the examples
            asked = ask(library, photos[WARMING:])
        alone = 1000 * floor(Path(name) / "photos", thorough=False)
    half, most = np.percentile(asked.clock, (50, 95))
    pasted = sum(len(truth[path.name]) for path in photos[WARMING:])
    print(f"{given.faces} faces, {people} people with {confirmed} confirmed, on {cpu_capability()}")
    print(
        f"load {os.getloadavg()[0]:.1f}; {asked.faces} faces found of {pasted} in {len(asked.clock)} photos"
    )
    print("while warming: " + ", ".join(f"{one:.0f}" for one in warming.clock) + f" ms; floor {alone:.0f} ms")
    figures = [
        Figure("one photo, p50", float(half), AIM, "ms"),
        Figure("one photo, p95", float(most), AIM, "ms"),
        Figure("one photo, p50 of the processor", statistics.median(asked.worked), AIM, "ms"),
        Figure("one photo, p95 of the processor", float(np.percentile(asked.worked, 95)), AIM, "ms"),
    ]
    return _verdict.conclude(f"identify {given.faces}", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
