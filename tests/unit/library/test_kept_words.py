"""Whatever the history says is known again as a sentence, so that a window can say it in another language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from faces_of import face, group_of, members
from squares import Squares, people

from faceapp.core.history_words import DECISIONS, DREW, DREW_AROUND, MOVED_BOX, MOVED_BOX_OF
from faceapp.core.kept import Kept
from faceapp.core.said import Said
from faceapp.library.library import Library

# 0..5: person 0 in 6 photos; 6..11: person 1; 12..17: person 2; 18: both 0 and 1.
PHOTOS = [*people(3, 6), [(0, 10), (1, 10)]]


def words_of(text: str) -> str:
    """The template a text was made of; fails where it is not known."""
    assert isinstance(text, Kept)
    found = text.recalled()
    assert isinstance(found, Said), text
    assert found == str(text)
    return found.words


def test_each_decision_is_known_again(library: Library) -> None:
    anna, ben, cleo = group_of(library, 0), group_of(library, 6), group_of(library, 12)
    decide = library.decide
    decide.different(anna, cleo)
    decide.hide(cleo)
    decide.hide(cleo, False)
    decide.name(anna, "Anna")
    decide.name(ben, "ben")
    decide.rename(ben, "Ben")
    decide.look_alike(anna, ben)
    decide.look_alike(anna, ben, False)
    decide.birthdate(anna, date(1990, 5, 1))
    decide.birthdate(anna, None)
    decide.confirm([face(library, 0)], anna)
    decide.reject([face(library, 1)], anna)
    decide.move([face(library, 2), face(library, 3)], None)
    decide.move([face(library, 4)], None, "Dora")
    decide.stranger([face(library, 12)])
    decide.not_a_face([face(library, 13), face(library, 14)])
    decide.apart([face(library, 15)], [face(library, 0), face(library, 6)])
    decide.split(ben, [sorted(members(library, ben))[:2], sorted(members(library, ben))[2:4]])
    photo = library.faces_by_id([face(library, 5)])[0].photo_id
    decide.present(photo, ben)
    decide.present(photo, ben, False)
    both = library.faces_of_photo(_photo_of_two(library))
    for answer in ("mirror", "collage", "mistake"):
        decide.twice(both[0].id, both[1].id, answer)
    decide.merge(anna, [cleo])
    events = [one.event for one in (decide.hide(anna), decide.hide(ben))]
    decide.undo_together(events)
    decide.redo()
    decide.undo()
    decide.redo()
    decide.undo_since(date.today())
    found = {words_of(one.what) for one in library.history()}
    drawn = {DREW, DREW_AROUND, MOVED_BOX, MOVED_BOX_OF}  # what they are: see the tests of boxes
    assert found == {one.words for one in DECISIONS if one not in drawn}


def _photo_of_two(library: Library) -> int:
    return next(one.id for one in library.photos() if len(library.faces_of_photo(one.id)) == 2)


def test_each_problem_is_known_again(squares: Squares, tmp_path: Path) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("no picture at all")
    (folder / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with squares.open(tmp_path / "library") as library:
        library.scan([folder])
        found = library.problems()
    assert len(found) == 3
    assert all(words_of(one.message) for one in found)
