"""Layers of PyTorch modules as nodes of an OpenVINO graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset14 as ops
from openvino.preprocess import PrePostProcessor
from torch import Tensor, nn

Node = Any
"""A node of a graph: OpenVINO's types say nothing more."""


def pixels_in(height: int | None, width: int | None) -> Node:
    """Where pictures come in: any number of them, of a size given or not."""
    sides = [side if side is not None else ov.Dimension() for side in (height, width)]
    return ops.parameter(ov.PartialShape([ov.Dimension(), 3, *sides]), np.float32, name="pixels")


def finished(outputs: Sequence[Node], pixels: Node) -> ov.Model:
    """Finish a graph; it takes pixels channels last, as pictures are."""
    steps = PrePostProcessor(ov.Model(list(outputs), [pixels]))
    steps.input().tensor().set_layout(ov.Layout("NHWC"))
    steps.input().model().set_layout(ov.Layout("NCHW"))
    return steps.build()


def constant(values: NDArray[Any]) -> Node:
    """Numbers that are part of the graph."""
    return ops.constant(np.ascontiguousarray(values))


def numbers(tensor: Tensor) -> NDArray[np.float32]:
    """A layer's weights."""
    return np.asarray(tensor.detach().cpu().float().numpy(), np.float32)


def conv(x: Node, layer: nn.Conv2d, *, scale: float = 1.0, kernel: Node | None = None) -> Node:
    """A convolution.

    Args:
        x: What it is done on.
        layer: Its numbers.
        scale: Of its answer.
        kernel: Taken for its weights, scaled already; by default those of the layer.
    """
    pads = list(layer.padding)
    if kernel is None:
        kernel = constant(numbers(layer.weight) * np.float32(scale))
    x = ops.convolution(x, kernel, list(layer.stride), pads, pads, list(layer.dilation))
    if layer.bias is None:
        return x
    return ops.add(x, constant((numbers(layer.bias) * np.float32(scale)).reshape(1, -1, 1, 1)))


def prelu(x: Node, layer: nn.PReLU) -> Node:
    """An activation with a slope of its own for each plane."""
    return ops.prelu(x, constant(numbers(layer.weight)))


def pool(x: Node, layer: nn.MaxPool2d) -> Node:
    """The largest of each window."""
    side, step = layer.kernel_size, layer.stride
    rounding = "ceil_torch" if layer.ceil_mode else "floor"
    pooled = ops.max_pool(x, [step, step], [1, 1], [0, 0], [0, 0], [side, side], rounding)
    return pooled.output(0)


def dense(x: Node, layer: nn.Linear) -> Node:
    """A matrix product."""
    x = ops.matmul(x, constant(numbers(layer.weight)), False, True)
    return x if layer.bias is None else ops.add(x, constant(numbers(layer.bias).reshape(1, -1)))


def flat(x: Node) -> Node:
    """Planes as one row, columns before rows: MTCNN was trained in Matlab."""
    x = ops.transpose(x, constant(np.array([0, 3, 2, 1], np.int64)))
    return ops.reshape(x, constant(np.array([0, -1], np.int64)), special_zero=True)


def norm(x: Node, layer: nn.BatchNorm1d) -> Node:
    """A batch norm that has learnt."""
    assert layer.running_var is not None
    assert layer.running_mean is not None
    variance, mean = numbers(layer.running_var), numbers(layer.running_mean)
    scale = numbers(layer.weight) / np.sqrt(variance + layer.eps)
    shift = numbers(layer.bias) - mean * scale
    return ops.add(ops.multiply(x, constant(scale.reshape(1, -1))), constant(shift.reshape(1, -1)))
