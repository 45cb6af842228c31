"""Sizes, parameters and multiplications of a network, row by row, as the paper's tables have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        name: Of the row.
        shape: Of what goes out, without the batch: (planes, height, width), or (numbers,).
        parameters: Weights and biases.
        multiplications: Multiply-adds for one face, a bias counted as one: so tables 1 and 2 come out.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int
    multiplications: int


def rows(network: nn.Sequential, size: tuple[int, int]) -> list[Row]:
    """Count every row of a network for faces of a size (height, width). It stays as it was."""
    found = []
    training = network.training
    network.eval()
    device = next(network.parameters()).device
    with torch.inference_mode():
        x = torch.zeros((1, 3, *size), device=device)
        for name, row in network.named_children():
            with _counted(row) as done:
                x = row(x)
            parameters = sum(one.numel() for one in row.parameters())
            found.append(Row(name, tuple(x.shape[1:]), parameters, sum(done)))
    network.train(training)
    return found


class _counted:  # noqa: N801 - used as a statement
    """Multiply-adds of the convolutions and products of a part, while they are done."""

    def __init__(self, part: nn.Module) -> None:
        self._part = part
        self._hooks: list[Any] = []
        self._done: list[int] = []

    def __enter__(self) -> list[int]:
        for module in self._part.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                self._hooks.append(module.register_forward_hook(self._note))
        return self._done

    def __exit__(self, *_: object) -> None:
        for hook in self._hooks:
            hook.remove()

    def _note(self, module: nn.Module, _: object, answer: Tensor) -> None:
        weights = sum(one.numel() for one in module.parameters())
        places = answer[0, 0].numel() if answer.dim() == 4 else 1
        self._done.append(weights * places)


def total(counted: list[Row]) -> tuple[int, int]:
    """Parameters and multiplications of all rows."""
    return sum(row.parameters for row in counted), sum(row.multiplications for row in counted)
