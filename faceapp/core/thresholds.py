"""Every number that belongs to one embedding model, with where it was measured.

Distances are squared L2 between unit embeddings (0..4), as in the FaceNet paper. A number is never
carried over from one model to another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import ModelId


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Calibration of one model.

    Attributes:
        model: The embedding space these numbers belong to.
        group_distance: Mean distance between two clusters of a small album beyond which they stay apart.
        group_shrink: How much the cut falls each time the album grows tenfold over ``group_base`` faces.
        group_base: Faces up to which ``group_distance`` holds as it is.
        intercept: Log-odds of "the same person" at distance 0.
        slope: Fall of the log-odds per unit of distance (mean of the nearest face and of the mean of
            the three nearest).
        automatic: Probability from which a face is named without asking.
        suggest: Probability from which the app asks.
        carried: Probability from which an unseen member of a named group is shown as automatic.
        mention_distance: Farther faces are not candidates at all.
    """

    model: ModelId
    group_distance: float
    group_shrink: float
    group_base: int
    intercept: float
    slope: float
    automatic: float
    suggest: float
    carried: float
    mention_distance: float

    def odds(self, nearest: NDArray[np.float64], three: NDArray[np.float64]) -> NDArray[np.float64]:
        """Odds (0..) of "the same person" from the nearest and the mean of the three nearest distances."""
        return np.asarray(np.exp(self.intercept - self.slope * (nearest + three) / 2.0))

    def cut(self, faces: int) -> float:
        """The grouping distance for an album of so many faces.

        The more faces, the more strangers resemble each other by chance: one fixed cut loses precision
        as the album grows.
        """
        growth = np.log10(max(faces, self.group_base) / self.group_base)
        return float(self.group_distance - self.group_shrink * growth)


FACENET_CASIA = Thresholds(
    model=ModelId("facenet-casia-webface-tight-v1"),
    group_distance=0.92,
    group_shrink=0.08,
    group_base=400,
    intercept=9.0,
    slope=10.0,
    automatic=0.98,
    suggest=0.35,
    carried=0.2,
    mention_distance=1.1,
)

_ALL = (FACENET_CASIA,)


def thresholds_for(model: ModelId) -> Thresholds:
    """The calibration of a model.

    Raises:
        KeyError: nobody measured that model.
    """
    for row in _ALL:
        if row.model == model:
            return row
    raise KeyError(f"no thresholds were measured for {model}")
