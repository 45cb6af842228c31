"""Faces in rows without holes: a vector each, and which face every row is of.

A million faces fit: a table of Python numbers would take 100 MB beside the vectors, sorted arrays take 16.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings

_Kind = TypeVar("_Kind", bound=np.generic)

_ROOM = 1024
"""Rows there is room for at least,"""
_GROWTH = 1.25
"""and how much more than needed: what is not written yet takes no memory."""
_LATE, _LATE_SHARE = 1024, 16
"""Changes that are kept beside the sorted ids before these are sorted anew: so many, or one in so many."""
_GONE = -1


class FaceRows:
    """Vectors by face. Not thread-safe: its owner locks.

    Args:
        ids: int64 [N], all different.
        vectors: float32 [N, K]; both are taken over, not copied, and may be changed.
    """

    def __init__(self, ids: NDArray[np.int64], vectors: Embeddings) -> None:
        self._count = len(ids)
        self._ids: NDArray[np.int64] = ids
        self._vectors: Embeddings = vectors
        self._late: dict[int, int] = {}
        self._sort()

    def __len__(self) -> int:
        return self._count

    @property
    def ids(self) -> NDArray[np.int64]:
        """The face of each row, int64 [N]: a view, good until the next change."""
        return self._ids[: self._count]

    @property
    def vectors(self) -> Embeddings:
        """The vector of each row, float32 [N, K]: a view, good until the next change."""
        return self._vectors[: self._count]

    def rows_of(self, face_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each face, int64 [M]; -1 where it is not held."""
        if len(self._late) and len(face_ids) * _LATE_SHARE > self._count:
            self._sort()
        places = np.minimum(np.searchsorted(self._sorted, face_ids), len(self._sorted) - 1)
        if len(self._sorted):
            rows = np.where(self._sorted[places] == face_ids, self._order[places], _GONE).astype(np.int64)
        else:
            rows = np.full(len(face_ids), _GONE, np.int64)
        if self._late:
            late = self._late
            for place, face_id in enumerate(face_ids.tolist()):
                row = late.get(face_id)
                if row is not None:
                    rows[place] = row
        return rows

    def put(self, face_ids: NDArray[np.int64], vectors: Embeddings) -> NDArray[np.int64]:
        """Put faces in, a known one into its row; the rows that were written, int64 [M].

        Args:
            face_ids: int64 [M], all different.
            vectors: float32 [M, K].
        """
        rows = self.rows_of(face_ids)
        new = np.flatnonzero(rows < 0)
        rows[new] = np.arange(self._count, self._count + len(new))
        self._make_room(self._count + len(new))
        self._vectors[rows] = vectors
        self._ids[rows] = face_ids
        self._count += len(new)
        self._note(face_ids[new], rows[new])
        return rows

    def drop(self, face_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Take faces out; the last ones move into their rows. Rows that hold another face now, int64 [M]."""
        rows = np.unique(self.rows_of(face_ids))
        rows = rows[rows >= 0]
        gone = self._ids[rows]
        left = self._count - len(rows)
        holes = rows[rows < left]
        moved = np.setdiff1d(np.arange(left, self._count), rows)
        self._vectors[holes] = self._vectors[moved]
        self._ids[holes] = self._ids[moved]
        self._count = left
        self._note(
            np.concatenate([gone, self._ids[holes]]), np.concatenate([np.full(len(gone), _GONE), holes])
        )
        return holes

    def _note(self, face_ids: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        """Faces that stand in another row now than the sorted ids say."""
        if len(self._late) + len(face_ids) > max(_LATE, self._count // _LATE_SHARE):
            self._sort()
        else:
            self._late.update(zip(face_ids.tolist(), rows.tolist(), strict=True))

    def _sort(self) -> None:
        # Faces mostly come in the order of their ids, of which a stable sort makes use.
        self._order = np.argsort(self.ids, kind="stable").astype(np.int32)
        self._sorted = self.ids[self._order]
        self._late.clear()

    def _make_room(self, count: int) -> None:
        if count > len(self._ids):
            room = max(_ROOM, int(_GROWTH * count))
            # In place: a copy would hold a large library twice. Nobody keeps a view.
            self._ids, self._vectors = _own(self._ids), _own(self._vectors)
            self._ids.resize(room, refcheck=False)
            self._vectors.resize((room, self._vectors.shape[1]), refcheck=False)


def distinct(face_ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some faces stands last among them, int64 [M], ascending."""
    _, last = np.unique(face_ids[::-1], return_index=True)
    return np.sort(len(face_ids) - 1 - last)


def _own(values: NDArray[_Kind]) -> NDArray[_Kind]:
    """Values in memory of their own, which alone can grow: what lies in a file is copied now."""
    return values if values.flags.owndata else values.copy()
