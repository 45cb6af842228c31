"""Face crops for display (the input of the networks is cut elsewhere: it follows other rules)."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Detection, Picture

FACE_SIZE = 256
"""Pixels of a stored face crop, each side."""
EYE_LINE = 0.42
"""Of the height: where the eyes lie in a face that is aligned on them."""
EYE_DISTANCE = 0.22
"""Of the width: how far apart they lie there. Hair and chin are in, and some of the surroundings."""

_MIN_SIDE = 1.1  # of the same: how tight a crop may get before it shows what is not in the picture
_MAX_SHIFT = 0.1  # of the crop's side: how far the eyes may leave their place for the same reason
_SIDE = 1.5  # of the longer side of the face's box: hair and chin are in, the neighbour is not
_EYE_HEIGHT = 0.42
_MOST_SHRINKING = 1.5  # by the warp itself, which takes a pixel's four neighbours in each direction
_MAX_TILT = math.radians(40)
_MIN_EYE_DISTANCE = 0.2  # of the box's width; in a profile the line between the eyes says nothing


def face_thumbnail(picture: Picture, detection: Detection, size: int = FACE_SIZE) -> Picture:
    """Cut a face out for display, eyes level and at about the same height in every crop.

    A face near the border is cut tighter and a little off its place, so that the crop shows the picture
    only; what still lies beyond is filled with the blurred surroundings.

    Args:
        picture: uint8 [H, W, 3], RGB, upright.
        detection: In pixels of ``picture``. Without landmarks the crop is centred on the box. The box may
            reach over the border.
        size: Pixels of each side.

    Returns:
        uint8 [size, size, 3].

    Raises:
        ValueError: the box holds something that is no number.
    """
    center_x, center_y, side, angle = _inside(picture, detection, *_frame(detection))
    return _warped(picture, center_x, center_y, side, angle, size)


def aligned_on_eyes(picture: Picture, eyes: NDArray[np.floating], size: int) -> Picture:
    """A face turned, scaled and moved so that the eyes lie where they lie in every other picture made so.

    The eyes come to lie level at :data:`EYE_LINE` of the height, :data:`EYE_DISTANCE` of the width apart, in
    the middle. What lies beyond the picture is filled with the blurred surroundings.

    Args:
        picture: uint8 [H, W, 3], RGB, upright.
        eyes: float [2, 2], x and y in pixels of ``picture``: left and right eye as seen in it.
        size: Pixels of each side.

    Returns:
        uint8 [size, size, 3].

    Raises:
        ValueError: the eyes are no numbers, or in one place.
    """
    places = np.asarray(eyes, np.float64)
    along = places[1] - places[0]
    distance = float(np.hypot(*along))
    if not np.isfinite(distance) or distance <= 0:
        raise ValueError("two eyes must be two places")
    side, angle = distance / EYE_DISTANCE, math.atan2(along[1], along[0])
    middle_x, middle_y = places.mean(axis=0).tolist()
    down = (0.5 - EYE_LINE) * side
    center_x, center_y = middle_x - math.sin(angle) * down, middle_y + math.cos(angle) * down
    return _warped(picture, center_x, center_y, side, angle, size)


def _warped(
    picture: Picture, center_x: float, center_y: float, side: float, angle: float, size: int
) -> Picture:
    """A turned square of the picture, ``side`` pixels of it wide, as ``size`` x ``size`` pixels."""
    factor = side / size  # pixels of the picture for one of the crop
    part, x0, y0 = _around(picture, center_x, center_y, side)
    part, scale = _halved(part, factor)
    # Where each pixel of the crop comes from; +0.5 and -0.5 go between pixel centres and edges.
    across = (np.arange(size) + 0.5 - size / 2) * factor
    right, down = across[None, :], across[:, None]
    cos, sin = math.cos(angle), math.sin(angle)
    from_x = (center_x - x0 + cos * right - sin * down) * scale - 0.5
    from_y = (center_y - y0 + sin * right + cos * down) * scale - 0.5
    crop = cv2.remap(
        part,
        _mirrored(from_x, part.shape[1]),
        _mirrored(from_y, part.shape[0]),
        interpolation=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _soften(
        np.asarray(crop, np.uint8), _beyond(from_x, part.shape[1]) | _beyond(from_y, part.shape[0])
    )


def _halved(part: Picture, factor: float) -> tuple[Picture, float]:
    """A picture halved until the warp, which looks at a few neighbours only, does not alias; and its scale.

    Halves, because means of two by two pixels cost a tenth of what those of any other size do.
    """
    scale = 1.0
    while factor * scale > _MOST_SHRINKING and min(part.shape[:2]) >= 2:
        height, width = part.shape[0] // 2, part.shape[1] // 2
        even = part[: 2 * height, : 2 * width]
        part = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        scale /= 2
    return part, scale


def _inside(
    picture: Picture, detection: Detection, center_x: float, center_y: float, side: float, angle: float
) -> tuple[float, float, float, float]:
    """The frame made tighter, then moved, as far as that keeps it inside the picture."""
    height, width = picture.shape[:2]
    least = max(detection.box.width, detection.box.height, 1.0) * _MIN_SIDE
    # A turned square needs more room than its side.
    room = abs(math.cos(angle)) + abs(math.sin(angle))
    side = max(min(side, min(width, height) / room), min(least, side))
    half = side * room / 2

    def moved(center: float, length: int) -> float:
        wanted = min(max(center, half), length - half) if 2 * half <= length else length / 2
        return center + min(max(wanted - center, -_MAX_SHIFT * side), _MAX_SHIFT * side)

    return moved(center_x, width), moved(center_y, height), side, angle


def _beyond(at: NDArray[np.float64], length: int) -> NDArray[np.bool_]:
    return np.asarray((at < -0.5) | (at > length - 0.5))


def _soften(crop: NDArray[np.uint8], beyond: NDArray[np.bool_]) -> Picture:
    """Blur what lies beyond the picture: a mirrored half of a face must not look like another person."""
    if not beyond.any():
        return crop
    size = crop.shape[0]
    blurred = cv2.GaussianBlur(crop, (0, 0), size * 0.07)
    weight = cv2.GaussianBlur(beyond.astype(np.float32), (0, 0), size * 0.012)
    weight = np.maximum(weight, beyond)[..., None]
    return np.asarray(np.rint(crop * (1.0 - weight) + blurred * weight), np.uint8)


def _mirrored(at: NDArray[np.float64], length: int) -> NDArray[np.float32]:
    """Coordinates folded back into 0..length - 1, as if mirrors stood at both ends.

    OpenCV's own mirror walks there step by step: for a box far outside a small picture it never arrives.
    """
    if at.min() >= 0 and at.max() <= length - 1:
        return at.astype(np.float32)
    period = max(2.0 * (length - 1), 1.0)
    folded = np.mod(at, period)
    return np.minimum(np.minimum(folded, period - folded), length - 1).astype(np.float32)


def _frame(detection: Detection) -> tuple[float, float, float, float]:
    """Centre x and y of the crop, its side, and how far it is turned (radians, clockwise on screen)."""
    box = detection.box
    if not all(map(math.isfinite, (box.x, box.y, box.width, box.height))):
        raise ValueError("the box of a face must be finite")
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
