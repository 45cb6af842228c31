"""A face's box moved or resized by the user: looked at anew, kept by later scans, undone and redone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from squares import SquareDetector, Squares, album, people, vector

from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError, UnknownIdError
from faceapp.core.geometry import Box, iou
from faceapp.core.models import Face, FaceState, ModelId
from faceapp.core.thresholds import FACENET_VGGFACE2
from faceapp.library.library import Library

THERE = Box(54.0, 14.0, 18.0, 18.0)
"""Around a square that no detector finds, beside one it finds."""
FOUND = Box(8.0, 12.0, 24.0, 24.0)


def beside(path: Path) -> Path:
    """Person 1's face where the detector sees it, and one of person 0 where it does not."""
    picture = np.zeros((60, 120, 3), np.uint8)
    picture[:8, :8] = (3, 77, 0)
    picture[12:36, 8:32] = (32, 80, 255)
    picture[11:35, 51:75] = (16, 112, 90)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path)
    return path


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """0..4: Anna, 5..9: Ben; and a photo in which the detector takes Ben for the only face."""
    album(tmp_path / "album", people(2, 5))
    with squares.open(tmp_path / "library") as opened:
        opened.scan([tmp_path / "album"])
        for name, number in (("Anna", 0), ("Ben", 5)):
            (face,) = opened.faces_of_photo(photo(opened, f"{number:03d}.png"))
            assert face.person_id is not None
            opened.decide.name(face.person_id, name)
        beside(tmp_path / "album" / "two.png")
        opened.scan()
        yield opened


def photo(library: Library, name: str) -> int:
    (found,) = (one for one in library.photos() if Path(one.paths[0]).name == name)
    return found.id


def moved(library: Library) -> Face:
    (face,) = library.faces_of_photo(photo(library, "two.png"))
    return face


def stored(library: Library, face_id: int) -> np.ndarray:
    return library._context.index().vectors(np.array([face_id]))[0]


def mapped(library: Library, person: int, look: int) -> np.ndarray:
    return library._context.space().map(vector(person, look)[None])[0]


def test_a_moved_face_is_looked_at_anew(library: Library) -> None:
    before = moved(library)
    assert (before.name, before.box, before.manual) == ("Ben", FOUND, False)
    heard: list[Changes] = []
    library.listen(heard.append)
    old_crop = library.make_face_thumbnail(before.id).read_bytes()
    answer = library.move_box(before.id, THERE)
    assert (answer.faces, answer.photos) == (1, 1)
    face = moved(library)
    assert (face.id, face.box, face.manual) == (before.id, THERE, True)
    assert (face.name, face.state) == ("Anna", FaceState.AUTOMATIC)
    assert stored(library, face.id) @ mapped(library, 0, 7) == pytest.approx(1.0, abs=1e-5)
    assert library.make_face_thumbnail(face.id).read_bytes() != old_crop
    info = library.history()[0]
    assert (info.kind, info.what) == ("move-box", "Moved the box of Ben")
    assert any(face.id in one.redrawn for one in heard)


def test_what_was_said_of_the_face_stays_said(library: Library) -> None:
    face = moved(library)
    assert face.person_id is not None
    library.decide.confirm([face.id], face.person_id)
    library.move_box(face.id, THERE)
    assert (moved(library).name, moved(library).state) == ("Ben", FaceState.CONFIRMED)


def test_undo_and_redo_need_no_networks(library: Library, squares: Squares) -> None:
    before, looked = moved(library), squares.detector.pictures
    event = library.move_box(before.id, THERE).event
    looked = squares.detector.pictures
    preview = library.undo_preview([event])
    assert before.id in preview.returns
    assert moved(library).box == THERE  # only looked
    library.decide.undo(event)
    assert moved(library) == before
    assert stored(library, before.id) @ mapped(library, 1, 5) == pytest.approx(1.0, abs=1e-5)
    library.decide.redo(event)
    assert (moved(library).box, moved(library).manual, moved(library).name) == (THERE, True, "Anna")
    assert stored(library, before.id) @ mapped(library, 0, 7) == pytest.approx(1.0, abs=1e-5)
    assert squares.detector.pictures == looked


def test_any_of_several_moves_can_be_taken_back(library: Library) -> None:
    face, between = moved(library).id, Box(10.0, 14.0, 22.0, 20.0)
    first = library.move_box(face, between).event
    second = library.move_box(face, THERE).event
    library.decide.undo(first)
    assert moved(library).box == THERE  # the later one counts
    library.decide.undo(second)
    assert (moved(library).box, moved(library).manual) == (FOUND, False)
    library.decide.redo(first)
    assert moved(library).box == between
    library.decide.redo(second)
    assert moved(library).box == THERE
    library.decide.undo(second)
    assert moved(library).box == between


