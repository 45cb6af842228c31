"""The app's modules answer as facenet_pytorch's do, with the same weights under the same names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import facenet_pytorch as theirs
import pytest
import torch
from torch import Tensor, nn

from faceapp.ml import torch_networks as ours
from faceapp.ml.weights import Weights, load_casia_webface, load_packaged


class UnitLength(nn.Module):
    def forward(self, rows: Tensor) -> Tensor:
        return nn.functional.normalize(rows, dim=1)


def answers(module: nn.Module, batch: Tensor) -> list[Tensor]:
    with torch.inference_mode():
        found = module.eval()(batch)
    return list(found) if isinstance(found, tuple) else [found]


def assert_same(mine: nn.Module, other: nn.Module, weights: Weights, batch: Tensor) -> None:
    for module in (mine, other):
        module.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    for one, another in zip(answers(mine, batch), answers(other, batch), strict=True):
        torch.testing.assert_close(one, another, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("mine", "other", "name", "side"),
    [
        (ours.PNet, theirs.PNet, "mtcnn-pnet", 57),
        (ours.RNet, theirs.RNet, "mtcnn-rnet", 24),
        (ours.ONet, theirs.ONet, "mtcnn-onet", 48),
    ],
)
def test_the_cascades_networks(
    mine: Callable[[], nn.Module], other: Callable[..., nn.Module], name: str, side: int
) -> None:
    batch = torch.rand((3, 3, side, side + (side == 57)), generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert_same(mine(), other(pretrained=False), load_packaged(name), batch)


def test_facenet() -> None:
    batch = torch.rand((2, 3, 160, 160), generator=torch.Generator().manual_seed(0)) * 2 - 1
    mine = nn.Sequential(OrderedDict(network=ours.InceptionResnetV1(), length=UnitLength()))
    other = nn.Sequential(OrderedDict(network=theirs.InceptionResnetV1(pretrained=None)))
    weights = {f"network.{name}": array for name, array in load_casia_webface().items()}
    assert_same(mine, other, weights, batch)
