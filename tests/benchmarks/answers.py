"""How many answers until the people of an album are right? A simulated user on lfw-dev.

``python -m tests.benchmarks answers [--seeds N] [--plot FILE] [--library DIR] [--fit]``

The album is grouped by the app, then a user who knows everybody answers until BCubed F1 of the people with
two photos or more is 0.99. One judgement in fifty is wrong, one question in a hundred is passed; both count.

What an answer is: each reply to a question counts one, whatever it asks. A *page* shows twelve faces at most
and costs one answer, and one more for each thing the user ticks on it (each judgement on it may be wrong by
itself). "Do you know them?" shows twelve single faces: those not ticked are strangers; for each ticked one a
question follows that counts by itself. The user knows the people who are in the album twice or more.

Naming by hand: groups by size, one answer each; one more for each face that is moved out of a group; then one
for each single face, but only those of people with two photos or more, as if the user saw at a glance which
these are (``all singles``: without that gift, in any order).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from faceapp.core.asks import Ask, AskKind
from faceapp.core.planner import CROPS, Planner
from faceapp.core.thresholds import FACENET_CASIA, PairCalibration
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._fit import fit, fit_quietly, halves
from tests.benchmarks._graph import Graph, Labels
from tests.benchmarks._labelled import Labelled
from tests.benchmarks._user import MOST, TARGET, Evening, Truth, User, planner, units_of
from tests.benchmarks.grouping import shipped

WRONG, SKIPS = 0.02, 0.01
MOST_BLIND = 1000
"""Answers after which an order that leads nowhere is given up."""


def by_plan(
    data: Labelled, units: Labels, pages: bool, seed: int, calibration: PairCalibration = FACENET_CASIA.pairs
) -> Evening:
    """The planner's own order."""
    plan = planner(data, units, calibration, pages)
    return _run(data, plan, plan.page, seed, MOST)


def in_order(data: Labelled, units: Labels, by_size: bool, seed: int) -> Evening:
    """The planner's questions and pages, but groups and faces in another order: by size, or at random."""
    plan = planner(data, units, FACENET_CASIA.pairs, True)
    rng = np.random.default_rng(seed)
    rank: dict[int, float] = {}
    done: set[tuple[object, ...]] = set()

    def page() -> list[Ask]:
        found: list[Ask] = []
        busy: set[int] = set()
        units_now = [unit for _, unit in plan.largest()]
        if not by_size:
            units_now.sort(key=lambda unit: rank.setdefault(unit, rng.random()))
        for unit in units_now:
            for ask in plan.asks_about(unit):
                key = (ask.kind, *map(plan.face_of, (ask.one, *ask.others)))
                sides = {unit, *ask.candidates}
                if ask.kind in (AskKind.WHO, AskKind.KNOWN) or key in done or not busy.isdisjoint(sides):
                    continue
                done.add(key)
                found.append(ask)
                busy |= sides
            if len(found) >= CROPS // 2:
                break
        return found

    return _run(data, plan, page, seed, MOST_BLIND)


def _run(data: Labelled, plan: Planner, page: Callable[[], Sequence[Ask]], seed: int, most: int) -> Evening:
    truth = Truth.of(data)
    user = User(truth, plan, WRONG, SKIPS, seed)
    evening = user.evening
    f1 = truth.f1(units_of(plan, len(data.people)))
    evening.curve.append(f1)
    while f1 < TARGET and len(evening.curve) <= most:
        asks = page()
        if not asks:
            break
        cost = user.answer(asks)
        evening.curve += [f1] * (cost - 1)
        f1 = truth.f1(units_of(plan, len(data.people)))
        evening.curve.append(f1)
    return evening


def by_hand(data: Labelled, units: Labels, gifted: bool, seed: int) -> Evening:
    """Name group after group, then the single faces."""
    truth, rng, evening = Truth.of(data), np.random.default_rng(seed), Evening()
    people = int(truth.people.max()) + 1
    now = np.unique(units, return_inverse=True)[1] + people
    sizes = np.bincount(now)
    todo = sorted(np.unique(now).tolist(), key=lambda unit: (-sizes[unit], rng.random()))
    evening.curve.append(truth.f1(now))

    def said(person: int) -> int:
        return int(rng.integers(people)) if rng.random() < WRONG else person

    for unit in todo:
        rows = np.flatnonzero(now == unit)
        if not len(rows) or (gifted and sizes[unit] == 1 and not truth.known[rows[0]]):
            continue
        most = int(np.bincount(truth.people[rows]).argmax())
        moves = [(rows[truth.people[rows] == most], said(most))]
        moves += [
            (np.array([row]), said(int(truth.people[row]))) for row in rows if truth.people[row] != most
        ]
        for faces, person in moves:
            now[faces] = person
            evening.curve.append(truth.f1(now))
        if evening.curve[-1] >= TARGET:
            break
    return evening


