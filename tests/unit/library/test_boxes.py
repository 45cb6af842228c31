"""Faces in boxes the user drew: embedded like the others, kept by later scans, taken back by undo."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from squares import Squares, album, people, vector

from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError, PictureError, UnknownIdError
from faceapp.core.geometry import Box, iou
from faceapp.core.models import Face, FaceState, ModelId
from faceapp.core.thresholds import FACENET_VGGFACE2
from faceapp.imaging import reader
from faceapp.library.library import Library

BOX = Box(54.0, 14.0, 18.0, 18.0)
"""Drawn by hand around the face that no scan finds: much looser than a detector's where that one looks."""


def hidden(path: Path, person: int, look: int, blue: int, number: int = 0) -> Path:
    """One picture, 120 x 60, of a face that the detector sees well, badly (in a thorough search), or not."""
    picture = np.zeros((60, 120, 3), np.uint8)
    picture[:8, :8] = (number, 77, 0)
    side = 10 if blue > 128 else 24
    left, top = 63 - side // 2, 23 - side // 2
    picture[top : top + side, left : left + side] = (16 * (person + 1), 16 * look, blue)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path)
    return path


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """0..4: person 0, 5..9: person 1; and two pictures in which nothing was found."""
    album(tmp_path / "album", people(2, 5))
    hidden(tmp_path / "album" / "unseen.png", 0, 7, 90)
    hidden(tmp_path / "album" / "small.png", 0, 8, 255, 1)
    with squares.open(tmp_path / "library") as opened:
        opened.scan([tmp_path / "album"])
        yield opened


def photo(library: Library, name: str) -> int:
    (found,) = (one for one in library.photos() if Path(one.paths[0]).name == name)
    return found.id


def anna(library: Library) -> int:
    (face,) = library.faces_of_photo(photo(library, "000.png"))
    assert face.person_id is not None
    if face.name is None:
        library.decide.name(face.person_id, "Anna")
    return face.person_id


def drawn(library: Library, name: str = "unseen.png") -> Face:
    (face,) = library.faces_of_photo(photo(library, name))
    return face


@pytest.mark.parametrize("name", ["unseen.png", "small.png"])
def test_a_drawn_face_is_a_face_like_any_other(library: Library, name: str) -> None:
    person = anna(library)
    heard: list[Changes] = []
    library.listen(heard.append)
    answer = library.add_box(photo(library, name), BOX)
    assert (answer.faces, answer.photos, answer.person_id) == (1, 1, None)
    face = drawn(library, name)
    assert (face.manual, face.score, face.box) == (True, 1.0, BOX)
    assert face.quality > 0
    assert (face.state, face.person_id) == (FaceState.AUTOMATIC, person)  # told by its looks, at once
    assert library.make_face_thumbnail(face.id).exists()
    info = library.history()[0]
    assert (info.kind, info.what, info.faces) == ("box", "Drew a box", 1)
    assert any(photo(library, name) in changes.photo_ids for changes in heard)
    assert any(face.id in changes.face_ids for changes in heard)


def test_a_box_with_a_name_is_confirmed(library: Library) -> None:
    person = anna(library)
    answer = library.add_box(photo(library, "unseen.png"), BOX, person)
    assert answer.person_id == person
    face = drawn(library)
    assert (face.state, face.person_id) == (FaceState.CONFIRMED, person)
    assert library.history()[0].what == "Drew a box around Anna"
    gallery = library._grouper.gallery(
        library._grouper.face_word(library._context.word()), {person}, library._context.index()
    )
    assert len(gallery) == 6


def test_a_box_may_be_of_a_group(library: Library) -> None:
    (face,) = library.faces_of_photo(photo(library, "000.png"))
    group = face.person_id
    assert group is not None
    library.add_box(photo(library, "unseen.png"), BOX, group)
    library.regroup()
    assert (drawn(library).state, drawn(library).person_id) == (FaceState.GROUPED, group)


def test_the_embedding_is_that_of_the_face(library: Library) -> None:
    library.add_box(photo(library, "unseen.png"), BOX)
    index = library._context.index()
    stored = index.vectors(np.array([drawn(library).id]))
    expected = library._context.space().map(vector(0, 7)[None])[0]
    assert float(stored[0] @ expected) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("how", ["scan", "verify", "thorough", "other model", "other detector"])
