"""Faces laid on each other's eyes."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceapp.imaging.crops import EYE_DISTANCE, EYE_LINE, aligned_on_eyes

SIZE = 720


def with_eyes(width: int, height: int, eyes: list[tuple[float, float]]) -> np.ndarray:
    """A grey picture with a red left eye and a green right one."""
    picture = np.full((height, width, 3), 60, np.uint8)
    radius = max(math.dist(*eyes) / 12, 2.5)
    for (x, y), colour in zip(eyes, ((255, 0, 0), (0, 255, 0)), strict=True):
        # OpenCV draws about pixel centres, landmarks count from the picture's corner.
        centre = (round((x - 0.5) * 16), round((y - 0.5) * 16))
        cv2.circle(picture, centre, round(radius * 16), colour, -1, shift=4, lineType=cv2.LINE_AA)
    return picture


def spot(picture: np.ndarray, channel: int) -> tuple[float, float]:
    """The middle of what has one colour, in pixels from the corner."""
    weight = np.clip(picture[..., channel].astype(float) - picture[..., 1 - channel] - 40, 0, None)
    ys, xs = np.mgrid[: picture.shape[0], : picture.shape[1]] + 0.5
    return float((xs * weight).sum() / weight.sum()), float((ys * weight).sum() / weight.sum())


@settings(max_examples=40, deadline=None)
@given(
    st.floats(28, 300),
    st.floats(-math.pi / 3, math.pi / 3),
    st.floats(0.3, 0.7),
    st.floats(0.3, 0.7),
)
def test_eyes_land_within_a_pixel(distance: float, angle: float, across: float, down: float) -> None:
    """Whatever the size, tilt and place of a face."""
    x, y = 1000 * across, 900 * down
    half = (math.cos(angle) * distance / 2, math.sin(angle) * distance / 2)
    eyes = [(x - half[0], y - half[1]), (x + half[0], y + half[1])]
    crop = aligned_on_eyes(with_eyes(1000, 900, eyes), np.array(eyes), SIZE)
    assert crop.shape == (SIZE, SIZE, 3)
    wanted = [(SIZE * (0.5 + side * EYE_DISTANCE / 2), SIZE * EYE_LINE) for side in (-1, 1)]
    for channel, eye in enumerate(wanted):
        assert math.dist(spot(crop, channel), eye) < 1.0


def test_what_lies_beyond_the_picture_is_no_black_hole() -> None:
    eyes = [(8.0, 10.0), (28.0, 10.0)]
    crop = aligned_on_eyes(with_eyes(60, 40, eyes), np.array(eyes), 200)
    assert crop.max(axis=2).min() > 20


@pytest.mark.parametrize("eyes", [[(5, 5), (5, 5)], [(math.nan, 5), (9, 5)]])
def test_two_eyes_are_two_places(eyes: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="two places"):
        aligned_on_eyes(np.zeros((20, 20, 3), np.uint8), np.array(eyes, float), 64)
