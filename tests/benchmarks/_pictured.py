"""A large made library with a picture for everything that can be seen of it: twenty years of a family.

Photos are real ones (:mod:`tests.benchmarks._scenes`: a few dozen files of 12 megapixels, 100,000 names), and
so are the thumbnails, in the app's own format. A few people have thousands of faces, some hundreds of named
ones 50 to 300, the others are groups that wait for a name. The log holds thousands of decisions, and some
files could not be read. Embeddings are made.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.events import EventKind
from faceapp.core.folders import FolderMode
from faceapp.core.models import Detection, FaceState
from faceapp.imaging import crops, reader
from faceapp.library.context import Context
from faceapp.library.services import recognizer_source
from faceapp.storage.database import Transaction
from tests.benchmarks._bulk import PER_FOLDER, settle
from tests.benchmarks._scenes import Cutting, Scene, Scenes, cuttings, save

LARGE, LARGE_FACES = 6, 5000
"""People of so many faces; the first of them is person 1."""
NAMED_SHARE = 0.2
"""Of all people; they have :data:`USUAL` faces each."""
USUAL = 50, 300
GROUP = 2, 60
"""Faces of a group without a name."""
LARGE_CONFIRMED, CONFIRMED, SUGGESTED = 1000, 24, 3
"""Faces of each named person that the user confirmed, and that wait for an answer."""
AT_ONCE = 4
"""Faces confirmed by one decision."""
PROBLEMS = 2000
SCENES, FACES = 32, 240
PER_DAY = 20
"""Photos of one day; there are twenty years."""
DAYS = 20 * 365
_FIRST_DAY = datetime(2006, 1, 1, 9)
_DIMENSIONS = 86
"""Directions the made faces differ in."""
_FIRST = (
    "Anna Ben Carla David Emma Felix Greta Hugo Ida Jonas Klara Leo Mia Noah Olga Paul Rosa Tim Ulla Vera"
)
_LAST = (
    "Adler Berg Conrad Dorn Engel Falk Graf Hahn Iversen Jung Keller Lang Moser Nagel Otto Peters Quast Roth "
    "Sommer Thoma Ullrich Vogt Weber Zander Albers Brandt Claus Dietz Ebert Fuchs"
)


def name_of(person: int) -> str:
    """The name of the named person of this number, from 0 on: the first is Anna, no two are alike."""
    if person == 0:
        return "Anna"
    first, last = _FIRST.split(), _LAST.split()
    turn, rest = divmod(person, len(first) * len(last))
    name = f"{first[rest % len(first)]} {last[rest // len(first)]}"
    return f"{name} {turn + 1}" if turn else name


def build(root: Path, folder: Path, photos: int, faces: int, people: int) -> None:
    """Write the library and its photos (``faces`` is a multiple of ``photos``)."""
    random = np.random.default_rng(1)
    scenes = _photo_files(folder, photos)
    _bad_files(folder / "unreadable")
    context = Context(root, recognizer_source("cpu"))
    context.folders.put(str(folder), FolderMode.WATCHED)
    sizes = _sizes(photos, faces, people, random)
    owners = _owners(sizes, photos, faces, random)
    with context.database.transaction() as db:
        _write_photos(db, context, folder, photos)
        _write_faces(db, photos, faces, random)
    _write_embeddings(context, owners, random)
    with context.database.transaction() as db:
        _write_people(db, context, owners, people)
    settle(context, faces)
    context.save_index()
    _thumbnails(context, scenes, photos, faces)
    context.close()


def path_of(folder: Path, number: int) -> Path:
    """The file of the photo of this number, from 1 on."""
    return folder / f"{(number - 1) // PER_FOLDER:04d}" / f"IMG_{number:06d}.jpg"


def _photo_files(folder: Path, photos: int) -> list[Path]:
    """One of the scenes under each name."""
    pool = folder.parent / "scenes"
    pool.mkdir(parents=True)
    making, paths = Scenes(cuttings(40, 1), 1), []
    for number in range(SCENES):
        scene, path = making.family(), pool / f"{number}.jpg"
        wide = {0: 2250, 1: 4000, 2: 3000}.get(number % 5, 4000)  # some upright, some square
        save(Scene(np.ascontiguousarray(scene.pixels[:, :wide]), ()), path)
        paths.append(path)
    for number in range(1, photos + 1):
        path = path_of(folder, number)
        if (number - 1) % PER_FOLDER == 0:
            path.parent.mkdir(parents=True)
        path.hardlink_to(paths[number % SCENES])
    return paths


def _bad_files(folder: Path) -> None:
    folder.mkdir()
    for number in range(PROBLEMS):
        (folder / f"IMG_{number:04d}.jpg").write_bytes(b"\xff\xd8\xff")


def _sizes(photos: int, faces: int, people: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Faces of each person, int64 [P]: the large ones, the other named ones, the groups."""
    scale = faces / 300_000
    named = int(people * NAMED_SHARE)
    large = np.full(LARGE, min(int(LARGE_FACES * scale), photos))
    usual = random.integers(USUAL[0], USUAL[1] + 1, named - LARGE)
    groups = random.integers(GROUP[0], GROUP[1] + 1, people - named)
    sizes = np.concatenate([large, np.sort(usual)[::-1], np.sort(groups)[::-1]])
    if sizes.sum() > 0.95 * faces:  # a small library: smaller people
        sizes = np.maximum(2, (sizes * (0.95 * faces / sizes.sum())).astype(np.int64))
    return np.asarray(sizes, np.int64)


