"""Questions of naming: some faces of some people are confirmed; what does the app say of the others?"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceapp.core.assignment import Gallery
from faceapp.core.calibration import Evidence, NamingCalibration, softmax
from faceapp.core.space import Space
from faceapp.core.thresholds import Thresholds
from tests.benchmarks._labelled import Labelled

Floats = NDArray[np.float64]

LISTED = 8
"""Candidates per face that are kept for fitting."""
MISLABELLED = ("Carlos_Ruckauf", "Gabrielle_Rose")
"""Folders of lfw-dev with one photo each that is certainly not of a person of their own: the first shows
Eduardo Duhalde, the second is a photo that lies in another folder as well. ``--all-labels`` keeps them."""
FACES = 800
"""Faces asked about in each regime: as many in an album of five people as in one of three hundred."""
MOST_TRIALS = 10


@dataclass(frozen=True, slots=True)
class Regime:
    """An album's make-up: people named (at most), faces confirmed of each, strangers per face asked about."""

    named: int
    confirmed: int
    strangers: float

    def __str__(self) -> str:
        return f"{self.named} named, {self.confirmed} confirmed, {self.strangers:g} strangers"


REGIMES = tuple(
    Regime(*row)
    for row in itertools.product((1, 5, 50, 300), (1, 2, 3, 10), (0.2, 1.0, 5.0, 20.0))
    if row[0] * row[2] <= 300  # there are no more strangers
)


def weight(regime: Regime) -> float:
    """How much a regime counts in fitting: most albums have many people, and name more than one."""
    return (
        (3.0 if regime.named == 300 else 1.0)
        * (0.3 if regime.named == 1 else 1.0)
        * (0.3 if regime.strangers > 5 else 1.0)
    )


SMALL = tuple(Regime(*row) for row in ((5, 1, 1.0), (5, 3, 1.0), (20, 1, 1.0), (20, 3, 1.0), (40, 3, 0.0)))
"""Of ORL's forty people,"""
SMALLER = tuple(
    Regime(*row)
    for row in itertools.product((1, 5, 10, 20), (1, 3), (0.0, 1.0, 5.0))
    if (row[0] == 20) == (row[2] == 0.0) and row[0] * row[2] <= 25
)
"""and of half of them."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked and answered. M faces, K listed candidates of each (nearest infinite: none).

    Attributes:
        nearest: float64 [M, K].
        three: float64 [M, K].
        compared: float64 [M, K].
        own_likeness: float64 [M, K].
        crowd: float64 [M].
        likeness: float64 [M].
        probability: float64 [M, K], by the numbers the answers were made with.
        truth: int64 [M], place of the right person; K where the person is not listed.
        known: bool [M], whether the person is named.
        alone: float64 [M], probability that the nearest face is right by its distance alone (the baseline).
    """

    nearest: Floats
    three: Floats
    compared: Floats
    own_likeness: Floats
    crowd: Floats
    likeness: Floats
    probability: Floats
    truth: NDArray[np.int64]
    known: NDArray[np.bool_]
    alone: Floats

    @staticmethod
    def together(parts: Sequence[Answers]) -> Answers:
        """Several trials laid end to end."""
        return Answers(
            *(
                np.concatenate([getattr(part, column.name) for part in parts])
                for column in dataclasses.fields(Answers)
            )
        )

    def log_odds(self, numbers: NamingCalibration) -> Floats:
        """Of each listed person: float64 [M, K]."""
        return numbers.log_odds(
            Evidence(self.nearest, self.three, self.compared, self.own_likeness, self.crowd, self.likeness)
        )

    def under(self, numbers: Thresholds) -> Answers:
        """The same questions answered by other numbers."""
        return replace(self, probability=softmax(self.log_odds(numbers.naming)))

    def best(self) -> tuple[Floats, NDArray[np.bool_]]:
        """Probability of the best answer (0: there is none), and whether it is right."""
        place = self.probability.argmax(axis=1)
        chance = self.probability[np.arange(len(place)), place]
        return chance, (place == self.truth) & (chance > 0)

    def nearest_best(self) -> tuple[Floats, NDArray[np.bool_]]:
        """The same of the baseline, which always says the nearest."""
        return self.alone, np.asarray(self.nearest.argmin(axis=1) == self.truth)


