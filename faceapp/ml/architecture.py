"""FaceNet as Inception-ResNet-v1, as data: torch's modules and OpenVINO's graph are built from it.

Szegedy et al. 2017, "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning",
figures 10 to 15, in the widths FaceNet's published weights have. Layers are named as in ``facenet_pytorch``,
whose weights fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BATCH_NORM_EPS = 1e-3
"""Of every batch norm, TensorFlow's and torch's."""
EMBEDDING = 512
"""Length of an embedding."""


@dataclass(frozen=True, slots=True)
class Conv:
    """A convolution without bias, its batch norm, and a rectifier.

    Attributes:
        inputs: Planes that come in.
        outputs: Planes that go out.
        size: Height and width of the kernel.
        stride: Step in both directions.
        padding: Zeros above and below, left and right.
    """

    inputs: int
    outputs: int
    size: tuple[int, int]
    stride: int = 1
    padding: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Pool:
    """The largest of each window."""

    side: int = 3
    stride: int = 2


Row = tuple[Conv | Pool, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of layers side by side, their answers joined.

    Attributes:
        branches: The rows.
        width: Of a residual block: planes that come in and go out, the joined answer being brought to as many
            and added to what came in. None: the joined answer is the block's.
        scale: Of what is added (Szegedy et al. 2017, section 3.3).
        rectified: Whether the sum is.
    """

    branches: tuple[Row, ...]
    width: int | None = None
    scale: float = 1.0
    rectified: bool = True

    @property
    def joined(self) -> int:
        """Planes of all branches of a residual block together."""
        return sum(row[-1].outputs for row in self.branches if isinstance(row[-1], Conv))


Part = Conv | Pool | Block | tuple[Block, ...]


def _one(inputs: int, outputs: int) -> Conv:
    return Conv(inputs, outputs, (1, 1))


def _three(inputs: int, outputs: int) -> Conv:
    return Conv(inputs, outputs, (3, 3), padding=(1, 1))


def _halving(inputs: int, outputs: int) -> Conv:
    return Conv(inputs, outputs, (3, 3), stride=2)


def _crossed(planes: int, side: int) -> tuple[Conv, Conv]:
    """A square kernel as two: one of its width, one of its height."""
    half = side // 2
    wide = Conv(planes, planes, (1, side), padding=(0, half))
    return wide, Conv(planes, planes, (side, 1), padding=(half, 0))


def _block8(scale: float, rectified: bool = True) -> Block:
    return Block(((_one(1792, 192),), (_one(1792, 192), *_crossed(192, 3))), 1792, scale, rectified)


_BLOCK35 = Block(
    ((_one(256, 32),), (_one(256, 32), _three(32, 32)), (_one(256, 32), _three(32, 32), _three(32, 32))),
    256,
    0.17,
)
_BLOCK17 = Block(((_one(896, 128),), (_one(896, 128), *_crossed(128, 7))), 896, 0.10)

FACENET: dict[str, Part] = {
    "conv2d_1a": _halving(3, 32),
    "conv2d_2a": Conv(32, 32, (3, 3)),
    "conv2d_2b": _three(32, 64),
    "maxpool_3a": Pool(),
    "conv2d_3b": _one(64, 80),
    "conv2d_4a": Conv(80, 192, (3, 3)),
    "conv2d_4b": _halving(192, 256),
    "repeat_1": (_BLOCK35,) * 5,
    "mixed_6a": Block(
        ((_halving(256, 384),), (_one(256, 192), _three(192, 192), _halving(192, 256)), (Pool(),))
    ),
    "repeat_2": (_BLOCK17,) * 10,
    "mixed_7a": Block(
        (
            (_one(896, 256), _halving(256, 384)),
            (_one(896, 256), _halving(256, 256)),
            (_one(896, 256), _three(256, 256), _halving(256, 256)),
            (Pool(),),
        )
    ),
    "repeat_3": (_block8(0.20),) * 5,
    "block8": _block8(1.0, rectified=False),
}
"""Its parts in their order: float32 [N, 160, 160, 3] -> planes [N, 1792, 3, 3]; their means, one matrix
product (``last_linear``) and one batch norm (``last_bn``) make the embedding."""
PLANES = 1792
"""Planes the means are taken of."""


def named(part: Part, name: str) -> Iterator[tuple[str, Conv | Pool | Block]]:
    """A part's own name, or those of what is repeated in it."""
    if isinstance(part, tuple):
        yield from ((f"{name}.{number}", block) for number, block in enumerate(part))
    else:
        yield name, part


def row_names(row: Row, branch: str) -> list[str]:
    """Names of the layers of a branch."""
    return [branch] if len(row) == 1 else [f"{branch}.{number}" for number in range(len(row))]


def weight_names() -> list[str]:
    """Names of all its weights, as in ``facenet_pytorch``."""
    names = ["last_linear.weight", *(f"last_bn.{one}" for one in _NORM)]
    for part_name, part in FACENET.items():
        for name, one in named(part, part_name):
            if isinstance(one, Block):
                for number, row in enumerate(one.branches):
                    for layer_name, layer in zip(row_names(row, f"{name}.branch{number}"), row, strict=True):
                        names += _of_layer(layer, layer_name)
                names += [f"{name}.conv2d.weight", f"{name}.conv2d.bias"] if one.width else []
            else:
                names += _of_layer(one, name)
    return names


_NORM = ("weight", "bias", "running_mean", "running_var")


def _of_layer(layer: Conv | Pool, name: str) -> list[str]:
    if isinstance(layer, Pool):
        return []
    return [f"{name}.conv.weight", *(f"{name}.bn.{one}" for one in _NORM)]
