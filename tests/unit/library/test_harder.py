"""Looking harder at one photo: small faces are found beside the known ones, and stay found."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from squares import STEP, Squares, album, draw, people, save

from faceapp.core.changes import Changes
from faceapp.core.errors import PictureError, UnknownIdError
from faceapp.core.geometry import Box
from faceapp.core.models import DetectorId, FaceState, ModelId
from faceapp.core.thresholds import FACENET_VGGFACE2
from faceapp.library.analyze import Analysed, Analyzer
from faceapp.library.due import Due
from faceapp.library.library import Library
from faceapp.library.walk import FoundFile

CROWD = "crowd.png"


def crowd(path: Path) -> Path:
    """Person 0 in front, persons 1 and 2 small in the background."""
    picture = np.concatenate([draw([(0, 6)], 200), draw([(1, 6), (2, 6)], 0, side=8)], axis=1)
    picture[:8, STEP : STEP + 8] = 0  # the number of the second half
    Image.fromarray(picture).save(path)
    return path


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """0..4: person 0, 5..9: person 1, and the crowd, scanned in normal mode."""
    crowd(album(tmp_path / "album", people(2, 5)) / CROWD)
    with squares.open(tmp_path / "library") as opened:
        opened.scan([tmp_path / "album"])
        yield opened


def photo(library: Library, name: str = CROWD) -> int:
    (found,) = (one for one in library.photos() if Path(one.paths[0]).name == name)
    return found.id


def person(library: Library, name: str) -> int:
    (face,) = library.faces_of_photo(photo(library, name))
    assert face.person_id is not None
    return face.person_id


def test_more_faces_are_found_and_placed_among_the_people(library: Library) -> None:
    ben = person(library, "005.png")
    library.decide.name(ben, "Ben")
    (before,) = library.faces_of_photo(photo(library))
    heard: list[Changes] = []
    new = library.look_harder(photo(library), changed=heard.append)
    assert [(face.state, face.person_id) for face in new] == [
        (FaceState.AUTOMATIC, ben),
        (FaceState.SINGLE, None),
    ]
    assert [(face.box.width, face.manual) for face in new] == [(8, False)] * 2
    assert library.faces_of_photo(photo(library)) == [before, *new]
    assert {face.id for face in new} <= {face for one in heard for face in one.face_ids}
    assert photo(library) in {one for change in heard for one in change.photo_ids}
    assert all(library.make_face_thumbnail(face.id).exists() for face in new)
    assert library.coverage().detected == 13


def test_only_the_photo_itself_is_looked_at_and_only_once(library: Library, squares: Squares) -> None:
    shown = squares.detector.pictures
    assert len(library.look_harder(photo(library))) == 2
    assert library.look_harder(photo(library)) == []
    assert squares.detector.pictures == shown + 1


def test_a_photo_without_more_faces_stays_as_it_was(library: Library) -> None:
    before = library.faces()
    assert library.look_harder(photo(library, "000.png")) == []
    assert library.faces() == before


def everything(library: Library) -> dict[int, tuple[Box, FaceState, int | None]]:
    return {face.id: (face.box, face.state, face.person_id) for face in library.faces()}


@pytest.mark.parametrize("verify", [False, True])
def test_a_later_scan_keeps_what_was_found(library: Library, squares: Squares, verify: bool) -> None:
    library.look_harder(photo(library))
    library.scan()  # groups, where that is due
    after, shown = everything(library), squares.detector.pictures
    library.scan(verify=verify)
    assert everything(library) == after
    assert squares.detector.pictures == shown


@pytest.mark.parametrize("other", ["detector", "model"])
def test_another_detector_or_model_finds_them_again(library: Library, other: str) -> None:
    """A plain scan looks at this photo as thoroughly as was done before."""
    library.look_harder(photo(library))
    before = [face.id for face in library.faces_of_photo(photo(library))]
    assert len(before) == 3
    newer = Squares(model=ModelId(FACENET_VGGFACE2.model)) if other == "model" else Squares()
    if other == "detector":
        newer.detector.id = DetectorId("squares-v2")
    with newer.open(library.root) as later:
        later.scan()
        assert [face.id for face in later.faces_of_photo(photo(later))] == before
        assert later.coverage().detected == 13
        assert later.look_harder(photo(later)) == []


def test_it_also_serves_a_photo_that_waits_for_another_model(library: Library) -> None:
    (known,) = library.faces_of_photo(photo(library))
    newer = Squares(model=ModelId(FACENET_VGGFACE2.model))
    with newer.open(library.root) as later:
        assert len(later.look_harder(photo(later))) == 2
        faces = later.faces_of_photo(photo(later))
        assert faces[0].id == known.id
        assert {face.id for face in faces} <= set(later._context.index().ids.tolist())


def test_decisions_on_the_known_faces_stay(library: Library) -> None:
    anna = person(library, "000.png")
    library.decide.name(anna, "Anna", [face.id for face in library.faces_of_person(anna)])
    (face,) = library.faces_of_photo(photo(library))
    library.decide.reject([face.id], anna)
    library.decide.stranger([face.id])
    drawn = library.add_box(photo(library), Box(STEP + 4, 28, 12, 12)).event
    before = {one.id: one for one in library.faces_of_photo(photo(library))}
    new = library.look_harder(photo(library))
    now = {one.id: one for one in library.faces_of_photo(photo(library))}
    assert {one: now[one] for one in before} == before
    assert len(new) == 2
    library.decide.undo(drawn)
    assert {one.id for one in library.faces_of_photo(photo(library))} == now.keys() - before.keys() | {
        face.id
    }


def test_a_face_drawn_around_a_small_one_is_not_found_twice(library: Library) -> None:
    library.add_box(photo(library), Box(STEP + 6, 10, 12, 12))
    drawn = [face for face in library.faces_of_photo(photo(library)) if face.manual]
    assert len(library.look_harder(photo(library))) == 1
    assert [face for face in library.faces_of_photo(photo(library)) if face.manual] == drawn


def test_a_face_that_the_thorough_search_misses_stays(library: Library, squares: Squares) -> None:
    (known,) = library.faces_of_photo(photo(library))
    squares.detector._blind = 6
    assert library.look_harder(photo(library)) == []
    assert library.faces_of_photo(photo(library)) == [known]


def test_a_decision_that_lost_its_face_gets_it_back(library: Library) -> None:
    """As after a restore from the log alone."""
    new = library.look_harder(photo(library))
    library.decide.stranger([new[0].id])
    with library._context.database.transaction() as db:
        db.execute("DELETE FROM face WHERE id = ?", (new[0].id,))
        db.execute("UPDATE photo SET thorough = 0 WHERE id = ?", (photo(library),))
    (back,) = library.look_harder(photo(library))
    assert (back.box, back.state) == (new[0].box, FaceState.STRANGER)


def test_a_scan_that_read_the_photo_before_does_not_undo_it(library: Library, tmp_path: Path) -> None:
    """The scan's answer was in hand, from a normal search, when somebody looked harder."""
    path = tmp_path / "album" / CROWD
    scanner = Analyzer(library._context, library._grouper, thorough=False)
    with library._context.database.transaction() as db:
        library._context.photos.analyse_again(db, photo(library))
    (looked,) = scanner.look([FoundFile(str(path), path.stat().st_size, path.stat().st_mtime_ns)])
    assert isinstance(looked.analysed, Analysed)
    assert len(library.look_harder(photo(library))) == 2
    assert scanner.store(looked.decoded, looked.analysed) == []
    assert len(library.faces_of_photo(photo(library))) == 3


