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

from faceapp.core.space import USUAL_LIKENESS

Floats = NDArray[np.float64]

MOST_CONFIRMED = 16
"""More confirmed faces than this make chance resemblance no likelier: they resemble each other."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the probability of K people for each of M faces stands on.

    Attributes:
        nearest: float64 [M, K], distance to the nearest confirmed face; inf: out of question.
        three: float64 [M, K], mean of the up to three nearest.
        confirmed: float64 [M, K], how many faces of the person could be compared with.
        own_likeness: float64 [M, K], usual cosine of two confirmed faces of the person.
        crowd: float64 [M], how like strangers the face is (:meth:`faceapp.core.space.Space.crowd`).
        likeness: float64 [M], of the album (:attr:`faceapp.core.space.Space.likeness`).
    """

    nearest: Floats
    three: Floats
    confirmed: Floats
    own_likeness: Floats
    crowd: Floats
    likeness: Floats


@dataclass(frozen=True, slots=True)
class NamingCalibration:
    """Weights of one embedding model; fitted by ``python -m tests.benchmarks.naming --fit``.

    Attributes:
        intercept: Log-odds where everything else is 0.
        nearest: Fall per unit of distance to the nearest confirmed face.
        three: Fall per unit of mean distance to the three nearest confirmed faces of the person.
        confirmed: Fall per log of the number of confirmed faces: among many, one is near by chance.
        own_likeness: Fall per unit of cosine: the photos of somebody who always looks the same are nearer.
        crowd: Fall per unit of cosine: a face like many strangers is near to this person by chance, the more
            so the more people there are.
        likeness: Fall per unit of distance and of cosine beyond :data:`USUAL_LIKENESS`: where all photos of
            one person are alike, one that is not is not hers. Albums of less alike photos are no more
            lenient: in a large one strangers are taken for one person.
    """

    intercept: float
    nearest: float
    three: float
    confirmed: float
    own_likeness: float
    crowd: float
    likeness: float

    def log_odds(self, evidence: Evidence) -> Floats:
        """Log-odds of each person against "none of those named".

        Returns:
            float64 [M, K]; -inf where out of question.
        """
        have = np.isfinite(evidence.nearest)
        nearest = np.where(have, evidence.nearest, 0.0)
        beyond = np.maximum(evidence.likeness - USUAL_LIKENESS, 0.0)
        found: Floats = (
            self.intercept
            - (self.nearest + self.likeness * beyond[:, None]) * nearest
            - self.three * np.where(have, evidence.three, 0.0)
            - self.confirmed * np.log(np.clip(evidence.confirmed, 1, MOST_CONFIRMED))
            - self.own_likeness * evidence.own_likeness
            - self.crowd * evidence.crowd[:, None]
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
