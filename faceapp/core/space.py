"""The space faces are compared in: the model's embeddings, seen from the middle of the album.

A face network trained on celebrities puts the faces of one album into a corner of its sphere: grey scans,
one camera, one family all share a direction that says nothing about who is who. Taking the album's own
mean face out, and turning down the directions in which *everybody* of the album differs most, makes
strangers look less alike at the same likeness of one person's faces. No label is used, only the album; every
person counts about once, however often they were photographed. Measured by ``python -m
tests.benchmarks.embedding``; the idea is that of centring and within-album whitening in speaker
verification (adaptive normalisation against a cohort).

Distances between *mapped* embeddings are squared L2 between unit vectors (0..4), as in the FaceNet paper.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings

SAMPLE = 4000
"""Faces looked at: enough for a mean and a covariance, quick whatever the album's size."""
SAME = 0.6
"""Cosine of raw embeddings from which two faces count as one person here, so that each person weighs once."""
OVERSHOOT = 1.5
"""How much of the mean is taken away: somewhat more than all of it separates strangers better still."""
MEAN_PRIOR = 30.0
"""People's worth of doubt in the album's mean: two people's mean would make them opposites."""
SPREAD_PRIOR = 30.0
"""The same for the album's covariance."""
FLATTEN = 0.25
"""Power by which wide directions are turned down (0.5 would be full whitening)."""
FLOOR = 3.0
"""Added to every variance, in mean variances: narrow directions are mostly noise."""
DROPPED = 2e-4
"""Part of the variance that may be left out to make comparing cheaper."""
FEWEST_FOR_BASIS = 1000
"""Faces from which the album itself shows which directions the network does not use at all."""


@dataclass(frozen=True, slots=True)
class Space:
    """An affine map of embeddings, then unit length.

    Attributes:
        mean: float32 [D], taken away first.
        basis: float32 [D, K], K <= D: then multiplied with.
        people: How many people the album seemed to hold when this was made (0: the untouched space).
    """

    mean: NDArray[np.float32]
    basis: NDArray[np.float32] | None
    people: float = 0.0

    @property
    def dimension(self) -> int:
        """Length of a mapped embedding."""
        return len(self.mean) if self.basis is None else self.basis.shape[1]

    def map(self, embeddings: Embeddings) -> Embeddings:
        """Map embeddings of the model into this space.

        Args:
            embeddings: float32 [N, D], unit length.

        Returns:
            float32 [N, K], each row of unit length (a row that equals the mean becomes zero).
        """
        moved = embeddings - self.mean
        if self.basis is not None:
            moved = moved @ self.basis
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(length, 1e-12), np.float32)

    @classmethod
    def untouched(cls, dimension: int) -> Space:
        """The model's own space."""
        return cls(np.zeros(dimension, np.float32), None)

    @classmethod
    def of_album(cls, embeddings: Embeddings) -> Space:
        """Estimate the space of an album from its faces.

        Args:
            embeddings: float32 [N, D], unit length, of one model; at most :data:`SAMPLE` are looked at,
                evenly spread over the rows.

        Returns:
            The untouched space for an album of fewer than two faces.
        """
        count, dimension = embeddings.shape
        if count < 2:
            return cls.untouched(dimension)
        rows = np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).round().astype(np.int64))
        some = embeddings[rows].astype(np.float64)
        alike = (embeddings[rows] @ embeddings[rows].T) > SAME
        weight = 1.0 / np.maximum(alike.sum(axis=1), 1)
        people = float(weight.sum())
        mean = OVERSHOOT * (weight @ some) / (people + MEAN_PRIOR)
        rest = some - (weight @ some) / people
        variance, axes = np.linalg.eigh((rest * weight[:, None]).T @ rest / people)
        variance, axes = np.maximum(variance[::-1], 0.0), axes[:, ::-1]
        total = variance.sum()
        if total <= 0:
            return cls.untouched(dimension)
        # Directions in use: the participation ratio, not the length of the vector.
        typical = total / (total**2 / np.square(variance).sum())
        floor = FLOOR * typical * (1.0 + SPREAD_PRIOR / people)
        if len(rows) >= FEWEST_FOR_BASIS:
            kept = int(np.searchsorted(np.cumsum(variance), (1.0 - DROPPED) * total)) + 1
            variance, axes = variance[:kept], axes[:, :kept]
        scale = ((variance + floor) / (typical + floor)) ** -FLATTEN
        basis = axes * scale
        if len(rows) < FEWEST_FOR_BASIS:
            basis = basis @ axes.T
        return cls(mean.astype(np.float32), basis.astype(np.float32), people)
