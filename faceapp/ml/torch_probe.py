"""A small network that a torch device must run as the CPU does."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from faceapp.ml.torch_area import TorchAreaTable, standardised


def probe_device(target: str) -> None:
    """Run what detection and embedding run, small and in float32, and compare with the CPU.

    Raises:
        RuntimeError: an operation is missing or fails (``NotImplementedError`` is one).
        TypeError: a type is missing.
        ArithmeticError: it runs, but the numbers are wrong.
    """
    generator = torch.Generator().manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(3, 8, 3),
        nn.PReLU(8),
        nn.MaxPool2d(2, 2, ceil_mode=True),
        nn.Conv2d(8, 8, (1, 3), padding=(0, 1)),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(8, 4),
        nn.BatchNorm1d(4),
        nn.Softmax(dim=1),
    ).eval()
    picture = torch.randint(0, 256, (40, 40, 3), generator=generator, dtype=torch.uint8).numpy()
    with torch.inference_mode():
        for parameter in network.parameters():
            parameter.copy_(torch.rand(parameter.shape, generator=generator) - 0.5)
        expected = _probe_run(network, picture, torch.device("cpu"))
        device = torch.device(target)
        found = _probe_run(network.to(memory_format=torch.channels_last).to(device), picture, device)
    if not torch.allclose(expected, found, rtol=1e-2, atol=1e-2):
        raise ArithmeticError("its numbers differ from the CPU's")


def _probe_run(
    network: nn.Module, picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], device: torch.device
) -> Tensor:
    table = TorchAreaTable([picture], device)
    boxes = np.array([[0, 0, 40, 40], [5, 3, 20, 31], [7, 7, 9, 9]], np.int64)
    crops = table.crops(np.zeros(3, np.int64), boxes, 24)
    pixels = torch.from_numpy(picture[None, :24, :24].copy()).to(device)
    level = standardised(pixels.to(torch.float32))
    answer: Tensor = network(torch.cat([crops, level]))
    hits = (answer > 0.2).nonzero()
    return torch.cat([answer.cpu().reshape(-1), hits.cpu().sum(dim=0).to(torch.float32)])
