"""Two people of one name are told apart by every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import squares
from squares import Spot, Squares

from faceapp.library.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Anna in 0..4, another Anna in 5..9, somebody without a name in 10..14, poor pictures in 15 and 16."""
    photos: list[list[Spot]] = [*squares.people(3, 5), [(0, 10)], [(1, 10)]]
    opened = Squares().open(tmp_path / "library")
    opened.scan([squares.album(tmp_path / "photos", photos)])
    for number in (0, 5):
        opened.decide.name(group_of(opened, number), "Anna")
    return opened


def photo(library: Library, number: int) -> int:
    return library.photo_at(squares_path(library, number)).id


def squares_path(library: Library, number: int) -> str:
    (path,) = (one.paths[0] for one in library.photos() if one.paths[0].endswith(f"{number:03d}.png"))
    return path


def group_of(library: Library, number: int) -> int:
    (face,) = library.faces_of_photo(photo(library, number))
    assert face.person_id is not None
    return face.person_id


def test_lists_and_answers_call_them_the_same(library: Library) -> None:
    first, second = sorted((group_of(library, 0), group_of(library, 5)))
    titles = {first: "Anna (1)", second: "Anna (2)"}
    assert library.titles() == titles
    assert {one.id: one.title for one in library.people() if one.name} == titles
    assert library.person(second).title == "Anna (2)"
    assert library.person(second).name == "Anna"
    (face,) = library.faces_of_photo(photo(library, 5))
    assert {one.person_id: one.name for one in library.why(face.id)} == titles
    (found,) = library.identify(squares_path(library, 0))
    assert found.matches[0].name == titles[group_of(library, 0)]
    library.decide.present(photo(library, 10), second)
    assert library.present_in(photo(library, 10)) == [(second, "Anna (2)")]
    assert [set(library.search(f'"{title}"').photo_ids) for title in titles.values()] == [
        {one.id for one in library.photos_of_person(person)} for person in titles
    ]


def test_the_review_understands_which_of_them_is_meant(library: Library) -> None:
    group, titles = group_of(library, 10), library.titles()
    question = library.review.find(f"name:{group}")
    assert question is not None
    assert {one.name for one in question.choices} <= {*titles.values()}
    decision = library.review.answer(question, "name anna (2)")
    assert decision is not None
    assert decision.person_id == max(titles)
    assert library.titles() == titles
