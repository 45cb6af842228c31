"""Which device runs the networks: asked for, probed with real work, and replaced by the CPU if it fails.

Torch runs them on GPUs, and is loaded only where there is one: it takes a second and 200 MB.
"""

from __future__ import annotations

import ctypes
import logging
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2

from faceapp.core.errors import DeviceError
from faceapp.core.heaps import share_heaps
from faceapp.core.said import said, sentences

log = logging.getLogger(__name__)

NAMES = ("auto", "cuda", "mps", "cpu")
_CUDA_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}


@dataclass(frozen=True, slots=True)
class Device:
    """A device that has run a small network.

    Attributes:
        name: ``cpu``, ``cuda`` or ``mps``.
        target: The same for torch.
        message: What the user should know (why another device is not used); empty if nothing.
        calls: Calls of a network that run at once, on one core each; 0: one call takes all cores.
    """

    name: str
    target: str
    message: str = ""
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Backend:
    """A kind of device beside the CPU, and how to tell whether it is there."""

    name: str
    is_present: Callable[[], bool]
    target: str


def require_torch() -> None:
    """Make sure that torch can be imported.

    Raises:
        DeviceError: it is not part of this installation.
    """
    try:
        import torch  # noqa: F401 - whether it is there
    except ImportError as error:
        raise DeviceError(
            said(
                "The networks cannot run here: this processor needs the edition of faceapp that comes with "
                "PyTorch ({reason}).",
                reason=error,
            )
        ) from error


def _has_cuda() -> bool:
    """Whether there is an NVIDIA GPU with a driver, and a torch that can use it."""
    if not _driver_counts():
        return False
    try:
        import torch
    except ImportError:
        return False
    return torch.cuda.is_available()


def _driver_counts() -> int:
    """GPUs the NVIDIA driver tells of: asked without torch, which most machines then need not load."""
    try:
        driver = ctypes.CDLL(_CUDA_DRIVERS[sys.platform])
        count = ctypes.c_int(0)
        if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
            return 0
        return count.value
    except (KeyError, OSError, AttributeError):  # no such driver
        return 0


def _has_mps() -> bool:
    """Whether this is a Mac whose GPU torch can use."""
    if (platform.system(), platform.machine()) != ("Darwin", "arm64"):
        return False
    try:
        import torch
    except ImportError:
        return False
    return torch.backends.mps.is_available()


def backends() -> tuple[Backend, ...]:
    """The kinds of device torch may offer, best first."""
    return Backend("cuda", _has_cuda, "cuda"), Backend("mps", _has_mps, "mps")


def cpu(message: str = "") -> Device:
    """The device that is always there."""
    return Device("cpu", "cpu", message)


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
                    said(
                        "This machine has no {device} device that this installation can use.",
                        device=backend.name,
                    )
                )
            continue
        from faceapp.ml.torch_probe import probe_device

        try:
            probe_device(backend.target)
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
        return Device(backend.name, backend.target, sentences(problems))
    return cpu(sentences([*problems, said("The CPU is used instead.")]) if problems else "")


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
    cv2.setNumThreads(1)
    share_heaps()
    return replace(device, calls=calls)
