"""What the library answers about photos, people and pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from squares import Squares, album, draw, people, save

from faceapp.core.errors import PictureError, UnknownIdError
from faceapp.core.models import FaceState, Person
from faceapp.imaging import reader
from faceapp.library.library import Library
from faceapp.storage.people import PeopleStore


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    with squares.open(tmp_path / "library") as opened:
        opened.scan([album(tmp_path / "album", [*people(2, 4), [(0, 4), (1, 4)], [(3, 0)]])])
        yield opened


def test_people_named_first_then_by_faces(library: Library, tmp_path: Path) -> None:
    save(tmp_path / "album" / "more.png", [(1, 6)], 80)
    library.scan()
    large, small = library.people()
    assert (large.faces, small.faces) == (6, 5)
    library.decide.name(small.id, "Anna")
    named, group = library.people()
    assert (named.id, named.name, named.confirmed) == (small.id, "Anna", 5)
    assert (group.id, group.name, group.confirmed) == (large.id, None, 0)
    assert named.photos == 5
    assert len(named.sample_face_ids) == 5
    assert named.cover_face_id == named.sample_face_ids[0]
    assert library.person(named.id) == named


def test_photos_of_somebody_newest_first(library: Library) -> None:
    large, _ = library.people()
    mine = {face.photo_id for face in library.faces_of_person(large.id)}
    undated, old, new, *_ = sorted(mine)
    with library._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = '1961-05-01T10:00:00' WHERE id = ?", (old,))
        db.execute("UPDATE photo SET taken_at = '2011-05-01T10:00:00' WHERE id = ?", (new,))
    photos = library.photos_of_person(large.id)
    assert [photo.id for photo in photos[:3]] == [new, old, undated]
    assert {photo.id for photo in photos} == mine
    assert photos == library.photos([photo.id for photo in photos])


def test_people_are_remembered_until_anybody_writes(
    library: Library, tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, asked = library._context.people, []
    read = store._people
    monkeypatch.setattr(store, "_people", lambda person_id: asked.append(person_id) or read(person_id))
    first, second = library.people()
    assert library.people() == [first, second]
    assert len(asked) == 1
    library.decide.name(first.id, "Anna")
    assert [one.name for one in library.people()] == ["Anna", None]
    with squares.open(tmp_path / "library") as another:  # as the command line does beside the window
        another.decide.rename(first.id, "Berta")
    assert [one.name for one in library.people()] == ["Berta", None]
    assert len(asked) == 3


def test_one_person_follows_every_change_though_all_are_known(library: Library) -> None:
    def alone(person_id: int) -> list[Person]:
        return PeopleStore(library._context.database).people(person_id)  # which knows nobody yet

    one, other = (person.id for person in library.people())
    assert [library.person(who) for who in (one, other)] == library.people()
    decision = library.decide.name(one, "Anna")
    assert [library.person(one)] == alone(one) == library.people()[:1]
    library.decide.undo(decision.event)
    assert library.person(one).name is None
    library.people()
    library.decide.merge(one, [other])
    assert [library.person(one)] == alone(one)
    library.people()
    assert alone(other) == []
    with pytest.raises(UnknownIdError):
        library.person(other)
    with library._context.database.transaction(derived=True) as db:  # as another process would
        db.execute("UPDATE person SET hidden = 1 WHERE id = ?", (one,))
    assert library.person(one).hidden


def test_a_person_without_photos_is_still_there(library: Library, tmp_path: Path) -> None:
    anna = library.people()[0].id
    library.decide.name(anna, "Anna")
    for path in (tmp_path / "album").iterdir():
        path.rename(tmp_path / path.name)
    library.scan()
    assert library.coverage().detected == 0
    assert [(one.name, one.faces, one.confirmed, one.cover_face_id) for one in library.people()] == [
        ("Anna", 0, 0, None)
    ]
    assert library.problems() == []


def test_photos_of_a_person_count_once(library: Library, tmp_path: Path) -> None:
    save(tmp_path / "album" / "twice.png", [(0, 7), (0, 8)], 81)
    library.scan()
    (twice,) = (one for one in library.photos() if one.paths[0].endswith("twice.png"))
    faces = library.faces_of_photo(twice.id)
    assert len({face.person_id for face in faces}) == 2  # two faces of one photo are not one person...
    anna = next(face.person_id for face in faces if face.state is FaceState.GROUPED)
    assert anna is not None
    library.decide.name(anna, "Anna")
    library.decide.move(
        [face.id for face in faces if face.person_id != anna], anna
    )  # ...unless the user says so
    library.regroup()
    assert [face.person_id for face in library.faces_of_photo(twice.id)] == [anna, anna]
    assert [photo.id for photo in library.photos_of_person(anna)].count(twice.id) == 1
    assert library.person(anna).photos == library.person(anna).faces - 1


def test_faces_left_to_right(library: Library) -> None:
    (both,) = (one for one in library.photos() if len(library.faces_of_photo(one.id)) == 2)
    left, right = library.faces_of_photo(both.id)
    assert left.box.x < right.box.x
    assert library.faces_by_id([right.id, left.id]) == [right, left]
    assert library.faces_by_id([right.id, 4711]) == [right]


def test_each_part_of_the_coverage_line_can_be_listed(library: Library) -> None:
    library.decide.stranger([library.faces()[0].id])
    line = library.coverage()
    counts = {state: len(library.faces_in_state(state)) for state in FaceState}
    assert counts[FaceState.STRANGER] == line.strangers == 1
    assert counts[FaceState.GROUPED] == line.grouped
    assert counts[FaceState.SINGLE] == line.single
    assert sum(counts.values()) == line.detected == len(library.faces())


def test_pictures_and_thumbnails(library: Library, tmp_path: Path) -> None:
    face = library.faces()[0]
    (photo,) = library.photos([face.photo_id])
    view = library.read_photo(photo.id)
    assert view.pixels.shape == (40, 40, 3)
    assert (view.full_width, view.full_height) == (40, 40)
    crop = library.make_face_thumbnail(face.id)
    assert reader.read(crop).pixels.shape[0] == 256
    crop.unlink()
    assert library.make_face_thumbnail(face.id) == crop
    assert crop.exists()
    assert library.make_photo_thumbnail(photo.id).exists()
    for ask in (library.read_photo, library.make_face_thumbnail, library.make_photo_thumbnail):
        with pytest.raises(UnknownIdError, match="4711"):
            ask(4711)
    os.remove(photo.paths[0])
    crop.unlink()
    with pytest.raises(PictureError):
        library.read_photo(photo.id)
    with pytest.raises(PictureError):
        library.make_face_thumbnail(face.id)


def test_a_photo_at_two_paths_is_read_from_the_one_that_is_there(library: Library, tmp_path: Path) -> None:
    (photo,) = library.photos([1])
    shutil.copyfile(photo.paths[0], tmp_path / "album" / "copy.png")
    library.scan()
    os.remove(photo.paths[0])
    assert library.read_photo(1).pixels.shape == (40, 40, 3)


def test_the_state_for_the_doctor(library: Library, tmp_path: Path) -> None:
    state = library.state()
    counted = {"photos": 10, "faces": 11, "people": 0, "groups": 2, "problems": 0, "unattached": 0}
    assert {name: state[name] for name in counted} == counted
    assert state["index"] == "good, 11 faces"
    (tmp_path / "library" / "faces.faiss").write_bytes(b"nonsense")
    assert library.state()["index"].startswith("out of date")
    (tmp_path / "library" / "faces.faiss").unlink()
    assert library.state()["index"] == "not written yet"


def test_a_contact_sheet_of_everybody(library: Library, tmp_path: Path) -> None:
    library.decide.name(library.people()[0].id, "Zoë Ångström")
    path = library.contact_sheet(tmp_path / "sheet.png", "Everybody")
    with Image.open(path) as image:
        assert image.width > 200
        assert image.height > 100


def test_identify_answers_in_pixels_of_the_picture_and_left_to_right(library: Library) -> None:
    anna, ben = (one.id for one in library.people())
    library.decide.name(anna, "Anna")
    library.decide.name(ben, "Ben")
    who = {0: anna, 1: ben} if library.faces()[0].person_id == anna else {0: ben, 1: anna}
    left, middle, right = library.identify(draw([(1, 9), (9, 0), (0, 9)], 999))
    assert left.matches[0].person_id == who[1]
    assert middle.matches == ()
    assert right.matches[0].person_id == who[0]
    assert (left.box.x, middle.box.x, right.box.x) == (8, 48, 88)
    assert left.matches[0].distance < 0.3
