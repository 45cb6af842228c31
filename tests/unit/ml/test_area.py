from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch
from torch.nn.functional import interpolate

from faceapp.core.models import Picture
from faceapp.ml.area import AreaTable
from faceapp.ml.torch_area import TorchAreaTable

Crops = Callable[[Sequence[Picture], np.ndarray, np.ndarray, int], torch.Tensor]  # type: ignore[type-arg]


def on_the_host(
    pictures: Sequence[Picture],
    which: np.ndarray,  # type: ignore[type-arg]
    boxes: np.ndarray,  # type: ignore[type-arg]
    size: int,
) -> torch.Tensor:
    return torch.from_numpy(AreaTable(pictures).crops(which, boxes, size)).permute(0, 3, 1, 2)


def by_torch(
    pictures: Sequence[Picture],
    which: np.ndarray,  # type: ignore[type-arg]
    boxes: np.ndarray,  # type: ignore[type-arg]
    size: int,
) -> torch.Tensor:
    return TorchAreaTable(pictures, torch.device("cpu")).crops(which, boxes, size)


both = pytest.mark.parametrize("crops", [on_the_host, by_torch])


def reference(part: np.ndarray, size: tuple[int, int]) -> torch.Tensor:  # type: ignore[type-arg]
    pixels = torch.from_numpy(part.astype(np.float32)).permute(2, 0, 1)[None]
    return (interpolate(pixels, size=size, mode="area") - 127.5) * 0.0078125


@both
def test_many_boxes_at_once_as_one_by_one(crops: Crops) -> None:
    rng = np.random.default_rng(4)
    pictures = [rng.integers(0, 256, (90, 120, 3), dtype=np.uint8) for _ in range(3)]
    low = rng.integers(0, 80, (50, 2))
    high = np.minimum(low + rng.integers(1, 70, (50, 2)), [120, 90])
    boxes = np.hstack([low, high])
    which = rng.integers(0, 3, 50)
    found = crops(pictures, which, boxes, 24)
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        expected = reference(pictures[which[index]][y0:y1, x0:x1], (24, 24))
        torch.testing.assert_close(found[index : index + 1], expected)


@both
def test_a_table_that_wraps_around_still_gives_the_means(crops: Crops) -> None:
    # 255 * 3000 * 3000 is more than an int32 holds.
    white = np.full((3000, 3000, 3), 255, np.uint8)
    found = crops([white], np.array([0]), np.array([[2900, 2900, 3000, 3000]]), 24)
    torch.testing.assert_close(found, torch.full((1, 3, 24, 24), 127.5 * 0.0078125))
