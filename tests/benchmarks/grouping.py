"""Ways to group faces, compared on the same embeddings, and how they hold as an album grows.

``uv run --group comparison python -m tests.benchmarks grouping [--library DIR] [--beyond N ...]
[--plot FILE]``

Each method is shown with its best parameter by hindsight, and with one chosen on other people: on half of the
people, reported on the other half, both ways round. Albums of 300 and 1,000 faces are drawn three times.
Seconds: one grouping from the neighbour table, which all methods share.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faceapp.core.grouping import Constraints, edges_above, link
from faceapp.core.models import Embeddings
from faceapp.core.space import Space
from faceapp.core.thresholds import FACENET_CASIA
from tests.benchmarks import _labelled as labelled
from tests.benchmarks import _made as made
from tests.benchmarks._algorithms import METHODS, Method, Parameter, Solver, grid
from tests.benchmarks._graph import Graph, Labels, crowdedness
from tests.benchmarks._labelled import Labelled
from tests.benchmarks._scores import Scores, mean, score

DRAWS = 3
SEEDS = 5
COHORT = 1000
STRICT = 0.98


def shipped(graph: Graph, seed: int) -> Solver:
    """The grouping of the app, as :mod:`faceapp.library.group` calls it."""

    def solve(parameter: Parameter) -> Labels:
        rule, count = FACENET_CASIA.linkage, len(graph.embeddings)
        space = Space.of_album(graph.embeddings)
        mapped = space.map(graph.embeddings)
        seen, crowd = Graph.of(mapped, graph.crowd), space.crowd(mapped)
        edges = edges_above(seen.distances, seen.neighbours, rule.least_edge(crowd))
        constraints = Constraints(photo=np.arange(count))
        return link(mapped, edges, rule, rule.bar(count), constraints, crowd=crowd)

    return solve


SHIPPED = Method("shipped", "none", grid(), shipped)
ALL = (SHIPPED, *METHODS)


@dataclass(frozen=True, slots=True)
class Album:
    """A labelled album with its neighbour table, and those of two halves of its people."""

    data: Labelled
    graph: Graph
    halves: tuple[tuple[Labelled, Graph], ...] = ()


def part(data: Labelled, keep: np.ndarray | Sequence[int], name: str) -> Labelled:  # type: ignore[type-arg]
    """Some rows of an album."""
    return Labelled(name, data.embeddings[keep], data.people[keep])


def drawn(data: Labelled, faces: int, seed: int) -> list[int]:
    """Rows of people drawn at random until there are so many faces."""
    keep: list[int] = []
    for person in np.random.default_rng(seed).permutation(np.unique(data.people)):
        keep += np.flatnonzero(data.people == person).tolist()
        if len(keep) >= faces:
            break
    return keep


def album(data: Labelled, crowd: np.ndarray, halves: bool = True) -> Album:  # type: ignore[type-arg]
    """Neighbours of an album and of both halves of its people."""
    graph = Graph.of(data.embeddings, crowd)
    if not halves:
        return Album(data, graph)
    people = np.random.default_rng(5).permutation(np.unique(data.people))
    first = np.isin(data.people, people[: len(people) // 2])
    parts = tuple(
        (part(data, rows, data.name), Graph.of(data.embeddings[rows], crowd[rows]))
        for rows in (first, ~first)
    )
    return Album(data, graph, parts)


def crossed_crowd(data: Labelled) -> np.ndarray:  # type: ignore[type-arg]
    """Crowd of each face in a cohort made of people of the half it does not belong to."""
    people = np.random.default_rng(6).permutation(np.unique(data.people))
    first = np.isin(data.people, people[: len(people) // 2])
    out = np.empty(len(first))
    for mine, others in ((first, ~first), (~first, first)):
        cohort = made.strangers(data.embeddings[others], data.people[others], COHORT, 0)
        out[mine] = crowdedness(data.embeddings[mine], cohort)
    return out


def tried(method: Method, data: Labelled, graph: Graph, seed: int = 0) -> tuple[list[Scores], float]:
    """Scores at each parameter, and the seconds of one grouping."""
    start = time.perf_counter()
    solve = method.prepare(graph, seed)
    prepared = time.perf_counter() - start
    scores = [score(solve(parameter), data.people) for parameter in method.grid]
    return scores, prepared + (time.perf_counter() - start - prepared) / len(method.grid)


def best(scores: Sequence[Scores], least: float = 0.0) -> int | None:
    """The place of the best F1 among those of enough precision."""
    enough = [i for i, one in enumerate(scores) if one.precision >= least]
    return max(enough, key=lambda i: scores[i].f1) if enough else None


def said(parameter: Parameter) -> str:
    return " ".join(f"{value:g}" for value in parameter)


HEADER = (
    f"{'method':26} {'parameter':>11} {'P':>6} {'R':>6} {'F1':>6} {'F1@P98':>6} {'pairP':>6} {'pairR':>6} "
    f"{'groups':>6} | {'chosen on others: P':>19} {'R':>6} {'F1':>6} | {'F1@P98':>6} {'at P':>6} | {'s':>7}"
)


def compare(name: str, albums: Sequence[Album]) -> dict[str, Parameter]:
    """Print one table; the best parameter of each method by hindsight."""
    print(f"\n{name}: {len(albums[0].data.people)} faces, {len(np.unique(albums[0].data.people))} people")
    print(HEADER)
    chosen: dict[str, Parameter] = {}
    for method in ALL:
        if not method.present():
            print(f"{method.name:26} {method.package} is not installed (uv run --group comparison ...)")
            continue
        if len(albums[0].data.people) > method.most:
            print(f"{method.name:26} not run: its time grows with the square of the faces")
            continue
        runs = [tried(method, one.data, one.graph) for one in albums]
        whole = [mean(list(row)) for row in zip(*(scores for scores, _ in runs), strict=True)]
        top, strict = best(whole), best(whole, STRICT)
        assert top is not None
        chosen[method.name] = method.grid[top]
        here = whole[top]
        others: list[Scores] = []
        others_strict: list[Scores] = []
        for one in albums:
            halves = [tried(method, data, graph)[0] for data, graph in one.halves]
            for learn, test in ((0, 1), (1, 0))[: len(halves)]:
                others.append(halves[test][best(halves[learn]) or 0])
                careful = best(halves[learn], STRICT)
                if careful is not None:
                    others_strict.append(halves[test][careful])
        line = (
            f"{method.name:26} {said(method.grid[top]):>11} "
            f"{here.precision:6.3f} {here.recall:6.3f} {here.f1:6.3f} "
            f"{f'{whole[strict].f1:.3f}' if strict is not None else '-':>6} "
            f"{here.pair_precision:6.3f} {here.pair_recall:6.3f} {here.groups:6.0f} | "
        )
        if others:
            far = mean(others)
            line += f"{far.precision:19.3f} {far.recall:6.3f} {far.f1:6.3f} | "
            careful_mean = mean(others_strict) if others_strict else None
            line += (
                f"{careful_mean.f1:6.3f} {careful_mean.precision:6.3f} | "
                if careful_mean
                else f"{'-':>13} | "
            )
        line += f"{np.mean([seconds for _, seconds in runs]):7.2f}"
        if method.chance:
            solvers = [method.prepare(albums[0].graph, seed) for seed in range(SEEDS)]
            f1 = [score(solve(method.grid[top]), albums[0].data.people).f1 for solve in solvers]
            line += f"  {SEEDS} seeds: F1 {min(f1):.3f} to {max(f1):.3f}"
        print(line, flush=True)
    return chosen


def grown(known: dict[str, Parameter], large: Sequence[Album]) -> None:
    """What the best parameters of the real album do in larger made ones, beside their own best."""
    print("\nMade albums (no real faces): at the best parameter by hindsight of the real album | own best")
    print(
        f"{'method':26} {'faces':>7} {'P':>6} {'R':>6} {'F1':>6} | "
        f"{'parameter':>11} {'F1':>6} {'F1@P98':>6} {'s':>7}"
    )
    for method in ALL:
        for one in large:
            faces = len(one.data.people)
            if method.name not in known or faces > method.most:
                continue
            scores, seconds = tried(method, one.data, one.graph)
            there = scores[method.grid.index(known[method.name])]
            top, strict = best(scores) or 0, best(scores, STRICT)
            careful = f"{scores[strict].f1:.3f}" if strict is not None else "-"
            print(
                f"{method.name:26} {faces:7} {there.precision:6.3f} {there.recall:6.3f} {there.f1:6.3f} | "
                f"{said(method.grid[top]):>11} {scores[top].f1:6.3f} {careful:>6} {seconds:7.2f}",
                flush=True,
            )


def growth(lfw: Labelled, crowd: np.ndarray, larger: Sequence[Album], file: Path | None) -> None:  # type: ignore[type-arg]
    """The shipped defaults from 300 faces to many, beside average linkage with one fixed cut."""
    whole = album(lfw, crowd, halves=False)
    fixed = next(method for method in METHODS if method.name == "average linkage, fixed cut")
    scores, _ = tried(fixed, lfw, whole.graph)
    cut = fixed.grid[best(scores, STRICT) or 0]
    print(f"\nGrowth: shipped defaults, and average linkage at {said(cut)} (best at P 0.98 on {lfw.name})")
    print(f"{'album':28} {'faces':>7} {'shipped P':>9} {'R':>6} {'F1':>6} {'fixed P':>9} {'R':>6} {'F1':>6}")
    points: list[tuple[str, int, Scores, Scores]] = []
    for kind, faces, seeds in (("real", 300, 3), ("real", 1000, 3), ("real", len(lfw.people), 1)):
        albums = (
            [_some(lfw, crowd, faces, seed) for seed in range(seeds)] if faces < len(lfw.people) else [whole]
        )
        points.append((kind, faces, *_both(albums, fixed, cut)))
    for faces in (300, 1000, len(lfw.people), 5000):
        points.append(("made", faces, *_both([_made(lfw, faces, seed) for seed in range(DRAWS)], fixed, cut)))
    points += [("made", len(one.data.people), *_both([one], fixed, cut)) for one in larger]
    for kind, faces, ours, theirs in points:
        print(
            f"{kind:28} {faces:7} {ours.precision:9.3f} {ours.recall:6.3f} {ours.f1:6.3f} "
            f"{theirs.precision:9.3f} {theirs.recall:6.3f} {theirs.f1:6.3f}",
            flush=True,
        )
    if file is not None:
        _plot(points, said(cut), file)


def _some(lfw: Labelled, crowd: np.ndarray, faces: int, seed: int) -> Album:  # type: ignore[type-arg]
    keep = drawn(lfw, faces, seed)
    return album(part(lfw, keep, f"{lfw.name}, {faces} faces"), crowd[keep])


def _made(lfw: Labelled, faces: int, seed: int) -> Album:
    embeddings, people = made.made_faces(lfw.embeddings, lfw.people, faces, seed + 100)
    cohort = made.strangers(lfw.embeddings, lfw.people, COHORT, 99)
    return album(Labelled("made", embeddings, people), crowdedness(embeddings, cohort), halves=False)


def _both(albums: Sequence[Album], fixed: Method, cut: Parameter) -> tuple[Scores, Scores]:
    def over(method: Method, parameter: Parameter) -> Scores:
        return mean([score(method.prepare(one.graph, 0)(parameter), one.data.people) for one in albums])

    return over(SHIPPED, ()), over(fixed, cut)


def _plot(points: Sequence[tuple[str, int, Scores, Scores]], cut: str, file: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for axis, what in zip(axes, ("precision", "f1"), strict=True):
        for kind, line in (("real", "o--"), ("made", "s-")):
            here = [point for point in points if point[0] == kind]
            for place, colour, name in ((2, "C0", "shipped"), (3, "C1", f"fixed cut {cut}")):
                axis.plot(
                    [point[1] for point in here],
                    [getattr(point[place], what) for point in here],
                    line,
                    color=colour,
                    label=f"{name}, {kind} faces",
                )
        axis.set_xscale("log")
        axis.set_xlabel("faces in the album")
        axis.set_title({"precision": "BCubed precision", "f1": "BCubed F1"}[what])
        axis.grid(alpha=0.3)
    axes[0].axhline(STRICT, color="grey", linewidth=0.8)
    axes[1].legend(fontsize="small")
    figure.savefig(file, dpi=120)


def main(arguments: list[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks grouping")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    parser.add_argument("--orl-library", type=Path, help="keep the scanned ORL library here")
    parser.add_argument(
        "--beyond", type=int, nargs="*", default=[10_000, 30_000], help="faces of made albums"
    )
    parser.add_argument("--plot", type=Path, help="write the growth curve here (PNG)")
    given = parser.parse_args(arguments)
    run(labelled.orl(given.orl_library), labelled.lfw_dev(given.library), given.beyond, given.plot)
    return 0


def run(orl: Labelled, lfw: Labelled, beyond: Sequence[int], plot: Path | None) -> None:
    """All tables on given embeddings."""
    crowd = crossed_crowd(lfw)
    cohort: Embeddings = made.strangers(lfw.embeddings, lfw.people, COHORT, 99)
    compare("ORL", [album(orl, crowdedness(orl.embeddings, cohort))])
    for faces in (300, 1000):
        compare(f"lfw-dev, {DRAWS} draws", [_some(lfw, crowd, faces, seed) for seed in range(DRAWS)])
    known = compare("lfw-dev", [album(lfw, crowd)])
    print()
    made.print_check(lfw.embeddings, lfw.people, 10_000)
    larger = [_made(lfw, faces, 0) for faces in beyond]
    grown(known, larger)
    growth(lfw, crowd, larger, plot)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