@pytest.mark.parametrize("how", ["scan", "verify", "thorough", "other model", "other detector", "regroup"])
def test_later_scans_keep_it_and_find_nothing_where_it_was(library: Library, how: str) -> None:
    face = moved(library)
    library.move_box(face.id, THERE)
    squares = Squares()
    if how == "other model":
        squares.model = ModelId(FACENET_VGGFACE2.model)
    if how == "other detector":
        squares.detector = SquareDetector("squares-v2", (2, 1))
    library.close()
    with squares.open(library.root) as later:
        later.scan(verify=how == "verify", thorough=how == "thorough")
        if how == "regroup":
            later.regroup()
        now = moved(later)
        assert (now.id, now.box, now.manual, now.name) == (face.id, THERE, True, "Anna")
        assert now.id in later._context.index()
        event = next(one.id for one in later.history() if one.kind == "move-box")
        later.decide.undo(event)
        later.scan()  # with another model, it is to be looked at again
        assert iou(moved(later).box, FOUND) > 0.7
        assert (moved(later).manual, moved(later).name) == (False, "Ben")
        assert moved(later).id in later._context.index()


def test_a_lost_face_is_made_again_where_it_was_moved(library: Library) -> None:
    """Restored from the log alone."""
    face = moved(library)
    assert face.person_id is not None
    library.decide.confirm([face.id], face.person_id)
    library.move_box(face.id, THERE)
    with library._context.database.transaction() as db:
        db.execute("DELETE FROM face WHERE photo_id = ?", (face.photo_id,))
        db.execute("UPDATE photo SET detector = NULL")
    library.scan()
    again = moved(library)
    assert (again.box, again.manual, again.name, again.state) == (THERE, True, "Ben", FaceState.CONFIRMED)


def test_a_drawn_face_is_moved_and_both_are_taken_back(library: Library) -> None:
    at = photo(library, "two.png")
    box = library.add_box(at, THERE).event
    (drawn,) = (one for one in library.faces_of_photo(at) if one.manual)
    tighter = Box(55.0, 15.0, 16.0, 15.0)
    move = library.move_box(drawn.id, tighter).event

    def boxes() -> list[Box]:
        return [one.box for one in library.faces_of_photo(at)]

    library.decide.undo(box)
    assert boxes() == [FOUND]
    library.decide.redo(box)
    assert boxes() == [FOUND, tighter]
    library.decide.undo(box)
    library.decide.undo(move)  # while it is away
    library.decide.redo(box)
    assert boxes() == [FOUND, THERE]
    library.decide.redo(move)
    assert boxes() == [FOUND, tighter]
    library.decide.undo_together([box, move])
    assert boxes() == [FOUND]


def test_the_index_is_not_built_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library._context.index()

    def fail(*_: object) -> None:
        raise AssertionError("built anew")

    monkeypatch.setattr(library._context, "_load_index", fail)
    event = library.move_box(moved(library).id, THERE).event
    library.decide.undo(event)
    assert stored(library, moved(library).id) @ mapped(library, 1, 5) == pytest.approx(1.0, abs=1e-5)


def test_another_process_sees_it(library: Library, squares: Squares) -> None:
    with squares.open(library.root) as other:
        other._context.index()
        library.move_box(moved(library).id, THERE)
        assert moved(other).box == THERE
        assert stored(other, moved(other).id) @ mapped(other, 0, 7) == pytest.approx(1.0, abs=1e-5)
    library.close()
    with squares.open(library.root) as later:
        assert stored(later, moved(later).id) @ mapped(later, 0, 7) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Box(0, 0, 5, 30), "too small or outside"),
        (Box(500, 10, 30, 30), "too small or outside"),
        (FOUND, "is there already"),
    ],
)
def test_a_box_that_makes_no_sense_is_refused(library: Library, box: Box, words: str) -> None:
    history = library.history()
    with pytest.raises(DecisionError, match=words):
        library.move_box(moved(library).id, box)
    assert library.history() == history


def test_a_box_is_not_moved_onto_another_face(library: Library) -> None:
    at = photo(library, "two.png")
    library.add_box(at, THERE)
    (drawn,) = (one for one in library.faces_of_photo(at) if one.manual)
    with pytest.raises(DecisionError, match="is there already"):
        library.move_box(drawn.id, FOUND.expanded(0.1))
    with pytest.raises(UnknownIdError, match="no face 4711"):
        library.move_box(4711, THERE)


def test_a_failure_leaves_all_as_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    before = moved(library)
    monkeypatch.setattr(library._grouper, "settle", fail)
    with pytest.raises(OSError, match="disk full"):
        library.move_box(before.id, THERE)
    monkeypatch.undo()
    assert moved(library) == before
    assert stored(library, before.id) @ mapped(library, 1, 5) == pytest.approx(1.0, abs=1e-5)


def test_the_box_ends_at_the_border(library: Library) -> None:
    library.move_box(moved(library).id, Box(-10, 5, 40, 80))
    assert moved(library).box == Box(0, 5, 30, 55)
