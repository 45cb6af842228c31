"""Made albums: embeddings of many more people than any set beside the repository holds.

What decides how grouping holds in a large album is the far tail: how near the nearest of many strangers is.
A Gaussian with the right covariance has a tail far too thin (similarity 0.44 instead of 0.51 at a false
accept rate of 1e-3), because real people are not spread evenly: the network tells some kinds of faces apart
less well than others. So the people are made from neighbourhoods of real ones:

- A person's centre is a mixture of ``PARENTS`` of the ``NEIGHBOURS`` nearest of a real person, plus Gaussian
  noise with the covariance between people (that of the means less what the photos of one person add). The
  noise is smaller where real people lie closer.
- A face's similarity to its person's centre is one that a real face has to its own person's, estimated
  without that face and without the noise of a mean of few; all faces of a person take theirs from one real
  person, so tight people, loose people and bad photos come as they do in life.
- The rest of a face is the rest of a real face that lies about as far from its person, with random signs
  along the principal axes: as energetic in each axis, no two alike.
- People have as many faces as the real ones.

``NOISE`` was chosen on lfw-dev so that the tails of :func:`resemblance` fit. On a set that took no part in
it (the other 9,742 faces of 4,862 people of LFW) average linkage does best at a mean squared distance of
0.80 and reaches a precision of about 0.98 at 0.72; in a made album of people of about the same sizes it does
so at 0.80 and at 0.70, with an F1 that is 0.02 lower: made people are a little harder than real ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings

NEIGHBOURS = 40
PARENTS = 3
NOISE = 0.52
"""Part of a made centre that is noise where real people lie at the usual distance (root of the energy)."""
LEAST = 5
"""Faces of a person from which its spread is estimated."""

Vectors = NDArray[np.float64]


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class _Real:
    """What is estimated from a real album of P people."""

    sizes: NDArray[np.int64]
    middle: Vectors
    people: Vectors  # [P, D] means less the middle, all of the length people have on average
    near: NDArray[np.int64]  # [P, NEIGHBOURS], itself first
    closeness: Vectors  # [P], 1 where people lie at the usual distance, smaller where they lie closer
    spread: Vectors  # [D, D], root of the covariance between people, transposed
    similarity: list[Vectors]  # of the faces of each person of LEAST or more faces to its centre
    all_similarity: Vectors  # the same, sorted
    rest: Vectors  # [N, D], unit length, in their principal axes, in the order of all_similarity
    axes: Vectors  # [D, D], principal axes of the rests, one a row


def _fit(embeddings: Vectors, labels: NDArray[np.str_]) -> _Real:
    _, person, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    if np.count_nonzero(sizes >= LEAST) < 20 or len(sizes) <= NEIGHBOURS:
        raise ValueError(f"made albums need {NEIGHBOURS} people, 20 of them with {LEAST} faces or more")
    means = np.zeros((len(sizes), embeddings.shape[1]))
    np.add.at(means, person, embeddings)
    means /= sizes[:, None]
    several = sizes[person] > 1
    residual = (embeddings - means[person])[several]
    residual *= np.sqrt(sizes / np.maximum(sizes - 1, 1))[person][several][:, None]
    within = residual.T @ residual / len(residual)
    energy, axes = np.linalg.eigh(np.cov(means.T) - within * np.mean(1.0 / sizes))
    energy = np.clip(energy, 0.0, None)
    middle = means.mean(axis=0)
    directions = unit(means - middle)
    alike = directions @ directions.T
    near = np.argsort(-alike, axis=1)[:, :NEIGHBOURS]
    distance = 1.0 - np.take_along_axis(alike, near[:, 1:], axis=1).mean(axis=1)
    similarity: list[Vectors] = []
    rest: list[Vectors] = []
    for one in np.flatnonzero(sizes >= LEAST):
        faces = embeddings[person == one]
        count = len(faces)
        among = faces @ faces.T
        # The mean similarity of two photos of a person is the squared length of its true centre.
        length = np.sqrt((among.sum() - count) / (count * (count - 1)))
        similarity.append((among.sum(axis=1) - 1.0) / (count - 1) / length)
        center = unit(faces.mean(axis=0, keepdims=True))
        rest.append(unit(faces - (faces @ center.T) * center))
    joined, rests = np.concatenate(similarity), np.concatenate(rest)
    order = np.argsort(joined)
    _, rest_axes = np.linalg.eigh(rests.T @ rests)
    return _Real(
        sizes=sizes,
        middle=middle,
        people=directions * np.sqrt(energy.sum()),
        near=near,
        closeness=distance / np.median(distance),
        spread=np.sqrt(energy)[:, None] * axes.T,
        similarity=similarity,
        all_similarity=joined[order],
        rest=rests[order] @ rest_axes,
        axes=rest_axes.T,
    )


def _centers(real: _Real, people: int, rng: np.random.Generator) -> Vectors:
    first = rng.integers(0, len(real.sizes), people)
    chosen = np.argsort(rng.random((people, NEIGHBOURS)), axis=1)[:, :PARENTS]
    parents = np.take_along_axis(real.near[first], chosen, axis=1)
    weights = rng.dirichlet(np.ones(PARENTS), people)
    mixed = np.einsum("pk,pkd->pd", weights, real.people[parents])
    mixed = unit(mixed) * np.linalg.norm(real.people[0])
    noise = rng.standard_normal((people, len(real.middle))) @ real.spread
    share = np.clip(NOISE * real.closeness[first], 0.05, 0.95)[:, None]
    return unit(real.middle + np.sqrt(1.0 - share**2) * mixed + share * noise)


def _faces(real: _Real, centers: Vectors, sizes: NDArray[np.int64], rng: np.random.Generator) -> Vectors:
    models = [real.similarity[i] for i in rng.integers(0, len(real.similarity), len(sizes))]
    similarity = np.concatenate([rng.choice(m, size) for m, size in zip(models, sizes, strict=True)])
    place = np.searchsorted(real.all_similarity, similarity) + rng.integers(-25, 26, len(similarity))
    rest = real.rest[np.clip(place, 0, len(real.rest) - 1)]
    rest = (rest * rng.choice([-1.0, 1.0], rest.shape)) @ real.axes
    center = np.repeat(centers, sizes, axis=0)
    rest = unit(rest - np.einsum("nd,nd->n", rest, center)[:, None] * center)
    similarity = np.clip(similarity, -0.985, 0.985)[:, None]
    return similarity * center + np.sqrt(1.0 - similarity**2) * rest


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes centres and faces like those of one real album, for albums of another make-up."""

    _real: _Real

    @classmethod
    def of(cls, embeddings: Embeddings, labels: NDArray[np.str_]) -> Maker:
        """Learn from an album, see :func:`made_album`."""
        return cls(_fit(embeddings.astype(np.float64), labels))

    @property
    def middle(self) -> Vectors:
        """The mean face, float64 [D]."""
        return self._real.middle

    def centers(self, people: int, rng: np.random.Generator) -> Vectors:
        """Centres of people, float64 [people, D], unit length."""
        return _centers(self._real, people, rng)

    def noise(self, count: int, rng: np.random.Generator) -> Vectors:
        """What one person has beside another, float64 [count, D]."""
        return np.asarray(rng.standard_normal((count, len(self._real.middle))) @ self._real.spread)

    def faces(self, centers: Vectors, sizes: NDArray[np.int64], rng: np.random.Generator) -> Vectors:
        """So many faces about each centre, float64 [sum of sizes, D], unit length."""
        return _faces(self._real, centers, sizes, rng)


