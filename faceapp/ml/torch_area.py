"""As :mod:`faceapp.ml.area`, on a torch device: candidates are cut out where the network will look at them.

torch's own ``interpolate(mode="area")`` is missing or slow on some devices.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from faceapp.core.models import Picture
from faceapp.ml.area import PIXEL_MIDDLE, PIXEL_SCALE, summed
from faceapp.ml.torch_transfer import moved


class TorchAreaTable:
    """Summed-area tables of pictures of one size, on a device."""

    def __init__(self, pictures: Sequence[Picture], device: torch.device) -> None:
        self.height, self.width = pictures[0].shape[:2]
        self._table = moved(torch.from_numpy(summed(pictures)), device)

    def crops(self, picture: NDArray[np.int64], boxes: NDArray[np.int64], size: int) -> Tensor:
        """One square out of each box.

        Args:
            picture: int64 [N], which picture each box belongs to.
            boxes: int64 [N, 4], x0, y0, x1, y1 in whole pixels, inside the picture, not empty.
            size: Side of the squares.

        Returns:
            float32 [N, 3, size, size] on the device, standardised (:func:`standardised`).
        """
        device = self._table.device
        corners = moved(torch.from_numpy(boxes), device)
        which = moved(torch.from_numpy(picture), device)
        x0, y0, x1, y1 = corners.unbind(1)
        left, right = _bins_of(x0, x1, size)
        top, bottom = _bins_of(y0, y1, size)
        flat = self._table.view(-1, 3)
        stride = self.width + 1
        start = (which * (self.height + 1))[:, None]
        top_rows, bottom_rows = (start + top) * stride, (start + bottom) * stride

        def look_up(rows: Tensor, columns: Tensor) -> Tensor:
            index = rows[:, :, None] + columns[:, None, :]
            return flat.index_select(0, index.view(-1))

        sums = look_up(bottom_rows, right) - look_up(bottom_rows, left)
        sums += look_up(top_rows, left) - look_up(top_rows, right)
        area = (bottom - top)[:, :, None] * (right - left)[:, None, :]
        means = sums.view(-1, size, size, 3).to(torch.float32) / area.to(torch.float32)[..., None]
        return standardised(means)


def _bins_of(low: Tensor, high: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """First pixel of each of ``count`` bins over a stretch, and the first one beyond it, for many stretches.

    int64 [N] each -> int64 [N, count] each.
    """
    index = torch.arange(count, device=low.device)[None, :]
    length = (high - low)[:, None]
    first = torch.div(index * length, count, rounding_mode="floor")
    beyond = torch.div((index + 1) * length + (count - 1), count, rounding_mode="floor")
    return low[:, None] + first, low[:, None] + beyond


def standardised(pixels: Tensor) -> Tensor:
    """float32 [B, H, W, 3] grey levels -> float32 [B, 3, H, W] of about -1..1, channels last in memory."""
    return ((pixels - PIXEL_MIDDLE) * PIXEL_SCALE).permute(0, 3, 1, 2)
