"""BCubed of the shipped grouping on ORL and lfw-dev, at several album sizes, and around the shipped cut."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from faceapp.core.grouping import Constraints, average_linkage, edges_above
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.group import NEIGHBOURS
from faceapp.library.sample import bcubed
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._labelled import Labelled


def group(data: Labelled, cut: float) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 of one grouping."""
    count = len(data.embeddings)
    index = FaissIndex(FACENET_CASIA.model, data.embeddings.shape[1])
    index.add(np.arange(count), data.embeddings)
    distances, neighbours = index.search(data.embeddings, min(NEIGHBOURS, count))
    labels = average_linkage(
        data.embeddings,
        edges_above(distances, neighbours, cut),
        cut,
        Constraints(photo=np.arange(count)),
    )
    return bcubed(
        {row: str(label) for row, label in enumerate(labels.tolist())},
        dict(enumerate(data.people.tolist())),
    )


def part(data: Labelled, faces: int, seed: int) -> Labelled:
    """People drawn at random until there are so many faces."""
    keep: list[int] = []
    for person in np.random.default_rng(seed).permutation(np.unique(data.people)):
        keep += np.flatnonzero(data.people == person).tolist()
        if len(keep) >= faces:
            break
    return Labelled(f"{data.name}, {faces} faces", data.embeddings[keep], data.people[keep])


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks grouping")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    given = parser.parse_args(arguments)
    lfw = labelled.lfw_dev(given.library)
    sets = [[labelled.orl()], *([part(lfw, size, seed) for seed in range(5)] for size in (300, 1000)), [lfw]]
    print(f"{'album':24} {'cut':>12} {'precision':>9} {'recall':>7} {'F1':>7}")
    for albums in sets:
        for step in (-0.08, -0.04, 0.0, 0.04, 0.08):
            scores = [group(one, FACENET_CASIA.cut(len(one.embeddings)) + step) for one in albums]
            precision, recall, f1 = np.mean(scores, axis=0)
            cut = FACENET_CASIA.cut(len(albums[0].embeddings)) + step
            mark = "shipped" if step == 0.0 else ""
            print(f"{albums[0].name:24} {cut:12.3f} {precision:9.4f} {recall:7.4f} {f1:7.4f} {mark}")
    return 0
