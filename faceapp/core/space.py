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

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.core.products import products

SAMPLE = 4000
"""Faces looked at: enough for a mean and a covariance, quick whatever the album's size."""
MOST = 100_000
"""Faces at most among which the cohort is looked for: strangers are as near as the whole album has them."""
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
COHORT = 16_000
"""People at most who stand for the strangers of the album, one face each. Fewer are too few where there are
more: faces of a common kind then seem rare, and precision falls."""
COHORT_ALIKE = 0.5
"""Mapped cosine above which two faces are not both taken into the cohort: they may be one person."""
CROWD_FROM, CROWD_TO = 3, 15
"""Ranks of the nearest of the cohort that make a face's crowd: its own person may be among the first ones."""
CROWD_PRIOR, CROWD_PRIOR_PEOPLE = 0.2, 20.0
"""The crowd assumed, and how many people's worth it counts: a few people say little about strangers."""
AT_ONCE = 512
"""Faces that are compared with the cohort at once: bounds memory."""
ONE_MOMENT = 0.95
"""Cosine of raw embeddings above which two faces are of one burst: how alike they are says nothing about the
photos of another day."""
TOO_UNLIKE = 0.05
"""How much less alike all pairs of one person's faces are than those found by :data:`SAME`."""
USUAL_LIKENESS, LIKENESS_PRIOR = 0.65, 10.0
"""The likeness of one person's photos assumed, and how many people's worth it counts."""
FEWEST_FOR_BASIS = 1000
"""Faces from which the album itself shows which directions the network does not use at all."""
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Space:
    """An affine map of embeddings, then unit length.

    Attributes:
        mean: float32 [D], taken away first.
        basis: float32 [D, K], K <= D: then multiplied with.
        likeness: Usual mapped cosine of two photos of one person. Photos of one camera and one week are more
            alike than those of many years: what is near there is not near here.
        cohort: float32 [M, K], mapped faces of different people of the album, most of them strangers to
            any one face.
    """

    mean: NDArray[np.float32]
    basis: NDArray[np.float32] | None
    likeness: float
    cohort: NDArray[np.float32]

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

    def crowd(self, mapped: Embeddings) -> NDArray[np.float32]:
        """How like strangers each face is: a blurred face, or one of a common kind, is like everybody.

        Adaptive score normalisation against a cohort (as in speaker verification, Matejka et al. 2017):
        what two faces have in common counts as far as it goes beyond what each has with strangers anyway.

        Args:
            mapped: float32 [N, K].

        Returns:
            float32 [N], the mean cosine to the nearest of the cohort but the very nearest.
        """
        people = len(self.cohort)
        found = np.full(len(mapped), CROWD_PRIOR, np.float32)
        last = min(CROWD_TO, people - 1)
        if last < 1:
            return found
        first = min(CROWD_FROM, last - 1)
        share = people / (people + CROWD_PRIOR_PEOPLE)
        for start in range(0, len(mapped), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            nearest = _largest(products(mapped[part], self.cohort), last)
            found[part] = share * nearest[:, first:].mean(axis=1) + (1.0 - share) * CROWD_PRIOR
        return found

    @classmethod
    def untouched(cls, dimension: int) -> Space:
        """The model's own space."""
        nobody = np.zeros((0, dimension), np.float32)
        return cls(np.zeros(dimension, np.float32), None, USUAL_LIKENESS, nobody)

    @classmethod
    def of_album(cls, embeddings: Embeddings) -> Space:
        """Estimate the space of an album from its faces.

        Args:
            embeddings: float32 [N, D], unit length, of one model; for mean and covariance at most
                :data:`SAMPLE` are looked at, evenly spread over the rows, for the cohort all.

        Returns:
            The untouched space for an album of fewer than two faces.
        """
        count, dimension = embeddings.shape
        if count < 2:
            return cls.untouched(dimension)
        rows = sampled(count)
        some = embeddings[rows].astype(np.float64)
        raw = embeddings[rows] @ embeddings[rows].T
        alike = raw > SAME
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
        nobody = np.zeros((0, basis.shape[1]), np.float32)
        alone = cls(mean.astype(np.float32), basis.astype(np.float32), USUAL_LIKENESS, nobody)
        mapped = alone.map(embeddings[rows])
        pairs = alike & (raw < ONE_MOMENT)
        return replace(
            alone, likeness=_likeness(mapped, pairs, weight), cohort=_cohort(alone.map(embeddings))
        )


def sampled(count: int, most: int = SAMPLE) -> NDArray[np.int64]:
    """The rows that are looked at: of ``count`` at most ``most``, evenly spread, int64 [*]."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _largest(values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The ``count`` largest of each row, descending: [N, M] to [N, count].

    In long rows only the blocks with the largest maxima are looked at: no other can hold one of them.
    """
    blocks = values.shape[1] // _BLOCK
    if blocks > 2 * count:
        body = values[:, : blocks * _BLOCK].reshape(len(values), blocks, _BLOCK)
        best = np.argpartition(-body.max(axis=2), count - 1, axis=1)[:, :count]
        some = np.take_along_axis(body, best[:, :, None], axis=1).reshape(len(values), -1)
        values = np.concatenate([some, values[:, blocks * _BLOCK :]], axis=1)
    return -np.sort(np.partition(-values, count - 1, axis=1)[:, :count], axis=1)


def _likeness(mapped: Embeddings, pairs: NDArray[np.bool_], weight: NDArray[np.float64]) -> float:
    """How alike the photos of one person usually are; every person weighs about once.

    Args:
        mapped: float32 [N, K].
        pairs: bool [N, N], faces taken for one person's, but not for one moment's.
        weight: float64 [N], of each face.
    """
    pairs = pairs & ~np.eye(len(pairs), dtype=bool)
    have = np.flatnonzero(pairs.any(axis=1))
    some = pairs[have]
    mean = np.einsum("nm,nm->n", mapped[have] @ mapped.T, some, dtype=np.float64) / some.sum(axis=1)
    found = weight[have] @ (mean - TOO_UNLIKE) + LIKENESS_PRIOR * USUAL_LIKENESS
    return float(found / (weight[have].sum() + LIKENESS_PRIOR))


def _cohort(mapped: Embeddings) -> NDArray[np.float32]:
    """One face each of different people: in a mixed but fixed order, each face unlike all taken before."""
    order = np.random.default_rng(0).permutation(len(mapped))
    kept = np.empty((min(COHORT, len(mapped)), mapped.shape[1]), np.float32)
    count = 0
    for start in range(0, len(order), AT_ONCE):
        some = mapped[order[start : start + AT_ONCE]]
        if count:
            some = some[(some @ kept[:count].T).max(axis=1) < COHORT_ALIKE]
        alike, taken = some @ some.T, list[int]()
        for row in range(len(some)):
            if count + len(taken) < len(kept) and not (alike[row, taken] >= COHORT_ALIKE).any():
                taken.append(row)
        kept[count : count + len(taken)] = some[taken]
        count += len(taken)
    return kept[:count]
