"""Mini-batches of some people with many faces each (section 3.2).

"Around 40 faces are selected per identity per mini-batch. Additionally, randomly sampled negative faces are
added to each mini-batch." The batches of an epoch depend on the seed and the epoch alone, so that a training
that was interrupted goes on with exactly the batches it would have had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batches:
    """P people with up to K faces each, and some faces of others.

    Attributes:
        labels: int64 [N], the person of each face.
        people: P.
        faces: K. Who has more shows others in each epoch; who has fewer, all.
        others: Faces drawn from everybody else.
        seed: Of the draw.
    """

    labels: Ints
    people: int
    faces: int = 40
    others: int = 0
    seed: int = 0

    def epoch(self, number: int) -> Iterator[Ints]:
        """Rows of each batch, int64 [about P K]: every person with two faces or more is in one of them.

        A last batch of fewer people is filled up with people of the others: a batch of one has no negatives.
        """
        rng = np.random.default_rng((self.seed, number))
        by_person = self._by_person()
        several = [rows for rows in by_person if len(rows) > 1]
        order = rng.permutation(len(several))
        for start in range(0, len(order), self.people):
            chosen = order[start : start + self.people]
            missing = min(self.people, len(order)) - len(chosen)
            if missing:
                chosen = np.concatenate([chosen, rng.choice(order[:start], missing, replace=False)])
            rows = [rng.permutation(several[person])[: self.faces] for person in chosen]
            batch = np.concatenate(rows)
            if self.others:
                inside = np.isin(self.labels, self.labels[batch])
                outside = np.flatnonzero(~inside)
                batch = np.concatenate([batch, rng.permutation(outside)[: self.others]])
            yield batch

    def __len__(self) -> int:
        """Batches in an epoch."""
        several = sum(len(rows) > 1 for rows in self._by_person())
        return -(-several // self.people)

    def _by_person(self) -> list[Ints]:
        order = np.argsort(self.labels, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self.labels[order])) + 1) if len(order) else []
