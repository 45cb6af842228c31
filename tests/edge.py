"""An album on the edge: everybody with and without a beard, so that strictness decides who is one person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import squares as coloured
from squares import LOOKS, PEOPLE, Squares

from faceapp.core.models import Embeddings
from faceapp.library.library import Library

PERSONS, PHOTOS = 4, 8


def on_the_edge(squares: Squares, root: Path, patch: pytest.MonkeyPatch) -> Library:
    """A scanned library in which "fewer groups" joins what is apart as measured best.

    The measured rule may move: faces are drawn together step by step until it is at the edge.
    """
    for own in (0.7, 0.6, 0.5, 0.4, 0.3, 0.2):
        for beard in (0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
            patch.setattr(coloured, "vector", _bearded(beard, own))
            place = root / f"{own}-{beard}"
            library = squares.open(place / "library")
            library.scan([coloured.album(place / "album", coloured.people(PERSONS, PHOTOS))])
            if library.preview_strictness(1.0).merged:
                return library
            library.close()
    raise AssertionError("no album lies at the edge: has the rule no strictness any more?")


def _bearded(beard: float, own: float) -> Callable[[int, int], Embeddings]:
    def vector(person: int, look: int) -> Embeddings:
        found = np.zeros(coloured.DIMENSION)
        found[person] = 1.0
        found[PEOPLE + LOOKS * person + (14 if look % 2 else 15)] = beard
        found[PEOPLE + LOOKS * person + look] = own
        return np.asarray(found / np.linalg.norm(found), np.float32)

    return vector
