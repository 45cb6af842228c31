"""Puts a library together with the real networks. Called by the command line and by the window."""

from __future__ import annotations

from pathlib import Path

from faceapp.library.context import DATABASE_FILE
from faceapp.library.library import Library
from faceapp.library.models import chosen_model
from faceapp.library.recognizer import Recognizer, RecognizerSource
from faceapp.ml import registry

EMBEDDING_DIMENSION = 512
"""Of every network in the registry: both are Inception-ResNet-v1."""


def recognizer_source(
    device: str = "auto", model: str = "default", *, beside_window: bool = False
) -> RecognizerSource:
    """The networks of the registry, not loaded yet.

    Args:
        device: ``auto``, ``cuda``, ``mps`` or ``cpu``.
        model: A name of :data:`faceapp.ml.registry.EMBEDDERS`.
        beside_window: Somebody works at a window meanwhile: leave one core to it.
    """
    (row,) = (row for row in registry.EMBEDDERS if row.name == model)

    def load() -> Recognizer:
        if beside_window:
            registry.leave_one_core()
        chosen = registry.choose_device(device)
        return Recognizer(
            registry.create_detector(chosen), registry.create_embedder(chosen, model), chosen.message
        )

    return RecognizerSource(row.id, registry.DETECTORS[0].id, EMBEDDING_DIMENSION, load)


def open_library(root: Path, *, device: str = "auto", beside_window: bool = False) -> Library:
    """Open (or make) the library in a folder, with the model it uses.

    Raises:
        LibraryError: the folder cannot be opened.
    """
    return Library(
        root, recognizer_source(device, chosen_model(root / DATABASE_FILE), beside_window=beside_window)
    )