def made_album(
    embeddings: Embeddings,
    labels: NDArray[np.str_],
    people: int,
    seed: int,
    *,
    sizes: NDArray[np.int64] | None = None,
) -> tuple[Embeddings, NDArray[np.str_]]:
    """Faces of people who do not exist, like those of a real album.

    Args:
        embeddings: float32 [N, D], unit length, of the real album.
        labels: str [N], whose face each is.
        people: How many people to make.
        seed: The same seed makes the same people.
        sizes: int64 [people], faces of each; None: drawn from those of the real people.

    Returns:
        float32 [M, D] of unit length and str [M], the faces of one person after those of another.

    Raises:
        ValueError: the real album is too small to learn from.
    """
    real = _fit(embeddings.astype(np.float64), labels)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(real.sizes, people) if sizes is None else sizes
    parts: list[Embeddings] = []
    for start in range(0, people, 2000):
        part = drawn[start : start + 2000]
        centers = _centers(real, len(part), rng)
        parts.append(_faces(real, centers, part, rng).astype(np.float32))
    names = np.array([f"made {number:06d}" for number in range(people)])
    return np.concatenate(parts), np.repeat(names, drawn)


def made_faces(
    embeddings: Embeddings, labels: NDArray[np.str_], faces: int, seed: int
) -> tuple[Embeddings, NDArray[np.str_]]:
    """A made album of exactly so many faces.

    The real faces are not among them: a made person is near its parents, as no stranger is to a real one.
    """
    usual = len(labels) / len(np.unique(labels))
    made, names = made_album(embeddings, labels, int(1.1 * faces / usual) + 100, seed)
    return made[:faces], names[:faces]


