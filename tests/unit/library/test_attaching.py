"""Decisions find their faces again: after another detector, another model, a restore; or are listed."""

from __future__ import annotations

from pathlib import Path

from squares import SquareDetector, Squares, album, people

from faceapp.core.geometry import Box, iou
from faceapp.core.models import FaceState, ModelId
from faceapp.core.thresholds import FACENET_VGGFACE2
from faceapp.library.library import Library

OTHER = ModelId(FACENET_VGGFACE2.model)


def scanned(tmp_path: Path) -> Library:
    library = Squares().open(tmp_path / "library")
    library.scan([album(tmp_path / "album", people(2, 5))])
    return library


def group_of(library: Library, photo: int) -> int:
    (found,) = (one for one in library.photos() if Path(one.paths[0]).stem == f"{photo:03d}")
    person = library.faces_of_photo(found.id)[0].person_id
    assert person is not None
    return person


def test_a_face_another_detector_no_longer_finds_is_embedded_by_the_new_model(tmp_path: Path) -> None:
    with scanned(tmp_path) as library:
        anna = group_of(library, 0)
        library.decide.name(anna, "Anna")
        theirs = {face.id: face.box for face in library.faces_of_person(anna)}
    blind = Squares(detector=SquareDetector("squares-blind", blind=2), model=OTHER)
    with blind.open(tmp_path / "library") as library:
        library.scan()
        faces = library.faces_of_person(anna)
        assert {face.id: face.box for face in faces if face.state is FaceState.CONFIRMED} == theirs
        assert all(face_id in library._context.index() for face_id in theirs)
        # Of the other person, about whom nothing was said, only what this detector finds is left.
        assert len(library.faces()) == len(theirs) + 2
        assert library.unattached() == []
        pictures = blind.detector.pictures
        library.scan(verify=True)
        assert blind.detector.pictures == pictures


def test_what_was_said_comes_back_by_overlap_and_what_cannot_is_listed(tmp_path: Path) -> None:
    with scanned(tmp_path) as library:
        anna = group_of(library, 0)
        name = library.decide.name(anna, "Anna")
        boxes = {face.photo_id: face.box for face in library.faces_of_person(anna)}
        lost = next(face for face in library.faces_of_person(anna) if face.photo_id == max(boxes))
        undone = library.decide.stranger([lost.id])
        library.decide.undo()
        with library._context.database.transaction() as db:  # as a log restored beside the photos
            db.execute("DELETE FROM face")
            db.execute("UPDATE photo SET detector = NULL, model = NULL")
        assert len(library.unattached()) == len(boxes)
    shifted = Squares(detector=SquareDetector("squares-shifted", shift=(4, 3), blind=4))
    with shifted.open(tmp_path / "library") as library:
        library.scan()
        found = library.faces_of_person(anna)
        assert {face.state for face in found} == {FaceState.CONFIRMED}
        assert len(found) == 4
        assert all(0.5 <= iou(face.box, boxes[face.photo_id]) < 1 for face in found)
        (one,) = library.unattached()
        (photo,) = library.photos([lost.photo_id])
        assert (one.identity, one.photo_id, one.paths) == (photo.identity, photo.id, photo.paths)
        assert one.box is not None
        assert iou(one.box, boxes[lost.photo_id]) > 0.999
        assert [event.id for event in one.events] == [name.event]
        assert undone.event not in [event.id for event in one.events]
        assert library.state()["unattached"] == 1
    with Squares(detector=SquareDetector("squares-v3")).open(tmp_path / "library") as library:
        library.scan()
        assert library.unattached() == []
        assert len(library.faces_of_person(anna)) == 5


def test_an_undone_box_is_not_lost(tmp_path: Path) -> None:
    with scanned(tmp_path) as library:
        photo = library.photos()[0]
        library.decide.box(photo.id, Box(0, 0, 12, 12))
        (drawn,) = (face for face in library.faces_of_photo(photo.id) if face.manual)
        library.decide.stranger([drawn.id])
        library.decide.undo(1)
        assert library.unattached() == []
        library.decide.redo(1)
        (drawn,) = (face for face in library.faces_of_photo(photo.id) if face.manual)
        assert drawn.state is FaceState.STRANGER