class Album:
    """Embeddings with their people as numbers.

    Attributes:
        embeddings: float32 [N, D].
        people: The people's names, sorted.
        owner: int64 [N], place of each face's person in ``people``.
        rows: For each person, the rows of the faces.
    """

    def __init__(self, data: Labelled) -> None:
        self.embeddings = data.embeddings
        names, self.owner = np.unique(data.people, return_inverse=True)
        self.people: list[int] = list(range(len(names)))
        self.rows = [np.flatnonzero(self.owner == person) for person in self.people]


def trial(
    data: Album, people: Sequence[int], regime: Regime, numbers: Thresholds, rng: np.random.Generator
) -> Answers:
    """Confirm some faces of some people, ask about their other faces and about strangers."""
    rows = {person: rng.permutation(data.rows[person]) for person in people}
    # At ten confirmed faces hardly anybody of lfw-dev has a face left: there, all but one are confirmed.
    confirmed = {
        person: min(regime.confirmed, len(own) - 1) if regime.confirmed > 3 else regime.confirmed
        for person, own in rows.items()
    }
    enough = 4 if regime.confirmed > 3 else regime.confirmed
    able = [person for person in people if len(rows[person]) > enough]
    named = rng.permutation(able)[: regime.named].tolist()
    gallery = np.concatenate([rows[person][: confirmed[person]] for person in named])
    theirs = np.concatenate([rows[person][confirmed[person] :] for person in named])
    chosen = set(named)
    others = [rows[person] for person in people if person not in chosen]
    strangers = rng.permutation(np.concatenate(others)) if others else np.zeros(0, np.int64)
    strangers = strangers[: int(regime.strangers * len(theirs))]
    probes = np.concatenate([theirs, strangers])
    owner = data.owner
    count = {person: confirmed[person] for person in named}
    album = np.concatenate([gallery, probes])
    # As the app does: the space is that of this very album.
    space = Space.of_album(data.embeddings[album])
    faces = space.map(data.embeddings[album])
    confirmed_faces, asked_faces = faces[: len(gallery)], faces[len(gallery) :]
    held = Gallery(confirmed_faces, gallery, owner[gallery], space=space)
    wide = replace(numbers, mention_distance=4.0)
    found = held.candidates(asked_faces, wide, keep=LISTED)
    shape = (len(probes), LISTED)
    nearest, three = np.full(shape, np.inf), np.full(shape, np.inf)
    compared, likeness, probability = np.ones(shape), np.zeros(shape), np.zeros(shape)
    truth = np.full(len(probes), LISTED)
    for row, listed in enumerate(found):
        for place, one in enumerate(listed):
            nearest[row, place] = one.distance
            three[row, place] = np.mean([distance for _, distance in one.nearest])
            compared[row, place] = count[one.person_id]
            likeness[row, place] = one.likeness
            probability[row, place] = one.probability
            if one.person_id == owner[probes[row]]:
                truth[row] = place
    return Answers(
        nearest,
        three,
        compared,
        likeness,
        space.crowd(asked_faces).astype(np.float64),
        np.full(len(probes), space.likeness),
        probability,
        truth,
        np.isin(owner[probes], held.people),
        np.full(len(probes), np.nan),
    )


def without(data: Labelled, people: Sequence[str]) -> Labelled:
    """The album less some people."""
    keep = ~np.isin(data.people, people)
    return Labelled(data.name, data.embeddings[keep], data.people[keep], data.quality[keep])


Made = dict[Regime, Answers]


def ask(
    data: Album, people: Sequence[int], regimes: Sequence[Regime], numbers: Thresholds, seed: int
) -> Made:
    """Trials of each regime laid end to end."""
    rng = np.random.default_rng(seed)
    found: Made = {}
    for regime in regimes:
        parts = [trial(data, people, regime, numbers, rng)]
        while sum(len(part.known) for part in parts) < FACES and len(parts) < MOST_TRIALS:
            parts.append(trial(data, people, regime, numbers, rng))
        found[regime] = Answers.together(parts)
    return found


def halves(data: Album, seed: int) -> tuple[list[int], list[int]]:
    """The people in two halves drawn at random."""
    people = np.random.default_rng(seed).permutation(data.people).tolist()
    return people[: len(people) // 2], people[len(people) // 2 :]
