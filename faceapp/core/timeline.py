"""Photos newest first, as columns: a large album is shown without an object for each of its photos."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Photo

_DAY = (0, 1, 2, 3, 5, 6, 8, 9)
"""Where the digits of year, month and day stand in an ISO date."""


class Listed(NamedTuple):
    """One photo of a timeline."""

    id: int
    width: int
    height: int
    taken_at: datetime | None
    paths: tuple[str, ...]
    missing: bool


@dataclass(frozen=True, eq=False)
class Paths:
    """Where the files of some photos lie.

    Attributes:
        text: All paths one after the other, as the file system has them.
        cuts: int64 [P + 1], where in the text each begins and the last one ends.
        order: int64 [P], the paths photo by photo.
        first: int64 [N], where in ``order`` those of a photo begin.
        number: int64 [N], and how many they are.
    """

    text: bytes
    cuts: NDArray[np.int64]
    order: NDArray[np.int64]
    first: NDArray[np.int64]
    number: NDArray[np.int64]

    @classmethod
    def of(cls, paths: Sequence[Sequence[str]]) -> Paths:
        """Those of each photo."""
        texts = [os.fsencode(path) for some in paths for path in some]
        number = np.array([len(some) for some in paths], np.int64)
        cuts = np.array([0, *accumulate(len(text) for text in texts)], np.int64)
        return cls(
            b"".join(texts), cuts, np.arange(len(texts), dtype=np.int64), np.cumsum(number) - number, number
        )

    def of_row(self, row: int) -> tuple[str, ...]:
        """The paths of one photo."""
        first = int(self.first[row])
        places = self.order[first : first + int(self.number[row])].tolist()
        return tuple(os.fsdecode(self.text[self.cuts[one] : self.cuts[one + 1]]) for one in places)

    def take(self, rows: NDArray[np.int64]) -> Paths:
        """Those of some photos; the text is shared."""
        return Paths(self.text, self.cuts, self.order, self.first[rows], self.number[rows])

    def same(self, other: Paths) -> bool:
        """Whether each photo lies where it lies there. False where that would take long to find out."""
        return (
            self.text == other.text
            and np.array_equal(self.cuts, other.cuts)
            and np.array_equal(self.order, other.order)
            and np.array_equal(self.first, other.first)
            and np.array_equal(self.number, other.number)
        )


@dataclass(frozen=True, eq=False)
class Timeline:
    """Photos newest first, those without a date last.

    Attributes:
        ids: int64 [N].
        widths: int64 [N], pixels of the upright photo.
        heights: int64 [N].
        taken: ISO dates as bytes [N], empty where a photo has none.
        paths: Of their files.
        missing: bool [N], whether no file of the photo is there.
    """

    ids: NDArray[np.int64]
    widths: NDArray[np.int64]
    heights: NDArray[np.int64]
    taken: NDArray[np.bytes_]
    paths: Paths
    missing: NDArray[np.bool_]

    @classmethod
    def of(cls, photos: Iterable[Photo]) -> Timeline:
        """Of photos in this order."""
        some = list(photos)
        taken = [one.taken_at.isoformat().encode() if one.taken_at else b"" for one in some]
        return cls(
            np.array([one.id for one in some], np.int64),
            np.array([one.width for one in some], np.int64),
            np.array([one.height for one in some], np.int64),
            np.array(taken, np.bytes_),
            Paths.of([one.paths for one in some]),
            np.array([one.missing for one in some], np.bool_),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def photo(self, row: int) -> Listed:
        """The photo of a row."""
        taken = self.taken[row]
        return Listed(
            int(self.ids[row]),
            int(self.widths[row]),
            int(self.heights[row]),
            datetime.fromisoformat(taken.decode()) if taken else None,
            self.paths.of_row(row),
            bool(self.missing[row]),
        )

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """int64 [N], YYYYMMDD of each photo; 0 where it has no date."""
        wide = self.taken.dtype.itemsize
        if not len(self.taken) or wide < len("2026-11-29"):
            return np.zeros(len(self.taken), np.int64)
        letters = np.ascontiguousarray(self.taken).view(np.uint8).reshape(-1, wide)
        found = np.zeros(len(letters), np.int64)
        for place in _DAY:
            found = found * 10 + (letters[:, place].astype(np.int64) - ord("0"))
        return np.where(letters[:, 0] == 0, 0, found)

    @cached_property
    def _by_id(self) -> NDArray[np.int64]:
        return np.argsort(self.ids, kind="stable")

    @cached_property
    def _sorted_ids(self) -> NDArray[np.int64]:
        return self.ids[self._by_id]

    def row_of(self, photo_id: int) -> int | None:
        """Where a photo is, or None."""
        at = int(np.searchsorted(self._sorted_ids, photo_id))
        if at == len(self.ids) or self._sorted_ids[at] != photo_id:
            return None
        return int(self._by_id[at])

    def only(self, ids: Iterable[int]) -> Timeline:
        """Those of these photos that are here, in the order they have here."""
        wanted = np.fromiter(ids, np.int64)
        at = np.searchsorted(self._sorted_ids, wanted)
        here = at < len(self.ids)
        here[here] = self._sorted_ids[at[here]] == wanted[here]
        rows = np.sort(self._by_id[at[here]])
        return Timeline(
            self.ids[rows],
            self.widths[rows],
            self.heights[rows],
            self.taken[rows],
            self.paths.take(rows),
            self.missing[rows],
        )

    def same_times(self, other: Timeline) -> bool:
        """Whether the same photos were taken at the same times."""
        return np.array_equal(self.ids, other.ids) and np.array_equal(self.taken, other.taken)

    def same(self, other: Timeline) -> bool:
        """Whether nothing differs."""
        return self is other or (
            self.same_times(other)
            and np.array_equal(self.widths, other.widths)
            and np.array_equal(self.heights, other.heights)
            and np.array_equal(self.missing, other.missing)
            and self.paths.same(other.paths)
        )
