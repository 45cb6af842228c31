from __future__ import annotations

import cv2
import numpy as np
import pytest

from faceapp.core.models import Picture
from faceapp.ml.shrinking import Halves, Windows


@pytest.mark.parametrize("width", [512, 500, 300, 257, 256, 180, 100, 700])
def test_any_size_looks_like_area_means(astronaut: Picture, width: int) -> None:
    found = Halves(astronaut).resized(width, width)
    how = cv2.INTER_AREA if width <= 512 else cv2.INTER_LINEAR
    expected = cv2.resize(astronaut, (width, width), interpolation=how)
    assert found.shape == (width, width, 3)
    assert np.abs(found.astype(int) - expected.astype(int)).mean() < 5.0


def test_stripes_of_one_pixel_become_grey() -> None:
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, ::2] = 255
    for width in (200, 130, 64, 50):
        found = Halves(stripes).resized(width, width)
        assert np.ptp(found) <= 2, width
        assert abs(float(found.mean()) - 127.5) < 1.5


def test_windows_of_a_batch() -> None:
    pictures = [np.random.default_rng(seed).integers(0, 256, (90, 121, 3), np.uint8) for seed in range(2)]
    windows = Windows(pictures)
    for window in ((0, 0, 121, 90), (11, 9, 101, 80)):
        x0, y0, x1, y1 = window
        levels = windows.resized(window, 40, 30)
        assert levels.shape == (2, 30, 40, 3)
        for level, picture in zip(levels, pictures, strict=True):
            np.testing.assert_array_equal(level, Halves(picture[y0:y1, x0:x1]).resized(40, 30))
