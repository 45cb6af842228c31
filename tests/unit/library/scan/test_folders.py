"""Folders of the album: added, kept, left out and back, away, and found again somewhere else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from scanning import PHOTOS, counts, decided, name_first
from squares import Squares, album, people, save

from faceapp.core.changes import Changes
from faceapp.core.errors import FaceAppError
from faceapp.core.folders import FolderMode, FolderRules, outermost
from faceapp.core.progress import Progress
from faceapp.library import drives
from faceapp.library.drives import Mount
from faceapp.library.library import Library


def modes(library: Library) -> dict[str, str]:
    return {Path(one.path).name: one.mode.value for one in library.places.all()}


def shown(library: Library) -> set[str]:
    return {Path(path).name for photo in library.photos() for path in photo.paths}


# -- rules ----------------------------------------------------------------------------------------------
def test_the_deepest_rule_above_a_path_holds() -> None:
    watched, left_out = FolderMode.WATCHED, FolderMode.LEFT_OUT
    rules = FolderRules({"/a": watched, "/a/b": left_out, "/a/b/c": watched})
    told = {path: rules.mode_of(path) for path in ("/a", "/a/x.jpg", "/a/b/x.jpg", "/a/bb", "/a/b/c/d/x.jpg")}
    assert list(told.values()) == [watched, watched, left_out, watched, watched]
    assert rules.mode_of("/") is None
    assert rules.above("/a/b/c") == "/a/b"
    assert rules.above("/a") is None
    assert rules.skipped("/a") == {"/a/b"}
    assert rules.below("/a") == ["/a/b", "/a/b/c"]
    assert outermost(["/a/b", "/a b", "/a", "/a/b/c", "/ab"]) == ["/a", "/a b", "/ab"]


# -- what the user may do -------------------------------------------------------------------------------
def test_each_folder_says_how_it_stands(library: Library, photos: Path) -> None:
    (photos / "broken.png").write_bytes(b"")
    library.scan([photos])
    (folder,) = library.places.all()
    assert (folder.path, folder.mode, folder.there) == (str(photos), FolderMode.WATCHED, True)
    assert (folder.photos, folder.problems, folder.within) == (13, 1, None)
    assert folder.scanned_at is not None
    library.scan([photos / "000.png"])  # is in it: no folder of its own
    assert library.folders() == [str(photos)]


def test_a_folder_left_out_is_out_of_sight_and_comes_back_with_every_name(
    library: Library, photos: Path, squares: Squares
) -> None:
    library.scan([photos])
    anna = name_first(library)
    before = decided(library)
    library.places.leave_out(str(photos))
    assert (library.photos(), library.faces(), library.coverage().detected) == ([], [], 0)
    assert library.person(anna).faces == 0
    (folder,) = library.places.all()
    assert (folder.mode, folder.photos) == (FolderMode.LEFT_OUT, 13)
    assert counts(library.scan()) == {}
    assert library.places.add([str(photos)]) == [str(photos)]
    assert counts(library.scan()) == {"unchanged": 13}
    assert decided(library) == before
    assert squares.detector.pictures == 13
    assert [event.kind for event in library.history()][-1] == "name"  # no decision on a face was written


def test_a_folder_inside_is_left_out_and_comes_back(library: Library, photos: Path, squares: Squares) -> None:
    private = photos / "private"
    for name in ("000.png", "005.png"):
        private.mkdir(exist_ok=True)
        (photos / name).rename(private / name)
    (private / "broken.png").write_bytes(b"")
    library.scan([photos])
    name_first(library)
    before = decided(library)
    library.places.leave_out(str(private))
    assert not shown(library) & {"000.png", "005.png"}
    assert (len(library.photos()), library.problems()) == (11, [])
    save(private / "later.png", [(0, 8)], 700)
    assert counts(library.scan()) == {"unchanged": 11}
    assert counts(library.scan(verify=True)) == {"unchanged": 11}
    outer, inner = library.places.all()
    assert (outer.photos, inner.photos, inner.problems, inner.within) == (11, 2, 1, str(photos))
    library.scan([private])  # asked for by name: it is wanted again
    assert modes(library) == {"album": "watched"}
    assert {key: value for key, value in decided(library).items() if key in before} == before
    assert squares.detector.pictures == 14


def test_views_hear_that_a_folder_scanned_by_name_is_back(library: Library, photos: Path) -> None:
    library.scan([photos])
    library.places.leave_out(str(photos))
    heard: list[Changes] = []
    library.listen(heard.append)
    assert counts(library.scan([photos])) == {"unchanged": 13}
    assert any(one.everything for one in heard)


def test_a_copy_elsewhere_stays_in_sight(library: Library, photos: Path) -> None:
    (photos / "private").mkdir()
    shutil.copyfile(photos / "000.png", photos / "private" / "copy.png")
    library.scan([photos])
    library.places.leave_out(str(photos / "private"))
    assert len(library.photos()) == 13
    assert "copy.png" not in shown(library)


def test_what_is_left_out_while_it_is_scanned_is_not_read(
    library: Library, tmp_path: Path, squares: Squares
) -> None:
    folder = album(tmp_path / "album" / "b", people(4, 5))
    private = album(tmp_path / "album" / "b" / "private", [[(5, look)] for look in range(10)])

    def leave_out(progress: Progress) -> None:
        if progress.stage == "Finding faces" and progress.done >= 4 and "private" not in modes(library):
            library.places.leave_out(str(private))

    os.utime(private, (1, 1))  # the newest folders come first
    library.scan([folder], progress=leave_out)
    assert len(library.photos()) == 20
    assert squares.detector.pictures < 30
    assert library.problems() == []
    assert not [photo for photo in library.photos() if any("private" in path for path in photo.paths)]


def test_a_folder_left_out_with_others_in_it_is_out_whole(library: Library, photos: Path) -> None:
    (photos / "b").mkdir()
    (photos / "000.png").rename(photos / "b" / "000.png")
    library.scan([photos / "b"])
    library.scan([photos])
    assert modes(library) == {"album": "watched", "b": "watched"}
    library.places.leave_out(str(photos))
    assert (modes(library), library.photos()) == ({"album": "left_out"}, [])
    library.places.add([str(photos)])
    assert len(library.photos()) == 13


def test_a_change_of_a_folder_is_taken_back_exactly(library: Library, photos: Path) -> None:
    for name in ("b", "private"):
        (photos / name).mkdir()
    (photos / "000.png").rename(photos / "b" / "000.png")
    (photos / "001.png").rename(photos / "private" / "001.png")
    library.scan([photos / "b"])
    library.scan([photos])
    library.places.leave_out(str(photos / "private"))
    library.places.keep(str(photos))
    before, seen = library.places.all(), shown(library)
    change = library.places.leave_out(str(photos))
    assert (change.photos, shown(library)) == (12, set())
    library.places.put_back(change)
    assert (library.places.all(), shown(library)) == (before, seen)
    change = library.places.leave_out(str(photos / "b"))
    library.places.put_back(change)
    assert (library.places.all(), shown(library)) == (before, seen)
    (photos / "new").mkdir()
    change = library.places.leave_out(str(photos / "new"))  # it had no rule of its own
    assert change.photos == 0
    library.places.put_back(change)
    assert library.places.all() == before


def test_a_kept_folder_is_scanned_when_asked_for(library: Library, photos: Path) -> None:
    library.scan([photos])
    library.places.keep(str(photos))
    save(photos / "later.png", [(0, 8)], 77)
    assert counts(library.scan()) == {}
    assert counts(library.scan([photos])) == {"new": 1, "unchanged": 13}
    assert modes(library) == {"album": "kept"}
    library.places.add([str(photos)])
    assert counts(library.scan()) == {"unchanged": 14}


def test_strange_folders_are_refused(library: Library, photos: Path, tmp_path: Path) -> None:
    library.scan([photos])
    with pytest.raises(FaceAppError, match="is in no folder of this album"):
        library.places.leave_out(str(tmp_path / "elsewhere"))
    with pytest.raises(FaceAppError, match=r"nowhere does not exist\. Check the name"):
        library.places.add([str(tmp_path / "nowhere")])
    assert modes(library) == {"album": "watched"}


# -- away -----------------------------------------------------------------------------------------------
def test_the_other_folders_are_scanned_while_a_drive_is_away(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    library.scan([photos])
    anna = name_first(library)
    other = tmp_path / "other"
    for look in range(2):
        save(other / f"other-{look}.png", [(3, look)], 700 + look)
    library.scan([other])
    before = library.person(anna)
    photos.rename(tmp_path / "unplugged")
    save(other / "new.png", [(3, 2)], 800)
    assert counts(library.scan()) == {"new": 1, "unchanged": 2}
    assert {Path(one.path).name: one.there for one in library.places.all()} == {"album": False, "other": True}
    assert library.person(anna) == before
    assert library.problems() == []
    with pytest.raises(FaceAppError, match="plug in its drive"):
        library.scan([photos])


def test_a_drive_pulled_out_during_a_scan_makes_no_problems(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    def pull(progress: Progress) -> None:
        if progress.stage == "Finding faces" and progress.done == 4 and photos.exists():
            photos.rename(tmp_path / "unplugged")

    library.scan([photos], progress=pull)
    assert library.problems() == []
    found = len(library.photos())
    assert 4 <= found < 13
    (tmp_path / "unplugged").rename(photos)
    assert counts(library.scan()) == {"new": 13 - found, "unchanged": found}


def test_an_empty_mount_point_is_a_drive_that_is_away(
    library: Library, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unplugged, the folder a drive was mounted at is still there, with nothing in it."""
    inside = photos / "card"
    inside.mkdir()
    (photos / "000.png").rename(inside / "000.png")
    mounted = {str(photos)}
    real = os.path.ismount
    monkeypatch.setattr("os.path.ismount", lambda path: str(path) in mounted or real(path))
    library.scan([photos])
    mounted.clear()
    held = tmp_path / "held"
    held.mkdir()
    for path in list(photos.iterdir()):
        path.rename(held / path.name)
    (photos / "readme.txt").write_text("Nothing is mounted here.", encoding="utf-8")
    assert counts(library.scan()) == {}
    assert [one.there for one in library.places.all()] == [False]
    assert len(library.photos()) == 13
    for path in list(held.iterdir()):  # copied to where the drive was: it is the folder it was
        path.rename(photos / path.name)
    assert counts(library.scan()) == {"unchanged": 13}
    assert [one.there for one in library.places.all()] == [True]
    for path in photos.glob("*.png"):
        path.unlink()
    assert counts(library.scan()) == {"missing": 12, "unchanged": 1}  # deleted by hand


