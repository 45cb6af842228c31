"""Photos per second from outside, against the script everybody writes; faces found, against the truth.

``python -m tests.benchmarks speed [--kind family|group] [--thorough] [--photos N] [--rounds N] [--json F]``

Both run as processes of their own on two albums of 12-megapixel scenes (:mod:`tests.benchmarks._scenes`), in
turn; what counts is the slope between the two sizes, so that starting up cancels. A face counts as found
where a box overlaps it by :data:`OVERLAP` at least; boxes on no face are counted for both sides. The *floor*
is reading and the networks alone, added up, in one process without a library.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from faceapp.core.geometry import Box, iou
from tests.benchmarks._machine import cpu_capability
from tests.benchmarks._scenes import SIZE, Scenes, cuttings, save

OVERLAP = 0.3
"""Intersection over union from which a box is on a face: loose boxes of either side are no misses."""
SCRIPT_SHARE = 4
"""The script works on so many times fewer photos: its slope is the same and its patience less."""
FACES = 60
MODES = {False: 0.02, True: 0.01}
"""Smallest face of each mode, as a share of the long side."""
Truth = Mapping[str, Sequence[Box]]


def make(folder: Path, kind: str, photos: int, seed: int) -> Truth:
    """Write an album; the truth by file name."""
    folder.mkdir()
    scenes = Scenes(cuttings(FACES, seed), seed)
    truth = {}
    for number in range(photos):
        scene = scenes.family() if kind == "family" else scenes.group()
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


def ours(folder: Path, library: Path, thorough: bool) -> float:
    """Scan an album by the command line; seconds from start to end of the process."""
    command = [sys.executable, "-m", "faceapp", "scan", str(folder), "--library", str(library), "--json"]
    started = time.perf_counter()
    subprocess.run(
        [*command, "--device", "cpu", *(["--thorough"] if thorough else [])], check=True, capture_output=True
    )
    return time.perf_counter() - started


def our_boxes(library: Path) -> dict[str, list[Box]]:
    """The boxes of a scanned album by file name."""
    command = [sys.executable, "-m", "faceapp", "faces", "--library", str(library), "--json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found: dict[str, list[Box]] = {}
    for row in rows:
        found.setdefault(Path(row["photo"]).name, []).append(Box(*row["box"]))
    return found


def script(folder: Path, out: Path) -> tuple[float, dict[str, list[Box]]]:
    """The reference: seconds of its whole process, and its boxes by file name."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks._script", str(folder), str(out)]
    subprocess.run(command, check=True, capture_output=True)
    taken = time.perf_counter() - started
    answer = json.loads(out.read_text(encoding="utf-8"))
    boxes = {
        name: [Box(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in rows]
        for name, rows in answer["boxes"].items()
    }
    return taken, boxes


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
    """Seconds a photo for reading and the networks alone."""
    from faceapp.imaging import reader
    from faceapp.library.analyze import DECODE_LONG_SIDE
    from faceapp.ml import registry

    detector, embedder = registry.create_detector("cpu"), registry.create_embedder("cpu")
    paths = sorted(folder.iterdir())
    spent = 0.0
    for start in range(-4, len(paths), 4):  # the first four twice: the networks warm up
        started = time.perf_counter()
        some = [reader.read(path, long_side=DECODE_LONG_SIDE).pixels for path in paths[max(start, 0) :][:4]]
        found = detector.detect(some, thorough=thorough)
        crops = [
            embedder.crop(picture, face) for picture, faces in zip(some, found, strict=True) for face in faces
        ]
        if crops:
            embedder.embed(crops)
        spent += (time.perf_counter() - started) if start >= 0 else 0.0
    return spent / len(paths)


def main(arguments: list[str]) -> int:
    """Print the table, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks speed", description=__doc__)
    parser.add_argument("--kind", choices=("family", "group"), default="family")
    parser.add_argument("--thorough", action="store_true")
    parser.add_argument("--photos", type=int, default=96, help="of the larger album; the smaller has a third")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args(arguments)
    few = given.photos // 3
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        truth = make(root / "album", given.kind, given.photos, given.seed)
        albums = {count: part(root / "album", count, root / f"{count}") for count in (few, given.photos)}
        small = {
            count: part(root / "album", count // SCRIPT_SHARE, root / f"script {count}")
            for count in (few, given.photos)
        }
        for number in range(given.rounds):
            taken = {
                count: ours(folder, root / f"library {number} {count}", given.thorough)
                for count, folder in albums.items()
            }
            reference = {count: script(folder, root / "script.json") for count, folder in small.items()}
            our_slope = (taken[given.photos] - taken[few]) / (given.photos - few)
            times = [reference[count][0] for count in (few, given.photos)]
            script_slope = (times[1] - times[0]) / ((given.photos - few) // SCRIPT_SHARE)
            rows.append({"ours": our_slope, "script": script_slope, "ratio": script_slope / our_slope})
            print(
                f"round {number}: ours {1 / our_slope:.2f} photos/s, script {1 / script_slope:.2f}: "
                f"{script_slope / our_slope:.1f} times",
                flush=True,
            )
        least = MODES[given.thorough] * SIZE[0]
        recall, false = judged(truth, our_boxes(root / f"library 0 {given.photos}"), least)
        seen = reference[given.photos][1]
        there = {file: boxes for file, boxes in truth.items() if file in seen}
        script_recall, script_false = judged(there, seen, least)
        lowest = floor(albums[few], given.thorough)
    ratio = float(np.median([row["ratio"] for row in rows]))
    answer = {
        "kind": given.kind,
        "thorough": given.thorough,
        "cpu": cpu_capability(),
        "rounds": rows,
        "ratio": ratio,
        "recall": recall,
        "false boxes": false,
        "script recall": script_recall,
        "script false boxes": script_false,
        "floor": lowest,
        "pipeline / floor": float(np.median([row["ours"] for row in rows])) / lowest,
    }
    print(
        f"{given.kind}, {'thorough' if given.thorough else 'normal'}, {answer['cpu']}: {ratio:.1f} times the "
        f"script; recall {recall:.3f} (script {script_recall:.3f}), false boxes a photo {false:.2f} (script "
        f"{script_false:.2f}); {answer['pipeline / floor']:.2f} times the floor of {lowest * 1000:.0f} ms"
    )
    if given.json:
        given.json.write_text(json.dumps(answer, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
