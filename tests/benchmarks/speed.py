"""Photos per second from outside, against the scripts everybody writes; faces found, against the truth.

``python -m tests.benchmarks speed [--kind family|group|small] [--thorough] [--against script|hog]``

Both run as processes of their own on two albums of 12-megapixel scenes (:mod:`tests.benchmarks._scenes`), in
turn; what counts is the slope between the two sizes, so that starting up cancels. A face counts as found
where a box overlaps it by :data:`OVERLAP` at least; boxes on no face are counted for both sides. The *floor*
is reading and the networks alone, added up on one core and divided by the cores, without a library.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faceapp.core.geometry import Box, iou
from tests.benchmarks import _verdict
from tests.benchmarks._machine import cpu_capability
from tests.benchmarks._outside import Ended, installed, run
from tests.benchmarks._scenes import SIZE, Scenes, cuttings, save
from tests.benchmarks._verdict import Figure

OVERLAP = 0.3
"""Intersection over union from which a box is on a face: loose boxes of either side are no misses."""
FACES = 60
MODES = {False: 0.02, True: 0.01}
"""Smallest face of each mode, as a share of the long side."""
TIMES = {
    ("script", "family", False): 15.0,
    ("script", "family", True): 5.0,
    ("script", "group", False): 6.0,
    ("hog", "family", False): 40.0,
}
"""How many times as fast as a reference the app is to be, by reference, kind of photos and mode."""
BF16_TIMES = {("script", "group", False): 8.0}
"""The same where the CPU has bfloat16."""
RECALL, RECALL_LESS = 0.99, 0.005
FLOOR_TIMES = 1.5
Truth = Mapping[str, Sequence[Box]]


@dataclass(frozen=True, slots=True)
class Reference:
    """A script to be measured against.

    ``share``: it works on so many times fewer photos; its slope is the same and its patience less.
    """

    module: str
    share: int


REFERENCES = {"script": Reference("_script", 4), "hog": Reference("_hog", 8)}


def make(folder: Path, kind: str, photos: int, seed: int) -> Truth:
    """Write an album; the truth by file name."""
    folder.mkdir()
    scenes = Scenes(cuttings(FACES, seed), seed)
    truth = {}
    for number in range(photos):
        scene = {"family": scenes.family, "group": scenes.group, "small": scenes.small}[kind]()
        name = f"{number:04}.jpg"
        save(scene, folder / name)
        truth[name] = scene.boxes
    return truth


def part(folder: Path, photos: int, target: Path) -> Path:
    """A folder with the first photos of an album."""
    target.mkdir()
    for path in sorted(folder.iterdir())[:photos]:
        (target / path.name).hardlink_to(path)
    return target


def ours(folder: Path, library: Path, thorough: bool, environment: Mapping[str, str]) -> Ended:
    """Scan an album by the command line."""
    command = [sys.executable, "-m", "faceapp", "scan", str(folder), "--library", str(library), "--json"]
    return run([*command, "--device", "cpu", *(["--thorough"] if thorough else [])], environment)


def our_boxes(library: Path, environment: Mapping[str, str]) -> dict[str, list[Box]]:
    """The boxes of a scanned album by file name."""
    command = [sys.executable, "-m", "faceapp", "faces", "--library", str(library), "--json"]
    found: dict[str, list[Box]] = {}
    for row in json.loads(run(command, environment).output):
        found.setdefault(Path(row["photo"]).name, []).append(Box(*row["box"]))
    return found


def theirs(
    reference: Reference, folder: Path, out: Path, environment: Mapping[str, str]
) -> tuple[Ended, dict[str, list[Box]]]:
    """A reference's whole process, and its boxes by file name."""
    command = [sys.executable, "-m", f"tests.benchmarks.{reference.module}", str(folder), str(out)]
    done = run(command, environment)
    answer = json.loads(out.read_text(encoding="utf-8"))
    boxes = {
        name: [Box(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in rows]
        for name, rows in answer["boxes"].items()
    }
    return done, boxes


def judged(truth: Truth, found: Mapping[str, Sequence[Box]], least: float) -> tuple[float, float]:
    """Share of the faces of ``least`` pixels or more that were found; boxes on no face, for each photo."""
    hits = wanted = false = 0
    for name, faces in truth.items():
        boxes = list(found.get(name, ()))
        overlaps = np.array([[iou(face, box) for box in boxes] for face in faces]).reshape(len(faces), -1)
        for face, row in zip(faces, overlaps, strict=True):
            if max(face.width, face.height) >= least:
                wanted += 1
                hits += bool(len(row)) and bool(row.max() >= OVERLAP)
        false += sum(bool(column.max() < OVERLAP) for column in overlaps.T) if len(faces) else len(boxes)
    return hits / max(wanted, 1), false / max(len(truth), 1)


def floor(folder: Path, thorough: bool) -> float:
    """Seconds a photo for reading and the networks alone, on one core, divided by the cores."""
    from faceapp.imaging import reader
    from faceapp.library.analyze import DECODE_LONG_SIDE
    from faceapp.library.services import recognizer_source
    from faceapp.ml import registry

    device = registry.choose_device("cpu", calls=1)
    detector, embedder = registry.create_detector(device), registry.create_embedder(device)
    paths = sorted(folder.iterdir())
    spent = 0.0
    for number in range(-4, len(paths)):  # the first four twice: the networks warm up
        started = time.perf_counter()
        picture = reader.read(paths[max(number, 0)], long_side=DECODE_LONG_SIDE, true_colours=False).pixels
        (found,) = detector.detect([picture], thorough=thorough)
        if crops := [embedder.crop(picture, face) for face in found]:
            embedder.embed(crops)
        spent += (time.perf_counter() - started) if number >= 0 else 0.0
    return spent / len(paths) / recognizer_source("cpu").width


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds a photo: ours and the reference's, by the clock, and ours of the processor."""

    ours: float
    worked: float
    theirs: float

    @property
    def times(self) -> float:
        """How many times as fast as the reference."""
        return self.theirs / self.ours


def main(arguments: list[str]) -> int:
    """Print the table, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks speed", description=__doc__)
    parser.add_argument("--kind", choices=("family", "group", "small"), default="family")
    parser.add_argument("--thorough", action="store_true")
    parser.add_argument("--against", choices=tuple(REFERENCES), default="script")
    parser.add_argument("--photos", type=int, default=96, help="of the larger album; the smaller has a third")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    reference = REFERENCES[given.against]
    sizes = given.photos // 3, given.photos
    rounds: list[Round] = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        environment = installed(root)
        truth = make(root / "album", given.kind, given.photos, given.seed)
        albums = [part(root / "album", count, root / f"{count}") for count in sizes]
        fewer = [count // reference.share for count in sizes]
        small = [part(root / "album", count, root / f"their {count}") for count in fewer]
        ours(small[0], root / "first", given.thorough, environment)  # Python compiles the modules
        for number in range(given.rounds):
            libraries = [root / f"library {number} {count}" for count in sizes]
            mine = [
                ours(album, library, given.thorough, environment)
                for album, library in zip(albums, libraries, strict=True)
            ]
            other = [theirs(reference, album, root / "their.json", environment) for album in small]
            one = Round(
                (mine[1].seconds - mine[0].seconds) / (sizes[1] - sizes[0]),
                (mine[1].worked - mine[0].worked) / (sizes[1] - sizes[0]),
                (other[1][0].seconds - other[0][0].seconds) / (fewer[1] - fewer[0]),
            )
            rounds.append(one)
            print(
                f"round {number}: ours {1000 * one.ours:.0f} ms a photo ({1000 * one.worked:.0f} of the "
                f"processor), theirs {1000 * one.theirs:.0f}: {one.times:.1f} times",
                flush=True,
            )
        least = MODES[given.thorough] * SIZE[0]
        recall, false = judged(truth, our_boxes(libraries[1], environment), least)
        seen = other[1][1]
        their_recall, their_false = judged({file: truth[file] for file in seen}, seen, least)
        lowest = floor(albums[0], given.thorough)
    raced = given.against, given.kind, given.thorough
    aim = TIMES.get(raced, 1.0)
    if raced in BF16_TIMES and "avx512_bf16" in cpu_capability():
        aim = BF16_TIMES[raced]
    mode = "thorough" if given.thorough else "normal"
    times = float(np.median([one.times for one in rounds]))
    pipeline = float(np.median([one.ours for one in rounds])) / lowest
    print(f"{given.against}: recall {their_recall:.4f}, false boxes a photo {their_false:.2f}")
    figures = [
        Figure(f"times as fast as {given.against}", times, aim, at_least=True, ratio=True),
        Figure("recall", recall, max(RECALL, their_recall - RECALL_LESS), at_least=True),
        Figure("false boxes a photo", false, their_false),
        Figure(f"pipeline by its floor of {1000 * lowest:.0f} ms", pipeline, FLOOR_TIMES),
    ]
    return _verdict.conclude(
        f"speed {given.kind} {mode} against {given.against}", figures, out=given.json, record=given.record
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
