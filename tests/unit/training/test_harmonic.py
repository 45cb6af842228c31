"""Two networks' embeddings made comparable."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import normalize

from faceapp.training.harmonic import Bridge, harmonic_loss, harmonic_triplets
from faceapp.training.metrics import all_pairs, curve


def faces(seed: int, people: int = 12, each: int = 6) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Faces as two networks see them, and whose they are: the same people, in turned spaces."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(people).repeat_interleave(each)
    middles = torch.randn(people, 10, generator=generator)
    seen = middles[labels] + 0.4 * torch.randn(len(labels), 10, generator=generator)
    turn = torch.linalg.qr(torch.randn(10, 10, generator=torch.Generator().manual_seed(99)))[0]
    worse = seen + 1.0 * torch.randn(len(labels), 10, generator=generator)
    return normalize(seen @ turn, dim=1), normalize(worse, dim=1), labels


def mixed_auc(one: np.ndarray, other: np.ndarray, labels: np.ndarray) -> float:  # type: ignore[type-arg]
    """Pairs of a face of one kind and a face of the other."""
    apart = ((one[:, None] - other[None, :]) ** 2).sum(axis=2)
    different = ~np.eye(len(labels), dtype=np.bool_)
    same = labels[:, None] == labels[None, :]
    return curve(apart[different], same[different]).auc


def test_triplets_of_both_kinds_with_a_new_one_among_them() -> None:
    new, old, labels = faces(0)
    found = harmonic_triplets(new, old, labels, margin=0.5)
    count = len(labels)
    both = torch.cat([labels, labels])
    assert (both[found.anchor] == both[found.positive]).all()
    assert (both[found.anchor] != both[found.negative]).all()
    kinds = {
        tuple(bool(row < count) for row in rows)
        for rows in zip(found.anchor, found.positive, found.negative, strict=True)
    }
    assert len(kinds) == 7  # all but three old ones
    assert (False, False, False) not in kinds


def test_only_the_new_network_has_a_slope() -> None:
    new, old, labels = faces(1)
    new, old = new.requires_grad_(), old.requires_grad_()
    harmonic_loss(new, old, labels, margin=0.5).backward()
    assert new.grad is not None
    assert new.grad.abs().sum() > 0
    assert old.grad is None


def test_a_layer_learns_to_agree_with_the_old_network() -> None:
    """A product on top of v2, as the paper begins: mixed comparison becomes better than v1 alone."""
    new, old, labels = faces(2)
    judged_new, judged_old, judged_labels = (one.numpy() for one in faces(3))
    layer = torch.nn.Linear(10, 10)
    torch.manual_seed(0)
    torch.nn.init.orthogonal_(layer.weight)
    steps = torch.optim.AdamW(layer.parameters(), 1e-2)
    for _ in range(300):
        steps.zero_grad()
        harmonic_loss(normalize(layer(new), dim=1), old, labels).backward()
        steps.step()
    with torch.no_grad():
        agreed = normalize(layer(torch.from_numpy(judged_new)), dim=1).numpy()
    distances, same = all_pairs(judged_old, judged_labels)
    before = mixed_auc(judged_new, judged_old, judged_labels)
    after = mixed_auc(agreed, judged_old, judged_labels)
    assert before < 0.7
    assert after > curve(distances, same).auc


def test_a_bridge_brings_faces_across() -> None:
    new, old, _ = (one.numpy() for one in faces(4, people=60))
    bridge = Bridge.fitted(old, new, ridge=1e-3)
    judged_new, judged_old, labels = (one.numpy() for one in faces(5))
    across = bridge.across(judged_old)
    np.testing.assert_allclose(np.linalg.norm(across, axis=1), 1, atol=1e-5)
    assert mixed_auc(across, judged_new, labels) > mixed_auc(judged_old, judged_new, labels) + 0.2
    assert (across * judged_new).sum(axis=1).mean() > 0.7
