"""Odd faces: are wrong faces among a person's confirmed ones found, and how many right ones are asked about?

``python -m tests.benchmarks.odd [--cache DIR]``

Everybody of lfw-dev with at least four photos is named and all their faces are confirmed, but for one face in
fifty, which is confirmed as somebody else drawn at random.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from faceapp.core.assignment import Gallery
from faceapp.core.space import Space
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.library.why import doubts
from tests.benchmarks import _labelled as labelled

WRONG = 0.02
LEAST = 4
REPEATS = 8
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks odd")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the embeddings here between runs")
    given = parser.parse_args(arguments)
    data = labelled.kept(given.cache, labelled.lfw_dev, "lfw-dev")
    space = Space.of_album(data.embeddings)
    faces = space.map(data.embeddings)
    names, owner, counts = np.unique(data.people, return_inverse=True, return_counts=True)
    able = np.flatnonzero(counts >= LEAST)
    rows = np.flatnonzero(np.isin(owner, able))
    rng = np.random.default_rng(0)
    chance, wrong = [], []
    for _ in range(REPEATS):
        said = owner[rows].copy()
        changed = rng.random(len(rows)) < WRONG
        for row in np.flatnonzero(changed):
            said[row] = rng.choice(able[able != said[row]])
        gallery = Gallery(faces[rows], rows, said, space=space)
        for person in able.tolist():
            own = said == person
            chance.append(doubts(gallery, faces[rows[own]], rows[own], person, FACENET_CASIA))
            wrong.append(changed[own])
    doubt, bad = np.concatenate(chance), np.concatenate(wrong)
    print(f"{len(able)} of {len(names)} people, {len(rows)} faces, {bad.sum()} wrong in {REPEATS} trials")
    print(f"{'threshold':>9} {'found':>7} {'false alarms':>13}")
    for threshold in sorted({*STEPS, FACENET_CASIA.odd}):
        mark = "shipped" if threshold == FACENET_CASIA.odd else ""
        odd = doubt < threshold
        print(f"{threshold:9.2f} {odd[bad].mean():7.3f} {odd[~bad].mean():13.4f} {mark}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
