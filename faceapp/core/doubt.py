"""Where may one unit be two people? The weak joins of its average-linkage tree."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings

LOOSE = 96
"""Faces of one unit that are looked at singly; of larger ones the least typical, the rest is its core."""
WEAKEST = 8
"""Joins of one unit that are looked at."""


def weakest_joins(
    embeddings: Embeddings, rows: Sequence[int], sure: Collection[int]
) -> list[tuple[float, list[int], list[int]]]:
    """The joins of the faces of a unit that may be wrong.

    Args:
        embeddings: float32 [N, D], unit length.
        rows: The unit's rows, at least two.
        sure: Rows the user confirmed there: they are joined from the start, without a question.

    Returns:
        The :data:`WEAKEST`, weakest first: ``(mean squared L2 distance of the two sides, rows of the
        smaller side, rows of the larger)``. A side is what average linkage had joined before; below the
        root the two are only parts of the unit.
    """
    parts = _start(embeddings, rows, sure)
    count = len(parts)
    if count < 2:
        return []
    sums = np.stack([embeddings[part].sum(axis=0) for part in parts]).astype(np.float64)
    sizes = np.array([len(part) for part in parts], np.float64)
    total = sums @ sums.T
    found: list[tuple[float, list[int], list[int]]] = []
    mean = total / np.outer(sizes, sizes)
    np.fill_diagonal(mean, -np.inf)
    for _ in range(count - 1):
        one, other = divmod(int(mean.argmax()), count)
        distance = 2.0 - 2.0 * float(mean[one, other])
        small, large = sorted((parts[one], parts[other]), key=len)
        found.append((distance, small, large))
        parts[one] = parts[one] + parts[other]
        total[one] += total[other]
        total[:, one] += total[:, other]
        sizes[one] += sizes[other]
        mean[other] = mean[:, other] = -np.inf
        alive = np.isfinite(mean[one])
        alive[one] = False
        row: NDArray[np.float64] = total[one] / (sizes * sizes[one])
        mean[one, alive] = mean[alive, one] = row[alive]
    return sorted(found, key=lambda join: -join[0])[:WEAKEST]


def _start(embeddings: Embeddings, rows: Sequence[int], sure: Collection[int]) -> list[list[int]]:
    """Single faces, but for what is beyond question: confirmed faces, and the core of a large unit."""
    known = [row for row in rows if row in sure]
    open_rows = [row for row in rows if row not in sure]
    if len(open_rows) > LOOSE:
        middle = embeddings[list(rows)].sum(axis=0)
        order = np.argsort(embeddings[open_rows] @ middle, kind="stable").tolist()
        known += [open_rows[place] for place in order[LOOSE:]]
        open_rows = [open_rows[place] for place in sorted(order[:LOOSE])]
    return [*([known] if known else []), *([row] for row in open_rows)]
