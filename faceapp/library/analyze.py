"""One photo from file to faces: read, decode, detect, crop, embed; then stored."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from faceapp.core import problem_words as words
from faceapp.core.errors import FaceAppError, PictureError
from faceapp.core.geometry import SAME_FACE, Box, iou, match_boxes
from faceapp.core.models import Detection, Embeddings, Face, Picture
from faceapp.core.quality import face_quality
from faceapp.imaging import crops, identity, reader
from faceapp.library.context import Context
from faceapp.library.drawn import MEANT, look_at
from faceapp.library.group import Grouper
from faceapp.library.recognizer import Recognizer
from faceapp.library.reshape import left_behind
from faceapp.library.walk import FoundFile
from faceapp.storage.database import Transaction
from faceapp.storage.history import FaceRef

log = logging.getLogger(__name__)

DECODE_LONG_SIDE = 4200
"""Pixels: a 12-megapixel photo is decoded in full, a 200-megapixel panorama shrunk while it loads."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file read into memory. ``pixels`` is None where the photo needs no analysis, or has a problem.

    ``known_photo`` is the photo whose faces are to be found again; ``kept`` are boxes of faces that are there
    whether a detector finds them or not, normalised; ``left`` are boxes that the user moved elsewhere, in
    pixels of the photo: what is found there is no face of its own. ``thorough``: it was looked at so before.
    """

    file: FoundFile
    identity: str = ""
    width: int = 0
    height: int = 0
    taken_at: datetime | None = None
    pixels: Picture | None = None
    problem: PictureError | None = None
    known_photo: int | None = None
    kept: tuple[Box, ...] = ()
    left: tuple[Box, ...] = ()
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class Analysed:
    """The faces of one photo, in pixels of the upright photo at full size.

    The last ``kept`` of them were not detected: the user drew their boxes, or decided something about them.
    """

    detections: list[Detection]
    qualities: list[float]
    embeddings: Embeddings
    thumbnails: list[Picture]
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a file.

    ``analysed`` is None where its photo is known, or in hand as another file, or has a problem.
    """

    decoded: Decoded
    analysed: Analysed | None = None