def test_later_scans_keep_a_drawn_face(library: Library, how: str, tmp_path: Path) -> None:
    person = anna(library)
    for name in ("unseen.png", "small.png"):
        library.add_box(photo(library, name), BOX, person)
    before = {name: drawn(library, name) for name in ("unseen.png", "small.png")}
    squares = Squares()
    if how == "other model":
        squares.model = ModelId(FACENET_VGGFACE2.model)
    if how == "other detector":
        squares.detector.id = squares.detector.id.__class__("squares-v2")
    with squares.open(library.root) as later:
        later.scan(verify=how == "verify", thorough=how == "thorough")
        for name, old in before.items():
            face = drawn(later, name)
            assert (face.id, face.box, face.manual) == (old.id, old.box, True)
            assert (face.state, face.person_id) == (FaceState.CONFIRMED, person)
            assert face.id in later._context.index()


def test_undo_takes_it_out_of_sight_and_redo_brings_it_back(library: Library) -> None:
    person = anna(library)
    count = library.coverage().detected
    answer = library.add_box(photo(library, "unseen.png"), BOX)
    confirm = library.decide.confirm([drawn(library).id])
    assert library.coverage().detected == count + 1
    preview = library.undo_preview([answer.event])
    assert drawn(library).id in preview.returns
    library.decide.undo(answer.event)
    assert library.faces_of_photo(photo(library, "unseen.png")) == []
    assert library.coverage().detected == count
    library.scan(verify=True)
    library.scan(thorough=True)
    library.regroup()
    assert library.faces_of_photo(photo(library, "unseen.png")) == []
    assert [row.undone for row in library.history() if row.kind == "box"] == [True]
    library.decide.redo(answer.event)
    face = drawn(library)
    assert (face.box, face.manual) == (BOX, True)
    assert (face.state, face.person_id) == (FaceState.CONFIRMED, person)  # what was confirmed is so again
    assert face.id in library._context.index()
    library.decide.undo(confirm.event)
    assert (drawn(library).state, drawn(library).person_id) == (FaceState.AUTOMATIC, person)


def test_a_preview_says_of_a_drawn_face_what_the_undo_says(library: Library) -> None:
    """What was said of it later does not keep it: it goes with its box."""
    person = anna(library)
    (other,) = library.faces_of_photo(photo(library, "005.png"))
    assert other.person_id is not None
    library.decide.name(other.person_id, "Ben")
    box = library.add_box(photo(library, "unseen.png"), BOX, person)
    library.decide.move([drawn(library).id], other.person_id)
    preview = library.undo_preview([box.event])
    assert library.decide.undo(box.event).stays == preview.stays == ()


def test_a_face_drawn_twice_stays_as_long_as_one_box_counts(library: Library) -> None:
    at = photo(library, "unseen.png")
    first = library.add_box(at, BOX).event
    library.decide.undo(first)
    second = library.add_box(at, BOX).event
    library.decide.redo(first)
    library.decide.undo(second)
    assert drawn(library).manual
    library.decide.undo(first)
    assert library.faces_of_photo(at) == []


def test_what_was_said_of_a_face_is_said_of_it_when_it_is_drawn_again(library: Library) -> None:
    at = photo(library, "unseen.png")
    first = library.add_box(at, BOX).event
    library.decide.stranger([drawn(library).id])
    library.decide.undo(first)
    library.add_box(at, BOX)
    assert drawn(library).state is FaceState.STRANGER


def test_a_face_found_since_is_found_again_when_its_box_is_taken_back(library: Library) -> None:
    event = library.add_box(photo(library, "small.png"), Box(57.0, 17.0, 12.0, 12.0)).event
    library.scan(thorough=True)
    assert drawn(library, "small.png").manual
    library.decide.undo(event)
    library.scan(thorough=True)
    assert not drawn(library, "small.png").manual


def test_a_redone_box_is_embedded_by_another_model(library: Library) -> None:
    answer = library.add_box(photo(library, "unseen.png"), BOX)
    library.decide.undo()
    with Squares(model=ModelId(FACENET_VGGFACE2.model)).open(library.root) as later:
        later.scan()
        later.decide.redo(answer.event)
        assert drawn(later).id not in later._context.index()
        later.scan()
        assert drawn(later).id in later._context.index()


