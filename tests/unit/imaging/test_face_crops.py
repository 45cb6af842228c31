from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from faceapp.core.geometry import Box
from faceapp.core.models import Detection
from faceapp.imaging.crops import FACE_SIZE, face_thumbnail

EYES = [(202.0, 106.0), (245.0, 106.0)]
BOX = Box(180, 65, 85, 120)


def landmarks(eyes=EYES):
    return np.array([*eyes, (223, 130), (208, 150), (240, 150)], np.float32)


def dot(crop) -> tuple[float, float]:
    """Middle of the marked spot of a crop."""
    ys, xs = np.nonzero((crop[..., 0] > 150) & (crop[..., 1] < 100))
    return float(xs.mean()), float(ys.mean())


def marked(size, points) -> np.ndarray:
    picture = np.full((size[1], size[0], 3), 60, np.uint8)
    for x, y in points:
        cv2.circle(picture, (round(x * 16), round(y * 16)), 16 * 6, (255, 0, 0), -1, shift=4)
    return picture


@pytest.mark.parametrize("size", [64, 160, FACE_SIZE, 512])
def test_eyes_level_centred_and_at_42_percent(size):
    picture = marked((600, 600), [(302, 206)])
    detection = Detection(Box(250, 150, 110, 140), landmarks([(272, 206), (332, 206)]), 1.0)
    x, y = dot(face_thumbnail(picture, detection, size))
    assert x == pytest.approx(size * 0.5, abs=size * 0.01 + 0.5)
    assert y == pytest.approx(size * 0.42, abs=size * 0.01 + 0.5)


@pytest.mark.parametrize("degrees", [-35, -10, 10, 35])
def test_moderate_tilt_is_turned_upright(degrees):
    along = 50 * np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])
    left, right = np.array([300, 300]) - along, np.array([300, 300]) + along
    detection = Detection(Box(220, 200, 160, 220), landmarks([tuple(left), tuple(right)]), 1.0)
    crop_left = dot(face_thumbnail(marked((600, 600), [left]), detection))
    crop_right = dot(face_thumbnail(marked((600, 600), [right]), detection))
    assert crop_left[1] == pytest.approx(crop_right[1], abs=1.5)
    assert crop_left[0] < 128 < crop_right[0]


@pytest.mark.parametrize(
    "eyes",
    [[(300, 250), (300, 350)], [(298, 250), (303, 252)], [(350, 300), (250, 300)], [(np.nan, 0), (1, 1)]],
)
def test_strange_eyes_do_not_turn_the_crop(eyes):
    picture = np.zeros((600, 600, 3), np.uint8)
    picture[:, 300:] = 255
    crop = face_thumbnail(picture, Detection(Box(220, 200, 160, 220), landmarks(eyes), 1.0))
    assert (crop[:, 100, 0] == crop[0, 100, 0]).all()  # the edge stayed vertical


def test_without_landmarks_the_box_is_the_middle():
    picture = marked((600, 600), [(305, 220)])
    x, y = dot(face_thumbnail(picture, Detection(Box(250, 150, 110, 140), None, 1.0)))
    assert (x, y) == pytest.approx((128, 128), abs=1.5)


def test_no_black_bars_over_the_border():
    picture = np.full((100, 100, 3), 200, np.uint8)
    for box in (Box(-40, -40, 80, 80), Box(70, 70, 90, 90), Box(-50, -50, 200, 200), Box(500, 500, 20, 20)):
        crop = face_thumbnail(picture, Detection(box, None, 1.0))
        assert crop.shape == (256, 256, 3)
        assert (crop == 200).all()


def test_real_face_is_sharp_both_ways():
    picture = skimage.data.astronaut()
    detection = Detection(BOX, landmarks(), 1.0)
    for size in (48, 256):
        crop = face_thumbnail(picture, detection, size)
        x0, y0 = 223.5 - 90, 106 - 0.42 * 180
        rows = picture[round(y0) : round(y0) + 180, round(x0) : round(x0) + 180]
        plain = cv2.resize(
            rows, (size, size), interpolation=cv2.INTER_AREA if size < 180 else cv2.INTER_CUBIC
        )
        assert np.abs(crop.astype(int) - plain).mean() < 8


def test_large_pictures_beyond_the_limits_of_the_warp():
    picture = np.zeros((40, 40000, 3), np.uint8)
    assert face_thumbnail(picture, Detection(Box(39900, 0, 40, 40), None, 1.0)).shape == (256, 256, 3)
    assert face_thumbnail(picture, Detection(Box(0, 0, 40000, 40), None, 1.0)).shape == (256, 256, 3)


coordinate = st.floats(-3000, 3000)


@settings(max_examples=100, deadline=None)
@given(
    coordinate,
    coordinate,
    st.floats(0, 3000),
    st.floats(0, 3000),
    st.lists(coordinate, min_size=10, max_size=10),
)
def test_any_detection(x, y, width, height, points):
    picture = np.full((70, 90, 3), 123, np.uint8)
    marks = np.array(points, np.float32).reshape(5, 2)
    for detection in (
        Detection(Box(x, y, width, height), marks, 0.5),
        Detection(Box(x, y, width, height), None, 1),
    ):
        crop = face_thumbnail(picture, detection, 64)
        assert crop.shape == (64, 64, 3)
        assert (crop == 123).all()
