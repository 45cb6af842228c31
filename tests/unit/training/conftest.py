"""Real faces to learn from: ORL."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from faceapp.training.faces import FaceSet


@pytest.fixture(scope="session")
def orl_faces(orl_folder: Path) -> FaceSet:
    """All 400 faces: 40 people, ten each, as they are."""
    images = [
        cv2.cvtColor(cv2.imread(str(orl_folder / f"s{person}" / f"{number}.pgm")), cv2.COLOR_BGR2RGB)
        for person in range(1, 41)
        for number in range(1, 11)
    ]
    labels = np.repeat(np.arange(40), 10)
    return FaceSet(np.stack(images).astype(np.uint8), labels, tuple(f"s{n}" for n in range(1, 41)))
