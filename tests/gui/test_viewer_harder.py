"""Looking harder for faces in the photo on show: what is said meanwhile, and what comes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import squares as coloured
from gui_albums import Opened, opened, show, words_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Picture
from faceapp.gui.client import LibraryClient
from faceapp.gui.main_window import MainWindow
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.viewer_view import ViewerView

SMALL = "small.png"
"""Two faces that a scan passes over."""
WORDS = "Look harder for faces"


@pytest.fixture
def scanned(squares: Squares, tmp_path: Path) -> Path:
    folder = coloured.album(tmp_path / "album", coloured.people(2, 4))
    coloured.save(folder / SMALL, [(0, 6), (1, 6)], 99, side=10)
    with squares.open(tmp_path / "library") as library:
        library.scan([folder])
    return tmp_path / "library"


@pytest.fixture
def album(scanned: Path, squares: Squares, qapp: object) -> Iterator[Opened]:
    with opened(squares.open(scanned)) as everything:
        everything.told = []  # type: ignore[attr-defined]
        everything.client.told.connect(lambda words, *_: everything.told.append(words))  # type: ignore[attr-defined]
        yield everything


def told(album: Opened) -> list[str]:
    found: list[str] = album.told  # type: ignore[attr-defined]
    return found


@pytest.fixture
def viewer(album: Opened, qtbot: QtBot) -> ViewerView:
    made = ViewerView(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_photo(album.photo(SMALL), [photo.id for photo in album.library.photos()])
    show(made, qtbot)
    assert made.faces() == []
    return made


def test_the_key_finds_more_faces_and_chooses_the_first(
    viewer: ViewerView, album: Opened, qtbot: QtBot
) -> None:
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_L)
    first, _ = viewer.faces()
    assert told(album) == ["2 more faces found"]
    assert len(viewer._canvas.boxes()) == 2
    assert viewer.chosen() == first
    assert "2 faces" in words_of(viewer)
    assert not viewer._error.isVisible()
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_L)
    assert told(album)[1:] == ["No more faces found"]
    assert album.library.history() == []  # finding is no decision: there is nothing to undo
    assert not album.errors


def test_it_is_in_the_menu_of_the_bar_and_of_the_photo(
    viewer: ViewerView, album: Opened, qtbot: QtBot
) -> None:
    (more,) = (one for one in viewer.findChildren(QToolButton) if one.accessibleName() == "More")
    assert more.menu() is viewer.menu
    middle = viewer._canvas.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, viewer._canvas.mapToGlobal(middle))
    QApplication.sendEvent(viewer._canvas, event)
    qtbot.waitUntil(viewer.menu.isVisible)
    (entry,) = (one for one in viewer.menu.actions() if one.text() == WORDS)
    assert entry.shortcut().toString() == "L"
    viewer.menu.setActiveAction(entry)
    qtbot.keyClick(viewer.menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(viewer.faces()) == 2)
    assert told(album) == ["2 more faces found"]


def test_it_is_offered_where_no_face_was_found(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    (button,) = (one for one in viewer.findChildren(QPushButton) if one.accessibleName() == WORDS)
    assert button.isVisible()
    assert button.text() == WORDS
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(viewer.faces()) == 2
    assert not button.isVisible()


def test_a_photo_that_is_away_says_what_to_do(
    viewer: ViewerView, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "album" / SMALL).unlink()
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_L)
    assert album.errors == ["The file of this photo is gone. Plug in its drive, or scan again."]
    assert told(album) == []
    assert viewer._harder.isEnabled()
    assert viewer._harder.text() == WORDS


class Slow:
    """A detector that waits until it may go on, and knows on which threads it was asked."""

    def __init__(self, squares: Squares, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_go_on = threading.Event()
        self.threads: list[int] = []
        detect = squares.detector.detect

        def slowly(pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
            self.threads.append(threading.get_ident())
            assert self.may_go_on.wait(20)
            return detect(pictures, thorough=thorough)

        monkeypatch.setattr(squares.detector, "detect", slowly)


@pytest.fixture
def slow(squares: Squares, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(squares, monkeypatch)
    yield made
    made.may_go_on.set()


@pytest.fixture
def window(scanned: Path, squares: Squares, slow: Slow, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with its real threads, on the photo."""
    client = LibraryClient(squares.open(scanned))
    made = MainWindow(client, ThumbnailLoader(client._library, client))
    client.on_close(made.thumbnails.close)
    closed: list[bool] = []
    made.closed.connect(lambda: closed.append(True))
    made.start(welcome=False)
    with qtbot.waitExposed(made):
        made.show()
    made.open_photo(photo_of(made, SMALL))
    view = viewer_of(made)
    qtbot.waitUntil(lambda: view._photo is not None and not view._canvas.shown_size().isEmpty())
    yield made
    slow.may_go_on.set()
    made.close()
    qtbot.waitUntil(lambda: bool(closed), timeout=20_000)
    made.deleteLater()