def _owners(
    sizes: NDArray[np.int64], photos: int, faces: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """Whose each face is, -1: nobody's. Nobody is twice in a photo."""
    owners = np.full(faces, -1)
    owners[: sizes.sum()] = np.repeat(np.arange(len(sizes)), sizes)
    random.shuffle(owners)
    by_photo = owners.reshape(photos, -1)
    for later in range(1, by_photo.shape[1]):
        twice = (by_photo[:, :later] == by_photo[:, later : later + 1]).any(axis=1)
        by_photo[twice, later] = -1
    return by_photo.reshape(-1)


def _write_photos(db: Transaction, context: Context, folder: Path, photos: int) -> None:
    days = max(photos // PER_DAY, 1)

    def taken(number: int) -> str:
        day, within = divmod(number - 1, PER_DAY)
        return (_FIRST_DAY + timedelta(days=round(day * DAYS / days), minutes=17 * within)).isoformat()

    sizes = [(3000 * 3 // 4, 3000), (4000, 3000), (3000, 3000), (4000, 3000), (4000, 3000)]
    db.executemany(
        "INSERT INTO photo (id, identity, width, height, taken_at, detector, model) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                f"made-{number}",
                *sizes[number % SCENES % 5],
                taken(number),
                context.detector,
                context.model,
            )
            for number in range(1, photos + 1)
        ),
    )
    files = [(path_of(folder, number), number, None, None) for number in range(1, photos + 1)]
    words = "The file is damaged: it ends in the middle of the picture. Copy it again from the camera."
    files += [
        (folder / "unreadable" / f"IMG_{number:04d}.jpg", None, "damaged", words)
        for number in range(PROBLEMS)
    ]
    stats = [path.stat() for path, *_ in files]
    db.executemany(
        "INSERT INTO path (path, photo_id, size, mtime_ns, problem_kind, problem_message) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (os.fsencode(path), number, stat.st_size, stat.st_mtime_ns, kind, message)
            for (path, number, kind, message), stat in zip(files, stats, strict=True)
        ),
    )


def _write_faces(db: Transaction, photos: int, faces: int, random: np.random.Generator) -> None:
    each = faces // photos
    quality = random.uniform(0.3, 0.95, faces).round(3).tolist()
    landmarks = np.zeros((5, 2), "<f4").tobytes()
    db.executemany(
        "INSERT INTO face (id, photo_id, x, y, width, height, landmarks, score, quality) "
        "VALUES (?, ?, ?, 400, 300, 300, ?, 0.99, ?)",
        (
            (face, (face - 1) // each + 1, 200 + 600 * ((face - 1) % each), landmarks, quality[face - 1])
            for face in range(1, faces + 1)
        ),
    )


def _write_embeddings(context: Context, owners: NDArray[np.int64], random: np.random.Generator) -> None:
    dimension = context.recognizers.dimension
    axes = np.linalg.qr(random.standard_normal((dimension, _DIMENSIONS)))[0].T.astype(np.float32)
    axes *= np.linspace(1.5, 0.5, _DIMENSIONS, dtype=np.float32)[:, None]
    middle = random.standard_normal(dimension).astype(np.float32) / dimension**0.5 * 0.5

    def looks(some: int) -> NDArray[np.float32]:
        return random.standard_normal((some, _DIMENSIONS), np.float32) / np.float32(_DIMENSIONS**0.5) @ axes

    centers = looks(int(owners.max()) + 2)
    for start in range(0, len(owners), 20_000):
        part = owners[start : start + 20_000]
        vectors = middle + centers[part] + looks(len(part)) * np.where(part < 0, 3.0, 0.6)[:, None]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        with context.database.transaction() as db:
            db.executemany(
                "INSERT INTO embedding (face_id, model, vector) VALUES (?, ?, ?)",
                (
                    (face, context.model, vector.tobytes())
                    for face, vector in enumerate(vectors.astype("<f4"), start + 1)
                ),
            )


def _write_people(db: Transaction, context: Context, owners: NDArray[np.int64], people: int) -> None:
    named = int(people * NAMED_SHARE)
    db.executemany("INSERT INTO person (id) VALUES (?)", ((number,) for number in range(1, people + 1)))
    order = np.argsort(owners, kind="stable")
    faces_of = np.split(order, np.searchsorted(owners[order], np.arange(people)))[1:]
    state = np.where(owners < 0, FaceState.SINGLE.value, FaceState.GROUPED.value).astype(object)
    for person in range(named):
        mine = faces_of[person]
        most = LARGE_CONFIRMED if person < LARGE else CONFIRMED
        confirmed, rest = mine[: min(most, len(mine) // 2)], mine[len(mine) // 2 :]
        state[mine] = FaceState.AUTOMATIC.value
        state[confirmed] = FaceState.CONFIRMED.value
        state[rest[-SUGGESTED:]] = FaceState.SUGGESTED.value
        _say(db, context, person, (confirmed + 1).tolist(), (rest[:40] + 1).tolist())
    asked = state == FaceState.SUGGESTED.value
    db.executemany(
        "INSERT INTO assignment (face_id, state, person_id, suggested_person_id, probability, group_id) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                face,
                str(where),
                int(owner) + 1 if owner >= 0 and not open_ else None,
                int(owner) + 1 if open_ else None,
                0.9 if open_ else None,
                int(owner) + 1 if owner >= 0 else None,
            )
            for face, (owner, where, open_) in enumerate(zip(owners, state, asked, strict=True), 1)
        ),
    )
    db.executemany(
        "UPDATE person SET name = ? WHERE id = ?",
        ((name_of(number), number + 1) for number in range(named)),
    )


def _say(db: Transaction, context: Context, person: int, confirmed: list[int], rest: list[int]) -> None:
    """The log of one person: named from a card, then confirmed a few at a time."""
    refs = context.history.refs_for(db, [*confirmed, *rest], context.model)
    seen, later = confirmed[:5], confirmed[5:]
    payload = {
        "person": person + 1,
        "name": name_of(person),
        "confirmed": [refs[face] for face in seen],
        "rest": [refs[face] for face in rest],
        "via": {},
    }
    what, count = f"Named {name_of(person)}", len(seen) + len(rest)
    context.history.append(db, EventKind.NAME, payload, what=what, faces=count, photos=count)
    for start in range(0, len(later), AT_ONCE):
        some = later[start : start + AT_ONCE]
        payload = {"person": person + 1, "faces": [refs[face] for face in some]}
        what = f"Confirmed {len(some)} faces of {name_of(person)}"
        context.history.append(db, EventKind.CONFIRM, payload, what=what, faces=len(some), photos=len(some))


def _thumbnails(context: Context, scenes: Sequence[Path], photos: int, faces: int) -> None:
    """Real ones of each scene and cutting, kept under the ids of all photos and faces."""
    store = context.thumbnails
    pool = [store.write_photo(number, reader.read(path).pixels) for number, path in enumerate(scenes, 10**8)]
    for number in range(1, photos + 1):
        _link(pool[number % SCENES], store.photo_path(number))
    pool = [
        store.write_face(number, _crop(cutting)) for number, cutting in enumerate(cuttings(FACES, 2), 10**8)
    ]
    for number in range(1, faces + 1):
        _link(pool[number * 7919 % len(pool)], store.face_path(number))


def _crop(cutting: Cutting) -> NDArray[np.uint8]:
    return crops.face_thumbnail(cutting.pixels, Detection(cutting.box, None, 0.99))


def _link(source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.hardlink_to(source)
