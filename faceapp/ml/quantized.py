"""Convolutions in whole numbers of 8 bits: what a CPU with VNNI does four times as fast as float32.

Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference", section 2.1, after training: a convolution's weights have a scale for each plane that comes out,
what comes in has one for all planes, from 0 to the largest number met when faces were shown to the network
(``python -m tests.benchmarks ranges``). Nothing is learnt anew, and what is between the convolutions (biases,
sums of the residual blocks, the last product) stays in float32.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
from openvino import opset14 as ops

from faceapp import paths
from faceapp.core.errors import WeightsError
from faceapp.core.said import said
from faceapp.ml.openvino_layers import Floats, Node, constant, conv

RANGES = "activations.json"
_LEVELS = 127
"""Of a weight on each side of zero."""


class Float:
    """Convolutions in numbers of 32 bits."""

    def conv(
        self, x: Node, name: str, kernel: Floats, bias: Floats, *, stride: int, padding: tuple[int, int]
    ) -> Node:
        """One convolution, by its name in the network."""
        del name
        return conv(x, kernel, bias, stride=stride, padding=padding)

    def joined(self, branches: Sequence[Node], name: str, kernel: Floats, bias: Floats) -> Node:
        """A convolution of branches laid side by side."""
        del name
        return conv(ops.concat(list(branches), axis=1), kernel, bias)


class EightBits:
    """Convolutions on whole numbers."""

    def __init__(self, ranges: Mapping[str, float]) -> None:
        """Prepare.

        Args:
            ranges: The largest number that comes into each convolution, by its name in the network.

        Raises:
            KeyError: later, where a convolution has no range.
        """
        self._ranges = ranges
        self._rounded: dict[tuple[int, float], tuple[Node, Node]] = {}

    def conv(
        self, x: Node, name: str, kernel: Floats, bias: Floats, *, stride: int, padding: tuple[int, int]
    ) -> Node:
        """One convolution, by its name in the network."""
        pixels = kernel.shape[1] == 3  # they have two ends; everything else has been rectified
        return conv(self._round(x, name, both=pixels), _rounded(kernel), bias, stride=stride, padding=padding)

    def joined(self, branches: Sequence[Node], name: str, kernel: Floats, bias: Floats) -> Node:
        """A convolution of branches laid side by side."""
        # Rounded before they are joined: a quarter of the bytes is moved.
        whole = ops.concat([self._round(branch, name) for branch in branches], axis=1)
        return conv(whole, _rounded(kernel), bias)

    def _round(self, x: Node, name: str, *, both: bool = False) -> Node:
        high = self._ranges[name]
        known = self._rounded.get((id(x), high))
        if known is None:  # the branches of a block share what comes in, and its rounding
            ends = [
                constant(np.full((1, 1, 1, 1), end, np.float32)) for end in (-high if both else 0.0, high)
            ]
            known = x, ops.fake_quantize(x, *ends, *ends, 256)
            self._rounded[id(x), high] = known
        return known[1]


def _rounded(kernel: Floats) -> Node:
    step = np.abs(kernel).max(axis=(1, 2, 3), keepdims=True) / _LEVELS
    step[step == 0.0] = 1.0
    whole = np.rint(kernel / step).astype(np.int8)
    return ops.multiply(ops.convert(constant(whole), np.float32), constant(step))


def activation_ranges(model: str) -> Mapping[str, float] | None:
    """The ranges measured for a set of weights; None if none were.

    Args:
        model: The weights' part of a model's id.

    Raises:
        WeightsError: their file is missing or damaged (a broken installation).
    """
    path = paths.resource(RANGES)
    try:
        found: Mapping[str, Mapping[str, float]] = json.loads(path.read_text(encoding="utf-8"))
        return found.get(model)
    except (OSError, ValueError) as error:
        raise WeightsError(
            said("The file {path} cannot be read ({reason}). Install faceapp again.", path=path, reason=error)
        ) from error
