"""The user's word by face and the confirmed faces, remembered from one click, or placed photo, to the next.

A scan places a photo every few milliseconds, and a click is answered within a tenth of a second: with a
hundred thousand decided faces, translating them all takes longer than either. So only what a decision spoke
about is translated anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from faceapp.core.ages import Ages
from faceapp.core.assignment import Gallery
from faceapp.core.relations import Pair
from faceapp.core.word import Claim, ClaimKind, Word
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.context import Context
from faceapp.library.face_word import FaceWord, by_face, renewed
from faceapp.storage.database import Transaction

_KEPT = 3
"""Words that are remembered: a transaction that was taken back, such as a preview, leaves a useless one."""


@dataclass(frozen=True, slots=True)
class _Examples:
    """The gallery of a word, and of which index.

    Attributes:
        gallery: The confirmed faces of named people.
        index: Model, generation and version of the index.
        without: Confirmed faces that the index does not hold.
        come: Those that were no examples before the last decision, or of somebody else, in the order of it.
        gone: Those that were examples then, and are no more.
    """

    gallery: Gallery
    index: tuple[str, int, int]
    without: frozenset[int]
    come: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


@dataclass(slots=True)
class _Known:
    """A word by face and what it was made of.

    Attributes:
        word: The number of the word.
        refs: The stamp of the references that are attached.
        attached: Reference -> face.
        pairs: Event -> what was said of two people.
        pairs_of: Reference -> events of these that name it.
        said: The word by face.
        named: People with a name.
        waiting: Faces that are confirmed as somebody without one: they teach as soon as there is one.
        before: What it was made from, until its own examples are known.
        faces: Faces that are claimed otherwise than there.
        examples: The confirmed faces.
    """

    word: int
    refs: tuple[int, int, int]
    attached: dict[int, int]
    pairs: dict[int, Pair]
    pairs_of: dict[int, frozenset[int]]
    said: FaceWord
    named: set[int]
    waiting: set[int]
    before: _Known | None = None
    faces: set[int] = field(default_factory=set)
    examples: _Examples | None = None


class Remembered:
    """What was said, looked at again only where something has changed. Hold the library's lock."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: list[_Known] = []

    def said(self, db: Transaction, word: Word) -> FaceWord:
        """The word by face, inside a transaction.

        Args:
            db: The transaction.
            word: That of all events that are stored, or of the transaction's own ones as well.
        """
        refs = self._context.history.attached_stamp(db)
        known = next((one for one in self._known if (one.word, one.refs) == (word.number, refs)), None)
        if known is None:
            before = next((one for one in self._known if _leads_to(one, word, refs)), None)
            known = self._whole(db, word, refs) if before is None else self._after(db, before, word, refs)
        self._known = [known, *(one for one in self._known if one is not known)][:_KEPT]
        return known.said

    def gallery(self, word: Word, index: FaissIndex) -> Gallery:
        """The confirmed faces of named people, by what :meth:`said` told last."""
        known = self._known[0]
        space = (index.model, index.generation, index.version)
        if known.examples is None and known.before is not None:
            known.examples = _examples_after(known, known.before, index)
        known.before = None
        if known.examples is not None and known.examples.index != space:
            known.examples = _still_good(known.examples, index)
        if known.examples is None:
            gallery = _ageless(self._context, known.said, known.named, index)
            confirmed = confirmed_of(known.said)
            without = frozenset(confirmed.keys() - index.held(confirmed))
            known.examples = _Examples(gallery, space, without, tuple(confirmed.keys() - without))
        # Dates may change without a decision.
        return _with_ages(self._context, known.said, known.examples.gallery)

    def taught(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Examples that came with the decision of which :meth:`gallery` told last, and that went with it.

        All are said to have come where it is not known.
        """
        examples = self._known[0].examples
        if examples is None:
            return tuple(confirmed_of(self._known[0].said)), ()
        return examples.come, examples.gone

    def _whole(self, db: Transaction, word: Word, refs: tuple[int, int, int]) -> _Known:
        attached = self._context.history.attached_now(db)
        pairs = word.different | word.alike
        events: dict[int, set[int]] = {}
        for event, pair in pairs.items():
            for ref in (*pair.faces[0], *pair.faces[1]):
                events.setdefault(ref, set()).add(event)
        pairs_of = {ref: frozenset(some) for ref, some in events.items()}
        said = by_face(word, attached)
        named = word.named()
        waiting = {face for face, person in confirmed_of(said).items() if person not in named}
        return _Known(word.number, refs, attached, pairs, pairs_of, said, named, waiting)

    def _after(self, db: Transaction, before: _Known, word: Word, refs: tuple[int, int, int]) -> _Known:
        attached, pairs, pairs_of = before.attached, before.pairs, before.pairs_of
        if refs != before.refs:
            attached = attached | self._context.history.attached_above(db, before.refs[0])
        if word.told_pairs:
            pairs, pairs_of = word.different | word.alike, dict(pairs_of)
            for event in word.told_pairs:
                for ref in _named_by(before.pairs.get(event)):
                    pairs_of[ref] = pairs_of[ref] - {event}
                for ref in _named_by(pairs.get(event)):
                    pairs_of[ref] = pairs_of.get(ref, frozenset()) | {event}
        said = renewed(before.said, word, attached, word.told, pairs_of)
        faces, named = {attached[ref] for ref in word.told if ref in attached}, word.named()
        told = {face: _confirmed(said.claims.get(face)) for face in before.waiting | faces}
        waiting = {face for face, person in told.items() if person is not None and person not in named}
        return _Known(word.number, refs, attached, pairs, pairs_of, said, named, waiting, before, faces)


def _leads_to(known: _Known, word: Word, refs: tuple[int, int, int]) -> bool:
    """Whether a word says the same but for what it has told, of references that are attached as then."""
    return known.word == word.parent and known.refs[1:] == refs[1:] and known.refs[0] <= refs[0]


def _named_by(pair: Pair | None) -> tuple[int, ...]:
    return () if pair is None else tuple({*pair.faces[0], *pair.faces[1]})


def _examples_after(known: _Known, before: _Known, index: FaissIndex) -> _Examples | None:
    """The examples after a decision, made from those before it; None where there are none."""
    space = (index.model, index.generation, index.version)
    old = before.examples
    if old is not None and old.index != space:
        old = _still_good(old, index)
    if old is None:
        return None
    faces = known.faces | (before.waiting - known.waiting)
    gone = [*faces, *(face for person in before.named - known.named for face in old.gallery.faces_of(person))]
    told: Mapping[int, int] = {
        face: person for face in faces if (person := _confirmed(known.said.claims.get(face))) is not None
    }
    held = index.held(told)
    ids = np.array([face for face in held if told[face] in known.named], np.int64)
    people = np.array([told[face] for face in ids.tolist()], np.int64)
    gallery = old.gallery.renewed(np.array(gone, np.int64), index.vectors(ids), ids, people)
    come = tuple(face for face in ids.tolist() if before.said.claims.get(face) != known.said.claims[face])
    left = {*old.gallery.face_ids[np.isin(old.gallery.face_ids, gone)].tolist()} - {*ids.tolist()}
    return _Examples(gallery, space, (old.without - faces) | (told.keys() - held), come, tuple(sorted(left)))


def _still_good(examples: _Examples, index: FaissIndex) -> _Examples | None:
    """The same for an index that has changed since, or None where it matters."""
    space = (index.model, index.generation, index.version)
    faces = examples.gallery.face_ids
    if examples.index[:2] != space[:2] or index.held(examples.without):
        return None
    return replace(examples, index=space) if index.holds(faces) else None


def gallery_of(context: Context, said: FaceWord, named: Collection[int], index: FaissIndex) -> Gallery:
    """All confirmed faces of named people."""
    return _with_ages(context, said, _ageless(context, said, named, index))


def _ageless(context: Context, said: FaceWord, named: Collection[int], index: FaissIndex) -> Gallery:
    people_of = confirmed_of(said)
    rows = [face_id for face_id in index.held(people_of) if people_of[face_id] in named]
    faces = np.array(rows, np.int64)
    people = np.array([people_of[face_id] for face_id in rows], np.int64)
    return Gallery(index.vectors(faces), faces, people, space=context.space())


def _with_ages(context: Context, said: FaceWord, gallery: Gallery) -> Gallery:
    """With the dates of those photos whose people have a birth date."""
    if not said.born:
        return gallery
    faces = [face for person in said.born for face in gallery.faces_of(person)]
    return gallery.aged(Ages(said.born, context.faces.taken(faces)))


def confirmed_of(said: FaceWord) -> dict[int, int]:
    """Confirmed face -> person, in the order of the word."""
    return {
        face_id: person for face_id, claim in said.claims.items() if (person := _confirmed(claim)) is not None
    }


def _confirmed(claim: Claim | None) -> int | None:
    return claim.person_id if claim is not None and claim.kind is ClaimKind.CONFIRMED else None
