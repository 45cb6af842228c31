"""The user's word by face and the confirmed faces, remembered from one placed photo to the next.

A scan places a photo every few milliseconds, and the user says nothing meanwhile: with tens of thousands of
decisions, translating them anew for each photo takes longer than placing it.
"""

from __future__ import annotations

from dataclasses import dataclass

from faceapp.core.assignment import Gallery
from faceapp.core.word import Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.context import Context
from faceapp.library.face_word import FaceWord
from faceapp.library.group import Grouper, confirmed_of
from faceapp.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class _Known:
    """A gallery and what it was made of."""

    said: FaceWord
    faces: list[int]
    space: tuple[str, int]
    gallery: Gallery


class Remembered:
    """What was said, looked at again only where something has changed. Hold the library's lock."""

    def __init__(self, context: Context, grouper: Grouper) -> None:
        self._context = context
        self._grouper = grouper
        self._stamp: tuple[int, int, int] | None = None
        self._said = FaceWord({}, {}, {})
        self._confirmed: list[int] = []
        self._gallery: _Known | None = None

    def said(self, db: Transaction, word: Word) -> FaceWord:
        """The word by face, inside a transaction; ``word``: of all events that are stored."""
        stamp = (word.last_event, *self._context.history.attached_stamp(db))
        if self._stamp != stamp:
            self._said = self._grouper.face_word(word, self._context.history.attached_now(db))
            self._confirmed = list(confirmed_of(self._said))
            self._stamp = stamp
        return self._said

    def gallery(self, word: Word, index: FaissIndex) -> Gallery:
        """The confirmed faces of named people, by what :meth:`said` told last."""
        said, known = self._said, self._gallery
        if said.born:  # the dates of their photos count too, and may change without a decision
            return self._grouper.gallery(said, word.named(), index)
        faces = index.held(self._confirmed)
        space = (index.model, index.generation)
        if known is None or known.said is not said or known.space != space or known.faces != faces:
            gallery = self._grouper.gallery(said, word.named(), index)
            self._gallery = known = _Known(said, faces, space, gallery)
        return known.gallery
