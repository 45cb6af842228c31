"""From distances to a probability."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceapp.core.calibration import Evidence, softmax
from faceapp.core.space import USUAL_LIKENESS
from faceapp.core.thresholds import FACENET_CASIA

NAMING = FACENET_CASIA.naming
DISTANCES = st.lists(st.floats(0, 4), min_size=1, max_size=6)


def probability(
    distances: list[list[float]],
    confirmed: float = 3,
    own_likeness: float = USUAL_LIKENESS,
    crowd: float = 0.25,
    likeness: float = USUAL_LIKENESS,
) -> NDArray[np.float64]:
    """As of people whose nearest faces are all as near."""
    rows = np.array(distances)
    evidence = Evidence(
        rows,
        rows,
        np.full(rows.shape, confirmed),
        np.full(rows.shape, own_likeness),
        np.full(len(rows), crowd),
        np.full(len(rows), likeness),
    )
    return softmax(NAMING.log_odds(evidence))


@settings(deadline=None)
@given(DISTANCES, st.floats(0, 2), st.integers(0, 5))
def test_nearer_is_more_probable(distances: list[float], further: float, place: int) -> None:
    place %= len(distances)
    moved = list(distances)
    moved[place] += further
    near, far = probability([distances])[0], probability([moved])[0]
    assert near[place] >= far[place] - 1e-12
    others = [i for i in range(len(distances)) if i != place]
    assert all(near[i] <= far[i] + 1e-12 for i in others)
    assert ((near >= 0) & (near <= 1)).all()
    assert near.sum() <= 1 + 1e-9


def test_who_is_out_of_question_has_no_chance() -> None:
    chances = probability([[np.inf, 0.3], [np.inf, np.inf]])
    assert chances[0, 0] == chances[1, 0] == chances[1, 1] == 0.0
    assert chances[0, 1] > 0.9
    assert softmax(np.zeros((3, 0))).shape == (3, 0)


def test_what_makes_a_chance_resemblance_likelier_lowers_the_probability() -> None:
    usual = probability([[0.9]])[0, 0]
    assert 0.05 < usual < 0.999
    assert probability([[0.9]], confirmed=10)[0, 0] < usual  # more faces to be near by chance
    assert probability([[0.9]], crowd=0.35)[0, 0] < usual  # a face like many strangers


def test_where_one_person_always_looks_the_same_a_face_must_be_nearer() -> None:
    usual = probability([[0.9]])[0, 0]
    assert probability([[0.9]], own_likeness=0.8)[0, 0] < usual
    assert probability([[0.9]], likeness=0.8)[0, 0] < usual
    # A face that is as near as any could be is hers in every album.
    assert probability([[0.1]], likeness=0.8)[0, 0] > FACENET_CASIA.automatic
    # In a large album strangers are taken for one person, and seem to be one who never looks the same.
    assert probability([[0.9]], likeness=0.5)[0, 0] == usual
