"""Searching a large library: the nearest of a million made faces, beside comparing with all of them.

    python -m tests.benchmarks search [--faces N] [--library DIR]

The faces are made (:mod:`tests.benchmarks._made`) and mapped into the space the app estimates of them. Half
of the queries are held, half are other faces made with them. Recall is against the exact nearest in that
space. The index is measured in a process of its own, filled as the app fills it: a batch after another.
Memory is that of this process above what it had with its libraries loaded (only Linux tells it).
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.core.space import MOST, Space, sampled
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.index.faiss_index import FaissIndex
from faceapp.storage.embeddings import BATCH
from tests.benchmarks import _labelled as labelled
from tests.benchmarks import _verdict
from tests.benchmarks._labelled import Labelled
from tests.benchmarks._made import Maker
from tests.benchmarks._verdict import Figure

MODEL = FACENET_CASIA.model
NEAREST = 20
QUERIES = 500
"""Of those held, and of those not held."""
COME, GO = 1000, 1000
"""Faces added, and removed, at once."""
FILE = "faces.faiss"
PEOPLE = 2000
"""People made at once."""
SEED = 7


def write(real: Labelled, faces: int, folder: Path) -> None:
    """Write the mapped faces, the queries and the exact answers: files, so that no copy stays in memory."""
    maker, rng = Maker.of(real.embeddings, real.people), np.random.default_rng(SEED)
    usual = np.unique(real.people, return_counts=True)[1]
    count, made = faces + QUERIES + COME, 0
    raw = np.lib.format.open_memmap(folder / "raw.npy", "w+", np.float32, (count, real.embeddings.shape[1]))
    while made < count:
        some = maker.faces(maker.centers(PEOPLE, rng), rng.choice(usual, PEOPLE), rng)[: count - made]
        raw[made : made + len(some)] = some
        made += len(some)
    # Faces of one person are made together: taken at random, people of queries not held are held too.
    order = rng.permutation(count)
    held = np.sort(order[:faces])
    space = Space.of_album(raw[held[sampled(faces, MOST)]])
    mapped = np.lib.format.open_memmap(folder / "held.npy", "w+", np.float32, (faces, space.dimension))
    for start in range(0, faces, BATCH):
        mapped[start : start + BATCH] = space.map(raw[held[start : start + BATCH]])
    others = space.map(raw[np.sort(order[faces : faces + QUERIES])])
    queries = np.concatenate([mapped[rng.choice(faces, QUERIES, replace=False)], others])
    np.save(folder / "queries.npy", queries)
    np.save(folder / "new.npy", space.map(raw[np.sort(order[faces + QUERIES :])]))
    np.save(folder / "nearest.npy", faiss.knn(queries, np.asarray(mapped), NEAREST)[1])
    (folder / "raw.npy").unlink()


def filled(path: Path, index: FaissIndex) -> int:
    """Fill an index from a file, a batch after another; how many faces."""
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        (count, width), _, _ = np.lib.format.read_array_header_1_0(file)
        for start in range(0, count, BATCH):
            some = min(BATCH, count - start)
            rows = np.fromfile(file, np.float32, some * width).reshape(some, width)
            index.add(np.arange(start, start + some), rows)
    return int(count)


def memory(name: str) -> float:
    """Memory of this process in GB: ``VmRSS`` now, or ``VmHWM`` at the most."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024 / 1e9


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def asked(index: FaissIndex, queries: Embeddings) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Milliseconds of each query, float64 [Q], and the faces found, int64 [Q, NEAREST]."""
    took, found = np.empty(len(queries)), np.empty((len(queries), NEAREST), np.int64)
    for number, query in enumerate(queries):
        started = time.perf_counter()
        _, ids = index.search(query[None], NEAREST)
        took[number], found[number] = (time.perf_counter() - started) * 1000, ids[0]
    return took, found


def recall(found: NDArray[np.int64], true: NDArray[np.int64]) -> float:
    """Share of the true nearest that were found."""
    shares = [np.isin(true_, found_).mean() for true_, found_ in zip(true, found, strict=True)]
    return float(np.mean(shares))


def large_figures(folder: Path) -> tuple[list[Figure], float]:
    """The index as the app has it: its figures, and the median of its answers in ms."""
    queries, nearest = np.load(folder / "queries.npy"), np.load(folder / "nearest.npy")
    new, base = np.load(folder / "new.npy"), memory("VmRSS")
    index = FaissIndex(MODEL, queries.shape[1])
    started = time.perf_counter()
    count = filled(folder / "held.npy", index)
    index.wait()
    print(f"{count} faces, {index.dimension} dimensions: ready in {time.perf_counter() - started:.1f} s")
    print(f"codes in use: {index.coded}")
    asked(index, queries[:50])
    took, found = asked(index, queries)
    come = seconds(lambda: index.add(np.arange(count, count + COME), new))
    go = seconds(lambda: index.remove(np.arange(GO)))
    saved = seconds(lambda: index.save(folder / FILE))
    index.close()
    print(f"saved in {saved:.2f} s, {(folder / FILE).stat().st_size / 1e9:.2f} GB")
    figures = [
        Figure("search p95", float(np.percentile(took, 95)), 5.0, "ms"),
        Figure("recall, faces held", recall(found[:QUERIES], nearest[:QUERIES]), 0.99, at_least=True),
        Figure("recall, faces not held", recall(found[QUERIES:], nearest[QUERIES:]), 0.99, at_least=True),
        Figure("memory at the most", memory("VmHWM") - base, 1.2, "GB"),
        Figure(f"adding {COME} faces", come, 1.0, "s"),
        Figure(f"removing {GO} faces", go, 1.0, "s"),
    ]
    return figures, float(np.median(took))


def loading(folder: Path, dimension: int) -> Figure:
    """Taking the file that was written."""
    started = time.perf_counter()
    index = FaissIndex.load(folder / FILE, MODEL, dimension)
    took = time.perf_counter() - started
    if index is None:
        raise RuntimeError("the file that was just written was not taken")
    index.close()
    return Figure("loading the file", took, 5.0, "s")


def exact_ms(folder: Path) -> float:
    """Comparing with all faces: the median in ms."""
    queries = np.load(folder / "queries.npy")
    index = FaissIndex(MODEL, queries.shape[1], large=sys.maxsize)
    filled(folder / "held.npy", index)
    asked(index, queries[:20])
    return float(np.median(asked(index, queries[::10])[0]))


def measured(folder: Path) -> list[Figure]:
    """Everything about the index, in this process."""
    figures, took = large_figures(folder)
    dimension = np.load(folder / "queries.npy").shape[1]
    figures.append(loading(folder, dimension))
    exact = exact_ms(folder)
    print(f"p50 {took:.2f} ms; comparing all {exact:.2f} ms")
    return [*figures, Figure("against comparing all, p50", took / exact, 0.5, ratio=True)]


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks search", description=__doc__)
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(labelled.lfw_dev(given.library), given.faces, folder)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            figures = pool.apply(measured, (folder,))
    return _verdict.conclude(f"search {given.faces}", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
