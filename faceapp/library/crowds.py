"""How like strangers each face is, remembered as long as the space stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.core.space import AT_ONCE, CROWD_PRIOR
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.context import Context

TOLD = 64
"""Faces of a cluster by which it is known how like strangers they are."""


class Crowds:
    """:meth:`faceapp.core.space.Space.crowd` of the faces of a library.

    Hold the library's lock, but for :meth:`of_all`.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[int, float] = {}
        self._sum = 0.0
        self._stamp: tuple[str, int] | None = None

    @property
    def usual(self) -> NDArray[np.float32]:
        """The mean crowd of the faces known so far, float32 [1]; empty where none is."""
        known = len(self._known)
        return np.full(1 if known else 0, self._sum / max(known, 1), np.float32)

    def of(self, index: FaissIndex, faces: NDArray[np.int64], vectors: Embeddings) -> NDArray[np.float32]:
        """The crowd of each face.

        Args:
            index: Where the vectors are from: an index of another generation has faces of another space.
            faces: int64 [N].
            vectors: float32 [N, K], mapped.

        Returns:
            float32 [N].
        """
        known, listed = self._of(index), faces.tolist()
        unknown = [row for row, face in enumerate(listed) if face not in known]
        if unknown:
            found = self._context.space().crowd(vectors[unknown])
            known.update(zip((listed[row] for row in unknown), found.tolist(), strict=True))
            self._sum += float(found.sum())
        return np.array([known[face] for face in listed], np.float32)

    def of_all(
        self,
        index: FaissIndex,
        faces: NDArray[np.int64],
        vectors: Embeddings,
        check: Callable[[], None] = lambda: None,
    ) -> NDArray[np.float32]:
        """What :meth:`of` gives, for very many faces: others use the library meanwhile.

        Args:
            index: Where the vectors are from.
            faces: int64 [N].
            vectors: float32 [N, K], mapped.
            check: Called now and then; what it raises ends the work.
        """
        with self._context.lock:
            known, space = dict(self._of(index)), self._context.space()
        found = np.array([known.get(face, np.nan) for face in faces.tolist()], np.float32)
        unknown = np.flatnonzero(np.isnan(found))
        for start in range(0, len(unknown), AT_ONCE):
            check()
            part = unknown[start : start + AT_ONCE]
            found[part] = space.crowd(vectors[part])
        with self._context.lock:
            if self._stamp == (index.model, index.generation):
                known = self._known
                fresh = [row for row in unknown.tolist() if int(faces[row]) not in known]
                known.update((int(faces[row]), float(found[row])) for row in fresh)
                self._sum += float(found[fresh].sum())
        return found

    def guess(self, index: FaissIndex, faces: NDArray[np.int64]) -> NDArray[np.float32]:
        """The crowd of each face where it is known, else the usual one: nothing is compared."""
        known, usual = self._of(index), self.usual
        other = float(usual[0]) if len(usual) else CROWD_PRIOR
        return np.array([known.get(face, other) for face in faces.tolist()], np.float32)

    def of_clusters(
        self, index: FaissIndex, clusters: Sequence[tuple[NDArray[np.int64], Embeddings]]
    ) -> list[NDArray[np.float32]]:
        """The same for each of some clusters; where little of a large one is known, a part of it tells."""
        if not clusters:
            return []
        told = [slice(None, None, -(-len(faces) // TOLD)) for faces, _ in clusters]
        asked = [(faces[some], vectors[some]) for (faces, vectors), some in zip(clusters, told, strict=True)]
        # All at once: the space is asked for few faces as slowly as for many.
        self.of(index, *(np.concatenate(parts) for parts in zip(*asked, strict=True)))
        known, every = self._of(index), []
        for faces, _ in clusters:
            found = np.array([known.get(face, np.nan) for face in faces.tolist()], np.float32)
            unknown = np.isnan(found)
            if unknown.any():
                found[unknown] = found[~unknown].mean()
            every.append(found)
        return every

    def _of(self, index: FaissIndex) -> dict[int, float]:
        stamp = (index.model, index.generation)
        if stamp != self._stamp:
            self._known.clear()
            self._sum = 0.0
            self._stamp = stamp
        return self._known
