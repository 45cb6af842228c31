"""How good a face is for recognition and for a cover, 0..1."""

from __future__ import annotations

import numpy as np

from faceapp.core.models import Detection, Picture

_FULL_SIZE = 112.0
"""Pixels: faces wider than this gain nothing more for recognition."""
_SHARP = 120.0
"""Variance of the Laplacian (of grey levels, in a 160-pixel crop) from which a crop counts as sharp."""
_UNSTEADY, _STEADY = 0.65, 0.93
"""Cosines of the two views between which a face goes from useless to good."""


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
    looks = (0.4 + 0.6 * sharpness) * (0.4 + 0.6 * frontality(detection)) * detection.score
    steadiness = min(max((steady - _UNSTEADY) / (_STEADY - _UNSTEADY), 0.0), 1.0)
    return round(size * looks * (0.3 + 0.7 * steadiness), 4)


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
