"""The window on a library of 100,000 photos: how smoothly lists scroll, how soon pages are there, memory.

    python -m tests.benchmarks window [--photos N] [--faces N] [--people N] [--library DIR] [--ratio 1 2]

The library is made (:mod:`tests.benchmarks._pictured`) with real thumbnails of everything; the window is the
real one, opened by the command line without a display at 1280 x 800 and driven as by its user
(:mod:`tests.benchmarks._driven`), once for each number of pixels to a point (``--ratio``). Without a display
a paint draws the same into the window's picture; only handing it to the screen is missing. A *frame* is told
by the clock from the moment the scroll event was due to the end of the paint that shows it. The files of the
thumbnails are in the system's cache, as they are after the first look. Memory is that of the window and of
its engine together, with the networks loaded, after all pages were visited.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks import _verdict
from tests.benchmarks._outside import installed
from tests.benchmarks._verdict import Figure
from tests.benchmarks.memory import Held, held, imported, tree

FRAME_MS = 16.0
PAGE_MS = 100.0
MEMORY_MB = 800.0
PICTURES_MS = 300.0
"""From a jump to the last thumbnail in sight."""


def drive(
    library: Path, photo: Path, ratio: int, environment: Mapping[str, str]
) -> tuple[dict[str, Any], Held, list[Held]]:
    """Open the window; what it reported, its memory, and that of each of its processes."""
    command = [sys.executable, "-m", "tests.benchmarks._driven", str(library), str(photo)]
    surroundings = {**environment, "QT_SCALE_FACTOR": str(ratio)}
    (library / "window.json").unlink(missing_ok=True)  # the size of a run before
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        line = process.stdout.readline()
        if not line:
            raise subprocess.CalledProcessError(process.wait(), command)
        all_of_it, each = held(process.pid), [held(one, alone=True) for one in tree(process.pid)]
        process.stdin.write(b"\n")
        process.stdin.close()
        process.wait()
    return json.loads(line), all_of_it, each


def table(title: str, rows: Mapping[str, list[float]]) -> None:
    """Print milliseconds by what was measured."""
    print(f"{title + ', ms':56} {'times':>5} {'p50':>8} {'p95':>8} {'most':>8}")
    for name, values in rows.items():
        half, most = np.percentile(values, (50, 95))
        print(f"{name:56} {len(values):5} {half:8.1f} {most:8.1f} {max(values):8.1f}")


def figures_of(report: Mapping[str, Any], at: str) -> list[Figure]:
    """The verdict on one window."""
    frames: dict[str, list[float]] = report["frames"]
    waits: dict[str, list[float]] = report["waits"]
    found = []
    for page in dict.fromkeys(name.split()[0] for name in frames):
        for how, ways in (("scrolled", ("steady", "flick")), ("by jumps", ("Page Down", "jump"))):
            some = [one for way in ways for one in frames.get(f"{page} {way}", [])]
            found.append(Figure(f"frame of {page} {how}, p95{at}", _p95(some), FRAME_MS, "ms"))
        after = [one for name, many in waits.items() if name.startswith(f"{page}: pictures") for one in many]
        found.append(Figure(f"pictures of {page} in sight, p95{at}", _p95(after), PICTURES_MS, "ms"))
    for order in ("first", "again"):
        some = [one for name, many in waits.items() if name.endswith(f", {order}") for one in many]
        found.append(Figure(f"pages, {order} time, p95{at}", _p95(some), PAGE_MS, "ms"))
    for name in (
        "page largest person",
        "page a person",
        "page viewer",
        "search: a letter, people and photos",
    ):
        found.append(Figure(f"{name}, p95{at}", _p95(waits[name]), PAGE_MS, "ms"))
    found.append(
        Figure(f"decoded in the window thread{at}", float(report["in the window thread"]), 0.0, "thumbnails")
    )
    return found


def _p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def main(arguments: list[str]) -> int:
    """Print the tables and the verdict."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks window", description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--faces", type=int, default=300_000, help="a multiple of the photos")
    parser.add_argument("--people", type=int, default=3_000, help="named ones and groups")
    parser.add_argument("--library", type=Path, help="keep the made library (and its photos) here")
    parser.add_argument("--ratio", type=int, nargs="+", default=[1, 2], help="pixels to a point")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = given.library or Path(name) / "made"
        if not (root / "library").exists():
            from tests.benchmarks._pictured import build

            started = time.perf_counter()
            build(root / "library", root / "photos", given.photos, given.faces, given.people)
            print(f"library made in {time.perf_counter() - started:.0f} s", flush=True)
        environment = installed(Path(name))
        libraries = imported(environment)
        figures = []
        for ratio in given.ratio:
            photo = next(iter(sorted((root / "scenes").iterdir())))
            report, memory, each = drive(root / "library", photo, ratio, environment)
            at = f" at {ratio}x"
            print(f"\n{report['ratio']:g} pixels to a point, load {os.getloadavg()[0]:.1f}")
            table("frames", report["frames"])
            table("the same, of the window thread's processor", report["worked"])
            table("waits", report["waits"])
            print(f"thumbnails loaded {report['loaded']}")
            for one in each:
                print(f"a process: {one.all:.0f} MB, {one.own:.0f} of no file")
            figures += figures_of(report, at)
            figures.append(Figure(f"memory{at}", memory.all, MEMORY_MB, "MB"))
            print(f"memory {memory.all:.0f} MB, {memory.own:.0f} of no file", flush=True)
        print(f"what a scan imports, alone: {libraries.all:.0f} MB, {libraries.own:.0f} of no file")
    name = f"window {given.photos} {given.faces} {given.people}"
    return _verdict.conclude(name, figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
