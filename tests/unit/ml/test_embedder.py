from __future__ import annotations

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from faceapp.core.errors import WeightsError
from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Picture
from faceapp.ml.device import cpu
from faceapp.ml.embedder import FaceNetEmbedder
from faceapp.ml.views import CROP_SIZE, cut, landmark_transform, views, warped
from faceapp.ml.weights import load_casia_webface


def test_same_as_opencv_on_the_frozen_graph(
    embedder: FaceNetEmbedder, crops: list[Picture], frozen_graph: Path
) -> None:
    exact = FaceNetEmbedder(cpu(), load_casia_webface(), "exact", shortest="float32")
    net = cv2.dnn.readNetFromTensorflow(str(frozen_graph))
    quick = embedder.embed(crops)
    for crop, found, quickly in zip(crops, exact.embed(crops), quick, strict=True):
        both = []
        for view in (crop[:, :CROP_SIZE], crop[:, CROP_SIZE:]):
            blob = cv2.dnn.blobFromImage(view, 1 / 128, (160, 160), (127.5, 127.5, 127.5), swapRB=False)
            net.setInput(blob)
            both.append(net.forward()[0].copy())
        mean = both[0] + both[1]
        np.testing.assert_allclose(found, mean / np.linalg.norm(mean), atol=1e-5)
        assert float(found @ quickly) > 0.999  # in shorter numbers, where the CPU has them


def test_views_of_one_face_agree_better_than_views_of_two(
    embedder: FaceNetEmbedder, crops: list[Picture]
) -> None:
    _, steady = embedder.embed_rated(crops)
    mixed = [
        np.concatenate([one[:, :CROP_SIZE], other[:, CROP_SIZE:]], axis=1)
        for one, other in itertools.pairwise(crops)
    ]
    _, unsteady = embedder.embed_rated([mixed[2], mixed[3]])  # of ORL's s1 and s2, of s2 and s3
    assert steady.shape == (len(crops),)
    assert unsteady.max() < steady.min()


def test_landmarks_on_their_mean_places_make_the_same_cut(astronaut: Picture) -> None:
    """A face whose landmarks lie where they do on average, turned by a quarter, is turned back."""
    from faceapp.ml.views import MEAN_ASPECT, MEAN_LANDMARKS

    places = MEAN_LANDMARKS * np.array([MEAN_ASPECT, 1.0], np.float32)
    box = Box(100, 100, 160 * MEAN_ASPECT / 1.21, 160 / 1.21)
    upright = Detection(box, places + 100, 1.0)
    transform = landmark_transform(upright)
    assert transform is not None
    moved = places @ (transform[:, :2].T) + transform[:, :2] @ np.array([100, 100]) + transform[:, 2]
    np.testing.assert_allclose(moved, MEAN_LANDMARKS, atol=1e-2)
    assert warped(astronaut, transform).shape == (160, 160, 3)
    turned = places[:, ::-1] * np.array([-1, 1]) + 300
    back = landmark_transform(Detection(box, turned.astype(np.float32), 1.0))
    assert back is not None
    np.testing.assert_allclose(turned @ back[:, :2].T + back[:, 2], MEAN_LANDMARKS, atol=1e-2)


@pytest.mark.parametrize("landmarks", [None, np.zeros((5, 2)), np.full((5, 2), np.nan), np.eye(5, 2) * 900])
def test_landmarks_that_cannot_be_right_are_not_believed(
    astronaut: Picture,
    landmarks: np.ndarray | None,  # type: ignore[type-arg]
) -> None:
    face = Detection(Box(180, 60, 100, 120), landmarks, 1.0)
    assert landmark_transform(face) is None
    both = views(astronaut, face)
    np.testing.assert_array_equal(both[:, :CROP_SIZE], both[:, CROP_SIZE:][:, ::-1])


def test_a_batch_is_its_parts(embedder: FaceNetEmbedder, crops: list[Picture]) -> None:
    together = embedder.embed(crops)
    alone = np.concatenate([embedder.embed([crop]) for crop in crops])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_more_than_one_batch(embedder: FaceNetEmbedder, crops: list[Picture]) -> None:
    many = embedder.embed([crops[0]] * 32 + [crops[1]])
    np.testing.assert_allclose(many[[0, 32]], embedder.embed(crops[:2]), atol=1e-6)


def test_shape_type_and_length(embedder: FaceNetEmbedder, crops: list[Picture]) -> None:
    found = embedder.embed(crops)
    assert found.shape == (len(crops), embedder.dimension)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    assert embedder.embed([]).shape == (0, 512)


def test_the_same_person_is_nearer(embedder: FaceNetEmbedder, crops: list[Picture]) -> None:
    found = embedder.embed(crops)  # the astronaut, ORL's s1 twice, s2, s3
    distance = ((found[:, None] - found[None]) ** 2).sum(axis=2)
    assert distance[1, 2] < 0.5 * min(distance[1, 3], distance[1, 4], distance[0, 1], distance[2, 3])


def test_threads_are_left_alone(embedder: FaceNetEmbedder, crops: list[Picture]) -> None:
    before = torch.get_num_threads(), cv2.getNumThreads()
    embedder.embed(crops[:1])
    assert (torch.get_num_threads(), cv2.getNumThreads()) == before


def test_wrong_weights_are_an_error_for_people() -> None:
    with pytest.raises(WeightsError, match="do not fit"):
        FaceNetEmbedder(cpu(), {"conv2d_1a.conv.weight": np.zeros(1, np.float32)}, "facenet-nothing")


@pytest.mark.parametrize(
    "box",
    [
        Box(-50, -50, 120, 120),
        Box(480, 470, 90, 90),
        Box(600, 600, 20, 20),
        Box(10, 10, 0, 0),
        Box(-9, -9, 3, 3),
    ],
)
def test_boxes_over_the_border_are_cut(embedder: FaceNetEmbedder, astronaut: Picture, box: Box) -> None:
    crop = embedder.crop(astronaut, Detection(box, None, 1.0))
    assert crop.shape == (160, 320, 3)
    assert crop.dtype == np.uint8


def test_cut_takes_the_box(astronaut: Picture) -> None:
    np.testing.assert_array_equal(cut(astronaut, Box(100, 50, 160, 160)), astronaut[50:210, 100:260])
