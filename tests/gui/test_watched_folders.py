"""The window notices by itself what changes in the folders of the album."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show
from pytestqt.qtbot import QtBot
from squares import Squares, album, people, save

from faceapp.core.models import ScanSummary
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import ThreadLanes
from faceapp.gui.main_window import MainWindow
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.folders_view import FoldersView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.widgets.watch_bar import AT_ONCE, OFF, watch_words
from faceapp.library import gather, watch
from faceapp.library.watch import NETWORK, NO_ROOM, WatchState

WAIT = 20_000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "QUIET_SECONDS", 0.3)
    monkeypatch.setattr(watch, "AWAY_SECONDS", 0.2)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return album(tmp_path / "album", people(2, 4))


@pytest.fixture
def window(tmp_path: Path, photos: Path, squares: Squares, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with its real threads, watching two people's photos."""
    library = squares.open(tmp_path / "library")
    library.scan([photos])
    client = LibraryClient(library, ThreadLanes())
    made = MainWindow(client, ThumbnailLoader(library, client))
    client.on_close(made.thumbnails.close)
    made.start(welcome=False)
    with qtbot.waitExposed(made):
        made.show()
    # Watched, and what came before somebody watched is looked at.
    with qtbot.waitSignals([client.watch.changed, client.scan_finished], timeout=WAIT):
        client.watch.start()
    yield made
    with qtbot.waitSignal(made.closed, timeout=WAIT):
        made.close()
    made.deleteLater()


def cards(window: MainWindow) -> list[int]:
    """The faces on each card of the people page."""
    page = window.page("people")
    assert isinstance(page, PeopleView)
    return [person.faces for person in page.everyone()]


def test_a_photo_copied_into_a_folder_appears(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: cards(window) == [4, 4], timeout=WAIT)
    finished: list[ScanSummary] = []
    window.client.scan_finished.connect(finished.append)
    save(photos / "new.png", [(0, 4)], 100)
    qtbot.waitUntil(lambda: cards(window) == [5, 4], timeout=WAIT)
    (photos / "new.png").unlink()
    qtbot.waitUntil(lambda: cards(window) == [4, 4], timeout=WAIT)
    for look in range(3):
        save(photos / "third" / f"{look}.png", [(2, look)], 200 + look)
    qtbot.waitUntil(lambda: cards(window) == [4, 4, 3], timeout=WAIT)
    qtbot.waitUntil(lambda: not window.client.scanning, timeout=WAIT)
    assert sum(one.new for one in finished) == 4
    assert max(one.unchanged for one in finished) < 8  # the others were not even looked at


def test_what_changes_during_a_scan_follows_it(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    client = window.client
    with qtbot.waitSignal(client.scan_finished, timeout=WAIT):
        client.start_scan()
        client.pause_scan()
        save(photos / "new.png", [(0, 4)], 100)
        qtbot.waitUntil(lambda: bool(client._next_places), timeout=WAIT)
        assert client.paused
        client.resume_scan()
    qtbot.waitUntil(lambda: cards(window) == [5, 4], timeout=WAIT)


def test_a_scan_by_itself_is_paused_and_stopped_like_any_other(
    window: MainWindow, photos: Path, qtbot: QtBot
) -> None:
    client = window.client
    client.look_at([str(photos)])
    client.pause_scan()
    client.look_at([str(photos / "000.png")])
    assert "Paused" in window.status.text()
    with qtbot.waitSignal(client.scan_stopped, timeout=WAIT):
        client.stop_scan()
    assert not client.scanning  # and what waited does not begin


def test_the_switch_and_its_words(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    window.go("folders")
    page = window.page("folders")
    assert isinstance(page, FoldersView)
    qtbot.waitUntil(lambda: page.watch.switch.isChecked(), timeout=WAIT)
    assert page.watch.words() == AT_ONCE
    with qtbot.waitSignal(window.client.watch.changed, timeout=WAIT):
        page.watch.switch.click()
    assert page.watch.words() == OFF
    save(photos / "off.png", [(0, 4)], 100)
    with qtbot.waitSignal(window.client.scan_finished, timeout=WAIT):
        page.watch.switch.click()
    qtbot.waitUntil(lambda: cards(window) == [5, 4], timeout=WAIT)
    assert page.watch.words() == AT_ONCE


def test_a_drive_that_goes_and_comes_is_seen_on_the_page(
    window: MainWindow, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.go("folders")
    page = window.page("folders")
    assert isinstance(page, FoldersView)
    qtbot.waitUntil(lambda: [one.there for one in page.folders()] == [True], timeout=WAIT)
    photos.rename(tmp_path / "unplugged")
    qtbot.waitUntil(lambda: [one.there for one in page.folders()] == [False], timeout=WAIT)
    assert cards(window) == [4, 4]
    save(tmp_path / "unplugged" / "new.png", [(0, 4)], 100)
    (tmp_path / "unplugged").rename(photos)
    qtbot.waitUntil(lambda: [one.there for one in page.folders()] == [True], timeout=WAIT)
    qtbot.waitUntil(lambda: cards(window) == [5, 4], timeout=WAIT)


def test_what_cannot_be_watched_is_said(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    both = WatchState(True, ("/home/me/Pictures",), (("/net/photos", NETWORK),))
    assert watch_words(both) == (
        "photos is looked through every five minutes: a network drive does not tell of changes. "
        "The others are noticed within seconds."
    )
    full = WatchState(True, (), (("/a", NO_ROOM), ("/b", NO_ROOM)))
    assert watch_words(full).startswith("2 folders are looked through every five minutes: there are more")


def test_the_choice_is_kept(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    with opened_squares(squares, tmp_path, people(1, 2)) as opened:
        page = _folders(opened, qtbot)
        assert page.watch.switch.isChecked()
        page.watch.switch.click()
        assert not opened.library.places.watching()
    with squares.open(tmp_path / "library") as library:
        assert not library.places.watching()


def _folders(opened: Opened, qtbot: QtBot) -> FoldersView:
    page = FoldersView(opened.client, opened.thumbnails)
    qtbot.addWidget(page)
    show(page, qtbot)
    return page
