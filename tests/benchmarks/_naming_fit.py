"""Fitting the calibration of naming, and the logistic regression it is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.optimize import minimize

from faceapp.core.calibration import NamingCalibration
from faceapp.core.thresholds import Thresholds
from tests.benchmarks._naming import (
    LISTED,
    REGIMES,
    SMALLER,
    Album,
    Answers,
    Floats,
    Made,
    ask,
    halves,
    weight,
)

AIM_RIGHT, AIM_STRANGERS = 0.997, 0.002
"""What the automatic threshold is chosen for: safer than the promise of 0.995 and 0.005, which shall hold for
other people and larger albums. What is shipped is one step safer still."""
ORL_WEIGHT = 0.3
"""How much the answers about ORL count in fitting, those about lfw-dev being 1: forty people are few."""
WEIGHTS = tuple(column.name for column in fields(NamingCalibration))


def _laid_out(training: Sequence[tuple[Made, float]]) -> tuple[Answers, Floats]:
    """All answers end to end, and how much each counts: float64 [M], 1 in all.

    However many faces it has, a regime counts as :func:`weight` says, and each album as given beside it.
    """
    parts, shares = [], []
    for made, counts in training:
        total = sum(weight(regime) for regime in made)
        for regime, part in made.items():
            parts.append(part)
            share = counts * weight(regime) / total / len(part.known)
            shares.append(np.full(len(part.known), share))
    share = np.concatenate(shares)
    return Answers.together(parts), share / share.sum()


def fit(training: Sequence[tuple[Made, float]], start: Thresholds) -> Thresholds:
    """Fit the weights by maximum likelihood of who each face is (one of the listed, or none of them).

    Args:
        training: Answers about albums, and how much each album counts.
        start: Where the other numbers are taken from.
    """
    made, share = _laid_out(training)
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
    def fitted(cls, training: Sequence[tuple[Made, float]]) -> DistanceAlone:
        """Fit on the same answers as :func:`fit`, counting as much."""
        made, share = _laid_out(training)
        distance = made.nearest.min(axis=1)
        sign = np.where(made.nearest_best()[1], 1.0, -1.0)
        found = minimize(
            lambda t: float(share @ np.logaddexp(0.0, -(t[0] - t[1] * distance) * sign)), [5.0, 8.0]
        ).x
        return cls(float(found[0]), float(found[1]))

    def beside(self, made: Answers) -> Answers:
        """The answers with those of the baseline beside them."""
        odds = self.intercept - self.slope * made.nearest.min(axis=1)
        return replace(made, alone=1.0 / (1.0 + np.exp(-odds)))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted on the same answers: our numbers and the baseline."""

    numbers: Thresholds
    alone: DistanceAlone

    @classmethod
    def on(cls, training: Sequence[tuple[Made, float]], start: Thresholds) -> Fitted:
        """Fit both."""
        return cls(fit(training, start), DistanceAlone.fitted(training))

    def judge(self, made: Made) -> Made:
        """Answer questions by both."""
        return {regime: self.alone.beside(one.under(self.numbers)) for regime, one in made.items()}


@dataclass(frozen=True, slots=True)
class CrossFitted:
    """Answers about people who were not used for fitting, by regime; and what was fitted on each half."""

    lfw: Made
    orl: Made
    fits: list[NamingCalibration]


def cross_fitted(lfw: Album, orl: Album, start: Thresholds, splits: int) -> CrossFitted:
    """Fit on half of the people of both albums, answer about the other half; both ways."""
    found: tuple[list[Made], list[Made]] = ([], [])
    fits = []
    for seed in range(splits):
        one, other = (
            (ask(lfw, mine, REGIMES, start, seed), ask(orl, small, SMALLER, start, seed))
            for mine, small in zip(halves(lfw, seed + 1), halves(orl, seed + 1), strict=True)
        )
        for train, test in ((one, other), (other, one)):
            fitted = Fitted.on(tuple(zip(train, (1.0, ORL_WEIGHT), strict=True)), start)
            fits.append(fitted.numbers.naming)
            for kept, made in zip(found, test, strict=True):
                kept.append(fitted.judge(made))
    together = (
        {regime: Answers.together([made[regime] for made in parts]) for regime in parts[0]} for parts in found
    )
    return CrossFitted(*together, fits)


def safe_threshold(by_regime: Made) -> float:
    """The lowest probability that meets the aim whether one, two, three or ten faces are confirmed."""
    for automatic in (*np.arange(0.95, 0.99, 0.005), *np.arange(0.99, 0.9995, 0.001)):
        good = True
        for confirmed in (1, 2, 3, 10):
            asked = [made for regime, made in by_regime.items() if regime.confirmed == confirmed]
            made = Answers.together(asked)
            chance, right = made.best()
            sure = chance >= automatic
            good &= right[sure].mean() >= AIM_RIGHT and sure[~made.known].mean() <= AIM_STRANGERS
        if good:
            return round(float(automatic), 3)
    return 0.999
