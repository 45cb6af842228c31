"""Squared distances between embeddings: what the paper compares faces by (section 3)."""

from __future__ import annotations

from torch import Tensor


def squared_distances(one: Tensor, other: Tensor) -> Tensor:
    """Squared L2 distance of every pair: [N, D], [M, D] -> [N, M], never below zero."""
    lengths = one.square().sum(dim=1)[:, None] + other.square().sum(dim=1)[None, :]
    return (lengths - 2.0 * one @ other.T).clamp_min(0.0)


def same_person(labels: Tensor) -> Tensor:
    """Whether two faces of a batch are one person's, and two faces: bool [N, N]."""
    same = labels[:, None] == labels[None, :]
    return same.fill_diagonal_(False)
