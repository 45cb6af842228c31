"""Face crops for display (the input of the networks is cut elsewhere: it follows other rules)."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Detection, Picture

FACE_SIZE = 256
"""Pixels of a stored face crop, each side."""

_SIDE = 1.5  # of the longer side of the face's box: hair and chin are in, the neighbour is not
_EYE_HEIGHT = 0.42
_MAX_TILT = math.radians(40)
_MIN_EYE_DISTANCE = 0.2  # of the box's width; in a profile the line between the eyes says nothing


def face_thumbnail(picture: Picture, detection: Detection, size: int = FACE_SIZE) -> Picture:
    """Cut a face out for display, eyes level and at the same height in every crop.

    Args:
        picture: uint8 [H, W, 3], RGB, upright.
        detection: In pixels of ``picture``. Without landmarks the crop is centred on the box. The box may
            reach over the border: the picture is mirrored there.
        size: Pixels of each side.

    Returns:
        uint8 [size, size, 3].
    """
    center_x, center_y, side, angle = _frame(detection)
    factor = side / size  # pixels of the picture for one of the crop
    part, x0, y0 = _around(picture, center_x, center_y, side)
    if factor > 1:
        # Averaged down first: the warp below looks at a few neighbours only and would alias.
        width = max(round(part.shape[1] / factor), 1)
        height = max(round(part.shape[0] / factor), 1)
        scale_x, scale_y = width / part.shape[1], height / part.shape[0]
        part = np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    else:
        scale_x = scale_y = 1.0
    # From a pixel of the crop to one of the part; +0.5 and -0.5 go between pixel centres and edges.
    cos, sin = math.cos(angle) * factor, math.sin(angle) * factor
    half = (size - 1) / 2
    matrix = np.array(
        [
            [cos * scale_x, -sin * scale_x, (center_x - x0 - cos * half + sin * half) * scale_x - 0.5],
            [sin * scale_y, cos * scale_y, (center_y - y0 - sin * half - cos * half) * scale_y - 0.5],
        ]
    )
    crop = cv2.warpAffine(
        part,
        matrix,
        (size, size),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return np.asarray(crop, np.uint8)


def _frame(detection: Detection) -> tuple[float, float, float, float]:
    """Centre x and y of the crop, its side, and how far it is turned (radians, clockwise on screen)."""
    box = detection.box
    side = max(box.width, box.height, 1.0) * _SIDE
    eyes = detection.landmarks
    if eyes is None or not np.isfinite(eyes[:2]).all():
        return *box.center, side, 0.0
    middle = eyes[:2].mean(axis=0, dtype=np.float64)
    along = eyes[1].astype(np.float64) - eyes[0]
    distance = float(np.hypot(*along))
    angle = math.atan2(along[1], along[0]) if distance >= _MIN_EYE_DISTANCE * box.width else 0.0
    if abs(angle) > _MAX_TILT:
        angle = 0.0
        if abs(along[1]) > abs(along[0]):  # lying on its side: eyes above each other tell no height
            return *box.center, side, 0.0
    down = (0.5 - _EYE_HEIGHT) * side
    return float(middle[0]) - math.sin(angle) * down, float(middle[1]) + math.cos(angle) * down, side, angle


def _around(
    picture: Picture, center_x: float, center_y: float, side: float
) -> tuple[NDArray[np.uint8], float, float]:
    """The part of the picture a crop turned anyhow can reach, and where its corner lies."""
    height, width = picture.shape[:2]
    reach = side / math.sqrt(2) + 4
    x0 = int(np.clip(math.floor(center_x - reach), 0, width - 1))
    y0 = int(np.clip(math.floor(center_y - reach), 0, height - 1))
    x1 = int(np.clip(math.ceil(center_x + reach), x0 + 1, width))
    y1 = int(np.clip(math.ceil(center_y + reach), y0 + 1, height))
    return picture[y0:y1, x0:x1], float(x0), float(y0)
