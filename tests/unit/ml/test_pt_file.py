"""What torch saved, read without torch."""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch

from faceapp.ml.manifest import MTCNN_NETS, expected_path, manifest
from faceapp.ml.pt_file import read_pt


def saved(path: Path, holds: object, *, archive: bool) -> Path:
    torch.save(holds, path, _use_new_zipfile_serialization=archive)
    return path


@pytest.mark.parametrize("name", MTCNN_NETS)
def test_the_files_of_facenet_pytorch(name: str) -> None:
    path = expected_path(manifest()[name])
    theirs = torch.load(path, map_location="cpu", weights_only=True)
    ours = read_pt(path)
    assert ours.keys() == theirs.keys()
    assert all(np.array_equal(ours[key], theirs[key].numpy()) for key in ours)


@pytest.mark.parametrize("archive", [True, False])
def test_views_types_and_shapes(tmp_path: Path, archive: bool) -> None:
    whole = torch.arange(24.0).reshape(2, 3, 4)
    tensors = OrderedDict(
        whole=whole,
        turned=whole.permute(2, 0, 1),
        part=whole[1, 1:],
        half=whole.half(),
        count=torch.tensor(7),
        none=torch.zeros((0, 3)),
    )
    found = read_pt(saved(tmp_path / "x.pt", tensors, archive=archive))
    assert list(found) == list(tensors)
    for name, tensor in tensors.items():
        assert found[name].dtype == tensor.numpy().dtype
        np.testing.assert_array_equal(found[name], tensor.numpy())


@pytest.mark.parametrize("archive", [True, False])
@pytest.mark.parametrize("kept", [0.2, 0.9, 0.999])
def test_a_file_that_is_cut_off(tmp_path: Path, archive: bool, kept: float) -> None:
    path = saved(tmp_path / "x.pt", {"x": torch.arange(5000.0)}, archive=archive)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(ValueError, match=r"."):
        read_pt(path)


def test_a_tensor_beyond_its_numbers_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.pt", {"x": torch.arange(4.0)}, archive=False)
    data = path.read_bytes()
    shape = b"K\x04\x85"  # the tensor's size: a tuple of the number 4
    assert data.count(shape) == 1
    path.write_bytes(data.replace(shape, b"K\x05\x85"))
    with pytest.raises(ValueError, match="beyond"):
        read_pt(path)


@pytest.mark.parametrize("holds", [b"", b"nothing", pickle.dumps(1), pickle.dumps({"x": 1})])
def test_other_files(tmp_path: Path, holds: bytes) -> None:
    path = tmp_path / "x.pt"
    path.write_bytes(holds)
    with pytest.raises(ValueError, match=r"."):
        read_pt(path)


def test_nothing_else_is_made(tmp_path: Path) -> None:
    path = tmp_path / "x.pt"
    buffer = io.BytesIO()
    for one in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, print):
        pickle.dump(one, buffer, protocol=2)
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ValueError, match="asks for"):
        read_pt(path)
