"""How good a face is for recognition and for a cover, 0..1."""

from __future__ import annotations

import numpy as np

from faceapp.core.models import Detection, Picture

_FULL_SIZE = 112.0
"""Pixels: faces wider than this gain nothing more for recognition."""
_SHARP = 120.0
"""Variance of the Laplacian (of grey levels, in a 160-pixel crop) from which a crop counts as sharp."""
_UNSTEADY, _STEADY = 0.65, 0.98
"""Cosines of the two views between which a face goes from useless to good."""
_BLURRED, _PROFILE, _SHAKY = 0.9, 0.9, 0.1
"""What is left of a face's worth if it is not sharp at all, looks aside, or its two views have nothing in
common. Blur and pose foretell little that the two views do not (rank correlation with the likeness to the
person's other faces 0.04 and 0.02 against 0.34), and the more they count, the less the whole foretells."""


def face_quality(detection: Detection, crop: Picture, steady: float) -> float:
    """Rate one face by size, sharpness, pose, the detector's score, and how steady its embedding is.

    Args:
        detection: Pixels of the full-resolution picture.
        crop: The network's input cut from that picture: uint8 [S, S or more, 3], the face's box first.
        steady: Cosine of the embeddings of two views of the face; the best single sign of a face that can
            be recognised (``python -m tests.benchmarks embedding``).

    Returns:
        0 (useless) .. 1 (large, sharp, frontal).
    """
    size = min(1.0, max(detection.box.width, detection.box.height) / _FULL_SIZE)
    grey = crop[:, : crop.shape[0]].astype(np.float32).mean(axis=2)
    laplacian = grey[1:-1, :-2] + grey[1:-1, 2:] + grey[:-2, 1:-1] + grey[2:, 1:-1] - 4 * grey[1:-1, 1:-1]
    sharpness = min(1.0, float(laplacian.var()) / _SHARP)
    steadiness = min(max((steady - _UNSTEADY) / (_STEADY - _UNSTEADY), 0.0), 1.0)
    looks = _part(sharpness, _BLURRED) * _part(frontality(detection), _PROFILE) * detection.score
    return round(size * looks * _part(steadiness, _SHAKY), 4)


def _part(value: float, least: float) -> float:
    return least + (1.0 - least) * value


def frontality(detection: Detection) -> float:
    """1 for a face that looks at the camera, towards 0 for a profile; 0.7 where landmarks lack."""
    if detection.landmarks is None:
        return 0.7
    left, right, nose = (detection.landmarks[i].astype(np.float64) for i in range(3))
    eyes = right - left
    span = float(np.hypot(*eyes))
    if span < 1e-6:
        return 0.0
    # Where the nose falls along the line of the eyes: 0.5 when frontal, beyond 0 or 1 in profile.
    along = float(np.dot(nose - left, eyes)) / span**2
    return max(0.0, 1.0 - 2.0 * abs(along - 0.5))
