"""Non-maximum suppression in numpy: of boxes that overlap, the one with the best score stays.

Greedy suppression is a chain of decisions (a box that fell cannot fell others). Instead of walking the
boxes one by one, a block is decided at once by repeating the rule on the whole block until nothing
changes; the number of repeats is the longest chain, in practice below ten.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

_BLOCK = 256


def nms(
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    threshold: float,
    mode: Literal["union", "min"] = "union",
) -> NDArray[np.int64]:
    """Indices of the boxes that stay.

    Args:
        boxes: float32 [N, 4], corners ``x0, y0, x1, y1``.
        scores: float32 [N].
        threshold: A box falls if it overlaps a better one that stays by more than this share, 0..1.
        mode: The share is of the union, or of the smaller of the two ("min": a box inside another; sides
            are then counted in whole pixels, one longer, as the reference implementation of MTCNN does).

    Returns:
        int64 [K], best score first.
    """
    order = np.argsort(-scores, kind="stable")
    kept = np.empty(0, np.int64)
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        if len(kept):
            block = block[~(_overlap(boxes[block], boxes[kept], mode) > threshold).any(axis=1)]
        kept = np.concatenate([kept, block[_survivors(boxes[block], threshold, mode)]])
    return kept


def grouped_nms(
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    groups: NDArray[np.int64],
    threshold: float,
    mode: Literal["union", "min"] = "union",
) -> NDArray[np.int64]:
    """:func:`nms` within each group (one picture, or one scale of it) by itself.

    Args:
        boxes: float32 [N, 4], corners.
        scores: float32 [N].
        groups: int64 [N], the group of each box.
        threshold: As in :func:`nms`.
        mode: As in :func:`nms`.

    Returns:
        int64 [K], by group, best score first within a group.
    """
    if not len(boxes):
        return np.empty(0, np.int64)
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    return np.concatenate(
        [members[nms(boxes[members], scores[members], threshold, mode)] for members in np.split(order, cuts)]
    )


def _survivors(
    boxes: NDArray[np.float32], threshold: float, mode: Literal["union", "min"]
) -> NDArray[np.bool_]:
    """Which boxes of a block, sorted by score, stay: bool [N]."""
    fells = np.triu(_overlap(boxes, boxes, mode) > threshold, k=1)
    stays: NDArray[np.bool_] = np.ones(len(boxes), np.bool_)
    while True:
        after: NDArray[np.bool_] = np.logical_not((fells & stays[:, None]).any(axis=0))
        if np.array_equal(after, stays):
            return stays
        stays = after


def _overlap(
    a: NDArray[np.float32], b: NDArray[np.float32], mode: Literal["union", "min"]
) -> NDArray[np.float32]:
    """Share of overlap of every pair, float32 [N, M]."""
    extra = np.float32(1 if mode == "min" else 0)
    ax0, ay0, ax1, ay1 = (a[:, None, i] for i in range(4))
    bx0, by0, bx1, by1 = (b[None, :, i] for i in range(4))
    width = np.maximum(np.minimum(ax1, bx1) - np.maximum(ax0, bx0) + extra, 0)
    height = np.maximum(np.minimum(ay1, by1) - np.maximum(ay0, by0) + extra, 0)
    inter = width * height
    area_a = (ax1 - ax0 + extra) * (ay1 - ay0 + extra)
    area_b = (bx1 - bx0 + extra) * (by1 - by0 + extra)
    whole = np.minimum(area_a, area_b) if mode == "min" else area_a + area_b - inter
    return np.asarray(np.divide(inter, whole, out=np.zeros_like(inter), where=whole > 0))
