"""Every way tried to cut a face out and to show it to the network, for the table of embeddings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Embeddings, Picture
from faceapp.ml.embedder import BATCH, FaceNetEmbedder
from faceapp.ml.views import CROP_SIZE, MARGIN, box_transform, cut, landmark_transform, warped

Floats = NDArray[np.float32]
Crop = Callable[[Picture, Detection], Picture]


def margin(share: float) -> Crop:
    """The detector's box with a margin, stretched to the square."""
    return lambda picture, face: cut(picture, face.box.expanded(share))


def square(share: float) -> Crop:
    """A square about the box: the aspect is kept."""

    def crop(picture: Picture, face: Detection) -> Picture:
        x, y = face.box.center
        side = max(face.box.width, face.box.height)
        return cut(picture, Box(x - side / 2, y - side / 2, side, side).expanded(share))

    return crop


def shifted(right: float, down: float) -> Crop:
    """The shipped box moved by parts of its sides."""

    def crop(picture: Picture, face: Detection) -> Picture:
        box = face.box
        moved = Box(box.x + right * box.width, box.y + down * box.height, box.width, box.height)
        return cut(picture, moved.expanded(MARGIN))

    return crop


def by_landmarks(picture: Picture, face: Detection) -> Picture:
    """The landmarks moved by a similarity onto their mean places."""
    transform = landmark_transform(face)
    return margin(MARGIN)(picture, face) if transform is None else warped(picture, transform)


def halfway(picture: Picture, face: Detection) -> Picture:
    """The mean of the box's transform and the landmarks'."""
    transform = landmark_transform(face)
    middle = box_transform(face) if transform is None else (box_transform(face) + transform) / 2
    return warped(picture, np.asarray(middle, np.float32))


def arcface(picture: Picture, face: Detection) -> Picture:
    """The five-point template most later networks are trained on (Deng et al. 2019): square, wider."""
    template = np.array(
        [[38.29, 51.70], [73.53, 51.50], [56.03, 71.74], [41.55, 92.37], [70.73, 92.20]], np.float32
    )
    assert face.landmarks is not None
    found, _ = cv2.estimateAffinePartial2D(
        np.asarray(face.landmarks, np.float32), template * (CROP_SIZE / 112), method=cv2.LMEDS
    )
    return margin(MARGIN)(picture, face) if found is None else warped(picture, np.asarray(found, np.float32))


def detector_size(share: float) -> Crop:
    """Cut from the picture as the detector sees a photo (made smaller), not from the full one."""

    def crop(picture: Picture, face: Detection) -> Picture:
        size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
        small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        return cut(small, face.box.scaled(share).expanded(MARGIN))

    return crop


def fixed(pixels: Floats) -> Floats:
    """Float32 [N, 160, 160, 3] 0..255 -> -1..1."""
    return (pixels - np.float32(127.5)) / np.float32(128)


def per_image(pixels: Floats) -> Floats:
    """Each picture to mean 0, deviation 1 (FaceNet's older "prewhitening")."""
    mean = pixels.mean(axis=(1, 2, 3), keepdims=True)
    deviation = np.maximum(pixels.std(axis=(1, 2, 3), keepdims=True), np.float32(1 / np.sqrt(160 * 160 * 3)))
    return np.asarray((pixels - mean) / deviation, np.float32)


LOOKS: dict[str, tuple[Crop, Callable[[Floats], Floats], bool]] = {
    "box": (margin(MARGIN), fixed, False),
    "box, mirrored": (margin(MARGIN), fixed, True),
    "landmarks": (by_landmarks, fixed, False),
    "landmarks, mirrored": (by_landmarks, fixed, True),
    "halfway": (halfway, fixed, False),
    "box + 0 %": (margin(0.0), fixed, False),
    "box + 10 %": (margin(0.1), fixed, False),
    "box + 32 %": (margin(0.32), fixed, False),
    "square + 20 %": (square(0.2), fixed, False),
    "arcface template": (arcface, fixed, False),
    "box, per image": (margin(MARGIN), per_image, False),
    "box, half size": (detector_size(0.5), fixed, False),
    "left": (shifted(-0.06, 0.0), fixed, False),
    "right": (shifted(0.06, 0.0), fixed, False),
    "up": (shifted(0.0, -0.05), fixed, False),
    "down": (shifted(0.0, 0.05), fixed, False),
}
"""One pass through the network each: crop, standardisation, mirrored."""

ROWS: dict[str, tuple[str, ...]] = {
    "shipped: box and mirrored landmarks": ("box", "landmarks, mirrored"),
    "box + 21 %": ("box",),
    "box + 0 %": ("box + 0 %",),
    "box + 10 %": ("box + 10 %",),
    "box + 32 %": ("box + 32 %",),
    "square + 20 %": ("square + 20 %",),
    "landmarks on their mean places": ("landmarks",),
    "halfway box and landmarks": ("halfway",),
    "arcface template": ("arcface template",),
    "box, per-image standardisation": ("box, per image",),
    "box, cut from the picture at half size": ("box, half size",),
    "box and its mirror image": ("box", "box, mirrored"),
    "landmarks and their mirror image": ("landmarks", "landmarks, mirrored"),
    "box and landmarks": ("box", "landmarks"),
    "box, landmarks, both mirrored": ("box", "box, mirrored", "landmarks", "landmarks, mirrored"),
    "box moved four ways": ("left", "right", "up", "down"),
    "box with 0, 10, 21 %": ("box + 0 %", "box + 10 %", "box"),
}
"""A row of the table is the mean of some looks."""


def embed(
    network: FaceNetEmbedder, name: str, faces: Sequence[tuple[Path, Picture, Detection]]
) -> Embeddings:
    """One look at every face: float32 [N, 512] of unit length."""
    crop, standardise, mirror = LOOKS[name]
    parts = []
    for start in range(0, len(faces), BATCH):
        crops = [crop(picture, face) for _, picture, face in faces[start : start + BATCH]]
        pixels = standardise(np.stack(crops).astype(np.float32))
        parts.append(network.run(np.ascontiguousarray(pixels[:, :, ::-1]) if mirror else pixels))
    return np.concatenate(parts)
