"""Naming: how surely is a face one of the people named, and is that probability true?

``python -m tests.benchmarks.naming [--cache DIR] [--plot FILE.png] [--json FILE] [--fit]``

People not used for calibration judge: the weights are fitted on half of the people of lfw-dev and tested on
the other half, both ways, over several numbers of named people, confirmed faces and strangers; ORL is never
fitted on. The baseline is a logistic regression on the distance to the nearest confirmed face alone, fitted
on the same answers. ``--fit`` fits on all of lfw-dev and prints what belongs into ``core/thresholds.py``.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from faceapp.core.assignment import Gallery
from faceapp.core.calibration import NamingCalibration, softmax
from faceapp.core.space import Space
from faceapp.core.thresholds import FACENET_CASIA, Thresholds
from tests.benchmarks import _labelled as labelled
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
AIM_RIGHT, AIM_STRANGERS = 0.997, 0.002
"""What the automatic threshold is chosen for: safer than the promise of 0.995 and 0.005, which shall hold for
other people and larger albums."""
BINS = 15


@dataclass(frozen=True, slots=True)
class Regime:
    """An album's make-up: people named (at most), faces confirmed of each, strangers per face asked about."""

    named: int
    confirmed: int
    strangers: float


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


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked and answered. M faces, K listed candidates of each (nearest infinite: none).

    Attributes:
        nearest: float64 [M, K].
        three: float64 [M, K].
        compared: float64 [M, K].
        people: float64 [M], how many people the album seemed to show.
        probability: float64 [M, K], by the numbers the answers were made with.
        truth: int64 [M], place of the right person; K where the person is not listed.
        known: bool [M], whether the person is named.
    """

    nearest: Floats
    three: Floats
    compared: Floats
    people: Floats
    probability: Floats
    truth: NDArray[np.int64]
    known: NDArray[np.bool_]

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
        return numbers.log_odds(self.nearest, self.three, self.compared, self.people[:, None])

    def under(self, numbers: Thresholds) -> Answers:
        """The same questions answered by other numbers."""
        return replace(self, probability=softmax(self.log_odds(numbers.naming)))

    def best(self) -> tuple[Floats, NDArray[np.bool_]]:
        """Probability of the best answer (0: there is none), and whether it is right."""
        place = self.probability.argmax(axis=1)
        chance = self.probability[np.arange(len(place)), place]
        return chance, (place == self.truth) & (chance > 0)


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
    held = Gallery(confirmed_faces, gallery, owner[gallery], album_people=space.people)
    wide = replace(numbers, mention_distance=4.0)
    found = held.candidates(asked_faces, wide, keep=LISTED)
    shape = (len(probes), LISTED)
    nearest, three = np.full(shape, np.inf), np.full(shape, np.inf)
    compared, probability = np.ones(shape), np.zeros(shape)
    truth = np.full(len(probes), LISTED)
    for row, listed in enumerate(found):
        for place, one in enumerate(listed):
            nearest[row, place] = one.distance
            three[row, place] = np.mean([distance for _, distance in one.nearest])
            compared[row, place] = count[one.person_id]
            probability[row, place] = one.probability
            if one.person_id == owner[probes[row]]:
                truth[row] = place
    return Answers(
        nearest,
        three,
        compared,
        np.full(len(probes), space.people),
        probability,
        truth,
        np.isin(owner[probes], held.people),
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


# -- fitting --------------------------------------------------------------------------------------------
WEIGHTS = ("intercept", "nearest", "three", "confirmed", "people")


def fit(asked_before: Made, start: Thresholds) -> Thresholds:
    """Fit the weights by maximum likelihood of who each face is (one of the listed, or none of them).

    However many faces it has, a regime counts as :func:`weight` says.
    """
    made = Answers.together(list(asked_before.values()))
    share = np.concatenate(
        [np.full(len(part.known), weight(regime) / len(part.known)) for regime, part in asked_before.items()]
    )
    share /= share.sum()
    truth, missing = made.truth, ~np.isfinite(made.nearest)

    # The log-odds are linear in the weights: one column per weight, each measured by itself.
    zero = replace(start.naming, **dict.fromkeys(WEIGHTS, 0.0))
    columns = np.stack(
        [np.nan_to_num(made.log_odds(replace(zero, **{name: 1.0})), neginf=0.0) for name in WEIGHTS], -1
    )
    scale = np.maximum(columns.reshape(-1, len(WEIGHTS)).std(axis=0), 1e-3)
    columns /= scale
    chosen = np.eye(LISTED + 1)[truth][:, :LISTED]

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = np.where(missing, -1e9, columns @ weights)
        top = np.maximum(score.max(axis=1, keepdims=True), 0.0)
        total = top[:, 0] + np.log(np.exp(score - top).sum(axis=1) + np.exp(-top[:, 0]))
        chance = np.exp(score - total[:, None])
        value = float(share @ (total - (score * chosen).sum(axis=1)))
        slope = np.einsum("m,mk,mkf->f", share, chance - chosen, columns, optimize=True)
        return value + 1e-5 * float(weights @ weights), slope + 2e-5 * weights

    found = minimize(loss, np.zeros(len(WEIGHTS)), jac=True, method="L-BFGS-B").x / scale
    weights = {name: round(float(value), 3) for name, value in zip(WEIGHTS, found, strict=True)}
    return replace(start, naming=replace(start.naming, **weights))


@dataclass(frozen=True, slots=True)
class DistanceAlone:
    """The baseline: a logistic regression on the distance to the nearest confirmed face."""

    intercept: float
    slope: float

    @classmethod
    def fitted(cls, made: Answers) -> DistanceAlone:
        """Fit on answers whose truth is known."""
        distance, right = made.nearest.min(axis=1), cls._right(made)
        sign = np.where(right, 1.0, -1.0)
        found = minimize(
            lambda t: float(np.mean(np.logaddexp(0.0, -(t[0] - t[1] * distance) * sign))), [5.0, 8.0]
        ).x
        return cls(float(found[0]), float(found[1]))

    @staticmethod
    def _right(made: Answers) -> NDArray[np.bool_]:
        return np.asarray(made.nearest.argmin(axis=1) == made.truth)

    def best(self, made: Answers) -> tuple[Floats, NDArray[np.bool_]]:
        """As :meth:`Answers.best`."""
        odds = self.intercept - self.slope * made.nearest.min(axis=1)
        return 1.0 / (1.0 + np.exp(-odds)), self._right(made)


# -- figures --------------------------------------------------------------------------------------------
def calibration_error(chance: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error over equal bins (Naeini et al., AAAI 2015)."""
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(chance[place == one].mean() - right[place == one].mean()) * (place == one).mean()
            for one in np.unique(place)
        )
    )


