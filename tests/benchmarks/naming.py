"""Automatic naming: fitted on half of the people of lfw-dev, tested on the other half and on ORL."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from faceapp.core.assignment import Gallery
from faceapp.core.thresholds import FACENET_CASIA, Thresholds
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._labelled import Labelled

REPEATS = 4


def trial(
    data: Labelled, people: Sequence[str], confirmed: int, numbers: Thresholds, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Confirm some faces of each person, ask about all others.

    Returns:
        Probability of the best answer, whether it is right, whether the probe is a named person's.
    """
    gallery: list[int] = []
    probes: list[int] = []
    for person in people:
        rows = rng.permutation(np.flatnonzero(data.people == person)).tolist()
        named = len(rows) > confirmed
        gallery += rows[:confirmed] if named else []
        probes += rows[confirmed:] if named else rows
    number = {person: i + 1 for i, person in enumerate(sorted(set(data.people.tolist())))}
    owner = np.array([number[person] for person in data.people.tolist()])
    held = Gallery(data.embeddings[gallery], np.array(gallery), owner[gallery])
    wide = replace(numbers, mention_distance=4.0)
    answers = held.candidates(data.embeddings[probes], wide, keep=1)
    probability = np.array([answer[0].probability if answer else 0.0 for answer in answers])
    right = np.array(
        [bool(answer) and answer[0].person_id == owner[p] for answer, p in zip(answers, probes, strict=True)]
    )
    return probability, right, np.isin(owner[probes], held.people)


def pooled(
    data: Labelled, people: Sequence[str], sizes: Sequence[int], numbers: Thresholds, seed: int
) -> list[NDArray]:  # type: ignore[type-arg]
    """Several trials laid end to end."""
    rng = np.random.default_rng(seed)
    trials = [trial(data, people, size, numbers, rng) for size in sizes for _ in range(REPEATS)]
    return [np.concatenate(column) for column in zip(*trials, strict=True)]


def fit(data: Labelled, people: Sequence[str], numbers: Thresholds) -> Thresholds:
    """Fit the logistic on the log-odds the present one gives (an affine change of the same score)."""
    probability, right, _ = pooled(data, people, (1, 3), numbers, 0)
    logit = np.log(np.clip(probability, 1e-12, 1 - 1e-12) / np.clip(1 - probability, 1e-12, 1))
    score = (numbers.intercept - logit) / numbers.slope
    sign = np.where(right, 1.0, -1.0)

    def loss(t: NDArray[np.float64]) -> float:
        return float(np.mean(np.logaddexp(0.0, -(t[0] - t[1] * score) * sign)))

    found = minimize(loss, [numbers.intercept, numbers.slope]).x
    return replace(numbers, intercept=float(found[0]), slope=float(found[1]))


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks naming")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    given = parser.parse_args(arguments)
    lfw, orl = labelled.lfw_dev(given.library), labelled.orl()
    people = np.random.default_rng(1).permutation(np.unique(lfw.people)).tolist()
    half = len(people) // 2
    header = f"{'test':28} {'right':>7} {'covered':>8} {'strangers':>9} {'ECE':>6}"
    for train, test in ((people[:half], people[half:]), (people[half:], people[:half])):
        fitted = fit(lfw, train, FACENET_CASIA)
        print(f"fitted: intercept {fitted.intercept:.2f}, slope {fitted.slope:.2f}\n{header}")
        for name, numbers in (("fitted", fitted), ("shipped", FACENET_CASIA)):
            for data, who, confirmed in (
                (lfw, test, 1),
                (lfw, test, 3),
                (orl, sorted(set(orl.people.tolist()))[:20], 3),
            ):
                probability, right, known = pooled(data, who, (confirmed,), numbers, 7)
                sure = probability >= numbers.automatic
                bins = np.digitize(probability, np.arange(0.1, 1.0, 0.1))
                error = sum(
                    abs(probability[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
                    for b in np.unique(bins)
                )
                strangers = sure[~known].mean() if (~known).any() else 0.0
                print(
                    f"{name + ', ' + data.name + f', {confirmed} confirmed':28} {right[sure].mean():7.4f} "
                    f"{(right & sure).sum() / known.sum():8.3f} {strangers:9.4f} {error:6.3f}"
                )
    return 0
