"""Scanning: what is new is read once, what is known is left alone, whatever happens to the files."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from squares import SquareDetector, Squares, album, draw, people, save

from faceapp.core.errors import Cancelled, FaceAppError, LibraryError
from faceapp.core.models import Detection, DetectorId, Face, FaceState, Picture, ScanSummary
from faceapp.core.progress import CancelToken, Progress
from faceapp.library.library import Library

PHOTOS = [*people(2, 5), [(0, 5), (1, 5)], [(2, 0)], []]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """13 photos: persons 0 and 1 in five each and one together, one of person 2, one without a face."""
    return album(tmp_path / "album", PHOTOS)


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    with squares.open(tmp_path / "library") as opened:
        yield opened


def counts(summary: ScanSummary) -> dict[str, int]:
    return {
        name: value
        for name in ("new", "unchanged", "moved", "missing", "problems")
        if (value := getattr(summary, name))
    }


def at(library: Library, name: str) -> Face:
    """The only face of the photo whose first path ends like this."""
    (found,) = (one for one in library.photos() if one.paths[0].endswith(name))
    (face,) = library.faces_of_photo(found.id)
    return face


def name_first(library: Library) -> int:
    """Name the group of photo 000 Anna, with a rejection and a stranger beside."""
    anna = at(library, "000.png").person_id
    assert anna is not None
    library.decide.name(anna, "Anna")
    library.decide.reject([at(library, "001.png").id], anna)
    library.decide.stranger([at(library, "005.png").id])
    return anna


def decided(library: Library) -> dict[int, tuple[FaceState, int | None]]:
    library.regroup()
    return {face.id: (face.state, face.person_id) for face in library.faces()}


def touch(path: Path) -> None:
    """A new time, as any program that writes the file gives it."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))


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
    """Wherever the copies fall: within one batch or across two that are read ahead."""
    folder = album(tmp_path / "copies", people(1, before) if before else [])
    for number in range(copies):
        save(folder / f"x{number}.png", [(5, 5)], 900)
    summary = library.scan([folder])
    assert (summary.photos, summary.paths, summary.faces) == (before + 1, before + copies, before + 1)
    assert counts(summary) == {"new": before + copies}
    assert squares.detector.pictures == before + 1


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


def test_a_removed_folder_is_no_longer_scanned(library: Library, photos: Path) -> None:
    library.scan([photos])
    library.remove_folder(str(photos))
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


