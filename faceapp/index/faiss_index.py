"""Nearest neighbours by FAISS: exact in a small library, exact among candidates in a large one.

A cache of what SQLite holds, that may be dropped at any doubt. The vectors stand in a plain table. Up to
:data:`LARGE` faces all of them are compared; beyond that a thread makes small codes of them
(:mod:`faceapp.index.codes`), and as soon as it is done only the nearest by code are compared, with the whole
vectors. Until then, and wherever the codes do not give enough, all are compared.

The file carries a stamp (model, generation); one that does not fit is thrown away.

FAISS is imported where it is used: the window opens without it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings, ModelId
from faceapp.index.codes import SAMPLE, Codes, one_thread
from faceapp.index.rows import FaceRows, distinct
from faceapp.index.tables import read_tables, write_tables

LARGE = 50_000
"""Faces from which codes pay: comparing all takes 0.8 ms there and codes 0.35 ms (0.3 and 0.16 at 20,000, but
what is exact needs no second thought; 13.6 and 1.5 at a million)."""
FEW = 3
"""Faces looked for at once up to which one thread is quickest: the others would only wait for each other (at
100,000 faces 1.5 ms for one face, and 12 ms with two threads)."""
CANDIDATES, CANDIDATES_EACH = 1024, 20
"""Faces compared exactly for each that is looked for: so many, and so many for each neighbour wanted."""
MOST_CANDIDATES = 8192
"""Where more would be needed all are compared."""
SLICE = 32_768
"""Faces coded between two pauses in which others use the index: some 50 ms."""
STALE = 8
"""The codes are made anew when one in so many is passed over,"""
GROWN = 4
"""or when there are so many times the faces that the code book was learned from the midst of."""

_AT_ONCE = 256
"""Faces whose candidates are compared at once: bounds memory."""


class FaissIndex:
    """Faces of one model by squared L2 distance. Safe from any thread.

    Args:
        model: The embedding space.
        dimension: Length of an embedding.
        generation: Grows whenever embeddings of known faces are replaced: an older index counts no more.
        large: Faces from which codes are used, and kept down to half as many.
    """

    def __init__(self, model: ModelId, dimension: int, generation: int = 0, *, large: int = LARGE) -> None:
        self.model = model
        self.dimension = dimension
        self.generation = generation
        self._large = large
        self._fewest = large // 2
        self._lock = threading.RLock()
        self._rows = FaceRows(np.zeros(0, np.int64), np.zeros((0, dimension), np.float32))
        self._codes: Codes | None = None
        self._learned_from = 0
        self._coder: threading.Thread | None = None
        self._written: list[NDArray[np.int64]] = []
        self._seen = 0
        self._closed = False
        self.version = 0
        """Changes whenever the faces held do."""

    def __len__(self) -> int:
        with self._lock:
            return len(self._rows)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids of all faces held, int64 [N]."""
        with self._lock:
            return self._rows.ids.copy()

    @property
    def coded(self) -> bool:
        """Whether candidates come from codes now; else all faces are compared."""
        with self._lock:
            return self._codes is not None

    def add(self, face_ids: NDArray[np.int64], embeddings: Embeddings) -> None:
        """Add faces: int64 [N], float32 [N, D]. An id that is there already is replaced."""
        some = distinct(face_ids)
        vectors = np.ascontiguousarray(embeddings[some], np.float32)
        with self._lock:
            self._wrote(self._rows.put(face_ids[some].astype(np.int64), vectors))

    def remove(self, face_ids: NDArray[np.int64]) -> None:
        """Forget faces; unknown ids are ignored."""
        with self._lock:
            before = len(self._rows)
            filled = self._rows.drop(face_ids)
            if len(self._rows) < before:
                self._wrote(filled)

    def search(self, embeddings: Embeddings, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The ``k`` nearest faces of each row: squared L2 float32 [N, k] and ids int64 [N, k].

        In a large library 99 in a hundred of them are found; the distances are exact.
        """
        queries = np.ascontiguousarray(embeddings, np.float32).reshape(-1, self.dimension)
        distances = np.full((len(queries), k), np.inf, np.float32)
        ids = np.full((len(queries), k), -1, np.int64)
        with self._lock:
            have = min(k, len(self._rows))
            if have and len(queries):
                with one_thread() if len(queries) <= FEW else nullcontext():
                    found, rows = self._nearest(queries, have)
                distances[:, :have] = np.maximum(found, 0.0)
                ids[:, :have] = self._rows.ids[rows]
        return distances, ids

    def _nearest(self, queries: Embeddings, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        count = min(max(CANDIDATES, CANDIDATES_EACH * k), len(self._rows))
        if self._codes is None or count > MOST_CANDIDATES:
            return self._exact(queries, k)
        found = np.empty((len(queries), k), np.float32)
        rows = np.empty((len(queries), k), np.int64)
        for start in range(0, len(queries), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            near = self._codes.candidates(queries[part], count)
            found[part], rows[part] = self._compared(queries[part], near, k)
            # About a face most of whose neighbours have just gone the codes know too little.
            poor = start + np.flatnonzero((near >= 0).sum(axis=1) < max(k, count // 2))
            if len(poor):
                found[poor], rows[poor] = self._exact(queries[poor], k)
        return found, rows

    def _compared(
        self, queries: Embeddings, near: NDArray[np.int64], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The ``k`` nearest among candidates, by their whole vectors."""
        import faiss

        table, distances = self._rows.vectors, np.empty(near.shape, np.float32)
        of = faiss.swig_ptr
        compare: Callable[..., None] = vars(faiss)["fvec_L2sqr_by_idx"]  # its type stubs lack it
        compare(of(distances), of(queries), of(table), of(near), table.shape[1], *near.shape)
        distances[near < 0] = np.inf
        best = np.argpartition(distances, k - 1, axis=1)[:, :k]
        order = np.argsort(np.take_along_axis(distances, best, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        return np.take_along_axis(distances, best, axis=1), np.take_along_axis(near, best, axis=1)

    def _exact(self, queries: Embeddings, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        import faiss

        found, rows = faiss.knn(queries, self._rows.vectors, k)
        return found, rows

    def vectors(self, face_ids: NDArray[np.int64]) -> Embeddings:
        """Embeddings of known faces, float32 [N, D].

        Raises:
            KeyError: a face is not held.
        """
        with self._lock:
            rows = self._rows.rows_of(face_ids)
            if (rows < 0).any():
                raise KeyError(int(face_ids[rows < 0][0]))
            return self._rows.vectors[rows]

    def held(self, face_ids: Iterable[int]) -> list[int]:
        """Those of some faces that are held, in their order."""
        asked = np.fromiter(face_ids, np.int64)
        with self._lock:
            return [int(face_id) for face_id in asked[self._rows.rows_of(asked) >= 0]]

    def holds(self, face_ids: NDArray[np.int64]) -> bool:
        """Whether all of some faces are held."""
        with self._lock:
            return bool((self._rows.rows_of(face_ids) >= 0).all())

    def __contains__(self, face_id: int) -> bool:
        with self._lock:
            return bool(self._rows.rows_of(np.array([face_id], np.int64))[0] >= 0)

    # -- the codes ----------------------------------------------------------------------------------
    def _wrote(self, rows: NDArray[np.int64]) -> None:
        """Rows hold another face now, and there are none beyond the last."""
        self.version += 1
        count = len(self._rows)
        if self._coder is not None:
            # Those not coded yet are coded as they are then.
            self._written.append(rows[rows < self._seen])
        if self._codes is not None:
            self._codes.put(rows, self._rows.vectors[rows])
            self._codes.forget_from(count)
            if count < self._fewest:
                self._codes = None
        self._consider()

    def _consider(self) -> None:
        """Have codes made where there are none yet, or no good ones."""
        count, codes = len(self._rows), self._codes
        if self._coder is not None or self._closed or count < self._large:
            return
        if codes is None or codes.stale * STALE > count or count >= GROWN * self._learned_from:
            self._written, self._seen = [], 0
            self._coder = threading.Thread(target=self._code, name="index codes")
            self._coder.start()

    def _code(self) -> None:
        """Make the codes, then look whether the faces have changed too much meanwhile."""
        try:
            with one_thread():
                self._make_codes()
        finally:
            with self._lock:
                self._coder = None
        # Not where it failed: it would fail again at once. The next change tries again.
        with self._lock:
            self._consider()

    def _make_codes(self) -> None:
        """A slice at a time: between two the index is used, and faces come and go."""
        with self._lock:
            learned_from = len(self._rows)
            if learned_from < self._fewest:
                return
            some = np.unique(np.linspace(0, learned_from - 1, SAMPLE).astype(np.int64))
            sample = self._rows.vectors[some]
        codes = Codes.learned(sample)
        while True:
            with self._lock:
                count = len(self._rows)
                if self._closed or count < self._fewest:
                    return
                rows, last = np.arange(self._seen, min(self._seen + SLICE, count)), False
                if not len(rows):  # all were seen: now those that hold another face since
                    rows = np.unique(np.concatenate([rows, *self._written]))
                    rows = rows[rows < count]
                    rows, self._written = rows[:SLICE], [rows[SLICE:]]
                    last = not len(self._written[0])
                else:
                    self._seen = int(rows[-1]) + 1
                vectors = self._rows.vectors[rows]
                if last:
                    codes.put(rows, vectors)
                    codes.forget_from(count)
                    self._codes, self._learned_from = codes, learned_from
                    return
            codes.put(rows, vectors)

    def wait(self) -> None:
        """Until no codes are being made."""
        while (coder := self._coder) is not None:
            coder.join()

    def close(self) -> None:
        """Make no more codes; everything else goes on."""
        with self._lock:
            self._closed = True
        self.wait()

    # -- the file -----------------------------------------------------------------------------------
    def save(self, path: Path) -> None:
        """Write the cache, owner-only, under a temporary name first."""
        with self._lock:
            temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                write_tables(
                    file,
                    {
                        "ids": self._rows.ids,
                        "vectors": self._rows.vectors,
                        **(self._codes.saved() if self._codes else {}),
                    },
                    {
                        "model": self.model,
                        "generation": str(self.generation),
                        "learned from": str(self._learned_from),
                    },
                )
            temporary.replace(path)

    @classmethod
    def load(
        cls, path: Path, model: ModelId, dimension: int, generation: int = 0, *, large: int = LARGE
    ) -> FaissIndex | None:
        """The cached index, or None where it is not of this model, dimension and generation.

        It may lack faces, or have some that are gone: an id is never used twice, so what it has is true.
        """
        index = cls(model, dimension, generation, large=large)
        try:
            found = read_tables(path)
            saved, notes = found.arrays, found.notes
            if (notes["model"], notes["generation"]) != (model, str(generation)):
                return None
            ids, vectors = saved["ids"], saved["vectors"]
            if vectors.shape != (len(ids), dimension) or not np.diff(np.sort(ids)).all():
                return None
            index._rows = FaceRows(ids, vectors)
            if "codes" in saved:
                parts = saved["rotation"], saved["codes"], saved["row_at"]
                index._codes = Codes.loaded(*parts, len(ids))
                index._learned_from = int(notes["learned from"])
        except Exception:  # noqa: BLE001 - numpy and faiss each raise their own; the cache is rebuilt
            return None
        with index._lock:
            index._consider()
        return index
