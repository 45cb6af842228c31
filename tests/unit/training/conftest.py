"""Real faces to learn from: ORL."""

from __future__ import annotations

import pytest

from faceapp.training.faces import FaceSet
from tests.benchmarks.learning import orl


@pytest.fixture(scope="session")
def orl_faces() -> FaceSet:
    """All 400 faces: 40 people, ten each, as they are."""
    return orl()
