"""Fits the probabilities of the planner (:class:`PairCalibration`) on people it is not judged by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from faceapp.core.thresholds import FACENET_CASIA, PairCalibration
from tests.benchmarks._graph import Graph, Labels
from tests.benchmarks._labelled import Labelled
from tests.benchmarks._user import Truth, planner
from tests.benchmarks.grouping import drawn, part, shipped

SIZES = (300, 400, 600, 800, 1200, 2405)
WEIGHT_DECAY = 1e-4
LOG_SIZE = 4
"""Place of the logarithm of the unit's faces among the features of a pair."""
Table = NDArray[np.float64]


def samples(data: Labelled) -> tuple[list[tuple[Table, NDArray[np.bool_]]], Table, NDArray[np.bool_]]:
    """What the planner looks at in a grouped album, and what is true.

    Returns:
        Per unit the features of its candidates and which of them are the same person; features of the weak
        joins inside units, and which of them are right.
    """
    graph = Graph.of(data.embeddings, np.zeros(len(data.people)))
    plan = planner(data, shipped(graph, 0)(()), FACENET_CASIA.pairs, True)
    people = Truth.of(data).people
    pairs = []
    joins: list[Table] = []
    right: list[bool] = []
    for _, unit in plan.largest():
        rows = plan.rows_of(unit)
        others, table = plan.pair_features(unit)
        if others:
            truth = np.array([most(people, plan.rows_of(other)) == most(people, rows) for other in others])
            pairs.append((table, truth))
        if len(rows) > 1:
            for _, some, rest in plan.joins(rows):
                joins.append(plan.joined_features(unit, some, rest))
                right.append(most(people, some) == most(people, rest))
    return pairs, np.array(joins), np.array(right)


def most(people: Labels, rows: Sequence[int]) -> int:
    """The person most faces are of."""
    return int(np.bincount(people[list(rows)]).argmax())


def halves(data: Labelled) -> tuple[Labelled, Labelled]:
    """The people that are learnt from, and the others."""
    people = np.random.default_rng(7).permutation(np.unique(data.people))
    first = np.isin(data.people, people[::2])
    return part(data, first, f"{data.name}, learnt half"), part(data, ~first, f"{data.name}, other half")


def fit(data: Labelled) -> PairCalibration:
    """Fit on all people, and print the weights; how a fit on one half does on the other is printed too."""
    first, second = (_gathered(half) for half in halves(data))
    for name, learnt, other in (("first", first, second), ("second", second, first)):
        pair, joined = _weights(learnt)
        print(f"fitted on the {name} half of the people, judged on the other:")
        for where, (pairs, joins, right) in (("there", learnt), ("here", other)):
            print(
                f"  {where}: {len(pairs)} units, log loss {_pair_loss(pairs, pair):.4f}; {len(joins)} joins, "
                f"{np.count_nonzero(~right)} wrong, log loss {_join_loss(joins, right, joined):.4f}"
            )
        _reliability(other, pair, joined)
    pair, joined = _weights(_gathered(data))
    print(f"pair={tuple(round(float(w), 2) for w in pair)}")
    print(f"joined={tuple(round(float(w), 2) for w in joined)}")
    return PairCalibration(tuple(pair.tolist()), tuple(joined.tolist()))


def fit_quietly(data: Labelled) -> PairCalibration:
    """Fit on all people of an album."""
    pair, joined = _weights(_gathered(data))
    return PairCalibration(tuple(pair.tolist()), tuple(joined.tolist()))


def _weights(found: tuple[list[Any], Table, NDArray[np.bool_]]) -> tuple[Table, Table]:
    return _fit_pairs(found[0]), _fit_joined(found[1], found[2])


def _gathered(half: Labelled) -> tuple[list[Any], Table, NDArray[np.bool_]]:
    pairs: list[Any] = []
    joins, right = [], []
    for seed, size in enumerate(SIZES):
        size = min(size, len(half.people))
        found = samples(part(half, drawn(half, size, seed), half.name))
        pairs += found[0]
        joins.append(found[1])
        right.append(found[2])
    return pairs, np.concatenate(joins), np.concatenate(right)


