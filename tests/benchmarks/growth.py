"""What grows with a library: time, memory and disk from a thousand faces to a million.

    python -m tests.benchmarks growth [--sizes N ...] [--libraries DIR] [--plot FILE] [--json FILE]

The libraries are those of :mod:`tests.benchmarks.clicks`: made faces, no pictures, so no thumbnails either.
Each is opened in a fresh process that has its imports behind it. Told are: the time from opening until the
index, taken from its file, has answered a first search; a search for the 20 nearest faces of one that is
held; naming a group, and rejecting a face of a named person, from the call that the window makes to its
return. Each by the clock and of the processor (which other programs disturb least, and which the plot
shows). Memory is what belongs to no file: of the process when it has only imported its libraries, after the
searches, after the clicks. Disk is the library folder as it was before the clicks.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from faceapp.index.faiss_index import FaissIndex
from faceapp.library.context import INDEX_FILE, Context
from faceapp.library.engine import Engine
from faceapp.library.library import Library
from tests.benchmarks import _verdict, clicks
from tests.benchmarks._machine import cpu_capability
from tests.benchmarks._verdict import Figure
from tests.benchmarks.memory import held

SIZES = (1_000, 10_000, 100_000, 1_000_000)
OPENINGS = 3
"""Fresh processes of which the median counts."""
NEAREST, QUERIES = 20, 200
SEARCH_MS, OPEN_S = 5.0, 5.0
LINEAR = 1.1
"""What a face may take of memory or disk in the largest library, by what it takes in the one before."""
LATE_IMPORTS = ("faiss", "scipy.sparse", "sqlite_utils")
"""What the app imports where it needs it."""


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds by the clock, and of the processor, all threads of the process together."""

    clock: float
    work: float


@dataclass(frozen=True, slots=True)
class Used:
    """One process on one library; medians, MB of 10^6 bytes.

    Attributes:
        opened: Opening until the index answers.
        search: One search for the nearest.
        name: Naming a group.
        reject: Rejecting a face of a named person.
        importing_mb: Memory when all is imported and nothing opened.
        searching_mb: Memory after the searches.
        clicking_mb: Memory after the clicks.
    """

    opened: Took
    search: Took
    name: Took
    reject: Took
    importing_mb: float
    searching_mb: float
    clicking_mb: float


@dataclass(frozen=True, slots=True)
class Size:
    """A library of so many faces; MB of 10^6 bytes.

    Attributes:
        faces: How many.
        used: What was measured on it.
        disk_mb: The library folder.
        index_mb: The index file in it.
        load: Of the machine, at the end.
    """

    faces: int
    used: Used
    disk_mb: float
    index_mb: float
    load: float

    def __str__(self) -> str:
        used = self.used
        times = "  ".join(
            f"{took.clock:8.2f} {took.work:8.2f}"
            for took in (used.opened, used.search, used.name, used.reject)
        )
        memory = f"{used.importing_mb:6.0f} {used.searching_mb:6.0f} {used.clicking_mb:6.0f}"
        disk = f"{self.disk_mb:7.1f} {self.index_mb:7.1f}"
        return f"{self.faces:9}  {times}  {memory}  {disk}  {self.load:4.1f}"


HEADER = (
    f"{'':9}  {'open, ms':>17}  {'search, ms':>17}  {'name, ms':>17}  {'reject, ms':>17}  {'memory, MB':>20}"
    f"  {'disk, MB':>15}\n"
    f"{'faces':>9}  {'  '.join(['   clock     work'] * 4)}  import search  click      all   index  load"
)


def make(root: Path, faces: int) -> None:
    """Write a library whose index file is as a long session leaves it: with its codes."""
    clicks.build(root, faces)
    context = Context(root, clicks.source())
    index = context.index()
    index.wait()
    index.save(root / INDEX_FILE)
    context.close()


