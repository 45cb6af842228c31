"""OpenVINO's answers are torch's, or torch is what answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import openvino as ov
import pytest
import torch
from numpy.typing import NDArray

from faceapp.ml import runtime
from faceapp.ml.device import Device, cpu, one_core_each
from faceapp.ml.known_answers import known_answers
from faceapp.ml.openvino_nets import decider, facenet, proposer, refiner
from faceapp.ml.quantized import activation_ranges
from faceapp.ml.runtime import Network, OpenVinoNetwork, Ways, has_bfloat16, quickest
from faceapp.ml.torch_runtime import FromHost, facenet_module, mtcnn_module, on_cpu
from faceapp.ml.weights import Weights, load_casia_webface, load_packaged
from tests.known_answers import answers_of_torch

Floats = NDArray[np.float32]
FACENET = "facenet-casia-webface"


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_casia_webface()


@pytest.fixture(scope="module")
def inception(weights: Weights) -> Network:
    """FaceNet run by torch."""
    return on_cpu(facenet_module(weights, FACENET), 0)


def by_torch(stage: int) -> Network:
    name = ("mtcnn-pnet", "mtcnn-rnet", "mtcnn-onet")[stage]
    return on_cpu(mtcnn_module(stage, load_packaged(name)), 0)


def pixels(count: int, height: int, width: int) -> Floats:
    values = np.random.default_rng(1).uniform(-1.0, 1.0, (count, height, width, 3))
    return values.astype(np.float32)


def least_cosine(ours: Floats, theirs: Floats) -> float:
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return float(((ours * theirs).sum(axis=1) / lengths).min())


def test_the_answers_that_come_with_the_app_are_torchs() -> None:
    for key, answer in answers_of_torch().items():
        name, _, number = key.rpartition("/")
        kept = known_answers(name)
        assert kept is not None
        np.testing.assert_allclose(kept[int(number)], answer, atol=1e-4 * np.abs(answer).max(), err_msg=key)


@pytest.mark.parametrize(
    ("stage", "name", "model", "shapes"),
    [
        (0, "mtcnn-pnet", proposer, [(1, 12, 12), (2, 37, 50), (3, 64, 41)]),  # poolings that round up
        (1, "mtcnn-rnet", refiner, [(1, 24, 24), (7, 24, 24)]),
        (2, "mtcnn-onet", decider, [(1, 48, 48), (5, 48, 48)]),
    ],
)
def test_the_cascades_networks_answer_as_torch_does(
    stage: int, name: str, model: Callable[[Weights], ov.Model], shapes: list[tuple[int, int, int]]
) -> None:
    theirs = by_torch(stage)
    quick = OpenVinoNetwork(model(load_packaged(name)), half=False)
    for shape in shapes:
        batch = pixels(*shape)
        for one, other in zip(quick(batch), theirs(batch), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-5)


def test_facenet_answers_as_torch_does(weights: Weights, inception: Network) -> None:
    batch = pixels(2, 160, 160)
    (theirs,) = inception(batch)
    for half, least in ((False, 0.9999999), (has_bfloat16(), 0.9995)):
        (ours,) = OpenVinoNetwork(facenet(weights), half=half)(batch)
        assert least_cosine(ours, theirs) > least


def refused() -> Network:
    raise AssertionError("torch was asked for")


def ways(weights: Weights, **others: Any) -> Ways:
    return Ways(
        **{"name": FACENET, "model": partial(facenet, weights), "torch": refused, "side": 160} | others
    )


def test_facenet_is_never_left_to_torch_on_a_cpu(weights: Weights, inception: Network) -> None:
    network = quickest(ways(weights))
    batch = pixels(2, 160, 160)
    np.testing.assert_allclose(network(batch)[0], inception(batch)[0], atol=1e-4)


def test_whole_numbers_are_used_where_they_prove_themselves(
    weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranges = activation_ranges(FACENET)
    assert ranges is not None
    made: list[str] = []

    def maker(name: str, highest: dict[str, float] | None) -> Callable[[], ov.Model]:
        def make() -> ov.Model:
            made.append(name)
            return facenet(weights, highest)

        return make

    eight, plain = maker("eight", dict(ranges)), maker("plain", None)
    # As on a CPU without VNNI, where sums of two products are cut off: what is large is not.
    overflowing = maker("overflowing", {name: high / 8 for name, high in ranges.items()})
    monkeypatch.setattr("faceapp.ml.runtime.platform.machine", lambda: "x86_64")
    quickest(ways(weights, model=plain, whole=overflowing))
    assert made == ["overflowing", "plain"]
    made.clear()
    quickest(ways(weights, model=plain, whole=eight))
    assert made[0] == "eight"
    made.clear()
    monkeypatch.setattr("faceapp.ml.runtime.platform.machine", lambda: "riscv64")
    quickest(ways(weights, model=plain, whole=eight))
    assert made == ["plain"]


def test_weights_that_came_later_are_compared_with_float32(
    weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answers of torch's are known for them: whole numbers prove themselves against OpenVINO's float32."""
    ranges = activation_ranges(FACENET)
    assert ranges is not None
    monkeypatch.setattr("faceapp.ml.runtime.platform.machine", lambda: "x86_64")
    assert known_answers("other") is None
    cut_off = {name: high / 8 for name, high in ranges.items()}
    network = quickest(ways(weights, name="other", whole=partial(facenet, weights, cut_off)))
    batch = pixels(2, 160, 160)
    (exact,) = OpenVinoNetwork(facenet(weights), half=False)(batch)
    np.testing.assert_array_equal(network(batch)[0], exact)


