"""The published protocols on folders of photos: what the app's network makes of them.

``evaluate`` of the command line. The pairs and the measures are :mod:`faceapp.training.protocols`'; here
photos become embeddings.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.errors import FaceAppError
from faceapp.core.grouping import Constraints
from faceapp.core.models import Embeddings, ModelId
from faceapp.core.progress import CancelToken, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.core.space import Space
from faceapp.core.thresholds import thresholds_for
from faceapp.library.clustering import cluster
from faceapp.library.labelled import (
    LabelledFace,
    Unusable,
    embeddings_of,
    photos_by_person,
    read_labelled,
)
from faceapp.library.recognizer import RecognizerSource
from faceapp.training.metrics import Scores, all_pairs, curve, score, wilson
from faceapp.training.protocols import (
    FARS,
    FRAMES,
    Folds,
    Verified,
    rank_one,
    read_lfw_pairs,
    read_ytf_splits,
    template,
    verify,
)

_PICTURES = (".jpg", ".jpeg", ".png", ".pgm", ".ppm", ".bmp", ".webp")


@dataclass(frozen=True, slots=True)
class PairsJudged:
    """A protocol of pairs, judged.

    Attributes:
        verified: How well the pairs were told apart.
        folds: How many folds the list has.
        photos: Photos (frames) looked at.
        guessed: Of these, in how many no face was found and the middle was taken.
        unusable: Files that could not be read.
    """

    verified: Verified
    folds: int
    photos: int
    guessed: int
    unusable: list[Unusable]


@dataclass(frozen=True, slots=True)
class FolderJudged:
    """A folder of people, judged.

    Attributes:
        photos: With a face.
        people: Who has one.
        rank_one: Share of the probes nearest to their own person's face in the gallery, of how many probes,
            and in which interval that share lies with 95 in a hundred.
        tar: TAR by FAR, over all pairs of faces.
        auc: Area below that curve.
        eer: Equal error rate.
        threshold: Squared distance at FAR 1e-3.
        grouped: How well the app's grouping fits the people: BCubed and pairwise.
        unusable: Files without a face, or that could not be read.
    """

    photos: int
    people: int
    rank_one: tuple[float, int, tuple[float, float]]
    tar: dict[float, float]
    auc: float
    eer: float
    threshold: float
    grouped: Scores
    unusable: list[Unusable]


def evaluate_lfw(
    folder: Path,
    pairs: Path,
    source: RecognizerSource,
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
) -> PairsJudged:
    """Labeled Faces in the Wild's protocol: ``folder/NAME/NAME_0001.jpg``.

    Raises:
        ProtocolError: the list cannot be used.
        FaceAppError: photos of the list are not in the folder.
    """
    folds = read_lfw_pairs(pairs)
    files = {name: _photo(folder, name) for name in _names(folds)}
    missing = sorted(name for name, path in files.items() if path is None)
    if missing:
        raise FaceAppError(
            said(
                "%n photo(s) of the list are not in {folder}, {name} among them.",
                None,
                len(missing),
                folder=folder,
                name=missing[0],
            )
        )
    photos = [(name, path) for name, path in files.items() if path is not None]
    faces, unusable = read_labelled(photos, source, guess=True, progress=progress, cancel=cancel)
    rows = embeddings_of(faces, source)
    vectors = {face.person: row for face, row in zip(faces, rows, strict=True)}
    return _judged(folds, vectors, source, faces, unusable)


def evaluate_ytf(
    folder: Path,
    splits: Path,
    source: RecognizerSource,
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
) -> PairsJudged:
    """YouTube Faces' protocol: ``folder/NAME/0/*.jpg``.

    The first 100 frames of a video in which a face is found are averaged.

    Raises:
        ProtocolError: the list cannot be used.
        FaceAppError: videos of the list are not in the folder.
    """
    folds = read_ytf_splits(splits)
    frames = []
    for name in _names(folds):
        video = folder / name
        found = sorted((one for one in video.glob("*") if one.suffix.lower() in _PICTURES), key=_frame)
        if not found:
            raise FaceAppError(said("There are no frames in {folder}.", folder=video))
        # Some more than are wanted: not in every frame a face is found.
        frames += [(name, path) for path in found[: 2 * FRAMES]]
    faces, unusable = read_labelled(frames, source, progress=progress, cancel=cancel)
    by_video: dict[str, list[LabelledFace]] = defaultdict(list)
    for face in faces:
        if len(by_video[face.person]) < FRAMES:
            by_video[face.person].append(face)
    vectors = {name: template(embeddings_of(some, source)) for name, some in by_video.items()}
    return _judged(folds, vectors, source, [face for some in by_video.values() for face in some], unusable)


def evaluate_folder(
    folder: Path,
    source: RecognizerSource,
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
) -> FolderJudged:
    """A folder for each person: verification over all pairs, and recognition.

    Raises:
        FaceAppError: there are not two people, one of them with two photos.
    """
    faces, unusable = read_labelled(photos_by_person(folder), source, progress=progress, cancel=cancel)
    people, labels = np.unique([face.person for face in faces], return_inverse=True)
    if len(people) < 2 or len(faces) == len(people):
        raise FaceAppError(
            said(
                "Faces of two people at least are needed, and two of one of them. Found: %n face(s).",
                None,
                len(faces),
            )
        )
    rows = embeddings_of(faces, source)
    distances, same = all_pairs(rows, labels)
    found = curve(distances, same)
    right, probes = rank_one(rows, labels)
    strangers = int((~same).sum())
    return FolderJudged(
        len(faces),
        len(people),
        (right / probes, probes, wilson(right, probes)),
        {far: found.tar_at(far) for far in FARS if far * strangers >= 1.0},
        found.auc,
        found.eer,
        found.threshold_at(1e-3),
        score(grouped(rows, source.model), labels),
        unusable,
    )


def grouped(embeddings: Embeddings, model: ModelId) -> NDArray[np.int64]:
    """What the app makes of an album of these faces, each of a photo of its own, before anybody says a word.

    Args:
        embeddings: float32 [N, D], as the network makes them.
        model: The network's space.

    Returns:
        int64 [N], the group of each face.
    """
    rule, space = thresholds_for(model).linkage, Space.of_album(embeddings)
    mapped = space.map(embeddings)
    crowd = space.crowd(mapped)
    alone = Constraints(photo=np.arange(len(mapped)))
    return cluster(mapped, rule, rule.bar(len(mapped)), alone, crowd)


def _judged(
    folds: Folds,
    vectors: dict[str, NDArray[np.float32]],
    source: RecognizerSource,
    faces: list[LabelledFace],
    unusable: list[Unusable],
) -> PairsJudged:
    verified = verify(folds, vectors, thresholds_for(source.model).verification)
    guessed = sum(not face.found for face in faces)
    return PairsJudged(verified, len(folds), len(faces), guessed, unusable)


def _names(folds: Folds) -> list[str]:
    return sorted({name for fold in folds for pair in fold for name in (pair.one, pair.other)})


def _photo(folder: Path, name: str) -> Path | None:
    paths = (folder / f"{name}{suffix}" for suffix in _PICTURES)
    return next((path for path in paths if path.exists()), None)


def _frame(path: Path) -> tuple[list[int], str]:
    """Frames by the numbers in their names: 0.9 comes before 0.10."""
    return [int(word) for word in path.stem.replace("_", ".").split(".") if word.isdigit()], path.name
