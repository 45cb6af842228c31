"""Trains one of the paper's networks on a folder of labelled photos."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faceapp.core.errors import FaceAppError
from faceapp.core.progress import CancelToken, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.library.curves import draw_training
from faceapp.library.labelled import LabelledFace, Unusable, photos_by_person, read_labelled
from faceapp.library.recognizer import RecognizerSource
from faceapp.training import together
from faceapp.training.board import Board
from faceapp.training.checkpoint import Standing
from faceapp.training.faces import FaceSet
from faceapp.training.settings import Settings
from faceapp.training.trainer import train

PLOT = "training.png"


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it.

    Attributes:
        folder: The run's folder: ``best.safetensors``, ``last.safetensors``, the plot.
        standing: Rounds and their figures.
        people: Learned from.
        judges: People kept apart to judge.
        photos: With a face.
        unusable: Files without one, or that could not be read.
        plot: The plot, or None where plots cannot be drawn.
    """

    folder: Path
    standing: Standing
    people: int
    judges: int
    photos: int
    unusable: list[Unusable]
    plot: Path | None


def faces_of(labelled: Sequence[LabelledFace]) -> FaceSet:
    """Labelled faces as the training takes them."""
    people, labels = np.unique([face.person for face in labelled], return_inverse=True)
    images = [face.image for face in labelled]
    return FaceSet(
        np.stack(images) if images else np.zeros((0, 160, 160, 3), np.uint8),
        labels.astype(np.int64),
        tuple(people.tolist()),
    )


def learn(
    folder: Path,
    run: Path | None,
    settings: Settings,
    source: RecognizerSource,
    *,
    device: str = "cpu",
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
    note: Callable[[dict[str, float]], None] = lambda _: None,
) -> Learned:
    """Train on a folder for each person; goes on where ``run`` holds an unfinished training of the same.

    Args:
        folder: A folder for each person.
        run: Where the training is kept; by default a new folder beside the photos' one.
        settings: What to do.
        source: Finds the faces.
        device: Where torch runs.
        progress: Called after each photo, then after each mini-batch.
        cancel: Asked before each.
        note: Called with the figures of each round.

    Raises:
        FaceAppError: there is nothing to learn from, or the run's folder holds another training.
        Cancelled: the user stopped it; the rounds done are kept.
    """
    labelled, unusable = read_labelled(photos_by_person(folder), source, progress=progress, cancel=cancel)
    if not labelled:
        raise FaceAppError(said("No faces were found in {folder}.", folder=folder))
    faces, judges = faces_of(labelled).split(settings.held_out, settings.seed)
    target = (
        run or folder.parent / f"{folder.name}-{settings.network}-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    )
    with Board(target) as board:

        def noted(figures: dict[str, float]) -> None:
            board.note(figures)
            note(figures)

        trained = train(
            faces,
            judges if len(judges) else None,
            settings,
            target,
            device=device,
            progress=progress,
            cancel=cancel,
            note=noted,
        )
    plot = None
    if together.rank() == 0:
        plot = _plotted(trained.standing, target, settings)
    return Learned(
        target, trained.standing, len(faces.people), len(judges.people), len(labelled), unusable, plot
    )


def _plotted(standing: Standing, folder: Path, settings: Settings) -> Path | None:
    path = folder / PLOT
    try:
        draw_training(standing, path, f"{settings.network}, {settings.dimension} numbers, {settings.loss}")
    except FaceAppError:  # without matplotlib the figures are in the checkpoint all the same
        return None
    return path
