"""Children: faces of far years are no evidence for a name without asking."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from faceapp.core.ages import Ages, GalleryAges, in_years
from faceapp.core.assignment import Gallery
from faceapp.core.models import Embeddings
from faceapp.core.thresholds import FACENET_CASIA

BORN = 2010.0


def face(share: float, other: int) -> Embeddings:
    row = np.zeros((1, 32), np.float32)
    row[0, 0], row[0, other] = 1.0, share
    return row / np.linalg.norm(row)


def best(taken: float, confirmed: list[float], born: dict[int, float] | None = None) -> tuple[float, bool]:
    """Probability, and whether it may be named, of a face as near as can be to person 1's confirmed ones."""
    rows = np.concatenate([face(0.1, 2 + i) for i in range(len(confirmed))])
    ids = np.arange(100, 100 + len(confirmed))
    dates = dict(zip(ids.tolist(), confirmed, strict=True))
    known = Ages({1: BORN} if born is None else born, {k: v for k, v in dates.items() if not np.isnan(v)})
    held = Gallery(rows, ids, np.ones(len(confirmed), np.int64), ages=known)
    ((found,),) = held.candidates(face(0.1, 20), FACENET_CASIA, taken=np.array([taken]))
    return found.probability, found.sure


def test_a_date_in_years() -> None:
    assert in_years(date(2019, 1, 1)) == 2019
    assert in_years(date(2019, 7, 2)) == pytest.approx(2019.5, abs=0.01)
    assert in_years(date(2020, 12, 31)) < 2021


@pytest.mark.parametrize(
    ("taken", "confirmed", "sure"),
    [
        (2011.0, [2011.2], True),
        (2011.0, [2014.0], False),  # one year old and four
        (2014.0, [2015.5], True),  # four and five and a half
        (2014.0, [2019.0], False),
        (2014.0, [2019.0, 2014.5], True),  # one of near years is enough
        (2025.0, [2045.0], True),  # grown up: every year counts
        (2021.0, [2032.0], False),  # eleven and twenty-two
        (2009.0, [2010.2], False),  # before the birth
        (np.nan, [2014.0], True),  # without a date nothing changes
        (2014.0, [np.nan], True),
    ],
)
def test_only_near_years_name_a_child(taken: float, confirmed: list[float], sure: bool) -> None:
    chance, named = best(taken, confirmed)
    assert named is sure
    assert chance >= FACENET_CASIA.automatic  # the app still asks


def test_without_a_birthdate_nothing_changes() -> None:
    assert best(2014.0, [2040.0], born={})[1]
    assert best(2014.0, [2040.0], born={7: BORN})[1]


def test_a_child_needs_more() -> None:
    """A probability that names a grown-up is a question about a child."""

    def chance(share: float, taken: float) -> tuple[float, bool]:
        known = Ages({1: BORN}, {100: taken})
        held = Gallery(face(share, 3), np.array([100]), np.array([1]), ages=known)
        ((found,),) = held.candidates(face(share, 4), FACENET_CASIA, taken=np.array([taken]))
        return found.probability, found.sure

    between = [
        share for share in np.arange(0.2, 1.0, 0.005)
        if FACENET_CASIA.automatic <= chance(share, 2014.0)[0] < FACENET_CASIA.automatic_child
    ]  # fmt: skip
    assert between
    assert not chance(between[0], 2014.0)[1]
    assert chance(between[0], 2030.0)[1]


def test_other_people_are_compared_with_all_their_faces() -> None:
    ages = GalleryAges(np.array([np.nan, BORN]), np.array([2000.0, 2011.0]))
    assert ages.too_far(np.array([2018.0, np.nan])).tolist() == [[False, True], [False, False]]
    assert ages.is_child(np.array([2018.0, 2030.0]), np.array([[0, 1], [0, 1]])).tolist() == [
        [False, True],
        [False, False],
    ]
