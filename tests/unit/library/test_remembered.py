"""What the user said is translated once, and again as soon as anything of it has changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from squares import Squares, album, people

from faceapp.library.context import Context
from faceapp.library.remembered import Remembered

PEOPLE, PHOTOS = 4, 3


@pytest.fixture
def context(tmp_path: Path, squares: Squares) -> Context:
    """Everybody has a name, and all faces are confirmed."""
    with squares.open(tmp_path / "library") as library:
        library.scan([album(tmp_path / "album", people(PEOPLE, PHOTOS))])
        for number, person in enumerate(library.people()):
            seen = [face.id for face in library.faces_of_person(person.id)]
            library.decide.name(person.id, f"Person {number}", seen)
    return Context(tmp_path / "library", squares.source())


def test_it_lasts_as_long_as_nothing_changes(context: Context) -> None:
    remembered = Remembered(context)
    with context.database.transaction() as db:
        said = remembered.said(db, context.word())
        assert remembered.said(db, context.word()) is said
        gallery = remembered.gallery(context.word(), context.index())
        assert len(gallery) == len(said.claims) == PEOPLE * PHOTOS
        assert remembered.gallery(context.word(), context.index()) is gallery
    context.close()


def test_a_face_attached_elsewhere_is_seen(context: Context) -> None:
    remembered = Remembered(context)
    with context.database.transaction() as db:
        said = remembered.said(db, context.word())
        gallery = remembered.gallery(context.word(), context.index())
        attached = context.history.attached_now(db)
        (one, face), (other, place) = list(attached.items())[:2]
        for ref, there in ((one, None), (other, face), (one, place)):
            context.history.attach(db, ref, there)
        now = remembered.said(db, context.word())
        assert now is not said
        assert (now.claims[face], now.claims[place]) == (said.claims[place], said.claims[face])
        assert remembered.gallery(context.word(), context.index()) is not gallery
        context.history.attach(db, one, None)
        assert place not in remembered.said(db, context.word()).claims
        assert len(remembered.gallery(context.word(), context.index())) == len(gallery) - 1
    context.close()


def test_a_decision_is_heard(context: Context, squares: Squares) -> None:
    remembered = Remembered(context)
    with context.database.transaction() as db:
        face = next(iter(remembered.said(db, context.word()).claims))
    with squares.open(context.root) as library:
        library.decide.stranger([face])
    with context.database.transaction() as db:
        assert remembered.said(db, context.word()).claims[face].person_id is None
        assert len(remembered.gallery(context.word(), context.index())) == PEOPLE * PHOTOS - 1
    context.close()


def test_a_face_that_has_no_embedding_any_more_is_no_example(context: Context) -> None:
    remembered, index = Remembered(context), context.index()
    with context.database.transaction() as db:
        remembered.said(db, context.word())
        whole = remembered.gallery(context.word(), index)
        index.remove(np.array(index.ids[:1]))
        assert len(remembered.gallery(context.word(), index)) == len(whole) - 1
        index.generation += 1
        fewer = remembered.gallery(context.word(), index)
        index.generation += 1
        assert remembered.gallery(context.word(), index) is not fewer
    context.close()
