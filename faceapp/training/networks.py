"""The networks of the paper (section 3.3, tables 1 and 2), and the two for phones it names without a table.

Each is a :class:`torch.nn.Sequential` of named rows, so that shapes, parameters and multiplications can be
compared with the tables row by row (:mod:`faceapp.training.counting`).

Where the paper leaves something open:

- Paddings are not given; those here give the sizes of the tables.
- "norm" is a local response normalisation over 5 planes, as in Krizhevsky et al. 2012 and in the networks the
  paper builds on; its constants are not given.
- Table 1 counts no rectifiers; the text has them ("rectified linear units as the non-linear activation").
- NN4 "does not use 5x5 convolutions in the higher layers": taken as the last three modules, 4e, 5a and 5b.
  Its cost then is 285 M multiplications, the paper's number; with 4e's it would be 289 M.
- Of NNS1 and NNS2 only the sizes are given: input, parameters, multiplications (sections 3.3 and 5). The
  rows here are ours and meet these within two parts in a hundred. So many parameters for so few
  multiplications can only lie in a product with all planes after the last module.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torch import nn

from faceapp.training.layers import ConvRelu, Inception, InceptionRow, Maxout, Unit

Size = tuple[int, int]
DIMENSION = 128
"""Numbers in an embedding (section 5.4)."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the paper says of a network.

    Attributes:
        size: Height and width of a face it looks at.
        parameters: In all; None where it does not say.
        multiplications: Multiply-adds for a face; None where it does not say.
    """

    size: Size
    parameters: float | None
    multiplications: float | None


def _response_norm() -> nn.Module:
    return nn.LocalResponseNorm(5)


def nn1(dimension: int = DIMENSION, *, norm: bool = False) -> nn.Sequential:
    """Table 1: Zeiler and Fergus' network with 1x1 convolutions between; 22 layers, 140 M parameters."""
    rows: dict[str, nn.Module] = {
        "conv1": ConvRelu(3, 64, 7, 2, norm=norm),
        "pool1": nn.MaxPool2d(3, 2, 1),
        "rnorm1": _response_norm(),
        "conv2a": ConvRelu(64, 64, 1, norm=norm),
        "conv2": ConvRelu(64, 192, 3, norm=norm),
        "rnorm2": _response_norm(),
        "pool2": nn.MaxPool2d(3, 2, 1),
        "conv3a": ConvRelu(192, 192, 1, norm=norm),
        "conv3": ConvRelu(192, 384, 3, norm=norm),
        "pool3": nn.MaxPool2d(3, 2, 1),
        "conv4a": ConvRelu(384, 384, 1, norm=norm),
        "conv4": ConvRelu(384, 256, 3, norm=norm),
        "conv5a": ConvRelu(256, 256, 1, norm=norm),
        "conv5": ConvRelu(256, 256, 3, norm=norm),
        "conv6a": ConvRelu(256, 256, 1, norm=norm),
        "conv6": ConvRelu(256, 256, 3, norm=norm),
        "pool4": nn.MaxPool2d(3, 2, 1),
        "concat": nn.Flatten(),
        "fc1": Maxout(7 * 7 * 256, 32 * 128),
        "fc2": Maxout(32 * 128, 32 * 128),
        "fc7128": nn.Linear(32 * 128, dimension),
        "L2": Unit(),
    }
    return nn.Sequential(OrderedDict(rows))


_UPPER = (
    InceptionRow("inception (3a)", 64, 96, 128, 16, 32, "max", 32),
    InceptionRow("inception (3b)", 64, 96, 128, 32, 64, "l2", 64),
    InceptionRow("inception (3c)", 0, 128, 256, 32, 64, "max", 0, 2),
    InceptionRow("inception (4a)", 256, 96, 192, 32, 64, "l2", 128),
    InceptionRow("inception (4b)", 224, 112, 224, 32, 64, "l2", 128),
    InceptionRow("inception (4c)", 192, 128, 256, 32, 64, "l2", 128),
    InceptionRow("inception (4d)", 160, 144, 288, 32, 64, "l2", 128),
    InceptionRow("inception (4e)", 0, 160, 256, 64, 128, "max", 0, 2),
)
NN2_ROWS = (
    *_UPPER,
    InceptionRow("inception (5a)", 384, 192, 384, 48, 128, "l2", 128),
    InceptionRow("inception (5b)", 384, 192, 384, 48, 128, "max", 128),
)
"""Table 2. In its row (3a) the pooling is "m, 32p": a maximum, projected."""
NN4_ROWS = (
    *_UPPER[:-1],
    InceptionRow("inception (4e)", 0, 160, 256, 0, 0, "max", 0, 2),
    InceptionRow("inception (5a)", 384, 192, 384, 0, 0, "l2", 128),
    InceptionRow("inception (5b)", 384, 192, 384, 0, 0, "max", 128),
)


