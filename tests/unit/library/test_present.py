"""Somebody is in a photo though no face of theirs shows there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from squares import Squares, album, people

from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.models import ModelId, Person
from faceapp.core.thresholds import FACENET_VGGFACE2
from faceapp.library.library import Library


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """Anna in 0..4, Ben in 5..9, and a photo in which nobody's face shows: 10."""
    album(tmp_path / "album", [*people(2, 5), []])
    with squares.open(tmp_path / "library") as opened:
        opened.scan([tmp_path / "album"])
        for name, number in (("Anna", 0), ("Ben", 5)):
            (face,) = opened.faces_of_photo(photo(opened, number))
            assert face.person_id is not None
            opened.decide.name(face.person_id, name)
        yield opened


def photo(library: Library, number: int) -> int:
    (found,) = (one for one in library.photos() if Path(one.paths[0]).stem == f"{number:03d}")
    return found.id


def named(library: Library, name: str) -> Person:
    (found,) = (one for one in library.people() if one.name == name)
    return found


def test_who_is_present_counts_as_in_the_photo(library: Library) -> None:
    anna, heard = named(library, "Anna"), []
    library.listen(heard.append)
    answer = library.decide.present(photo(library, 10), anna.id)
    assert (answer.faces, answer.photos, answer.person_id) == (0, 1, anna.id)
    assert library.present_in(photo(library, 10)) == [(anna.id, "Anna")]
    assert photo(library, 10) in {one.id for one in library.photos_of_person(anna.id)}
    now = named(library, "Anna")
    assert (now.faces, now.photos) == (5, 6)
    assert library.person(anna.id) == now
    info = library.history()[0]
    assert (info.kind, info.what) == ("present", "Said that Anna is in a photo without a face")
    changes = Changes()
    for one in heard:
        changes |= one
    assert photo(library, 10) in changes.photo_ids
    assert anna.id in changes.person_ids


def test_a_search_finds_who_is_present(library: Library) -> None:
    anna, ben, at = named(library, "Anna").id, named(library, "Ben").id, photo(library, 10)

    def found(query: str) -> set[int]:
        return set(library.search(query).photo_ids)

    assert at in found("nobody")
    library.decide.present(at, anna)
    library.decide.present(photo(library, 5), anna)
    assert at in found("Anna")
    assert found("Anna + Ben") == {photo(library, 5)}
    assert photo(library, 5) not in found("only Ben")
    assert at in found("only Anna")
    assert photo(library, 5) not in found("Ben - Anna")
    assert at not in found("nobody")
    assert library.people_in([at, photo(library, 5)]) == [(anna, 2), (ben, 1)]
    library.decide.undo()
    library.decide.undo()
    assert at in found("nobody")
    assert found("Anna + Ben") == set()


def test_it_is_undone_and_redone_and_taken_back(library: Library) -> None:
    anna = named(library, "Anna").id
    at = photo(library, 10)
    said = library.decide.present(at, anna)
    library.decide.undo(said.event)
    assert library.present_in(at) == []
    assert named(library, "Anna").photos == 5
    library.decide.redo()
    assert library.present_in(at) == [(anna, "Anna")]
    library.decide.present(at, anna, False)
    assert library.present_in(at) == []
    library.decide.undo()
    assert library.present_in(at) == [(anna, "Anna")]


@pytest.mark.parametrize("how", ["scan", "verify", "regroup", "other model", "moved", "copied away and back"])
def test_it_survives(library: Library, how: str, tmp_path: Path, squares: Squares) -> None:
    anna = named(library, "Anna").id
    library.decide.present(photo(library, 10), anna)
    file = tmp_path / "album" / "010.png"
    if how == "moved":
        (tmp_path / "album" / "new").mkdir()
        file.rename(tmp_path / "album" / "new" / "other.png")
    if how == "copied away and back":
        shutil.move(file, tmp_path / "away.png")
        library.scan()
        assert named(library, "Anna").photos == 5  # its photo is away
        shutil.move(tmp_path / "away.png", file)
    if how == "other model":
        squares = Squares(model=ModelId(FACENET_VGGFACE2.model))
    library.close()
    with squares.open(library.root) as later:
        later.scan(verify=how == "verify")
        if how == "regroup":
            later.regroup()
        (only,) = (one for one in later.photos_of_person(anna) if not later.faces_of_photo(one.id))
        assert later.present_in(only.id) == [(anna, "Anna")]
        assert named(later, "Anna").photos == 6


def test_a_merge_takes_it_along_and_its_undo_gives_it_back(library: Library) -> None:
    anna, ben, at = named(library, "Anna").id, named(library, "Ben").id, photo(library, 10)
    library.decide.present(at, ben)
    merge = library.decide.merge(anna, [ben])
    assert library.present_in(at) == [(anna, "Anna")]
    assert named(library, "Anna").photos == 11
    library.decide.undo(merge.event)
    assert library.present_in(at) == [(ben, "Ben")]
    assert (named(library, "Anna").photos, named(library, "Ben").photos) == (5, 6)


def test_both_of_a_merge_in_one_photo_are_one_there(library: Library) -> None:
    anna, ben, at = named(library, "Anna").id, named(library, "Ben").id, photo(library, 10)
    library.decide.present(at, anna)
    library.decide.present(at, ben)
    library.decide.merge(anna, [ben])
    assert library.present_in(at) == [(anna, "Anna")]
    assert named(library, "Anna").photos == len(library.photos_of_person(anna)) == 11


def test_a_face_found_later_does_not_count_the_photo_twice(library: Library) -> None:
    anna, at = named(library, "Anna").id, photo(library, 5)
    library.decide.present(at, anna)
    (face,) = library.faces_of_photo(at)
    library.decide.move([face.id], anna)
    assert named(library, "Anna").photos == len(library.photos_of_person(anna)) == 6


def test_another_process_sees_it(library: Library, squares: Squares) -> None:
    anna, at = named(library, "Anna").id, photo(library, 10)
    with squares.open(library.root) as other:
        other.decide.present(at, anna)
    assert library.present_in(at) == [(anna, "Anna")]
    library.decide.hide(anna)  # a decision of another kind leaves it
    assert library.present_in(at) == [(anna, "Anna")]


def test_what_makes_no_sense_is_refused(library: Library) -> None:
    anna, at = named(library, "Anna").id, photo(library, 10)
    with pytest.raises(UnknownIdError, match="no photo 4711"):
        library.decide.present(4711, anna)
    with pytest.raises(UnknownIdError, match="no person or group 4711"):
        library.decide.present(at, 4711)
    with pytest.raises(DecisionError, match="A face of Anna is in this photo already"):
        library.decide.present(photo(library, 0), anna)
    with pytest.raises(DecisionError, match="Anna is not said to be in this photo"):
        library.decide.present(at, anna, False)
    library.decide.present(at, anna)
    with pytest.raises(DecisionError, match="Anna is in this photo already"):
        library.decide.present(at, anna)
    assert len(library.history()) == 3
    library.decide.undo(library.history()[-1].id)  # the naming
    group = library.faces_of_photo(photo(library, 0))[0].person_id
    assert group is not None
    with pytest.raises(DecisionError, match="has no name yet"):
        library.decide.present(at, group)
    assert library.present_in(at) == []