def test_a_lost_face_is_made_again_from_the_log(library: Library) -> None:
    """Restored from the log alone: the box is drawn again, and what was said of it holds."""
    person = anna(library)
    library.add_box(photo(library, "unseen.png"), BOX, person)
    with library._context.database.transaction() as db:
        db.execute("DELETE FROM face WHERE photo_id = ?", (photo(library, "unseen.png"),))
        db.execute("UPDATE photo SET detector = NULL")
    library.scan()
    face = drawn(library)
    assert (face.box, face.manual, face.state, face.person_id) == (BOX, True, FaceState.CONFIRMED, person)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Box(0, 0, 5, 30), "too small or outside"),
        (Box(500, 10, 30, 30), "too small or outside"),
        (Box(10, 10, -30, 30), "too small or outside"),
        (Box(math.nan, 10, 30, 30), "four numbers"),
        (Box(0, 0, math.inf, 30), "four numbers"),
    ],
)
def test_a_box_that_makes_no_sense_is_refused(library: Library, box: Box, words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        library.add_box(photo(library, "unseen.png"), box)
    assert library.history() == []


def test_a_box_around_a_known_face_is_refused(library: Library) -> None:
    wanted = photo(library, "000.png")
    (face,) = library.faces_of_photo(wanted)
    with pytest.raises(DecisionError, match=f"Face {face.id} is there already"):
        library.add_box(wanted, face.box.expanded(0.1))
    with pytest.raises(UnknownIdError, match="no photo 4711"):
        library.add_box(4711, BOX)
    with pytest.raises(UnknownIdError, match="no person or group 4711"):
        library.add_box(photo(library, "unseen.png"), BOX, 4711)


def test_a_loose_box_around_a_known_face_is_refused_too(library: Library) -> None:
    """Looked at closely, it means the face that is there."""
    wanted = photo(library, "000.png")
    (face,) = library.faces_of_photo(wanted)
    loose = Box(face.box.x - 6, face.box.y - 8, 40.0, 38.0)
    assert iou(loose, face.box) < 0.5
    with pytest.raises(DecisionError, match=f"Face {face.id} is there already"):
        library.add_box(wanted, loose)
    assert library.history() == []


def test_a_photo_that_changed_or_went_away_is_not_drawn_on(library: Library, tmp_path: Path) -> None:
    wanted = photo(library, "unseen.png")
    shutil.copyfile(tmp_path / "album" / "000.png", tmp_path / "album" / "unseen.png")
    with pytest.raises(PictureError, match="another picture now"):
        library.add_box(wanted, BOX)
    (tmp_path / "album" / "unseen.png").unlink()
    with pytest.raises(PictureError):
        library.add_box(wanted, BOX)
    assert library.history() == []


def test_a_box_reaching_over_the_border_is_cut(library: Library) -> None:
    library.add_box(photo(library, "unseen.png"), Box(-10, -5, 40, 45))
    assert drawn(library).box == Box(0, 0, 30, 40)


def test_a_failure_leaves_nothing_behind(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    before = sorted(library._context.index().ids.tolist())
    monkeypatch.setattr(library._grouper, "settle", fail)
    with pytest.raises(OSError, match="disk full"):
        library.add_box(photo(library, "unseen.png"), BOX)
    monkeypatch.undo()
    assert library.faces_of_photo(photo(library, "unseen.png")) == []
    assert sorted(library._context.index().ids.tolist()) == before
    assert library.history() == []


def test_real_networks_look_at_the_face_and_not_at_the_box(orl_library: Library) -> None:
    """A box drawn loosely by hand is recognised as well as the detector's own."""
    face = next(face for face in orl_library.faces() if face.person_id is not None)
    person = face.person_id
    assert person is not None
    orl_library.decide.name(person, "Anna", [one.id for one in orl_library.faces_of_person(person)][1:4])
    probe = next(one for one in orl_library.faces_of_person(person) if one.state is FaceState.AUTOMATIC)
    index = orl_library._context.index()
    (found,) = index.vectors(np.array([probe.id]))
    with orl_library._context.database.transaction() as db:
        db.execute("DELETE FROM face WHERE id = ?", (probe.id,))
    view = reader.read(Path(orl_library.photos([probe.photo_id])[0].paths[0]))
    loose = probe.box.expanded(0.35).clipped(view.full_width, view.full_height)
    orl_library.add_box(probe.photo_id, loose)
    (drawn_face,) = (one for one in orl_library.faces_of_photo(probe.photo_id) if one.manual)
    (vector_,) = orl_library._context.index().vectors(np.array([drawn_face.id]))
    assert float(vector_ @ found) > 0.9
    assert drawn_face.landmarks is not None
    assert drawn_face.person_id == person
