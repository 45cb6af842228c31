"""The networks as the library uses them: loaded once, at the first need, and run on the compute lanes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from faceapp.core.models import DetectorId, ModelId
from faceapp.core.ports import Detector, Embedder
from faceapp.library.workers import ComputeLanes, Priority

T = TypeVar("T")

GPU_BATCH = 4
"""Photos a GPU looks at in one go."""


@dataclass(frozen=True, slots=True)
class Recognizer:
    """A detector and an embedder on one device. ``message`` says why a device was not used."""

    detector: Detector
    embedder: Embedder
    message: str = ""


class RecognizerSource:
    """Loads the networks when they are first needed and runs everything on the compute lanes.

    Args:
        model: The embedding space the networks will have (known before they are loaded).
        detector: The detector they will have.
        dimension: Length of an embedding.
        load: Makes the networks; slow, called once, on a compute lane.
        width: Photos a CPU works on at once. A GPU works on a few together, one call after the other.
    """

    def __init__(
        self,
        model: ModelId,
        detector: DetectorId,
        dimension: int,
        load: Callable[[], Recognizer],
        width: int = 1,
    ) -> None:
        self.model = model
        self.detector = detector
        self.dimension = dimension
        self.width = width
        self._load = load
        self._recognizer: Recognizer | None = None
        self._lanes: ComputeLanes | None = None
        self._lock = threading.Lock()
        self._loading = threading.Lock()

    def run(self, work: Callable[[Recognizer], T], priority: Priority = Priority.SCAN) -> T:
        """Run one unit of work on the lanes and wait for it: a question goes before a scan's photos.

        Raises:
            WeightsError: the networks cannot be loaded.
        """
        with self._lock:
            if self._lanes is None:
                self._lanes = ComputeLanes(self.width)
                self._fit()
            lanes = self._lanes
        return lanes.submit(lambda: work(self._get()), priority).result()

    def _get(self) -> Recognizer:
        with self._loading:
            if self._recognizer is None:
                self._recognizer = self._load()
                self._fit()
        return self._recognizer

    def _fit(self) -> None:
        """A GPU is one: calls from several threads would only wait for it, a question among them."""
        if self._recognizer is not None and self._lanes is not None and not self._on_cpu:
            self._lanes.narrow(1)

    @property
    def _on_cpu(self) -> bool:
        return self._recognizer is None or self._recognizer.embedder.device == "cpu"

    @property
    def together(self) -> int:
        """Photos that are best handed over together, as far as is known before the networks are loaded."""
        return 1 if self._on_cpu else GPU_BATCH

    @property
    def loaded(self) -> Recognizer | None:
        """The networks, if they are loaded."""
        return self._recognizer

    def close(self) -> None:
        """Stop the lanes."""
        with self._lock:
            if self._lanes is not None:
                self._lanes.close()
                self._lanes = None
