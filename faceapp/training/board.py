"""The figures of each round for TensorBoard, where it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faceapp.training import together

FOLDER = "board"


class Board:
    """Writes figures; where TensorBoard is not installed, or another process does it, nothing.

    Nothing is written, nor a folder made, before the first figures.
    """

    def __init__(self, run: Path) -> None:
        self._folder = run / FOLDER
        self._writer: Any = None

    def __enter__(self) -> Board:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()

    def note(self, figures: Mapping[str, float]) -> None:
        """The figures of a round, ``epoch`` among them."""
        if self._writer is None:
            if together.rank():
                return
            try:
                from torch.utils.tensorboard import SummaryWriter
            except ImportError:
                return
            self._writer = SummaryWriter(str(self._folder))
        for name, value in figures.items():
            if name != "epoch":
                self._writer.add_scalar(name, value, int(figures["epoch"]))
