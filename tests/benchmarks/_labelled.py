"""Embeddings of labelled albums, made by the app itself: scanned into a library, dominant face per photo."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Detection, Embeddings, Face, Picture
from faceapp.imaging import reader
from faceapp.library import sample
from faceapp.library.services import open_library
from faceapp.ml.views import views
from faceapp.storage.database import Database
from faceapp.storage.embeddings import EmbeddingStore

LFW = Path(__file__).resolve().parents[3] / "shared" / "data" / "lfw-dev" / "photos"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One face per photo: float32 [N, D] embeddings, the folder each photo lies in, qualities float32 [N]."""

    name: str
    embeddings: Embeddings
    people: NDArray[np.str_]
    quality: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))


def dominance(face: Face, width: int, height: int) -> float:
    """How much a face is the one its photo is about: large and central."""
    x, y = face.box.center
    off = max(abs(x / width - 0.5), abs(y / height - 0.5))
    return face.box.area * max(0.0, 1.0 - off)


def album(name: str, photos: Path, library: Path | None = None) -> Labelled:
    """Scan an album of ``PERSON/photo`` folders (again only what is new) and read its embeddings."""
    if library is None:
        with tempfile.TemporaryDirectory() as made:
            return album(name, photos, Path(made) / "library")
    with open_library(library, device="cpu") as opened:
        opened.scan([photos])
        model = opened.model
        pictures = {photo.id: photo for photo in opened.photos()}
        best: dict[int, Face] = {}
        for face in opened.faces():
            photo = pictures[face.photo_id]
            known = best.get(face.photo_id)
            if known is None or dominance(face, photo.width, photo.height) > dominance(
                known, photo.width, photo.height
            ):
                best[face.photo_id] = face
    database = Database(library / "library.sqlite")
    ids, vectors = EmbeddingStore(database).above(model)
    database.close()
    row = {face_id: i for i, face_id in enumerate(ids.tolist())}
    chosen = sorted(best, key=lambda photo: pictures[photo].paths[0])
    return Labelled(
        name,
        vectors[[row[best[photo].id] for photo in chosen]],
        np.array([Path(pictures[photo].paths[0]).parent.name for photo in chosen]),
        np.array([best[photo].quality for photo in chosen], np.float32),
    )


def crops(library: Path) -> Iterator[tuple[str, Picture]]:
    """The dominant face of each photo of a scanned album, as FaceNet sees it.

    Yields:
        The photo's folder, and uint8 [160, 320, 3] (:func:`faceapp.ml.views.views`); photos without a face
        are left out.
    """
    with open_library(library, device="cpu") as opened:
        for photo in opened.photos():
            faces = opened.faces_of_photo(photo.id)
            if faces:
                face = max(faces, key=lambda one: dominance(one, photo.width, photo.height))
                path = Path(photo.paths[0])
                seen = Detection(face.box, face.landmarks, face.score)
                yield path.parent.name, views(reader.read(path).pixels, seen)


def orl(library: Path | None = None) -> Labelled:
    """The ORL faces of the sample album."""
    with tempfile.TemporaryDirectory() as folder:
        return album("ORL", sample.prepare(Path(folder) / "orl"), library)


def lfw_dev(library: Path | None = None) -> Labelled:
    """The photos beside the repository.

    Raises:
        SystemExit: with status 2 where they are absent.
    """
    if not LFW.is_dir():
        print(f"This benchmark needs the photos in {LFW.relative_to(LFW.parents[3])} beside the repository.")
        raise SystemExit(2)
    return album("lfw-dev", LFW, library)


def kept(folder: Path | None, make: Callable[[], Labelled], name: str) -> Labelled:
    """An album as it was kept in a folder, made and kept there first where it is not.

    Empty the folder after a change of the networks or of how faces are cut.
    """
    if folder is None:
        return make()
    file = folder / f"{name}.npz"
    if not file.exists():
        found = make()
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(file, embeddings=found.embeddings, people=found.people, quality=found.quality)
    with np.load(file, allow_pickle=False) as saved:
        return Labelled(name, saved["embeddings"], saved["people"], saved["quality"])
