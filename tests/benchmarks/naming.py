"""Naming: how surely is a face one of the people named, and is that probability true?

``python -m tests.benchmarks.naming [--cache DIR] [--plot FILE.png] [--json FILE] [--fit]``

People not used for calibration judge: the weights are fitted on half of the people of lfw-dev and of ORL
and tested on the other halves, both ways, over several numbers of named people, confirmed faces and
strangers. Once more they are fitted on lfw-dev alone and tested on all of ORL, whose people were photographed
by one camera: another kind of album. The baseline is a logistic regression on the distance to the nearest
confirmed face alone, fitted on the same answers each time. ``--fit`` fits on everybody and prints what
belongs into ``core/thresholds.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.thresholds import FACENET_CASIA
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._naming import (
    MISLABELLED,
    REGIMES,
    SMALL,
    SMALLER,
    Album,
    Answers,
    Floats,
    Made,
    ask,
    without,
)
from tests.benchmarks._naming_fit import ORL_WEIGHT, Fitted, cross_fitted, safe_threshold

BINS = 15


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


def figures(made: Answers, automatic: float) -> dict[str, float]:
    """One row of the table."""
    chance, right = made.best()
    sure = chance >= automatic
    known, strangers = made.known, ~made.known
    distance, distance_right = made.nearest_best()
    return {
        "faces": float(len(chance)),
        "right": float(right[sure].mean()) if sure.any() else 1.0,
        "covered": float((right & sure).sum() / max(known.sum(), 1)),
        "strangers_named": float(sure[strangers].mean()) if strangers.any() else 0.0,
        "ece": calibration_error(chance, right),
        "brier": brier(chance, right),
        "log_loss": log_loss(chance, right),
        "ece_distance": calibration_error(distance, distance_right),
        "brier_distance": brier(distance, distance_right),
        "log_loss_distance": log_loss(distance, distance_right),
    }


HEADER = (
    f"{'test':78} {'faces':>7} {'right':>7} {'covered':>8} {'strangers':>9} {'ECE':>6} {'Brier':>7} "
    f"{'log loss':>8}   distance alone: ECE, Brier, log loss"
)


def row(name: str, found: dict[str, float]) -> str:
    """One line of the table."""
    return (
        f"{name:78} {found['faces']:7.0f} {found['right']:7.4f} {found['covered']:8.3f} "
        f"{found['strangers_named']:9.4f} {found['ece']:6.3f} {found['brier']:7.4f} {found['log_loss']:8.4f}"
        f"   {found['ece_distance']:.3f} {found['brier_distance']:.4f} {found['log_loss_distance']:.4f}"
    )


def lines(name: str, made: Made, automatic: float) -> dict[str, dict[str, float]]:
    """The rows of a table: all regimes, those with as many confirmed faces, each by itself."""

    def some(wanted: set[int]) -> Answers:
        return Answers.together([one for regime, one in made.items() if regime.confirmed in wanted])

    numbers = sorted({regime.confirmed for regime in made})
    found = {f"{name}, all": figures(some(set(numbers)), automatic)}
    found |= {f"  {name}, {number} confirmed": figures(some({number}), automatic) for number in numbers}
    return found | {f"    {name}, {regime}": figures(one, automatic) for regime, one in made.items()}


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
    crossed = cross_fitted(lfw, orl, shipped, given.splits)
    lfw_all = ask(lfw, lfw.people, REGIMES, shipped, 11)
    orl_all, orl_small = (ask(orl, orl.people, regimes, shipped, 7) for regimes in (SMALL, SMALLER))
    everybody = Fitted.on([(lfw_all, 1.0), (orl_small, ORL_WEIGHT)], shipped)
    if given.fit:
        shipped = replace(everybody.numbers, automatic=safe_threshold(crossed.lfw))
        print(f"    naming={shipped.naming},\n    automatic={shipped.automatic},")
        for one in crossed.fits:
            print(f"    half of the people: {one}")
    lfw_alone = Fitted.on([(lfw_all, 1.0)], shipped)
    fitted_on = Fitted(shipped, everybody.alone)
    tables = {
        "lfw-dev, people not fitted on": crossed.lfw,
        "ORL, people not fitted on": crossed.orl,
        "ORL, fitted on lfw-dev alone": lfw_alone.judge(orl_all),
        "lfw-dev, shipped numbers, fitted on": fitted_on.judge(lfw_all),
        "ORL, shipped numbers, fitted on": fitted_on.judge(orl_all),
    }
    rows: dict[str, dict[str, float]] = {}
    for name, made in tables.items():
        rows |= lines(name, made, shipped.automatic)
    print(HEADER)
    for name, found in rows.items():
        print(row(name, found))
    if given.plot:
        lfw_made, orl_made = (Answers.together(list(made.values())) for made in (crossed.lfw, crossed.orl))
        curves = {
            "lfw-dev, people not fitted on": lfw_made.best(),
            "ORL, people not fitted on": orl_made.best(),
            "lfw-dev, distance alone": lfw_made.nearest_best(),
        }
        plot(given.plot, curves)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
