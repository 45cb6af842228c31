"""Faces that cost nothing: coloured squares, with a detector and an embedder that truly read the pixels.

Red says who it is, green how the face looks (the larger, the less like the person's other faces), blue that
it is a face at all. The embeddings lie as those of a network do: unit vectors, people far apart, the faces
of one person around a direction of their own. What is tested above them is the app itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
from PIL import Image

from faceapp.core.geometry import Box
from faceapp.core.linkage import LinkageRule
from faceapp.core.models import Detection, DetectorId, Embeddings, ModelId, Picture
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.library.library import Library
from faceapp.library.recognizer import Recognizer, RecognizerSource

PEOPLE = 14
LOOKS = 16
DIMENSION = PEOPLE + PEOPLE * LOOKS
"""0..9 are good pictures, 10..13 poor ones (a question rather than an answer), 14 and 15 hopeless."""
SMALL = 12
"""Pixels: squares below this are found by a thorough search only."""
STEP = 40
_SPREAD = (*(0.12 + 0.01 * look for look in range(10)), 1.48, 1.485, 1.49, 1.495, 3.0, 4.0)

OTHER_LONGER = 16
"""Numbers by which an embedding of the other model is longer."""

Spot = tuple[int, int]
"""(person 0..13, look 0..15)"""


@cache
def vector(person: int, look: int) -> Embeddings:
    """The embedding of one face: a direction of the person's and one of the face's own."""
    found = np.zeros(DIMENSION)
    found[person] = 1.0
    found[PEOPLE + LOOKS * person + look] = _SPREAD[look]
    return np.asarray(found / np.linalg.norm(found), np.float32)


@cache
def other_vector(person: int, look: int) -> Embeddings:
    """The embedding of the same face by another model: longer, and no direction means what it meant."""
    return np.ascontiguousarray(np.pad(vector(person, look), (OTHER_LONGER, 0))[::-1])


def draw(faces: Sequence[Spot], number: int, side: int = 24) -> Picture:
    """A picture of some faces in a row, with its number in the corner (no two pictures are the same)."""
    picture = np.zeros((STEP, STEP * max(len(faces), 1), 3), np.uint8)
    picture[:8, :8] = (number % 16 * 16, number // 16 % 16 * 16, number // 256 * 16)
    for i, (person, look) in enumerate(faces):
        left = STEP * i + 8
        picture[12 : 12 + side, left : left + side] = (16 * (person + 1), 16 * look, 255)
    return picture


def save(path: Path, faces: Sequence[Spot], number: int, side: int = 24) -> Path:
    """Write :func:`draw` as PNG, or as JPEG of the best quality."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"quality": 98, "subsampling": 0} if path.suffix == ".jpg" else {}
    Image.fromarray(draw(faces, number, side)).save(path, **options)
    return path


def album(folder: Path, photos: Sequence[Sequence[Spot]]) -> Path:
    """Write one picture per list of faces: ``000.png``, ``001.png``, ..."""
    for number, faces in enumerate(photos):
        save(folder / f"{number:03d}.png", faces, number)
    return folder


def people(count: int, each: int, first_look: int = 0) -> list[list[Spot]]:
    """One face per photo: ``each`` photos of person 0, then of person 1, ..."""
    return [[(person, first_look + look)] for person in range(count) for look in range(each)]


class SquareDetector:
    """Finds squares with much blue. Counts the pictures it was shown.

    Args:
        name: What it is called: each with other settings has a name of its own.
        shift: Pixels by which its boxes lie right of and below the squares.
        blind: Looks from this one on it does not find.
    """

    def __init__(self, name: str = "squares-v1", shift: tuple[int, int] = (0, 0), blind: int = LOOKS) -> None:
        self.pictures = 0
        self.id = DetectorId(name)
        self._shift = shift
        self._blind = blind

    def detect(self, pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
        self.pictures += len(pictures)
        return [self._squares(picture, SMALL // 2 if thorough else SMALL) for picture in pictures]

    def _squares(self, picture: Picture, least: int) -> list[Detection]:
        mask = np.asarray(picture[..., 2] > 128, np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        right, down = self._shift
        return [
            Detection(Box(float(x + right), float(y + down), float(width), float(height)), None, 0.99)
            for x, y, width, height, _ in stats[1:].tolist()
            if min(width, height) >= least
            and round(float(picture[y + height // 2, x + width // 2, 1]) / 16) < self._blind
        ]


class SquareEmbedder:
    """Reads person and look from the middle of a square."""

    device = "cpu"

    def __init__(self, model: ModelId) -> None:
        self.id = model
        self.dimension = dimension(model)
        self._vector = vector if model == FACENET_CASIA.model else other_vector

    def crop(self, picture: Picture, detection: Detection) -> Picture:
        x, y = (int(value) for value in detection.box.center)
        return np.ascontiguousarray(picture[y - 2 : y + 2, x - 2 : x + 2])

    def embed(self, crops: Sequence[Picture]) -> Embeddings:
        rows = []
        for crop in crops:
            red, green = (float(crop[..., channel].mean()) for channel in (0, 1))
            rows.append(self._vector(round(red / 16) - 1, round(green / 16)))
        return np.stack(rows)

    def embed_rated(self, crops: Sequence[Picture]) -> tuple[Embeddings, np.ndarray]:  # type: ignore[type-arg]
        return self.embed(crops), np.ones(len(crops), np.float32)


def dimension(model: ModelId) -> int:
    """Length of an embedding of a model."""
    return DIMENSION if model == FACENET_CASIA.model else DIMENSION + OTHER_LONGER


@dataclass
class Squares:
    """Opens libraries on coloured squares."""

    detector: SquareDetector = field(default_factory=SquareDetector)
    model: ModelId = FACENET_CASIA.model

    def source(self) -> RecognizerSource:
        """The squares as the library wants its networks."""
        return RecognizerSource(
            self.model,
            self.detector.id,
            dimension(self.model),
            lambda: Recognizer(self.detector, SquareEmbedder(self.model)),
        )

    def open(self, root: Path) -> Library:
        """Open (or make) a library."""
        return Library(root, self.source())


def scan_carefully(root: Path, photos: Sequence[Sequence[Spot]]) -> Path:
    """Scan an album as if it were large: poor pictures have not the evidence, and are left to the user.

    Returns:
        The library folder.
    """
    careful = mock.patch.object(LinkageRule, "bar", return_value=24.0)
    with careful, Squares().open(root / "library") as library:
        library.scan([album(root / "album", photos)])
    return root / "library"
