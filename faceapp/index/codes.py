"""Small codes of many vectors: what may be near is found in a sixteenth of the memory, then compared exactly.

Product quantisation with 4 bits for every two dimensions, scanned in vector registers (Jegou et al. 2011,
sections II and III; André, Kermarrec and Le Scouarnec 2017, section 4; FAISS's ``PQFastScan``). All codes are
looked at: lists of cells (IVF) saved nothing at 100,000 faces (:mod:`faceapp.index.neighbours`), where
strangers surround every face evenly.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings

if TYPE_CHECKING:
    import faiss

SAMPLE = 32_768
"""Vectors the code book is learned from."""
BITS = 4
DIMENSIONS = 2
"""Dimensions that share one code."""
_NOBODY = -1


class Codes:
    """Codes of the rows of a table. Not thread-safe: its owner locks.

    A row that changes gets another code behind all others; its old one stays and is passed over.
    """

    def __init__(self, rotation: Embeddings, scan: faiss.IndexPQFastScan, row_at: NDArray[np.int32]) -> None:
        self._rotation = rotation
        self._scan = scan
        self._row_at = row_at
        count = int(row_at.max(initial=-1)) + 1
        self._place_of = np.full(count, _NOBODY, np.int32)
        held = np.flatnonzero(row_at >= 0)
        self._place_of[row_at[held]] = held
        self._live = len(held)

    @classmethod
    def learned(cls, sample: Embeddings) -> Codes:
        """Learn a code book from some vectors, float32 [N, K]."""
        import faiss

        dimension = sample.shape[1]
        # Turned at random all directions weigh alike, as the codes weigh them.
        turned = np.linalg.qr(np.random.default_rng(0).normal(size=(_even(dimension),) * 2))[0]
        rotation = np.ascontiguousarray(turned[:dimension], np.float32)
        scan = faiss.IndexPQFastScan(rotation.shape[1], rotation.shape[1] // DIMENSIONS, BITS)
        scan.train(sample @ rotation)
        return cls(rotation, scan, np.zeros(0, np.int32))

    def __len__(self) -> int:
        return self._live

    @property
    def stale(self) -> int:
        """Codes that are passed over."""
        return len(self._row_at) - self._live

    def put(self, rows: NDArray[np.int64], vectors: Embeddings) -> None:
        """Rows that are new, or hold another vector now: int64 [N], all different, and float32 [N, K]."""
        if not len(rows):
            return
        self.forget(rows)
        start = len(self._row_at)
        self._scan.add(np.ascontiguousarray(vectors @ self._rotation))
        self._row_at = np.concatenate([self._row_at, rows.astype(np.int32)])
        most = int(rows.max()) + 1
        if most > len(self._place_of):
            grown = np.full(most + most // 8, _NOBODY, np.int32)
            grown[: len(self._place_of)] = self._place_of
            self._place_of = grown
        self._place_of[rows] = np.arange(start, start + len(rows))
        self._live += len(rows)

    def forget(self, rows: NDArray[np.int64]) -> None:
        """Rows that are no longer what they were; others than those held are ignored."""
        rows = rows[rows < len(self._place_of)]
        places = self._place_of[rows]
        places = places[places >= 0]
        self._row_at[places] = _NOBODY
        self._place_of[rows] = _NOBODY
        self._live -= len(places)

    def forget_from(self, count: int) -> None:
        """No row from ``count`` on is there any more."""
        self.forget(count + np.flatnonzero(self._place_of[count:] >= 0))

    def candidates(self, queries: Embeddings, count: int) -> NDArray[np.int64]:
        """Rows that seem nearest, int64 [Q, count], in no order; -1 for a code that is passed over.

        Args:
            queries: float32 [Q, K].
            count: At most as many as there are codes.
        """
        _, places = self._scan.search(np.ascontiguousarray(queries @ self._rotation), count)
        return np.where(places >= 0, self._row_at[places], _NOBODY).astype(np.int64)

    def saved(self) -> dict[str, NDArray[np.generic]]:
        """What :meth:`loaded` needs, as arrays by name."""
        import faiss

        return {
            "rotation": self._rotation,
            "codes": faiss.serialize_index(self._scan),
            "row_at": self._row_at,
        }

    @classmethod
    def loaded(
        cls, rotation: Embeddings, codes: NDArray[np.uint8], row_at: NDArray[np.int32], count: int
    ) -> Codes:
        """The codes of a table of ``count`` rows, as :meth:`saved`.

        Raises:
            ValueError: they do not fit each other.
        """
        import faiss

        scan: Any = faiss.deserialize_index(codes)
        whole = (
            isinstance(scan, faiss.IndexPQFastScan)
            and scan.d == rotation.shape[1]
            and scan.ntotal == len(row_at)
            and np.array_equal(np.sort(row_at[row_at >= 0]), np.arange(count))
        )
        if not whole:
            raise ValueError("codes of another table")
        return cls(rotation, scan, row_at)


@contextmanager
def one_thread() -> Iterator[None]:
    """FAISS works on the calling thread alone; the number of its threads is each calling thread's own."""
    import faiss

    usual = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(usual)


def _even(dimension: int) -> int:
    return dimension + dimension % DIMENSIONS
