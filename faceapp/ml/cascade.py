"""The three stages of MTCNN over a batch of pictures of one size.

Zhang et al. 2016, "Joint Face Detection and Alignment using Multitask Cascaded Convolutional Networks",
section II: a small network slides over an image pyramid and proposes boxes, a second one refines them,
a third one decides and finds five landmarks. The weights are facenet-pytorch's; its constants
and its pixel conventions are kept (:mod:`tests.unit.ml.test_cascade` compares the boxes), its loops over
boxes and pictures are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Picture
from faceapp.ml.nms import grouped_nms
from faceapp.ml.shrinking import Windows
from faceapp.ml.stages import CELL, SIDES, STRIDE, Candidates, Floats, Ints, Stages

_CHUNK_PIXELS = 128 * 24 * 24
"""Pixels of candidates looked at in one go: bounds the memory that each photo in hand may take."""
_WIDTHS = {1: (4, 2), 2: (4, 10, 2)}
"""Numbers in each answer of the second and the third network."""


@dataclass(frozen=True, slots=True)
class CascadeSettings:
    """The knobs of the cascade.

    Attributes:
        factor: From one scale of the pyramid to the next.
        propose: Smallest score of a proposal that goes on to the second stage.
        refine: Smallest score that goes on to the third.
        decide: Smallest score of a face.
        half: Whether the first two networks may work in bfloat16 where a CPU has it. The third never does:
            box and landmarks are its answer.
    """

    factor: float = 0.709
    propose: float = 0.6
    refine: float = 0.7
    decide: float = 0.7
    half: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One scale of the pyramid over one window of the pictures.

    Attributes:
        window: x0, y0, x1, y1 in whole pixels.
        scale: Size of the level by size of the window; faces of about ``CELL / scale`` pixels fit.
    """

    window: tuple[int, int, int, int]
    scale: float


@dataclass(frozen=True, slots=True)
class Found:
    """The faces of one picture, best score first, in its pixels.

    Attributes:
        boxes: float32 [N, 4], corners x0, y0, x1, y1.
        scores: float32 [N], 0..1.
        landmarks: float32 [N, 5, 2].
    """

    boxes: Floats
    scores: Floats
    landmarks: Floats


@dataclass(slots=True)
class _Candidates:
    """Boxes between two stages, over all pictures of the batch."""

    picture: Ints
    boxes: Floats
    scores: Floats

    def __len__(self) -> int:
        return len(self.boxes)

    def take(self, index: Ints | NDArray[np.bool_]) -> _Candidates:
        return _Candidates(self.picture[index], self.boxes[index], self.scores[index])


def pyramid(window: tuple[int, int, int, int], min_face: float, factor: float) -> list[Level]:
    """The scales at which faces from ``min_face`` pixels up to the window's short side are found."""
    x0, y0, x1, y1 = window
    scale = CELL / min_face
    levels = []
    while min(x1 - x0, y1 - y0) * scale >= CELL:
        levels.append(Level(window, scale))
        scale *= factor
    return levels


