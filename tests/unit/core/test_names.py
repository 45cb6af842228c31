"""Names that may mean one person."""

from __future__ import annotations

import pytest

from faceapp.core.models import Person
from faceapp.core.names import KnownName, fold, like, meant, titles_of


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("Zoe", ["Anna", "Zoë"], "Zoë"),
        ("Jean-Luc", ["jean luc"], "jean luc"),
        ("Robyn", ["Robin"], "Robin"),
        ("Annna", ["Anna"], "Anna"),
        ("Marta", ["Martha"], "Martha"),
        ("Anan", ["Anna"], "Anna"),
        ("Björn", ["Bjorm", "Bjorn"], "Bjorn"),
        ("Lukasz", ["Łukasz"], "Łukasz"),
        ("Ann", ["Anne"], None),  # short names are often one letter apart
        ("anna", ["Anna"], None),  # the very same: they are joined
        ("Guest 12", ["Guest 11"], None),
        ("Martin", ["Marten B", "Marion B"], None),
        ("李雷", ["韩梅梅"], None),
        ("Anna", [], None),
    ],
)
def test_like(name: str, known: list[str], found: str | None) -> None:
    assert like(name, known) == found


def test_folding() -> None:
    assert fold("  Élodie\tSTRAẞE Łódź Ørsted ") == "elodie strasse lodz orsted"
    assert fold("ﬁn") == fold("FIN")
    assert fold("Zoë  O'Neill-Lefèvre") == "zoe o'neill-lefevre"
    assert fold("李雷") == "李雷"


def titles(*people: tuple[int, str]) -> dict[int, str]:
    found = titles_of(KnownName(number, name) for number, name in people)
    assert found == titles_of(KnownName(number, name) for number, name in reversed(people))
    return found


def test_people_of_one_name_get_numbers_that_go_by_their_ids() -> None:
    assert titles((9, "anna"), (4, "Anna"), (5, "Ben"), (7, "Ánna")) == {
        4: "Anna (1)",
        7: "Ánna (2)",
        9: "anna (3)",
        5: "Ben",
    }


def test_a_number_that_is_part_of_somebody_elses_name_is_left_out() -> None:
    assert titles((1, "Anna"), (2, "Anna"), (3, "Anna (2)")) == {1: "Anna (1)", 2: "Anna (3)", 3: "Anna (2)"}


def test_a_typed_title_means_the_one_who_has_it() -> None:
    people = [
        Person(2, "Anna", 9, 9, 9, title="Anna (2)"),
        Person(1, "Anna", 5, 5, 5, title="Anna (1)"),
        Person(3, "Ben", 1, 1, 1),
        Person(4, None, 1, 1, 0),
    ]
    assert [one.id for one in meant(people, "anna")] == [2, 1]
    assert [one.id for one in meant(people, "ANNA (1)")] == [1]
    assert [one.id for one in meant(people, "Ben")] == [3]
    assert meant(people, "Anna (3)") == []
