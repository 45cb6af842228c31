"""The cascade finds what facenet-pytorch's own loops find, with the same networks and scales.

Its pyramid is made in another way (halves and a short bilinear step instead of area means), so the boxes are
the same where facenet-pytorch is given the same levels, and nearly the same where it makes its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch
from facenet_pytorch import MTCNN
from facenet_pytorch.models.utils import detect_face as their_steps

from faceapp.core.geometry import Box, iou
from faceapp.core.models import Picture
from faceapp.ml.cascade import Cascade, CascadeSettings, pyramid
from faceapp.ml.device import cpu
from faceapp.ml.mtcnn_networks import mtcnn_stages
from faceapp.ml.shrinking import Halves

ReadOrl = Callable[..., Picture]

MIN_FACE = 20
FACTOR = 0.709


@pytest.fixture(scope="module")
def theirs() -> MTCNN:
    return MTCNN(min_face_size=MIN_FACE, factor=FACTOR, thresholds=[0.6, 0.7, 0.7], keep_all=True)


@pytest.fixture(scope="module")
def ours() -> Cascade:
    return Cascade(mtcnn_stages(cpu()), CascadeSettings(FACTOR, 0.6, 0.7, 0.7))


@pytest.fixture
def same_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """facenet-pytorch shrinks as we do, candidates aside: those are area means for both."""
    area = their_steps.imresample

    def shrunk(pictures: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
        if size in ((24, 24), (48, 48)):
            return area(pictures, size)
        height, width = size
        pixels = pictures.permute(0, 2, 3, 1).to(torch.uint8).numpy()
        levels = [Halves(np.ascontiguousarray(one)).resized(width, height) for one in pixels]
        return torch.from_numpy(np.stack(levels)).permute(0, 3, 1, 2).to(pictures.dtype)

    monkeypatch.setattr(their_steps, "imresample", shrunk)


def assert_same(theirs: MTCNN, ours: Cascade, pictures: Sequence[Picture]) -> int:
    boxes, scores, landmarks = theirs.detect(np.stack(pictures), landmarks=True)
    height, width = pictures[0].shape[:2]
    found = ours.run(pictures, pyramid((0, 0, width, height), MIN_FACE, FACTOR))
    total = 0
    for index, mine in enumerate(found):
        if boxes[index] is None:
            assert len(mine.boxes) == 0
            continue
        their_scores = np.asarray(scores[index], np.float64)
        assert len(mine.boxes) == len(their_scores)
        assert (np.diff(mine.scores) <= 0).all()
        for box, score, points in zip(boxes[index], their_scores, landmarks[index], strict=True):
            nearest = int(np.abs(mine.boxes - box.astype(np.float64)).sum(axis=1).argmin())
            np.testing.assert_allclose(mine.boxes[nearest], box.astype(np.float64), atol=0.1)
            np.testing.assert_allclose(mine.landmarks[nearest], points.astype(np.float64), atol=0.1)
            assert mine.scores[nearest] == pytest.approx(score, abs=1e-3)
        total += len(mine.boxes)
    return total


@pytest.mark.usefixtures("same_levels")
def test_the_astronaut(theirs: MTCNN, ours: Cascade, astronaut: Picture) -> None:
    assert assert_same(theirs, ours, [astronaut]) == 1


@pytest.mark.usefixtures("same_levels")
def test_a_batch_of_portraits(theirs: MTCNN, ours: Cascade, orl: ReadOrl) -> None:
    assert assert_same(theirs, ours, [orl(person, 2, 3) for person in range(1, 7)]) >= 6


@pytest.mark.usefixtures("same_levels")
def test_a_collage(theirs: MTCNN, ours: Cascade, collage: Picture) -> None:
    assert assert_same(theirs, ours, [collage]) >= 15


def test_with_its_own_levels_facenet_pytorch_finds_the_same_faces(
    theirs: MTCNN, ours: Cascade, collage: Picture
) -> None:
    boxes, scores = theirs.detect(collage)
    height, width = collage.shape[:2]
    (found,) = ours.run([collage], pyramid((0, 0, width, height), MIN_FACE, FACTOR))
    sure = [Box(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes[scores > 0.95]]
    mine = [Box(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in found.boxes.tolist()]
    assert len(sure) >= 15
    assert min(max(iou(box, other) for other in mine) for box in sure) > 0.8


def test_nothing_to_find(theirs: MTCNN, ours: Cascade) -> None:
    empty = np.full((80, 100, 3), 90, np.uint8)
    assert [len(found.boxes) for found in ours.run([empty, empty], pyramid((0, 0, 100, 80), 20, FACTOR))] == [
        0,
        0,
    ]
    assert [len(found.boxes) for found in ours.run([empty], [])] == [0]


def test_only_the_scales_the_smallest_face_needs() -> None:
    levels = pyramid((0, 0, 1000, 750), 40, FACTOR)
    assert levels[0].scale == pytest.approx(0.3)
    assert 750 * levels[-1].scale >= 12 > 750 * levels[-1].scale * FACTOR


@pytest.mark.parametrize("cut", range(6))  # an odd last row of pixels makes a row of cells of its own
def test_strips_of_a_level_find_what_the_whole_level_does(
    cut: int, collage: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    eager = Cascade(mtcnn_stages(cpu()), CascadeSettings(FACTOR, 0.2, 0.3, 0.3))
    picture = np.ascontiguousarray(collage[cut:])
    levels = pyramid((0, 0, picture.shape[1], len(picture)), MIN_FACE, FACTOR)
    found = []
    for rows in (1_000_000, 1 + 2 * cut):
        monkeypatch.setattr("faceapp.ml.stages._STRIP", rows)
        (faces,) = eager.run([picture], levels)
        assert len(faces.boxes)
        found.append(faces)
    np.testing.assert_allclose(found[0].boxes, found[1].boxes, atol=1e-2)
    np.testing.assert_allclose(found[0].scores, found[1].scores, atol=1e-4)
