"""Faces to learn from: aligned crops in memory, and how a network is shown them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.errors import FaceAppError
from faceapp.core.said import said

Images = NDArray[np.uint8]
Ints = NDArray[np.int64]

FEWEST_PEOPLE = 2
_SHIFT = 0.04
"""Of a side: how far a face is moved at most."""
_BRIGHT, _CONTRAST = 20.0, 0.2
"""How much lighter or darker, and flatter or harder, a face is made at most."""


class FacesError(FaceAppError):
    """Nothing can be learned from these faces."""


@dataclass(frozen=True, slots=True)
class FaceSet:
    """Faces of several people.

    Attributes:
        images: uint8 [N, H, W, 3], RGB.
        labels: int64 [N], rows of ``people``.
        people: Names.
    """

    images: Images
    labels: Ints
    people: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def of_people(self, chosen: Sequence[int]) -> FaceSet:
        """The faces of some people, who are numbered anew."""
        rows = np.flatnonzero(np.isin(self.labels, chosen))
        number = {person: row for row, person in enumerate(chosen)}
        labels = np.array([number[label] for label in self.labels[rows].tolist()], np.int64)
        return FaceSet(self.images[rows], labels, tuple(self.people[person] for person in chosen))

    def split(self, share: float, seed: int = 0) -> tuple[FaceSet, FaceSet]:
        """Split by people, so that nobody is in both: the rest, and a share of those with several faces."""
        counts = np.bincount(self.labels, minlength=len(self.people))
        several = np.random.default_rng(seed).permutation(np.flatnonzero(counts > 1))
        held = {int(person) for person in several[: round(share * len(several))]}
        others = [person for person in range(len(self.people)) if person not in held]
        return self.of_people(others), self.of_people(sorted(held))


def check(faces: FaceSet) -> None:
    """Make sure that there is something to learn.

    Raises:
        FacesError: fewer than two people, or nobody with two faces.
    """
    counts = np.bincount(faces.labels, minlength=max(len(faces.people), 1))
    if (counts > 0).sum() < FEWEST_PEOPLE:
        raise FacesError(
            said(
                "There is only %n person to learn from. Learning to tell people apart needs two at "
                "least: a folder for each.",
                None,
                int((counts > 0).sum()),
            )
        )
    if (counts > 1).sum() < 1:
        raise FacesError(
            said("Everybody has one photo only. Put two or more photos of a person into one folder.")
        )


def shown(
    images: Images, size: tuple[int, int], rng: np.random.Generator | None = None
) -> NDArray[np.float32]:
    """Faces as a network takes them.

    Args:
        images: uint8 [N, H, W, 3].
        size: Height and width the network takes.
        rng: Draws a mirror image, a small shift and another light for each; None: as they are.

    Returns:
        float32 [N, 3, height, width], about -1..1.
    """
    height, width = size
    found = np.empty((len(images), height, width, 3), np.float32)
    for row, image in enumerate(images):
        face = _resized(image, size)
        found[row] = face if rng is None else _varied(face, rng)
    planes: NDArray[np.float32] = (found - np.float32(127.5)).transpose(0, 3, 1, 2) / np.float32(128.0)
    return np.ascontiguousarray(planes)


def _resized(image: Images, size: tuple[int, int]) -> Images:
    height, width = size
    if image.shape[:2] == size:
        return image
    smaller = image.shape[0] > height
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)


def _varied(face: Images, rng: np.random.Generator) -> NDArray[np.float32]:
    if rng.random() < 0.5:
        face = np.ascontiguousarray(face[:, ::-1])
    height, width = face.shape[:2]
    down, right = rng.uniform(-_SHIFT, _SHIFT, 2) * (height, width)
    grow = 1.0 + rng.uniform(-_SHIFT, _SHIFT)
    move = np.array(
        [[grow, 0, right + (1 - grow) * width / 2], [0, grow, down + (1 - grow) * height / 2]], np.float64
    )
    moved = cv2.warpAffine(face, move, (width, height), borderMode=cv2.BORDER_REFLECT)
    contrast, bright = 1.0 + rng.uniform(-_CONTRAST, _CONTRAST), rng.uniform(-_BRIGHT, _BRIGHT)
    light: NDArray[np.float32] = (moved.astype(np.float32) - 127.5) * contrast + 127.5 + bright
    return np.clip(light, 0.0, 255.0)
