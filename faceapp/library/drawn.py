"""Faces the user drew a box around: embedded as found ones are, kept by every later scan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box, iou
from faceapp.core.models import Detection, Picture
from faceapp.core.ports import Detector
from faceapp.core.quality import face_quality
from faceapp.imaging import crops
from faceapp.library.recognizer import Recognizer

_AROUND = 1.0
"""How much of a box's size is searched around it, in all."""
MEANT = 0.3
"""Overlap (IoU) from which a face that a detector found is what the hand meant: hands draw loosely."""


def aligned(detector: Detector, picture: Picture, box: Box) -> Detection:
    """What the networks should look at for a box drawn by hand.

    A hand draws looser than a detector, and the embedding wants the detector's box: the surroundings are
    searched thoroughly, and where a face is found that overlaps the box enough, it is taken instead.

    Args:
        detector: Looks at the surroundings only.
        picture: uint8 [H, W, 3], RGB, upright.
        box: In pixels of ``picture``.

    Returns:
        A detection in pixels of ``picture``; without landmarks (the box itself) where none was found.
    """
    height, width = picture.shape[:2]
    around = box.expanded(_AROUND).clipped(width, height)
    x0, y0 = math.floor(around.x), math.floor(around.y)
    part = np.ascontiguousarray(picture[y0 : math.ceil(around.bottom), x0 : math.ceil(around.right)])
    (found,) = detector.detect([part], thorough=True)
    moved = [
        Detection(
            Box(one.box.x + x0, one.box.y + y0, one.box.width, one.box.height),
            None if one.landmarks is None else one.landmarks + np.array([x0, y0], np.float32),
            one.score,
        )
        for one in found
    ]
    best = max(moved, key=lambda one: iou(one.box, box), default=None)
    if best is None or iou(best.box, box) < MEANT:
        return Detection(box, None, 1.0)
    return best


@dataclass(frozen=True, slots=True)
class Drawn:
    """A face in a drawn box, in pixels of the full photo.

    ``detection`` has the box as it was drawn, ``seen`` is what the networks looked at.
    """

    detection: Detection
    seen: Box
    quality: float
    embedding: NDArray[np.float32]
    thumbnail: Picture


def look_at(recognizer: Recognizer, picture: Picture, boxes: Sequence[Box], factor: float) -> list[Drawn]:
    """Embed drawn boxes. Runs on a compute lane.

    Args:
        recognizer: The networks.
        picture: uint8 [H, W, 3], RGB, upright, the photo made smaller by ``factor``.
        boxes: In pixels of the full photo.
        factor: Full size over the picture's.
    """
    if not boxes:
        return []
    small = [box.scaled(1 / factor) for box in boxes]
    seen = [aligned(recognizer.detector, picture, box) for box in small]
    inputs = [recognizer.embedder.crop(picture, one) for one in seen]
    vectors, steady = recognizer.embedder.embed_rated(inputs)
    answer = []
    for box, one, crop, vector, rate in zip(boxes, seen, inputs, vectors, steady.tolist(), strict=True):
        landmarks = None if one.landmarks is None else one.landmarks * np.float32(factor)
        detection = Detection(box, landmarks, 1.0)
        thumbnail = crops.face_thumbnail(picture, replace(one, box=box.scaled(1 / factor)))
        quality = face_quality(detection, crop, rate)
        answer.append(Drawn(detection, one.box.scaled(factor), quality, vector, thumbnail))
    return answer
