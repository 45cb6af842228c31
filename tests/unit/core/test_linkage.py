"""The evidence for one person, against the model it is derived from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from faceapp.core.linkage import LinkageRule

RULE = LinkageRule(
    directions=3,
    share=0.4,
    temper=1.0,
    evidence=12,
    base=1000,
    growth=4,
    fewest=100,
    slack=3,
    usual_crowd=0.0,
    least_similarity=0,
)


def log_likelihood(faces: np.ndarray) -> float:  # type: ignore[type-arg]
    """Of faces of one person: mean ~ N(0, B), face ~ N(mean, W), each direction by itself."""
    between, within = RULE.share / RULE.directions, (1 - RULE.share) / RULE.directions
    count = len(faces)
    covariance = between * np.ones((count, count)) + within * np.eye(count)
    return sum(
        float(multivariate_normal(np.zeros(count), covariance).logpdf(faces[:, direction]))
        for direction in range(faces.shape[1])
    )


@pytest.mark.parametrize(("first", "second"), [(1, 1), (1, 4), (3, 2), (6, 6)])
def test_nats_are_the_likelihood_ratio_of_the_two_covariance_model(first: int, second: int) -> None:
    rng = np.random.default_rng(first * 10 + second)
    one, other = rng.normal(size=(first, 3)), rng.normal(size=(second, 3))
    expected = log_likelihood(np.concatenate([one, other])) - log_likelihood(one) - log_likelihood(other)
    a, b = one.sum(axis=0), other.sum(axis=0)
    found = RULE.nats(
        np.array([a @ b]),
        np.array([a @ a]),
        np.array([b @ b]),
        np.array([float(first)]),
        np.array([float(second)]),
    )
    assert found[0] == pytest.approx(expected, abs=1e-9)


def nats(rule: LinkageRule, similarity: float, size: float) -> float:
    """Two clusters of so many identical faces each."""
    square = np.array([size * size])
    return float(rule.nats(square * similarity, square, square, np.array([size]), np.array([size]))[0])


def test_more_faces_say_more_but_tempered_ones_less_so() -> None:
    tempered = replace(RULE, temper=0.5)
    assert nats(RULE, 0.95, 8) > nats(tempered, 0.95, 8) > nats(RULE, 0.95, 1)
    assert nats(RULE, 0.0, 8) < nats(tempered, 0.0, 8) < nats(RULE, 0.0, 1) < 0


def test_the_bar_rises_with_the_album_and_falls_with_leniency() -> None:
    assert RULE.bar(10_000) == pytest.approx(RULE.bar(1000) + 4)
    assert RULE.bar(5) == RULE.bar(100) < RULE.bar(1000) == 12
    assert RULE.bar(1000, strictness=-1) == 15
    assert RULE.bar(1000, strictness=1) == 9
