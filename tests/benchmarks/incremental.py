"""Photos one by one against all at once: groups, agreement, and milliseconds per photo in a large album.

``python -m tests.benchmarks incremental [--orders N] [--faces N] [--library DIR] [--orl-library DIR]``

Each photo is written into the library and placed at once, as a scan does it; everything is grouped anew
only where the app would, when the album has grown by a quarter since its space was estimated, and not at the
end. Milliseconds: placing alone, from the stored photo to the written groups, in a library of many faces
(real and made, see :mod:`tests.benchmarks.scale`) that was grouped before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.place import Placer
from faceapp.library.regroup import Regrouper
from tests.benchmarks import _labelled as labelled
from tests.benchmarks import scale
from tests.benchmarks._labelled import Labelled
from tests.benchmarks._scores import adjusted_rand, score


class Growing:
    """A library that photos come into one by one."""

    def __init__(self, root: Path) -> None:
        self.context = Context(root, scale.source())
        grouper = Grouper(self.context)
        self.regrouper = Regrouper(self.context, grouper)
        self.placer = Placer(self.context, grouper, self.regrouper)

    def add(self, vector: NDArray[np.float32]) -> float:
        """One more photo of one face; the seconds it took to place it."""
        with self.context.database.transaction() as db:
            face_id = scale.add_face(self.context, db, vector)
        started = time.perf_counter()
        self.placer.place([face_id])
        return time.perf_counter() - started

    def regroup(self) -> None:
        """Everything anew."""
        self.regrouper.run()
        self.placer.renew()

    def groups(self) -> NDArray[np.int64]:
        """The group of each face in the order they came, int64 [N]."""
        rows = self.context.faces.assignments()
        return np.array([rows[face].group_id or -face for face in sorted(rows)], np.int64)


def one_by_one(embeddings: Embeddings) -> NDArray[np.int64]:
    """Groups after every photo was placed as it came."""
    with tempfile.TemporaryDirectory() as folder:
        library = Growing(Path(folder) / "library")
        for vector in embeddings:
            library.add(vector)
            if library.context.space_is_due():
                library.regroup()
        found = library.groups()
        library.context.close()
    return found


def at_once(embeddings: Embeddings) -> NDArray[np.int64]:
    """Groups of the whole album."""
    with tempfile.TemporaryDirectory() as folder:
        scale.write(Path(folder) / "library", embeddings)
        library = Growing(Path(folder) / "library")
        library.regroup()
        found = library.groups()
        library.context.close()
    return found


def orders(data: Labelled, count: int) -> None:
    """Print both ways for some random orders."""
    whole = at_once(data.embeddings)
    best = score(whole, data.people)
    print(f"{data.name}: all at once P {best.precision:.4f} R {best.recall:.4f} F1 {best.f1:.4f}", flush=True)
    for seed in range(count):
        order = np.random.default_rng(seed).permutation(len(whole))
        found = np.empty(len(whole), np.int64)
        found[order] = one_by_one(data.embeddings[order])
        there = score(found, data.people)
        print(
            f"  order {seed}: P {there.precision:.4f} R {there.recall:.4f} F1 {there.f1:.4f} "
            f"({there.f1 - best.f1:+.4f}), adjusted Rand index {adjusted_rand(found, whole):.4f}",
            flush=True,
        )


def speed(data: Labelled, photos: int) -> None:
    """Print milliseconds per photo: the last rows come one by one into a library of the others."""
    with tempfile.TemporaryDirectory() as folder:
        scale.write(Path(folder) / "library", data.embeddings[:-photos])
        library = Growing(Path(folder) / "library")
        library.regroup()
        library.add(data.embeddings[-photos])  # the first one looks at the album's size
        busy = time.process_time()
        taken = np.array([library.add(vector) for vector in data.embeddings[1 - photos :]]) * 1000
        busy = (time.process_time() - busy) / len(taken) * 1000
        library.context.close()
    print(
        f"{len(data.people)} faces, {len(taken)} photos: p50 {np.median(taken):.1f} ms, "
        f"p95 {np.quantile(taken, 0.95):.1f} ms, worst {taken.max():.1f} ms; "
        f"{busy:.1f} ms of processor time each, storing the photo included"
    )


def main(arguments: list[str]) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks incremental")
    parser.add_argument("--orders", type=int, default=5)
    parser.add_argument("--faces", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    parser.add_argument("--orl-library", type=Path, help="keep the scanned ORL library here")
    given = parser.parse_args(arguments)
    orl, lfw = labelled.orl(given.orl_library), labelled.lfw_dev(given.library)
    for data in (orl, lfw):
        orders(data, given.orders)
    speed(scale.album(orl, lfw, given.faces, 20), 400)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
