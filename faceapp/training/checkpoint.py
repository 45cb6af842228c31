"""A training as it stands, in files that hold nothing but numbers and words.

safetensors for the network and what the optimizer keeps for each parameter, JSON beside it: nothing of it is
unpickled when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from faceapp.core.errors import FaceAppError
from faceapp.core.said import said

LAST, BEST = "last.safetensors", "best.safetensors"


class CheckpointError(FaceAppError):
    """A checkpoint cannot be used."""


@dataclass(slots=True)
class Standing:
    """How far a training is.

    Attributes:
        settings: As :meth:`faceapp.training.settings.Settings.words`.
        people: Names learned from.
        epoch: Rounds done.
        best: The best judgement so far.
        best_epoch: Its round.
        seconds: Time taken so far.
        curve: What was found after each round.
    """

    settings: str
    people: list[str]
    epoch: int = 0
    best: float = -1.0
    best_epoch: int = 0
    seconds: float = 0.0
    curve: list[dict[str, float]] = field(default_factory=list)


def save_training(
    path: Path, network: nn.Module, standing: Standing, optimizer: torch.optim.Optimizer | None = None
) -> None:
    """Write a training; an interrupted write leaves the former file.

    Args:
        path: The file.
        network: Its weights.
        standing: How far it is.
        optimizer: What it keeps, to go on from here; None: only the network.
    """
    tensors = {f"network.{name}": tensor.contiguous() for name, tensor in network.state_dict().items()}
    scalars: dict[str, float] = {}
    if optimizer is not None:
        for number, kept in optimizer.state_dict()["state"].items():
            for name, value in kept.items():
                key = f"optimizer.{number}.{name}"
                if isinstance(value, Tensor):
                    tensors[key] = value.contiguous()
                else:
                    scalars[key] = value
    words = {
        "settings": standing.settings,
        "people": standing.people,
        "epoch": standing.epoch,
        "best": standing.best,
        "best_epoch": standing.best_epoch,
        "seconds": standing.seconds,
        "curve": standing.curve,
        "scalars": scalars,
    }
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(save(tensors, {"training": json.dumps(words)}))
    temporary.replace(path)


def load_training(path: Path) -> tuple[Standing, Mapping[str, Tensor], Mapping[str, float]]:
    """Read a training.

    Returns:
        How far it is; ``network.*`` and ``optimizer.*`` tensors; what else the optimizer keeps.

    Raises:
        CheckpointError: it is missing, damaged, or another file.
    """
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            words: dict[str, Any] = json.loads((file.metadata() or {})["training"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
        scalars = words.pop("scalars")
        return Standing(**words), tensors, scalars
    except FileNotFoundError as error:
        raise CheckpointError(said("There is no training in {path}.", path=path)) from error
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(
            said("The training {path} cannot be read: {reason}.", path=path, reason=error)
        ) from error


def restore_network(network: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Give a network the weights of a checkpoint.

    Raises:
        CheckpointError: they are another network's.
    """
    own = {name: value for name, value in tensors.items() if name.startswith("network.")}
    try:
        network.load_state_dict({name.removeprefix("network."): value for name, value in own.items()})
    except RuntimeError as error:
        raise CheckpointError(said("The weights of this training are another network's.")) from error


def restore_optimizer(
    optimizer: torch.optim.Optimizer, tensors: Mapping[str, Tensor], scalars: Mapping[str, float]
) -> None:
    """Give an optimizer what it kept."""
    state: dict[int, dict[str, Any]] = {}
    for key, value in [*tensors.items(), *scalars.items()]:
        if key.startswith("optimizer."):
            _, number, name = key.split(".", 2)
            state.setdefault(int(number), {})[name] = value
    if state:
        optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