def table(data: Labelled, units: Labels, seeds: int) -> dict[str, list[Evening]]:
    """Run every way with every seed and print the answers each took."""
    truth = Truth.of(data)
    print(
        f"\n{data.name}: {len(data.people)} faces, {len(np.unique(data.people))} people, of whom "
        f"{len(np.unique(data.people[truth.known]))} are in two photos or more; "
        f"grouped: F1 {truth.f1(units):.4f}, "
        f"{np.count_nonzero(np.bincount(np.unique(units, return_inverse=True)[1]) > 1)} groups"
    )
    ways: dict[str, Callable[[int], Evening]] = {
        "naming by hand": lambda seed: by_hand(data, units, True, seed),
        "naming by hand, all singles": lambda seed: by_hand(data, units, False, seed),
        "planner, pages": lambda seed: by_plan(data, units, True, seed),
        "planner, one at a time": lambda seed: by_plan(data, units, False, seed),
        "size order, pages": lambda seed: in_order(data, units, True, seed),
        "random order, pages": lambda seed: in_order(data, units, False, seed),
    }
    print(
        f"{'way':28} {'answers to ' + str(TARGET):>16} {'min .. max':>14} {'of by hand':>10}"
        "  F1 at 100, 200, 400"
    )
    evenings: dict[str, list[Evening]] = {}
    hand = 0.0
    for name, way in ways.items():
        runs = evenings[name] = [way(seed) for seed in range(seeds)]
        taken = [run.answers for run in runs]
        reached = [answers for answers in taken if answers is not None]
        # An evening that ends without is left out of the mean, which flatters the way: it is told beside it.
        mean = float(np.mean(reached)) if reached else float("nan")
        hand = hand or mean
        marks = ", ".join(f"{np.mean([_at(run, count) for run in runs]):.4f}" for count in (100, 200, 400))
        spread = f"{min(reached)} .. {max(reached)}" if reached else "-"
        missed = f" ({len(reached)}/{len(taken)})" if len(reached) < len(taken) else ""
        shown = f"{mean:.0f}{missed}" if reached else "never"
        print(f"{name:28} {shown:>16} {spread:>14} {mean / hand:>10.2f}  {marks}", flush=True)
    for key in ("planner, pages", "planner, one at a time"):
        print(f"{key}, seed 0: {dict(sorted(evenings[key][0].counts.items()))}")
    return evenings


def crossed(data: Labelled, seeds: int) -> None:
    """The planner on one half of the people with probabilities fitted on the other, both ways round."""
    first, second = halves(data)
    for learnt, judged in ((first, second), (second, first)):
        calibration, units = fit_quietly(learnt), grouped(judged)
        plan = [by_plan(judged, units, True, seed, calibration).answers for seed in range(seeds)]
        hand = [by_hand(judged, units, True, seed).answers for seed in range(seeds)]
        ratio = np.mean([one for one in plan if one]) / np.mean([one for one in hand if one])
        print(
            f"{judged.name} ({len(judged.people)} faces), fitted on the others: planner with pages {plan}, "
            f"by hand {hand}: {ratio:.2f}",
            flush=True,
        )


def _at(evening: Evening, answers: int) -> float:
    return evening.curve[min(answers, len(evening.curve) - 1)]


def plot(evenings: dict[str, list[Evening]], path: Path) -> None:
    """F1 by answers, one line per way (seed 0)."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
    for name, runs in evenings.items():
        axes.plot(runs[0].curve, label=name)
    axes.axhline(TARGET, color="grey", linewidth=0.8)
    axes.set_xlabel("answers")
    axes.set_ylabel("BCubed F1, people in two photos or more")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


def speed(data: Labelled, units: Labels) -> None:
    """How long the first question takes, and each next one after an answer."""
    began = time.perf_counter()
    plan = planner(data, units, FACENET_CASIA.pairs, True)
    plan.next()
    first = time.perf_counter() - began
    user = User(Truth.of(data), plan, 0.0, 0.0, 0)
    times = []
    for _ in range(100):
        asks = plan.page(1)
        if not asks:
            break
        user.answer(asks)
        began = time.perf_counter()
        plan.next()
        times.append(1000 * (time.perf_counter() - began))
    print(
        f"{len(data.people)} faces: first question {first:.1f} s, next one median {np.median(times):.0f} ms, "
        f"95 % {np.percentile(times, 95):.0f} ms, worst {max(times):.0f} ms"
    )


def given_vectors(path: Path, labels: Path) -> Labelled:
    """Embeddings made elsewhere: ``e`` float32 [N, D] in an npz; one label per line."""
    people = np.array(labels.read_text(encoding="utf-8").split("\n")[: len(np.load(path)["e"])])
    return Labelled(path.stem, np.load(path)["e"].astype(np.float32), people)


def grouped(data: Labelled) -> Labels:
    """What the app makes of an album by itself."""
    return shipped(Graph.of(data.embeddings, np.zeros(len(data.people))), 0)(())


def main(arguments: list[str]) -> int:
    """Entry point: 0 done, 2 where the data are absent."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks answers", description=__doc__)
    parser.add_argument("--library", type=Path, help="keep the scanned library here")
    parser.add_argument("--vectors", type=Path, help="an npz with e float32 [N, D] instead of the photos")
    parser.add_argument("--labels", type=Path, help="the people of --vectors, one a line")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--plot", type=Path, help="write the curves here (PNG)")
    parser.add_argument("--fit", action="store_true", help="fit the probabilities and print them")
    parser.add_argument("--quick", action="store_true", help="without the fits on half of the people")
    given = parser.parse_args(arguments)
    data = given_vectors(given.vectors, given.labels) if given.vectors else labelled.lfw_dev(given.library)
    if given.fit:
        fit(data)
        return 0
    units = grouped(data)
    speed(data, units)
    evenings = table(data, units, given.seeds)
    if not given.quick:
        crossed(data, given.seeds)
    if given.plot:
        plot(evenings, given.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