def brier(chance: Floats, right: NDArray[np.bool_]) -> float:
    """Mean squared error of the probability (Brier 1950)."""
    return float(np.mean((chance - right) ** 2))


def log_loss(chance: Floats, right: NDArray[np.bool_]) -> float:
    """Mean negative log likelihood."""
    return float(-np.mean(np.log(np.clip(np.where(right, chance, 1.0 - chance), 1e-12, 1.0))))


def figures(made: Answers, automatic: float, alone: DistanceAlone) -> dict[str, float]:
    """One row of the table."""
    chance, right = made.best()
    sure = chance >= automatic
    known, strangers = made.known, ~made.known
    distance, distance_right = alone.best(made)
    return {
        "faces": float(len(chance)),
        "right": float(right[sure].mean()) if sure.any() else 1.0,
        "covered": float((right & sure).sum() / max(known.sum(), 1)),
        "strangers_named": float(sure[strangers].mean()) if strangers.any() else 0.0,
        "ece": calibration_error(chance, right),
        "brier": brier(chance, right),
        "log_loss": log_loss(chance, right),
        "brier_distance": brier(distance, distance_right),
        "log_loss_distance": log_loss(distance, distance_right),
    }


HEADER = (
    f"{'test':42} {'faces':>7} {'right':>7} {'covered':>8} {'strangers':>9} {'ECE':>6} {'Brier':>7} "
    f"{'log loss':>8}   distance alone: Brier, log loss"
)


def row(name: str, found: dict[str, float]) -> str:
    """One line of the table."""
    return (
        f"{name:42} {found['faces']:7.0f} {found['right']:7.4f} {found['covered']:8.3f} "
        f"{found['strangers_named']:9.4f} {found['ece']:6.3f} {found['brier']:7.4f} {found['log_loss']:8.4f}"
        f"   {found['brier_distance']:.4f} {found['log_loss_distance']:.4f}"
    )


