"""The nearest confirmed faces of each person a face may be, of few faces or of thousands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REASONS = 3
"""Faces of each person that speak for it."""
FEW_FACES = 32
"""Faces of a person up to which those of many people are sorted at once; larger ones are looked at alone."""


def three_nearest(
    similarity: NDArray[np.float32], listed: Ints, best: NDArray[np.float32], starts: Ints, counts: Ints
) -> tuple[Floats, Ints, Floats]:
    """The nearest faces of each listed person.

    Args:
        similarity: float32 [M, N], of M probes to N faces, those of one person together; -inf where a face
            must not be compared.
        listed: int64 [M, K], people.
        best: float32 [M, K], similarity to the nearest face of each; -inf where it is out of question.
        starts: int64 [P], the first face of each person.
        counts: int64 [P], how many there are.

    Returns:
        Similarity and face (a column) of the nearest, float64 and int64 [M, K, 3], and how many faces were
        compared, float64 [M, K].
    """
    shape = listed.shape
    similar = np.full((listed.size, REASONS), -np.inf)
    rows = np.zeros((listed.size, REASONS), np.int64)
    compared = np.zeros(listed.size)
    pairs = np.flatnonzero(np.isfinite(best.ravel()))
    people, probe = listed.ravel()[pairs], pairs // shape[1]
    many = counts[people] > FEW_FACES
    some = ~many
    _sort_few(
        similarity,
        (pairs[some], probe[some], starts[people[some]], counts[people[some]]),
        (similar, rows, compared),
    )
    for person in np.unique(people[many]).tolist():
        mine = people == person
        faces = similarity[probe[mine], starts[person] : starts[person] + counts[person]]
        compared[pairs[mine]] = np.isfinite(faces).sum(axis=1)
        every = np.arange(len(faces))
        for rank in range(REASONS):
            nearest = faces.argmax(axis=1)
            similar[pairs[mine], rank] = faces[every, nearest]
            rows[pairs[mine], rank] = starts[person] + nearest
            faces[every, nearest] = -np.inf
    return similar.reshape(*shape, REASONS), rows.reshape(*shape, REASONS), compared.reshape(shape)


def _sort_few(
    similarity: NDArray[np.float32], of: tuple[Ints, Ints, Ints, Ints], found: tuple[Floats, Ints, Floats]
) -> None:
    """Fill in pairs of a probe and a person with few faces: these are laid end to end and sorted.

    Args:
        similarity: float32 [M, N].
        of: Of each pair its number, its probe, and the first face and the count of its person.
        found: What is filled in, by the number of the pair.
    """
    (pairs, probe, starts, counts), (similar, rows, compared) = of, found
    pair = np.repeat(np.arange(len(pairs)), counts)
    first = np.cumsum(counts) - counts
    place = np.arange(len(pair)) - first[pair]
    column = starts[pair] + place
    value = similarity[probe[pair], column]
    order = np.lexsort((-value, pair))
    top = place < REASONS  # after sorting, the place within the pair is the rank
    where = (pairs[pair[top]], place[top])
    similar[where] = value[order][top]
    rows[where] = column[order][top]
    compared[pairs] = np.bincount(pair[np.isfinite(value)], minlength=len(pairs))
