"""Boxes: what holds for every box, whatever its numbers."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from faceapp.core.geometry import Box, iou, iou_matrix, match_boxes

PLACE = st.floats(-5000, 5000)
SIZE = st.floats(0.01, 5000)
BOXES = st.builds(Box, PLACE, PLACE, SIZE, SIZE)
PIXELS = st.integers(1, 20_000)


def close(a: Box, b: Box, tolerance: float = 1e-6) -> bool:
    pairs = ((a.x, b.x), (a.y, b.y), (a.width, b.width), (a.height, b.height))
    return all(math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance) for one, other in pairs)


@given(BOXES, BOXES)
def test_iou_is_a_share_and_has_no_side(a: Box, b: Box) -> None:
    assert 0.0 <= iou(a, b) <= 1.0
    assert math.isclose(iou(a, b), iou(b, a), abs_tol=1e-12)


@given(BOXES)
def test_a_box_is_itself(box: Box) -> None:
    assert math.isclose(iou(box, box), 1.0, rel_tol=1e-6)


@given(BOXES, st.floats(0.01, 100))
def test_iou_does_not_depend_on_the_scale(box: Box, factor: float) -> None:
    other = Box(box.x + box.width / 3, box.y, box.width, box.height)
    assume(iou(box, other) > 0)
    assert math.isclose(iou(box, other), iou(box.scaled(factor), other.scaled(factor)), rel_tol=1e-4)


def test_iou_by_hand() -> None:
    assert math.isclose(iou(Box(0, 0, 10, 10), Box(5, 0, 10, 10)), 1 / 3)
    assert iou(Box(0, 0, 10, 10), Box(10, 0, 10, 10)) == 0.0
    assert iou(Box(0, 0, 0, 10), Box(0, 0, 10, 10)) == 0.0
    assert math.isclose(iou(Box(0, 0, 10, 10), Box(2, 2, 5, 5)), 0.25)


@given(st.lists(BOXES, max_size=6), st.lists(BOXES, max_size=6))
def test_the_matrix_holds_each_pair(some: list[Box], others: list[Box]) -> None:
    def rows(boxes: list[Box]) -> np.ndarray:
        return np.array([(box.x, box.y, box.width, box.height) for box in boxes], float).reshape(-1, 4)

    matrix = iou_matrix(rows(some), rows(others))
    assert matrix.shape == (len(some), len(others))
    for i, one in enumerate(some):
        for j, other in enumerate(others):
            assert math.isclose(matrix[i, j], iou(one, other), abs_tol=1e-6)


@given(BOXES, PIXELS, PIXELS)
def test_normalising_and_back(box: Box, width: int, height: int) -> None:
    assert close(box.normalised(width, height).denormalised(width, height), box, 1e-6)


@given(BOXES, PIXELS, PIXELS)
def test_what_is_clipped_lies_inside(box: Box, width: int, height: int) -> None:
    inside = box.clipped(width, height)
    assert inside.x >= 0
    assert inside.y >= 0
    assert inside.right <= width * (1 + 1e-12)
    assert inside.bottom <= height * (1 + 1e-12)
    assert inside.area <= box.area * (1 + 1e-9)
    assert close(inside.clipped(width, height), inside)


@given(BOXES, st.floats(0, 3))
def test_growing_keeps_the_middle(box: Box, share: float) -> None:
    grown = box.expanded(share)
    assert math.isclose(grown.width, box.width * (1 + share), rel_tol=1e-9)
    assert np.allclose(grown.center, box.center, atol=1e-6)


@given(st.lists(BOXES, max_size=6), st.lists(BOXES, max_size=6), st.floats(0.05, 0.95))
def test_pairs_overlap_enough_and_each_box_has_one(old: list[Box], new: list[Box], least: float) -> None:
    pairs = match_boxes(old, new, least)
    assert len(set(pairs.values())) == len(pairs)
    for i, j in pairs.items():
        assert iou(new[i], old[j]) >= least - 1e-9
    # Nothing that could still be paired is left over.
    for i in set(range(len(new))) - pairs.keys():
        for j in set(range(len(old))) - set(pairs.values()):
            assert iou(new[i], old[j]) < least + 1e-9


@given(st.lists(BOXES, min_size=1, max_size=6, unique=True))
def test_the_same_boxes_find_each_other(boxes: list[Box]) -> None:
    for i, j in match_boxes(boxes, list(reversed(boxes))).items():
        assert math.isclose(iou(boxes[j], list(reversed(boxes))[i]), 1.0, rel_tol=1e-6)


def test_the_best_overlap_is_paired_first() -> None:
    old = [Box(0, 0, 10, 10), Box(3, 0, 10, 10)]
    new = [Box(2, 0, 10, 10)]
    assert match_boxes(old, new) == {0: 1}


def test_as_list_is_rounded_to_a_hundredth() -> None:
    assert Box(1.234, 5.678, 9.999, 0.004).as_list() == [1.23, 5.68, 10.0, 0.0]
