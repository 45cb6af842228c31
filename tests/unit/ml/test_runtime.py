"""OpenVINO's answers are torch's, or torch is what answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import openvino as ov
import pytest
import torch
from facenet_pytorch import InceptionResnetV1, ONet, PNet, RNet
from torch import Tensor, nn

from faceapp.ml.device import Device, cpu, one_core_each
from faceapp.ml.embedder import fold_batch_norms
from faceapp.ml.openvino_nets import decider, facenet, proposer, refiner
from faceapp.ml.runtime import OpenVinoNetwork, quickest
from faceapp.ml.weights import load_casia_webface, load_packaged


def mtcnn(network: Callable[..., nn.Module], name: str) -> nn.Module:
    module = network(pretrained=False)
    module.load_state_dict(load_packaged(name))
    return module.eval()


@pytest.fixture(scope="module")
def inception() -> nn.Module:
    module: nn.Module = InceptionResnetV1(pretrained=None)
    module.load_state_dict(load_casia_webface())
    fold_batch_norms(module.eval())
    return module


def pixels(count: int, height: int, width: int) -> Tensor:
    values = np.random.default_rng(1).uniform(-1.0, 1.0, (count, height, width, 3)).astype(np.float32)
    return torch.from_numpy(values).permute(0, 3, 1, 2)


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
        for half, least in ((False, 0.9999999), (True, 0.9995)):
            ours = answers(OpenVinoNetwork(facenet(inception), half=half)(batch))[0]
            ours /= np.linalg.norm(ours, axis=1, keepdims=True)
            assert float((ours * theirs).sum(axis=1).min()) > least


def test_the_cpu_gets_openvino_and_other_devices_torch() -> None:
    module = mtcnn(RNet, "mtcnn-rnet")
    assert isinstance(quickest(module, refiner, cpu(), (24, 24)), OpenVinoNetwork)
    other = Device("cuda", torch.device("cpu"))
    assert quickest(module, refiner, other, (24, 24)) is module


def test_torch_answers_where_openvino_fails_or_answers_otherwise() -> None:
    module, untrained = mtcnn(RNet, "mtcnn-rnet"), RNet(pretrained=False).eval()

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
