"""Grouping a large album from nothing: seconds by part, and the memory of the process.

``python -m tests.benchmarks scale [--faces N] [--large N] [--library DIR] [--orl-library DIR]``

The album: the faces of lfw-dev and ORL, and made ones (:mod:`tests.benchmarks._made`) of as many people as
it takes; ``--large`` of these have 1,500 faces each, as the people of a family do. The people of lfw-dev
stand in the midst of dozens who were made from them, as nobody does in a real album: precision and recall
are told without their faces too. The rows are written straight into a library; what is measured is
:meth:`Regrouper.run` in a process of its own, from opening the library on: estimating the space, building
the index, naming, neighbours, linkage, writing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import faiss
import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Embeddings
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.library import clustering, regroup
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.recognizer import RecognizerSource
from faceapp.library.regroup import Regrouper
from faceapp.library.services import recognizer_source
from faceapp.storage.database import Transaction
from faceapp.storage.faces import FaceStore
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._labelled import Labelled
from tests.benchmarks._made import made_album, made_faces
from tests.benchmarks._scores import score

LARGE_FACES = 1500
MODEL = FACENET_CASIA.model
PARTS = (
    ("space", Context, "refresh_space"),
    ("index", Context, "index"),
    ("naming", Grouper, "assign"),
    ("neighbours", clustering, "neighbours"),
    ("clustering, neighbours included", regroup, "cluster"),
    ("ids of groups", Regrouper, "_name_clusters"),
    ("writing", FaceStore, "put_assignments"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One grouping: seconds of wall clock and of the processor, by part; GB at the most; groups' labels."""

    wall: dict[str, float]
    cpu: dict[str, float]
    peak: float
    face_ids: NDArray[np.int64]
    groups: NDArray[np.int64]


def album(orl: Labelled, lfw: Labelled, faces: int, large: int, seed: int = 7) -> Labelled:
    """Real faces first, then large made people, then made people of the usual sizes, in mixed order."""
    rows, names = [lfw.embeddings, orl.embeddings], [lfw.people, np.char.add("orl ", orl.people)]
    left = faces - len(lfw.people) - len(orl.people)
    if large and left > large * LARGE_FACES:
        sizes = np.full(large, LARGE_FACES)
        made, made_names = made_album(lfw.embeddings, lfw.people, large, seed + 1, sizes=sizes)
        rows.append(made)
        names.append(np.char.add("large ", made_names))
        left -= len(made)
    if left > 0:
        made, made_names = made_faces(lfw.embeddings, lfw.people, left, seed)
        rows.append(made)
        names.append(made_names)
    order = np.random.default_rng(seed).permutation(sum(map(len, rows)))[:faces]
    return Labelled(f"{faces} faces", np.concatenate(rows)[order], np.concatenate(names)[order])


def source() -> RecognizerSource:
    """Names of the networks; they are never loaded."""
    return recognizer_source("cpu")


def write(root: Path, embeddings: Embeddings) -> None:
    """A library of one photo per face, face ``i`` of the library being row ``i - 1``."""
    context = Context(root, source())
    with context.database.transaction() as db:
        for vector in embeddings:
            add_face(context, db, vector)
    context.close()


def add_face(context: Context, db: Transaction, vector: NDArray[np.float32]) -> int:
    """Store one more photo with one face."""
    photo = db.execute(
        "INSERT INTO photo (identity, width, height, detector, model) "
        "SELECT 'made-' || (coalesce(max(id), 0) + 1), 100, 100, ?, ? FROM photo",
        (context.detector, MODEL),
    )
    box = Detection(Box(0.0, 0.0, 100.0, 100.0), None, 0.99)
    face_id = context.faces.insert(db, int(photo.lastrowid or 0), box, 0.9, manual=False)
    context.embeddings.put(db, face_id, MODEL, vector)
    return face_id


@contextmanager
def timed(wall: dict[str, float], cpu: dict[str, float]) -> Iterator[None]:
    """Count the seconds spent in each of :data:`PARTS`."""

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            started, busy = time.perf_counter(), time.process_time()
            try:
                return work(*arguments, **named)
            finally:
                wall[name] += time.perf_counter() - started
                cpu[name] += time.process_time() - busy

        return run

    with ExitStack() as stack:
        for name, owner, attribute in PARTS:
            work = getattr(owner, attribute)
            stack.enter_context(mock.patch.object(owner, attribute, counted(name, work)))
        yield


def measured(root: Path) -> Measured:
    """Group a library anew, in this process."""
    faiss.omp_set_num_threads(2)
    wall: dict[str, float] = defaultdict(float)
    cpu: dict[str, float] = defaultdict(float)
    started, busy = time.perf_counter(), time.process_time()
    context = Context(root, source())
    with timed(wall, cpu):
        Regrouper(context, Grouper(context)).run()
    wall["in all"], cpu["in all"] = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    rows = context.faces.assignments()
    ids = np.array(sorted(rows), np.int64)
    groups = np.array([rows[face].group_id or -face for face in ids.tolist()], np.int64)
    context.close()
    return Measured(dict(wall), dict(cpu), peak, ids, groups)


def run(data: Labelled) -> Measured:
    """Write the library, group it in a process of its own, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "library"
        write(root, data.embeddings)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(measured, (root,))
    print(f"{len(data.people)} faces, {len(np.unique(data.people))} people: {found.peak:.2f} GB at the most")
    print(f"{'part':34} {'seconds':>8} {'of processor':>13}")
    for name in found.wall:
        print(f"{name:34} {found.wall[name]:8.1f} {found.cpu[name]:13.1f}")
    people = data.people[found.face_ids - 1]
    prefixes = ("made ", "large ", "orl ")
    parents = ~np.logical_or.reduce([np.char.startswith(people, prefix) for prefix in prefixes])
    for name, some in (
        ("everybody", np.full(len(people), True)),
        ("all but those whom people were made from", ~parents),
    ):
        scores = score(found.groups[some], people[some])
        print(
            f"{name}: BCubed precision {scores.precision:.3f}, recall {scores.recall:.3f}, F1 {scores.f1:.3f}"
        )
    return found


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks scale")
    parser.add_argument("--faces", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=20, help=f"people of {LARGE_FACES} faces among them")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    parser.add_argument("--orl-library", type=Path, help="keep the scanned ORL library here")
    given = parser.parse_args(arguments)
    orl, lfw = labelled.orl(given.orl_library), labelled.lfw_dev(given.library)
    run(album(orl, lfw, given.faces, given.large))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
