"""What runs a network on a CPU: OpenVINO where it proves itself, torch elsewhere.

OpenVINO needs less time than torch for MTCNN, and for FaceNet, in whole numbers of 8 bits, a sixth
(``python -m tests.benchmarks runtimes``). It is probed, never assumed: a CPU without VNNI overflows in 8
bits, one without bfloat16 works it out slowly. What does not answer as torch does in float32 is not used; the
next best is. Torch's answers to the same pixels come with the app (:mod:`faceapp.ml.known_answers`), so that
torch is loaded only where it has to do the work.
"""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from faceapp.ml.known_answers import known_answers, pixels_asked

if TYPE_CHECKING:
    import openvino as ov

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]
Network = Callable[[Floats], tuple[Floats, ...]]
"""float32 [N, H, W, 3], standardised -> its answers, float32 [N, ...] each."""
_EXACT = 1e-4
"""Largest difference of an answer from torch's in float32, as a share of the largest number in it."""
_ALIKE = 0.999
"""Least cosine of an answer to torch's in shorter numbers, over all its numbers for one picture."""
_WHOLE_NUMBERS = ("x86_64", "AMD64")
"""Processors on which 8 bits were measured to be quicker."""


class OpenVinoNetwork:
    """A compiled model, called from several threads at once."""

    def __init__(self, model: ov.Model, *, half: bool, calls: int = 0) -> None:
        """Compile.

        Args:
            model: Made by :mod:`faceapp.ml.openvino_nets`.
            half: Whether it works in bfloat16 (:func:`has_bfloat16`).
            calls: How many calls run at once, on one core each; 0: one call takes all cores.
        """
        import openvino as ov

        settings = {"NUM_STREAMS": max(calls, 1), "INFERENCE_PRECISION_HINT": "bf16" if half else "f32"}
        if calls:
            settings["INFERENCE_NUM_THREADS"] = calls
        self._compiled = ov.Core().compile_model(model, "CPU", settings)
        self._own = threading.local()

    def __call__(self, pixels: Floats) -> tuple[Floats, ...]:
        """Run the network."""
        request = getattr(self._own, "request", None)
        if request is None:  # a request takes one call at a time
            request = self._own.request = self._compiled.create_infer_request()
        count = len(pixels)
        filled = _rounded(count)
        if filled > count:
            more = np.zeros((filled, *pixels.shape[1:]), np.float32)
            more[:count] = pixels
            pixels = more
        answers = request.infer([np.ascontiguousarray(pixels)]).values()
        return tuple(np.array(one[:count], np.float32) for one in answers)


def _rounded(count: int) -> int:
    """A batch's size filled up to one of few: for each size met, kernels are made and kept.

    1, 2, 3, 4, 6, 8, 12, 16, 24, ... : an eighth is wasted on average, and a size met first takes half as
    long again.
    """
    step = 1
    while count > 4 * step:
        step *= 2
    return -(-count // step) * step


def has_bfloat16() -> bool:
    """Whether the CPU itself works in bfloat16; one that has to work it out is many times slower."""
    import openvino as ov

    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


@dataclass(frozen=True, slots=True)
class Ways:
    """How a network may be run on a CPU.

    Attributes:
        name: Under which torch's answers to known pixels are kept.
        model: Makes its OpenVINO model.
        torch: Makes what runs it with torch, where OpenVINO fails or answers otherwise. Raises DeviceError
            where there is no torch.
        side: Height and width of a picture to try it on.
        half: Whether numbers of 16 bits will do, where the CPU has them.
        whole: Makes its model in whole numbers of 8 bits, where they will do.
    """

    name: str
    model: Callable[[], ov.Model]
    torch: Callable[[], Network]
    side: int
    half: bool = False
    whole: Callable[[], ov.Model] | None = None


def quickest(ways: Ways, calls: int = 0) -> Network:
    """The quickest way to run a network on this CPU that answers as torch does.

    Args:
        ways: To choose among.
        calls: How many calls run at once, on one core each; 0: one call takes all cores.

    Raises:
        DeviceError: OpenVINO does not work here, and there is no torch.
    """
    tried = [(ways.model, True, False)] if ways.half else []
    if ways.whole is not None and platform.machine() in _WHOLE_NUMBERS:
        tried.insert(0, (ways.whole, False, False))
    pixels = pixels_asked(ways.side)
    expected = known_answers(ways.name)
    for make, half, exactly in (*tried, (ways.model, False, True)):
        try:
            if half and not has_bfloat16():
                continue
            network = OpenVinoNetwork(make(), half=half, calls=calls)
            if expected is None:
                # Weights that came later: the layers are those of weights that are known.
                expected = OpenVinoNetwork(ways.model(), half=False, calls=calls)(pixels)
            if agrees(network(pixels), expected, exactly=exactly):
                return network
            log.warning("A quicker way to run %s is not used: its answers differ from torch's", ways.name)
        except Exception as error:  # noqa: BLE001 - whatever it is: something else does the work
            log.warning("OpenVINO is not used for %s: %s", ways.name, error)
    return ways.torch()


def agrees(ours: Sequence[Floats], expected: Sequence[Floats], *, exactly: bool) -> bool:
    """Whether answers are those expected.

    Args:
        ours: float32 [N, ...] each.
        expected: Of the same shapes.
        exactly: As in the same numbers, else as in shorter ones.
    """
    for one, other in zip(ours, expected, strict=True):
        if exactly:
            good = float(np.abs(one - other).max() / np.abs(other).max()) <= _EXACT
        else:
            rows, others = one.reshape(len(one), -1), other.reshape(len(other), -1)
            lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(others, axis=1)
            good = float(((rows * others).sum(axis=1) / lengths).min()) >= _ALIKE
        if not good:
            return False
    return True
