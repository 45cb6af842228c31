"""One person twice in a photo is asked about in the review, and the answer is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from squares import Squares, album, people

from faceapp.core.errors import DecisionError
from faceapp.core.questions import Question, QuestionKind
from faceapp.library.library import Library


@pytest.fixture
def library(squares: Squares, tmp_path: Path) -> Iterator[Library]:
    with squares.open(tmp_path / "library") as opened:
        opened.scan([album(tmp_path / "album", [*people(2, 4), [(0, 5), (0, 6)]])])
        for group, name in zip(
            [one for one in opened.people() if one.name is None], ("Anna", "Ben"), strict=False
        ):
            opened.decide.name(group.id, name)
        yield opened


def twice(library: Library) -> Question | None:
    """The question, whatever else is asked before it."""
    passed: set[str] = set()
    while (question := library.review.next(passed)) is not None:
        if question.kind is QuestionKind.TWICE:
            return question
        passed.add(question.key)
    return None


def test_two_faces_of_one_photo_are_asked_about(library: Library) -> None:
    question = twice(library)
    assert question is not None
    assert question.name == "Anna"
    one, other = library.faces_by_id([question.one[0], question.other[0]])
    assert one.photo_id == other.photo_id
    assert library.review.find(question.key) == question


@pytest.mark.parametrize("reply", ["mirror", "collage", "mistake"])
def test_an_answer_is_remembered_and_can_be_undone(library: Library, reply: str) -> None:
    question = twice(library)
    assert question is not None
    decision = library.review.answer(question, reply)
    assert decision is not None
    assert library.history()[0].kind == "twice"
    assert twice(library) is None
    assert library.review.find(question.key) is None
    with pytest.raises(DecisionError, match="no longer stands"):
        library.review.answer(question, "mirror")
    library.review.undo()
    again = twice(library)
    assert again is not None
    assert again.key == question.key


def test_two_people_are_not_both_suggested_as_one(library: Library) -> None:
    question = twice(library)
    assert question is not None
    library.review.answer(question, "mistake")
    one, other = (library.faces_by_id([face])[0] for face in (question.one[0], question.other[0]))
    assert one.name == "Anna"
    assert (other.name, other.suggested_name) == (None, None)


def test_skipping_puts_it_off(library: Library) -> None:
    question = twice(library)
    assert question is not None
    assert library.review.answer(question, "skip") is None
    assert twice(library) is None


def test_another_reply_makes_no_sense(library: Library) -> None:
    question = twice(library)
    assert question is not None
    with pytest.raises(DecisionError, match="mirror, collage or mistake"):
        library.review.answer(question, "yes")


def test_nobody_is_twice_in_ordinary_photos(squares: Squares, tmp_path: Path) -> None:
    with squares.open(tmp_path / "library") as opened:
        opened.scan([album(tmp_path / "album", [[(0, look), (1, look)] for look in range(5)])])
        for group, name in zip(opened.people(), ("Anna", "Ben"), strict=True):
            opened.decide.name(group.id, name)
        assert twice(opened) is None
