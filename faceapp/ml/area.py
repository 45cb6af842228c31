"""Shrinking by area means, for many rectangles at once, out of one summed-area table.

A mean over a rectangle is four look-ups in the table, whatever its size, so that every candidate costs only
its own output, and a batch of candidates of different sizes is one gather instead of a loop. The means are
exactly those of torch's ``interpolate(mode="area")``, which the networks of facenet-pytorch are used to.
:mod:`faceapp.ml.torch_area` does the same on a GPU.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Picture

PIXEL_MIDDLE = 127.5
PIXEL_SCALE = 0.0078125


class AreaTable:
    """Summed-area tables of pictures of one size.

    int32 is enough and the same everywhere: sums are taken as differences, which are right even where
    the table itself wraps around, as long as one rectangle holds less than 8.4 million pixels.
    """

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self.width = pictures[0].shape[1]
        self._rows = pictures[0].shape[0] + 1
        self._flat = summed(pictures).reshape(-1, 3)

    def crops(self, picture: NDArray[np.int64], boxes: NDArray[np.int64], size: int) -> NDArray[np.float32]:
        """One square out of each box.

        Args:
            picture: int64 [N], which picture each box belongs to.
            boxes: int64 [N, 4], x0, y0, x1, y1 in whole pixels, inside the picture, not empty.
            size: Side of the squares.

        Returns:
            float32 [N, size, size, 3], standardised (:func:`standardised`).
        """
        x0, y0, x1, y1 = boxes.T
        left, right = _bins(x0, x1, size)
        top, bottom = _bins(y0, y1, size)
        stride = self.width + 1
        start = (picture * self._rows)[:, None]
        top_rows, bottom_rows = (start + top) * stride, (start + bottom) * stride

        def look_up(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int32]:
            index = rows[:, :, None] + columns[:, None, :]
            return np.take(self._flat, index.reshape(-1), axis=0)

        sums = look_up(bottom_rows, right)
        sums -= look_up(bottom_rows, left)
        sums += look_up(top_rows, left)
        sums -= look_up(top_rows, right)
        area = (bottom - top)[:, :, None] * (right - left)[:, None, :]
        means = sums.reshape(-1, size, size, 3).astype(np.float32)
        means /= area.astype(np.float32)[..., None]
        return standardised(means)


def summed(pictures: Sequence[Picture]) -> NDArray[np.int32]:
    """Summed-area tables of pictures uint8 [H, W, 3] of one size: int32 [N, H + 1, W + 1, 3]."""
    tables = [np.asarray(cv2.integral(picture, sdepth=cv2.CV_32S), np.int32) for picture in pictures]
    return tables[0][None] if len(tables) == 1 else np.stack(tables)


def _bins(
    low: NDArray[np.int64], high: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First pixel of each of ``count`` bins over a stretch, and the first one beyond it, for many stretches.

    int64 [N] each -> int64 [N, count] each.
    """
    index = np.arange(count)[None, :]
    length = (high - low)[:, None]
    return low[:, None] + index * length // count, low[:, None] + (
        (index + 1) * length + (count - 1)
    ) // count


def standardised(pixels: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.float32]:
    """Grey levels [..., 3] of 0..255 as the networks take them: float32 of about -1..1, of the same shape."""
    levels = pixels.astype(np.float32)
    levels -= np.float32(PIXEL_MIDDLE)
    levels *= np.float32(PIXEL_SCALE)
    return levels
