"""Sentences that know what they were made of."""

from __future__ import annotations

import pickle

import pytest

from faceapp.core.errors import LibraryError
from faceapp.core.said import Said, listed, said


@pytest.mark.parametrize(
    ("words", "number", "sentence"),
    [
        ("%n face(s)", 1, "1 face"),
        ("%n face(s)", 0, "0 faces"),
        ("%n face(s)", 1204, "1,204 faces"),
        ("%n box(es)", 1, "1 box"),
        ("%n box(es)", 2, "2 boxes"),
        ("%n (person|people) so far", 1, "1 person so far"),
        ("%n (person|people) so far", 3, "3 people so far"),
        ("Photo (shown twice)", None, "Photo (shown twice)"),
    ],
)
def test_what_is_counted_is_said_in_the_form_of_its_number(
    words: str, number: int | None, sentence: str
) -> None:
    assert said(words, None, number) == sentence


def test_values_are_put_in_and_never_read_as_forms_or_places_themselves() -> None:
    assert said("%n face(s) of {name}", None, 2, name="{x}(s) %n") == "2 faces of {x}(s) %n"


def test_braces_that_name_no_value_stay() -> None:
    assert said("{name} of {other}", name="Anna") == "Anna of {other}"


def test_a_sentence_survives_the_way_from_another_process_with_its_words() -> None:
    error = LibraryError(said("%n photo(s) in {folder}", None, 3, folder="Sea"))
    back = pickle.loads(pickle.dumps(error)).user_message
    assert back == "3 photos in Sea"
    assert isinstance(back, Said)
    assert (back.words, back.number, back.values) == ("%n photo(s) in {folder}", 3, {"folder": "Sea"})


def test_a_list_ends_in_and_or_in_or() -> None:
    assert [listed(["Anna", "Ben", "Carl"][:count]) for count in range(4)] == [
        "",
        "Anna",
        "Anna and Ben",
        "Anna, Ben and Carl",
    ]
    assert listed(["Anna", "Ben", "Carl"], either=True) == "Anna, Ben or Carl"
    one = said("%n photo(s)", None, 2)
    whole = listed(["Anna", one])
    assert isinstance(whole, Said)
    assert whole.values["other"] is one  # a window shows it in its own language