class Analyzer:
    """Turns files into photos and faces."""

    def __init__(self, context: Context, grouper: Grouper, thorough: bool) -> None:
        self._context = context
        self._grouper = grouper
        self._thorough = thorough
        self._in_hand: set[str] = set()
        self._lock = threading.Lock()

    def look(self, files: Sequence[FoundFile]) -> list[Looked]:
        """Read some files and find their faces. Safe on several threads; bad files are answers.

        Raises:
            WeightsError: the networks cannot be loaded.
        """
        decoded = [self.decode(file) for file in files]
        fresh = [one for one in decoded if one.pixels is not None]
        answers = iter(self._analysed(fresh) if fresh else ())
        looked = []
        for one in decoded:
            answer = next(answers) if one.pixels is not None else None
            light = replace(one, pixels=None)  # what waits to be stored holds no picture
            if isinstance(answer, PictureError):
                looked.append(Looked(replace(light, problem=answer)))
            else:
                looked.append(Looked(light, answer))
        return looked

    def _analysed(self, fresh: list[Decoded]) -> list[Analysed | PictureError]:
        """Analyse some photos; where that fails, one by one: one bad picture must not stop an album."""
        try:
            return list(self._context.recognizers.run(lambda recognizer: self.analyse(fresh, recognizer)))
        except FaceAppError:
            raise  # the networks cannot be loaded: true for every photo
        except Exception as error:  # whatever one photo does to the networks, the album goes on
            log.exception("%d photos could not be analysed", len(fresh))
            if len(fresh) > 1:
                return [self._analysed([decoded])[0] for decoded in fresh]
            reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
            return [PictureError("failed", words.SEARCH_FAILED.of(reason=reason[0]))]

    def decode(self, file: FoundFile) -> Decoded:
        """Read and decode one file. Safe on several threads; a bad file is an answer, never an exception."""
        name = ""
        try:
            data = reader.read_bytes(Path(file.path))
            name = identity.identity(data)
            known = self._context.photos.photo_by_identity(name)
            if self.analysed_photo(name) is not None or not self._taken(name):
                return Decoded(file, name)
            # A wide colour profile changes no face, and converting one costs as much as finding the faces.
            loaded = reader.read(data, long_side=DECODE_LONG_SIDE, true_colours=False)
        except PictureError as error:
            return Decoded(file, name, problem=error)
        return Decoded(
            file,
            name,
            loaded.full_width,
            loaded.full_height,
            loaded.taken_at,
            loaded.pixels,
            known_photo=known[0] if known else None,
            kept=self._kept(name, known[0] if known else None, loaded.full_width, loaded.full_height),
            left=tuple(left_behind(self._context, name)),
            # A later scan, by another detector or model, must find again what a thorough one has found.
            thorough=known is not None and self._context.photos.was_thorough(known[0]),
        )

    def _kept(self, identity_: str, photo_id: int | None, width: int, height: int) -> tuple[Box, ...]:
        """Boxes to embed though nothing may be found there, normalised.

        Faces that the user drew or decided something about and that this model has not looked at yet, and
        drawn ones whose face was lost (a log that was restored or imported).
        """
        context = self._context
        faces = context.faces.kept_unembedded(photo_id, context.model) if photo_id is not None else []
        drawn = [ref.box for ref in context.history.drawn(identity_) if ref.face_id is None]
        return (*(face.box.normalised(width, height) for face in faces), *drawn)

    def _taken(self, identity_: str) -> bool:
        """Take a photo in hand; False where another thread has it as another file, until it is stored."""
        with self._lock:
            if identity_ in self._in_hand:
                return False
            self._in_hand.add(identity_)
            return True

    def _let_go(self, identity_: str) -> None:
        with self._lock:
            self._in_hand.discard(identity_)

    def analysed_photo(self, identity_: str) -> int | None:
        """The id of a photo whose faces were found with the present settings, or None."""
        context = self._context
        known = context.photos.photo_by_identity(identity_)
        if known is None:
            return None
        done = context.photos.is_analysed(known[0], context.detector, context.model, self._thorough)
        return known[0] if done else None

    def analyse(self, batch: Sequence[Decoded], recognizer: Recognizer) -> list[Analysed]:
        """Find and embed the faces of some decoded photos. Runs on a compute lane."""
        pictures = [decoded.pixels for decoded in batch if decoded.pixels is not None]
        found = [
            _not_left(decoded, one, picture.shape[1])
            for decoded, one, picture in zip(
                batch, self._detect(batch, pictures, recognizer), pictures, strict=True
            )
        ]
        inputs = [
            [recognizer.embedder.crop(picture, detection) for detection in detections]
            for picture, detections in zip(pictures, found, strict=True)
        ]
        flat = [crop for crops_ in inputs for crop in crops_]
        vectors, steady = (
            recognizer.embedder.embed_rated(flat)
            if flat
            else (np.zeros((0, recognizer.embedder.dimension), np.float32), np.zeros(0, np.float32))
        )
        results, start = [], 0
        for decoded, picture, detections, own in zip(batch, pictures, found, inputs, strict=True):
            factor = decoded.width / picture.shape[1]
            full = [_scaled(detection, factor) for detection in detections]
            drawn = look_at(recognizer, picture, _not_found(decoded, full), factor)
            results.append(
                Analysed(
                    full + [one.detection for one in drawn],
                    [
                        face_quality(detection, crop, float(steady[start + i]))
                        for i, (detection, crop) in enumerate(zip(full, own, strict=True))
                    ]
                    + [one.quality for one in drawn],
                    np.concatenate(
                        [vectors[start : start + len(own)], *(one.embedding[None] for one in drawn)]
                    ),
                    [crops.face_thumbnail(picture, detection) for detection in detections]
                    + [one.thumbnail for one in drawn],
                    len(drawn),
                )
            )
            start += len(own)
        return results

    def _detect(
        self, batch: Sequence[Decoded], pictures: Sequence[Picture], recognizer: Recognizer
    ) -> list[list[Detection]]:
        found: dict[int, list[Detection]] = {}
        for thorough in (False, True):
            some = [i for i, one in enumerate(batch) if (self._thorough or one.thorough) is thorough]
            if some:
                wanted = [pictures[i] for i in some]
                found |= zip(some, recognizer.detector.detect(wanted, thorough=thorough), strict=True)
        return [found[i] for i in range(len(batch))]

    def store(self, decoded: Decoded, analysed: Analysed, left: int | None = None) -> list[int]:
        """Write one photo with its faces in one transaction: a kill loses at most the photo in flight.

        Faces that were known keep their ids (and so every decision about them); a face nobody decided
        anything about and that is not found any more is forgotten, and so is the path ``left``.

        Returns:
            Ids of the photo's faces; none where somebody looked harder at it meanwhile.
        """
        context = self._context
        with self._writing(decoded) as (db, loose):
            photo_id = context.photos.put_photo(
                db, decoded.identity, decoded.width, decoded.height, decoded.taken_at
            )
            self._put_path(db, decoded, photo_id, left)
            if self.analysed_photo(decoded.identity) is not None:
                return []
            old = context.faces.of_photo(photo_id)
            pairs = _pairs(old, analysed.detections)
            ids: list[int] = []
            found = len(analysed.detections) - analysed.kept
            for i, detection in enumerate(analysed.detections):
                quality = analysed.qualities[i]
                if i in pairs:
                    face_id = old[pairs[i]].id
                    if i < found and not old[pairs[i]].manual:
                        context.faces.update(db, face_id, detection, quality)
                else:
                    face_id = context.faces.insert(db, photo_id, detection, quality, manual=i >= found)
                context.embeddings.put(db, face_id, context.model, analysed.embeddings[i])
                ids.append(face_id)
            gone = [face.id for face in old if face.id not in set(ids) and not face.manual]
            decided = context.history.decided(db, gone)
            context.faces.delete(db, [face_id for face_id in gone if face_id not in decided])
            self._attach(db, loose, decoded, analysed.detections, ids)
            context.photos.mark_analysed(db, photo_id, context.detector, context.model, self._thorough)
        for face_id, thumbnail in zip(ids, analysed.thumbnails, strict=True):
            context.thumbnails.write_face(face_id, thumbnail)
        return ids

    def add(self, decoded: Decoded, analysed: Analysed) -> list[int]:
        """Write the faces of a known photo that are not known yet, in one transaction.

        The others stay as they are, found again or not: that they are found otherwise in a thorough search
        is no reason to look for everybody's neighbours anew.

        Returns:
            Ids of the new faces.
        """
        context, photo_id = self._context, decoded.known_photo
        assert photo_id is not None
        with self._writing(decoded) as (db, loose):
            old = [face.box for face in context.faces.of_photo(photo_id)]
            new = [
                i
                for i, one in enumerate(analysed.detections)
                if all(iou(box, one.box) < MEANT for box in old)
            ]
            found = len(analysed.detections) - analysed.kept
            ids: list[int] = []
            for i in new:
                detection, quality = analysed.detections[i], analysed.qualities[i]
                ids.append(context.faces.insert(db, photo_id, detection, quality, manual=i >= found))
                context.embeddings.put(db, ids[-1], context.model, analysed.embeddings[i])
            self._attach(db, loose, decoded, [analysed.detections[i] for i in new], ids)
            context.photos.mark_analysed(db, photo_id, context.detector, context.model, self._thorough)
        for face_id, i in zip(ids, new, strict=True):
            context.thumbnails.write_face(face_id, analysed.thumbnails[i])
        return ids

    @contextmanager
    def _writing(self, decoded: Decoded) -> Iterator[tuple[Transaction, list[FaceRef]]]:
        """The transaction of one photo, and its decisions that lost their face."""
        context = self._context
        loose = [ref for ref in context.history.refs_of_photo(decoded.identity) if ref.face_id is None]
        # A decision takes the word's lock before it begins to write: so does whoever needs both.
        with context.lock if loose else nullcontext(), context.database.transaction() as db:
            yield db, loose
        self._let_go(decoded.identity)

    def _attach(
        self,
        db: Transaction,
        loose: list[FaceRef],
        decoded: Decoded,
        detections: Sequence[Detection],
        ids: list[int],
    ) -> None:
        """Give decisions that lost their face (restore, import) back to it by overlap, to hold at once."""
        history = self._context.history
        boxes = [one.box.normalised(decoded.width, decoded.height) for one in detections]
        found: set[int] = set()
        for new, old in match_boxes([ref.box for ref in loose], boxes).items():
            if not history.is_attached(db, ids[new]):
                history.attach(db, loose[old].id, ids[new])
                found.add(ids[new])
        if found:
            self._grouper.settle(db, self._context.word(), found, ())

    def store_known(self, decoded: Decoded, photo_id: int, left: int | None = None) -> None:
        """Record another path of a photo that is analysed already, and forget the one it left."""
        with self._context.database.transaction() as db:
            self._put_path(db, decoded, photo_id, left)

    def _put_path(self, db: Transaction, decoded: Decoded, photo_id: int, left: int | None) -> None:
        photos, file = self._context.photos, decoded.file
        photos.put_path(db, file.path, file.size, file.mtime_ns, photo_id=photo_id)
        if left is not None:
            photos.forget_paths([left])

    def drop(self, decoded: Decoded) -> None:
        """Write nothing of a file that is not there any more."""
        self._let_go(decoded.identity)

    def store_problem(self, decoded: Decoded, problem: PictureError) -> None:
        """Record why a path could not be used; a photo that was analysed before keeps its place and faces."""
        with self._context.database.transaction() as db:
            self._context.photos.put_path(
                db,
                decoded.file.path,
                decoded.file.size,
                decoded.file.mtime_ns,
                photo_id=decoded.known_photo,
                problem=(problem.kind, problem.user_message),
            )
        self._let_go(decoded.identity)


