"""The three stages of MTCNN over a batch of pictures of one size.

Zhang et al. 2016, "Joint Face Detection and Alignment using Multitask Cascaded Convolutional Networks",
section II: a small network slides over an image pyramid and proposes boxes, a second one refines them,
a third one decides and finds five landmarks. The weights are facenet-pytorch's; its constants
and its pixel conventions are kept (:mod:`tests.unit.ml.test_cascade` compares the boxes), its loops over
boxes and pictures are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from faceapp.core.models import Picture
from faceapp.ml.area import AreaTable, standardised
from faceapp.ml.device import Device
from faceapp.ml.manifest import MTCNN_NETS
from faceapp.ml.networks import ONet, PNet, RNet
from faceapp.ml.nms import grouped_nms
from faceapp.ml.openvino_nets import decider, proposer, refiner
from faceapp.ml.runtime import Network, quickest
from faceapp.ml.shrinking import Windows
from faceapp.ml.transfer import moved
from faceapp.ml.weights import load_packaged

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CELL = 12
"""Side of the first network's window, in pixels of a pyramid level."""
STRIDE = 2
"""Step of the first network's window."""
_STRIP = 128
"""Rows of cells the first network looks at in one go on a CPU: its planes then stay in the cache."""
_CHUNK_PIXELS = 128 * 24 * 24
"""Pixels of candidates looked at in one go: bounds the memory that each photo in hand may take."""


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
    """The networks of MTCNN on one device. Several threads may run it at once."""

    def __init__(self, device: Device, settings: CascadeSettings | None = None) -> None:
        self.settings = settings or CascadeSettings()
        self._device = device.torch_device
        networks: list[Network] = []
        kinds: tuple[tuple[Callable[[], nn.Module], Callable[[Any], Any], int], ...] = (
            (PNet, proposer, 48),
            (RNet, refiner, 24),
            (ONet, decider, 48),
        )
        for (network, model, side), name in zip(kinds, MTCNN_NETS, strict=True):
            module: nn.Module = network()
            module.load_state_dict(load_packaged(name))
            # Cast before the move: a device without float64 must never be offered any.
            module = module.eval().to(torch.float32).to(memory_format=torch.channels_last)
            half = self.settings.half and network is not ONet
            networks.append(quickest(module.to(self._device), model, device, (side, side), half=half))
        self._propose_net, self._refine_net, self._decide_net = networks

    def run(self, pictures: Sequence[Picture], levels: Sequence[Level]) -> list[Found]:
        """Find the faces of pictures of one size.

        Args:
            pictures: uint8 [H, W, 3] RGB each, all of the same shape.
            levels: Where and at what scales to look (:func:`pyramid`).

        Returns:
            One :class:`Found` per picture.
        """
        with torch.inference_mode():
            candidates = self._propose(Windows(pictures), levels)
            table = AreaTable(pictures, self._device)  # not before: the first stage takes the most memory
            candidates = self._refine(table, candidates)
            candidates, landmarks = self._decide(table, candidates)
        return [_found(candidates, landmarks, index) for index in range(len(pictures))]

    def _propose(self, windows: Windows, levels: Sequence[Level]) -> _Candidates:
        """Section II, stage 1: proposals of every scale, merged per scale, then per picture."""
        parts, regressions, groups = [], [], []
        for number, level in enumerate(levels):
            x0, y0, x1, y1 = level.window
            height, width = int((y1 - y0) * level.scale + 1), int((x1 - x0) * level.scale + 1)
            whole = moved(torch.from_numpy(windows.resized(level.window, width, height)), self._device)
            for first, pixels in self._strips(whole):
                shifts, scores = self._propose_net(standardised(pixels.to(torch.float32)))
                hits = (scores[:, 1] >= self.settings.propose).nonzero()
                picture, row, column = hits.unbind(1)
                cells = hits[:, 1:].cpu().numpy()[:, ::-1].astype(np.float32)
                cells[:, 1] += first
                low = np.floor((STRIDE * cells + 1) / np.float32(level.scale))
                high = np.floor((STRIDE * cells + CELL) / np.float32(level.scale))
                offset = np.array([x0, y0, x0, y0], np.float32)
                part = _Candidates(
                    picture.cpu().numpy(),
                    np.concatenate([low, high], axis=1) + offset,
                    scores[picture, 1, row, column].cpu().numpy(),
                )
                parts.append(part)
                regressions.append(shifts[picture, :, row, column].cpu().numpy())
                groups.append(part.picture + number * len(pixels))
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

    def _strips(self, pixels: Tensor) -> Iterator[tuple[int, Tensor]]:
        """Rows of pixels for so many rows of cells, and the first of these: all at once but on a CPU."""
        rows = pixels.shape[1]
        step = _STRIP if self._device.type == "cpu" else rows
        # A cell is CELL rows high, and an odd last row makes one more.
        for first in range(0, max((rows - CELL + 1) // STRIDE + 1, 1), step):
            start = first * STRIDE
            yield first, pixels[:, start : start + (step - 1) * STRIDE + CELL]

    def _refine(self, table: AreaTable, candidates: _Candidates) -> _Candidates:
        """Section II, stage 2: most proposals fall, the rest get better boxes."""
        candidates, (shift, scores) = self._look(table, candidates, self._refine_net, 24, 2)
        candidates.scores = scores[:, 1]
        passed = np.flatnonzero(candidates.scores > self.settings.refine)
        candidates, shift = candidates.take(passed), shift[passed]
        picks = grouped_nms(candidates.boxes, candidates.scores, candidates.picture, 0.7)
        candidates = candidates.take(picks)
        candidates.boxes = _squared(_regressed(candidates.boxes, shift[picks]))
        return candidates

    def _decide(self, table: AreaTable, candidates: _Candidates) -> tuple[_Candidates, Floats]:
        """Section II, stage 3: faces and their landmarks float32 [N, 5, 2]."""
        candidates, (shift, points, scores) = self._look(table, candidates, self._decide_net, 48, 3)
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

    def _look(
        self, table: AreaTable, candidates: _Candidates, network: Network, size: int, outputs: int
    ) -> tuple[_Candidates, tuple[Floats, ...]]:
        """Run a network on the square of each candidate; those outside the picture fall.

        Returns:
            The candidates left, and the network's outputs float32 [N, ...] in its order.
        """
        # Pixels count from one, both ends included; cut off at the border.
        corners = np.trunc(candidates.boxes).astype(np.int64)
        corners[:, :2] = np.maximum(corners[:, :2], 1) - 1
        corners[:, 2:] = np.minimum(corners[:, 2:], (table.width, table.height))
        inside = np.flatnonzero((corners[:, 2:] > corners[:, :2]).all(axis=1))
        candidates, corners = candidates.take(inside), corners[inside]
        answers: list[list[Floats]] = [[] for _ in range(outputs)]
        for chunk in _chunks(len(candidates), _CHUNK_PIXELS // size**2):
            batch: Tensor = table.crops(candidates.picture[chunk], corners[chunk], size)
            for answer, output in zip(answers, network(batch), strict=True):
                answer.append(output.cpu().numpy())
        if not len(candidates):
            widths = (4, 2) if outputs == 2 else (4, 10, 2)
            return candidates, tuple(np.empty((0, width), np.float32) for width in widths)
        return candidates, tuple(np.concatenate(answer) for answer in answers)


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
