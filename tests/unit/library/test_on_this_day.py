"""Photos of this calendar day in other years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from squares import Squares, album

from faceapp.core.memories import Memory, words
from faceapp.library.library import Library

TODAY = date(2026, 5, 20)
PHOTOS = [
    *[[(person, look)] for person in (0, 1) for look in range(4)],  # 0..3 Anna, 4..7 Ben
    [(0, 5), (1, 5)],  # 8 both
    [(2, 0)],  # 9 somebody without a name
    [],  # 10 nobody
]


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    album(tmp_path / "album", PHOTOS)
    with squares.open(tmp_path / "library") as opened:
        opened.scan([tmp_path / "album"])
        for name, number in (("Anna", 0), ("Ben", 4)):
            (face,) = opened.faces_of_photo(photo(opened, number))
            assert face.person_id is not None
            opened.decide.name(face.person_id, name)
        for face in opened.faces_of_photo(photo(opened, 8)):
            person = named(opened, "Anna" if face.box.x < 40 else "Ben")
            opened.decide.move([face.id], person) if face.person_id != person else None
        yield opened


def photo(library: Library, number: int) -> int:
    (found,) = (one for one in library.photos() if Path(one.paths[0]).stem == f"{number:03d}")
    return found.id


def named(library: Library, name: str) -> int:
    (found,) = (one for one in library.people() if one.name == name)
    return found.id


def take(library: Library, number: int, day: str) -> None:
    with library._context.database.transaction() as db:
        taken = f"{day}T12:00:00"
        db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo(library, number)))


def said(library: Library, today: date = TODAY) -> list[str]:
    return [": ".join(words(one)) for one in library.on_this_day(today)]


def test_nothing_without_dates(library: Library) -> None:
    assert library.on_this_day(TODAY) == []


def test_each_year_is_one_and_people_are_named_once_a_photo(library: Library) -> None:
    take(library, 0, "2011-05-20")
    take(library, 8, "2011-05-18")
    take(library, 4, "2019-05-23")
    assert said(library) == [
        "Around this day, 2019: 1 photo with Ben",
        "On this day, 2011: 2 photos with Anna and Ben",
    ]
    (_, first) = library.on_this_day(TODAY)
    assert first.photo_ids == (photo(library, 8), photo(library, 0))  # as they were taken
    assert first.cover == photo(library, 0)  # of the very day


def test_only_near_days_of_other_years_count(library: Library) -> None:
    take(library, 0, "2011-05-24")  # four days away
    take(library, 1, "2026-05-20")  # today
    take(library, 2, "2026-05-19")
    take(library, 9, "2011-05-20")  # nobody with a name
    take(library, 10, "2011-05-20")
    assert said(library) == []
    library.decide.present(photo(library, 10), named(library, "Anna"))
    assert said(library) == ["On this day, 2011: 1 photo with Anna"]
    library.decide.hide(named(library, "Anna"))
    assert said(library) == []


def test_around_the_turn_of_the_year(library: Library) -> None:
    take(library, 0, "2010-12-31")
    take(library, 1, "2011-01-02")
    take(library, 2, "2025-12-31")  # of these days
    assert said(library, date(2026, 1, 1)) == ["Around this day, 2011: 2 photos with Anna"]
    assert said(library, date(2024, 2, 29)) == []


def test_the_29th_of_february_is_near_its_neighbours_in_every_year(library: Library) -> None:
    take(library, 0, "2012-02-29")
    told = ["Around this day, 2012: 1 photo with Anna"]
    for day in ("2026-02-26", "2026-02-28", "2026-03-01", "2026-03-03", "2028-02-28"):
        assert said(library, date.fromisoformat(day)) == told, day
    assert said(library, date(2028, 2, 29)) == ["On this day, 2012: 1 photo with Anna"]
    for day in ("2026-02-25", "2026-03-04"):
        assert said(library, date.fromisoformat(day)) == [], day


def test_photos_that_are_away_are_left_out(library: Library, tmp_path: Path) -> None:
    take(library, 0, "2011-05-20")
    (tmp_path / "album" / "000.png").unlink()
    library.scan()
    assert said(library) == []


def test_the_words() -> None:
    assert words(Memory(2011, (1, 2, 3, 4), 1, ("Anna", "Ben", "Cleo"), 2, True)) == (
        "On this day, 2011",
        "4 photos with Anna, Ben, Cleo and 2 more",
    )
