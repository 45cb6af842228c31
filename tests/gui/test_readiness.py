"""Pages are ready before they are looked at, never in the user's way, and never out of date."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from squares import Squares, people, save

from faceapp.gui import readiness
from faceapp.gui.main_window import MainWindow
from faceapp.gui.readiness import KEYS, Readiness
from faceapp.gui.views.history_view import HistoryView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.problems_view import ProblemsView
from faceapp.library.library import Library


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(readiness, "STEP_MS", 1)


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, people(2, 4)) as everything:
        yield everything


@pytest.fixture
def window(album: Opened, qtbot: QtBot) -> MainWindow:
    window = MainWindow(album.client, album.thumbnails)
    qtbot.addWidget(window)
    window.start(welcome=False)
    window.show()
    qtbot.waitExposed(window)
    return window


def ready(window: MainWindow, qtbot: QtBot) -> Readiness:
    getting = window.get_ready()
    qtbot.waitUntil(lambda: getting.done)
    return getting


def photos_of(window: MainWindow) -> PhotosView:
    page = window.page("photos")
    assert isinstance(page, PhotosView)
    return page


def test_pages_are_made_and_read_but_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    assert [key for key in KEYS if window.made(key) is not None] == []
    ready(window, qtbot)
    assert [key for key in KEYS if window.made(key) is None] == []
    page = photos_of(window)
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 8)
    assert window.place == ("people", None)
    assert [key for key in KEYS if window.page(key).isVisible()] == []


def test_a_page_that_is_ready_reads_nothing_and_is_laid_out_as_shown(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(window, qtbot)
    page, read, laid = photos_of(window), [], []
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 8)
    ready(window, qtbot)  # also what was laid out when its photos came
    monkeypatch.setattr(Library, "timeline", lambda *_: read.append(None))
    page._list.laid_out.connect(lambda: laid.append(None))
    window.go("photos")
    qtbot.waitUntil(lambda: page._model.without_caption(range(8)) == [])  # nobody saw them before
    assert (read, laid) == ([], [])


def test_a_page_made_ready_shows_what_was_decided_since(
    window: MainWindow, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    ready(window, qtbot)
    page, history = photos_of(window), window.page("history")
    assert isinstance(history, HistoryView)
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 8)
    album.name_groups("Anna", "Ben")
    save(tmp_path / "album" / "new.png", [(3, 3)], 200)
    (tmp_path / "album" / "bad.png").write_bytes(b"\x89PNG")
    album.library.scan([tmp_path / "album"])
    window.go("history")
    qtbot.waitUntil(lambda: history._model.rowCount() == 2)
    window.go("photos")
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 9)
    window.go("problems")
    problems = window.page("problems")
    assert isinstance(problems, ProblemsView)
    qtbot.waitUntil(lambda: [os.path.basename(one.path) for one in problems.problems()] == ["bad.png"])


def test_hidden_pages_follow_without_being_looked_at(
    window: MainWindow, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    ready(window, qtbot)
    page = photos_of(window)
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 8)
    save(tmp_path / "album" / "new.png", [(3, 3)], 200)
    album.library.scan([tmp_path / "album"])
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 9)
    assert not page.isVisible()


def test_nothing_is_made_while_the_user_does_something(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "QUIET_SECONDS", 3600.0)
    getting = window.get_ready()
    getting._last -= 7200.0  # long quiet
    started = time.monotonic()
    qtbot.mouseMove(window.windowHandle(), window.rect().center())
    assert getting._last >= started
    getting._step()
    assert [key for key in KEYS if window.made(key) is not None] == []
    getting._last -= 7200.0
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert getting._last >= started
    getting._last -= 7200.0
    getting._step()
    assert [key for key in KEYS if window.made(key) is not None] == [KEYS[0]]


def test_who_opens_a_page_does_not_wait_for_what_goes_on_beside(
    window: MainWindow, album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = photos_of(window)
    with monkeypatch.context() as slow:
        slow.setattr(album.client, "in_background", lambda *_, **__: None)
        page.prepare()
    window.go("photos")
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 8)


def test_an_older_answer_never_replaces_a_newer_one(
    window: MainWindow, album: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = photos_of(window)
    held: list[object] = []
    with monkeypatch.context() as slow:
        slow.setattr(album.client, "in_background", lambda *asked, **_: held.append(asked))
        page.prepare()
        ((query, then),) = held  # type: ignore[misc]
    answer = query(album.library)
    save(tmp_path / "album" / "new.png", [(3, 3)], 200)
    album.library.scan([tmp_path / "album"])
    window.go("photos")
    qtbot.waitUntil(lambda: len(page.photo_ids()) == 9)
    then(answer)
    assert len(page.photo_ids()) == 9
