"""Layers as nodes of an OpenVINO graph, out of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset14 as ops
from openvino.preprocess import PrePostProcessor

Node = Any
"""A node of a graph: OpenVINO's types say nothing more."""
Floats = NDArray[np.float32]


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


def conv(
    x: Node, kernel: Floats | Node, bias: Floats, *, stride: int = 1, padding: tuple[int, int] = (0, 0)
) -> Node:
    """A convolution.

    Args:
        x: What it is done on.
        kernel: float32 [outputs, inputs, height, width], or a node of this shape.
        bias: float32 [outputs].
        stride: Step in both directions.
        padding: Zeros above and below, left and right.
    """
    weights = constant(kernel) if isinstance(kernel, np.ndarray) else kernel
    pads = list(padding)
    x = ops.convolution(x, weights, [stride, stride], pads, pads, [1, 1])
    return ops.add(x, constant(bias.reshape(1, -1, 1, 1)))


def prelu(x: Node, slopes: Floats) -> Node:
    """An activation with a slope of its own for each plane: float32 [planes]."""
    return ops.prelu(x, constant(slopes))


def pool(x: Node, side: int, stride: int, *, up: bool = False) -> Node:
    """The largest of each window.

    Args:
        x: What it is done on.
        side: Of a window.
        stride: From one window to the next.
        up: Whether a window that reaches over the end counts.
    """
    rounding = "ceil_torch" if up else "floor"
    pooled = ops.max_pool(x, [stride, stride], [1, 1], [0, 0], [0, 0], [side, side], rounding)
    return pooled.output(0)


def dense(x: Node, weight: Floats, bias: Floats | None = None) -> Node:
    """A matrix product: float32 [outputs, inputs], and [outputs]."""
    x = ops.matmul(x, constant(weight), False, True)
    return x if bias is None else ops.add(x, constant(bias.reshape(1, -1)))


def flat(x: Node) -> Node:
    """Planes as one row, columns before rows: MTCNN was trained in Matlab."""
    x = ops.transpose(x, constant(np.array([0, 3, 2, 1], np.int64)))
    return ops.reshape(x, constant(np.array([0, -1], np.int64)), special_zero=True)
