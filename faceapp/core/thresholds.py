"""Every number that belongs to one embedding model, with where it was measured.

Distances are squared L2 between unit embeddings (0..4) mapped into the album's space
(:mod:`faceapp.core.space`). A number is never
carried over from one model to another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.linkage import LinkageRule
from faceapp.core.models import ModelId


@dataclass(frozen=True, slots=True)
class PairCalibration:
    """Log-odds that two groups (or parts of one) are one person: what the order of questions stands on.

    How crowded the surroundings of a group are (mean similarity to its near groups, the two nearest left
    out) tells much: a blurred face is near to everybody.

    Attributes:
        pair: Weights of 1, nats (:class:`LinkageRule`), mean distance, nearest distance, log of the smaller
            group's faces, log of the larger one's, crowd of the smaller, crowd of the larger, log of 1 +
            groups nearer to the larger one. The odds of several candidates of one group compete.
        joined: The same for two parts of what grouping put together: 1, nats, mean distance, log of the
            smaller part's faces, log of the larger part's, nats of the smaller with the group that it
            resembles most, its crowd.
    """

    pair: tuple[float, ...]
    joined: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Calibration of one model.

    Attributes:
        model: The embedding space these numbers belong to.
        linkage: When two clusters are one person.
        founding_quality: Faces below this quality (and below half of the album's median) found no group;
            they join groups of better ones and never outnumber those.
        intercept: Log-odds of "the same person" at score 0.
        slope: Fall of the log-odds per unit of score (see :meth:`probability`).
        margin_weight: Part of the margin to the next person that counts.
        cohort_distance: Where the nearest stranger is assumed while few people are named: a face is not
            surely Anna only because nobody else has a name yet.
        automatic: Probability from which a face is named without asking.
        answer: Probability from which a dropped picture gets a name instead of "unknown".
        suggest: Probability from which the app asks.
        carried: Probability from which an unseen member of a named group is shown as automatic.
        mention_distance: Farther faces are not candidates at all.
        pairs: Of two groups: are they one person?
    """

    model: ModelId
    linkage: LinkageRule
    founding_quality: float
    intercept: float
    slope: float
    margin_weight: float
    cohort_distance: float
    automatic: float
    answer: float
    suggest: float
    carried: float
    mention_distance: float
    pairs: PairCalibration

    def probability(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """How probably each probe is each person.

        The score of a person is its distance less part of the margin by which the nearest other person
        is farther; a logistic turns it into a probability.

        Args:
            distances: float64 [M, P], of each probe to each person; inf where a person is out of question.

        Returns:
            float64 [M, P], 0..1.
        """
        if not distances.shape[1]:
            return np.zeros_like(distances)
        nearest = np.partition(
            np.pad(distances, ((0, 0), (0, 1)), constant_values=self.cohort_distance), 1, axis=1
        )[:, :2]
        # The nearest other person: the second nearest for the nearest one, the nearest for all others.
        is_nearest = distances <= nearest[:, :1]
        other = np.where(is_nearest, nearest[:, 1:], nearest[:, :1])
        with np.errstate(invalid="ignore", over="ignore"):
            score = distances - self.margin_weight * (other - distances)
            odds = np.exp(np.clip(self.intercept - self.slope * score, -50, 50))
        return np.where(np.isfinite(distances), odds / (1.0 + odds), 0.0)


FACENET_CASIA = Thresholds(
    model=ModelId("facenet-casia-webface-two-views-v1"),
    linkage=LinkageRule(
        directions=60.0,
        share=0.55,
        temper=0.65,
        evidence=14.5,
        base=2405,
        growth=4.0,
        fewest=2405,
        slack=4.0,
        usual_crowd=0.35,
        least_similarity=0.4,
    ),
    founding_quality=0.36,
    intercept=10.1,
    slope=11.0,
    margin_weight=0.5,
    cohort_distance=1.4,
    automatic=0.98,
    answer=0.7,
    suggest=0.35,
    carried=0.2,
    mention_distance=1.3,
    pairs=PairCalibration(
        pair=(-0.82, 0.42, -1.08, -2.5, -0.18, 0.9, -3.17, -1.77, -0.63),
        joined=(0.89, 0.58, 1.35, -1.71, -1.95, -0.64, -0.38),
    ),
)
"""Grouping: ``python -m tests.benchmarks grouping``: BCubed F1 1.000 on ORL (400 faces), 0.961 to 0.939 on
lfw-dev (300 to 2,405 faces) at precision 0.988 to 0.977. Naming: ``python -m tests.benchmarks naming``,
fitted on half of the people of lfw-dev, tested on the other half and on ORL: automatic names 99.7 % right or
better, 76 to 84 % of the remaining faces covered with three confirmed each (ORL: 98 %), at most 0.36 % of
strangers named. Founding quality: 2 % of lfw-dev's dominant faces lie below it; without it the blurred
faces in the background formed groups of up to 14 people, at the same F1 of the dominant faces."""

FACENET_VGGFACE2 = replace(FACENET_CASIA, model=ModelId("facenet-vggface2-two-views-v1"))
"""Not measured: these weights cannot be had where the benchmarks ran, so the numbers are those of the bundled
ones, which come from the same network trained on fewer people. Run both benchmarks before relying on them."""

_ALL = (FACENET_CASIA, FACENET_VGGFACE2)


def thresholds_for(model: ModelId) -> Thresholds:
    """The calibration of a model.

    Raises:
        KeyError: nobody measured that model.
    """
    for row in _ALL:
        if row.model == model:
            return row
    raise KeyError(f"no thresholds were measured for {model}")
