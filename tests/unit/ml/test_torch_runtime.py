"""Torch on what is taken for a GPU here: 16 bits where they prove themselves, halves where memory lacks."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from faceapp.ml.device import Device
from faceapp.ml.torch_runtime import FromHost, GpuNetwork, facenet_module, listed, mtcnn_module, on_gpu
from faceapp.ml.weights import load_casia_webface, load_packaged

OTHER = Device("cuda", "cpu")
"""Taken for a GPU, so that what a GPU gets can be tried on any machine."""
CPU = torch.device("cpu")


def planes(count: int, side: int) -> Tensor:
    return torch.rand((count, 3, side, side), generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_a_gpu_answers_as_the_module() -> None:
    module = mtcnn_module(1, load_packaged("mtcnn-rnet"))
    network = on_gpu(module, OTHER, 24, half=False)
    batch = planes(3, 24)
    with torch.inference_mode():
        for one, other in zip(listed(network(batch)), listed(module(batch)), strict=True):
            torch.testing.assert_close(one, other)


def test_16_bits_are_used_where_they_prove_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    module = facenet_module(load_casia_webface(), "facenet")
    network = on_gpu(module, OTHER, 160, half=True)
    assert network.half
    pixels = planes(2, 160).permute(0, 2, 3, 1).numpy()
    (ours,), (theirs,) = FromHost(network, CPU)(pixels), FromHost(module, CPU)(pixels)
    assert ours.dtype == np.float32
    assert not np.array_equal(ours, theirs)
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    assert ((ours * theirs).sum(axis=1) / lengths).min() > 0.999
    monkeypatch.setattr("faceapp.ml.runtime._ALIKE", 1.1)  # nothing is as alike
    assert not on_gpu(module, OTHER, 160, half=True).half


def test_a_device_without_16_bits_works_in_32() -> None:
    class Broken(nn.Module):
        def forward(self, batch: Tensor) -> Tensor:
            if torch.is_autocast_enabled("cpu"):
                raise RuntimeError("not implemented")
            return batch.mean(dim=(2, 3))

    network = on_gpu(Broken(), OTHER, 8, half=True)
    assert not network.half
    assert listed(network(planes(2, 8)))[0].shape == (2, 3)


@pytest.mark.parametrize(("room", "largest"), [(3, 3), (1, 1), (20, 11)])
def test_what_does_not_fit_in_memory_goes_in_halves(room: int, largest: int) -> None:
    done: list[int] = []

    class Small(nn.Module):
        def forward(self, batch: Tensor) -> tuple[Tensor, Tensor]:
            if len(batch) > room:
                raise torch.OutOfMemoryError("CUDA out of memory")
            done.append(len(batch))
            return batch.mean(dim=(2, 3)), batch.amax(dim=(2, 3))

    batch = planes(11, 8)
    means, most = listed(GpuNetwork(Small(), CPU, half=False)(batch))
    assert torch.equal(means, batch.mean(dim=(2, 3)))
    assert torch.equal(most, batch.amax(dim=(2, 3)))
    assert (sum(done), max(done)) == (11, largest)


def test_one_picture_that_does_not_fit_is_an_error() -> None:
    class Full(nn.Module):
        def forward(self, batch: Tensor) -> Tensor:
            raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        GpuNetwork(Full(), CPU, half=False)(planes(4, 8))
