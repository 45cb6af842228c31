"""The networks against the paper's tables, row by row."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from faceapp.training.counting import Row, rows, total
from faceapp.training.layers import L2Pool, Maxout, Unit
from faceapp.training.networks import NETWORKS, nn1, nn2

UNITS = {"K": 1e3, "M": 1e6}

# name, planes, side, parameters, multiplications (as printed)
TABLE_1 = [
    ("conv1", 64, 110, "9K", "115M"),
    ("pool1", 64, 55, "0", "0"),
    ("rnorm1", 64, 55, "0", "0"),
    ("conv2a", 64, 55, "4K", "13M"),
    ("conv2", 192, 55, "111K", "335M"),
    ("rnorm2", 192, 55, "0", "0"),
    ("pool2", 192, 28, "0", "0"),
    ("conv3a", 192, 28, "37K", "29M"),
    ("conv3", 384, 28, "664K", "521M"),
    ("pool3", 384, 14, "0", "0"),
    ("conv4a", 384, 14, "148K", "29M"),
    ("conv4", 256, 14, "885K", "173M"),
    ("conv5a", 256, 14, "66K", "13M"),
    ("conv5", 256, 14, "590K", "116M"),
    ("conv6a", 256, 14, "66K", "13M"),
    ("conv6", 256, 14, "590K", "116M"),
    ("pool4", 256, 7, "0", "0"),
    ("concat", 7 * 7 * 256, None, "0", "0"),
    ("fc1", 32 * 128, None, "103M", "103M"),
    ("fc2", 32 * 128, None, "34M", "34M"),
    ("fc7128", 128, None, "524K", "0.5M"),
    ("L2", 128, None, "0", "0"),
]
TABLE_2 = [
    ("conv1", 64, 112, "9K", "119M"),
    ("pool1", 64, 56, "0", "0"),
    ("norm1", 64, 56, "0", "0"),
    ("inception (2)", 192, 56, "115K", "360M"),
    ("norm2", 192, 56, "0", "0"),
    ("pool2", 192, 28, "0", "0"),
    ("inception (3a)", 256, 28, "164K", "128M"),
    ("inception (3b)", 320, 28, "228K", "179M"),
    ("inception (3c)", 640, 14, "398K", "108M"),
    ("inception (4a)", 640, 14, "545K", "107M"),
    ("inception (4b)", 640, 14, "595K", "117M"),
    ("inception (4c)", 640, 14, "654K", "128M"),
    ("inception (4d)", 640, 14, "722K", "142M"),
    ("inception (4e)", 1024, 7, "717K", "56M"),
    ("inception (5a)", 1024, 7, "1.6M", "78M"),
    ("inception (5b)", 1024, 7, "1.6M", "78M"),
    ("avg pool", 1024, 1, "0", "0"),
    ("concat", 1024, None, "0", "0"),
    ("fully conn", 128, None, "131K", "0.1M"),
    ("L2", 128, None, "0", "0"),
]


def as_printed(value: float, printed: str) -> bool:
    """Whether a number is printed so: rounded to the last digit the paper gives, or cut off there."""
    if printed == "0":
        return value == 0
    unit = UNITS[printed[-1]]
    last = 0.1 * unit if "." in printed else unit
    return abs(value - float(printed[:-1]) * unit) < last


@pytest.mark.parametrize(("table", "network", "side"), [(TABLE_1, nn1, 220), (TABLE_2, nn2, 224)])
def test_every_row_of_the_tables(
    table: list[tuple[str, int, int | None, str, str]], network: type[nn.Sequential], side: int
) -> None:
    counted = rows(network(), (side, side))
    assert [row.name for row in counted] == [name for name, *_ in table]
    for row, (name, planes, square, parameters, multiplications) in zip(counted, table, strict=True):
        assert row.shape == ((planes,) if square is None else (planes, square, square)), name
        for value, printed in ((row.parameters, parameters), (row.multiplications, multiplications)):
            assert as_printed(value, printed), (name, value, printed)


def counted(name: str) -> list[Row]:
    one = NETWORKS[name]
    return rows(one.make(), one.published.size)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_whole_as_published(name: str) -> None:
    parameters, multiplications = total(counted(name))
    published = NETWORKS[name].published
    if published.parameters is not None:
        assert parameters == pytest.approx(published.parameters, rel=0.02)
    if published.multiplications is not None:
        assert multiplications == pytest.approx(published.multiplications, rel=0.02)


def test_nn1_is_22_rows_deep() -> None:
    """As section 3.3 counts; of table 1 all rows, those without weights as well."""
    assert len(counted("nn1")) == 22


def test_nn3_is_nn2_on_smaller_faces() -> None:
    assert total(counted("nn3"))[0] == total(counted("nn2"))[0]
    assert counted("nn3")[-4].shape == (1024, 1, 1)


@pytest.mark.parametrize("dimension", [64, 128, 256, 512])
@pytest.mark.parametrize("norm", [False, True])
def test_embeddings_are_of_unit_length(dimension: int, norm: bool) -> None:
    torch.manual_seed(0)
    network = NETWORKS["nns2"].make(dimension, norm=norm)
    found = network(torch.randn(3, 3, *NETWORKS["nns2"].published.size))
    assert found.shape == (3, dimension)
    torch.testing.assert_close(found.norm(dim=1), torch.ones(3))


def test_l2_pooling_by_hand() -> None:
    x = torch.arange(16.0).reshape(1, 1, 4, 4) - 7
    found = L2Pool(3, 2, 1)(x)
    padded = torch.nn.functional.pad(x, (1, 1, 1, 1))
    for row in range(2):
        for column in range(2):
            window = padded[0, 0, 2 * row : 2 * row + 3, 2 * column : 2 * column + 3]
            assert found[0, 0, row, column].item() == pytest.approx(window.norm().item(), rel=1e-5)


def test_l2_pooling_of_nothing_has_a_slope() -> None:
    x = torch.zeros(1, 1, 4, 4, requires_grad=True)
    L2Pool(3, 2, 1)(x).sum().backward()
    assert x.grad is not None
    assert torch.isfinite(x.grad).all()


def test_maxout_by_hand() -> None:
    layer = Maxout(5, 4, pieces=2)
    x = torch.randn(3, 5, generator=torch.Generator().manual_seed(0))
    all_of_it = x @ layer.dense.weight.T + layer.dense.bias
    torch.testing.assert_close(layer(x), all_of_it.reshape(3, 4, 2).max(dim=2).values)
    assert Unit()(layer(x)).norm(dim=1).tolist() == pytest.approx([1, 1, 1])
