"""The cascade finds what facenet-pytorch's own loops find, with the same networks and scales."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from facenet_pytorch import MTCNN

from faceapp.core.models import Picture
from faceapp.ml.cascade import Cascade, CascadeSettings, pyramid
from faceapp.ml.device import cpu

ReadOrl = Callable[..., Picture]

MIN_FACE = 20
FACTOR = 0.709


@pytest.fixture(scope="module")
def theirs() -> MTCNN:
    return MTCNN(min_face_size=MIN_FACE, factor=FACTOR, thresholds=[0.6, 0.7, 0.7], keep_all=True)


@pytest.fixture(scope="module")
def ours() -> Cascade:
    return Cascade(cpu(), CascadeSettings(FACTOR, 0.6, 0.7, 0.7))


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


def test_the_astronaut(theirs: MTCNN, ours: Cascade, astronaut: Picture) -> None:
    assert assert_same(theirs, ours, [astronaut]) == 1


def test_a_batch_of_portraits(theirs: MTCNN, ours: Cascade, orl: ReadOrl) -> None:
    assert assert_same(theirs, ours, [orl(person, 2, 3) for person in range(1, 7)]) >= 6


def test_a_collage(theirs: MTCNN, ours: Cascade, collage: Picture) -> None:
    assert assert_same(theirs, ours, [collage]) >= 15


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
