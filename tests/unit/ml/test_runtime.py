"""OpenVINO's answers are torch's, or torch is what answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import openvino as ov
import pytest
import torch
from torch import Tensor, nn

from faceapp.ml.device import Device, cpu, one_core_each
from faceapp.ml.embedder import fold_batch_norms
from faceapp.ml.networks import InceptionResnetV1, ONet, PNet, RNet
from faceapp.ml.openvino_nets import decider, facenet, proposer, refiner
from faceapp.ml.quantized import activation_ranges
from faceapp.ml.runtime import GpuNetwork, OpenVinoNetwork, has_bfloat16, quickest
from faceapp.ml.weights import load_casia_webface, load_packaged

OTHER = Device("cuda", torch.device("cpu"))
"""Taken for a GPU, so that what a GPU gets can be tried on any machine."""


def mtcnn(network: Callable[..., nn.Module], name: str) -> nn.Module:
    module = network()
    module.load_state_dict(load_packaged(name))
    return module.eval()


@pytest.fixture(scope="module")
def inception() -> nn.Module:
    module: nn.Module = InceptionResnetV1()
    module.load_state_dict(load_casia_webface())
    fold_batch_norms(module.eval())
    return module


def pixels(count: int, height: int, width: int) -> Tensor:
    values = np.random.default_rng(1).uniform(-1.0, 1.0, (count, height, width, 3)).astype(np.float32)
    return torch.from_numpy(values).permute(0, 3, 1, 2)


def least_cosine(ours: np.ndarray[Any, Any], theirs: np.ndarray[Any, Any]) -> float:
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return float(((ours * theirs).sum(axis=1) / lengths).min())


def answers(found: Any) -> list[np.ndarray[Any, Any]]:
    listed = found if isinstance(found, tuple) else (found,)
    return [one.detach().numpy() for one in listed]


@pytest.mark.parametrize(
    ("network", "name", "model", "shapes"),
    [
        (PNet, "mtcnn-pnet", proposer, [(1, 12, 12), (2, 37, 50), (3, 64, 41)]),  # poolings that round up
        (RNet, "mtcnn-rnet", refiner, [(1, 24, 24), (7, 24, 24)]),
        (ONet, "mtcnn-onet", decider, [(1, 48, 48), (5, 48, 48)]),
    ],
)
def test_the_cascades_networks_answer_as_torch_does(
    network: Callable[..., nn.Module],
    name: str,
    model: Callable[[Any], ov.Model],
    shapes: list[tuple[int, int, int]],
) -> None:
    module = mtcnn(network, name)
    quick = OpenVinoNetwork(model(module), half=False)
    for shape in shapes:
        batch = pixels(*shape)
        with torch.inference_mode():
            pairs = zip(answers(quick(batch)), answers(module(batch)), strict=True)
            for ours, theirs in pairs:
                np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_facenet_answers_as_torch_does(inception: nn.Module) -> None:
    batch = pixels(2, 160, 160)
    with torch.inference_mode():
        theirs = answers(inception(batch))[0]
        for half, least in ((False, 0.9999999), (has_bfloat16(), 0.9995)):
            ours = answers(OpenVinoNetwork(facenet(inception), half=half)(batch))[0]
            assert least_cosine(ours, theirs) > least


def test_facenet_is_never_left_to_torch_on_a_cpu(inception: nn.Module) -> None:
    network = quickest(inception, facenet, cpu(), (160, 160))
    assert isinstance(network, OpenVinoNetwork)
    batch = pixels(2, 160, 160)
    with torch.inference_mode():
        np.testing.assert_allclose(answers(network(batch))[0], answers(inception(batch))[0], atol=1e-4)


def test_whole_numbers_are_used_where_they_prove_themselves(
    inception: nn.Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranges = activation_ranges("facenet-casia-webface")
    assert ranges is not None
    made: list[str] = []

    def eight(module: Any) -> ov.Model:
        made.append("eight")
        return facenet(module, ranges)

    def overflowing(module: Any) -> ov.Model:
        """As on a CPU without VNNI, where sums of two products are cut off: what is large is not."""
        made.append("overflowing")
        return facenet(module, {name: high / 8 for name, high in ranges.items()})

    def plain(module: Any) -> ov.Model:
        made.append("plain")
        return facenet(module)

    monkeypatch.setattr("faceapp.ml.runtime.platform.machine", lambda: "x86_64")
    with torch.inference_mode():
        network = quickest(inception, plain, cpu(), (160, 160), whole=overflowing)
        assert (made, type(network)) == (["overflowing", "plain"], OpenVinoNetwork)
        made.clear()
        quickest(inception, plain, cpu(), (160, 160), whole=eight)
        assert made[0] == "eight"
        made.clear()
        monkeypatch.setattr("faceapp.ml.runtime.platform.machine", lambda: "riscv64")
        quickest(inception, plain, cpu(), (160, 160), whole=eight)
        assert made == ["plain"]


def test_the_cpu_gets_openvino_and_other_devices_torch() -> None:
    module = mtcnn(RNet, "mtcnn-rnet")
    assert isinstance(quickest(module, refiner, cpu(), (24, 24)), OpenVinoNetwork)
    network = quickest(module, refiner, OTHER, (24, 24))
    assert isinstance(network, GpuNetwork)
    batch = pixels(3, 24, 24)
    with torch.inference_mode():
        for ours, theirs in zip(answers(network(batch)), answers(module(batch)), strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_16_bits_are_used_where_they_prove_themselves(
    inception: nn.Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = 160, 160
    network = quickest(inception, facenet, OTHER, shape, half=True)
    assert isinstance(network, GpuNetwork)
    assert network.half
    batch = pixels(2, *shape)
    with torch.inference_mode():
        (ours,), (theirs,) = answers(network(batch)), answers(inception(batch))
    assert ours.dtype == np.float32
    assert not np.array_equal(ours, theirs)
    assert least_cosine(ours, theirs) > 0.999
    monkeypatch.setattr("faceapp.ml.runtime._ALIKE", 1.1)  # nothing is as alike
    refused = quickest(inception, facenet, OTHER, shape, half=True)
    assert isinstance(refused, GpuNetwork)
    assert not refused.half


def test_a_device_without_16_bits_works_in_32() -> None:
    class Broken(nn.Module):
        def forward(self, batch: Tensor) -> Tensor:
            if torch.is_autocast_enabled("cpu"):
                raise RuntimeError("not implemented")
            return batch.mean(dim=(2, 3))

    network = quickest(Broken(), facenet, OTHER, (8, 8), half=True)
    assert isinstance(network, GpuNetwork)
    assert not network.half
    assert answers(network(pixels(2, 8, 8)))[0].shape == (2, 3)


@pytest.mark.parametrize(("room", "largest"), [(3, 3), (1, 1), (20, 11)])
def test_what_does_not_fit_in_memory_goes_in_halves(room: int, largest: int) -> None:
    done: list[int] = []

    class Small(nn.Module):
        def forward(self, batch: Tensor) -> tuple[Tensor, Tensor]:
            if len(batch) > room:
                raise torch.OutOfMemoryError("CUDA out of memory")
            done.append(len(batch))
            return batch.mean(dim=(2, 3)), batch.amax(dim=(2, 3))

    batch = pixels(11, 8, 8)
    network = GpuNetwork(Small(), torch.device("cpu"), half=False)
    means, most = answers(network(batch))
    np.testing.assert_array_equal(means, batch.mean(dim=(2, 3)).numpy())
    np.testing.assert_array_equal(most, batch.amax(dim=(2, 3)).numpy())
    assert (sum(done), max(done)) == (11, largest)


def test_one_picture_that_does_not_fit_is_an_error() -> None:
    class Full(nn.Module):
        def forward(self, batch: Tensor) -> Tensor:
            raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        GpuNetwork(Full(), torch.device("cpu"), half=False)(pixels(4, 8, 8))


def test_torch_answers_where_openvino_fails_or_answers_otherwise() -> None:
    module, untrained = mtcnn(RNet, "mtcnn-rnet"), RNet().eval()

    def broken(_: nn.Module) -> ov.Model:
        raise RuntimeError("no such operation")

    assert quickest(module, broken, cpu(), (24, 24)) is module
    assert quickest(module, lambda _: refiner(untrained), cpu(), (24, 24)) is module


@pytest.mark.parametrize("calls", [0, 2])
def test_several_threads_get_their_own_answers(calls: int) -> None:
    module = mtcnn(PNet, "mtcnn-pnet")
    network = OpenVinoNetwork(proposer(module), half=False, calls=calls)
    batches = [pixels(1, 30 + number % 5, 40 + number % 7) * (number + 1) / 24 for number in range(24)]
    with torch.inference_mode(), ThreadPoolExecutor(6) as pool:
        for found, batch in zip(pool.map(network, batches), batches, strict=True):
            for ours, theirs in zip(answers(found), answers(module(batch)), strict=True):
                np.testing.assert_allclose(ours, theirs, atol=1e-4 * np.abs(theirs).max())


def test_one_core_each_is_for_cpus(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", threads.append)
    gpu = Device("cuda", torch.device("cuda"))
    assert one_core_each(gpu, 3) is gpu
    assert threads == []
    assert one_core_each(cpu("slow"), 3) == Device("cpu", torch.device("cpu"), "slow", 3)
    assert threads == [1]


def test_few_sizes_of_batches_reach_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    module = mtcnn(RNet, "mtcnn-rnet")
    network = OpenVinoNetwork(refiner(module), half=False)
    sizes: set[int] = set()
    infer = ov.InferRequest.infer

    def counted(request: ov.InferRequest, inputs: list[np.ndarray[Any, Any]]) -> Any:
        sizes.add(len(inputs[0]))
        return infer(request, inputs)

    monkeypatch.setattr(ov.InferRequest, "infer", counted)
    batch = pixels(128, 24, 24)
    with torch.inference_mode():
        theirs = answers(module(batch))
        for count in range(1, 129):
            for ours, other in zip(answers(network(batch[:count])), theirs, strict=True):
                assert len(ours) == count
                np.testing.assert_allclose(ours, other[:count], atol=1e-4 * np.abs(other).max())
    assert sizes == {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128}