def test_torch_answers_where_openvino_fails_or_answers_otherwise() -> None:
    weights = load_packaged("mtcnn-rnet")
    other = {name: array * np.float32(1.01) for name, array in weights.items()}

    def broken() -> ov.Model:
        raise RuntimeError("no such operation")

    for model in (broken, partial(refiner, other)):
        torchs = by_torch(1)
        assert quickest(Ways("mtcnn-rnet", model, lambda made=torchs: made, 24)) is torchs  # type: ignore[misc]


@pytest.mark.parametrize("calls", [0, 2])
def test_several_threads_get_their_own_answers(calls: int) -> None:
    network = OpenVinoNetwork(proposer(load_packaged("mtcnn-pnet")), half=False, calls=calls)
    theirs = by_torch(0)
    batches = [
        pixels(1, 30 + number % 5, 40 + number % 7) * np.float32((number + 1) / 24) for number in range(24)
    ]
    with ThreadPoolExecutor(6) as pool:
        for found, batch in zip(pool.map(network, batches), batches, strict=True):
            for one, other in zip(found, theirs(batch), strict=True):
                np.testing.assert_allclose(one, other, atol=1e-4 * np.abs(other).max())


def test_one_core_each_is_for_cpus() -> None:
    gpu = Device("cuda", "cuda")
    assert one_core_each(gpu, 3) is gpu
    assert one_core_each(cpu("slow"), 3) == Device("cpu", "cpu", "slow", 3)


def test_torch_takes_one_core_for_each_of_several_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", threads.append)
    module = mtcnn_module(1, load_packaged("mtcnn-rnet"))
    assert isinstance(on_cpu(module, 0), FromHost)
    assert threads == []
    on_cpu(module, 3)
    assert threads == [1]


def test_few_sizes_of_batches_reach_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    network = OpenVinoNetwork(refiner(load_packaged("mtcnn-rnet")), half=False)
    sizes: set[int] = set()
    infer = ov.InferRequest.infer

    def counted(request: ov.InferRequest, inputs: list[Floats]) -> Any:
        sizes.add(len(inputs[0]))
        return infer(request, inputs)

    monkeypatch.setattr(ov.InferRequest, "infer", counted)
    batch = pixels(128, 24, 24)
    theirs = by_torch(1)(batch)
    for count in range(1, 129):
        for one, other in zip(network(batch[:count]), theirs, strict=True):
            assert len(one) == count
            np.testing.assert_allclose(one, other[:count], atol=1e-4 * np.abs(other).max())
    assert sizes == {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128}


def test_answers_agree_or_not() -> None:
    one = (np.array([[1.0, 2.0], [3.0, 4.0]], np.float32),)
    near = (one[0] + np.float32(2e-4),)
    assert runtime.agrees(near, one, exactly=True)
    assert not runtime.agrees((one[0] + np.float32(1e-2),), one, exactly=True)
    assert runtime.agrees((one[0] + np.float32(1e-2),), one, exactly=False)
    assert not runtime.agrees((one[0][:, ::-1],), one, exactly=False)
