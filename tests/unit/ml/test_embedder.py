from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from faceapp.core.errors import WeightsError
from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Picture
from faceapp.ml.device import cpu
from faceapp.ml.embedder import FaceNetEmbedder, cut


def test_same_as_opencv_on_the_frozen_graph(
    embedder: FaceNetEmbedder, crops: list[Picture], frozen_graph: Path
) -> None:
    net = cv2.dnn.readNetFromTensorflow(str(frozen_graph))
    for crop, found in zip(crops, embedder.embed(crops), strict=True):
        net.setInput(cv2.dnn.blobFromImage(crop, 1 / 128, (160, 160), (127.5, 127.5, 127.5), swapRB=False))
        np.testing.assert_allclose(found, net.forward()[0], atol=1e-5)


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
        FaceNetEmbedder(cpu(), {"conv2d_1a.conv.weight": torch.zeros(1)}, "facenet-nothing")


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
    assert crop.shape == (160, 160, 3)
    assert crop.dtype == np.uint8


def test_cut_takes_the_box(astronaut: Picture) -> None:
    np.testing.assert_array_equal(cut(astronaut, Box(100, 50, 160, 160)), astronaut[50:210, 100:260])
