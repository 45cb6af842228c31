"""Who is this face? The calibrated answer from the confirmed faces.

In this order: the user's word, then an automatic name where it is right at least 99.5 % of the time, then
a suggestion; never against a "not this person". Recognition is nearest neighbour in embedding space: a
person named from one photo is found in the next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.core.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person a face may be.

    ``distance`` is the squared L2 distance to the nearest confirmed face, ``face_id`` that face.
    """

    person_id: int
    distance: float
    probability: float
    face_id: int


class Gallery:
    """The confirmed faces, by person: what recognition compares with.

    Args:
        embeddings: float32 [N, D], unit length.
        face_ids: int64 [N].
        person_ids: int64 [N], the person each is confirmed as.
    """

    def __init__(
        self, embeddings: Embeddings, face_ids: NDArray[np.int64], person_ids: NDArray[np.int64]
    ) -> None:
        order = np.argsort(person_ids, kind="stable")
        self._embeddings = embeddings[order]
        self._face_ids = face_ids[order]
        people, starts = np.unique(person_ids[order], return_index=True)
        self.people: list[int] = people.tolist()
        ends = [*starts.tolist()[1:], len(order)]
        self._slices = [slice(start, ends[i]) for i, start in enumerate(starts.tolist())]

    def __len__(self) -> int:
        return len(self._face_ids)

    def candidates(
        self,
        probes: Embeddings,
        thresholds: Thresholds,
        *,
        rejected: Mapping[int, Collection[int]] | None = None,
        own_ids: NDArray[np.int64] | None = None,
        keep: int = 3,
    ) -> list[list[Candidate]]:
        """The most probable people of each probe.

        Args:
            probes: float32 [M, D], unit length.
            thresholds: Calibration of the embeddings' model.
            rejected: Row of ``probes`` -> people it is not.
            own_ids: int64 [M]: a probe is not compared with the gallery face of its own id.
            keep: Candidates per probe at most.

        Returns:
            Per probe, best first; only those close enough to be worth a word.
        """
        if not len(self) or not len(probes):
            return [[] for _ in range(len(probes))]
        similarity = probes @ self._embeddings.T
        if own_ids is not None:
            similarity[own_ids[:, None] == self._face_ids[None, :]] = -1.0
        best, runner_up = self._per_person(similarity)
        odds = thresholds.odds(best[..., 0], runner_up)
        for row, people in (rejected or {}).items():
            for person in people:
                if person in self.people:
                    odds[row, self.people.index(person)] = 0.0
        # The hypotheses exclude each other: "it is A", "it is B", ..., "it is nobody known".
        probability = odds / (1.0 + odds.sum(axis=1, keepdims=True))
        found: list[list[Candidate]] = []
        for row in range(len(probes)):
            ranked = np.argsort(-probability[row], kind="stable")[:keep]
            found.append(
                [
                    Candidate(
                        self.people[column],
                        float(best[row, column, 0]),
                        float(probability[row, column]),
                        int(self._face_ids[int(best[row, column, 1])]),
                    )
                    for column in ranked
                    if odds[row, column] > 0 and best[row, column, 0] <= thresholds.mention_distance
                ]
            )
        return found

    def _per_person(self, similarity: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Nearest face of each person (distance, row) and the mean distance of its three nearest."""
        best = np.empty((len(similarity), len(self.people), 2))
        three = np.empty((len(similarity), len(self.people)))
        for column, part in enumerate(self._slices):
            block = similarity[:, part]
            nearest = block.argmax(axis=1)
            best[:, column, 1] = nearest + part.start
            best[:, column, 0] = 2.0 - 2.0 * block[np.arange(len(block)), nearest]
            count = min(3, block.shape[1])
            top = np.partition(block, block.shape[1] - count, axis=1)[:, -count:]
            three[:, column] = 2.0 - 2.0 * top.mean(axis=1)
        return np.maximum(best, 0.0), np.maximum(three, 0.0)
