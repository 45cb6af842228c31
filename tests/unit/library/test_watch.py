"""Folders are watched: what changes in them is told within moments, whatever the files and drives do."""

from __future__ import annotations

import errno
import os
import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from squares import Squares, album, people, save
from watchdog.observers import Observer

from faceapp.library import drives, gather, watch
from faceapp.library.drives import Mount
from faceapp.library.library import Library
from faceapp.library.watch import NETWORK, NO_ROOM, REFUSED, Watcher, WatchState

WAIT = 20.0


class Listening:
    """A watcher, and what it tells; each report is scanned as the window scans it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.reports: queue.Queue[list[str]] = queue.Queue()
        self.states: queue.Queue[WatchState] = queue.Queue()
        self.watcher: Watcher | None = None

    def start(self) -> None:
        """Begin, and wait until it has begun."""
        self.watcher = self.library.watch(self.reports.put, self.states.put)
        self.state(lambda state: state.on)
        if self.watcher.state.noticed or self.watcher.state.looked_at:
            self.look()  # what came before somebody watched

    def state(self, is_so: Callable[[WatchState], object]) -> WatchState:
        """Wait until it stands like this."""
        while not is_so(state := self.states.get(timeout=WAIT)):
            pass
        return state

    def look(self) -> list[str]:
        """Wait for the next report and scan it; the names of the places."""
        places = self.reports.get(timeout=WAIT)
        self.library.scan(places, within=True)
        return sorted(Path(place).name for place in places)

    def until(self, is_so: Callable[[], object]) -> None:
        """Scan what is reported until it is so."""
        while not is_so():
            self.look()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "QUIET_SECONDS", 0.3)
    monkeypatch.setattr(watch, "AWAY_SECONDS", 0.2)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return album(tmp_path / "album", people(2, 3))


@pytest.fixture
def library(tmp_path: Path, photos: Path, squares: Squares) -> Iterator[Library]:
    """A library inside its own album, scanned."""
    with squares.open(photos / "library") as opened:
        opened.scan([photos])
        yield opened


@pytest.fixture
def listening(library: Library) -> Iterator[Listening]:
    made = Listening(library)
    yield made
    if made.watcher is not None:
        made.watcher.close()
        assert not made.watcher._thread.is_alive()


def shown(library: Library) -> set[str]:
    return {Path(path).name for photo in library.photos() for path in photo.paths}


# -- what happens to files ------------------------------------------------------------------------------
def test_new_changed_moved_and_deleted_photos_are_told(
    listening: Listening, library: Library, photos: Path, tmp_path: Path, squares: Squares
) -> None:
    listening.start()
    assert listening.watcher is not None
    assert listening.watcher.state == WatchState(True, (str(photos),))
    save(photos / "new.png", [(0, 5)], 100)
    assert listening.look() == ["new.png"]
    assert "new.png" in shown(library)

    (photos / "sub").mkdir()
    (photos / "new.png").rename(photos / "sub" / "moved.png")
    listening.until(lambda: "moved.png" in shown(library))
    assert "new.png" not in shown(library)
    save(photos / "sub" / "later.png", [(0, 6)], 101)  # the new folder is watched, too
    listening.until(lambda: "later.png" in shown(library))

    before = squares.detector.pictures
    save(photos / "000.png", [(1, 6)], 102)
    listening.until(lambda: squares.detector.pictures > before)
    (photos / "001.png").unlink()
    listening.until(lambda: "001.png" not in shown(library))
    assert library.problems() == []


def test_a_download_is_told_under_its_last_name(listening: Listening, library: Library, photos: Path) -> None:
    listening.start()
    part = photos / "new.png.part"
    data = save(photos.parent / "elsewhere.png", [(0, 5)], 100).read_bytes()
    part.write_bytes(data[:50])
    part.write_bytes(data)
    part.rename(photos / "new.png")
    assert listening.look() == ["new.png"]
    assert "new.png" in shown(library)


def test_a_photo_that_is_still_written_is_waited_for(
    listening: Listening, library: Library, photos: Path
) -> None:
    listening.start()
    data = save(photos.parent / "elsewhere.png", [(0, 5)], 100).read_bytes()
    with open(photos / "slow.png", "wb") as file:
        file.write(data[:50])
        file.flush()
        save(photos / "whole.png", [(0, 6)], 101)
        assert listening.look() == ["whole.png"]
        file.write(data[50:])
    assert listening.look() == ["slow.png"]
    assert library.problems() == []
    assert {"slow.png", "whole.png"} <= shown(library)


def test_thousands_of_files_become_one_scan(
    listening: Listening, library: Library, photos: Path, tmp_path: Path
) -> None:
    listening.start()
    data = save(tmp_path / "one.png", [(0, 5)], 100).read_bytes()
    many = photos / "many"
    many.mkdir()
    for number in range(2000):
        (many / f"{number}.png").write_bytes(data)
    assert listening.reports.get(timeout=WAIT) == [str(many)]
    save(photos / "last.png", [(0, 6)], 101)
    assert listening.look() == ["last.png"]  # and nothing of the others once more


def test_a_folder_brought_here_is_told(
    listening: Listening, library: Library, photos: Path, tmp_path: Path
) -> None:
    listening.start()
    trip = tmp_path / "trip" / "day one"
    save(trip / "t.png", [(1, 5)], 100)
    trip.parent.rename(photos / "trip")
    listening.until(lambda: "t.png" in shown(library))
    shutil.rmtree(photos / "trip")
    listening.until(lambda: "t.png" not in shown(library))


def test_what_concerns_no_scan_is_not_told(
    listening: Listening, library: Library, photos: Path, tmp_path: Path
) -> None:
    (photos / "private").mkdir()
    library.places.leave_out(str(photos / "private"))
    listening.start()
    (photos / "notes.txt").write_text("nothing", encoding="utf-8")
    save(photos / ".trash" / "h.png", [(1, 5)], 100)
    save(photos / "private" / "p.png", [(1, 6)], 101)
    save(photos / "._x.png", [(1, 7)], 102)
    for face in library.faces():
        library.make_face_thumbnail(face.id)
    for path in photos.glob("*.png"):
        path.read_bytes()
    save(photos / "z.png", [(1, 8)], 103)
    assert listening.look() == ["z.png"]


def test_a_linked_folder_is_watched(
    listening: Listening, library: Library, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "linked").mkdir()
    (photos / "link").symlink_to(tmp_path / "linked", target_is_directory=True)
    (photos / "loop").symlink_to(photos, target_is_directory=True)
    listening.start()
    save(tmp_path / "linked" / "l.png", [(1, 5)], 100)
    listening.until(lambda: "l.png" in shown(library))
    assert str(photos / "link" / "l.png") in {path for one in library.photos() for path in one.paths}


def test_links_come_and_go(listening: Listening, library: Library, photos: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        save(tmp_path / name / f"{name}.png", [(1, 5)], 100 + len(name) + ord(name[0]))
    notes = tmp_path / "notes.txt"
    notes.write_text("nothing", encoding="utf-8")
    listening.start()
    link = photos / "link"
    (photos / "words").symlink_to(notes)
    (photos / "loop").symlink_to(photos, target_is_directory=True)
    link.symlink_to(tmp_path / "one", target_is_directory=True)
    assert listening.look() == ["link"]
    assert "one.png" in shown(library)
    save(tmp_path / "one" / "later.png", [(1, 6)], 101)  # it is watched
    listening.until(lambda: "later.png" in shown(library))
    link.rename(photos / "renamed")
    listening.until(lambda: {path.name for path in names_in(library, "renamed")} == {"one.png", "later.png"})
    (photos / "renamed").unlink()
    listening.until(lambda: "one.png" not in shown(library))
    link.symlink_to(tmp_path / "two", target_is_directory=True)
    listening.until(lambda: "two.png" in shown(library))
    save(tmp_path / "two" / "last.png", [(1, 7)], 102)
    listening.until(lambda: "last.png" in shown(library))
    assert library.problems() == []
    assert not names_in(library, "loop")


def names_in(library: Library, folder: str) -> set[Path]:
    found = {Path(path) for photo in library.photos() for path in photo.paths}
    return {path for path in found if path.parent.name == folder}


def test_a_folder_replaced_by_another_is_watched_on(
    listening: Listening, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = album(tmp_path / "other", [[(0, 5)]])
    library.scan([other])
    monkeypatch.setattr(watch, "_number", lambda path: (1, 1))  # the new one may have the number of the old
    monkeypatch.setattr(watch, "AWAY_SECONDS", 60.0)
    listening.start()
    shutil.rmtree(other)
    other.mkdir()
    assert listening.watcher is not None
    listening.watcher.wake()
    save(other / "new.png", [(0, 6)], 100)
    listening.until(lambda: "new.png" in shown(library))
    save(other / "later.png", [(0, 7)], 101)
    listening.until(lambda: "later.png" in shown(library))


def test_a_failure_that_lasts_is_told_once(
    listening: Listening, library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    listening.start()
    looks = queue.Queue[str]()

    def broken(path: str) -> tuple[int, int]:
        looks.put(path)
        raise ValueError("embedded null byte")

    monkeypatch.setattr(watch, "_number", broken)
    for _ in range(4):
        looks.get(timeout=WAIT)
    monkeypatch.undo()
    assert [one.message for one in caplog.records if one.name == watch.__name__] == [
        "Watching folders failed; it is tried again"
    ]
    caplog.clear()


# -- what the user wants, and drives --------------------------------------------------------------------
def test_watching_is_turned_off_and_on(listening: Listening, library: Library, photos: Path) -> None:
    listening.start()
    assert listening.watcher is not None
    library.places.set_watching(False)
    assert listening.state(lambda state: not state.on) == WatchState()
    save(photos / "off.png", [(0, 5)], 100)
    library.places.set_watching(True)
    listening.watcher.wake()
    assert listening.look() == ["album"]
    assert "off.png" in shown(library)
    save(photos / "on.png", [(0, 6)], 101)
    assert listening.look() == ["on.png"]


def test_a_folder_added_later_is_watched(listening: Listening, library: Library, tmp_path: Path) -> None:
    listening.start()
    other = album(tmp_path / "other", [])
    other.mkdir()
    library.places.add([str(other)])
    assert listening.look() == ["other"]
    save(other / "o.png", [(1, 5)], 100)
    listening.until(lambda: "o.png" in shown(library))
    library.places.keep(str(other))
    assert listening.state(lambda state: len(state.noticed) == 1)


def test_a_drive_that_comes_back_is_looked_at(
    listening: Listening, library: Library, photos: Path, tmp_path: Path, squares: Squares
) -> None:
    card = album(tmp_path / "card", [[(2, 0)], [(2, 1)]])
    for path in card.iterdir():
        path.rename(card / f"card-{path.name}")
    library.scan([card])
    listening.start()
    read = squares.detector.pictures
    card.rename(tmp_path / "unplugged")
    assert listening.state(lambda state: state.away).away == (str(card),)
    save(photos / "meanwhile.png", [(0, 5)], 100)
    listening.until(lambda: "meanwhile.png" in shown(library))
    assert {"card-000.png", "card-001.png"} <= shown(library)
    save(tmp_path / "unplugged" / "fresh.png", [(2, 2)], 101)
    (tmp_path / "unplugged").rename(card)
    listening.until(lambda: "fresh.png" in shown(library))
    assert squares.detector.pictures == read + 2
    save(card / "again.png", [(2, 3)], 102)  # and is watched again
    listening.until(lambda: "again.png" in shown(library))


def test_a_drive_mounted_elsewhere_is_noticed(
    listening: Listening,
    library: Library,
    tmp_path: Path,
    squares: Squares,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = tmp_path / "usb", tmp_path / "usb1"
    save(old / "DCIM" / "u.png", [(2, 0)], 100)
    mounted = {str(old)}
    real = drives.mount_of
    monkeypatch.setattr(
        drives, "mount_of", lambda path: next((one for one in mounted if path.startswith(one)), real(path))
    )
    monkeypatch.setattr(drives, "mounts", lambda: [Mount(one, "vfat") for one in mounted])
    monkeypatch.setattr(drives, "volume_of", lambda mount: "uuid 1" if mount in mounted else "")
    library.scan([old / "DCIM"])
    listening.start()
    read = squares.detector.pictures
    old.rename(new)
    mounted.clear()
    mounted.add(str(new))
    listening.until(lambda: str(new / "DCIM") in library.folders())
    assert squares.detector.pictures == read
    save(new / "DCIM" / "v.png", [(2, 1)], 101)
    listening.until(lambda: "v.png" in shown(library))


def test_a_drive_that_goes_from_place_to_place_is_noticed_each_time(
    listening: Listening, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = album(tmp_path / "card", [[(2, 0)]])
    library.scan([card])
    places: list[str] = []
    looks = queue.Queue[str]()

    def elsewhere(path: str, drives: object) -> list[str]:
        looks.put(path)
        return list(places)

    monkeypatch.setattr(watch, "elsewhere", elsewhere)
    listening.start()
    card.rename(tmp_path / "unplugged")
    for place in ("/one", "/two", "/one", "/two"):
        places[:] = [place]
        assert listening.reports.get(timeout=WAIT) == [str(card)]
    places.clear()
    looks.queue.clear()
    for _ in range(3):
        looks.get(timeout=WAIT)
    assert listening.reports.empty()


# -- where the system cannot tell -----------------------------------------------------------------------
@pytest.mark.parametrize("why", [NETWORK, NO_ROOM, REFUSED])
def test_what_cannot_be_watched_is_looked_through_now_and_then(
    listening: Listening, library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    plain = Observer.schedule  # type: ignore[attr-defined]

    def full(self: object, handler: object, path: str, **how: object) -> object:
        if why == REFUSED or Path(path).name.startswith("faceapp-"):
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return plain(self, handler, path, **how)

    if why == NETWORK:
        monkeypatch.setattr(watch, "shared_over_network", lambda path: True)
    else:
        monkeypatch.setattr(Observer, "schedule", full)
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.2)
    listening.start()
    assert listening.watcher is not None
    assert listening.watcher.state == WatchState(True, (), ((str(photos), why),))
    save(photos / "sub" / "new.png", [(0, 5)], 100)
    listening.until(lambda: "new.png" in shown(library))
    save(photos / "000.png", [(0, 6)], 101)
    (photos / "sub" / "new.png").unlink()
    listening.until(lambda: "new.png" not in shown(library))


def test_network_drives_are_known_by_their_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(drives, "mount_of", lambda path: "/net")
    told = [Mount("/", "ext4"), Mount("/net", "autofs"), Mount("/net", "")]
    monkeypatch.setattr(drives, "mounts", lambda: told)
    for kind in ("nfs4", "cifs", "fuse.sshfs", "ext4", "fuseblk"):
        told[-1] = Mount("/net", kind)
        assert drives.shared_over_network(str(tmp_path)) is (kind not in ("ext4", "fuseblk"))


def test_a_drive_that_has_gone_hides_no_other_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"GONE-{number}").symlink_to(tmp_path / "no device")
    (tmp_path / "HERE").touch()
    plain = os.stat

    def stat(path: str | Path, **how: bool) -> object:
        found = plain(path, **how)  # type: ignore[call-overload]
        return SimpleNamespace(st_rdev=plain(tmp_path).st_dev) if str(path).endswith("HERE") else found

    monkeypatch.setattr(drives, "_BY_UUID", str(tmp_path))
    monkeypatch.setattr(os, "stat", stat)
    assert drives.volume_of(str(tmp_path)) == "uuid HERE"
