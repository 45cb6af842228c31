from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from faceapp.core.geometry import Box, iou
from faceapp.core.models import Picture
from faceapp.ml.mtcnn import DETECTOR_ID, MtcnnDetector

ReadOrl = Callable[..., Picture]


def on_canvas(picture: Picture, width: int, height: int, x: int, y: int) -> Picture:
    canvas = np.full((height, width, 3), 120, np.uint8)
    canvas[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return canvas


def test_the_astronaut(detector: MtcnnDetector, astronaut: Picture) -> None:
    (face,) = detector.detect([astronaut])[0]
    assert iou(face.box, Box(181, 59, 87, 115)) > 0.8
    assert 0.99 < face.score <= 1
    assert face.landmarks is not None
    assert face.landmarks.shape == (5, 2)
    assert face.landmarks.dtype == np.float32
    left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
    assert left_eye[0] < nose[0] < right_eye[0]
    assert left_mouth[0] < right_mouth[0]
    assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])
    np.testing.assert_allclose(left_eye, [204, 101], atol=4)


def test_small_portraits(detector: MtcnnDetector, orl: ReadOrl) -> None:
    found = detector.detect([orl(person, number) for person in range(1, 41) for number in (1, 6)])
    assert [len(faces) for faces in found] == [1] * 80


def test_sizes_may_be_mixed_and_order_is_kept(
    detector: MtcnnDetector, astronaut: Picture, orl: ReadOrl
) -> None:
    pictures = [orl(1, 1), astronaut, orl(2, 1), astronaut[:, ::-1], orl(1, 1, 2)]
    together = detector.detect(pictures)
    for picture, faces in zip(pictures, together, strict=True):
        (alone,) = detector.detect([np.ascontiguousarray(picture)])
        assert len(faces) == len(alone) == 1
        np.testing.assert_allclose(faces[0].box.as_list(), alone[0].box.as_list(), atol=0.05)


def test_best_score_first(detector: MtcnnDetector, collage: Picture) -> None:
    scores = [face.score for face in detector.detect([collage])[0]]
    assert len(scores) == 15
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(("share", "thorough"), [(0.022, False), (0.011, True)])
def test_small_faces(detector: MtcnnDetector, astronaut: Picture, share: float, thorough: bool) -> None:
    """A face of about 2 % of the long side is found, and one of about 1 % when asked for."""
    scale = share * 4000 / 115
    small = cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    photo = on_canvas(np.asarray(small, np.uint8), 4000, 3000, 2500, 1200)
    (face,) = detector.detect([photo], thorough=thorough)[0]
    expected = Box(2500 + 181 * scale, 1200 + 59 * scale, 87 * scale, 115 * scale)
    assert iou(face.box, expected) > 0.6


def test_a_face_that_fills_the_picture(detector: MtcnnDetector, astronaut: Picture) -> None:
    tight = np.ascontiguousarray(astronaut[59:174, 181:268])
    large = np.asarray(cv2.resize(tight, (870, 1150), interpolation=cv2.INTER_CUBIC), np.uint8)
    for picture in (tight, large):
        (face,) = detector.detect([picture])[0]
        assert iou(face.box, Box(0, 0, picture.shape[1], picture.shape[0])) > 0.6


def test_no_face_no_box(detector: MtcnnDetector) -> None:
    from skimage import data

    rng = np.random.default_rng(0)
    pictures = [
        np.asarray(data.coffee(), np.uint8),
        np.asarray(data.rocket(), np.uint8),
        np.repeat(np.asarray(data.text(), np.uint8)[..., None], 3, axis=2),
        rng.integers(0, 256, (300, 400, 3), dtype=np.uint8),
        np.zeros((200, 300, 3), np.uint8),
    ]
    assert detector.detect(pictures) == [[]] * 5
    assert detector.detect(pictures[:1], thorough=True) == [[]]


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 400, 3), (3000, 2, 3), (13, 9, 3)])
def test_odd_shapes_are_no_error(detector: MtcnnDetector, shape: tuple[int, int, int]) -> None:
    assert detector.detect([np.full(shape, 128, np.uint8)]) == [[]]


def test_many_pictures_of_one_size_are_split(
    detector: MtcnnDetector, orl: ReadOrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many pictures come, a bounded number of pixels is worked on at once."""
    pictures = [orl(person, 3) for person in range(1, 8)]
    whole = detector.detect(pictures)
    monkeypatch.setattr("faceapp.ml.mtcnn._BATCH_PIXELS", 200_000)
    for faces, again in zip(whole, detector.detect(pictures), strict=True):
        np.testing.assert_allclose(faces[0].box.as_list(), again[0].box.as_list(), atol=0.02)


def test_no_pictures(detector: MtcnnDetector) -> None:
    assert detector.detect([]) == []


def test_id(detector: MtcnnDetector) -> None:
    assert detector.id == DETECTOR_ID
