"""When two clusters are one person: evidence, not distance.

Average linkage asks how far apart two clusters are on average, and one cut on that distance is too loose for
two single faces (a chance likeness among thousands of strangers) and too strict for two well-photographed
clusters (whose means are surely known). Here the question is the one speaker verification asks: how many
nats do these faces speak for one person over two? The two-covariance model behind it (a person's mean drawn
from N(0, B), each face from N(mean, W); Bruemmer and de Villiers 2010, "The speaker partitioning problem")
has a closed form that needs only each cluster's sum and size. Both covariances are taken as multiples of the
identity in a number of directions, so the rule has three numbers, all of one model.

The photos of one person are not independent (one afternoon, one pair of glasses): ``temper`` makes n faces
count as n ** temper.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinkageRule:
    """How clusters are judged, for one model.

    Attributes:
        directions: Independent directions the embeddings are taken to have.
        share: Part of the variance that lies between people (the usual likeness of one person's faces).
        temper: Power of the number of faces that counts as independent ones.
        evidence: Nats from which two clusters are merged in an album of ``base`` faces.
        base: See ``evidence``.
        growth: Nats more for each tenfold of faces: among ten times the people, the odds that two given
            clusters are one person are ten times smaller, which is 2.3 nats; a cohort that grows with the
            album (:mod:`faceapp.core.space`) takes a part of that.
        fewest: Below so many faces the bar falls no more.
        slack: Nats by which the strictness setting moves the bar at each end.
        usual_crowd: What is left of a likeness after both crowds are taken away is measured from here
            (:meth:`faceapp.core.space.Space.crowd`).
        least_similarity: Mapped cosine below which two single faces in a usual crowd say nothing for one
            person: not worth an edge.
    """

    directions: float
    share: float
    temper: float
    evidence: float
    base: int
    growth: float
    fewest: int
    slack: float
    usual_crowd: float
    least_similarity: float

    def bar(self, faces: int, strictness: float = 0.0) -> float:
        """Nats two clusters must have for one person.

        Args:
            faces: Faces of the album.
            strictness: -1 (fewer mistakes) .. 1 (fewer groups).
        """
        tenfolds = np.log10(max(faces, self.fewest) / self.base)
        return float(self.evidence + self.growth * tenfolds - self.slack * strictness)

    def least_edge(self, crowd: NDArray[np.float32]) -> float:
        """Mapped cosine from which two faces of an album are worth an edge.

        Args:
            crowd: float32 [N], of the album's faces: where strangers are less alike, so is one person.
        """
        usual = float(crowd.mean()) if len(crowd) else self.usual_crowd
        return self.least_similarity + min(usual - self.usual_crowd, 0.0)

    def beyond(self, crowd: NDArray[np.float32]) -> Floats:
        """How much more like strangers than usual each face is, float64 [N]."""
        return np.asarray(crowd.astype(np.float64) - self.usual_crowd)

    def nats(self, product: Floats, own_a: Floats, own_b: Floats, size_a: Floats, size_b: Floats) -> Floats:
        """Log-likelihood ratio of one person against two, for pairs of clusters.

        Args:
            product: Sums of the likeness of all pairs of faces across the two clusters.
            own_a: The same within the first clusters, each face with itself counting 1.
            own_b: The same within the second ones.
            size_a: Faces of the first clusters, at least 1.
            size_b: The same of the second ones.

        Returns:
            Nats, > 0 where the faces speak for one person.
        """
        between, within = self.share / self.directions, (1.0 - self.share) / self.directions
        count_a, count_b = size_a**self.temper, size_b**self.temper
        weight_a, weight_b = count_a / size_a, count_b / size_b
        square_a, square_b = own_a * weight_a**2, own_b * weight_b**2
        both = square_a + square_b + 2.0 * product * weight_a * weight_b
        scale = 0.5 * between / within
        fit = scale * (
            both / (within + (count_a + count_b) * between)
            - square_a / (within + count_a * between)
            - square_b / (within + count_b * between)
        )
        ratio = between / within
        volume = np.log1p((count_a + count_b) * ratio) - np.log1p(count_a * ratio) - np.log1p(count_b * ratio)
        return np.asarray(fit - 0.5 * self.directions * volume)


def across(product: Floats, size_a: Floats, beyond_a: Floats, size_b: Floats, beyond_b: Floats) -> Floats:
    """Likeness of all pairs of faces across two clusters: their cosines less half of both faces' crowds.

    Args:
        product: Dot products of the clusters' sums of mapped unit embeddings.
        size_a: Faces of the first clusters.
        beyond_a: Sums of :meth:`LinkageRule.beyond` over their faces.
        size_b: As ``size_a``, of the second ones.
        beyond_b: As ``beyond_a``, of the second ones.
    """
    return np.asarray(product - (size_b * beyond_a + size_a * beyond_b) / 2.0)


def inside(square: Floats, size: Floats, beyond: Floats) -> Floats:
    """The same within clusters, each face with itself counting 1; ``square``: of the length of the sum."""
    return np.asarray(square - (size - 1.0) * beyond)
