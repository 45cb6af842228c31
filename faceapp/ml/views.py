"""The two views of a face the network is shown.

1. *Box*: the detector's box with a margin, stretched to the square: what the network was trained on.
2. *Landmarks*: the five landmarks moved by a similarity onto the places they have in the mean box crop, and
   mirrored. Another cut and the other side: the errors of the two views have little in common.

The embedding is the mean of both. How well they agree also tells how far the face can be trusted: of
everything measured (size, blur, pose, detector's score, length of the raw embedding) nothing predicts
better whether a face will be recognised (``python -m tests.benchmarks embedding``).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Picture

CROP_SIZE = 160
MARGIN = 0.21
"""Of the face's box, in all (half on each side)."""
MEAN_LANDMARKS = np.array(
    [[52.5, 65.4], [111.5, 64.6], [82.4, 91.3], [56.6, 113.8], [108.8, 113.3]], np.float32
)
"""Mean landmarks in the box crop (x, y of 160), measured on lfw-dev."""
MEAN_ASPECT = 0.754
"""Width by height of the detector's boxes: the box crop is stretched by as much."""
_STRANGE_SCALE = 2.5
"""Landmarks that call for a crop so many times larger or smaller than the box are not believed."""

Transform = NDArray[np.float32]


def views(picture: Picture, face: Detection) -> Picture:
    """Both views side by side.

    Args:
        picture: uint8 [H, W, 3], upright RGB at full resolution.
        face: In pixels of ``picture``. Without landmarks (a box drawn by hand) the second view is the
            mirrored first one.

    Returns:
        uint8 [160, 320, 3]: the box view, then the landmark view.
    """
    box = cut(picture, face.box.expanded(MARGIN))
    transform = landmark_transform(face)
    other = box if transform is None else warped(picture, transform)
    return np.ascontiguousarray(np.concatenate([box, other[:, ::-1]], axis=1))


def cut(picture: Picture, box: Box, size: int = CROP_SIZE) -> Picture:
    """Stretch a box of a picture to a square.

    Args:
        picture: uint8 [H, W, 3].
        box: In its pixels; what lies over the border is cut off.
        size: Side of the square.

    Returns:
        uint8 [size, size, 3].
    """
    height, width = picture.shape[:2]
    part = box.clipped(width, height)
    x0, y0 = min(int(part.x), width - 1), min(int(part.y), height - 1)
    x1, y1 = max(int(part.right), x0 + 1), max(int(part.bottom), y0 + 1)
    how = cv2.INTER_AREA
    return np.asarray(cv2.resize(picture[y0:y1, x0:x1], (size, size), interpolation=how), np.uint8)


def box_transform(face: Detection) -> Transform:
    """float32 [2, 3], picture -> 160 x 160, by the box and its margin."""
    box = face.box.expanded(MARGIN)
    sx, sy = CROP_SIZE / box.width, CROP_SIZE / box.height
    return np.array([[sx, 0, -box.x * sx], [0, sy, -box.y * sy]], np.float32)


def landmark_transform(face: Detection) -> Transform | None:
    """The similarity (then the usual stretch) that brings the landmarks nearest to their mean places.

    Least squares over rotation, scale and shift (Umeyama 1991, in two dimensions).

    Returns:
        float32 [2, 3], picture -> 160 x 160; None where landmarks lack or cannot be right.
    """
    if face.landmarks is None or not np.isfinite(face.landmarks).all():
        return None
    stretch = np.array([MEAN_ASPECT, 1.0])
    source, target = face.landmarks.astype(np.float64), MEAN_LANDMARKS * stretch
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    # As complex numbers a similarity is one factor.
    za, zb = a[:, 0] + 1j * a[:, 1], b[:, 0] + 1j * b[:, 1]
    spread = float((za.conj() * za).sum().real)
    if spread <= 0:
        return None
    factor = (za.conj() * zb).sum() / spread
    usual = CROP_SIZE / max(face.box.expanded(MARGIN).height, 1.0)
    if not usual / _STRANGE_SCALE <= abs(factor) <= usual * _STRANGE_SCALE:
        return None
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    shift = target.mean(axis=0) - turn @ source.mean(axis=0)
    return np.asarray(np.column_stack([turn, shift]) / stretch[:, None], np.float32)


def warped(picture: Picture, transform: Transform) -> Picture:
    """Move a picture into the crop; beyond its border the last pixels go on.

    Only the part that is needed is touched: the picture may have 12 megapixels.
    """
    inverse = cv2.invertAffineTransform(transform)
    corners = np.array([[0, 0, 1], [CROP_SIZE, 0, 1], [0, CROP_SIZE, 1], [CROP_SIZE, CROP_SIZE, 1]])
    reach = corners @ inverse.T
    height, width = picture.shape[:2]
    x0, y0 = (int(np.clip(np.floor(reach[:, i].min()) - 2, 0, (width, height)[i] - 1)) for i in (0, 1))
    x1 = int(np.clip(np.ceil(reach[:, 0].max()) + 2, x0 + 1, width))
    y1 = int(np.clip(np.ceil(reach[:, 1].max()) + 2, y0 + 1, height))
    part = picture[y0:y1, x0:x1]
    linear = transform[:, :2].astype(np.float64)
    shift = transform[:, 2] + linear @ np.array([x0, y0])
    scale = float(np.sqrt(abs(np.linalg.det(linear))))
    if scale < 1:  # shrink by area first: a linear look-up would skip pixels
        size = (max(round(part.shape[1] * scale), 1), max(round(part.shape[0] * scale), 1))
        linear = linear / np.array([size[0] / part.shape[1], size[1] / part.shape[0]])
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(
        cv2.warpAffine(
            part,
            np.column_stack([linear, shift]),
            (CROP_SIZE, CROP_SIZE),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )
