"""The networks as OpenVINO models, put together layer by layer from their weights.

Tracing torch's modules gives the same models in six seconds; this takes a tenth of one, and somebody waits
for it at the first question.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import openvino as ov
from openvino import opset14 as ops

from faceapp.ml.architecture import BATCH_NORM_EPS, FACENET, Block, Conv, Pool, Row, named, row_names
from faceapp.ml.openvino_layers import (
    Floats,
    Node,
    constant,
    conv,
    dense,
    finished,
    flat,
    pixels_in,
    pool,
    prelu,
)
from faceapp.ml.quantized import EightBits, Float
from faceapp.ml.weights import Weights


class _Mtcnn:
    """Layers of MTCNN's networks by their names."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def conv(self, x: Node, name: str) -> Node:
        return conv(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def dense(self, x: Node, name: str) -> Node:
        return dense(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def bent(self, x: Node, number: int) -> Node:
        return prelu(x, self._weights[f"prelu{number}.weight"])

    def layer(self, x: Node, number: int) -> Node:
        """A convolution and its activation."""
        return self.bent(self.conv(x, f"conv{number}"), number)


def proposer(weights: Weights) -> ov.Model:
    """The first network of MTCNN: float32 [N, H, W, 3] -> shifts [N, 4, h, w], scores [N, 2, h, w]."""
    net = _Mtcnn(weights)
    x = pixels = pixels_in(None, None)
    x = pool(net.layer(x, 1), 2, 2, up=True)
    x = net.layer(net.layer(x, 2), 3)
    return finished([net.conv(x, "conv4_2"), ops.softmax(net.conv(x, "conv4_1"), axis=1)], pixels)


def refiner(weights: Weights) -> ov.Model:
    """The second one: float32 [N, 24, 24, 3] -> shifts [N, 4], scores [N, 2]."""
    net = _Mtcnn(weights)
    x = pixels = pixels_in(24, 24)
    x = pool(net.layer(x, 1), 3, 2, up=True)
    x = pool(net.layer(x, 2), 3, 2, up=True)
    x = net.bent(net.dense(flat(net.layer(x, 3)), "dense4"), 4)
    return finished([net.dense(x, "dense5_2"), ops.softmax(net.dense(x, "dense5_1"), axis=1)], pixels)


def decider(weights: Weights) -> ov.Model:
    """The third one: float32 [N, 48, 48, 3] -> shifts [N, 4], landmarks [N, 10], scores [N, 2]."""
    net = _Mtcnn(weights)
    x = pixels = pixels_in(48, 48)
    for number, side in ((1, 3), (2, 3), (3, 2)):
        x = pool(net.layer(x, number), side, 2, up=True)
    x = net.bent(net.dense(flat(net.layer(x, 4)), "dense5"), 5)
    scores = ops.softmax(net.dense(x, "dense6_1"), axis=1)
    return finished([net.dense(x, "dense6_2"), net.dense(x, "dense6_3"), scores], pixels)


def facenet(weights: Weights, ranges: Mapping[str, float] | None = None) -> ov.Model:
    """FaceNet: float32 [N, 160, 160, 3] -> embeddings float32 [N, 512], not yet of unit length.

    Args:
        weights: As :func:`faceapp.ml.weights.load_casia_webface` gives them.
        ranges: The largest number that comes into each convolution: convolutions then work in 8 bits
            (:class:`faceapp.ml.quantized.EightBits`).

    Raises:
        KeyError: the weights are another network's.
    """
    net = _FaceNet(weights, Float() if ranges is None else EightBits(ranges))
    x = pixels = pixels_in(160, 160)
    for part_name, part in FACENET.items():
        for name, one in named(part, part_name):
            x = net.block(x, name, one) if isinstance(one, Block) else net.layer(x, name, one)
    x = ops.reduce_mean(x, constant(np.array([2, 3], np.int64)), keep_dims=False)
    x = dense(x, weights["last_linear.weight"])
    scale, shift = _norm(weights, "last_bn")
    x = ops.add(ops.multiply(x, constant(scale.reshape(1, -1))), constant(shift.reshape(1, -1)))
    return finished([x], pixels)


class _FaceNet:
    """Layers and blocks of FaceNet by their names."""

    def __init__(self, weights: Weights, how: Float | EightBits) -> None:
        self._weights = weights
        self._how = how

    def layer(self, x: Node, name: str, layer: Conv | Pool) -> Node:
        """A convolution and its activation, or a pooling."""
        if isinstance(layer, Pool):
            return pool(x, layer.side, layer.stride)
        scale, shift = _norm(self._weights, f"{name}.bn")
        # The batch norm is folded in: the same numbers, 132 passes less.
        kernel = self._weights[f"{name}.conv.weight"] * scale.reshape(-1, 1, 1, 1)
        return ops.relu(
            self._how.conv(x, f"{name}.conv", kernel, shift, stride=layer.stride, padding=layer.padding)
        )

    def _row(self, x: Node, row: Row, branch: str) -> Node:
        for name, layer in zip(row_names(row, branch), row, strict=True):
            x = self.layer(x, name, layer)
        return x

    def block(self, x: Node, name: str, block: Block) -> Node:
        """Branches side by side; a residual block adds to what came in."""
        branches = [self._row(x, row, f"{name}.branch{at}") for at, row in enumerate(block.branches)]
        if block.width is None:
            return ops.concat(branches, axis=1)
        scale = np.float32(block.scale)
        kernel = self._weights[f"{name}.conv2d.weight"] * scale
        bias = self._weights[f"{name}.conv2d.bias"] * scale
        added = ops.add(self._how.joined(branches, f"{name}.conv2d", kernel, bias), x)
        return ops.relu(added) if block.rectified else added


def _norm(weights: Weights, name: str) -> tuple[Floats, Floats]:
    """A batch norm that has learnt, as scale and shift float32 [planes] each."""
    scale = weights[f"{name}.weight"] / np.sqrt(weights[f"{name}.running_var"] + np.float32(BATCH_NORM_EPS))
    return scale, weights[f"{name}.bias"] - weights[f"{name}.running_mean"] * scale