def plot(file: Path, curves: dict[str, tuple[Floats, NDArray[np.bool_]]]) -> None:
    """Write the reliability plot."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, (above, below) = plt.subplots(
        2, 1, figsize=(6, 7), height_ratios=(3, 1), sharex=True, layout="constrained"
    )
    above.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, (chance, right) in curves.items():
        place = np.minimum((chance * BINS).astype(int), BINS - 1)
        full = [one for one in range(BINS) if (place == one).sum() >= 20]
        error = calibration_error(chance, right)
        above.plot(
            [chance[place == one].mean() for one in full],
            [right[place == one].mean() for one in full],
            marker="o",
            markersize=4,
            label=f"{name} (ECE {error:.3f})",
        )
        below.hist(chance, bins=BINS, range=(0, 1), histtype="step", log=True)
    above.set_ylabel("share that is right")
    above.legend(loc="upper left")
    below.set_ylabel("faces")
    below.set_xlabel("probability the app gives")
    figure.savefig(file, dpi=110)
    plt.close(figure)


def halves(data: Album, seed: int) -> tuple[list[int], list[int]]:
    """The people in two halves drawn at random."""
    people = np.random.default_rng(seed).permutation(data.people).tolist()
    return people[: len(people) // 2], people[len(people) // 2 :]


def cross_fitted(
    data: Album, numbers: Thresholds, splits: int
) -> tuple[Made, DistanceAlone, list[NamingCalibration]]:
    """Answers about people who were not used for fitting, by regime."""
    found: dict[Regime, list[Answers]] = {regime: [] for regime in REGIMES}
    fits, trained = [], []
    for seed in range(splits):
        one, other = (ask(data, half, REGIMES, numbers, seed) for half in halves(data, seed + 1))
        for train, test in ((one, other), (other, one)):
            fitted = fit(train, numbers)
            fits.append(fitted.naming)
            trained += list(train.values())
            for regime, made in test.items():
                found[regime].append(made.under(fitted))
    alone = DistanceAlone.fitted(Answers.together(trained))
    return {regime: Answers.together(parts) for regime, parts in found.items()}, alone, fits


def safe_threshold(by_regime: Made) -> float:
    """The lowest probability that meets the aim whether one, two, three or ten faces are confirmed."""
    for automatic in (*np.arange(0.95, 0.99, 0.005), *np.arange(0.99, 0.9995, 0.001)):
        groups = [
            Answers.together([made for regime, made in by_regime.items() if regime.confirmed == confirmed])
            for confirmed in (1, 2, 3, 10)
        ]
        good = True
        for made in groups:
            chance, right = made.best()
            sure = chance >= automatic
            good &= right[sure].mean() >= AIM_RIGHT and sure[~made.known].mean() <= AIM_STRANGERS
        if good:
            return round(float(automatic), 3)
    return 0.999


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks naming")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the embeddings here between runs")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    parser.add_argument("--all-labels", action="store_true", help="keep the two folders known to be wrong")
    parser.add_argument("--splits", type=int, default=1, help="splits of the people in halves (default 1)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write the reliability plot (PNG)")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--fit", action="store_true", help="print the numbers for core/thresholds.py")
    given = parser.parse_args(arguments)
    photos = labelled.kept(given.cache, lambda: labelled.lfw_dev(given.library), "lfw-dev")
    lfw = Album(photos if given.all_labels else without(photos, MISLABELLED))
    orl = Album(labelled.kept(given.cache, labelled.orl, "ORL"))
    shipped = FACENET_CASIA
    by_regime, alone, fits = cross_fitted(lfw, shipped, given.splits)
    whole = ask(lfw, lfw.people, REGIMES, shipped, 11)
    if given.fit:
        shipped = fit(whole, shipped)
        shipped = replace(shipped, automatic=safe_threshold(by_regime))
        print(f"    naming={shipped.naming},\n    automatic={shipped.automatic},")
        for one in fits:
            print(f"    half of the people: {one}")
    rows: dict[str, dict[str, float]] = {}
    together = Answers.together(list(by_regime.values()))
    rows["lfw-dev, people not fitted on, all"] = figures(together, shipped.automatic, alone)
    for confirmed in (1, 2, 3, 10):
        some = [made for regime, made in by_regime.items() if regime.confirmed == confirmed]
        rows[f"  {confirmed} confirmed"] = figures(Answers.together(some), shipped.automatic, alone)
    for regime, made in by_regime.items():
        name = f"    {regime.named} named, {regime.confirmed} confirmed, {regime.strangers:g} strangers"
        rows[name] = figures(made, shipped.automatic, alone)
    for regime in (Regime(300, 1, 1.0), Regime(300, 3, 1.0), Regime(50, 3, 1.0)):
        name = f"    all of lfw-dev (fitted on): {regime.named} named, {regime.confirmed} confirmed"
        rows[name] = figures(whole[regime].under(shipped), shipped.automatic, alone)
    orl_made = {
        regime: made.under(shipped) for regime, made in ask(orl, orl.people, SMALL, shipped, 7).items()
    }
    rows["ORL, shipped numbers, all"] = figures(
        Answers.together(list(orl_made.values())), shipped.automatic, alone
    )
    for regime, made in orl_made.items():
        name = f"    ORL {regime.named} named, {regime.confirmed} confirmed, {regime.strangers:g} strangers"
        rows[name] = figures(made, shipped.automatic, alone)
    print(HEADER)
    for name, found in rows.items():
        print(row(name, found))
    if given.plot:
        curves = {
            "lfw-dev, people not fitted on": together.best(),
            "ORL": Answers.together(list(orl_made.values())).best(),
            "lfw-dev, distance alone": alone.best(together),
        }
        plot(given.plot, curves)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
