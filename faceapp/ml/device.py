"""Which device runs the networks: asked for, probed with real work, and replaced by the CPU if it fails."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from faceapp.core.said import said, sentences
from faceapp.ml.area import AreaTable, standardised

log = logging.getLogger(__name__)

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # of glibc's malloc.h
_OWN_PAGES = 2 << 20
"""Bytes from which a block of memory has pages of its own, given back as soon as it is free."""
NAMES = ("auto", "cuda", "mps", "cpu")


@dataclass(frozen=True, slots=True)
class Device:
    """A device that has run a small network.

    Attributes:
        name: ``cpu``, ``cuda`` or ``mps``.
        torch_device: The same for torch.
        message: What the user should know (why another device is not used); empty if nothing.
        calls: Calls of a network that run at once, on one core each; 0: one call takes all cores.
    """

    name: str
    torch_device: torch.device
    message: str = ""
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Backend:
    """A kind of device beside the CPU, and how torch tells whether it is there."""

    name: str
    is_present: Callable[[], bool]
    torch_device: torch.device


def backends() -> tuple[Backend, ...]:
    """The kinds of device torch may offer, best first."""
    return (
        Backend("cuda", torch.cuda.is_available, torch.device("cuda")),
        Backend("mps", torch.backends.mps.is_available, torch.device("mps")),
    )


def cpu(message: str = "") -> Device:
    """The device that is always there."""
    return Device("cpu", torch.device("cpu"), message)


def choose_device(wanted: str = "auto", known: Sequence[Backend] | None = None) -> Device:
    """Pick a device and prove that it works.

    Args:
        wanted: One of :data:`NAMES`.
        known: What to choose among; by default :func:`backends`.

    Returns:
        The device asked for if it works, else the CPU with a message. For ``auto`` a device that is not
        there is no news; one that is there and fails is.

    Raises:
        ValueError: ``wanted`` is no device name.
    """
    if wanted not in NAMES:
        raise ValueError(f"unknown device {wanted!r}: choose one of {', '.join(NAMES)}")
    problems: list[str] = []
    for backend in backends() if known is None else known:
        if wanted not in ("auto", backend.name):
            continue
        if not backend.is_present():
            if wanted == backend.name:
                problems.append(
                    said("This machine has no {device} device that torch can use.", device=backend.name)
                )
            continue
        try:
            probe_device(backend.torch_device)
        except (RuntimeError, TypeError, ArithmeticError) as error:
            # A broken driver, a kernel that is missing, a type the device lacks, or wrong numbers.
            log.warning("The device %s fails its probe", backend.name, exc_info=True)
            lines = str(error).strip().splitlines() or [type(error).__name__]
            problems.append(
                said(
                    "The {device} device fails a small test ({reason}).", device=backend.name, reason=lines[0]
                )
            )
            continue
        return Device(backend.name, backend.torch_device, sentences(problems))
    return cpu(sentences([*problems, said("The CPU is used instead.")]) if problems else "")


def probe_device(device: torch.device) -> None:
    """Run what detection and embedding run, small and in float32, and compare with the CPU.

    Raises:
        RuntimeError: an operation is missing or fails (``NotImplementedError`` is one).
        TypeError: a type is missing.
        ArithmeticError: it runs, but the numbers are wrong.
    """
    generator = torch.Generator().manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(3, 8, 3),
        nn.PReLU(8),
        nn.MaxPool2d(2, 2, ceil_mode=True),
        nn.Conv2d(8, 8, (1, 3), padding=(0, 1)),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(8, 4),
        nn.BatchNorm1d(4),
        nn.Softmax(dim=1),
    ).eval()
    picture = torch.randint(0, 256, (40, 40, 3), generator=generator, dtype=torch.uint8).numpy()
    with torch.inference_mode():
        for parameter in network.parameters():
            parameter.copy_(torch.rand(parameter.shape, generator=generator) - 0.5)
        expected = _probe_run(network, picture, torch.device("cpu"))
        found = _probe_run(network.to(memory_format=torch.channels_last).to(device), picture, device)
    if not torch.allclose(expected, found, rtol=1e-2, atol=1e-2):
        raise ArithmeticError("its numbers differ from the CPU's")


def _probe_run(
    network: nn.Module, picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], device: torch.device
) -> Tensor:
    table = AreaTable([picture], device)
    boxes = np.array([[0, 0, 40, 40], [5, 3, 20, 31], [7, 7, 9, 9]], np.int64)
    crops = table.crops(np.zeros(3, np.int64), boxes, 24)
    pixels = torch.from_numpy(picture[None, :24, :24].copy()).to(device)
    level = standardised(pixels.to(torch.float32))
    answer: Tensor = network(torch.cat([crops, level]))
    hits = (answer > 0.2).nonzero()
    return torch.cat([answer.cpu().reshape(-1), hits.cpu().sum(dim=0).to(torch.float32)])


def one_core_each(device: Device, calls: int) -> Device:
    """Have a CPU work on several photos at once, each on one core, instead of on one photo with all cores.

    Threads that share one small picture mostly wait for each other: on two cores a photo took twice the
    processor time that it takes on one.

    Args:
        device: Any; one that is no CPU stays as it is.
        calls: How many at once.
    """
    if device.name != "cpu":
        return device
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    _share_heaps()
    return replace(device, calls=calls)


def _share_heaps() -> None:
    """Have glibc keep two heaps for all threads, and no large block in them.

    With a heap for each, every thread keeps the pages of what it freed: 60 MB more with two photos at once.
    A picture between small blocks leaves a hole that the next one rarely fits: 100 MB more, and growing.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library
            library = ctypes.CDLL(None)
            library.mallopt(_M_ARENA_MAX, 2)
            library.mallopt(_M_MMAP_THRESHOLD, _OWN_PAGES)
