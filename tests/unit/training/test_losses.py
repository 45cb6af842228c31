"""Losses and mining against plain loops, and their slopes against differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.autograd import gradcheck

from faceapp.training.distances import squared_distances
from faceapp.training.losses import batch_all_loss, contrastive_loss, mined_loss, triplet_loss
from faceapp.training.mining import Triplets, batch_hard, semi_hard

MARGIN = 0.2


def batch(
    seed: int, people: int = 6, faces: int = 5, dimension: int = 8, alone: int = 2, noise: float = 0.8
) -> tuple[Tensor, Tensor]:
    """Unit rows in float64 with some order to them, and whose they are; some people have one face."""
    generator = torch.Generator().manual_seed(seed)
    middles = torch.randn(people + alone, dimension, generator=generator, dtype=torch.float64)
    labels = torch.cat([torch.arange(people).repeat_interleave(faces), torch.arange(people, people + alone)])
    rows = middles[labels] + noise * torch.randn(
        len(labels), dimension, generator=generator, dtype=torch.float64
    )
    shuffled = torch.randperm(len(labels), generator=generator)
    return torch.nn.functional.normalize(rows, dim=1)[shuffled], labels[shuffled]


def distance(rows: Tensor, one: int, other: int) -> float:
    return float((rows[one] - rows[other]).square().sum())


def looped_semi_hard(rows: Tensor, labels: Tensor) -> set[tuple[int, int, int]]:
    found = set()
    for a in range(len(rows)):
        for p in range(len(rows)):
            if p == a or labels[p] != labels[a]:
                continue
            near = distance(rows, a, p)
            fits = [
                (distance(rows, a, n), n)
                for n in range(len(rows))
                if labels[n] != labels[a] and near < distance(rows, a, n) < near + MARGIN
            ]
            if fits:
                found.add((a, p, min(fits)[1]))
    return found


def listed(triplets: Triplets) -> set[tuple[int, int, int]]:
    rows = zip(triplets.anchor, triplets.positive, triplets.negative, strict=True)
    return {(int(a), int(p), int(n)) for a, p, n in rows}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("anchors", [512, 3])
def test_semi_hard_as_by_a_loop(seed: int, anchors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faceapp.training.mining._ANCHORS", anchors)
    rows, labels = batch(seed)
    expected = looped_semi_hard(rows, labels)
    assert len(expected) > 10
    found = semi_hard(rows, labels, MARGIN)
    assert listed(found) == expected
    assert len(found) == len(expected)


def test_a_batch_of_1800_is_mined_as_a_small_one() -> None:
    rows, labels = batch(9, people=45, faces=40, dimension=128, alone=0, noise=1.6)
    found = semi_hard(rows.float(), labels, MARGIN)
    apart = squared_distances(rows.float(), rows.float())
    near, far = apart[found.anchor, found.positive], apart[found.anchor, found.negative]
    assert len(found) > 1000
    assert (labels[found.anchor] == labels[found.positive]).all()
    assert (labels[found.anchor] != labels[found.negative]).all()
    assert (found.anchor != found.positive).all()
    assert ((near < far) & (far < near + MARGIN)).all()


@pytest.mark.parametrize("seed", range(3))
def test_batch_hard_as_by_a_loop(seed: int) -> None:
    rows, labels = batch(seed)
    expected = set()
    for a in range(len(rows)):
        positives = [p for p in range(len(rows)) if p != a and labels[p] == labels[a]]
        negatives = [n for n in range(len(rows)) if labels[n] != labels[a]]
        if positives:
            furthest = max(positives, key=lambda p: distance(rows, a, p))
            expected.add((a, furthest, min(negatives, key=lambda n: distance(rows, a, n))))
    assert listed(batch_hard(rows, labels)) == expected


@pytest.mark.parametrize("seed", range(3))
def test_the_triplet_loss_as_by_a_loop(seed: int) -> None:
    rows, labels = batch(seed)
    triplets = batch_hard(rows, labels)
    each = [
        max(distance(rows, a, p) - distance(rows, a, n) + MARGIN, 0.0) for a, p, n in sorted(listed(triplets))
    ]
    assert float(triplet_loss(rows, triplets, MARGIN)) == pytest.approx(np.mean(each))


@pytest.mark.parametrize("seed", range(3))
def test_batch_all_as_by_a_loop(seed: int) -> None:
    rows, labels = batch(seed)
    size = range(len(rows))
    each = [
        distance(rows, a, p) - distance(rows, a, n) + MARGIN
        for a in size
        for p in size
        for n in size
        if a != p and labels[a] == labels[p] != labels[n]
    ]
    broken = [value for value in each if value > 0]
    assert 0 < len(broken) < len(each)
    assert float(batch_all_loss(rows, labels, MARGIN)) == pytest.approx(np.mean(broken))


@pytest.mark.parametrize("seed", range(3))
def test_the_contrastive_loss_as_by_a_loop(seed: int) -> None:
    rows, labels = batch(seed)
    pairs = [(a, b) for a in range(len(rows)) for b in range(len(rows)) if a != b]
    together = [distance(rows, a, b) for a, b in pairs if labels[a] == labels[b]]
    apart = [max(1.0 - distance(rows, a, b) ** 0.5, 0.0) ** 2 for a, b in pairs if labels[a] != labels[b]]
    expected = (np.mean(together) + np.mean(apart)) / 2
    assert float(contrastive_loss(rows, labels)) == pytest.approx(expected, rel=1e-6)


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "semi-hard": lambda rows, labels: mined_loss(rows, labels, "semi-hard"),
    "batch-hard": lambda rows, labels: mined_loss(rows, labels, "batch-hard"),
    "batch-all": lambda rows, labels: mined_loss(rows, labels, "batch-all"),
    "contrastive": contrastive_loss,
}


@pytest.mark.parametrize("name", LOSSES)
def test_slopes(name: str) -> None:
    rows, labels = batch(5, people=4, faces=3, dimension=5)
    assert gradcheck(lambda x: LOSSES[name](x, labels), (rows.clone().requires_grad_(),))


@pytest.mark.parametrize("name", LOSSES)
def test_nothing_to_learn_from_has_no_slope(name: str) -> None:
    for labels in (torch.zeros(4, dtype=torch.int64), torch.arange(4)):  # one person; one face each
        rows = torch.eye(4, 6).requires_grad_()
        loss = LOSSES[name](rows, labels)
        loss.backward()
        assert rows.grad is not None
        assert torch.isfinite(rows.grad).all()
        if name != "contrastive":
            assert float(loss.detach()) == 0.0
