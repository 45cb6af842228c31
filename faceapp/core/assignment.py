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
        nearest, rows, mean = self._per_person(similarity)
        distances = (nearest + mean) / 2.0
        column_of = {person: column for column, person in enumerate(self.people)}
        for row, people in (rejected or {}).items():
            out = [column_of[person] for person in people if person in column_of]
            distances[row, out] = np.inf
        probability = thresholds.probability(distances)
        found: list[list[Candidate]] = []
        for row, ranked in enumerate(np.argsort(-probability, axis=1, kind="stable")[:, :keep].tolist()):
            found.append(
                [
                    Candidate(
                        self.people[column],
                        float(nearest[row, column]),
                        float(probability[row, column]),
                        int(self._face_ids[rows[row, column]]),
                    )
                    for column in ranked
                    if nearest[row, column] <= thresholds.mention_distance and probability[row, column] > 0
                ]
            )
        return found

    def _per_person(
        self, similarity: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
        """Per probe and person: distance of the nearest face, its row, mean of the three nearest."""
        shape = (len(similarity), len(self.people))
        nearest, rows, mean = np.empty(shape), np.empty(shape, np.int64), np.empty(shape)
        for column, part in enumerate(self._slices):
            block = similarity[:, part]
            rows[:, column] = block.argmax(axis=1) + part.start
            count = min(3, block.shape[1])
            top = np.partition(block, block.shape[1] - count, axis=1)[:, -count:]
            nearest[:, column] = 2.0 - 2.0 * top.max(axis=1)
            mean[:, column] = 2.0 - 2.0 * top.mean(axis=1)
        return np.maximum(nearest, 0.0), rows, np.maximum(mean, 0.0)
