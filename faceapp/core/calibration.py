"""From distances to a probability: how surely a face is one of the people named, or none of them.

An open-set Bayes rule. Each person gets log-odds against "somebody without a name", linear in a few things
that can be explained; a softmax over the people and that somebody turns them into probabilities, so that a
second person who is as near takes from the first. Distances are squared L2 between unit embeddings (0..4) in
the album's own space (:mod:`faceapp.core.space`), which has normalised away what its faces have in common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_CONFIRMED = 16
"""More confirmed faces than this make chance resemblance no likelier: they resemble each other."""
FEWEST_PEOPLE = 150
"""What an album is taken for that has shown fewer people than this: it will grow."""
MOST_PEOPLE = 350
"""Beyond so many people more make no difference: the album's own people take most of its photos."""


@dataclass(frozen=True, slots=True)
class NamingCalibration:
    """Weights of one embedding model; fitted by ``python -m tests.benchmarks.naming --fit``.

    Attributes:
        intercept: Log-odds where everything else is 0.
        nearest: Fall per unit of distance to the nearest confirmed face.
        three: Fall per unit of mean distance to the three nearest confirmed faces of the person.
        confirmed: Fall per log of the number of confirmed faces: among many, one is near by chance.
        people: Fall per log of the number of people the album shows: among many strangers, one resembles by
            chance.
    """

    intercept: float
    nearest: float
    three: float
    confirmed: float
    people: float

    def log_odds(self, nearest: Floats, three: Floats, confirmed: Floats, people: float | Floats) -> Floats:
        """Log-odds of each person against "none of those named".

        Args:
            nearest: float64 [M, K], distance to the nearest confirmed face; inf: out of question.
            three: float64 [M, K], mean of the up to three nearest.
            confirmed: float64 [M, K], how many faces of the person could be compared with.
            people: How many people the album shows, named or not; or float64 [M, 1].

        Returns:
            float64 [M, K]; -inf where out of question.
        """
        have = np.isfinite(nearest)
        found: Floats = (
            self.intercept
            - self.nearest * np.where(have, nearest, 0.0)
            - self.three * np.where(have, three, 0.0)
            - self.confirmed * np.log(np.clip(confirmed, 1, MOST_CONFIRMED))
            - self.people * np.log(np.clip(people, FEWEST_PEOPLE, MOST_PEOPLE))
        )
        return np.where(have, found, -np.inf)


def softmax(log_odds: Floats) -> Floats:
    """Probability of each person; what is missing to 1 is "none of them".

    Args:
        log_odds: float64 [M, K] against "none of them".

    Returns:
        float64 [M, K], 0..1, each row at most 1 in all.
    """
    if not log_odds.shape[1]:
        return np.zeros_like(log_odds)
    top = np.maximum(log_odds.max(axis=1, keepdims=True), 0.0)
    odds: Floats = np.exp(log_odds - top)
    return np.asarray(odds / (odds.sum(axis=1, keepdims=True) + np.exp(-top)))
