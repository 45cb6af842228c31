"""How well a grouping fits the people: BCubed and pairwise figures."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray


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


def adjusted_rand(one: NDArray[Any], other: NDArray[Any]) -> float:
    """How far two groupings agree beyond chance (Hubert and Arabie 1985), 1 for the same."""
    a, b = (np.unique(labels, return_inverse=True)[1].astype(np.int64) for labels in (one, other))
    cells = np.unique(a * (int(b.max()) + 1) + b, return_counts=True)[1]

    def pairs(counts: NDArray[np.int64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, in_one, in_other = pairs(cells), pairs(np.bincount(a)), pairs(np.bincount(b))
    chance = in_one * in_other / (len(a) * (len(a) - 1) / 2)
    most = (in_one + in_other) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def mean(scores: list[Scores]) -> Scores:
    """Each figure averaged."""
    return Scores(*(float(np.mean([getattr(one, f.name) for one in scores])) for f in fields(Scores)))
