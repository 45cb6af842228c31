"""What every device must be able to do, checked on a backend that lacks what MPS lacks.

The fake backend is the CPU under a dispatch mode that sees every operation torch runs: a float64 tensor
raises, as it does on MPS, and one chosen operation can be missing, as a kernel may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from faceapp.core.models import Picture
from faceapp.ml import registry
from faceapp.ml.device import Backend, Device, choose_device
from faceapp.ml.embedder import FaceNetEmbedder
from faceapp.ml.manifest import CASIA_WEBFACE, manifest
from faceapp.ml.mtcnn import MtcnnDetector
from faceapp.ml.torch_probe import probe_device
from faceapp.ml.weights import load_casia_webface

CPU = "cpu"
"""What torch calls it."""


class PoorBackend(TorchDispatchMode):
    """Runs everything on the CPU, but knows no float64 and, if told, not one of the operations."""

    def __init__(self, missing: str = "") -> None:
        super().__init__()
        self.missing = missing
        self.seen: set[str] = set()

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        name = func.name()
        self.seen.add(name)
        if self.missing and name.startswith(self.missing):
            raise NotImplementedError(f"The operator '{name}' is not implemented for the poor device")
        result = func(*args, **(kwargs or {}))
        for value in tree_leaves((args, kwargs, result)):
            if isinstance(value, torch.Tensor) and value.dtype == torch.float64:
                raise TypeError(f"float64 is not supported by the poor device (in {name})")
        return result


@pytest.fixture
def poor() -> Backend:
    return Backend("mps", lambda: True, CPU)


def test_a_device_without_float64_is_good_enough(poor: Backend) -> None:
    with PoorBackend() as backend:
        device = choose_device("auto", [poor])
    assert (device.name, device.message) == ("mps", "")
    assert "aten::conv2d" in backend.seen


@pytest.mark.parametrize(
    "missing", ["aten::conv2d", "aten::index_select", "aten::linear", "aten::softmax", "aten::nonzero"]
)
@pytest.mark.parametrize("wanted", ["auto", "mps"])
def test_a_missing_operation_leads_to_the_cpu(poor: Backend, missing: str, wanted: str) -> None:
    with PoorBackend(missing):
        # The CPU's own half of the probe runs under the mode too: the failure is what counts here.
        device = choose_device(wanted, [poor])
    assert device.name == "cpu"
    assert device.target == CPU
    assert "mps device fails a small test" in device.message
    assert missing in device.message
    assert device.message.endswith("The CPU is used instead.")


def test_wrong_numbers_lead_to_the_cpu(poor: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    true_softmax = torch.nn.Softmax.forward
    calls: list[int] = []

    def wrong_the_second_time(self: torch.nn.Softmax, values: torch.Tensor) -> torch.Tensor:
        calls.append(1)
        return true_softmax(self, values) + 0.5 * (len(calls) > 1)

    monkeypatch.setattr(torch.nn.Softmax, "forward", wrong_the_second_time)
    device = choose_device("auto", [poor])
    assert device.name == "cpu"
    assert "numbers differ" in device.message


def test_the_next_device_is_tried(poor: Backend) -> None:
    gone = Backend("cuda", lambda: False, "cuda")
    assert choose_device("auto", [gone, poor]) == Device("mps", CPU)


def test_absent_devices_are_news_only_if_asked_for() -> None:
    gone = [Backend("cuda", lambda: False, "cuda")]
    assert choose_device("auto", gone) == Device("cpu", CPU)
    asked = choose_device("cuda", gone)
    assert asked.name == "cpu"
    assert "no cuda device" in asked.message
    assert choose_device("cpu", gone) == Device("cpu", CPU)


def test_unknown_names_are_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="unknown device"):
        choose_device("tpu", [])


def test_the_probe_passes_on_the_cpu() -> None:
    probe_device(CPU)


@pytest.mark.parametrize("row", registry.DETECTORS, ids=lambda row: str(row.name))
def test_detectors_never_use_float64(row: registry.DetectorRow, astronaut: Picture) -> None:
    del row  # one detector so far: create_detector makes it
    with PoorBackend() as backend:
        detector = registry.create_detector(Device("mps", CPU))
        assert isinstance(detector, MtcnnDetector)
        found = detector.detect([astronaut, np.ascontiguousarray(astronaut[:, ::-1])])
        thorough = detector.detect([astronaut], thorough=True)
    assert [len(faces) for faces in [*found, *thorough]] == [1, 1, 1]
    assert "aten::conv2d" in backend.seen


def test_embedders_never_use_float64(astronaut: Picture, weights_cache: Any) -> None:
    crop = np.ascontiguousarray(astronaut[:160, :320])
    with PoorBackend() as backend:
        state = load_casia_webface(cache_folder=weights_cache)
        embedder = FaceNetEmbedder(Device("mps", CPU), state, manifest()[CASIA_WEBFACE].model)
        found = embedder.embed([crop, crop])
    assert embedder.device == "mps"
    assert found.dtype == np.float32
    assert "aten::conv2d" in backend.seen


def test_the_fake_backend_does_refuse_float64() -> None:
    work: Callable[[], object] = lambda: torch.zeros(2, dtype=torch.float64) + 1  # noqa: E731
    with PoorBackend(), pytest.raises(TypeError, match="float64"):
        work()
