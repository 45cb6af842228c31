"""Children who were made: what dates do for naming them. No real album of dated children can be had.

``python -m tests.benchmarks ageing [--library DIR]``

Eighty children, every second one a sibling of the one before, among 250 grown-ups, all made from the people
of lfw-dev (:mod:`tests.benchmarks._made`). A child's face wanders: from what small children have in common to
its own grown face, by an Ornstein-Uhlenbeck path over a time that runs quickly at first; a sibling's path
follows the other's at the same age. How fast they change is made up, so two speeds are shown, and nothing
here says how real children do.

Three rules of naming: *no dates* (all confirmed faces count), *near years* (what is shipped: a child's face
counts for near years only), *year means* (there, the mean of up to nine faces instead of three).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from faceapp.core import assignment
from faceapp.core.ages import Ages
from faceapp.core.assignment import Gallery
from faceapp.core.models import Embeddings
from faceapp.core.space import Space
from faceapp.core.thresholds import FACENET_CASIA
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._made import Maker, unit

CHILDREN, ADULTS, PHOTOS = 80, 250, 40
SIBLING = 0.6
"""How much of a sibling's face is the other's."""
COMMON = 0.35
"""How much of a newborn's face is that of all newborns."""
SPEEDS = (0.06, 0.12)
CONFIRMED = ((1, 3), (3, 1), (3, 3), (6, 3))
"""Years of each child in which faces are confirmed, and how many in each."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Family:
    """Faces float32 [N, D], whose each is, when it was taken (NaN: undated), and births by person."""

    faces: Embeddings
    people: NDArray[np.int64]
    taken: Floats
    born: dict[int, float]


def family(maker: Maker, speed: float, seed: int) -> Family:
    """Make one album."""
    rng = np.random.default_rng(seed)
    centers = maker.centers(ADULTS + CHILDREN + 1, rng)
    middle, kind = maker.middle, centers[-1] - maker.middle
    faces = [maker.faces(centers[:ADULTS], np.full(ADULTS, 6), rng)]
    people, taken = [np.repeat(np.arange(ADULTS), 6)], [np.full(6 * ADULTS, np.nan)]
    born: dict[int, float] = {}
    years = np.arange(0.0, 18.01, 0.25)
    steps = np.exp(-speed * np.diff(6.0 * np.log1p(years / 1.5), prepend=0.0))
    own = np.sqrt(years / 18.0)[:, None]
    before: tuple[Floats, Floats] | None = None
    for number in range(CHILDREN):
        person = ADULTS + number
        born[person] = 2000.0 + rng.uniform(0.0, 3.0)
        path = [maker.noise(1, rng)[0]]
        for step in steps[1:]:
            path.append(step * path[-1] + np.sqrt(1.0 - step**2) * maker.noise(1, rng)[0])
        wander, grown = np.array(path), centers[person] - middle
        if number % 2 and before is not None:
            wander = SIBLING * before[0] + np.sqrt(1.0 - SIBLING**2) * wander
            grown = SIBLING * before[1] + np.sqrt(1.0 - SIBLING**2) * grown
        before = wander, grown
        share, alike = 0.35 + 0.4 * own, COMMON * (1.0 - own)
        mixed = share * grown + np.sqrt(1.0 - share**2) * wander
        at_age = unit(middle + alike * kind + np.sqrt(1.0 - alike**2) * mixed)
        when = rng.integers(0, len(years), PHOTOS)
        faces.append(maker.faces(at_age[when], np.ones(PHOTOS, np.int64), rng))
        people.append(np.full(PHOTOS, person))
        taken.append(born[person] + years[when] + rng.uniform(0.0, 0.2, PHOTOS))
    vectors = np.concatenate(faces).astype(np.float32)
    return Family(vectors, np.concatenate(people), np.concatenate(taken), born)


def confirmed(album: Family, years: int, each: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Rows the user confirmed: of each child some of some years, of each grown-up three."""
    rows: list[int] = []
    for person in np.unique(album.people).tolist():
        mine = np.flatnonzero(album.people == person)
        if person not in album.born:
            rows += rng.permutation(mine)[:3].tolist()
            continue
        age = np.floor(album.taken[mine] - album.born[person])
        for year in rng.permutation(np.unique(age))[:years]:
            rows += rng.permutation(mine[age == year])[:each].tolist()
    return np.array(rows, np.int64)


def named(album: Family, rows: NDArray[np.int64], dates: bool) -> tuple[float, float, int]:
    """Share of the children's other faces named without asking, share of those right, siblings mixed up."""
    space = Space.of_album(album.faces)
    mapped = space.map(album.faces)
    taken = {int(row): float(album.taken[row]) for row in rows if not np.isnan(album.taken[row])}
    ages = Ages(album.born, taken) if dates else None
    gallery = Gallery(mapped[rows], rows, album.people[rows], space=space, ages=ages)
    rest = np.setdiff1d(np.flatnonzero(~np.isnan(album.taken)), rows)
    found = gallery.candidates(mapped[rest], FACENET_CASIA, taken=album.taken[rest] if dates else None)
    said = [
        (album.people[row], one[0].person_id)
        for row, one in zip(rest, found, strict=True)
        if one and one[0].sure
    ]
    siblings = sum((true - ADULTS) ^ 1 == person - ADULTS for true, person in said)
    return len(said) / len(rest), float(np.mean([a == b for a, b in said])) if said else 1.0, int(siblings)


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks ageing")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    data = labelled.lfw_dev(parser.parse_args(arguments).library)
    maker = Maker.of(data.embeddings, data.people)
    rules: dict[str, Callable[[Family, NDArray[np.int64]], tuple[float, float, int]]] = {
        "no dates": lambda album, rows: named(album, rows, dates=False),
        "near years": lambda album, rows: named(album, rows, dates=True),
        "year means": _with_means,
    }
    for speed in SPEEDS:
        album = family(maker, speed, 3)
        for years, each in CONFIRMED:
            rows = confirmed(album, years, each, np.random.default_rng(1))
            for name, rule in rules.items():
                covered, right, siblings = rule(album, rows)
                print(
                    f"speed {speed}, {each} faces confirmed in {years} years, {name:10}: {covered:.3f} "
                    f"covered, {right:.4f} right, {siblings} siblings taken for each other",
                    flush=True,
                )
    return 0


def _with_means(album: Family, rows: NDArray[np.int64]) -> tuple[float, float, int]:
    with mock.patch.object(assignment, "_REASONS", 9):
        return named(album, rows, dates=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
