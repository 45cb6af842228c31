"""What the library needs from the rooms below it, as protocols: any detector, embedder or index fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Detection, DetectorId, Embeddings, ModelId, Picture


class Detector(Protocol):
    """Finds faces. Called from several threads at once."""

    @property
    def id(self) -> DetectorId:
        """Names the detector and its settings; another id means photos are analysed again."""
        ...

    def detect(self, pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
        """Find the faces of each picture.

        Args:
            pictures: Upright RGB, any sizes.
            thorough: Look for faces down to 1 % of the long side instead of 2 %.

        Returns:
            One list per picture, in pixels of that picture, best score first.
        """
        ...


class Embedder(Protocol):
    """Turns face crops into embeddings. Called from several threads at once."""

    @property
    def id(self) -> ModelId:
        """Names the embedding space."""
        ...

    @property
    def dimension(self) -> int:
        """Length of one embedding."""
        ...

    @property
    def device(self) -> str:
        """Where the network runs: ``cpu``, ``cuda`` or ``mps``."""
        ...

    def crop(self, picture: Picture, detection: Detection) -> Picture:
        """Cut the input of the network out of a picture: uint8 [S, S or more, 3], the face's box first."""
        ...

    def embed(self, crops: Sequence[Picture]) -> Embeddings:
        """Embed crops made by :meth:`crop`: float32 [N, D], unit length."""
        ...

    def embed_rated(self, crops: Sequence[Picture]) -> tuple[Embeddings, NDArray[np.float32]]:
        """The same, and how steady each embedding is: float32 [N], 1 for one that no other look changes."""
        ...


class VectorIndex(Protocol):
    """Nearest neighbours by squared L2 distance among the faces of one model. Safe from any thread."""

    def __len__(self) -> int: ...

    def add(self, face_ids: NDArray[np.int64], embeddings: Embeddings) -> None:
        """Add faces: int64 [N], float32 [N, D]. An id that is there already is replaced."""
        ...

    def remove(self, face_ids: NDArray[np.int64]) -> None:
        """Forget faces; unknown ids are ignored."""
        ...

    def search(self, embeddings: Embeddings, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The ``k`` nearest faces of each row.

        Returns:
            Squared L2 distances float32 [N, k], ascending, and face ids int64 [N, k]; where fewer than
            ``k`` faces exist the rest is ``inf`` and -1.
        """
        ...