# -- what cannot be used --------------------------------------------------------------------------------
@pytest.fixture
def bad_files(photos: Path) -> dict[str, Path]:
    """Files that are no pictures, whatever their names say."""
    whole = (photos / "000.png").read_bytes()
    written = {"empty.jpg": b"", "text.png": b"Dear diary", "cut.png": whole[: len(whole) // 2]}
    for name, data in written.items():
        (photos / name).write_bytes(data)
    return {name: photos / name for name in written}


class FailingDetector(SquareDetector):
    """Fails on every batch that holds a picture without any face."""

    def detect(self, pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
        found = super().detect(pictures, thorough=thorough)
        if not all(found):
            raise RuntimeError("no kernel for this picture")
        return found


def test_a_photo_the_networks_fail_on_is_one_problem(tmp_path: Path) -> None:
    photos = album(tmp_path / "photos", [[(0, 0)], [], [(0, 1)], [(1, 0)]])
    with Squares(FailingDetector()).open(tmp_path / "library") as library:
        summary = library.scan([photos])
        assert (summary.photos, summary.faces, summary.problems) == (3, 3, 1)
        (problem,) = library.problems()
        assert (Path(problem.path).name, problem.kind) == ("001.png", "failed")
        assert "no kernel for this picture" in problem.message
    with Squares().open(tmp_path / "library") as library:
        library.retry_problems()
        assert library.scan().problems == 0


def test_a_photo_that_fails_when_looked_at_again_keeps_its_faces(tmp_path: Path) -> None:
    photos = album(tmp_path / "photos", [[(0, 0)], []])
    with Squares().open(tmp_path / "library") as library:
        assert library.scan([photos]).photos == 2
    with Squares(FailingDetector()).open(tmp_path / "library") as library:
        summary = library.scan(thorough=True)
        assert (summary.photos, summary.faces, summary.problems) == (2, 1, 1)


def test_each_bad_file_is_one_problem_and_stops_nothing(
    library: Library, photos: Path, bad_files: dict[str, Path]
) -> None:
    summary = library.scan([photos])
    assert counts(summary) == {"new": 13, "problems": 3}
    assert (summary.photos, summary.paths) == (13, 13)
    assert [Path(row.path).name for row in library.problems()] == sorted(bad_files)
    assert {row.kind for row in library.problems()} == {"empty", "not_a_picture", "truncated"}
    assert all(row.message and "\n" not in row.message for row in library.problems())
    again = library.scan()
    assert again.problems == 3
    assert [Path(row.path).name for row in library.problems()] == sorted(bad_files)


def test_a_bad_file_is_tried_again_after_a_change(
    library: Library, photos: Path, bad_files: dict[str, Path]
) -> None:
    library.scan([photos])
    save(bad_files["cut.png"], [(1, 8)], 60)
    touch(bad_files["cut.png"])
    summary = library.scan()
    assert (summary.new, summary.problems, summary.photos) == (1, 2, 14)
    bad_files["empty.jpg"].unlink()
    assert library.scan().problems == 1
    assert [row.kind for row in library.problems()] == ["not_a_picture"]


def test_a_bad_file_is_tried_again_on_demand(
    library: Library, photos: Path, bad_files: dict[str, Path]
) -> None:
    library.scan([photos])
    path = bad_files["text.png"]
    status = path.stat()
    shutil.copyfile(photos / "000.png", photos.parent / "longer.png")
    with open(path, "r+b") as file:  # repaired, with the old size and time
        file.write(b"P6 1 1 255")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    before = library.problems()
    assert library.scan().problems == 3
    assert library.problems() == before
    assert library.retry_problems([str(path)]) == 1
    library.scan()
    assert {row.path: row.kind for row in library.problems()}[str(path)] != "not_a_picture"
    assert library.retry_problems() == 3


def test_a_photo_that_went_bad_comes_back_with_its_decisions(library: Library, photos: Path) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    whole = (photos / "000.png").read_bytes()
    (photos / "000.png").write_bytes(whole[:90])
    summary = library.scan()
    assert (summary.problems, summary.photos) == (1, 12)
    (photos / "000.png").write_bytes(whole)
    touch(photos / "000.png")
    assert library.scan().problems == 0
    assert decided(library) == before


def unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Take away the right to read a folder, also from root; returns how to give it back."""
    if os.name == "posix" and os.geteuid() != 0:
        folder.chmod(0)
        return lambda: folder.chmod(0o700)
    true_scandir = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if os.fspath(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(folder))
        return true_scandir(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return monkeypatch.undo


def test_a_folder_without_permission_is_one_problem_and_loses_nothing(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = photos / "secret"
    save(secret / "s.png", [(0, 8)], 80)
    library.scan([photos])
    before = decided(library)
    give_back = unreadable(secret, monkeypatch)
    summary = library.scan()
    assert counts(summary) == {"unchanged": 13, "problems": 1}
    assert summary.photos == 14
    (problem,) = library.problems()
    assert (problem.path, problem.kind) == (str(secret), "unreadable")
    assert "Permission denied" in problem.message
    assert decided(library) == before
    give_back()
    assert counts(library.scan()) == {"unchanged": 14}
    assert library.problems() == []


def test_a_file_without_permission_is_tried_again_at_each_scan(library: Library, photos: Path) -> None:
    """Giving the right back changes neither size nor time of the file."""
    dangling = photos / "link.png"
    dangling.symlink_to(photos.parent / "target.png")
    library.scan([photos])
    (problem,) = library.problems()
    assert (problem.path, problem.kind) == (str(dangling), "unreadable")
    save(photos.parent / "target.png", [(1, 9)], 81)
    assert counts(library.scan()) == {"new": 1, "unchanged": 13}
    assert library.problems() == []


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


# -- stop and go on -------------------------------------------------------------------------------------
def test_a_cancelled_scan_keeps_what_it_did_and_goes_on_later(
    library: Library, tmp_path: Path, squares: Squares
) -> None:
    photos = album(tmp_path / "album", people(6, 5))
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == "Finding faces" and progress.done >= 8:
            token.cancel()

    with pytest.raises(Cancelled):
        library.scan([photos], progress=stop, cancel=token)
    done = squares.detector.pictures
    assert 8 <= done < 30
    assert len(library.photos()) == len(library.faces()) == done
    assert library.coverage().detected == done
    ids = {face.id: face.photo_id for face in library.faces()}
    summary = library.scan()
    assert counts(summary) == {"new": 30 - done, "unchanged": done}
    assert squares.detector.pictures == 30
    assert {face.id: face.photo_id for face in library.faces() if face.id in ids} == ids


def test_a_paused_scan_waits_and_goes_on(library: Library, tmp_path: Path) -> None:
    photos = album(tmp_path / "album", people(4, 5))
    token, paused = CancelToken(), threading.Event()

    def pause(progress: Progress) -> None:
        if progress.done == 4 and not paused.is_set():
            token.pause()
            paused.set()

    found: list[ScanSummary] = []
    scan = threading.Thread(target=lambda: found.append(library.scan([photos], progress=pause, cancel=token)))
    scan.start()
    assert paused.wait(20)
    scan.join(timeout=0.3)
    assert scan.is_alive()
    assert token.paused
    assert len(library.photos()) == 4  # others may read meanwhile
    token.resume()
    scan.join(timeout=20)
    assert counts(found[0]) == {"new": 20}


def test_a_paused_scan_can_be_cancelled(library: Library, photos: Path) -> None:
    token, started = CancelToken(), threading.Event()
    token.pause()
    errors: list[BaseException] = []

    def work() -> None:
        try:
            library.scan([photos], cancel=token, progress=lambda _: started.set())
        except Cancelled as error:
            errors.append(error)

    scan = threading.Thread(target=work)
    scan.start()
    assert started.wait(20)
    token.cancel()
    scan.join(timeout=20)
    assert not scan.is_alive()
    assert len(errors) == 1


def test_groups_form_while_the_scan_runs(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faceapp.library.scan.FIRST_GROUPING_SECONDS", 0.0)
    monkeypatch.setattr("faceapp.library.scan.GROUPING_SHARE", 0.0)
    seen: list[int] = []
    notes: list[str] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "Finding faces" and 0 < progress.done < progress.total:
            seen.append(len(library.people()))
            notes.append(progress.note)

    library.scan([album(tmp_path / "album", people(4, 5))], progress=watch)
    assert seen[0] >= 1
    assert "people so far" in notes[-1]
    assert seen == sorted(seen)


def test_a_question_is_answered_while_a_scan_runs(library: Library, photos: Path, tmp_path: Path) -> None:
    library.scan([photos])
    anna = name_first(library)
    more = album(tmp_path / "more", people(3, 5, first_look=5))
    answers = []

    def ask(progress: Progress) -> None:
        if progress.stage == "Finding faces" and not answers:
            answers.append(library.identify(draw([(0, 8)], 700)))

    library.scan([more], progress=ask)
    ((face,),) = answers
    assert face.matches[0].person_id == anna


def test_two_scans_at_once_share_the_work(tmp_path: Path, squares: Squares) -> None:
    """Two libraries on one folder, as two processes would have them."""
    photos = album(tmp_path / "album", people(5, 5))
    found: list[ScanSummary] = []
    with squares.open(tmp_path / "library") as one, squares.open(tmp_path / "library") as other:
        scans = [
            threading.Thread(target=lambda own=own: found.append(own.scan([photos]))) for own in (one, other)
        ]
        for scan in scans:
            scan.start()
        for scan in scans:
            scan.join(timeout=60)
        assert squares.detector.pictures == 25
        assert sorted(summary.new for summary in found) == [0, 25]
        assert len(one.faces()) == len(other.faces()) == 25
        assert [person.faces for person in other.people()] == [5] * 5


# -- the library folder ---------------------------------------------------------------------------------
@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_the_library_is_for_its_owner_only(library: Library, photos: Path) -> None:
    library.scan([photos])
    name_first(library)
    library.make_photo_thumbnail(library.photos()[0].id)
    library.contact_sheet(library.root / "people.png", "Everybody")
    for folder, _, names in os.walk(library.root):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700, folder
        for name in names:
            path = os.path.join(folder, name)
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, path
    assert {".nomedia", ".metadata_never_index", ".trackerignore"} <= set(os.listdir(library.root))


def test_a_folder_that_holds_other_things_is_no_library(tmp_path: Path, squares: Squares) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-mum.txt").write_text("Dear mum", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"not a faceapp library and not empty \(it holds to-mum\.txt\)"):
        squares.open(tmp_path / "letters")
    assert os.listdir(tmp_path / "letters") == ["to-mum.txt"]


def test_a_start_that_was_cut_short_does_not_spoil_the_folder(tmp_path: Path, squares: Squares) -> None:
    """Killed between the first folder and the database."""
    root = tmp_path / "library"
    squares.open(root).close()
    for path in root.glob("library.sqlite*"):
        path.unlink()
    squares.open(root).close()
    assert (root / "library.sqlite").exists()


def test_a_file_is_no_library(tmp_path: Path, squares: Squares) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be written"):
        squares.open(tmp_path / "file")


@pytest.mark.parametrize("damage", ["deleted", "empty", "garbage", "cut"])
def test_a_lost_index_is_built_again(
    library: Library, photos: Path, tmp_path: Path, squares: Squares, damage: str
) -> None:
    library.scan([photos])
    anna = name_first(library)
    before = decided(library)
    library.close()
    index = tmp_path / "library" / "faces.faiss"
    data = index.read_bytes()
    index.unlink()
    if damage != "deleted":
        index.write_bytes({"empty": b"", "garbage": b"x" * 5000, "cut": data[: len(data) // 2]}[damage])
    with squares.open(tmp_path / "library") as again:
        assert decided(again) == before
        ((face),) = again.identify(draw([(0, 8)], 700))
        assert face.matches[0].person_id == anna
        again.scan()
    assert index.exists()
    assert len(index.read_bytes()) == len(data)
    assert squares.detector.pictures == 14


def test_the_index_follows_embeddings_that_another_process_changed(
    tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same faces with other embeddings: what was held in memory or on disk counts no more."""
    photos = album(tmp_path / "album", people(2, 3))
    with squares.open(tmp_path / "library") as window:
        window.scan([photos])
        ids = window._context.index().ids
        before = window._context.index().vectors(ids)
        newer = Squares()
        newer.detector.id = DetectorId("squares-v2")
        monkeypatch.setattr("squares.PEOPLE", 13)  # the network is another one
        from squares import vector

        vector.cache_clear()
        with newer.open(tmp_path / "library") as command_line:
            command_line.scan()
        after = window._context.index().vectors(ids)
        assert np.abs(after - before).max() > 0.1
    with squares.open(tmp_path / "library") as again:
        assert np.array_equal(again._context.index().vectors(ids), after)
    vector.cache_clear()
