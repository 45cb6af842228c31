"""What makes a face good: size, sharpness, pose, the detector's score, and above all steady views."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from skimage import data

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Picture
from faceapp.core.quality import face_quality, frontality

LANDMARKS = np.array([[200, 110], [240, 110], [220, 130], [205, 150], [235, 150]], np.float32)
FACE = Detection(Box(170, 60, 112, 130), LANDMARKS, 1.0)


def looking_aside(pixels: float) -> Detection:
    """The same face with the nose to one side."""
    landmarks = LANDMARKS.copy()
    landmarks[2, 0] += pixels
    return replace(FACE, landmarks=landmarks)


@pytest.fixture(scope="module")
def crop() -> Picture:
    """The astronaut's face as the network sees it, twice."""
    face = cv2.resize(data.astronaut()[60:190, 165:285], (160, 160))
    return np.asarray(np.hstack([face, face]), np.uint8)


def test_a_large_sharp_steady_face_is_nearly_as_good_as_can_be(crop: Picture) -> None:
    assert 0.9 < face_quality(FACE, crop, 0.98) <= 1.0


def test_everything_that_makes_a_face_worse_lowers_it(crop: Picture) -> None:
    best = face_quality(FACE, crop, 0.95)
    small = replace(FACE, box=Box(170, 60, 30, 34))
    blurred = np.asarray(cv2.GaussianBlur(crop, (0, 0), 6), np.uint8)
    assert face_quality(small, crop, 0.95) < 0.4 * best
    assert face_quality(looking_aside(15), crop, 0.95) < best
    assert face_quality(replace(FACE, score=0.8), crop, 0.95) < best
    assert face_quality(FACE, blurred, 0.95) < best
    assert face_quality(FACE, crop, 0.6) < 0.2 * best


def test_steady_views_count_for_more_than_sharpness_and_pose_together(crop: Picture) -> None:
    """As measured: neither foretells much that the two views do not."""
    flat = np.full_like(crop, 128)
    assert face_quality(looking_aside(40), flat, 0.95) > face_quality(FACE, crop, 0.85)


@pytest.mark.parametrize("steady", [-0.2, 0.0, 0.65, 1.0])
def test_it_stays_between_nothing_and_one(crop: Picture, steady: float) -> None:
    assert 0.0 <= face_quality(FACE, crop, steady) <= 1.0


def test_a_profile_is_not_frontal() -> None:
    assert frontality(FACE) == pytest.approx(1.0)
    assert frontality(looking_aside(20)) == pytest.approx(0.0)
    assert frontality(replace(FACE, landmarks=None)) == 0.7
    same = np.zeros_like(LANDMARKS)
    assert frontality(replace(FACE, landmarks=same)) == 0.0
