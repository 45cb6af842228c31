"""Boxes in one frame: pixels of the upright picture, origin at the top left corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle ``x, y, width, height``.

    The frame is that of the upright picture (EXIF orientation applied): in pixels, or normalised to
    0..1 of the picture's width and height where the name says so. A box may reach over the border.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """First x beyond the box."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """First y beyond the box."""
        return self.y + self.height

    @property
    def area(self) -> float:
        """Width times height, never negative."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def center(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    def normalised(self, width: int, height: int) -> Box:
        """The same box in parts (0..1) of a ``width`` x ``height`` picture."""
        return Box(self.x / width, self.y / height, self.width / width, self.height / height)

    def denormalised(self, width: int, height: int) -> Box:
        """A normalised box in pixels of a ``width`` x ``height`` picture."""
        return Box(self.x * width, self.y * height, self.width * width, self.height * height)

    def scaled(self, factor: float) -> Box:
        """The same box in a picture resized by ``factor``."""
        return Box(self.x * factor, self.y * factor, self.width * factor, self.height * factor)

    def expanded(self, share: float) -> Box:
        """The box grown about its middle by ``share`` of its size in all (0.2: 10 % on each side)."""
        dx, dy = self.width * share / 2, self.height * share / 2
        return Box(self.x - dx, self.y - dy, self.width + 2 * dx, self.height + 2 * dy)

    def clipped(self, width: float, height: float) -> Box:
        """The part of the box inside a ``width`` x ``height`` picture (may be empty, never negative)."""
        x0, y0 = min(max(self.x, 0.0), width), min(max(self.y, 0.0), height)
        x1, y1 = min(max(self.right, 0.0), width), min(max(self.bottom, 0.0), height)
        return Box(x0, y0, max(x1 - x0, 0.0), max(y1 - y0, 0.0))

    def as_list(self) -> list[float]:
        """``[x, y, width, height]``, rounded to a hundredth, as the command line prints it."""
        return [round(value, 2) for value in (self.x, self.y, self.width, self.height)]


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two boxes of the same frame, 0..1."""
    width = min(a.right, b.right) - max(a.x, b.x)
    height = min(a.bottom, b.bottom) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    inter = width * height
    union = a.area + b.area - inter
    return min(inter / union, 1.0) if union > 0 else 0.0


def iou_matrix(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """IoU of every pair.

    Args:
        a: float64 [N, 4], rows ``x, y, width, height``.
        b: float64 [M, 4], the same frame.

    Returns:
        float64 [N, M], 0..1.
    """
    a, b = np.asarray(a, np.float64).reshape(-1, 1, 4), np.asarray(b, np.float64).reshape(1, -1, 4)
    low = np.maximum(a[..., :2], b[..., :2])
    high = np.minimum(a[..., :2] + a[..., 2:], b[..., :2] + b[..., 2:])
    inter = np.clip(high - low, 0, None).prod(axis=-1)
    union = a[..., 2:].prod(axis=-1) + b[..., 2:].prod(axis=-1) - inter
    return np.asarray(np.divide(inter, union, out=np.zeros_like(inter), where=union > 0))


SAME_FACE = 0.5
"""Overlap (IoU) from which two boxes mean the same face."""


def match_boxes(old: list[Box], new: list[Box], min_iou: float = SAME_FACE) -> dict[int, int]:
    """Pair the boxes that mean the same face, best overlap first, each used once.

    Args:
        old: Boxes known before.
        new: Boxes of the same frame found now.
        min_iou: Pairs that overlap less are not pairs.

    Returns:
        Index in ``new`` -> index in ``old``.
    """
    if not old or not new:
        return {}
    overlap = iou_matrix(
        np.array([(b.x, b.y, b.width, b.height) for b in new]),
        np.array([(b.x, b.y, b.width, b.height) for b in old]),
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for flat in np.argsort(-overlap, axis=None, kind="stable"):
        i, j = divmod(int(flat), len(old))
        if overlap[i, j] < min_iou:
            break
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs
