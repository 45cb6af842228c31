"""Trains a network on faces (section 3.3), and goes on where it was interrupted.

Everything that is drawn (mini-batches, variations of faces, first weights) depends on the seed and the
number of the round alone. On a CPU a training that was stopped after any round and resumed therefore ends
with the same numbers to the last bit as one that ran through.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from faceapp.core.progress import CancelToken, Progress, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.training import together
from faceapp.training.checkpoint import (
    BEST,
    LAST,
    CheckpointError,
    Standing,
    load_training,
    restore_network,
    restore_optimizer,
    save_training,
)
from faceapp.training.faces import FaceSet, check, shown
from faceapp.training.losses import contrastive_loss, mined_loss
from faceapp.training.metrics import all_pairs, curve
from faceapp.training.networks import NETWORKS
from faceapp.training.sampling import Batches
from faceapp.training.settings import Settings

FAR = 1e-2
"""At which held-out people judge: a few hundred faces have too few pairs for less."""
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training.

    Attributes:
        folder: Where it lies.
        standing: How far it came, and its curve.
        network: With the weights of its best round, on the CPU.
    """

    folder: Path
    standing: Standing
    network: nn.Module


def make_network(settings: Settings) -> nn.Sequential:
    """A network with first weights that depend on the seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        network = NETWORKS[settings.network].make(settings.dimension, norm=settings.norm)
        for module in network.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
    # A third less time on a CPU; the same numbers.
    return network.to(memory_format=torch.channels_last)


def make_optimizer(network: nn.Module, settings: Settings) -> torch.optim.Optimizer:
    """SGD with momentum, AdaGrad, or AdamW."""
    rate = settings.learning_rate
    if settings.optimizer == "sgd":
        return torch.optim.SGD(network.parameters(), rate, momentum=0.9)
    if settings.optimizer == "adamw":
        return torch.optim.AdamW(network.parameters(), rate, weight_decay=1e-2)
    # A sum of squares that begins at zero makes first steps as long as the rate, whatever the slope.
    return torch.optim.Adagrad(network.parameters(), rate, initial_accumulator_value=0.1)


def train(
    faces: FaceSet,
    judges: FaceSet | None,
    settings: Settings,
    folder: Path,
    *,
    device: str = "cpu",
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
    note: Callable[[dict[str, float]], None] = lambda _: None,
) -> Trained:
    """Train, or go on with the training in ``folder``.

    Args:
        faces: To learn from.
        judges: Of other people: TAR among them says which round was best. None: the last is taken.
        settings: What to do; of a training that goes on, the same but for ``epochs`` and ``patience``.
        folder: Where it is kept, after every round.
        device: Where torch runs.
        progress: Called after each mini-batch.
        cancel: Asked before each mini-batch. The rounds done are kept.
        note: Called with the figures of each round.

    Raises:
        FacesError: there is nothing to learn from these faces.
        CheckpointError: the folder holds another training.
        Cancelled: the user stopped it.
    """
    check(faces)
    if judges is not None:
        check(judges)
    run = _Run(faces, judges, settings, folder, device)
    run.resume()
    run.go(progress, cancel or CancelToken(), note)
    return run.result()


class _Run:
    """One training in hand."""

    def __init__(
        self, faces: FaceSet, judges: FaceSet | None, settings: Settings, folder: Path, device: str
    ) -> None:
        self._faces, self._judges, self._settings, self._folder = faces, judges, settings, folder
        self._device = torch.device(device)
        self._network = make_network(settings).to(self._device)
        self._shared = together.shared(self._network, self._device)
        self._optimizer = make_optimizer(self._network, settings)
        self._batches = Batches(faces.labels, settings.people, settings.faces, settings.others, settings.seed)
        self.standing = Standing(settings.words(), list(faces.people))
        folder.mkdir(parents=True, exist_ok=True)

    def resume(self) -> None:
        """Go on where the folder's training stands, if it has one."""
        path = self._folder / LAST
        if not path.exists():
            return
        standing, tensors, scalars = load_training(path)
        if _kind(Settings.of(standing.settings)) != _kind(self._settings) or standing.people != list(
            self._faces.people
        ):
            raise CheckpointError(
                said(
                    "{folder} holds another training (other settings or people). Choose another folder.",
                    folder=self._folder,
                )
            )
        restore_network(self._network, tensors)
        restore_optimizer(self._optimizer, tensors, scalars)
        self.standing = standing
        self.standing.settings = self._settings.words()

    def go(self, progress: ProgressFn, cancel: CancelToken, note: Callable[[dict[str, float]], None]) -> None:
        """The rounds that are left."""
        standing, each = self.standing, len(self._batches)
        whole, began = self._settings.epochs * each, time.monotonic()
        first = standing.epoch * each
        done = first
        while standing.epoch < self._settings.epochs and not self._is_enough():
            started, losses = time.monotonic(), []
            for group in self._optimizer.param_groups:
                group["lr"] = self._settings.learning_rate * self._settings.decay**standing.epoch
            for number, rows in enumerate(self._batches.epoch(standing.epoch)):
                cancel.check()
                losses.append(self._learn(rows, number))
                done += 1
                rate = (done - first) / max(time.monotonic() - began, 1e-9)
                progress(Progress(said("Training"), done, whole, rate, (whole - done) / rate))
            if not all(math.isfinite(loss) for loss in losses):
                raise CheckpointError(
                    said("The training got lost (its loss is no number). Try a lower learning rate.")
                )
            standing.epoch += 1
            standing.seconds += time.monotonic() - started
            figures = {"epoch": float(standing.epoch), "loss": float(np.mean(losses))}
            if self._judges is not None:
                figures |= judge(self._network, self._judges, self._settings.size, self._device)
            standing.curve.append(figures)
            note(figures)
            better = self._judges is None or figures["tar"] > standing.best
            if better:
                standing.best, standing.best_epoch = figures.get("tar", -1.0), standing.epoch
            if together.rank() == 0:
                save_training(self._folder / LAST, self._network, standing, self._optimizer)
                if better:
                    save_training(self._folder / BEST, self._network, standing)

    def _is_enough(self) -> bool:
        patience = self._settings.patience
        return bool(patience) and self.standing.epoch - self.standing.best_epoch >= patience

    def _learn(self, rows: NDArray[np.int64], number: int) -> float:
        settings = self._settings
        rows = rows[: together.even(len(rows))]
        own = rows[together.part(len(rows))]
        # Of every face on its own, so that the parts of several processes are varied as one's would be.
        pixels = np.concatenate(
            [
                shown(
                    self._faces.images[row : row + 1],
                    settings.size,
                    np.random.default_rng((settings.seed, self.standing.epoch, number, int(row)))
                    if settings.vary
                    else None,
                )
                for row in own
            ]
        )
        labels = torch.from_numpy(self._faces.labels[rows]).to(self._device)
        self._shared.train()
        with _precision(self._device, settings.half):
            found: Tensor = self._shared(torch.from_numpy(pixels).to(self._device))
        embeddings = together.gathered(found.float())
        loss = (
            contrastive_loss(embeddings, labels)
            if settings.loss == "contrastive"
            else mined_loss(embeddings, labels, settings.mining, settings.margin)
        )
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call] # torch's hints lack it
        self._optimizer.step()
        return float(loss.detach())

    def result(self) -> Trained:
        """The best round's network."""
        network = make_network(self._settings)
        if (self._folder / BEST).exists():
            restore_network(network, load_training(self._folder / BEST)[1])
        return Trained(self._folder, self.standing, network.eval())