def _inception(
    size: Size,
    rows: Sequence[InceptionRow],
    dimension: int,
    *,
    stem: tuple[int, int, int] = (64, 64, 192),
    norm: bool,
    hidden: int = 0,
) -> nn.Sequential:
    """Table 2 from top to bottom.

    Args:
        size: Height and width of a face.
        rows: Its Inception modules.
        dimension: Numbers in an embedding.
        stem: Planes of conv1, and of the two convolutions of "inception (2)".
        norm: Batch norms after the convolutions, in place of the response norms.
        hidden: Numbers of a product with all planes, in place of their average.
    """
    first, reduce, second = stem
    parts: dict[str, nn.Module] = {
        "conv1": ConvRelu(3, first, 7, 2, norm=norm),
        "pool1": nn.MaxPool2d(3, 2, 1),
        "norm1": nn.Identity() if norm else _response_norm(),
        "inception (2)": nn.Sequential(
            ConvRelu(first, reduce, 1, norm=norm), ConvRelu(reduce, second, 3, norm=norm)
        ),
        "norm2": nn.Identity() if norm else _response_norm(),
        "pool2": nn.MaxPool2d(3, 2, 1),
    }
    planes = second
    height, width = (_quarters(side) for side in size)
    for row in rows:
        parts[row.name] = Inception(planes, row, norm=norm)
        planes = row.outputs(planes)
        height, width = (_halved(side, row.stride) for side in (height, width))
    if hidden:
        parts["concat"] = nn.Flatten()
        parts["hidden"] = nn.Sequential(nn.Linear(planes * height * width, hidden), nn.ReLU(inplace=True))
    else:
        parts["avg pool"] = nn.AdaptiveAvgPool2d(1)
        parts["concat"] = nn.Flatten()
    parts["fully conn"] = nn.Linear(hidden or planes, dimension)
    parts["L2"] = Unit()
    return nn.Sequential(OrderedDict(parts))


def _quarters(side: int) -> int:
    """A side after conv1, pool1 and pool2."""
    return _halved(_halved(_halved(side, 2), 2), 2)


def _halved(side: int, stride: int) -> int:
    return -(-side // stride)


def nn2(dimension: int = DIMENSION, *, norm: bool = False) -> nn.Sequential:
    """Table 2: Inception, 224 x 224, 7.5 M parameters."""
    return _inception((224, 224), NN2_ROWS, dimension, norm=norm)


def nn3(dimension: int = DIMENSION, *, norm: bool = False) -> nn.Sequential:
    """NN2 on 160 x 160."""
    return _inception((160, 160), NN2_ROWS, dimension, norm=norm)


def nn4(dimension: int = DIMENSION, *, norm: bool = False) -> nn.Sequential:
    """NN2 on 96 x 96, without the highest 5x5 convolutions."""
    return _inception((96, 96), NN4_ROWS, dimension, norm=norm)


_NNS1_ROWS = (
    InceptionRow("inception (3a)", 24, 40, 56, 8, 16, "max", 16),
    InceptionRow("inception (3b)", 24, 40, 56, 16, 24, "l2", 24),
    InceptionRow("inception (3c)", 0, 56, 112, 16, 24, "max", 0, 2),
    InceptionRow("inception (4a)", 112, 40, 80, 16, 24, "l2", 56),
    InceptionRow("inception (4b)", 96, 48, 96, 16, 24, "l2", 56),
    InceptionRow("inception (4c)", 80, 56, 112, 16, 24, "l2", 56),
    InceptionRow("inception (4d)", 72, 64, 128, 16, 24, "l2", 56),
    InceptionRow("inception (4e)", 0, 72, 112, 24, 56, "max", 0, 2),
    InceptionRow("inception (5a)", 168, 80, 168, 24, 56, "l2", 56),
    InceptionRow("inception (5b)", 168, 80, 168, 24, 56, "max", 56),
)
_NNS2_ROWS = (
    InceptionRow("inception (3a)", 8, 16, 16, 8, 8, "max", 8),
    InceptionRow("inception (3b)", 8, 16, 16, 8, 8, "l2", 8),
    InceptionRow("inception (3c)", 0, 16, 40, 8, 8, "max", 0, 2),
    InceptionRow("inception (4a)", 40, 16, 24, 8, 8, "l2", 16),
    InceptionRow("inception (4b)", 32, 16, 32, 8, 8, "l2", 16),
    InceptionRow("inception (4c)", 24, 16, 40, 8, 8, "l2", 16),
    InceptionRow("inception (4d)", 24, 24, 40, 8, 8, "l2", 16),
    InceptionRow("inception (4e)", 0, 24, 40, 8, 16, "max", 0, 2),
    InceptionRow("inception (5a)", 56, 24, 56, 8, 16, "l2", 16),
    InceptionRow("inception (5b)", 56, 24, 56, 8, 16, "max", 16),
)


def nns1(dimension: int = DIMENSION, *, norm: bool = False) -> nn.Sequential:
    """Mini Inception: 165 x 165, 26 M parameters, 220 M multiplications. The rows are ours."""
    return _inception((165, 165), _NNS1_ROWS, dimension, stem=(32, 24, 80), norm=norm, hidden=1512)


def nns2(dimension: int = DIMENSION, *, norm: bool = False) -> nn.Sequential:
    """Tiny Inception: 140 x 116, 4.3 M parameters, 20 M multiplications. The rows are ours."""
    return _inception((140, 116), _NNS2_ROWS, dimension, stem=(8, 8, 24), norm=norm, hidden=1372)


@dataclass(frozen=True, slots=True)
class Network:
    """One network by its name.

    Attributes:
        make: Makes it, for embeddings of so many numbers, with batch norms or as in the paper.
        published: What the paper says of it.
    """

    make: Callable[..., nn.Sequential]
    published: Published


NETWORKS: Mapping[str, Network] = {
    "nn1": Network(nn1, Published((220, 220), 140e6, 1.6e9)),
    "nn2": Network(nn2, Published((224, 224), 7.5e6, 1.6e9)),
    "nn3": Network(nn3, Published((160, 160), None, None)),
    "nn4": Network(nn4, Published((96, 96), None, 285e6)),
    "nns1": Network(nns1, Published((165, 165), 26e6, 220e6)),
    "nns2": Network(nns2, Published((140, 116), 4.3e6, 20e6)),
}
