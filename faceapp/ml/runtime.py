"""What runs a network: OpenVINO on the CPU where it proves itself, torch everywhere else.

On a GPU torch works in the numbers of half the size where those prove themselves, and a batch that does not
fit in its memory is halved.

On a CPU OpenVINO needs less time than torch for MTCNN, and for FaceNet, in whole numbers of 8 bits, a sixth
(``python -m tests.benchmarks runtimes``). It is probed, never assumed: a CPU without VNNI overflows in 8
bits, one without bfloat16 works it out slowly. What does not answer as torch does is not used; the next best
is.
"""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from faceapp.ml.device import Device

if TYPE_CHECKING:
    import openvino as ov

log = logging.getLogger(__name__)

Network = Callable[[Tensor], Any]
"""float32 [N, 3, H, W], channels last in memory -> one tensor, or several."""
_EXACT = 1e-4
"""Largest difference of an answer from torch's in float32, as a share of the largest number in it."""
_ALIKE = 0.999
"""Least cosine of an answer to torch's in shorter numbers, over all its numbers for one picture."""
_WHOLE_NUMBERS = ("x86_64", "AMD64")
"""Processors on which 8 bits were measured to be quicker."""


class OpenVinoNetwork:
    """A compiled model that is called as the module it was made from, from several threads at once."""

    def __init__(self, model: ov.Model, *, half: bool, calls: int = 0) -> None:
        """Compile.

        Args:
            model: Made by :mod:`faceapp.ml.openvino_nets`.
            half: Whether it works in bfloat16 (:func:`has_bfloat16`).
            calls: How many calls run at once, on one core each; 0: one call takes as many as torch does.
        """
        import openvino as ov

        settings = {
            "INFERENCE_NUM_THREADS": calls or torch.get_num_threads(),
            "NUM_STREAMS": max(calls, 1),
            "INFERENCE_PRECISION_HINT": "bf16" if half else "f32",
        }
        self._compiled = ov.Core().compile_model(model, "CPU", settings)
        self._own = threading.local()

    def __call__(self, batch: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Run the network."""
        request = getattr(self._own, "request", None)
        if request is None:  # a request takes one call at a time
            request = self._own.request = self._compiled.create_infer_request()
        count = len(batch)
        pixels = np.empty((_rounded(count), *batch.shape[2:], batch.shape[1]), np.float32)
        pixels[:count] = batch.permute(0, 2, 3, 1).numpy()
        pixels[count:] = 0.0
        answers = tuple(torch.from_numpy(one[:count].copy()) for one in request.infer([pixels]).values())
        return answers if len(answers) > 1 else answers[0]


def _rounded(count: int) -> int:
    """A batch's size filled up to one of few: for each size met, kernels are made and kept.

    1, 2, 3, 4, 6, 8, 12, 16, 24, ... : an eighth is wasted on average, and a size met first takes half as
    long again.
    """
    step = 1
    while count > 4 * step:
        step *= 2
    return -(-count // step) * step


class GpuNetwork:
    """A module on a GPU: what does not fit in its memory at once goes in halves."""

    def __init__(self, module: nn.Module, device: torch.device, *, half: bool) -> None:
        """Wrap.

        Args:
            module: On the device.
            device: Where it runs.
            half: Whether convolutions and products run in numbers of 16 bits (:func:`torch.autocast`).
        """
        self._module = module
        self._type = device.type
        self.half = half

    def __call__(self, batch: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Run the network: float32 answers.

        Raises:
            torch.OutOfMemoryError: not even one picture fits.
        """
        try:
            with torch.autocast(self._type, enabled=self.half):
                answers = tuple(one.float() for one in _listed(self._module(batch)))
        except torch.OutOfMemoryError:
            if len(batch) == 1:
                raise
            answers = ()
        if not answers:  # outside of the handler: what it holds of the failed try is free by now
            log.warning(
                "%d pictures at once do not fit in the memory of the %s device", len(batch), self._type
            )
            parts = [_listed(self(part)) for part in batch.chunk(2)]
            answers = tuple(torch.cat(some) for some in zip(*parts, strict=True))
        return answers if len(answers) > 1 else answers[0]


def has_bfloat16() -> bool:
    """Whether the CPU itself works in bfloat16; one that has to work it out is many times slower."""
    import openvino as ov

    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def quickest(
    module: nn.Module,
    model: Callable[[Any], ov.Model],
    device: Device,
    shape: tuple[int, int],
    *,
    half: bool = False,
    whole: Callable[[Any], ov.Model] | None = None,
) -> Network:
    """The module itself, or what runs it quicker where that gives the same answers.

    On a CPU that is an OpenVINO model, on a GPU arithmetic in 16 bits.

    Args:
        module: On the device.
        model: Makes its model.
        device: Where it runs.
        shape: Height and width of a picture to try it on.
        half: Whether numbers of 16 bits will do, where the device has them.
        whole: Makes its model in whole numbers of 8 bits, where they will do.
    """
    if device.name != "cpu":
        quick = GpuNetwork(module, device.torch_device, half=half)
        try:
            quick.half = half and _agrees(quick, module, shape, device.torch_device, exactly=False)
        except (RuntimeError, TypeError) as error:  # a kind of device that has no such arithmetic
            log.warning("Numbers of 16 bits are not used on the %s device: %s", device.name, error)
            quick.half = False
        return quick
    ways = [(model, True, False)] if half else []
    if whole is not None and platform.machine() in _WHOLE_NUMBERS:
        ways.insert(0, (whole, False, False))
    for make, shorter, exactly in (*ways, (model, False, True)):
        try:
            if shorter and not has_bfloat16():
                continue
            network = OpenVinoNetwork(make(module), half=shorter, calls=device.calls)
            if _agrees(network, module, shape, device.torch_device, exactly=exactly):
                return network
        except Exception as error:  # noqa: BLE001 - whatever it is: something else does the work
            log.warning("OpenVINO is not used: %s", error)
    return module


def _agrees(
    network: OpenVinoNetwork | GpuNetwork,
    module: nn.Module,
    shape: tuple[int, int],
    device: torch.device,
    *,
    exactly: bool,
) -> bool:
    pixels = np.random.default_rng(0).uniform(-1.0, 1.0, (2, *shape, 3)).astype(np.float32)
    batch = torch.from_numpy(pixels).permute(0, 3, 1, 2).to(device)
    with torch.inference_mode():
        pairs = zip(_listed(network(batch)), _listed(module(batch)), strict=True)
        for ours, theirs in pairs:
            if exactly:
                good = float((ours - theirs).abs().max() / theirs.abs().max()) <= _EXACT
            else:
                alike = torch.nn.functional.cosine_similarity(ours.flatten(1), theirs.flatten(1))
                good = float(alike.min()) >= _ALIKE
            if not good:
                log.warning("A quicker network is not used: its answers differ from torch's")
                return False
    return True


def _listed(answers: Any) -> tuple[Tensor, ...]:
    return tuple(answers) if isinstance(answers, tuple) else (answers,)
