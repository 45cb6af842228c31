"""The protocols faces are judged by: Labeled Faces in the Wild, YouTube Faces, a folder of people.

Huang et al. 2007 (LFW), with unrestricted, labelled outside data; Wolf, Hassner, Maoz 2011 (YTF); the paper's
sections 4 and 5. All judge pairs: here are the pairs, and what is told about their distances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.errors import FaceAppError
from faceapp.core.said import said
from faceapp.training.metrics import by_folds, curve, wilson

FARS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)
FRAMES = 100
"""Of a video, the first so many in which a face is found (section 5.7)."""


class ProtocolError(FaceAppError):
    """A list of pairs cannot be used."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos, or two videos, and whether they are of one person."""

    one: str
    other: str
    same: bool


Folds = list[list[Pair]]


def read_lfw_pairs(path: Path) -> Folds:
    """The pairs of an LFW list by folds: photos as ``NAME/NAME_0001``.

    The first line says how many folds there are (none: one) and how many pairs of each kind a fold has; a
    pair of one person is ``NAME n m``, of two ``NAME n OTHER m``.

    Raises:
        ProtocolError: it is no such list.
    """
    try:
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise ProtocolError(said("{path} cannot be read: {reason}.", path=path, reason=error)) from error
    try:
        numbers = [int(word) for word in lines[0]]
        folds, each = (1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
        pairs = [_lfw_pair(line) for line in lines[1:]]
        if len(pairs) != 2 * folds * each:
            raise ValueError(f"{len(pairs)} pairs instead of {2 * folds * each}")
    except (ValueError, IndexError) as error:
        raise ProtocolError(
            said("{path} is no list of pairs as LFW has it: {reason}.", path=path, reason=error)
        ) from error
    return [pairs[2 * each * fold : 2 * each * (fold + 1)] for fold in range(folds)]


def _lfw_pair(words: Sequence[str]) -> Pair:
    match len(words):
        case 3:
            name, one, other = words
            return Pair(_lfw_name(name, one), _lfw_name(name, other), True)
        case 4:
            name, one, stranger, other = words
            return Pair(_lfw_name(name, one), _lfw_name(stranger, other), False)
    raise ValueError(f"the line {' '.join(words)!r}")


def _lfw_name(name: str, number: str) -> str:
    return f"{name}/{name}_{int(number):04}"


def read_ytf_splits(path: Path) -> Folds:
    """The pairs of YouTube Faces' list by folds: videos as ``NAME/number``.

    After a line of headings, each line is ``fold, NAME/number, NAME/number, 1 or 0``.

    Raises:
        ProtocolError: it is no such list.
    """
    folds: dict[int, list[Pair]] = {}
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            words = [word.strip() for word in line.split(",")]
            if len(words) < 4 or not words[0].isdigit():
                if folds:
                    raise ValueError(f"the line {line!r}")
                continue  # a heading
            number, one, other, same = words[:4]
            folds.setdefault(int(number), []).append(Pair(one, other, bool(int(same))))
    except (OSError, ValueError) as error:
        raise ProtocolError(
            said("{path} is no list of pairs as YouTube Faces has it: {reason}.", path=path, reason=error)
        ) from error
    if not folds:
        raise ProtocolError(said("{path} has no pairs in it.", path=path))
    return [folds[number] for number in sorted(folds)]


def template(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """One vector for the faces of a video, or of a template: their mean, float32 [N, D] -> [D].

    Not brought to unit length: the mean squared distance of all pairs of faces of two videos (what section
    5.7 averages) is 2 - 2 <a, b> of their means exactly.
    """
    return np.asarray(embeddings.mean(axis=0), np.float32)


def mean_squared_distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Of all pairs of unit rows whose means (:func:`template`) these are; for single rows their distance."""
    return max(2.0 - 2.0 * float(one @ other), 0.0)


@dataclass(frozen=True, slots=True)
class Verified:
    """How well pairs were told apart.

    Attributes:
        pairs: How many were judged.
        accuracy: Mean over the folds.
        standard_error: Of the accuracy.
        interval: In which the accuracy lies with 95 in a hundred, by its pairs alone (Wilson).
        threshold: Squared distance below which a pair was called one person's: mean over the folds.
        tar: TAR (the paper's VAL) by FAR; only FARs that so many pairs of strangers can tell.
        auc: Area below the curve.
        eer: Equal error rate.
        far: The curve.
        val: The curve.
        missing: Names without a face, whose pairs were left out.
    """

    pairs: int
    accuracy: float
    standard_error: float
    interval: tuple[float, float]
    threshold: float
    tar: Mapping[float, float]
    auc: float
    eer: float
    far: NDArray[np.float64]
    val: NDArray[np.float64]
    missing: list[str] = field(default_factory=list)


def verify(
    folds: Folds, vectors: Mapping[str, NDArray[np.float32]], threshold: float | None = None
) -> Verified:
    """Judge pairs.

    Args:
        folds: The pairs.
        vectors: An embedding of unit length, or a :func:`template`, by name.
        threshold: For one fold alone, which has no others to take a threshold from; ignored with more.

    Raises:
        ProtocolError: pairs of one kind are missing in a fold, or the only fold has no threshold.
    """
    distances, same, missing = [], [], set()
    for fold in folds:
        known = []
        for pair in fold:
            lacking = {pair.one, pair.other} - vectors.keys()
            missing |= lacking
            if not lacking:
                known.append(pair)
        truth = np.array([pair.same for pair in known], np.bool_)
        if truth.all() or not truth.any():
            raise ProtocolError(
                said("A fold needs pairs of one person and pairs of two, and photos of them in the folder.")
            )
        apart = [mean_squared_distance(vectors[pair.one], vectors[pair.other]) for pair in known]
        distances.append(np.array(apart))
        same.append(truth)
    alone = len(folds) == 1
    if alone and threshold is None:
        raise ProtocolError(said("One fold alone has no others to take a threshold from."))
    folded = by_folds(distances, same, threshold if alone else None)
    everything, truth = np.concatenate(distances), np.concatenate(same)
    found = curve(everything, truth)
    count, strangers = len(truth), int((~truth).sum())
    return Verified(
        count,
        folded.accuracy,
        folded.standard_error,
        wilson(round(folded.accuracy * count), count),
        float(np.mean(folded.thresholds)),
        {far: found.tar_at(far) for far in FARS if far * strangers >= 1.0},
        found.auc,
        found.eer,
        found.far,
        found.tar,
        sorted(missing),
    )


def rank_one(embeddings: NDArray[np.float32], labels: NDArray[np.int64]) -> tuple[int, int]:
    """Recognition: how many probes are nearest to a face of their own person, and of how many.

    The first face of each person is the gallery, every other one a probe; people with one face are only in
    the gallery, to be taken for.

    Args:
        embeddings: float32 [N, D].
        labels: int64 [N].
    """
    _, first = np.unique(labels, return_index=True)
    probes = np.setdiff1d(np.arange(len(labels)), first)
    if not len(probes):
        return 0, 0
    nearest = first[(embeddings[probes] @ embeddings[first].T).argmax(axis=1)]
    return int((labels[nearest] == labels[probes]).sum()), len(probes)
