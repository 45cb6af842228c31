"""Layers of the paper's networks that torch has not: L2 pooling, maxout, the Inception module.

An image goes through as float32 [N, C, H, W].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

PoolKind = Literal["max", "l2"]


class L2Pool(nn.Module):
    """The root of the sum of squares of each window, in place of its largest number (section 3.3, table 2).

    The paper names it without a formula. Learned-norm pooling (Gulcehre et al. 2014) of order two takes the
    mean of the squares; a sum keeps small answers from vanishing.
    """

    def __init__(self, side: int, stride: int, padding: int = 0) -> None:
        super().__init__()
        self.side, self.stride, self.padding = side, stride, padding

    def forward(self, x: Tensor) -> Tensor:
        """Pool: the padding counts as zeros."""
        means = functional.avg_pool2d(x.square(), self.side, self.stride, self.padding)
        # Where all is zero a root has no slope: a little keeps the gradient finite.
        return (means * self.side**2 + 1e-12).sqrt()


class Maxout(nn.Module):
    """The largest of ``pieces`` matrix products for each number that goes out (Goodfellow et al. 2013)."""

    def __init__(self, inputs: int, outputs: int, pieces: int = 2) -> None:
        super().__init__()
        self.pieces = pieces
        self.dense = nn.Linear(inputs, outputs * pieces)

    def forward(self, x: Tensor) -> Tensor:
        """float32 [N, inputs] -> [N, outputs]."""
        pieces: Tensor = self.dense(x).unflatten(1, (-1, self.pieces))
        return pieces.amax(dim=2)


class Unit(nn.Module):
    """Rows of unit length: float32 [N, D] -> [N, D] (section 3.1: embeddings live on the hypersphere)."""

    def forward(self, x: Tensor) -> Tensor:
        """Divide each row by its length."""
        return functional.normalize(x, dim=1)


class ConvRelu(nn.Sequential):
    """A convolution, a batch norm where asked for, and a rectifier.

    The paper's networks have none: it trains for 1,000 to 2,000 hours without (section 3.3). With one the
    same shapes learn in minutes from few faces (Ioffe and Szegedy 2015).
    """

    def __init__(self, inputs: int, outputs: int, side: int, stride: int = 1, *, norm: bool = False) -> None:
        layers: list[nn.Module] = [nn.Conv2d(inputs, outputs, side, stride, side // 2)]
        if norm:
            layers.append(nn.BatchNorm2d(outputs))
        super().__init__(*layers, nn.ReLU(inplace=True))


@dataclass(frozen=True, slots=True)
class InceptionRow:
    """One row of table 2: numbers of planes, 0 where a branch is missing.

    Attributes:
        name: As in the table.
        one: #1x1.
        three_reduce: #3x3 reduce.
        three: #3x3.
        five_reduce: #5x5 reduce.
        five: #5x5.
        pool: What is pooled, 3x3.
        projected: Planes the pooled ones are brought to; 0: they stay as they are.
        stride: 2 halves the sides: of the 3x3, the 5x5 and the pooling.
    """

    name: str
    one: int
    three_reduce: int
    three: int
    five_reduce: int
    five: int
    pool: PoolKind
    projected: int
    stride: int = 1

    def outputs(self, inputs: int) -> int:
        """Planes that go out."""
        return self.one + self.three + self.five + (self.projected or inputs)


class Inception(nn.Module):
    """Branches side by side on the same planes (Szegedy et al. 2014, "Going deeper", figure 2b; table 2)."""

    def __init__(self, inputs: int, row: InceptionRow, *, norm: bool = False) -> None:
        super().__init__()
        branches: list[nn.Module] = []
        if row.one:
            branches.append(ConvRelu(inputs, row.one, 1, norm=norm))
        for reduce, planes, side in ((row.three_reduce, row.three, 3), (row.five_reduce, row.five, 5)):
            if planes:
                branches.append(
                    nn.Sequential(
                        ConvRelu(inputs, reduce, 1, norm=norm),
                        ConvRelu(reduce, planes, side, row.stride, norm=norm),
                    )
                )
        pool: nn.Module = nn.MaxPool2d(3, row.stride, 1) if row.pool == "max" else L2Pool(3, row.stride, 1)
        if row.projected:
            pool = nn.Sequential(pool, ConvRelu(inputs, row.projected, 1, norm=norm))
        self.branches = nn.ModuleList([*branches, pool])

    def forward(self, x: Tensor) -> Tensor:
        """Join the branches' planes."""
        return torch.cat([branch(x) for branch in self.branches], dim=1)
