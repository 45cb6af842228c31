"""The window as a whole: pages, strip, messages, folders, the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import squares as coloured
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.errors import FaceAppError
from faceapp.core.models import FaceState
from faceapp.core.progress import Progress
from faceapp.gui.app import Session, check_platform
from faceapp.gui.client import LibraryClient
from faceapp.gui.main_window import MainWindow
from faceapp.gui.pages import PAGES
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.welcome_view import PRIVACY, WelcomeView
from faceapp.gui.widgets.status_strip import duration, progress_words


@pytest.fixture
def fresh(squares: Squares, tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    """The app on an empty library, with its true threads."""
    session = Session(squares.open(tmp_path / "library"), [])
    closed: list[bool] = []
    session.window.closed.connect(lambda: closed.append(True))
    qtbot.waitUntil(lambda: session.window.isVisible())
    yield session
    # Not left to qtbot, which would not wait for the threads before everything is deleted.
    session.window.close()
    qtbot.waitUntil(lambda: bool(closed), timeout=20_000)
    session.window.deleteLater()
    session.deleteLater()


def test_every_page_opens_by_its_key(asking: MainWindow, qtbot: QtBot) -> None:
    listed = [page for page in PAGES if page.title]
    for number, page in enumerate(listed, start=1):
        key = Qt.Key(Qt.Key.Key_0.value + number)
        qtbot.keyClick(asking, key, Qt.KeyboardModifier.ControlModifier)
        assert asking.place == (page.key, None)
        assert asking.side_bar.buttons[page.key].isChecked()
        assert not asking.grab().isNull()


def test_each_part_of_the_coverage_line_opens_its_faces(asking: MainWindow, qtbot: QtBot) -> None:
    now = asking.client._library.coverage()
    assert (now.detected, now.confirmed, now.suggested) == (34, 5, 2)
    parts = f"5 confirmed 2 suggested {now.grouped} grouped {now.single} single"
    assert asking.status.text() == f"34 faces: {parts}"
    qtbot.mouseClick(asking.status._parts[FaceState.SINGLE], Qt.MouseButton.LeftButton)
    assert asking.place == ("faces", FaceState.SINGLE)


def test_the_strip_says_what_runs(asking: MainWindow) -> None:
    client = asking.client
    client.scan_started.emit()
    client.scan_progressed.emit(Progress("Finding faces", 1204, 9310, 3.1, 360.0, "12 people so far"))
    assert asking.status.text() == "Finding faces: 1,204 of 9,310, about 6 min, 3.1 photos/s 12 people so far"
    client.scan_paused.emit(True)
    assert asking.status.text().startswith("Paused. Finding faces")
    client.scan_paused.emit(False)
    assert asking.status.text().startswith("Finding faces")
    client.scan_stopped.emit()
    assert asking.status.text().startswith("34 faces:")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "less than a minute"), (60, "about 1 min"), (3000, "about 50 min"), (8000, "about 2 h")],
)
def test_times_are_said_as_a_person_would(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_progress_without_a_total_counts() -> None:
    assert progress_words(Progress("Looking for photos", 500)) == "Looking for photos: 500"


def test_messages_offer_undo_and_errors_stay(asking: MainWindow, qtbot: QtBot) -> None:
    group = next(one for one in asking.client._library.people() if one.name is None)
    asking.client.decide(lambda decide: decide.name(group.id, "Ben"), text="Ben: 5 faces")
    assert asking.message.isVisible()
    qtbot.mouseClick(asking.message._button, Qt.MouseButton.LeftButton)
    assert asking.client._library.person(group.id).name is None
    assert asking.message.text() == "Undone: Ben: 5 faces"
    asking.client.decide(lambda decide: decide.name(4711, "Ben"))
    assert "4711" in asking.message.text()
    assert not asking.message._timer.isActive()
    assert asking.message.geometry().bottom() < asking.status.geometry().top()


def test_an_empty_library_welcomes_and_a_dropped_folder_is_scanned_while_people_appear(
    fresh: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    window = fresh.window
    assert window.place[0] == "welcome"
    welcome = window.page("welcome")
    assert isinstance(welcome, WelcomeView)
    assert PRIVACY in [label.text() for label in welcome.findChildren(QLabel)]
    assert {button.text().strip() for button in welcome.findChildren(QPushButton)} == {
        "Choose a folder…",
        "Try with sample photos",
    }
    album = coloured.album(tmp_path / "album", coloured.people(4, 5))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(album))])
    event = QDropEvent(
        QPointF(300, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(fresh.client.scan_finished, timeout=20_000):
        welcome.dropEvent(event)
        assert window.place[0] == "people"
    people = window.page("people")
    assert isinstance(people, PeopleView)
    qtbot.waitUntil(lambda: people.model.rowCount() == 4)
    qtbot.waitUntil(lambda: window.status.text() == "20 faces: 20 grouped")


def test_closing_in_mid_scan_says_so_never_freezes_and_the_next_start_goes_on(
    fresh: Session, squares: Squares, tmp_path: Path, qtbot: QtBot
) -> None:
    album = coloured.album(tmp_path / "album", coloured.people(10, 12))
    fresh.window.add_folders([album])
    with qtbot.waitSignal(fresh.window.closed, timeout=20_000):
        fresh.window.close()
        assert fresh.window.isVisible()
        assert fresh.window.status.text() == "Finishing the photo in hand…"
    assert not fresh.window.isVisible()
    again = Session(squares.open(tmp_path / "library"), [])
    with qtbot.waitSignal(again.client.scan_finished, timeout=20_000) as finished:
        pass
    assert finished.args is not None
    assert finished.args[0].photos == 120
    assert again.window.place[0] == "people"
    with qtbot.waitSignal(again.window.closed, timeout=20_000):
        again.window.close()


def test_a_bug_is_shown_once_and_the_app_goes_on(fresh: Session, qtbot: QtBot) -> None:
    client: LibraryClient = fresh.client
    with qtbot.waitSignal(client.bug):
        client.ask(lambda library: 1 // 0, lambda _: None, owner=client)
    assert "Something went wrong" in fresh.window.message.text()
    answers: list[int] = []
    client.ask(lambda library: len(library.people()), answers.append, owner=client)
    qtbot.waitUntil(lambda: answers == [0])


def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setattr("faceapp.gui.app.sys.platform", "linux")
    monkeypatch.setattr("faceapp.gui.app.ctypes.CDLL", missing)
    with pytest.raises(FaceAppError, match=r"libxcb-cursor\.so\.0"):
        check_platform("")
    check_platform("offscreen")
