"""Scanning: what is new is read once, what is known is left alone, whatever happens to the files."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from scanning import PHOTOS, at, counts, decided, name_first, touch
from squares import Squares, album, draw, people, save

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Detection, DetectorId, FaceState
from faceapp.library.analyze import Analyzer
from faceapp.library.library import Library


# -- the ordinary ---------------------------------------------------------------------------------------
def test_the_first_scan_finds_everything(library: Library, photos: Path, squares: Squares) -> None:
    summary = library.scan([photos])
    assert counts(summary) == {"new": 13}
    assert (summary.photos, summary.paths, summary.faces) == (13, 13, 13)
    assert (summary.people, summary.groups, summary.device) == (0, 2, "cpu")
    assert squares.detector.pictures == 13
    assert library.coverage().grouped == 12
    assert library.coverage().single == 1
    for face in library.faces():
        assert (face.box.width, face.box.height, face.score) == (24, 24, 0.99)


def test_the_second_scan_reads_nothing(library: Library, photos: Path, squares: Squares) -> None:
    first = library.scan([photos])
    before = library.faces()
    for again in (library.scan([photos]), library.scan(), library.scan([photos / "000.png"])):
        assert set(counts(again)) == {"unchanged"}
        assert (again.photos, again.paths, again.faces, again.groups) == (13, 13, 13, first.groups)
    assert squares.detector.pictures == 13
    assert library.faces() == before


def test_new_photos_join_the_people_they_show(library: Library, photos: Path, squares: Squares) -> None:
    library.scan([photos])
    anna = name_first(library)
    save(photos / "new" / "n.png", [(0, 7)], 100)
    summary = library.scan()
    assert counts(summary) == {"new": 1, "unchanged": 13}
    assert squares.detector.pictures == 14
    assert (at(library, "n.png").state, at(library, "n.png").person_id) == (FaceState.AUTOMATIC, anna)


def test_verify_reads_every_file_and_analyses_none(library: Library, photos: Path, squares: Squares) -> None:
    library.scan([photos])
    # A change that keeps size and time: only reading the file finds it.
    victim = photos / "012.png"
    status = victim.stat()
    data = bytearray(draw([(3, 3)], 4000).tobytes())
    Image.fromarray(np.frombuffer(bytes(data), np.uint8).reshape(40, 40, 3)).save(photos / "other.ppm")
    shutil.copyfile(photos / "other.ppm", photos / "kept.ppm")
    os.remove(photos / "other.ppm")
    library.scan([photos])
    kept = photos / "kept.ppm"
    status = kept.stat()
    pixels = bytearray(kept.read_bytes())
    pixels[-1] ^= 1
    kept.write_bytes(pixels)
    os.utime(kept, ns=(status.st_atime_ns, status.st_mtime_ns))
    shown = squares.detector.pictures
    assert counts(library.scan([photos])) == {"unchanged": 14}
    assert counts(library.scan([photos], verify=True)) == {"unchanged": 13, "new": 1}
    assert squares.detector.pictures == shown + 1
    assert victim.exists()


# -- moved, copied, gone --------------------------------------------------------------------------------
def test_a_copy_is_the_same_photo_at_two_paths(library: Library, photos: Path, squares: Squares) -> None:
    library.scan([photos])
    shutil.copyfile(photos / "000.png", photos / "copy.png")
    summary = library.scan()
    assert (summary.photos, summary.paths, summary.faces) == (13, 14, 13)
    assert counts(summary) == {"new": 1, "unchanged": 13}
    assert squares.detector.pictures == 13
    (photo,) = (one for one in library.photos() if len(one.paths) == 2)
    assert {Path(path).name for path in photo.paths} == {"000.png", "copy.png"}


@pytest.mark.parametrize("copies", [2, 3, 4, 5, 9])
@pytest.mark.parametrize("before", [0, 3])
def test_copies_in_the_first_scan_are_one_photo(
    library: Library, tmp_path: Path, squares: Squares, copies: int, before: int
) -> None:
    """Whether they are in hand at once, or one is stored when the next is read."""
    folder = album(tmp_path / "copies", people(1, before) if before else [])
    for number in range(copies):
        save(folder / f"x{number}.png", [(5, 5)], 900)
    summary = library.scan([folder])
    assert (summary.photos, summary.paths, summary.faces) == (before + 1, before + copies, before + 1)
    assert counts(summary) == {"new": before + copies}
    assert squares.detector.pictures == before + 1


def test_a_copy_of_a_photo_that_failed_is_tried_itself(
    library: Library, tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        save(tmp_path / "copies" / f"{name}.png", [(5, 5)], 900)
    both = threading.Barrier(2)
    take, detect = Analyzer._taken, squares.detector.detect

    def taken(self: Analyzer, identity: str) -> bool:
        try:
            return take(self, identity)
        finally:
            if not both.broken:
                both.wait(20)  # the copy is read while the other is in hand

    def fail_once(*given: Any, **how: Any) -> list[list[Detection]]:
        if not both.broken:
            both.abort()
            raise RuntimeError("out of memory")
        return detect(*given, **how)

    monkeypatch.setattr(Analyzer, "_taken", taken)
    monkeypatch.setattr(squares.detector, "detect", fail_once)
    summary = library.scan([tmp_path / "copies"])
    assert (summary.photos, summary.problems, summary.faces) == (1, 1, 1)
    assert [problem.kind for problem in library.problems()] == ["failed"]


def test_a_renamed_photo_keeps_its_decisions(library: Library, photos: Path, squares: Squares) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    (photos / "000.png").rename(photos / "renamed.png")
    summary = library.scan()
    assert counts(summary) == {"unchanged": 12, "moved": 1}
    assert decided(library) == before
    assert squares.detector.pictures == 13
    assert not [one for one in library.photos() for path in one.paths if path.endswith("000.png")]


@pytest.mark.parametrize("inside", [True, False])
def test_a_renamed_folder_keeps_everything(
    library: Library, photos: Path, squares: Squares, tmp_path: Path, inside: bool
) -> None:
    """Renamed inside the scanned folder, or the scanned folder itself."""
    root = photos if inside else tmp_path / "elsewhere"
    old, new = (photos / "old", photos / "new") if inside else (photos, tmp_path / "elsewhere")
    if inside:
        old.mkdir()
        for path in sorted(photos.glob("*.png")):
            path.rename(old / path.name)
    shutil.copyfile(old / "000.png", old / "copy.png")
    library.scan([photos])
    name_first(library)
    before = decided(library)
    old.rename(new)
    summary = library.scan([root])
    assert counts(summary) == {"moved": 14}
    assert (summary.photos, summary.paths) == (13, 14)
    assert decided(library) == before
    assert squares.detector.pictures == 13
    assert {os.path.dirname(path) for one in library.photos() for path in one.paths} == {str(new)}


def test_a_missing_photo_is_hidden_and_comes_back_with_its_decisions(
    library: Library, photos: Path, squares: Squares, tmp_path: Path
) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    shutil.move(photos / "000.png", tmp_path / "away.png")
    summary = library.scan()
    assert counts(summary) == {"missing": 1, "unchanged": 12}
    assert (summary.photos, summary.paths, summary.faces) == (12, 12, 12)
    assert len(library.faces()) == library.coverage().detected == 12
    assert counts(library.scan()) == {"unchanged": 12}
    shutil.move(tmp_path / "away.png", photos / "000.png")
    assert counts(library.scan()) == {"unchanged": 13}
    assert decided(library) == before
    assert squares.detector.pictures == 13


def test_an_unplugged_drive_is_away_not_lost(library: Library, photos: Path, tmp_path: Path) -> None:
    library.scan([photos])
    before = decided(library)
    photos.rename(tmp_path / "unplugged")
    summary = library.scan()
    assert counts(summary) == {}
    assert summary.photos == 13
    (tmp_path / "unplugged").rename(photos)
    assert counts(library.scan()) == {"unchanged": 13}
    assert decided(library) == before


def test_a_folder_that_does_not_exist_is_an_error(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FaceAppError, match=r"nowhere does not exist\. Check the name"):
        library.scan([tmp_path / "nowhere"])
    assert library.folders() == []


def test_a_file_that_goes_while_it_is_looked_at_ends_no_scan(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.scan([photos])
    plain, going = os.path.lexists, photos / "000.png"

    def lexists(path: str) -> bool:
        found = plain(path)
        if path == str(going):
            going.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(os.path, "lexists", lexists)
    assert counts(library.scan([going, photos / "001.png"], within=True)) == {"missing": 1, "unchanged": 1}
    assert library.problems() == []


def test_a_folder_that_is_only_kept_is_no_longer_scanned(library: Library, photos: Path) -> None:
    library.scan([photos])
    library.places.keep(str(photos))
    save(photos / "later.png", [(0, 8)], 77)
    assert counts(library.scan()) == {}
    assert len(library.photos()) == 13


# -- changed --------------------------------------------------------------------------------------------
def test_new_metadata_keeps_the_photo_and_every_decision(
    library: Library, tmp_path: Path, squares: Squares
) -> None:
    folder = tmp_path / "jpegs"
    for number in range(4):
        save(folder / f"{number}.jpg", [(0, number)], number)
    library.scan([folder])
    anna = at(library, "0.jpg").person_id
    assert anna is not None
    library.decide.name(anna, "Anna")
    library.decide.reject([at(library, "3.jpg").id], anna)
    before, identities = decided(library), {photo.identity for photo in library.photos()}
    data = (folder / "0.jpg").read_bytes()
    comment = b"Anna, by another program"
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    (folder / "0.jpg").write_bytes(data[:2] + segment + data[2:])
    summary = library.scan()
    assert counts(summary) == {"unchanged": 4}
    assert decided(library) == before
    assert {photo.identity for photo in library.photos()} == identities
    assert squares.detector.pictures == 4


def test_another_picture_under_the_old_name_is_another_photo(library: Library, photos: Path) -> None:
    library.scan([photos])
    anna = name_first(library)
    old = at(library, "000.png").id
    save(photos / "000.png", [(1, 7)], 300)
    touch(photos / "000.png")
    summary = library.scan()
    assert counts(summary) == {"new": 1, "unchanged": 12}
    assert (summary.photos, summary.paths) == (13, 13)
    assert at(library, "000.png").id != old
    assert at(library, "000.png").person_id != anna
    assert old not in [face.id for face in library.faces()]
    # The old picture comes back under another name: so do the decisions about it.
    save(photos / "back.png", [(0, 0)], 0)
    library.scan()
    face = at(library, "back.png")
    assert (face.id, face.state, face.person_id) == (old, FaceState.CONFIRMED, anna)


def test_a_turned_copy_is_another_photo(library: Library, tmp_path: Path) -> None:
    path = save(tmp_path / "turned" / "a.png", [(0, 0)], 5)
    with Image.open(path) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned" / "b.png")
    summary = library.scan([tmp_path / "turned"])
    assert (summary.photos, summary.faces) == (2, 2)


def test_a_thorough_scan_finds_small_faces_and_keeps_the_others(library: Library, tmp_path: Path) -> None:
    folder = album(tmp_path / "album", people(1, 3))
    save(folder / "small.png", [(1, 0), (0, 7)], 50, side=8)
    library.scan([folder])
    assert library.coverage().detected == 3
    anna = library.people()[0].id
    library.decide.name(anna, "Anna")
    library.decide.stranger([at(library, "000.png").id])
    before = decided(library)
    summary = library.scan(thorough=True)
    assert summary.faces == 5
    assert counts(summary) == {"unchanged": 4}
    after = decided(library)
    assert {face: after[face] for face in before} == before
    library.scan()
    assert decided(library) == after
    assert len([face for face in library.faces() if face.person_id == anna]) == 3


def test_another_detector_keeps_ids_and_decisions(library: Library, photos: Path, tmp_path: Path) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    library.close()
    newer = Squares()
    newer.detector.id = DetectorId("squares-v2")
    with newer.open(tmp_path / "library") as again:
        assert counts(again.scan()) == {"unchanged": 13}
        assert newer.detector.pictures == 13
        assert decided(again) == before
        again.scan()
        assert newer.detector.pictures == 13


# -- which files ----------------------------------------------------------------------------------------
def test_the_library_inside_the_album_is_left_out(tmp_path: Path, squares: Squares) -> None:
    photos = album(tmp_path / "album", PHOTOS)
    with squares.open(photos / "library") as library:
        for _ in range(2):
            summary = library.scan([photos])
            assert (summary.photos, summary.faces) == (13, 13)
        for face in library.faces():
            library.make_face_thumbnail(face.id)
        assert library.scan([photos]).paths == 13


def test_hidden_folders_other_files_and_loops_are_left_out(library: Library, photos: Path) -> None:
    save(photos / ".hidden" / "h.png", [(0, 8)], 90)
    (photos / "notes.txt").write_text("nothing", encoding="utf-8")
    (photos / "._000.png").write_bytes(b"left by a Mac")
    (photos / "loop").symlink_to(photos, target_is_directory=True)
    save(photos.parent / "linked" / "l.png", [(0, 9)], 91)
    (photos / "link").symlink_to(photos.parent / "linked", target_is_directory=True)
    summary = library.scan([photos])
    assert (summary.photos, summary.paths, summary.problems) == (14, 14, 0)


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode there")
def test_names_that_are_not_unicode(library: Library, photos: Path) -> None:
    odd = os.fsencode(photos) + b"/Jos\xe9 \n'\".png"
    try:
        shutil.copyfile(photos / "000.png", odd)
    except OSError:
        pytest.skip("the file system refuses such names")
    save(photos / "000.png", [(2, 2)], 95)
    touch(photos / "000.png")
    library.scan([photos])
    paths = [path for photo in library.photos() for path in photo.paths]
    assert os.fsdecode(odd) in paths
    assert counts(library.scan()) == {"unchanged": 14}
    os.remove(odd)
    assert counts(library.scan()) == {"missing": 1, "unchanged": 13}


def test_overlapping_folders_count_once(library: Library, photos: Path, squares: Squares) -> None:
    save(photos / "below" / "b.png", [(0, 8)], 96)
    summary = library.scan([photos / "below", photos, photos])
    assert counts(summary) == {"new": 14}
    assert squares.detector.pictures == 14
    assert counts(library.scan()) == {"unchanged": 14}
