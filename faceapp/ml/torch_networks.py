"""The networks the app runs, as torch modules: MTCNN's three, and FaceNet.

Zhang et al. 2016, figure 2 (MTCNN); :mod:`faceapp.ml.architecture` (FaceNet). Layers are named as in
``facenet_pytorch``, whose weights fit, and the answers are the same, but that FaceNet's are not brought to
unit length (:mod:`tests.unit.ml.test_torch_networks`). Importing that package takes four seconds, for it
imports torchvision and that torch's compiler.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from faceapp.ml.architecture import BATCH_NORM_EPS, EMBEDDING, FACENET, PLANES, Block, Conv, Part, Pool


class PNet(nn.Module):
    """MTCNN's first network, slid over a picture.

    float32 [N, 3, H, W] -> shifts [N, 4, h, w], scores [N, 2, h, w].
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 10, 3)
        self.prelu1 = nn.PReLU(10)
        self.pool1 = nn.MaxPool2d(2, 2, ceil_mode=True)
        self.conv2 = nn.Conv2d(10, 16, 3)
        self.prelu2 = nn.PReLU(16)
        self.conv3 = nn.Conv2d(16, 32, 3)
        self.prelu3 = nn.PReLU(32)
        self.conv4_1 = nn.Conv2d(32, 2, 1)
        self.conv4_2 = nn.Conv2d(32, 4, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Run it."""
        x = self.pool1(self.prelu1(self.conv1(x)))
        x = self.prelu3(self.conv3(self.prelu2(self.conv2(x))))
        return self.conv4_2(x), self.conv4_1(x).softmax(dim=1)


class RNet(nn.Module):
    """MTCNN's second network: float32 [N, 3, 24, 24] -> shifts [N, 4], scores [N, 2]."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 28, 3)
        self.prelu1 = nn.PReLU(28)
        self.pool1 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.conv2 = nn.Conv2d(28, 48, 3)
        self.prelu2 = nn.PReLU(48)
        self.pool2 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.conv3 = nn.Conv2d(48, 64, 2)
        self.prelu3 = nn.PReLU(64)
        self.dense4 = nn.Linear(576, 128)
        self.prelu4 = nn.PReLU(128)
        self.dense5_1 = nn.Linear(128, 2)
        self.dense5_2 = nn.Linear(128, 4)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Run it."""
        x = self.pool1(self.prelu1(self.conv1(x)))
        x = self.pool2(self.prelu2(self.conv2(x)))
        x = self.prelu4(self.dense4(_columns_first(self.prelu3(self.conv3(x)))))
        return self.dense5_2(x), self.dense5_1(x).softmax(dim=1)


class ONet(nn.Module):
    """MTCNN's third network: float32 [N, 3, 48, 48] -> shifts [N, 4], landmarks [N, 10], scores [N, 2]."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3)
        self.prelu1 = nn.PReLU(32)
        self.pool1 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.prelu2 = nn.PReLU(64)
        self.pool2 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.conv3 = nn.Conv2d(64, 64, 3)
        self.prelu3 = nn.PReLU(64)
        self.pool3 = nn.MaxPool2d(2, 2, ceil_mode=True)
        self.conv4 = nn.Conv2d(64, 128, 2)
        self.prelu4 = nn.PReLU(128)
        self.dense5 = nn.Linear(1152, 256)
        self.prelu5 = nn.PReLU(256)
        self.dense6_1 = nn.Linear(256, 2)
        self.dense6_2 = nn.Linear(256, 4)
        self.dense6_3 = nn.Linear(256, 10)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Run it."""
        x = self.pool1(self.prelu1(self.conv1(x)))
        x = self.pool2(self.prelu2(self.conv2(x)))
        x = self.pool3(self.prelu3(self.conv3(x)))
        x = self.prelu5(self.dense5(_columns_first(self.prelu4(self.conv4(x)))))
        return self.dense6_2(x), self.dense6_3(x), self.dense6_1(x).softmax(dim=1)


def _columns_first(x: Tensor) -> Tensor:
    """Planes [N, C, H, W] as vectors, columns before rows: MTCNN was trained in Matlab."""
    return x.permute(0, 3, 2, 1).reshape(len(x), -1)


class Convolution(nn.Module):
    """A convolution without bias, its batch norm, and a rectifier."""

    def __init__(self, layer: Conv) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            layer.inputs, layer.outputs, layer.size, layer.stride, layer.padding, bias=False
        )
        self.bn = nn.BatchNorm2d(layer.outputs, eps=BATCH_NORM_EPS)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        out: Tensor = self.relu(self.bn(self.conv(x)))
        return out


class Branches(nn.Module):
    """A :class:`faceapp.ml.architecture.Block`."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.scale = block.scale
        self.rectified = block.rectified
        self._branches = [f"branch{number}" for number in range(len(block.branches))]
        for name, row in zip(self._branches, block.branches, strict=True):
            layers = [_layer(layer) for layer in row]
            self.add_module(name, layers[0] if len(layers) == 1 else nn.Sequential(*layers))
        self.conv2d = None if block.width is None else nn.Conv2d(block.joined, block.width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        joined = torch.cat([getattr(self, name)(x) for name in self._branches], dim=1)
        if self.conv2d is None:
            return joined
        out: Tensor = self.conv2d(joined) * self.scale + x
        return out.relu() if self.rectified else out


def _layer(layer: Conv | Pool) -> nn.Module:
    return Convolution(layer) if isinstance(layer, Conv) else nn.MaxPool2d(layer.side, layer.stride)


def _part(part: Part) -> nn.Module:
    if isinstance(part, tuple):
        return nn.Sequential(*(Branches(block) for block in part))
    return Branches(part) if isinstance(part, Block) else _layer(part)


class InceptionResnetV1(nn.Module):
    """FaceNet: float32 [N, 3, 160, 160] -> embeddings float32 [N, 512], not yet of unit length."""

    def __init__(self) -> None:
        super().__init__()
        for name, part in FACENET.items():
            self.add_module(name, _part(part))
        self.last_linear = nn.Linear(PLANES, EMBEDDING, bias=False)
        self.last_bn = nn.BatchNorm1d(EMBEDDING, eps=BATCH_NORM_EPS)

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        for name in FACENET:
            x = getattr(self, name)(x)
        out: Tensor = self.last_bn(self.last_linear(x.mean(dim=(2, 3))))
        return out


def fold_batch_norms(network: nn.Module) -> None:
    """Make each convolution do its batch norm's work: the same numbers, 132 passes less."""
    for module in network.modules():
        conv, norm = getattr(module, "conv", None), getattr(module, "bn", None)
        if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            module.conv = fuse_conv_bn_eval(conv, norm)
            module.bn = nn.Identity()