def test_a_drive_inside_a_folder_is_away(library: Library, photos: Path, tmp_path: Path) -> None:
    inside = photos / "card"
    inside.mkdir()
    for name in ("000.png", "001.png"):
        (photos / name).rename(inside / name)
    library.scan([photos])
    # As if the card had been another drive: what the walk would have told.
    (row,) = library._context.folders.rows()
    assert row.drives is not None
    library._context.folders.scanned(
        str(photos), drives.Drives(row.drives.mount, row.drives.volume, (str(inside),))
    )
    held = tmp_path / "held"
    inside.rename(held)
    inside.mkdir()
    (photos / "002.png").unlink()
    assert counts(library.scan()) == {"missing": 1, "unchanged": 10}
    assert {"000.png", "001.png"} <= shown(library)
    assert counts(library.scan()) == {"unchanged": 10}  # still known to be a drive
    inside.rmdir()
    held.rename(inside)
    assert counts(library.scan()) == {"unchanged": 12}
    (row,) = library._context.folders.rows()
    assert row.drives is not None
    assert row.drives.inside == ()


def test_a_folder_that_is_away_inside_one_scanned_by_name_loses_nothing(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    inside = photos / "card"
    inside.mkdir()
    (photos / "000.png").rename(inside / "000.png")
    library.scan([inside])
    library.scan([photos])
    library.places.keep(str(photos))
    inside.rename(tmp_path / "unplugged")
    assert counts(library.scan([photos])) == {"unchanged": 12}
    assert "000.png" in shown(library)
    (tmp_path / "unplugged").rename(inside)
    assert counts(library.scan()) == {"unchanged": 1}


def test_a_linked_drive_is_told_by_the_walk(photos: Path, tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    if not shared.is_dir() or os.stat(shared).st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("needs a second file system")
    from faceapp.core.progress import CancelToken
    from faceapp.library.walk import OtherDrive, walk

    held = shared / f"faceapp-test-{os.getpid()}"
    held.mkdir()
    try:
        (photos / "card").symlink_to(held, target_is_directory=True)
        found = [one for one in walk(str(photos), tmp_path, CancelToken()) if isinstance(one, OtherDrive)]
    finally:
        held.rmdir()
    assert found == [OtherDrive(str(photos / "card"))]


def test_views_hear_of_photos_that_went_and_came_back(
    library: Library, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.scan([photos])
    monkeypatch.setattr("faceapp.library.due.Due.is_due", lambda _: False)  # as in a large album
    heard: list[Changes] = []
    library.listen(heard.append)
    (photos / "000.png").rename(tmp_path / "000.png")
    library.scan()
    assert [one.everything for one in heard] == [True]
    (tmp_path / "000.png").rename(photos / "000.png")
    library.scan()
    assert [one.everything for one in heard] == [True, True]
    library.scan()
    assert len(heard) == 2


# -- found again ----------------------------------------------------------------------------------------
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that is read from now on."""
    from faceapp.imaging import reader

    found: list[str] = []
    real = reader.read_bytes
    monkeypatch.setattr(
        "faceapp.imaging.reader.read_bytes", lambda path: found.append(path.name) or real(path)
    )
    return found


def test_a_drive_mounted_elsewhere_is_found_by_itself(
    library: Library, tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "media" / "usb", tmp_path / "media" / "usb1"
    photos = album(old / "Photos", PHOTOS)
    real = os.path.ismount
    mounted = {str(old)}
    monkeypatch.setattr("os.path.ismount", lambda path: str(path) in mounted or real(path))
    monkeypatch.setattr(
        "faceapp.library.drives.mounts",
        lambda: [Mount("/", "ext4"), *(Mount(one, "vfat") for one in mounted)],
    )
    monkeypatch.setattr(
        "faceapp.library.drives.volume_of", lambda mount: "uuid AB-CD" if mount in mounted else ""
    )
    (photos / "private").mkdir()
    (photos / "000.png").rename(photos / "private" / "000.png")
    library.scan([photos])
    name_first(library)
    library.places.leave_out(str(photos / "private"))
    before = decided(library)
    read = reads(monkeypatch)
    old.rename(new)
    mounted.clear()
    assert counts(library.scan()) == {}  # away
    mounted.add(str(new))
    save(new / "Photos" / "later.png", [(9, 0)], 900)
    summary = library.scan()
    assert counts(summary) == {"moved": 12, "new": 1}
    assert read == ["later.png"]
    assert {key: value for key, value in decided(library).items() if key in before} == before
    assert modes(library) == {"Photos": "watched", "private": "left_out"}
    assert library.folders() == [str(new / "Photos")]
    assert "000.png" not in shown(library)
    assert counts(library.scan()) == {"unchanged": 13}


def test_another_drive_with_the_same_folders_is_not_taken_for_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, backup = tmp_path / "usb", tmp_path / "backup"
    photos = album(old / "Photos", PHOTOS)
    real = os.path.ismount
    mounted = {str(old), str(backup)}
    monkeypatch.setattr("os.path.ismount", lambda path: str(path) in mounted or real(path))
    monkeypatch.setattr("faceapp.library.drives.mounts", lambda: [Mount(one, "vfat") for one in mounted])
    monkeypatch.setattr("faceapp.library.drives.volume_of", lambda mount: f"uuid {Path(mount).name}")
    library.scan([photos])
    shutil.copytree(photos, backup / "Photos")
    old.rename(tmp_path / "unplugged")
    assert counts(library.scan()) == {}
    assert library.folders() == [str(photos)]


@pytest.mark.parametrize("named", ["disk", "disk/album"])
def test_a_folder_moved_by_hand_is_found_when_its_new_place_is_added(
    library: Library, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    read = reads(monkeypatch)
    (tmp_path / "disk").mkdir()
    photos.rename(tmp_path / "disk" / "album")
    assert counts(library.scan([tmp_path / named])) == {"moved": 13}
    assert read == []
    assert decided(library) == before
    assert library.folders() == [str(tmp_path / named)]
    assert counts(library.scan()) == {"unchanged": 13}


def test_another_folder_of_the_same_names_is_not_the_one_that_is_away(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    library.scan([photos])
    photos.rename(tmp_path / "unplugged")
    other = album(tmp_path / "other" / "album", [[(5, look)] for look in range(13)])
    assert counts(library.scan([other])) == {"new": 13}
    (tmp_path / "unplugged").rename(photos)
    assert counts(library.scan()) == {"unchanged": 26}


# -- places where something changed ---------------------------------------------------------------------
def test_a_look_at_places_scans_only_them(library: Library, photos: Path, tmp_path: Path) -> None:
    library.scan([photos])
    one, two = save(photos / "new" / "one.png", [(3, 0)], 700), save(photos / "two.png", [(3, 1)], 701)
    save(photos / "three.png", [(3, 2)], 702)
    (photos / "000.png").unlink()
    strange = save(tmp_path / "strange" / "s.png", [(4, 0)], 703)
    places = [one.parent, two, photos / "000.png", strange, photos / "never.png"]
    summary = library.scan(places, within=True)
    assert counts(summary) == {"new": 2, "missing": 1}
    assert "three.png" not in shown(library)
    assert "000.png" not in shown(library)
    assert library.folders() == [str(photos)]
    library.places.leave_out(str(photos / "new"))
    save(photos / "new" / "four.png", [(3, 3)], 704)
    photos_before = len(library.photos())
    assert counts(library.scan([photos / "new", photos / "new" / "four.png"], within=True)) == {}
    assert len(library.photos()) == photos_before


def test_a_photo_moved_between_places_is_moved(library: Library, photos: Path, squares: Squares) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    (photos / "sub").mkdir()
    (photos / "000.png").rename(photos / "sub" / "renamed.png")
    summary = library.scan([photos / "000.png", photos / "sub" / "renamed.png"], within=True)
    assert counts(summary) == {"moved": 1}
    assert decided(library) == before
