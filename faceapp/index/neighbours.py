"""The nearest neighbours of every face among all, for clustering."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.index.codes import one_thread

AT_ONCE = 1024
"""Faces whose neighbours are looked for between two looks at whether to stop."""


def neighbours(
    embeddings: Embeddings, k: int, check: Callable[[], None] = lambda: None, threads: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The ``k`` nearest rows of each row, itself among them.

    Exact: in the dimensions of an album's space lists of cells (IVF) save nothing at 100,000 faces, at a
    recall of 0.99 for neighbours of a cosine of 0.6.

    Args:
        embeddings: float32 [N, D].
        k: At most N.
        check: Called now and then; what it raises ends the work.
        threads: At most so many; 0: as many as there are cores.

    Returns:
        Squared L2 distances float32 [N, k], ascending, and rows int64 [N, k].
    """
    import faiss

    held = np.ascontiguousarray(embeddings, np.float32)
    flat = faiss.IndexFlatL2(held.shape[1])
    flat.add(held)
    distances, rows = np.empty((len(held), k), np.float32), np.empty((len(held), k), np.int64)

    def find(start: int) -> None:
        part = slice(start, start + AT_ONCE)
        with one_thread():
            distances[part], rows[part] = flat.search(held[part], k)

    # Threads of our own, one part each: those of FAISS share each part and spin as they wait for each other.
    # Beside another program that takes twice the processor time, and longer than one thread alone.
    pool = ThreadPoolExecutor(threads or faiss.omp_get_max_threads())
    try:
        for _ in pool.map(find, range(0, len(held), AT_ONCE)):
            check()
    finally:
        pool.shutdown(cancel_futures=True)
    return np.maximum(distances, 0.0, out=distances), rows