def strangers(embeddings: Embeddings, labels: NDArray[np.str_], people: int, seed: int) -> Embeddings:
    """One face each of so many made people: a cohort to measure against. float32 [people, D]."""
    return made_album(embeddings, labels, people, seed, sizes=np.ones(people, np.int64))[0]


RATES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)


def resemblance(embeddings: Embeddings, labels: NDArray[np.str_]) -> dict[str, float]:
    """Cosine similarities by which a made album is held against a real one.

    Args:
        embeddings: float32 [N, D], unit length.
        labels: str [N].

    Returns:
        Name of the figure -> value: the similarity of strangers at some false accept rates, quantiles of that
        of two photos of one person, and of each face's to the nearest stranger.
    """
    edges = np.linspace(-1.0, 1.0, 20001)
    strangers, same = np.zeros(len(edges) - 1), np.zeros(len(edges) - 1)
    nearest = np.empty(len(labels), np.float32)
    person = np.unique(labels, return_inverse=True)[1]
    for start in range(0, len(labels), 1000):
        block = np.clip(embeddings[start : start + 1000] @ embeddings.T, -1.0, 1.0)
        alike = person[start : start + 1000, None] == person[None, :]
        strangers += np.histogram(block[~alike], edges)[0]
        nearest[start : start + 1000] = np.where(alike, -1.0, block).max(axis=1)
        block[np.arange(len(block)), np.arange(start, start + len(block))] = np.nan  # a face with itself
        same += np.histogram(block[alike & ~np.isnan(block)], edges)[0]

    def at(counts: NDArray[np.float64], part: float) -> float:
        return float(edges[1:][np.searchsorted(np.cumsum(counts), part * counts.sum())])

    figures = {f"stranger at {rate:.0e}": at(strangers, 1.0 - rate) for rate in RATES}
    figures |= {f"same {part:.0%}": at(same, part) for part in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95)}
    figures |= {
        f"nearest stranger {part:.0%}": float(np.quantile(nearest, part)) for part in (0.05, 0.5, 0.95, 0.99)
    }
    return figures


def print_check(embeddings: Embeddings, labels: NDArray[np.str_], larger: int) -> None:
    """The real album beside made ones of as many people (mean and spread of 3) and one of more faces."""
    people = len(np.unique(labels))
    real = resemblance(embeddings, labels)
    made = [resemblance(*made_album(embeddings, labels, people, seed)) for seed in range(3)]
    large = resemblance(*made_faces(embeddings, labels, larger, 9))
    print(f"Cosine similarity{'':16} {'real':>7} {'made':>7} {'+-':>6} {f'made, {larger}':>12}")
    for name, value in real.items():
        values = [one[name] for one in made]
        spread = (max(values) - min(values)) / 2
        print(f"{name:32} {value:8.3f} {np.mean(values):7.3f} {spread:6.3f} {large[name]:12.3f}")
