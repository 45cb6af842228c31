"""Who is this? Answers about a picture that is not (or need not be) in the library. Nothing is stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from faceapp.core.models import Detection, Embeddings, IdentifiedFace, Match, Picture
from faceapp.imaging import reader
from faceapp.library.analyze import DECODE_LONG_SIDE
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.recognizer import Recognizer
from faceapp.library.workers import Priority


class Identifier:
    """Compares the faces of any picture with the confirmed faces of named people."""

    def __init__(self, context: Context, grouper: Grouper) -> None:
        self._context = context
        self._grouper = grouper

    def identify(self, source: Path | bytes | Picture) -> list[IdentifiedFace]:
        """Find and name the faces of one picture, left to right.

        Empty ``matches`` means unknown.

        Args:
            source: A file, the bytes of one, or pixels (uint8 [H, W, 3], RGB, upright).

        Raises:
            PictureError: the picture cannot be used.
        """
        if isinstance(source, np.ndarray):
            pixels, factor = source, 1.0
        else:
            # As a scan reads it: a wide colour profile changes no face, and converting one takes as long.
            loaded = reader.read(source, long_side=DECODE_LONG_SIDE, true_colours=False)
            pixels = loaded.pixels
            factor = loaded.full_width / pixels.shape[1]

        def work(recognizer: Recognizer) -> tuple[list[Detection], Embeddings]:
            (detections,) = recognizer.detector.detect([pixels])
            if not detections:
                # Whoever shows a picture asks about somebody in it, however small. Where larger faces are
                # found, they are who is meant: a thorough look takes four times as long and is not worth it.
                (detections,) = recognizer.detector.detect([pixels], thorough=True)
            crops = [recognizer.embedder.crop(pixels, detection) for detection in detections]
            vectors = (
                recognizer.embedder.embed(crops)
                if crops
                else np.zeros((0, recognizer.embedder.dimension), np.float32)
            )
            return detections, vectors

        detections, vectors = self._context.recognizers.run(work, Priority.QUESTION)
        matches = self._matches(vectors)
        found = [
            IdentifiedFace(detection.box.scaled(factor), detection.score, answer)
            for detection, answer in zip(detections, matches, strict=True)
        ]
        return sorted(found, key=lambda face: face.box.x)

    def _matches(self, vectors: Embeddings) -> list[tuple[Match, ...]]:
        context = self._context
        with context.lock:
            word, index, space = context.word(), context.index(), context.space()
            # Made once and kept until somebody decides something: a large album has many confirmed faces.
            self._grouper.remembered.said(context.database.reader(), word)
            gallery = self._grouper.remembered.gallery(word, index)
            hidden = dict.fromkeys(range(len(vectors)), word.hidden)
            ranked = gallery.candidates(space.map(vectors), context.thresholds, rejected=hidden)
            titles = context.people.titles()
        return [
            tuple(
                Match(
                    one.person_id,
                    titles.get(one.person_id, word.names[one.person_id]),
                    round(one.distance, 4),
                    round(one.probability, 4),
                    one.face_id,
                    tuple((face, round(distance, 4)) for face, distance in one.nearest),
                    None if one.margin is None else round(one.margin, 4),
                )
                for one in candidates
                if one.probability >= context.thresholds.answer
            )
            for candidates in ranked
        ]
