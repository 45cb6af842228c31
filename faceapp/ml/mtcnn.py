"""MTCNN as the app's detector: working sizes, borders, and the way back to the picture's own pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, DetectorId, Picture
from faceapp.ml.cascade import Cascade, CascadeSettings, Found, Level, pyramid
from faceapp.ml.device import Device
from faceapp.ml.mtcnn_networks import mtcnn_stages
from faceapp.ml.shrinking import Halves
from faceapp.ml.stages import CELL

DETECTOR_ID = DetectorId("mtcnn-v1")
"""Raised with every change that finds other faces: photos are then analysed again."""


_BATCH_PIXELS = 6_000_000
"""Working pixels looked at in one go: about 300 MB of the first network's planes, however many pictures."""


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """The working size and what is sought in it.

    Measured on scenes of 12 megapixels with lfw-dev faces pasted in at known places, at a score of 0.95: of
    600 faces of 2 to 2.5 % of the long side 99.5 % are found with 24 pixels as the smallest face, 99.8 % with
    20 at a third more time, and from 2.5 % on all of 624.

    Attributes:
        long_side: Long side of the working picture, in pixels.
        thorough_long_side: The same when faces half as large are wanted.
        min_face: Smallest face sought, in pixels of the working picture: 2 % (thorough: 1 %) of its side.
        max_enlargement: A small picture is enlarged by this at most: twice finds all faces of ORL (92 x
            112) and lfw-dev (250 x 250), thrice finds no more and costs twice as much.
        border: Width of the border laid around the working picture, by its long side, so that a face
            that fills the picture has a surrounding. A picture cut 5 % inside the face's box is found in
            96 % of the cases without a border and in all with 0.1 (of 101; 0.2 and 0.3 are the same).
        inner: Scales for faces smaller than this share of the short side look at the picture only, the
            others at the border too.
        cascade: The thresholds of the networks. 0.7 instead of the paper's 0.6 for a proposal saves an
            eighth of the time and no face; at 0.95 for the decision every dominant face of lfw-dev is
            kept, nearly all other boxes are faces of bystanders, and pictures without a face have none
            (between 0.7 and 0.9 about half of the boxes are ears, ties and hands).
    """

    long_side: int = 1200
    thorough_long_side: int = 2400
    min_face: float = 24.0
    max_enlargement: float = 2.0
    border: float = 0.1
    inner: float = 0.4
    cascade: CascadeSettings = field(
        default_factory=lambda: CascadeSettings(propose=0.7, refine=0.7, decide=0.95, half=True)
    )


@dataclass(frozen=True, slots=True)
class _Canvas:
    """A working picture with its border, and the way back."""

    pixels: Picture
    border: int
    scale_x: float
    scale_y: float


class MtcnnDetector:
    """Finds faces with MTCNN. Safe from several threads at once."""

    def __init__(self, device: Device, settings: DetectorSettings | None = None) -> None:
        self.settings = settings or DetectorSettings()
        self._cascade = Cascade(mtcnn_stages(device, half=self.settings.cascade.half), self.settings.cascade)

    @property
    def id(self) -> DetectorId:
        """Names the detector and its settings."""
        return DETECTOR_ID

    def detect(self, pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
        """Find the faces of each picture.

        Args:
            pictures: uint8 [H, W, 3] each, upright RGB, any sizes. Pictures of one size and direction
                are worked on together.
            thorough: Look for faces down to 1 % of the long side instead of 2 %.

        Returns:
            One list per picture, in pixels of that picture, best score first.
        """
        long_side = self.settings.thorough_long_side if thorough else self.settings.long_side
        results: list[list[Detection]] = [[] for _ in pictures]
        groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
        canvases = [self._canvas(picture, long_side) for picture in pictures]
        for index, canvas in enumerate(canvases):
            groups[(*canvas.pixels.shape, canvas.border)].append(index)
        for shape, members in groups.items():
            count = max(_BATCH_PIXELS // (shape[0] * shape[1]), 1)
            for start in range(0, len(members), count):
                part = members[start : start + count]
                levels = self._levels(canvases[part[0]])
                found = self._cascade.run([canvases[index].pixels for index in part], levels)
                for index, faces in zip(part, found, strict=True):
                    results[index] = _detections(faces, canvases[index])
        return results

    def _canvas(self, picture: Picture, long_side: int) -> _Canvas:
        height, width = picture.shape[:2]
        scale = min(long_side / max(height, width), self.settings.max_enlargement)
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        resized = Halves(picture).resized(*size)
        border = round(max(size) * self.settings.border)
        pixels = cv2.copyMakeBorder(resized, border, border, border, border, cv2.BORDER_REPLICATE)
        return _Canvas(np.asarray(pixels, np.uint8), border, size[0] / width, size[1] / height)

    def _levels(self, canvas: _Canvas) -> list[Level]:
        height, width = canvas.pixels.shape[:2]
        border = canvas.border
        inner = (border, border, width - border, height - border)
        whole = (0, 0, width, height)
        limit = self.settings.inner * (min(width, height) - 2 * border)
        levels = pyramid(whole, self.settings.min_face, self.settings.cascade.factor)
        return [Level(inner if CELL / level.scale < limit else whole, level.scale) for level in levels]


def _detections(found: Found, canvas: _Canvas) -> list[Detection]:
    scale = np.array([canvas.scale_x, canvas.scale_y], np.float32)
    height, width = canvas.pixels.shape[:2]
    # A box whose middle lies in the border shows the border, not the picture.
    middle = found.boxes.reshape(-1, 2, 2).mean(axis=1) - canvas.border
    size = np.array([width, height], np.float32) - 2 * canvas.border
    inside = ((middle >= 0) & (middle < size)).all(axis=1)
    corners: NDArray[np.float32] = (found.boxes[inside].reshape(-1, 2, 2) - canvas.border) / scale
    landmarks: NDArray[np.float32] = (found.landmarks[inside] - canvas.border) / scale
    return [
        Detection(
            Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])),
            np.asarray(points, np.float32),
            min(float(score), 1.0),
        )
        for (low, high), points, score in zip(corners, landmarks, found.scores[inside], strict=True)
    ]
