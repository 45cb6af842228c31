"""Suggestions: of the faces the app asks about, how many are right, from which probability on?

``python -m tests.benchmarks suggestions --library COPY`` on a copy of a scanned library of lfw-dev in which
nobody is named. Some groups are named, with a few faces confirmed each, as a user would; the folder of a
photo says who its main face is, and whoever is in its background is nobody's.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from faceapp.core.thresholds import thresholds_for
from faceapp.library.library import Library
from faceapp.library.services import open_library

BARS = (0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LOWEST = 0.02
ALBUMS = ((20, 3), (60, 3), (150, 3), (300, 3), (60, 1), (150, 1))
"""People named, and faces confirmed of each."""


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks suggestions")
    parser.add_argument("--library", type=Path, required=True, metavar="DIR", help="a copy: people are named")
    given = parser.parse_args(arguments)
    print("named confirmed  " + "  ".join(f"from {bar:.2f}" for bar in BARS) + "   (right of suggested)")
    for people, confirmed in ALBUMS:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(shutil.copytree(given.library, Path(folder) / "library"))
            chance, right = _suggested(root, people, confirmed)
        row = "  ".join(f"{right[chance >= bar].sum():4}/{(chance >= bar).sum():<4}" for bar in BARS)
        print(f"{people:5} {confirmed:9}  {row}")
    return 0


def _suggested(root: Path, people: int, confirmed: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Probability of each suggestion, and whether it is right."""
    rng = np.random.default_rng(0)
    with open_library(root, device="cpu") as library:
        low = replace(thresholds_for(library.model), suggest=LOWEST)
        with mock.patch("faceapp.library.context.thresholds_for", return_value=low):
            who = _truth(library)
            names: set[str] = set()
            groups = [one.id for one in library.people() if one.name is None]
            for group in rng.permutation(groups).tolist():
                faces = [face.id for face in library.faces_of_person(group) if face.id in who]
                if len(names) == people or not faces:
                    continue
                ((name, _),) = Counter(who[face] for face in faces).most_common(1)
                if name not in names:
                    names.add(name)
                    seen = [face for face in faces if who[face] == name][:confirmed]
                    library.decide.name(group, name, seen)
            found = [
                (face.probability or 0.0, who.get(face.id) == person.name)
                for person in library.people()
                if person.name
                for face in library.suggestions(person.id)
            ]
    return np.array([one for one, _ in found], np.float64), np.array([one for _, one in found], bool)


def _truth(library: Library) -> dict[int, str]:
    """Face -> folder of its photo, for the main face of each: large, and in the middle."""
    found = {}
    for photo in library.photos():
        faces = library.faces_of_photo(photo.id)
        if faces:
            middle = photo.width / 2
            main = max(
                faces, key=lambda one: one.box.width * (one.box.height - abs(one.box.center[0] - middle))
            )
            found[main.id] = Path(photo.paths[0]).parent.name
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
