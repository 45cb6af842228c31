"""The networks as OpenVINO models, put together layer by layer from the PyTorch modules' weights.

Tracing the modules gives the same models in six seconds; this takes a tenth of one, and somebody waits for it
at the first question. Batch norms must be folded into their convolutions before
(:func:`faceapp.ml.embedder.fold_batch_norms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import openvino as ov
from openvino import opset14 as ops
from torch import nn

from faceapp.ml.networks import InceptionResnetV1, ONet, PNet, RNet
from faceapp.ml.openvino_layers import (
    Node,
    constant,
    conv,
    dense,
    finished,
    flat,
    norm,
    pixels_in,
    pool,
    prelu,
)
from faceapp.ml.quantized import EightBits, Float


def proposer(network: PNet) -> ov.Model:
    """The first network of MTCNN: float32 [N, H, W, 3] -> shifts [N, 4, h, w], scores [N, 2, h, w]."""
    x = pixels = pixels_in(None, None)
    x = pool(prelu(conv(x, network.conv1), network.prelu1), network.pool1)
    x = prelu(conv(x, network.conv2), network.prelu2)
    x = prelu(conv(x, network.conv3), network.prelu3)
    return finished([conv(x, network.conv4_2), ops.softmax(conv(x, network.conv4_1), axis=1)], pixels)


def refiner(network: RNet) -> ov.Model:
    """The second one: float32 [N, 24, 24, 3] -> shifts [N, 4], scores [N, 2]."""
    x = pixels = pixels_in(24, 24)
    x = pool(prelu(conv(x, network.conv1), network.prelu1), network.pool1)
    x = pool(prelu(conv(x, network.conv2), network.prelu2), network.pool2)
    x = flat(prelu(conv(x, network.conv3), network.prelu3))
    x = prelu(dense(x, network.dense4), network.prelu4)
    return finished([dense(x, network.dense5_2), ops.softmax(dense(x, network.dense5_1), axis=1)], pixels)


def decider(network: ONet) -> ov.Model:
    """The third one: float32 [N, 48, 48, 3] -> shifts [N, 4], landmarks [N, 10], scores [N, 2]."""
    x = pixels = pixels_in(48, 48)
    for number in (1, 2, 3):
        layers = (getattr(network, f"{part}{number}") for part in ("conv", "prelu", "pool"))
        convolution, slopes, pooling = layers
        x = pool(prelu(conv(x, convolution), slopes), pooling)
    x = flat(prelu(conv(x, network.conv4), network.prelu4))
    x = prelu(dense(x, network.dense5), network.prelu5)
    scores = ops.softmax(dense(x, network.dense6_1), axis=1)
    return finished([dense(x, network.dense6_2), dense(x, network.dense6_3), scores], pixels)


def facenet(network: InceptionResnetV1, ranges: Mapping[str, float] | None = None) -> ov.Model:
    """FaceNet: float32 [N, 160, 160, 3] -> embeddings float32 [N, 512], not yet of unit length.

    Args:
        network: Its batch norms folded.
        ranges: The largest number that comes into each convolution: convolutions then work in 8 bits
            (:class:`faceapp.ml.quantized.EightBits`).
    """
    how = Float() if ranges is None else EightBits(network, ranges)
    x = pixels = pixels_in(160, 160)
    for name in ("conv2d_1a", "conv2d_2a", "conv2d_2b", "maxpool_3a", "conv2d_3b", "conv2d_4a", "conv2d_4b"):
        x = _row(how, x, getattr(network, name))
    for part in (network.repeat_1, network.mixed_6a, network.repeat_2, network.mixed_7a, network.repeat_3):
        for block in part if isinstance(part, nn.Sequential) else (part,):
            x = _block(how, x, block)
    x = _block(how, x, network.block8)
    x = ops.reduce_mean(x, constant(np.array([2, 3], np.int64)), keep_dims=False)
    return finished([norm(dense(x, network.last_linear), network.last_bn)], pixels)


def _row(how: Float | EightBits, x: Node, module: Any) -> Node:
    """A convolution and its activation, or a row of them, or a pooling."""
    if isinstance(module, nn.Sequential):
        for each in module:
            x = _row(how, x, each)
        return x
    if isinstance(module, nn.MaxPool2d):
        return pool(x, module)
    return ops.relu(how.conv(x, module.conv))


def _block(how: Float | EightBits, x: Node, block: Any) -> Node:
    """One Inception-ResNet block: branches side by side; a residual one adds to what came in."""
    names = [name for name, _ in block.named_children() if name.startswith("branch")]
    branches = [_row(how, x, getattr(block, name)) for name in names]
    if not hasattr(block, "conv2d"):
        return ops.concat(branches, axis=1)
    added = ops.add(how.joined(branches, block.conv2d, block.scale), x)
    return ops.relu(added) if block.rectified else added
