"""How well a grouping fits the people: BCubed and pairwise figures."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceapp.training.metrics import Scores, score

__all__ = ["Scores", "adjusted_rand", "mean", "score"]


def adjusted_rand(one: NDArray[Any], other: NDArray[Any]) -> float:
    """How far two groupings agree beyond chance (Hubert and Arabie 1985), 1 for the same."""
    a, b = (np.unique(labels, return_inverse=True)[1].astype(np.int64) for labels in (one, other))
    cells = np.unique(a * (int(b.max()) + 1) + b, return_counts=True)[1]

    def pairs(counts: NDArray[np.int64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, in_one, in_other = pairs(cells), pairs(np.bincount(a)), pairs(np.bincount(b))
    chance = in_one * in_other / (len(a) * (len(a) - 1) / 2)
    most = (in_one + in_other) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def mean(scores: list[Scores]) -> Scores:
    """Each figure averaged."""
    return Scores(*(float(np.mean([getattr(one, f.name) for one in scores])) for f in fields(Scores)))
