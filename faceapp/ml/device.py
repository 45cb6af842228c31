"""Which device runs the networks: asked for, probed with real work, and replaced by the CPU if it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

log = logging.getLogger(__name__)

NAMES = ("auto", "cuda", "mps", "cpu")
_PREFERENCE = ("cuda", "mps")


@dataclass(frozen=True, slots=True)
class Device:
    """A device that has run a small network.

    Attributes:
        name: ``cpu``, ``cuda`` or ``mps``.
        torch_device: The same for torch.
        message: What the user should know (why another device is not used); empty if nothing.
    """

    name: str
    torch_device: torch.device
    message: str = ""


def cpu(message: str = "") -> Device:
    """The device that is always there."""
    return Device("cpu", torch.device("cpu"), message)


def choose_device(wanted: str = "auto", probe: Callable[[torch.device], None] | None = None) -> Device:
    """Pick a device and prove that it works.

    Args:
        wanted: One of :data:`NAMES`.
        probe: Runs a small batch and raises if the device cannot do what the networks need; by default
            :func:`probe_device`.

    Returns:
        The device asked for if it works, else the CPU with a message. For ``auto`` a device that is not
        there is no news; one that is there and fails is.

    Raises:
        ValueError: ``wanted`` is no device name.
    """
    if wanted not in NAMES:
        raise ValueError(f"unknown device {wanted!r}: choose one of {', '.join(NAMES)}")
    run = probe or probe_device
    if wanted == "cpu":
        return cpu()
    problems = []
    for name in _PREFERENCE if wanted == "auto" else (wanted,):
        if not is_present(name):
            if wanted != "auto":
                problems.append(f"no {name} device on this machine")
            continue
        try:
            run(torch.device(name))
        except (RuntimeError, TypeError, NotImplementedError, ArithmeticError) as error:
            # What a broken driver, a missing kernel or a type the device lacks raises; the first line says it.
            log.warning("The device %s fails its probe", name, exc_info=True)
            problems.append(
                f"{name} fails a small test ({str(error).strip().splitlines()[0:1] or [type(error).__name__]})"
            )
            continue
        return Device(name, torch.device(name), _joined(problems, name))
    return cpu(_joined(problems, "cpu"))


def is_present(name: str) -> bool:
    """Whether torch sees such a device at all."""
    if name == "cuda":
        return torch.cuda.is_available()
    if name == "mps":
        return torch.backends.mps.is_available()
    return name == "cpu"


def probe_device(device: torch.device) -> None:
    """Run what the networks run, small, in float32, and compare with the CPU.

    Raises:
        RuntimeError: an operation is missing or fails.
        ArithmeticError: it runs, but the numbers are wrong.
    """
    generator = torch.Generator().manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(3, 8, 3),
        nn.PReLU(8),
        nn.MaxPool2d(2, 2, ceil_mode=True),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(32, 4),
    ).eval()
    with torch.inference_mode():
        for parameter in network.parameters():
            parameter.copy_(torch.rand(parameter.shape, generator=generator) - 0.5)
        batch = torch.rand((4, 3, 24, 24), generator=generator)
        expected = network(batch)
        found = network.to(device)(batch.to(device)).cpu()
    if not torch.allclose(expected, found, rtol=1e-2, atol=1e-2):
        raise ArithmeticError("its numbers differ from the CPU's")


def _joined(problems: list[str], used: str) -> str:
    return f"{'; '.join(problems)}: using {used}.".capitalize() if problems else ""
