"""The cascade's networks on a torch device: pixels, proposals and candidates stay on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from faceapp.core.models import Picture
from faceapp.ml.stages import SIDES, Candidates, Floats, Hits, Ints
from faceapp.ml.torch_area import TorchAreaTable, standardised
from faceapp.ml.torch_runtime import DeviceNetwork, listed
from faceapp.ml.torch_transfer import moved


class TorchStages:
    """The three networks on a device."""

    def __init__(self, networks: Sequence[DeviceNetwork], device: torch.device) -> None:
        self._networks, self._device = networks, device

    def propose(self, pixels: NDArray[np.uint8], least: float) -> Hits:
        """Slide the first network over levels, whole ones."""
        with torch.inference_mode():
            level = moved(torch.from_numpy(pixels), self._device)
            shifts, scores = listed(self._networks[0](standardised(level.to(torch.float32))))
            picture, row, column = (scores[:, 1] >= least).nonzero().unbind(1)
            return Hits(
                picture.cpu().numpy(),
                row.cpu().numpy(),
                column.cpu().numpy(),
                scores[picture, 1, row, column].cpu().numpy(),
                shifts[picture, :, row, column].cpu().numpy(),
            )

    def hold(self, pictures: Sequence[Picture]) -> Candidates:
        """Make ready pictures of one size."""
        return _TorchCandidates(TorchAreaTable(pictures, self._device), self._networks)


class _TorchCandidates:
    def __init__(self, table: TorchAreaTable, networks: Sequence[DeviceNetwork]) -> None:
        self._table, self._networks = table, networks

    def look(self, stage: int, picture: Ints, corners: Ints) -> tuple[Floats, ...]:
        with torch.inference_mode():
            answers = self._networks[stage](self._table.crops(picture, corners, SIDES[stage]))
            return tuple(one.cpu().numpy() for one in listed(answers))
