"""The networks as OpenVINO models, put together layer by layer from the PyTorch modules' weights.

Tracing the modules gives the same models in six seconds; this takes a tenth of one, and somebody waits for it
at the first question. Batch norms must be folded into their convolutions before
(:func:`faceapp.ml.embedder.fold_batch_norms`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset14 as ops
from openvino.preprocess import PrePostProcessor
from torch import Tensor, nn

from faceapp.ml.networks import InceptionResnetV1, ONet, PNet, RNet

Node = Any
"""A node of a graph: OpenVINO's types say nothing more."""


def proposer(network: PNet) -> ov.Model:
    """The first network of MTCNN: float32 [N, H, W, 3] -> shifts [N, 4, h, w], scores [N, 2, h, w]."""
    x = pixels = _input(None, None)
    x = _pool(_prelu(_conv(x, network.conv1), network.prelu1), network.pool1)
    x = _prelu(_conv(x, network.conv2), network.prelu2)
    x = _prelu(_conv(x, network.conv3), network.prelu3)
    return _model([_conv(x, network.conv4_2), ops.softmax(_conv(x, network.conv4_1), axis=1)], pixels)


def refiner(network: RNet) -> ov.Model:
    """The second one: float32 [N, 24, 24, 3] -> shifts [N, 4], scores [N, 2]."""
    x = pixels = _input(24, 24)
    x = _pool(_prelu(_conv(x, network.conv1), network.prelu1), network.pool1)
    x = _pool(_prelu(_conv(x, network.conv2), network.prelu2), network.pool2)
    x = _flat(_prelu(_conv(x, network.conv3), network.prelu3))
    x = _prelu(_dense(x, network.dense4), network.prelu4)
    return _model([_dense(x, network.dense5_2), ops.softmax(_dense(x, network.dense5_1), axis=1)], pixels)


def decider(network: ONet) -> ov.Model:
    """The third one: float32 [N, 48, 48, 3] -> shifts [N, 4], landmarks [N, 10], scores [N, 2]."""
    x = pixels = _input(48, 48)
    for number in (1, 2, 3):
        conv, prelu, pool = (getattr(network, f"{part}{number}") for part in ("conv", "prelu", "pool"))
        x = _pool(_prelu(_conv(x, conv), prelu), pool)
    x = _flat(_prelu(_conv(x, network.conv4), network.prelu4))
    x = _prelu(_dense(x, network.dense5), network.prelu5)
    scores = ops.softmax(_dense(x, network.dense6_1), axis=1)
    return _model([_dense(x, network.dense6_2), _dense(x, network.dense6_3), scores], pixels)


def facenet(network: InceptionResnetV1) -> ov.Model:
    """FaceNet: float32 [N, 160, 160, 3] -> embeddings float32 [N, 512], not yet of unit length."""
    x = pixels = _input(160, 160)
    for name in ("conv2d_1a", "conv2d_2a", "conv2d_2b"):
        x = _basic(x, getattr(network, name))
    x = _pool(x, network.maxpool_3a)
    for name in ("conv2d_3b", "conv2d_4a", "conv2d_4b"):
        x = _basic(x, getattr(network, name))
    for part in (network.repeat_1, network.mixed_6a, network.repeat_2, network.mixed_7a, network.repeat_3):
        for block in part if isinstance(part, nn.Sequential) else (part,):
            x = _block(x, block)
    x = _block(x, network.block8)
    x = ops.reduce_mean(x, _constant(np.array([2, 3], np.int64)), keep_dims=False)
    return _model([_norm(_dense(x, network.last_linear), network.last_bn)], pixels)


def _input(height: int | None, width: int | None) -> Node:
    sides = [side if side is not None else ov.Dimension() for side in (height, width)]
    return ops.parameter(ov.PartialShape([ov.Dimension(), 3, *sides]), np.float32, name="pixels")


def _model(outputs: Sequence[Node], pixels: Node) -> ov.Model:
    """Finish a graph; it takes pixels channels last, as pictures are."""
    steps = PrePostProcessor(ov.Model(list(outputs), [pixels]))
    steps.input().tensor().set_layout(ov.Layout("NHWC"))
    steps.input().model().set_layout(ov.Layout("NCHW"))
    return steps.build()


def _constant(values: NDArray[Any]) -> Node:
    return ops.constant(np.ascontiguousarray(values))


def _weights(tensor: Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().cpu().float().numpy(), np.float32)


def _conv(x: Node, layer: nn.Conv2d) -> Node:
    pads = list(layer.padding)
    x = ops.convolution(
        x, _constant(_weights(layer.weight)), list(layer.stride), pads, pads, list(layer.dilation)
    )
    if layer.bias is None:
        return x
    return ops.add(x, _constant(_weights(layer.bias).reshape(1, -1, 1, 1)))


def _prelu(x: Node, layer: nn.PReLU) -> Node:
    return ops.prelu(x, _constant(_weights(layer.weight)))


def _pool(x: Node, layer: nn.MaxPool2d) -> Node:
    side, step = layer.kernel_size, layer.stride
    rounding = "ceil_torch" if layer.ceil_mode else "floor"
    pooled = ops.max_pool(x, [step, step], [1, 1], [0, 0], [0, 0], [side, side], rounding)
    return pooled.output(0)


def _dense(x: Node, layer: nn.Linear) -> Node:
    x = ops.matmul(x, _constant(_weights(layer.weight)), False, True)
    return x if layer.bias is None else ops.add(x, _constant(_weights(layer.bias).reshape(1, -1)))


def _flat(x: Node) -> Node:
    """Columns before rows: the networks were trained in Matlab."""
    x = ops.transpose(x, _constant(np.array([0, 3, 2, 1], np.int64)))
    return ops.reshape(x, _constant(np.array([0, -1], np.int64)), special_zero=True)


def _norm(x: Node, layer: nn.BatchNorm1d) -> Node:
    assert layer.running_var is not None
    assert layer.running_mean is not None
    variance, mean = _weights(layer.running_var), _weights(layer.running_mean)
    scale = _weights(layer.weight) / np.sqrt(variance + layer.eps)
    shift = _weights(layer.bias) - mean * scale
    return ops.add(ops.multiply(x, _constant(scale.reshape(1, -1))), _constant(shift.reshape(1, -1)))


def _basic(x: Node, module: Any) -> Node:
    """A convolution and its activation, or a row of them, or a pooling."""
    if isinstance(module, nn.Sequential):
        for each in module:
            x = _basic(x, each)
        return x
    if isinstance(module, nn.MaxPool2d):
        return _pool(x, module)
    return ops.relu(_conv(x, module.conv))


def _block(x: Node, block: Any) -> Node:
    """One Inception-ResNet block: branches side by side; a residual one adds to what came in."""
    names = [name for name, _ in block.named_children() if name.startswith("branch")]
    joined = ops.concat([_basic(x, getattr(block, name)) for name in names], axis=1)
    if not hasattr(block, "conv2d"):
        return joined
    added = ops.add(
        ops.multiply(_conv(joined, block.conv2d), _constant(np.array(block.scale, np.float32))), x
    )
    return ops.relu(added) if block.rectified else added
