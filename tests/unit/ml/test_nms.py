from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceapp.ml.nms import grouped_nms, nms


def one_by_one(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], threshold: float, extra: int
) -> list[int]:
    """The rule as it is told: the best box stays, those that overlap it too much fall, and so on."""
    kept: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        falls = False
        for j in kept:
            width = min(boxes[i, 2], boxes[j, 2]) - max(boxes[i, 0], boxes[j, 0]) + extra
            height = min(boxes[i, 3], boxes[j, 3]) - max(boxes[i, 1], boxes[j, 1]) + extra
            inter = max(width, 0) * max(height, 0)
            areas = [
                (boxes[k, 2] - boxes[k, 0] + extra) * (boxes[k, 3] - boxes[k, 1] + extra) for k in (i, j)
            ]
            whole = min(areas) if extra else sum(areas) - inter
            falls = falls or inter > threshold * whole
        if not falls:
            kept.append(int(i))
    return kept


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 400), share=st.sampled_from([0.5, 0.7]))
@pytest.mark.parametrize("mode", ["union", "min"])
def test_same_as_one_by_one(mode: str, seed: int, count: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    low = rng.integers(0, 60, (count, 2))
    boxes = np.hstack([low, low + rng.integers(4, 40, (count, 2))]).astype(np.float32)
    # Few different scores: equal ones must fall in the order they came.
    scores = rng.integers(0, 50, count).astype(np.float32)
    found = nms(boxes, scores, share, mode)  # type: ignore[arg-type]
    assert found.tolist() == one_by_one(boxes, scores, share, 1 if mode == "min" else 0)


def test_a_fallen_box_fells_nobody() -> None:
    # b overlaps a and c, a and c hardly touch: b falls to a, so c stays.
    boxes = np.array([[0, 0, 10, 10], [3, 0, 13, 10], [6, 0, 16, 10]], np.float32)
    assert nms(boxes, np.array([3, 2, 1], np.float32), 0.5).tolist() == [0, 2]


def test_groups_do_not_see_each_other() -> None:
    boxes = np.array([[0, 0, 10, 10]] * 4, np.float32)
    scores = np.array([1, 2, 3, 4], np.float32)
    assert grouped_nms(boxes, scores, np.array([7, 2, 7, 2]), 0.5).tolist() == [3, 2]


def test_nothing_in_nothing_out() -> None:
    empty = np.empty((0, 4), np.float32)
    assert grouped_nms(empty, np.empty(0, np.float32), np.empty(0, np.int64), 0.5).tolist() == []