def disk_mb(folder: Path) -> float:
    """All files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def memory_mb() -> float:
    """What this process holds that belongs to no file."""
    return held(os.getpid()).own * 1024**2 / 1e6


def timed(action: Callable[[], object]) -> Took:
    """How long it takes."""
    started, worked = time.perf_counter(), time.process_time()
    action()
    return Took((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000)


def median(some: Sequence[Took]) -> Took:
    """Of each."""
    return Took(statistics.median(one.clock for one in some), statistics.median(one.work for one in some))


def open_library(root: Path) -> Library:
    """As the window has it: what a click leaves is done beside it. The engine itself is not started."""
    return Library(root, clicks.source(), Engine(partial(Library, root, clicks.source())))


def answering(library: Library) -> FaissIndex:
    """The index, after its first answer."""
    index = library._context.index()
    index.search(index.vectors(index.ids[:1]), NEAREST)
    return index


def start(root: Path) -> tuple[Library, Took]:
    """Open until the index answers."""
    libraries: list[Library] = []

    def until_it_answers() -> None:
        libraries.append(open_library(root))
        answering(libraries[0])

    took = timed(until_it_answers)
    return libraries[0], took


def import_all() -> None:
    """What the app imports at the first need costs the same whatever the size."""
    for name in LATE_IMPORTS:
        importlib.import_module(name)


def opened(root: Path) -> Took:
    """Opening alone, in this process."""
    import_all()
    library, took = start(root)
    library.close()
    return took


def used(root: Path, rounds: int) -> Used:
    """Open, search and click, in this process."""
    import_all()
    importing, random = memory_mb(), Random(1)
    opened_library, opening = start(root)
    with opened_library as library:
        index = answering(library)
        queries = index.vectors(np.array(random.choices(index.ids.tolist(), k=QUERIES), np.int64))
        searches = [timed(partial(index.search, query[None], NEAREST)) for query in queries]
        searching = memory_mb()
        gc.disable()  # the window collects by itself, in its own thread
        names, rejects = click(library, rounds, random)
        clicking = memory_mb()
    return Used(opening, median(searches), median(names), median(rejects), importing, searching, clicking)


def click(library: Library, rounds: int, random: Random) -> tuple[list[Took], list[Took]]:
    """Name groups and reject faces, in turns; each click waits until nothing is left of the one before."""

    def clicked(action: Callable[[], object]) -> Took:
        took = timed(action)
        library._follower.wait()
        gc.collect()
        return took

    clicks.warmed(library)
    library._follower.wait()
    people = library.people()
    named = [person.id for person in people if person.name]
    made_large = clicks.LARGE + clicks.CROWDS
    # Among a thousand faces nobody else has a name.
    named = [person for person in named if person > made_large] or named
    groups = [person for person in people if not person.name and person.id > made_large]
    names, rejects = [], []
    for turn, group in enumerate(random.sample(groups, min(rounds, len(groups)))):
        names.append(clicked(partial(library.decide.name, group.id, f"New {turn}", group.sample_face_ids)))
        person = random.choice(named)
        face = random.choice(library.faces_of_person(person)).id
        rejects.append(clicked(partial(library.decide.reject, [face], person)))
    return names, rejects


def measured(root: Path, faces: int, rounds: int) -> Size:
    """One library, each look at it in a process of its own."""
    disk, index = disk_mb(root), (root / INDEX_FILE).stat().st_size / 1e6
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        openings = [pool.apply(opened, (root,)) for _ in range(OPENINGS - 1)]
        found = pool.apply(used, (root, rounds))
    found = replace(found, opened=median([*openings, found.opened]))
    return Size(faces, found, disk, index, os.getloadavg()[0])


def figures(sizes: Sequence[Size]) -> list[Figure]:
    """The largest library beside its aims; whether memory and disk grow faster than the faces."""
    last = sizes[-1]
    found = [
        Figure("open until the index answers", last.used.opened.clock / 1000, OPEN_S, "s"),
        Figure("search, p50", last.used.search.clock, SEARCH_MS, "ms"),
        Figure("name, p50", last.used.name.clock, clicks.AIM, "ms"),
        Figure("reject, p50", last.used.reject.clock, clicks.AIM, "ms"),
    ]
    if len(sizes) > 1:
        former = sizes[-2]
        more = last.faces / former.faces
        beyond = [one.used.clicking_mb - one.used.importing_mb for one in (former, last)]
        memory = beyond[1] / beyond[0] / more
        found.append(Figure(f"memory a face, by that at {former.faces}", memory, LINEAR, ratio=True))
        disk = last.disk_mb / former.disk_mb / more
        found.append(Figure(f"disk a face, by that at {former.faces}", disk, LINEAR, ratio=True))
    return found


def plot(sizes: Sequence[Size], file: Path) -> None:
    """Time, memory and disk by faces, one panel each."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    lines = {
        "processor time, ms": {
            "open, until the index answers": [one.used.opened.work for one in sizes],
            "name a group": [one.used.name.work for one in sizes],
            "reject a face": [one.used.reject.work for one in sizes],
            "find the 20 nearest": [one.used.search.work for one in sizes],
        },
        "memory of the process, MB": {
            "after clicks": [one.used.clicking_mb for one in sizes],
            "index open, searched": [one.used.searching_mb for one in sizes],
            "nothing opened": [one.used.importing_mb for one in sizes],
        },
        "disk, MB": {
            "library folder": [one.disk_mb for one in sizes],
            "index file in it": [one.index_mb for one in sizes],
        },
    }
    figure, axes = pyplot.subplots(1, 3, figsize=(12, 4), layout="constrained", facecolor="white")
    for axis, (unit, curves) in zip(axes, lines.items(), strict=True):
        for marker, (name, values) in zip("os^D", curves.items(), strict=False):
            axis.plot([one.faces for one in sizes], values, marker=marker, markersize=5, label=name)
        axis.set_xscale("log")
        axis.set_yscale("log")
        lowest, highest = (np.log10(bound) for bound in axis.get_ylim())
        axis.set_ylim(10 ** np.floor(lowest), 10 ** np.ceil(highest))
        for one in (axis.xaxis, axis.yaxis):
            one.set_major_formatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
            one.set_minor_formatter("")
        axis.set_xlabel("faces in the library")
        axis.set_ylabel(unit)
        axis.grid(alpha=0.3)
        axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, fontsize="small", frameon=False)
    figure.savefig(file, dpi=120)
    pyplot.close(figure)


def main(arguments: list[str]) -> int:
    """Print a line for each size, then the verdict on the largest."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="faces")
    parser.add_argument("--rounds", type=int, default=20, help="clicks of each kind")
    parser.add_argument("--libraries", type=Path, help="keep the made libraries here, and change them")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write the curves here (PNG)")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    print(HEADER, flush=True)
    sizes = []
    with tempfile.TemporaryDirectory() as name:
        for faces in sorted(given.sizes):
            root = (given.libraries or Path(name)) / str(faces)
            if not (root / INDEX_FILE).exists():
                make(root, faces)
            sizes.append(measured(root, faces, given.rounds))
            print(sizes[-1], flush=True)
    if given.plot:
        plot(sizes, given.plot)
    if given.json:
        rows = [asdict(one) for one in sizes]
        given.json.write_text(
            json.dumps({"cpu": cpu_capability(), "sizes": rows}, indent=1), encoding="utf-8"
        )
    return _verdict.conclude(f"growth {sizes[-1].faces}", figures(sizes), out=None, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