def _not_left(decoded: Decoded, detections: list[Detection], width: int) -> list[Detection]:
    """Without what the user moved elsewhere; detections are in pixels of a picture so wide."""
    left = [box.scaled(width / decoded.width) for box in decoded.left]
    return [one for one in detections if all(iou(box, one.box) < SAME_FACE for box in left)]


def _not_found(decoded: Decoded, detections: Sequence[Detection]) -> list[Box]:
    """Kept boxes that none of the detected faces lies in, in pixels of the full photo."""
    boxes = [box.denormalised(decoded.width, decoded.height) for box in decoded.kept]
    found = match_boxes([one.box for one in detections], boxes, MEANT)
    return [box for i, box in enumerate(boxes) if i not in found]


def _pairs(old: Sequence[Face], detections: Sequence[Detection]) -> dict[int, int]:
    """Index of a detection -> index of the known face it means; those drawn by hand are met more loosely."""
    pairs = match_boxes([face.box for face in old], [one.box for one in detections])
    drawn = [i for i, face in enumerate(old) if face.manual and i not in set(pairs.values())]
    left = [i for i in range(len(detections)) if i not in pairs]
    loosely = match_boxes([old[i].box for i in drawn], [detections[i].box for i in left], MEANT)
    return pairs | {left[i]: drawn[j] for i, j in loosely.items()}


def _scaled(detection: Detection, factor: float) -> Detection:
    box: Box = detection.box.scaled(factor)
    landmarks = None if detection.landmarks is None else detection.landmarks * np.float32(factor)
    return replace(detection, box=box, landmarks=landmarks)
