"""Harmonic embeddings: a new network whose embeddings can be compared with those of the old one.

The appendix of the paper's first version (arXiv 1503.03832v1, "Harmonic Embedding" and "Harmonic Triplet
Loss"): a better network v2 is made to agree with v1, so that faces of both kinds can be compared, and
nobody has to look at all photos again when the network is replaced.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from faceapp.training.losses import triplet_loss
from faceapp.training.mining import MARGIN, Triplets, semi_hard

Floats = NDArray[np.float32]


def harmonic_triplets(new: Tensor, old: Tensor, labels: Tensor, margin: float = MARGIN) -> Triplets:
    """Semi-hard triplets of faces of both kinds, any of the three either way, one of them at least new.

    Args:
        new: [N, D], v2's embeddings of a batch.
        old: [N, D], v1's of the same faces.
        labels: int64 [N].
        margin: Alpha.

    Returns:
        Rows of both, the new ones first: 0 to 2 N.
    """
    found = semi_hard(torch.cat([new, old]), torch.cat([labels, labels]), margin)
    count = len(new)
    some = (found.anchor < count) | (found.positive < count) | (found.negative < count)
    return Triplets(found.anchor[some], found.positive[some], found.negative[some])


def harmonic_loss(new: Tensor, old: Tensor, labels: Tensor, margin: float = MARGIN) -> Tensor:
    """The triplet loss over :func:`harmonic_triplets`; v1 stays as it is.

    Args:
        new: [N, D], v2's embeddings of a batch.
        old: [N, D], v1's of the same faces.
        labels: int64 [N].
        margin: Alpha.
    """
    still = old.detach()
    triplets = harmonic_triplets(new, still, labels, margin)
    return triplet_loss(torch.cat([new, still]), triplets, margin)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A way from one space into another: an affine map, then unit length.

    Attributes:
        weights: float32 [D1, D2].
        shift: float32 [D2].
    """

    weights: Floats
    shift: Floats

    @classmethod
    def fitted(cls, old: Floats, new: Floats, ridge: float = 1e-2) -> Bridge:
        """The map that brings faces nearest to where they are in the other space, in least squares.

        Args:
            old: float32 [N, D1], faces in the space they come from.
            new: float32 [N, D2], the same faces in the other.
            ridge: How much large weights are held against them, in mean variances of ``old``: for few faces.
        """
        middle, target = old.mean(axis=0), new.mean(axis=0)
        centred = (old - middle).astype(np.float64)
        gram = centred.T @ centred
        gram[np.diag_indices_from(gram)] += ridge * np.trace(gram) / len(gram)
        weights = np.linalg.solve(gram, centred.T @ (new - target).astype(np.float64)).astype(np.float32)
        return cls(weights, np.asarray(target - middle @ weights, np.float32))

    def across(self, old: Floats) -> Floats:
        """Faces as the other network would have seen them: float32 [N, D1] -> [N, D2] of unit length."""
        found = old @ self.weights + self.shift
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)
