"""Exact nearest neighbours in FAISS.

A flat index: 100,000 x 512 builds in under a second, so it is a cache that may be dropped at any doubt.
The file carries a stamp (model, generation, checksum of the ids); one that does not fit what SQLite holds is
thrown away and built again.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings, ModelId

AT_ONCE = 4096
"""Faces whose neighbours are looked for between two looks at whether to stop."""
FEW = 3
"""Faces looked for at once up to which one thread is quickest: the others would only wait for each other (at
100,000 faces 1.5 ms for one face, and 12 ms with two threads)."""


def neighbours(
    embeddings: Embeddings, k: int, check: Callable[[], None] = lambda: None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The ``k`` nearest rows of each row, itself among them.

    Exact: in the dimensions of an album's space lists of cells (IVF) save nothing at 100,000 faces, at a
    recall of 0.99 for neighbours of a cosine of 0.6.

    Args:
        embeddings: float32 [N, D].
        k: At most N.
        check: Called now and then; what it raises ends the work.

    Returns:
        Squared L2 distances float32 [N, k], ascending, and rows int64 [N, k].
    """
    held = np.ascontiguousarray(embeddings, np.float32)
    flat = faiss.IndexFlatL2(held.shape[1])
    flat.add(held)
    distances, rows = np.empty((len(held), k), np.float32), np.empty((len(held), k), np.int64)

    def find(start: int) -> None:
        part = slice(start, start + AT_ONCE)
        with _one_thread():
            distances[part], rows[part] = flat.search(held[part], k)

    # Threads of our own, one part each: those of FAISS share each part and spin as they wait for each other.
    # Beside another program that takes twice the processor time, and longer than one thread alone.
    pool = ThreadPoolExecutor(faiss.omp_get_max_threads())
    try:
        for _ in pool.map(find, range(0, len(held), AT_ONCE)):
            check()
    finally:
        pool.shutdown(cancel_futures=True)
    return np.maximum(distances, 0.0, out=distances), rows


class FaissIndex:
    """Faces of one model by squared L2 distance. Safe from any thread.

    Args:
        model: The embedding space.
        dimension: Length of an embedding.
        generation: Grows whenever embeddings of known faces are replaced: an older index counts no more.
    """

    def __init__(self, model: ModelId, dimension: int, generation: int = 0) -> None:
        self.model = model
        self.dimension = dimension
        self.generation = generation
        self._lock = threading.RLock()
        self._flat = faiss.IndexFlatL2(dimension)
        self._ids = np.zeros(0, np.int64)
        self._rows: dict[int, int] = {}

    def __len__(self) -> int:
        with self._lock:
            return len(self._ids)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids of all faces held, int64 [N]."""
        with self._lock:
            return self._ids.copy()

    def add(self, face_ids: NDArray[np.int64], embeddings: Embeddings) -> None:
        """Add faces: int64 [N], float32 [N, D]. An id that is there already is replaced."""
        with self._lock:
            known = np.array([face_id for face_id in face_ids.tolist() if face_id in self._rows], np.int64)
            if len(known):
                self.remove(known)
            start = len(self._ids)
            self._flat.add(np.ascontiguousarray(embeddings, np.float32))
            self._ids = np.concatenate([self._ids, face_ids.astype(np.int64)])
            self._rows.update((face_id, start + i) for i, face_id in enumerate(face_ids.tolist()))

    def remove(self, face_ids: NDArray[np.int64]) -> None:
        """Forget faces; unknown ids are ignored."""
        with self._lock:
            keep = ~np.isin(self._ids, face_ids)
            if keep.all():
                return
            vectors = self._all()[keep]
            self._flat.reset()
            self._flat.add(np.ascontiguousarray(vectors))
            self._ids = self._ids[keep]
            self._rows = {face_id: row for row, face_id in enumerate(self._ids.tolist())}

    def search(self, embeddings: Embeddings, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The ``k`` nearest faces of each row: squared L2 float32 [N, k] and ids int64 [N, k]."""
        with self._lock:
            queries = np.ascontiguousarray(embeddings, np.float32).reshape(-1, self.dimension)
            distances = np.full((len(queries), k), np.inf, np.float32)
            ids = np.full((len(queries), k), -1, np.int64)
            have = min(k, len(self._ids))
            if have and len(queries):
                with _one_thread() if len(queries) <= FEW else nullcontext():
                    found, rows = self._flat.search(queries, have)
                distances[:, :have] = np.maximum(found, 0.0)
                ids[:, :have] = self._ids[rows]
            return distances, ids

    def vectors(self, face_ids: NDArray[np.int64]) -> Embeddings:
        """Embeddings of known faces, float32 [N, D].

        Raises:
            KeyError: a face is not held.
        """
        with self._lock:
            rows = [self._rows[face_id] for face_id in face_ids.tolist()]
            if not rows:
                return np.zeros((0, self.dimension), np.float32)
            # Not by all vectors: FAISS hands those out as a copy.
            return np.asarray(self._flat.reconstruct_batch(np.array(rows, np.int64)), np.float32)

    def held(self, face_ids: Iterable[int]) -> list[int]:
        """Those of some faces that are held, in their order."""
        with self._lock:
            return [face_id for face_id in face_ids if face_id in self._rows]

    def __contains__(self, face_id: int) -> bool:
        with self._lock:
            return face_id in self._rows

    def _all(self) -> Embeddings:
        count = len(self._ids)
        if not count:
            return np.zeros((0, self.dimension), np.float32)
        pointer = self._flat.get_xb()
        return np.asarray(faiss.rev_swig_ptr(pointer, count * self.dimension)).reshape(count, self.dimension)

    # -- the file -----------------------------------------------------------------------------------
    def save(self, path: Path) -> None:
        """Write the cache, owner-only, under a temporary name first."""
        with self._lock:
            temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                np.savez(
                    file,
                    stamp=np.array([self.model, str(self.generation), _checksum(self._ids)]),
                    ids=self._ids,
                    index=faiss.serialize_index(self._flat),
                )
            temporary.replace(path)

    @classmethod
    def load(
        cls, path: Path, model: ModelId, dimension: int, ids: NDArray[np.int64], generation: int = 0
    ) -> FaissIndex | None:
        """The cached index, or None where it does not hold exactly ``ids`` (ascending) of this model."""
        try:
            # Opened here: numpy leaves a damaged file open.
            with open(path, "rb") as file, np.load(file, allow_pickle=False) as saved:
                if saved["stamp"].tolist() != [model, str(generation), _checksum(ids)]:
                    return None
                stored: NDArray[np.int64] = saved["ids"]
                if not np.array_equal(np.sort(stored), ids):
                    return None
                flat = faiss.deserialize_index(saved["index"])
                if not isinstance(flat, faiss.IndexFlatL2) or flat.d != dimension or flat.ntotal != len(ids):
                    return None
        except Exception:  # noqa: BLE001 - numpy, zip and faiss each raise their own; the cache is rebuilt
            return None
        index = cls(model, dimension, generation)
        index._flat = flat
        index._ids = stored.copy()
        index._rows = {face_id: row for row, face_id in enumerate(stored.tolist())}
        return index


@contextmanager
def _one_thread() -> Iterator[None]:
    """FAISS works on the calling thread alone; the number of its threads is each calling thread's own."""
    usual = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(usual)


def _checksum(ids: NDArray[np.int64]) -> str:
    return hashlib.sha256(np.sort(ids).astype("<i8").tobytes()).hexdigest()
