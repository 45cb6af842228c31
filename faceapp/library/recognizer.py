"""The networks as the library uses them: loaded once, at the first need, and run on one lane."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from faceapp.core.models import DetectorId, ModelId
from faceapp.core.ports import Detector, Embedder
from faceapp.library.workers import ComputeLane, Priority

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recognizer:
    """A detector and an embedder on one device. ``message`` says why a device was not used."""

    detector: Detector
    embedder: Embedder
    message: str = ""


class RecognizerSource:
    """Loads the networks when they are first needed and runs everything on the compute lane.

    Args:
        model: The embedding space the networks will have (known before they are loaded).
        detector: The detector they will have.
        dimension: Length of an embedding.
        load: Makes the networks; slow, called once, on the compute lane.
    """

    def __init__(
        self, model: ModelId, detector: DetectorId, dimension: int, load: Callable[[], Recognizer]
    ) -> None:
        self.model = model
        self.detector = detector
        self.dimension = dimension
        self._load = load
        self._recognizer: Recognizer | None = None
        self._lane: ComputeLane | None = None
        self._lock = threading.Lock()

    def run(self, work: Callable[[Recognizer], T], priority: Priority = Priority.SCAN) -> T:
        """Run one batch of work on the lane and wait for it: a question goes before a scan's batches.

        Raises:
            WeightsError: the networks cannot be loaded.
        """
        with self._lock:
            if self._lane is None:
                self._lane = ComputeLane()
            lane = self._lane
        return lane.submit(lambda: work(self._get()), priority).result()

    def _get(self) -> Recognizer:
        if self._recognizer is None:
            self._recognizer = self._load()
        return self._recognizer

    @property
    def loaded(self) -> Recognizer | None:
        """The networks, if they are loaded."""
        return self._recognizer

    def close(self) -> None:
        """Stop the lane."""
        with self._lock:
            if self._lane is not None:
                self._lane.close()
                self._lane = None
