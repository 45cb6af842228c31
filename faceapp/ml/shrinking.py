"""Pictures made smaller, many sizes out of one: exact halves, then one short bilinear step each.

An exact half is a plain mean of four pixels, and a bilinear look-up that shrinks by less than two skips none:
together they look like area means and take a tenth of their time.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Picture


class Halves:
    """A picture, its half, the half of that, and so on, as far as they were asked for.

    Args:
        picture: uint8 [H, W, 3].
    """

    def __init__(self, picture: Picture) -> None:
        self._all = [picture]

    def resized(self, width: int, height: int) -> Picture:
        """The picture at another size, smaller or larger: uint8 [height, width, 3]."""
        step = 0
        while (nearest := self._half(step)).shape[0] >= 2 * height and nearest.shape[1] >= 2 * width:
            step += 1
        if nearest.shape[:2] == (height, width):
            return nearest
        return np.asarray(cv2.resize(nearest, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)

    def _half(self, step: int) -> Picture:
        while len(self._all) <= step:
            last = self._all[-1]
            height, width = last.shape[0] // 2, last.shape[1] // 2
            even = last[: 2 * height, : 2 * width]
            self._all.append(
                np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
            )
        return self._all[step]


class Windows:
    """Windows of pictures of one size, resized without making a half twice.

    Args:
        pictures: uint8 [H, W, 3] each, all of the same shape.
    """

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._pictures = pictures
        self._windows: dict[tuple[int, int, int, int], list[Halves]] = {}

    def resized(self, window: tuple[int, int, int, int], width: int, height: int) -> NDArray[np.uint8]:
        """The same window (x0, y0, x1, y1) of every picture, resized: uint8 [B, height, width, 3]."""
        if window not in self._windows:
            x0, y0, x1, y1 = window
            self._windows[window] = [Halves(picture[y0:y1, x0:x1]) for picture in self._pictures]
        levels = [halves.resized(width, height) for halves in self._windows[window]]
        return levels[0][None] if len(levels) == 1 else np.stack(levels)
