"""What the cascade needs of its three networks, and how a CPU does it.

On a GPU it is :mod:`faceapp.ml.torch_stages`, where pixels, proposals and candidates stay on the device.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Picture
from faceapp.ml.area import AreaTable, standardised
from faceapp.ml.runtime import Network

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CELL = 12
"""Side of the first network's window, in pixels of a pyramid level."""
STRIDE = 2
"""Step of the first network's window."""
SIDES = (CELL, 24, 48)
"""Sides of what the networks look at."""
_STRIP = 128
"""Rows of cells the first network looks at in one go: its planes then stay in the cache."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Cells of a level that may hold a face.

    Attributes:
        picture: int64 [N], which of the pictures.
        row: int64 [N], of cells.
        column: int64 [N].
        scores: float32 [N].
        shifts: float32 [N, 4], the box's corners, in parts of its sides.
    """

    picture: Ints
    row: Ints
    column: Ints
    scores: Floats
    shifts: Floats


class Candidates(Protocol):
    """Pictures of one size, ready to have many parts of them looked at."""

    def look(self, stage: int, picture: Ints, corners: Ints) -> tuple[Floats, ...]:
        """Run a network on parts of the pictures.

        Args:
            stage: 1 or 2: the second network or the third.
            picture: int64 [N], the picture of each part.
            corners: int64 [N, 4], x0, y0, x1, y1 in whole pixels, inside the picture, not empty.

        Returns:
            The network's answers, float32 [N, ...] each.
        """
        ...


class Stages(Protocol):
    """The three networks, on some device. Several threads may use them at once."""

    def propose(self, pixels: NDArray[np.uint8], least: float) -> Hits:
        """Slide the first network over levels.

        Args:
            pixels: uint8 [N, H, W, 3], the same level of each picture.
            least: Smallest score of a hit.
        """
        ...

    def hold(self, pictures: Sequence[Picture]) -> Candidates:
        """Make ready pictures uint8 [H, W, 3] of one size."""
        ...


class CpuStages:
    """The three networks on a CPU."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks

    def propose(self, pixels: NDArray[np.uint8], least: float) -> Hits:
        """Slide the first network over levels, strip by strip."""
        parts = []
        for first, strip in _strips(pixels):
            shifts, scores = self._networks[0](standardised(strip))
            picture, row, column = np.nonzero(scores[:, 1] >= least)
            parts.append(
                Hits(
                    picture,
                    row + first,
                    column,
                    scores[picture, 1, row, column],
                    shifts[picture, :, row, column],
                )
            )
        return Hits(
            np.concatenate([part.picture for part in parts]),
            np.concatenate([part.row for part in parts]),
            np.concatenate([part.column for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.shifts for part in parts]),
        )

    def hold(self, pictures: Sequence[Picture]) -> Candidates:
        """Make ready pictures of one size."""
        return _CpuCandidates(AreaTable(pictures), self._networks)


class _CpuCandidates:
    def __init__(self, table: AreaTable, networks: Sequence[Network]) -> None:
        self._table, self._networks = table, networks

    def look(self, stage: int, picture: Ints, corners: Ints) -> tuple[Floats, ...]:
        return self._networks[stage](self._table.crops(picture, corners, SIDES[stage]))


def _strips(pixels: NDArray[np.uint8]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Rows of pixels for so many rows of cells, and the first of these."""
    rows = pixels.shape[1]
    # A cell is CELL rows high, and an odd last row makes one more.
    for first in range(0, max((rows - CELL + 1) // STRIDE + 1, 1), _STRIP):
        start = first * STRIDE
        yield first, pixels[:, start : start + (_STRIP - 1) * STRIDE + CELL]