def test_a_killed_scan_still_knows_which_faces_have_no_place(library: Library, tmp_path: Path) -> None:
    """Somebody looked harder while it ran: faces with lower ids were stored, and not placed yet."""
    path = save(tmp_path / "album" / "new.png", [(0, 9)], 300)
    scanner = Analyzer(library._context, library._grouper, thorough=False)
    (looked,) = scanner.look([FoundFile(str(path), path.stat().st_size, path.stat().st_mtime_ns)])
    assert looked.analysed is not None
    (stored,) = scanner.store(looked.decoded, looked.analysed)
    new = library.look_harder(photo(library))
    assert max(face.id for face in new) > stored
    assert stored in Due(library._context).unplaced()


def test_a_file_that_is_away_says_what_to_do(library: Library, tmp_path: Path) -> None:
    wanted, before = photo(library), library.faces()
    (tmp_path / "album" / CROWD).rename(tmp_path / "away.png")
    with pytest.raises(PictureError, match=r"gone\. Plug in its drive, or scan again"):
        library.look_harder(wanted)
    shutil.copyfile(tmp_path / "album" / "000.png", tmp_path / "album" / CROWD)
    with pytest.raises(PictureError, match=r"holds another picture now\. Scan again"):
        library.look_harder(wanted)
    with pytest.raises(UnknownIdError, match="no photo 4711"):
        library.look_harder(4711)
    assert library.faces() == before
    (tmp_path / "away.png").rename(tmp_path / "album" / CROWD)
    assert len(library.look_harder(wanted)) == 2


def test_a_copy_that_is_there_is_read_instead(library: Library, tmp_path: Path) -> None:
    shutil.copyfile(tmp_path / "album" / CROWD, tmp_path / "album" / "zcopy.png")
    library.scan()
    (tmp_path / "album" / CROWD).unlink()
    (wanted,) = (one.id for one in library.photos() if len(one.paths) == 2)
    assert len(library.look_harder(wanted)) == 2


def test_a_failure_on_the_way_leaves_nothing_behind(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    before = everything(library)
    monkeypatch.setattr(library._context.photos, "mark_analysed", fail)
    with pytest.raises(OSError, match="disk full"):
        library.look_harder(photo(library))
    monkeypatch.undo()
    assert everything(library) == before
    assert len(library.look_harder(photo(library))) == 2