def _kind(settings: Settings) -> Settings:
    """Settings but for how long it goes on."""
    return replace(settings, epochs=0, patience=0)


@contextlib.contextmanager
def _precision(device: torch.device, half: bool) -> Iterator[None]:
    """Mixed precision: bfloat16 needs no scaling of the loss, as float16 would."""
    with torch.autocast(device.type, torch.bfloat16, enabled=half):
        yield


def embed(
    network: nn.Module, images: NDArray[np.uint8], size: tuple[int, int], device: torch.device | None = None
) -> NDArray[np.float32]:
    """Embeddings of faces as they are: uint8 [N, H, W, 3] -> float32 [N, D] of unit length."""
    where = device or next(network.parameters()).device
    network.eval()
    parts = []
    with torch.inference_mode():
        for start in range(0, len(images), _AT_ONCE):
            pixels = torch.from_numpy(shown(images[start : start + _AT_ONCE], size)).to(where)
            parts.append(network(pixels).float().cpu().numpy())
    return np.concatenate(parts)


def judge(
    network: nn.Module, faces: FaceSet, size: tuple[int, int], device: torch.device | None = None
) -> dict[str, float]:
    """How well a network tells people apart: ``tar`` (at :data:`FAR`), ``auc`` and ``eer`` over all pairs."""
    distances, same = all_pairs(embed(network, faces.images, size, device), faces.labels)
    found = curve(distances, same)
    return {"tar": found.tar_at(FAR), "auc": found.auc, "eer": found.eer}
