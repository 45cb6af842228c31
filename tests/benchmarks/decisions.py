"""How long a decision takes in a large library: from the click to the answer, all that follows included.

    python -m tests.benchmarks decisions --faces 100000 --claims 20000

The library is written directly (no pictures, no networks): made people, each around a direction of their
own, one face per photo. Some people are named, with all their faces confirmed; the rest is in groups. Then
decisions of every kind are taken, undone and brought back. Two figures per decision: by the clock, and of the
processor (all threads; says more while other programs run).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, DetectorId, FaceState
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.library.library import Library
from faceapp.library.recognizer import Recognizer, RecognizerSource
from faceapp.storage.faces import Assignment

DIMENSION = 512
_SPREAD = 0.7
"""Length of a face's own direction beside its person's: two faces of one are some 0.65 apart (squared L2)."""


def _no_networks() -> Recognizer:
    raise AssertionError("a decision needs no networks")


def build(library: Library, faces: int, each: int, seed: int = 1) -> list[list[int]]:
    """Fill an empty library; returns the faces of each person. Everybody is in a group."""
    random = np.random.default_rng(seed)
    context = library._context
    people: list[list[int]] = []
    with context.database.transaction() as db:
        for person in range(faces // each):
            center = random.standard_normal(DIMENSION)
            center /= np.linalg.norm(center)
            group = context.people.create(db)
            people.append([])
            own = random.standard_normal((each, DIMENSION)) / np.sqrt(DIMENSION) * _SPREAD
            vectors = (center + own).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            for i in range(each):
                photo = context.photos.put_photo(db, f"{person}-{i}", 4000, 3000, None)
                box = Detection(Box(100, 100, 200, 200), None, 0.99)
                face = context.faces.insert(db, photo, box, 0.8, manual=False)
                context.embeddings.put(db, face, context.model, vectors[i])
                people[-1].append(face)
            context.faces.put_assignments(
                db, [Assignment(face, FaceState.GROUPED, group, group_id=group) for face in people[-1]]
            )
    return people


def play(
    library: Library, people: list[list[int]], named: int, rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Name people, then take decisions of every kind; returns seconds by kind."""
    decide, random = library.decide, Random(1)
    seconds: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def timed(kind: str, action: Callable[[], object]) -> None:
        started, worked = time.perf_counter(), time.process_time()
        action()
        seconds[kind].append((time.perf_counter() - started, time.process_time() - worked))

    ids = []
    for number, faces in enumerate(people[:named]):
        (face,) = library.faces_by_id([faces[0]])
        assert face.person_id is not None
        ids.append(face.person_id)
        kind = "name (while there are few)" if number < named // 2 else "name"
        timed(kind, lambda person=face.person_id, n=number: decide.name(person, f"Person {n}"))  # type: ignore[misc]
    groups = [group for group in people[named:] if len(group) > 4]
    for turn in range(rounds):
        person = random.choice(ids)
        own = [face.id for face in library.faces_of_person(person)]
        if len(own) < 3:
            continue
        group = random.choice(groups)
        timed("reject", lambda: decide.reject(own[:1], person))  # noqa: B023 - called at once
        timed("confirm", lambda: decide.confirm(own[:1], person))  # noqa: B023
        timed("move", lambda: decide.move([group[turn % len(group)]], person))  # noqa: B023
        timed("stranger", lambda: decide.stranger(group[:1]))  # noqa: B023
        timed("undo", decide.undo)
        timed("redo", decide.redo)
        timed("hide", lambda: decide.hide(person))  # noqa: B023
        other = random.choice([one for one in ids if one != person])
        timed("different", lambda: decide.different(person, other))  # noqa: B023
        if turn % 5 == 0:
            timed("merge", lambda: decide.merge(person, [other]))  # noqa: B023
            timed("undo", decide.undo)
            timed("preview of undoing a naming", lambda: library.undo_preview([1]))
    return dict(seconds)


def main(arguments: list[str]) -> int:
    """Print a table, and the figures as JSON."""
    parser = argparse.ArgumentParser(prog="decisions", description=__doc__)
    parser.add_argument("--faces", type=int, default=100_000)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=100, help="faces of each person")
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args(arguments)
    model = FACENET_CASIA.model
    source = RecognizerSource(model, DetectorId("none"), DIMENSION, _no_networks)
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library", source) as library:
        people = build(library, given.faces, given.each)
        library._context.index()
        seconds = play(library, people, given.claims // given.each, given.rounds)
        claims = len(library._context.word().claims)
    every = [value for kind, values in seconds.items() if not kind.startswith("preview") for value in values]
    print(f"{given.faces} faces, {claims} claims, {len(every)} decisions")
    rows = [*sorted(seconds.items()), ("all decisions", every)]
    answer = {}
    for kind, values in rows:
        clock, work = (np.array(times) * 1000 for times in zip(*values, strict=True))
        print(
            f"{kind:28} {len(values):5}  clock p50 {np.percentile(clock, 50):7.1f} p95 "
            f"{np.percentile(clock, 95):7.1f} ms  processor p50 {np.percentile(work, 50):7.1f} p95 "
            f"{np.percentile(work, 95):7.1f} ms"
        )
        answer[kind] = [round(float(np.percentile(times, 95)), 1) for times in (clock, work)]
    json.dump(answer, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