class Cascade:
    """MTCNN. Several threads may run it at once."""

    def __init__(self, stages: Stages, settings: CascadeSettings | None = None) -> None:
        self.settings = settings or CascadeSettings()
        self._stages = stages

    def run(self, pictures: Sequence[Picture], levels: Sequence[Level]) -> list[Found]:
        """Find the faces of pictures of one size.

        Args:
            pictures: uint8 [H, W, 3] RGB each, all of the same shape.
            levels: Where and at what scales to look (:func:`pyramid`).

        Returns:
            One :class:`Found` per picture.
        """
        height, width = pictures[0].shape[:2]
        candidates = self._propose(Windows(pictures), levels)
        # Not held before: the first stage takes the most memory.
        look = _Look(self._stages.hold(pictures), width, height)
        candidates = self._refine(look, candidates)
        candidates, landmarks = self._decide(look, candidates)
        return [_found(candidates, landmarks, index) for index in range(len(pictures))]

    def _propose(self, windows: Windows, levels: Sequence[Level]) -> _Candidates:
        """Section II, stage 1: proposals of every scale, merged per scale, then per picture."""
        parts, regressions, groups = [], [], []
        for number, level in enumerate(levels):
            x0, y0, x1, y1 = level.window
            height, width = int((y1 - y0) * level.scale + 1), int((x1 - x0) * level.scale + 1)
            pixels = windows.resized(level.window, width, height)
            hits = self._stages.propose(pixels, self.settings.propose)
            cells = np.stack([hits.column, hits.row], axis=1).astype(np.float32)
            low = np.floor((STRIDE * cells + 1) / np.float32(level.scale))
            high = np.floor((STRIDE * cells + CELL) / np.float32(level.scale))
            boxes = np.concatenate([low, high], axis=1) + np.array([x0, y0, x0, y0], np.float32)
            parts.append(_Candidates(hits.picture, boxes, hits.scores))
            regressions.append(hits.shifts)
            groups.append(hits.picture + number * len(pixels))
        if not parts:
            return _Candidates(np.empty(0, np.int64), np.empty((0, 4), np.float32), np.empty(0, np.float32))
        merged = _Candidates(
            np.concatenate([part.picture for part in parts]),
            np.concatenate([part.boxes for part in parts]),
            np.concatenate([part.scores for part in parts]),
        )
        shift = np.concatenate(regressions)
        picks = grouped_nms(merged.boxes, merged.scores, np.concatenate(groups), 0.5)
        picks = picks[grouped_nms(merged.boxes[picks], merged.scores[picks], merged.picture[picks], 0.7)]
        merged = merged.take(picks)
        sides = merged.boxes[:, 2:] - merged.boxes[:, :2]
        merged.boxes = _squared(merged.boxes + shift[picks] * np.tile(sides, 2))
        return merged

    def _refine(self, look: _Look, candidates: _Candidates) -> _Candidates:
        """Section II, stage 2: most proposals fall, the rest get better boxes."""
        candidates, (shift, scores) = look(1, candidates)
        candidates.scores = scores[:, 1]
        passed = np.flatnonzero(candidates.scores > self.settings.refine)
        candidates, shift = candidates.take(passed), shift[passed]
        picks = grouped_nms(candidates.boxes, candidates.scores, candidates.picture, 0.7)
        candidates = candidates.take(picks)
        candidates.boxes = _squared(_regressed(candidates.boxes, shift[picks]))
        return candidates

    def _decide(self, look: _Look, candidates: _Candidates) -> tuple[_Candidates, Floats]:
        """Section II, stage 3: faces and their landmarks float32 [N, 5, 2]."""
        candidates, (shift, points, scores) = look(2, candidates)
        candidates.scores = scores[:, 1]
        passed = np.flatnonzero(candidates.scores > self.settings.decide)
        candidates, shift, points = candidates.take(passed), shift[passed], points[passed]
        sides = candidates.boxes[:, 2:] - candidates.boxes[:, :2] + 1
        # The network gives five x, then five y, in parts of the box; pixels count from one.
        landmarks = (
            points.reshape(-1, 2, 5).transpose(0, 2, 1) * sides[:, None] + candidates.boxes[:, None, :2] - 1
        )
        candidates.boxes = _regressed(candidates.boxes, shift)
        picks = grouped_nms(candidates.boxes, candidates.scores, candidates.picture, 0.7, "min")
        return candidates.take(picks), landmarks[picks]


class _Look:
    """Pictures of one size whose parts a network looks at."""

    def __init__(self, held: Candidates, width: int, height: int) -> None:
        self._held, self._size = held, (width, height)

    def __call__(self, stage: int, candidates: _Candidates) -> tuple[_Candidates, tuple[Floats, ...]]:
        """Run a network on the square of each candidate; those outside the picture fall.

        Returns:
            The candidates left, and the network's answers float32 [N, ...] in its order.
        """
        # Pixels count from one, both ends included; cut off at the border.
        corners = np.trunc(candidates.boxes).astype(np.int64)
        corners[:, :2] = np.maximum(corners[:, :2], 1) - 1
        corners[:, 2:] = np.minimum(corners[:, 2:], self._size)
        inside = np.flatnonzero((corners[:, 2:] > corners[:, :2]).all(axis=1))
        candidates, corners = candidates.take(inside), corners[inside]
        if not len(candidates):
            return candidates, tuple(np.empty((0, width), np.float32) for width in _WIDTHS[stage])
        answers = [
            self._held.look(stage, candidates.picture[chunk], corners[chunk])
            for chunk in _chunks(len(candidates), _CHUNK_PIXELS // SIDES[stage] ** 2)
        ]
        return candidates, tuple(np.concatenate(some) for some in zip(*answers, strict=True))


def _chunks(count: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, count, size))


def _squared(boxes: Floats) -> Floats:
    """The square about the middle of each box, as long as its longer side: float32 [N, 4] corners."""
    sides = boxes[:, 2:] - boxes[:, :2]
    longest = sides.max(axis=1, keepdims=True)
    low = boxes[:, :2] + sides * np.float32(0.5) - longest * np.float32(0.5)
    return np.concatenate([low, low + longest], axis=1)


def _regressed(boxes: Floats, shift: Floats) -> Floats:
    """Boxes float32 [N, 4] moved by the network's answer, in parts of their sides in whole pixels."""
    return boxes + shift * np.tile(boxes[:, 2:] - boxes[:, :2] + 1, 2)


def _found(candidates: _Candidates, landmarks: Floats, picture: int) -> Found:
    mine = np.flatnonzero(candidates.picture == picture)
    mine = mine[np.argsort(-candidates.scores[mine], kind="stable")]
    return Found(candidates.boxes[mine], candidates.scores[mine], landmarks[mine])