def photo_of(window: MainWindow, name: str) -> int:
    (found,) = (one for one in window.client._library.photos() if Path(one.paths[0]).name == name)
    return found.id


def viewer_of(window: MainWindow) -> ViewerView:
    view = window.page("viewer")
    assert isinstance(view, ViewerView)
    return view


def test_meanwhile_it_says_so_and_the_window_goes_on(window: MainWindow, slow: Slow, qtbot: QtBot) -> None:
    view = viewer_of(window)
    view.look_harder()
    qtbot.waitUntil(lambda: bool(slow.threads))
    assert threading.get_ident() not in slow.threads
    assert view._error.isVisible()
    assert view._error.text() == "Looking for more faces…"
    assert view._error.height() < 2 * view._error.fontMetrics().height() + 20  # one line
    assert not view._harder.isEnabled()
    view._feed._load()  # a sharper picture takes no words away
    view.look_harder()  # once is enough
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: len(view.faces()) == 2)
    qtbot.waitUntil(lambda: view.chosen() == view.faces()[0])
    assert window.message.text() == "2 more faces found"
    assert window.message.isVisible()
    assert not view._error.isVisible()
    assert view._harder.isEnabled()
    assert len(slow.threads) == 1


def test_another_photo_may_be_shown_meanwhile(window: MainWindow, slow: Slow, qtbot: QtBot) -> None:
    view = viewer_of(window)
    view.look_harder()
    other = photo_of(window, "000.png")
    view.show_photo(other, [other])
    assert not view._error.isVisible()
    assert view._harder.isEnabled()
    qtbot.waitUntil(lambda: len(view.faces()) == 1)
    (face,) = view.faces()
    view.select(face.id)
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: window.message.text() == f"2 more faces found in {SMALL}")
    assert view.photo_id == other
    assert view.chosen() == face


def test_coming_back_to_the_photo_it_still_says_so(window: MainWindow, slow: Slow, qtbot: QtBot) -> None:
    view = viewer_of(window)
    view.look_harder()
    for name in ("000.png", SMALL):
        view.show_photo(photo_of(window, name), [photo_of(window, name)])
    assert view._error.text() == "Looking for more faces…"
    assert view._error.isVisible()
    assert not view._harder.isEnabled()
    qtbot.waitUntil(lambda: view._photo is not None)
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: window.message.text() == "2 more faces found")


def test_a_drawn_face_is_chosen_when_it_comes(window: MainWindow, slow: Slow, qtbot: QtBot) -> None:
    slow.may_go_on.set()
    view = viewer_of(window)
    view._tools.drawer._add(photo_of(window, SMALL), Box(6, 10, 14, 14), None)
    qtbot.waitUntil(lambda: len(view.faces()) == 1)
    qtbot.waitUntil(lambda: view._canvas.selected == view.faces()[0].id)


def test_the_window_may_be_closed_meanwhile(window: MainWindow, slow: Slow, qtbot: QtBot) -> None:
    viewer_of(window).look_harder()
    qtbot.waitUntil(lambda: bool(slow.threads))
    with qtbot.waitSignal(window.closed, timeout=20_000):
        window.close()
        assert not window.isVisible()
        slow.may_go_on.set()


def test_a_place_beside_the_photo_has_the_menu_too(viewer: ViewerView, qtbot: QtBot) -> None:
    viewer._canvas.customContextMenuRequested.emit(QPoint(1, 1))
    assert viewer.menu.isVisible()
    viewer.menu.close()
