"""A real face and the default weights, for the contracts of devices and models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceapp.core.models import Picture


@pytest.fixture(scope="session")
def astronaut() -> Picture:
    """Uint8 [512, 512, 3], one face."""
    from skimage import data

    return np.asarray(data.astronaut(), np.uint8)


@pytest.fixture(scope="session")
def weights_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the converted weights: the tests leave the user's cache alone."""
    return tmp_path_factory.mktemp("weights")
