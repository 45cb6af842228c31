"""How well embeddings tell people apart, in the terms of the paper (section 4) and of LFW's protocol.

A pair of faces is called the same person's where their squared distance is below a threshold. VAL(d), the
paper's validation rate, is the share of the pairs of one person that are (TAR elsewhere); FAR(d) the share
of the pairs of two people that are, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Curve:
    """A receiver operating characteristic: a point for each threshold that changes anything.

    Attributes:
        thresholds: [K], ascending; pairs up to and including it are called one person's.
        far: [K], ascending, of the pairs of two people.
        tar: [K], ascending, of the pairs of one person.
    """

    thresholds: NDArray[np.float64]
    far: NDArray[np.float64]
    tar: NDArray[np.float64]

    def tar_at(self, far: float) -> float:
        """The largest TAR whose FAR is at most ``far``: VAL at that FAR."""
        return float(self.tar[np.searchsorted(self.far, far, side="right") - 1])

    def threshold_at(self, far: float) -> float:
        """The largest threshold whose FAR is at most ``far``; minus infinity where there is none."""
        return float(self.thresholds[np.searchsorted(self.far, far, side="right") - 1])

    @property
    def auc(self) -> float:
        """The area below the curve: how often a pair of one person is nearer than one of two."""
        return float(np.trapezoid(self.tar, self.far))

    @property
    def eer(self) -> float:
        """The error rate where as many of one person are missed as of two are taken for one."""
        gap = (1.0 - self.tar) - self.far  # falls from one to minus one
        after = int(np.argmax(gap <= 0.0))
        if gap[after] == 0.0 or after == 0:
            return float(self.far[after])
        before = after - 1
        part = gap[before] / (gap[before] - gap[after])
        return float(self.far[before] + part * (self.far[after] - self.far[before]))


def curve(distances: Floats, same: Bools) -> Curve:
    """The curve of some pairs.

    Args:
        distances: [N], smaller means more alike.
        same: [N], whether a pair is one person's.

    Raises:
        ValueError: there is no pair of one of the kinds.
    """
    if same.all() or not same.any():
        raise ValueError("pairs of one person and pairs of two people are needed")
    order = np.argsort(distances, kind="stable")
    ordered, hits = np.asarray(distances, np.float64)[order], same[order]
    last = np.append(ordered[1:] != ordered[:-1], True)  # equal distances fall together
    tar, far = np.cumsum(hits)[last] / hits.sum(), np.cumsum(~hits)[last] / (~hits).sum()
    return Curve(
        np.concatenate([[-np.inf], ordered[last]]),
        np.concatenate([[0.0], far]),
        np.concatenate([[0.0], tar]),
    )


def best_threshold(distances: Floats, same: Bools) -> float:
    """The lowest threshold at which most pairs are called rightly, midway between two distances."""
    order = np.argsort(distances, kind="stable")
    ordered, hits = np.asarray(distances, np.float64)[order], same[order]
    # Right with the first k pairs below: their hits, and the misses of the rest.
    right = np.concatenate([[0], np.cumsum(hits)]) + np.concatenate([[0], np.cumsum(~hits)])[-1]
    right = right - np.concatenate([[0], np.cumsum(~hits)])
    possible = np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])
    best = int(np.argmax(np.where(possible, right, -1)))
    if best == 0:
        return float(ordered[0]) - 1.0
    if best == len(ordered):
        return float(ordered[-1]) + 1.0
    return float((ordered[best - 1] + ordered[best]) / 2.0)


@dataclass(frozen=True, slots=True)
class Folded:
    """Accuracy by folds: each judged with the threshold that is best on the others (LFW's protocol).

    Attributes:
        accuracy: Mean over the folds.
        standard_error: Of that mean, over the folds; 0 for one fold.
        each: Of every fold.
        thresholds: Used in every fold.
    """

    accuracy: float
    standard_error: float
    each: tuple[float, ...]
    thresholds: tuple[float, ...]


def by_folds(distances: Sequence[Floats], same: Sequence[Bools], threshold: float | None = None) -> Folded:
    """Judge each fold with the threshold that is best on the others.

    Args:
        distances: Of each fold's pairs.
        same: Whether they are one person's.
        threshold: Taken in place of the others' best; needed where there is one fold only.

    Raises:
        ValueError: one fold and no threshold.
    """
    if len(distances) < 2 and threshold is None:
        raise ValueError("one fold alone has no others to take a threshold from")
    each, used = [], []
    for fold, (own, truth) in enumerate(zip(distances, same, strict=True)):
        if threshold is None:
            others = [number for number in range(len(distances)) if number != fold]
            at = best_threshold(
                np.concatenate([distances[number] for number in others]),
                np.concatenate([same[number] for number in others]),
            )
        else:
            at = threshold
        used.append(at)
        each.append(float(((own < at) == truth).mean()))
    spread = float(np.std(each, ddof=1)) / sqrt(len(each)) if len(each) > 1 else 0.0
    return Folded(float(np.mean(each)), spread, tuple(each), tuple(used))


def wilson(right: int, count: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval in which a rate lies with 95 in a hundred (Wilson 1927): bounds in 0..1.

    Args:
        right: Successes.
        count: Tries; none: anything is possible.
        z: Quantile of the normal distribution.
    """
    if not count:
        return 0.0, 1.0
    rate, square = right / count, z * z / count
    middle = (rate + square / 2) / (1 + square)
    half = z * sqrt(rate * (1 - rate) / count + square / (4 * count)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def all_pairs(embeddings: Floats, labels: NDArray[np.int64]) -> tuple[NDArray[np.float32], Bools]:
    """Squared distance of every pair of faces, and whether it is one person's: [N (N - 1) / 2] each."""
    rows = np.asarray(embeddings, np.float32)
    lengths = np.einsum("nd,nd->n", rows, rows)
    apart = lengths[:, None] + lengths[None, :] - 2.0 * (rows @ rows.T)
    one, other = np.triu_indices(len(rows), k=1)
    return np.maximum(apart[one, other], 0.0), labels[one] == labels[other]


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of one grouping, 0..1 but for the number of groups of two or more faces."""

    precision: float
    recall: float
    f1: float
    pair_precision: float
    pair_recall: float
    groups: float


def score(labels: NDArray[Any], people: NDArray[Any]) -> Scores:
    """Compare groups with people.

    BCubed (Amigó et al. 2009): the mean over faces of the part of its group that is its person, and of the
    part of its person that is in its group.

    Args:
        labels: [N], the group of each face.
        people: [N], whose face each is.
    """
    group = np.unique(labels, return_inverse=True)[1]
    person = np.unique(people, return_inverse=True)[1]
    both = group.astype(np.int64) * (int(person.max()) + 1) + person
    _, cell, in_cell = np.unique(both, return_inverse=True, return_counts=True)
    in_group, of_person = np.bincount(group), np.bincount(person)
    precision = float((in_cell[cell] / in_group[group]).mean())
    recall = float((in_cell[cell] / of_person[person]).mean())
    right, found, there = (float((n * (n - 1) / 2).sum()) for n in (in_cell, in_group, of_person))
    return Scores(
        precision,
        recall,
        2 * precision * recall / (precision + recall),
        right / found if found else 1.0,
        right / there if there else 1.0,
        float(np.count_nonzero(in_group > 1)),
    )
