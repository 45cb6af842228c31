"""Puts a library together with the real networks. Called by the command line and by the window."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from faceapp.library.context import DATABASE_FILE, prepare_folder
from faceapp.library.engine import Engine
from faceapp.library.library import Library
from faceapp.library.models import chosen_model
from faceapp.library.recognizer import Recognizer, RecognizerSource
from faceapp.ml import registry

EMBEDDING_DIMENSION = 512
"""Of every network in the registry: both are Inception-ResNet-v1."""
MOST_AT_ONCE = 8
"""Photos worked on at once: each needs about 150 MB, and Python itself keeps no more cores busy."""


def recognizer_source(
    device: str = "auto", model: str = "default", *, leave_core: bool = False
) -> RecognizerSource:
    """The networks of the registry, not loaded yet.

    Args:
        device: ``auto``, ``cuda``, ``mps`` or ``cpu``.
        model: A name of :data:`faceapp.ml.registry.EMBEDDERS`.
        leave_core: Somebody works at a window meanwhile: leave one core to it.
    """
    (row,) = (row for row in registry.EMBEDDERS if row.name == model)
    width = min(max(_cores() - leave_core, 1), MOST_AT_ONCE)

    def load() -> Recognizer:
        chosen = registry.choose_device(device, calls=width)
        return Recognizer(
            registry.create_detector(chosen), registry.create_embedder(chosen, model), chosen.message
        )

    return RecognizerSource(row.id, registry.DETECTORS[0].id, EMBEDDING_DIMENSION, load, width)


def _cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere, and less than the machine has in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def open_library(
    root: Path, *, device: str = "auto", beside_window: bool = False, leave_core: bool = False
) -> Library:
    """Open (or make) the library in a folder, with the model it uses.

    Args:
        root: The library folder.
        device: ``auto``, ``cuda``, ``mps`` or ``cpu``.
        beside_window: For the window: scans and questions run in a process of their own.
        leave_core: Leave one core of the machine to others.

    Raises:
        LibraryError: the folder cannot be opened.
    """
    prepare_folder(root)
    source = recognizer_source(device, chosen_model(root / DATABASE_FILE), leave_core=leave_core)
    if not beside_window:
        return Library(root, source)
    return Library(root, source, Engine(partial(open_library, root, device=device, leave_core=True)))
