"""A large made library, written in bulk: real files (copies of one small photo), made faces, many people.

What is measured on it is what grows with a library, so nothing is left out that the app would keep: folders,
paths with size and time, photos, faces with embeddings, places, groups, named people with confirmed faces in
the log, the index file, and thumbnails of the faces that cards show.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.events import EventKind
from faceapp.core.folders import FolderMode
from faceapp.core.models import FaceState
from faceapp.library.context import Context
from faceapp.library.due import Due
from faceapp.library.services import recognizer_source
from faceapp.storage.database import Transaction

NAMED_SHARE = 0.1
"""Of the people; the others are groups that wait for a name."""
CONFIRMED = 8
"""Faces of each named person that the user confirmed."""
PER_FOLDER = 1000
_SPREAD = 0.7
_FIRST_DAY = datetime(2004, 1, 1)


def write_files(folder: Path, count: int) -> list[Path]:
    """So many small JPEG files in folders of a thousand."""
    pixels = np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8)
    data = cv2.imencode(".jpg", pixels)[1].tobytes()
    paths = []
    for number in range(count):
        path = folder / f"{number // PER_FOLDER:04d}" / f"IMG_{number:06d}.jpg"
        if number % PER_FOLDER == 0:
            path.parent.mkdir(parents=True)
        path.write_bytes(data)
        paths.append(path)
    return paths


def sizes_of(faces: int, people: int) -> NDArray[np.int64]:
    """Faces of each person, the largest first: few people are in most photos, most are in few."""
    weights = 1.0 / np.arange(5, people + 5)
    sizes = np.maximum(2, np.floor(weights / weights.sum() * faces * 0.95)).astype(np.int64)
    return sizes


def build(root: Path, folder: Path, photos: int, faces: int, people: int) -> None:
    """Write the library of a folder (``faces`` is a multiple of ``photos``); nobody has scanned it."""
    paths = write_files(folder, photos)
    context = Context(root, recognizer_source("cpu"))
    context.folders.put(str(folder), FolderMode.WATCHED)
    sizes = sizes_of(faces, people)
    owners = np.full(faces, -1)
    owners[: sizes.sum()] = np.repeat(np.arange(people), sizes)
    random = np.random.default_rng(1)
    random.shuffle(owners)
    with context.database.transaction() as db:
        _write_photos(db, context, paths)
        _write_faces(db, context, photos, faces, random)
    _write_embeddings(context, owners, people, random)
    with context.database.transaction() as db:
        _write_people(db, context, owners, people)
    settle(context, faces)
    context.save_index()
    picture = random.integers(0, 255, (200, 200, 3), np.uint8)
    for person in context.people.people()[:60]:
        for face in person.sample_face_ids:
            context.thumbnails.write_face(face, picture)
    context.close()


def settle(context: Context, faces: int) -> None:
    """Have a library written from outside stand as after a scan: with its space and index, nothing due."""
    context.refresh_space()
    context.index()
    with context.lock, context.database.transaction() as db:
        due = Due(context)
        due.grouped(db, due.now(context.history.newest()))
        due.placed(db, faces)


def _write_photos(db: Transaction, context: Context, paths: list[Path]) -> None:
    stats = [path.stat() for path in paths]
    db.executemany(
        "INSERT INTO photo (id, identity, width, height, taken_at, detector, model) "
        "VALUES (?, ?, 4000, 3000, ?, ?, ?)",
        (
            (
                number,
                f"made-{number}",
                (_FIRST_DAY + timedelta(hours=2 * number)).isoformat(),
                context.detector,
                context.model,
            )
            for number in range(1, len(paths) + 1)
        ),
    )
    db.executemany(
        "INSERT INTO path (path, photo_id, size, mtime_ns) VALUES (?, ?, ?, ?)",
        (
            (os.fsencode(path), number, stat.st_size, stat.st_mtime_ns)
            for number, (path, stat) in enumerate(zip(paths, stats, strict=True), 1)
        ),
    )


def _write_faces(
    db: Transaction, context: Context, photos: int, faces: int, random: np.random.Generator
) -> None:
    each = faces // photos
    quality = random.random(faces).round(3).tolist()
    landmarks = np.zeros((5, 2), "<f4").tobytes()
    db.executemany(
        "INSERT INTO face (id, photo_id, x, y, width, height, landmarks, score, quality) "
        "VALUES (?, ?, ?, 400, 300, 300, ?, 0.99, ?)",
        (
            (face, (face - 1) // each + 1, 200 + 900 * ((face - 1) % each), landmarks, quality[face - 1])
            for face in range(1, faces + 1)
        ),
    )


def _write_embeddings(
    context: Context, owners: NDArray[np.int64], people: int, random: np.random.Generator
) -> None:
    dimension = context.recognizers.dimension
    centers = random.standard_normal((people + 1, dimension), np.float32)
    centers /= np.linalg.norm(centers, axis=1, keepdims=True)

    def rows(start: int) -> Iterator[tuple[int, str, bytes]]:
        part = owners[start : start + 10_000]
        own = random.standard_normal((len(part), dimension), np.float32) / np.float32(dimension**0.5)
        own *= np.where(part < 0, 5.0, _SPREAD)[:, None].astype(np.float32)
        vectors = centers[part] + own
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        for number, vector in enumerate(vectors.astype("<f4"), start + 1):
            yield number, context.model, vector.tobytes()

    for start in range(0, len(owners), 10_000):
        with context.database.transaction() as db:
            db.executemany("INSERT INTO embedding (face_id, model, vector) VALUES (?, ?, ?)", rows(start))


def _write_people(db: Transaction, context: Context, owners: NDArray[np.int64], people: int) -> None:
    named = int(people * NAMED_SHARE)
    db.executemany("INSERT INTO person (id) VALUES (?)", ((number,) for number in range(1, people + 1)))
    state = np.where(owners < 0, FaceState.SINGLE.value, FaceState.GROUPED.value).astype(object)
    state[(owners >= 0) & (owners < named)] = FaceState.AUTOMATIC.value
    for person in range(named):
        mine = np.flatnonzero(owners == person)
        state[mine[:CONFIRMED]] = FaceState.CONFIRMED.value
        refs = context.history.refs_for(db, (mine + 1).tolist(), context.model)
        faces = list(refs.values())
        payload = {
            "person": person + 1,
            "name": f"Person {person + 1}",
            "confirmed": faces[:CONFIRMED],
            "rest": faces[CONFIRMED:],
        }
        what = f"Named a group of {len(mine)} faces"
        context.history.append(db, EventKind.NAME, payload, what=what, faces=len(mine), photos=len(mine))
    db.executemany(
        "INSERT INTO assignment (face_id, state, person_id, group_id) VALUES (?, ?, ?, ?)",
        (
            (face, str(where), int(owner) + 1 if owner >= 0 else None, int(owner) + 1 if owner >= 0 else None)
            for face, (owner, where) in enumerate(zip(owners, state, strict=True), 1)
        ),
    )
    db.executemany(
        "UPDATE person SET name = ? WHERE id = ?",
        ((f"Person {number}", number) for number in range(1, named + 1)),
    )
