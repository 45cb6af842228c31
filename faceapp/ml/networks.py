"""The networks the app runs, as modules: MTCNN's three, and FaceNet as Inception-ResNet-v1.

Zhang et al. 2016, figure 2 (MTCNN); Szegedy et al. 2017, "Inception-v4, Inception-ResNet and the Impact of
Residual Connections on Learning", figures 10 to 15, in the widths FaceNet's published weights have. Layers
are named as in ``facenet_pytorch``, whose weights fit, and the answers are the same, but that FaceNet's are
not brought to unit length (:mod:`tests.unit.ml.test_networks`). Importing that package takes four seconds,
for it imports torchvision and that torch's compiler; somebody waits for them at the first question.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

_EPS = 1e-3  # of every batch norm
Size = int | tuple[int, int]


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

    def __init__(self, inputs: int, outputs: int, size: Size, stride: int = 1, padding: Size = 0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=_EPS)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        out: Tensor = self.relu(self.bn(self.conv(x)))
        return out


class Residual(nn.Module):
    """Branches side by side, brought back to the width of what came in, scaled and added to it.

    Args:
        width: Planes that come in and go out.
        branches: Each a row of convolutions.
        joined: Planes of all branches together.
        scale: Of what is added (Szegedy et al. 2017, section 3.3).
        rectified: Whether the sum is.
    """

    def __init__(
        self, width: int, branches: list[nn.Module], joined: int, scale: float, rectified: bool = True
    ) -> None:
        super().__init__()
        self.scale = scale
        self.rectified = rectified
        self._branches = [f"branch{number}" for number in range(len(branches))]
        for name, branch in zip(self._branches, branches, strict=True):
            self.add_module(name, branch)
        self.conv2d = nn.Conv2d(joined, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        joined = torch.cat([getattr(self, name)(x) for name in self._branches], dim=1)
        out: Tensor = self.conv2d(joined) * self.scale + x
        return out.relu() if self.rectified else out


class Reduction(nn.Module):
    """Branches side by side, each halving the planes' sides."""

    def __init__(self, branches: list[nn.Module]) -> None:
        super().__init__()
        self._branches = [f"branch{number}" for number in range(len(branches))]
        for name, branch in zip(self._branches, branches, strict=True):
            self.add_module(name, branch)

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        return torch.cat([getattr(self, name)(x) for name in self._branches], dim=1)


def _block35() -> Residual:
    first = Convolution(256, 32, 1)
    second = nn.Sequential(Convolution(256, 32, 1), Convolution(32, 32, 3, padding=1))
    third = nn.Sequential(
        Convolution(256, 32, 1), Convolution(32, 32, 3, padding=1), Convolution(32, 32, 3, padding=1)
    )
    return Residual(256, [first, second, third], 96, 0.17)


def _block17() -> Residual:
    row = nn.Sequential(
        Convolution(896, 128, 1),
        Convolution(128, 128, (1, 7), padding=(0, 3)),
        Convolution(128, 128, (7, 1), padding=(3, 0)),
    )
    return Residual(896, [Convolution(896, 128, 1), row], 256, 0.10)


def _block8(scale: float = 0.20, rectified: bool = True) -> Residual:
    row = nn.Sequential(
        Convolution(1792, 192, 1),
        Convolution(192, 192, (1, 3), padding=(0, 1)),
        Convolution(192, 192, (3, 1), padding=(1, 0)),
    )
    return Residual(1792, [Convolution(1792, 192, 1), row], 384, scale, rectified)


def _mixed_6a() -> Reduction:
    row = nn.Sequential(
        Convolution(256, 192, 1), Convolution(192, 192, 3, padding=1), Convolution(192, 256, 3, stride=2)
    )
    return Reduction([Convolution(256, 384, 3, stride=2), row, nn.MaxPool2d(3, 2)])


def _mixed_7a() -> Reduction:
    return Reduction(
        [
            nn.Sequential(Convolution(896, 256, 1), Convolution(256, 384, 3, stride=2)),
            nn.Sequential(Convolution(896, 256, 1), Convolution(256, 256, 3, stride=2)),
            nn.Sequential(
                Convolution(896, 256, 1),
                Convolution(256, 256, 3, padding=1),
                Convolution(256, 256, 3, stride=2),
            ),
            nn.MaxPool2d(3, 2),
        ]
    )


class InceptionResnetV1(nn.Module):
    """FaceNet: float32 [N, 3, 160, 160] -> embeddings float32 [N, 512], not yet of unit length."""

    def __init__(self) -> None:
        super().__init__()
        self.conv2d_1a = Convolution(3, 32, 3, stride=2)
        self.conv2d_2a = Convolution(32, 32, 3)
        self.conv2d_2b = Convolution(32, 64, 3, padding=1)
        self.maxpool_3a = nn.MaxPool2d(3, 2)
        self.conv2d_3b = Convolution(64, 80, 1)
        self.conv2d_4a = Convolution(80, 192, 3)
        self.conv2d_4b = Convolution(192, 256, 3, stride=2)
        self.repeat_1 = nn.Sequential(*(_block35() for _ in range(5)))
        self.mixed_6a = _mixed_6a()
        self.repeat_2 = nn.Sequential(*(_block17() for _ in range(10)))
        self.mixed_7a = _mixed_7a()
        self.repeat_3 = nn.Sequential(*(_block8() for _ in range(5)))
        self.block8 = _block8(1.0, rectified=False)
        self.last_linear = nn.Linear(1792, 512, bias=False)
        self.last_bn = nn.BatchNorm1d(512, eps=_EPS)

    def forward(self, x: Tensor) -> Tensor:
        """Run it."""
        x = self.conv2d_2b(self.conv2d_2a(self.conv2d_1a(x)))
        x = self.conv2d_4b(self.conv2d_4a(self.conv2d_3b(self.maxpool_3a(x))))
        x = self.mixed_7a(self.repeat_2(self.mixed_6a(self.repeat_1(x))))
        x = self.block8(self.repeat_3(x))
        out: Tensor = self.last_bn(self.last_linear(x.mean(dim=(2, 3))))
        return out