def _padded(pairs: list[Any]) -> tuple[torch.Tensor, ...]:
    """Features, truth, what is there, and the weight: the faces at stake."""
    width = max(len(truth) for _, truth in pairs)
    table = np.zeros((len(pairs), width, pairs[0][0].shape[1]))
    truth = np.zeros((len(pairs), width), bool)
    there = np.zeros((len(pairs), width), bool)
    for i, (features, same) in enumerate(pairs):
        table[i, : len(same)], truth[i, : len(same)], there[i, : len(same)] = features, same, True
    weight = np.exp(table[:, 0, LOG_SIZE])
    return torch.tensor(table), torch.tensor(truth), torch.tensor(there), torch.tensor(weight)


def _any_loss(
    table: torch.Tensor,
    truth: torch.Tensor,
    there: torch.Tensor,
    weight: torch.Tensor,
    w: torch.Tensor,
) -> torch.Tensor:
    """Of one unit: which candidates are right, or none, as competing odds (their sum where several are)."""
    odds = (table @ w).masked_fill(~there, -1e9)
    share = torch.log_softmax(torch.cat([torch.zeros(len(odds), 1, dtype=odds.dtype), odds], 1), 1)
    found = torch.logsumexp(share[:, 1:].masked_fill(~truth, -1e9), 1)
    return -(weight * torch.where(truth.any(1), found, share[:, 0])).sum() / weight.sum()


def _minimise(loss: Any, size: int) -> NDArray[np.float64]:
    w = torch.zeros(size, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=400, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value: torch.Tensor = loss(w) + WEIGHT_DECAY * (w**2).sum()
        value.backward()  # type: ignore[no-untyped-call] # torch's hints lack it
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call,arg-type] # torch's hints lack it
    return np.asarray(w.detach().numpy(), np.float64)


def _fit_pairs(pairs: list[Any]) -> NDArray[np.float64]:
    tensors = _padded(pairs)
    return _minimise(lambda w: _any_loss(*tensors, w), tensors[0].shape[2])


def _fit_joined(joins: Table, right: NDArray[np.bool_]) -> NDArray[np.float64]:
    table, truth = torch.tensor(joins), torch.tensor(right.astype(np.float64))
    weight = torch.exp(table[:, 3])  # the faces at stake, here too
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    return _minimise(lambda w: loss(table @ w, truth, weight=weight), table.shape[1])


def _pair_loss(pairs: list[Any], w: NDArray[np.float64]) -> float:
    return float(_any_loss(*_padded(pairs), torch.tensor(w)))


def _join_loss(joins: Table, right: NDArray[np.bool_], w: NDArray[np.float64]) -> float:
    odds = joins @ w
    return float(np.logaddexp(0, np.where(right, -odds, odds)).mean())


def _reliability(found: tuple[list[Any], Table, NDArray[np.bool_]], pair: Any, joined: Any) -> None:
    """Said and true, on people it was not fitted on."""
    chances, truths = [], []
    for table, truth in found[0]:
        weight = np.exp(table @ pair)
        chances.append(weight.sum() / (1 + weight.sum()))
        truths.append(truth.any())
    inside = 1 / (1 + np.exp(-(found[1] @ joined)))
    for name, said, true in (
        ("somebody near is the person", np.array(chances), np.array(truths)),
        ("a weak join is right", inside, found[2]),
    ):
        print(f"{name} (other half): said -> true (cases)")
        for low, high in (
            (0, 0.05),
            (0.05, 0.1),
            (0.1, 0.2),
            (0.2, 0.4),
            (0.4, 0.6),
            (0.6, 0.8),
            (0.8, 0.95),
            (0.95, 1.01),
        ):
            here = (said >= low) & (said < high)
            if here.any():
                print(f"  {said[here].mean():.3f} -> {true[here].mean():.3f} ({np.count_nonzero(here)})")
