"""When a scan groups everything anew, and when the places that new faces got will do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from squares import Squares, album, people, save

from faceapp.core.models import Face
from faceapp.library import due
from faceapp.library.library import Library
from faceapp.library.place import Placer
from faceapp.library.regroup import Regrouper

PHOTOS = people(12, 6)  # 72 faces: one more is less than a fiftieth


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time everything was grouped; the album counts as a large one."""
    found: list[str] = []
    run = Regrouper.run

    def counted(self: Regrouper) -> object:
        found.append("all")
        return run(self)

    monkeypatch.setattr(Regrouper, "run", counted)
    monkeypatch.setattr(due, "SMALL", 0)
    return found


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return album(tmp_path / "photos", PHOTOS)


@pytest.fixture
def opened(photos: Path, tmp_path: Path, squares: Squares, runs: list[str]) -> Iterator[Library]:
    with squares.open(tmp_path / "library") as library:
        library.scan([photos])
        runs.clear()
        yield library


def at(library: Library, name: str) -> Face:
    """The face of a photo that shows one."""
    (photo,) = [one for one in library.photos() if any(path.endswith(name) for path in one.paths)]
    (face,) = [face for face in library.faces() if face.photo_id == photo.id]
    return face


def with_the_first(library: Library, name: str) -> bool:
    """Whether the face of a photo is in the group of the first photo's."""
    group = at(library, "000.png").person_id
    return group is not None and at(library, name).person_id == group


def test_a_scan_that_finds_nothing_new_groups_nothing(opened: Library, runs: list[str]) -> None:
    before = opened.faces()
    opened.scan()
    assert runs == []
    assert opened.faces() == before


def test_a_scan_that_finds_nothing_new_needs_neither_index_nor_networks(
    opened: Library, photos: Path, tmp_path: Path, squares: Squares
) -> None:
    opened.close()
    with squares.open(tmp_path / "library") as library:
        assert library.scan([photos]).unchanged == len(PHOTOS)
        assert library._context._index is None
        assert library._context.recognizers.loaded is None


def test_one_photo_more_is_placed_and_the_rest_left_alone(
    opened: Library, photos: Path, runs: list[str]
) -> None:
    before = {face.id: face for face in opened.faces()}
    save(photos / "new.png", [(0, 7)], 100)
    opened.scan()
    assert runs == []
    assert with_the_first(opened, "new.png")
    assert {face.id: face for face in opened.faces() if face.id in before} == before


def test_many_photos_more_group_everything(opened: Library, photos: Path, runs: list[str]) -> None:
    for number in range(3):
        save(photos / f"new {number}.png", [(0, 6 + number)], 100 + number)
    opened.scan()
    assert runs == ["all"]
    assert all(with_the_first(opened, f"new {number}.png") for number in range(3))


def test_a_few_photos_at_a_time_add_up(opened: Library, photos: Path, runs: list[str]) -> None:
    for number in range(2):
        save(photos / f"new {number}.png", [(0, 6 + number)], 100 + number)
        opened.scan()
    assert runs == ["all"]


def test_photos_that_go_group_everything_when_they_are_many(
    opened: Library, photos: Path, runs: list[str]
) -> None:
    (photos / "071.png").unlink()
    opened.scan()
    assert runs == []
    for number in range(60, 71):
        (photos / f"{number:03}.png").unlink()
    opened.scan()
    assert runs == ["all"]


def test_what_the_user_said_meanwhile_has_its_consequences(opened: Library, runs: list[str]) -> None:
    group = at(opened, "000.png").person_id
    assert group is not None
    opened.decide.name(group, "Anna")
    opened.scan()
    opened.scan()
    assert runs == ["all"]


def test_a_small_album_is_grouped_whenever_something_came(
    opened: Library, photos: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "SMALL", 100)
    save(photos / "new.png", [(0, 7)], 100)
    opened.scan()
    assert runs == ["all"]


def test_what_a_scan_stored_and_could_not_place_the_next_one_places(
    opened: Library, photos: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise RuntimeError("killed")

    save(photos / "new.png", [(0, 7)], 100)
    with monkeypatch.context() as patch:
        patch.setattr(Placer, "place", killed)
        with pytest.raises(RuntimeError, match="killed"):
            opened.scan()
    assert not with_the_first(opened, "new.png")
    opened.scan()
    assert runs == []
    assert with_the_first(opened, "new.png")


def test_faces_of_old_photos_that_are_found_again_leave_nothing_to_place(
    opened: Library, photos: Path, runs: list[str]
) -> None:
    """Their ids are low: what was placed above them stays placed."""
    mark = due.Due(opened._context)
    with opened._context.database.transaction() as db:
        mark.placed(db, at(opened, "000.png").id)
    assert mark.unplaced() == set()
