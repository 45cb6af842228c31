"""What the networks learn from: the paper's triplet loss, and what it is compared with."""

from __future__ import annotations

import torch
from torch import Tensor

from faceapp.training.distances import same_person, squared_distances
from faceapp.training.mining import MARGIN, Mining, Triplets, batch_hard, semi_hard

CONTRASTIVE_MARGIN = 1.0


def triplet_loss(embeddings: Tensor, triplets: Triplets, margin: float = MARGIN) -> Tensor:
    """Section 3.1, equation 3: the mean of [d(a, p) - d(a, n) + margin]+ over triplets.

    The paper sums; a mean keeps the learning rate independent of how many there are.

    Args:
        embeddings: [N, D].
        triplets: Rows of the batch.
        margin: Alpha.

    Returns:
        A scalar; zero, with a slope of zero, where there are no triplets.
    """
    if not len(triplets):
        return embeddings.sum() * 0.0
    anchor = embeddings[triplets.anchor]
    near = (anchor - embeddings[triplets.positive]).square().sum(dim=1)
    far = (anchor - embeddings[triplets.negative]).square().sum(dim=1)
    return (near - far + margin).clamp_min(0.0).mean()


def batch_all_loss(embeddings: Tensor, labels: Tensor, margin: float = MARGIN) -> Tensor:
    """The mean of [d(a, p) - d(a, n) + margin]+ over all triplets of a batch that break the margin.

    There are millions of triplets; they are not written down. With an anchor's negatives sorted, those that
    break the margin with one positive are the first so many, and their distances a cumulative sum.

    Args:
        embeddings: [N, D].
        labels: int64 [N].
        margin: Alpha.
    """
    apart = squared_distances(embeddings, embeddings)
    anchor, positive = same_person(labels).nonzero(as_tuple=True)
    stranger = labels[:, None] != labels[None, :]
    ordered, _ = torch.where(stranger, apart, torch.inf).sort(dim=1)
    near = apart[anchor, positive]
    count = torch.searchsorted(ordered.detach()[anchor], (near.detach() + margin)[:, None]).squeeze(1)
    finite = torch.where(ordered.isinf(), 0.0, ordered)
    sums = torch.cat([torch.zeros_like(finite[:, :1]), finite.cumsum(dim=1)], dim=1)
    whole = (count * (near + margin) - sums[anchor, count]).sum()
    return whole / count.sum().clamp_min(1)


def contrastive_loss(embeddings: Tensor, labels: Tensor, margin: float = CONTRASTIVE_MARGIN) -> Tensor:
    """The loss of Siamese networks, with which the triplet loss is compared.

    Chopra, Hadsell, LeCun 2005, in the form of Hadsell, Chopra, LeCun 2006, equation 4: pairs of one person
    are drawn together, pairs of two pushed apart until they are ``margin`` away. Both kinds of a batch weigh
    alike, however many more pairs of strangers there are.

    Args:
        embeddings: [N, D].
        labels: int64 [N].
        margin: A distance, not squared.
    """
    apart = squared_distances(embeddings, embeddings)
    same = same_person(labels)
    stranger = labels[:, None] != labels[None, :]
    # A root has no slope at zero: where two faces are one point they are pushed in no direction.
    distance = (apart + 1e-12).sqrt()
    together = apart[same]
    pushed = (margin - distance[stranger]).clamp_min(0.0).square()
    return (_mean(together) + _mean(pushed)) / 2.0


def _mean(values: Tensor) -> Tensor:
    return values.mean() if len(values) else values.sum()


def mined_loss(embeddings: Tensor, labels: Tensor, mining: Mining, margin: float = MARGIN) -> Tensor:
    """The triplet loss of a batch with one of the ways to choose triplets."""
    if mining == "batch-all":
        return batch_all_loss(embeddings, labels, margin)
    mine = semi_hard if mining == "semi-hard" else batch_hard
    return triplet_loss(embeddings, mine(embeddings, labels, margin), margin)
