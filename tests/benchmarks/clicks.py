"""A click in a library of a million faces: name, reject, merge of two people of 5,000 faces, undo.

    python -m tests.benchmarks clicks [--faces N] [--library DIR] [--rounds N]

From the call that the window makes to its return: the decision is kept then, and what the user looks at is
right. Faces that may be judged otherwise now follow; the next click waits until all have. The library is
written directly (no pictures, no networks): made people around directions of their own, two faces in each
photo. Some people have 5,000 faces, half of these with all of them confirmed; some groups have 1,000 (a
smaller library has smaller ones). What a first click costs is told apart.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from faceapp.core.events import EventKind
from faceapp.core.models import DetectorId, FaceState
from faceapp.core.thresholds import FACENET_CASIA
from faceapp.library.context import Context
from faceapp.library.engine import Engine
from faceapp.library.library import Library
from faceapp.library.recognizer import Recognizer, RecognizerSource
from faceapp.storage.database import Transaction
from tests.benchmarks import _verdict
from tests.benchmarks._bulk import settle
from tests.benchmarks._machine import cpu_capability
from tests.benchmarks._verdict import Figure

DIMENSION = 512
IN_USE = 86
"""Directions the made faces differ in: as many as the space of lfw-dev keeps."""
SPREAD = 0.6
"""Length of a face's own direction beside its person's."""
LARGE, LARGE_FACES = 12, 5000
"""People of so many faces; the first half with all of them confirmed."""
CROWDS, CROWD_FACES = 12, 1000
"""Groups without a name of so many faces."""
NAMED_SHARE = 0.1
"""Of all people, the largest first."""
CONFIRMED, CARRIED = 8, 40
"""Faces that the user saw when naming, and that came along unseen; the others came later."""
PER_PERSON = 33
RUN, DAY = 10, 100
"""Photos of one person in one day, and of all."""
AIM = 100.0


def _no_networks() -> Recognizer:
    raise AssertionError("a click needs no networks")


def source() -> RecognizerSource:
    """Names of the networks; they are never loaded."""
    return RecognizerSource(FACENET_CASIA.model, DetectorId("none"), DIMENSION, _no_networks)


def sizes(faces: int) -> NDArray[np.int64]:
    """Faces of each person, int64 [P]: the large ones, the crowds, then ever smaller ones."""
    scale = min(1.0, faces / 300_000)
    large = np.full(LARGE, int(LARGE_FACES * scale))
    crowds = np.full(CROWDS, int(CROWD_FACES * scale))
    people = faces // PER_PERSON
    weights = 1.0 / np.arange(60, people + 60)
    left = 0.95 * faces - large.sum() - crowds.sum()
    rest = np.maximum(2, np.floor(weights / weights.sum() * left)).astype(np.int64)
    return np.concatenate([large, crowds, rest])


def build(root: Path, faces: int) -> None:
    """Write the library, its index file included."""
    random = np.random.default_rng(1)
    context = Context(root, source())
    count = sizes(faces)
    owners = np.full(faces, -1)
    owners[: count.sum()] = np.repeat(np.arange(len(count)), count)
    owners = _in_runs(owners, random)
    _write_faces(context, owners, random)
    with context.database.transaction() as db:
        _write_people(db, context, owners, len(count))
    settle(context, faces)
    context.close()


def _in_runs(owners: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """In the order in which photos are taken: somebody who is in one photo is in others of that day."""
    runs = [*range(0, len(owners), RUN)]
    random.shuffle(runs)
    mixed = np.concatenate([owners[start : start + RUN] for start in runs])
    for start in range(0, len(mixed), DAY):
        random.shuffle(mixed[start : start + DAY])
    return mixed


def _write_faces(context: Context, owners: NDArray[np.int64], random: np.random.Generator) -> None:
    """Photos, faces and embeddings, a batch after another: all of them do not fit in memory."""
    axes = np.linalg.qr(random.standard_normal((DIMENSION, IN_USE)))[0].T.astype(np.float32)
    axes *= np.linspace(1.5, 0.5, IN_USE, dtype=np.float32)[:, None]
    middle = random.standard_normal(DIMENSION).astype(np.float32) / DIMENSION**0.5 * 0.5

    def looks(some: int) -> NDArray[np.float32]:
        return random.standard_normal((some, IN_USE), np.float32) / np.float32(IN_USE**0.5) @ axes

    centers = looks(owners.max() + 2)
    for start in range(0, len(owners), 20_000):
        part = owners[start : start + 20_000]
        vectors = middle + centers[part] + looks(len(part)) * np.where(part < 0, 3.0, SPREAD)[:, None]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        ids = range(start + 1, start + len(part) + 1)
        quality = random.uniform(0.3, 0.95, len(part)).tolist()
        with context.database.transaction() as db:
            db.executemany(
                "INSERT INTO photo (identity, width, height, detector, model) VALUES (?, 4000, 3000, ?, ?)",
                ((f"made-{face}", context.detector, context.model) for face in ids[::2]),
            )
            db.executemany(
                "INSERT INTO face (photo_id, x, y, width, height, score, quality) "
                "VALUES (?, ?, 400, 300, 300, 0.99, ?)",
                ((1 + (face - 1) // 2, 200 + 900 * (face % 2), quality[face - ids[0]]) for face in ids),
            )
            db.executemany(
                "INSERT INTO embedding (face_id, model, vector) VALUES (?, ?, ?)",
                (
                    (face, context.model, vector.tobytes())
                    for face, vector in zip(ids, vectors.astype("<f4"), strict=True)
                ),
            )


def _write_people(db: Transaction, context: Context, owners: NDArray[np.int64], people: int) -> None:
    faces_of = np.split(
        np.argsort(owners, kind="stable")[(owners < 0).sum() :], np.cumsum(sizes(len(owners)))
    )
    named = [person for person in range(int(people * NAMED_SHARE)) if not LARGE <= person < LARGE + CROWDS]
    db.executemany("INSERT INTO person (id) VALUES (?)", ((number,) for number in range(1, people + 1)))
    state = np.where(owners < 0, FaceState.SINGLE.value, FaceState.GROUPED.value).astype(object)
    for person in named:
        mine = faces_of[person]
        state[mine] = FaceState.AUTOMATIC.value
        seen = len(mine) if person < LARGE // 2 else CONFIRMED
        state[mine[:seen]] = FaceState.CONFIRMED.value
        refs = list(
            context.history.refs_for(db, (mine[: seen + CARRIED] + 1).tolist(), context.model).values()
        )
        payload = {
            "person": person + 1,
            "name": f"Person {person + 1}",
            "confirmed": refs[:seen],
            "rest": refs[seen:],
            "via": {},
        }
        what = f"Named Person {person + 1}"
        context.history.append(db, EventKind.NAME, payload, what=what, faces=len(refs), photos=len(refs))

    def rows() -> Iterator[tuple[int, str, int | None, float | None, int | None]]:
        for face, (owner, where) in enumerate(zip(owners.tolist(), state, strict=True), 1):
            group = owner + 1 if owner >= 0 else None
            yield face, where, group, 0.999 if where == FaceState.AUTOMATIC.value else None, group

    db.executemany(
        "INSERT INTO assignment (face_id, state, person_id, probability, group_id) VALUES (?, ?, ?, ?, ?)",
        rows(),
    )
    db.executemany(
        "UPDATE person SET name = ? WHERE id = ?", ((f"Person {one + 1}", one + 1) for one in named)
    )


Seconds = dict[str, list[tuple[float, float]]]


def play(library: Library, rounds: int, rest: dict[str, list[float]]) -> Seconds:
    """Take decisions of every kind as the window does; seconds by clock and of the processor, by kind.

    ``rest``: filled with the seconds from each answer until nothing was left to be judged again.
    """
    decide, random = library.decide, Random(1)
    seconds: Seconds = defaultdict(list)

    def timed(kind: str, action: Callable[[], object]) -> None:
        started, worked = time.perf_counter(), time.process_time()
        action()
        done = time.perf_counter()
        seconds[kind].append((done - started, time.process_time() - worked))
        library._follower.wait()
        rest[kind].append(time.perf_counter() - done)
        gc.collect()

    people = library.people()
    large = [person.id for person in people if person.id <= LARGE]
    crowds = [person.id for person in people if LARGE < person.id <= LARGE + CROWDS]
    usual = [person.id for person in people if person.name and person.id > LARGE]
    groups = [person for person in people if not person.name and person.id > LARGE + CROWDS]
    faces = {person: [face.id for face in library.faces_of_person(person)] for person in large}
    for turn in range(rounds):
        group = groups.pop(random.randrange(len(groups)))
        name, seen = f"New {turn}", group.sample_face_ids
        timed("name", partial(decide.name, group.id, name, seen))
        if turn < len(crowds):
            card = next(person for person in people if person.id == crowds[turn]).sample_face_ids
            timed(
                f"name, a group of {CROWD_FACES}", partial(decide.name, crowds[turn], f"Crowd {turn}", card)
            )
            timed(f"undo naming {CROWD_FACES}", decide.undo)
        one, other = random.sample(large, 2)
        timed("reject, a person of 5,000", partial(decide.reject, [random.choice(faces[one])], one))
        person = random.choice(usual)
        own = [face.id for face in library.faces_of_person(person)]
        timed("reject", partial(decide.reject, [random.choice(own)], person))
        timed("undo", decide.undo)
        timed("redo", decide.redo)
        timed("stranger", partial(decide.stranger, [random.choice(groups).sample_face_ids[0]]))
        asked = library.suggestions(person) or [face for face in library.faces_of_person(person)][-1:]
        timed("confirm", partial(decide.confirm, [asked[0].id], person))
        timed("merge", partial(decide.merge, one, [other]))
        timed("undo a merge", decide.undo)
        timed("move", partial(decide.move, [random.choice(groups).sample_face_ids[0]], person))
    return dict(seconds)


def warmed(library: Library) -> tuple[float, float]:
    """A click that changes little; seconds of clock and processor."""
    started, worked = time.perf_counter(), time.process_time()
    library.decide.hide(1)
    return time.perf_counter() - started, time.process_time() - worked


def report(seconds: Seconds, rest: dict[str, list[float]]) -> None:
    """Print the table, in ms."""
    print(f"{'click':24} {'times':>5} {'p50':>8} {'p95':>8} {'most':>8} {'of processor':>13} {'all done':>9}")
    for kind, values in seconds.items():
        clock, work = (np.array(times) * 1000 for times in zip(*values, strict=True))
        half, most, busy = *np.percentile(clock, (50, 95)), np.percentile(work, 95)
        after = 1000 * float(np.percentile(rest.get(kind, [0.0]), 95))
        print(
            f"{kind:24} {len(values):5} {half:8.1f} {most:8.1f} {clock.max():8.1f} {busy:13.1f} {after:9.0f}"
        )


def p95(values: list[tuple[float, float]]) -> float:
    """By the clock, in ms."""
    return float(np.percentile([clock for clock, _ in values], 95)) * 1000


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks clicks", description=__doc__)
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--library", type=Path, help="keep the made library here, and change it")
    parser.add_argument("--rounds", type=int, default=20)
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = given.library or Path(name) / "library"
        if not (root / "library.sqlite").exists():
            build(root, given.faces)
        # As the window has it: what a click leaves is done beside it. Nothing here needs the engine itself.
        with Library(root, source(), Engine(partial(Library, root, source()))) as library:
            library._context.index()
            gc.disable()  # the window collects by itself, in its own thread
            rest: dict[str, list[float]] = defaultdict(list)
            first = {"first click": [warmed(library)]}
            seconds = play(library, given.rounds, rest)
    print(f"{given.faces} faces on {cpu_capability()}, load {os.getloadavg()[0]:.1f}")
    report(first | seconds, rest)
    figures = [Figure(f"{kind}, p95", p95(values), AIM, "ms") for kind, values in seconds.items()]
    return _verdict.conclude(f"clicks {given.faces}", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
