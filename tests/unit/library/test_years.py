"""A person through the years of dated photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from squares import Squares, people, save

from faceapp.core.ages import prototypes
from faceapp.core.errors import UnknownIdError
from faceapp.library.context import Context
from faceapp.library.library import Library

TAKEN = 36867  # Exif: DateTimeOriginal
YEARS = (2011, 2011, 2011, 2015, 2015, None)
PHOTOS = people(2, len(YEARS))


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Library:
    """Two people; each photo is dated by its Exif as in YEARS."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, faces in enumerate(PHOTOS):
        path = save(folder / f"{number:03}.png", faces, number)
        year = YEARS[number % len(YEARS)]
        if year is not None:
            with Image.open(path) as image:
                exif = image.getexif()
                exif[0x8769] = {TAKEN: f"{year}:06:01 12:00:00"}
                image.save(path, exif=exif)
    opened = squares.open(tmp_path / "library")
    opened.scan([folder])
    return opened


def face_ids(library: Library, *numbers: int) -> list[int]:
    by_photo = {face.photo_id: face.id for face in library.faces()}
    at = {Path(photo.paths[0]).stem: photo.id for photo in library.photos()}
    return [by_photo[at[f"{number:03}"]] for number in numbers]


def test_each_year_has_the_face_most_like_the_others() -> None:
    face = np.eye(4, dtype=np.float32)
    between = (face[0] + face[1]) / np.sqrt(2, dtype=np.float32)
    rows = np.stack([face[0], between, face[1], face[3], face[2]])
    assert prototypes(rows, [2011, 2011, 2011, 2015, 2012]) == {2011: 1, 2012: 4, 2015: 3}
    assert prototypes(rows[:0], []) == {}


def test_years_are_listed_oldest_first_without_undated_photos(library: Library) -> None:
    first, *_ = library.faces_by_id(face_ids(library, 0))
    assert first.person_id is not None
    found = library.years(first.person_id)
    assert [(one.year, one.faces, one.confirmed) for one in found] == [(2011, 3, 0), (2015, 2, 0)]
    assert found[0].face.id in face_ids(library, 0, 1, 2)
    assert found[1].face.id in face_ids(library, 3, 4)


def test_confirmed_faces_stand_for_their_year(library: Library) -> None:
    ids = face_ids(library, 0, 1, 2)
    (first,) = library.faces_by_id(ids[:1])
    assert first.person_id is not None
    before = library.years(first.person_id)[0].face.id
    other = next(face for face in ids if face != before)
    library.decide.name(first.person_id, "Anna", [other])
    year, _ = library.years(first.person_id)
    assert (year.face.id, year.faces, year.confirmed) == (other, 3, 1)


def test_the_years_need_no_index(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading that of a large library takes seconds, for a page of one person."""
    (first,) = library.faces_by_id(face_ids(library, 0))
    assert first.person_id is not None
    before = library.years(first.person_id)

    def index(self: Context) -> None:
        raise AssertionError

    monkeypatch.setattr(Context, "index", index)
    assert library.years(first.person_id) == before


def test_faces_another_model_has_looked_at_stand_for_a_year_by_their_quality(library: Library) -> None:
    (first,) = library.faces_by_id(face_ids(library, 0))
    assert first.person_id is not None
    with library._context.database.transaction() as db:
        db.execute("UPDATE embedding SET model = 'another'")
    found = library.years(first.person_id)
    assert [(one.year, one.faces) for one in found] == [(2011, 3), (2015, 2)]
    of_2011 = library.faces_by_id(face_ids(library, 0, 1, 2))
    assert found[0].face.quality == max(face.quality for face in of_2011)


def test_nobody_has_no_years(library: Library) -> None:
    with pytest.raises(UnknownIdError, match="There is no person or group 999"):
        library.years(999)
