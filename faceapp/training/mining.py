"""Which triplets of a mini-batch to learn from (section 3.2).

A triplet is an anchor, a positive (another face of the same person) and a negative (somebody else's), as rows
of the batch. Nothing here has a gradient: the loss of the triplets has (:mod:`faceapp.training.losses`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from faceapp.training.distances import same_person, squared_distances

Mining = Literal["semi-hard", "batch-hard", "batch-all"]
MARGIN = 0.2
"""Alpha of section 3.1, as set in section 3.3."""
_ANCHORS = 512
"""Anchors worked on at once: a batch of 1,800 then takes some 40 MB."""


@dataclass(frozen=True, slots=True)
class Triplets:
    """Rows of a batch, int64 [T] each."""

    anchor: Tensor
    positive: Tensor
    negative: Tensor

    def __len__(self) -> int:
        return len(self.anchor)


@torch.no_grad()
def semi_hard(embeddings: Tensor, labels: Tensor, margin: float = MARGIN) -> Triplets:
    """All anchor-positive pairs, each with a negative further off than the positive, but within the margin.

    Of several such negatives the nearest is taken. Harder ones, nearer than the positive, lead to bad minima
    early on (a collapsed model, f(x) = 0), says section 3.2; pairs without a semi-hard negative are left out.

    Args:
        embeddings: [N, D].
        labels: int64 [N], the person of each face.
        margin: Alpha.
    """
    parts = []
    same = same_person(labels)
    stranger = labels[:, None] != labels[None, :]
    for rows in torch.split(torch.arange(len(labels), device=labels.device), _ANCHORS):
        apart = squared_distances(embeddings[rows], embeddings)
        # Each anchor's negatives from near to far: the first beyond a positive is found by bisection.
        far = torch.where(stranger[rows], apart, torch.inf)
        ordered, order = far.sort(dim=1)
        place = torch.searchsorted(ordered, apart, right=True).clamp_max(len(labels) - 1)
        next_negative = ordered.gather(1, place)
        # Beyond the last there is none; clamped, it is nearer than the positive, or infinitely far.
        fits = same[rows] & (next_negative > apart) & (next_negative < apart + margin)
        anchor, positive = fits.nonzero(as_tuple=True)
        parts.append((rows[anchor], positive, order.gather(1, place)[anchor, positive]))
    return Triplets(*(torch.cat(some) for some in zip(*parts, strict=True)))


@torch.no_grad()
def batch_hard(embeddings: Tensor, labels: Tensor, margin: float = MARGIN) -> Triplets:
    """For each anchor its furthest positive and its nearest negative (Hermans, Beyer, Leibe 2017).

    Args:
        embeddings: [N, D].
        labels: int64 [N].
        margin: Not used: the hardest are taken whether or not they keep it.
    """
    del margin
    apart = squared_distances(embeddings, embeddings)
    same = same_person(labels)
    stranger = labels[:, None] != labels[None, :]
    positive = torch.where(same, apart, -torch.inf).argmax(dim=1)
    negative = torch.where(stranger, apart, torch.inf).argmin(dim=1)
    anchor = (same.any(dim=1) & stranger.any(dim=1)).nonzero().squeeze(1)
    return Triplets(anchor, positive[anchor], negative[anchor])
