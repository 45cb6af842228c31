"""The window's state: kept soon after each change, back after a kill, and never a reason not to start."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from squares import Squares, album, people

from faceapp.core.models import FaceState
from faceapp.gui import window_state
from faceapp.gui.app import Session
from faceapp.gui.garbage import WindowThreadCollector
from faceapp.gui.models.people_model import Filter
from faceapp.gui.views.faces_view import FacesView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.window_state import FILE, WindowState, fitting, load, save

MAIN = QRect(0, 0, 1920, 1080)
BESIDE = QRect(1920, 0, 1280, 1024)
LEAST = QSize(900, 600)


# -- the file -------------------------------------------------------------------------------------------
def test_what_is_written_comes_back(tmp_path: Path) -> None:
    state = WindowState(
        frame=(-5, 20, 1000, 700),
        maximized=True,
        place=("faces", "stranger"),
        trail=(("photos", None), ("person", 12)),
        search="Änne\udcff",
        pages={"people": {"filter": "named", "cards": {"current": 3}}},
    )
    save(tmp_path, state)
    assert load(tmp_path) == state
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    save(tmp_path, WindowState(search="Anna"))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_without_a_file_everything_is_as_at_first(tmp_path: Path) -> None:
    assert load(tmp_path) == WindowState()


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b'{"version": 99, "search": "x"}', b"[" * 100_000]
)
def test_a_damaged_file_is_as_none(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / FILE).write_bytes(damaged)
    assert load(tmp_path) == WindowState()


def test_one_damaged_part_does_not_take_the_others(tmp_path: Path) -> None:
    stored = {
        "version": 1,
        "frame": [1, 2, "wide", 4],
        "place": ["person", True],
        "trail": [["photos", None], 7, ["person", 3]],
        "search": "Anna",
        "pages": {"people": [1], "photos": {"size": 4}},
    }
    (tmp_path / FILE).write_text(json.dumps(stored))
    assert load(tmp_path) == WindowState(
        trail=(("photos", None), ("person", 3)), search="Anna", pages={"photos": {"size": 4}}
    )


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_state(tmp_path: Path) -> None:
    save(tmp_path / "gone", WindowState(search="Anna"))
    assert load(tmp_path / "gone") == WindowState()


# -- where the window goes ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kept", "goes"),
    [
        ((100, 80, 1200, 800), QRect(100, 80, 1200, 800)),
        ((2000, 50, 1100, 800), QRect(2000, 50, 1100, 800)),  # on the second screen
        ((1700, 50, 1100, 800), QRect(1700, 50, 1100, 800)),  # across both
        ((-900, 40, 1100, 800), QRect(-900, 40, 1100, 800)),  # most of it outside, as the user put it
    ],
)
def test_a_place_that_can_be_seen_is_kept(kept: tuple[int, int, int, int], goes: QRect) -> None:
    assert fitting(kept, [MAIN, BESIDE], LEAST) == goes


@pytest.mark.parametrize("kept", [(2000, 50, 1100, 800), (100, -400, 1100, 800), (100, 1079, 1100, 800)])
def test_a_window_of_a_screen_that_is_gone_comes_to_the_main_one(kept: tuple[int, int, int, int]) -> None:
    found = fitting(kept, [MAIN], LEAST)
    assert found.size() == QSize(1100, 800)
    assert MAIN.contains(found)


def test_a_window_larger_than_its_screen_shrinks_and_shows_its_head() -> None:
    found = fitting((5000, 5000, 3000, 2000), [QRect(10, 30, 1000, 500)], LEAST)
    assert found == QRect(10, 30, 1000, 600)  # no smaller than it may be


# -- the window -----------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def collector(qapp: QApplication) -> Iterator[None]:
    """As the app does it: windows that are gone are collected in the window thread."""
    running = WindowThreadCollector()
    yield
    running.stop()


@pytest.fixture(scope="module")
def many_scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    with Squares().open(folder / "library") as library:
        library.scan([album(folder / "album", people(14, 5))])
        for group, name in zip(library.people()[:2], ("Anna", "Ben"), strict=True):
            library.decide.name(group.id, name)
    return folder / "library"


@pytest.fixture
def many(many_scanned: Path, tmp_path: Path) -> Path:
    """A library of 14 people in 70 photos, two of them named: more than a window shows."""
    return Path(shutil.copytree(many_scanned, tmp_path / "many"))


def opened(root: Path, squares: Squares, qtbot: QtBot) -> Session:
    session = Session(squares.open(root), [], None, load(root))
    qtbot.waitUntil(session.window.isVisible, timeout=20_000)
    return session


def closed(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.window.closed, timeout=20_000):
        session.window.close()
    session.window.deleteLater()
    session.deleteLater()


def people_page(session: Session) -> PeopleView:
    page = session.window.page("people")
    assert isinstance(page, PeopleView)
    return page


def top_of(view: Any) -> tuple[int, int]:
    """Row at the top, and where it begins."""
    for y in range(0, 600, 2):
        index = view.indexAt(QPoint(60, y))
        if index.isValid():
            return index.row(), view.visualRect(index).top()
    raise AssertionError("nothing is shown")


def test_people_come_back_as_they_were_left(many: Path, squares: Squares, qtbot: QtBot) -> None:
    session = opened(many, squares, qtbot)
    session.window.setGeometry(30, 40, 900, 620)
    page = people_page(session)
    qtbot.waitUntil(lambda: page.model.rowCount() == 14, timeout=20_000)
    page.set_filter(Filter.GROUPS)
    chosen = [page.model.person(row).id for row in (3, 7)]
    page.select(chosen[0])
    page.grid.selectionModel().select(
        page.model.index_of(chosen[1]), page.grid.selectionModel().SelectionFlag.Select
    )
    page.grid.verticalScrollBar().setValue(151)
    stood = top_of(page.grid)
    closed(session, qtbot)

    session = opened(many, squares, qtbot)
    page = people_page(session)
    qtbot.waitUntil(lambda: page.grid.verticalScrollBar().value() == 151, timeout=20_000)
    assert session.window.geometry() == QRect(30, 40, 900, 620)
    assert page.model.rowCount() == 12
    assert page._segments[Filter.GROUPS].isChecked()
    assert [person.id for person in page.selected()] == chosen
    assert page.grid.currentIndex() == page.model.index_of(chosen[0])
    assert top_of(page.grid) == stood
    closed(session, qtbot)


def test_a_search_comes_back_with_its_people(many: Path, squares: Squares, qtbot: QtBot) -> None:
    session = opened(many, squares, qtbot)
    page = people_page(session)
    qtbot.waitUntil(lambda: page.model.rowCount() == 14, timeout=20_000)
    qtbot.keyClicks(session.window.side_bar.search, "ann")
    session.window.go("history")
    closed(session, qtbot)

    session = opened(many, squares, qtbot)
    assert session.window.place == ("history", None)  # a text in the field is no reason to leave the page
    assert session.window.side_bar.search.text() == "ann"
    session.window.go("people")
    page = people_page(session)
    qtbot.waitUntil(lambda: [one.name for one in page.model.people()] == ["Anna"], timeout=20_000)
    closed(session, qtbot)


def test_a_photo_comes_back_with_what_is_under_it(many: Path, squares: Squares, qtbot: QtBot) -> None:
    session = opened(many, squares, qtbot)
    session.window.resize(900, 640)
    session.window.go("photos")
    photos = session.window.page("photos")
    assert isinstance(photos, PhotosView)
    qtbot.waitUntil(lambda: len(photos.photo_ids()) == 70, timeout=20_000)
    ids = photos.photo_ids()
    photos._list.change_size(2)
    photos.show_photo(ids[40])
    stood = top_of(photos._list)
    assert stood[0] > 0
    session.window.open_photo(ids[40])
    closed(session, qtbot)

    session = opened(many, squares, qtbot)
    assert session.window.place == ("viewer", ids[40])
    viewer = session.window.page("viewer")
    assert isinstance(viewer, ViewerView)
    qtbot.waitUntil(lambda: len(viewer.faces()) == 1, timeout=20_000)
    viewer._turn(1)
    assert viewer.photo_id == ids[41]
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    session.window.back()
    photos = session.window.page("photos")
    assert isinstance(photos, PhotosView)
    assert session.window.place == ("photos", None)
    assert photos._list.size_step == 4
    qtbot.waitUntil(lambda: photos._list.current_photo_id() == ids[40], timeout=20_000)
    assert top_of(photos._list) == stood
    closed(session, qtbot)


def test_a_person_and_the_faces_page_come_back(many: Path, squares: Squares, qtbot: QtBot) -> None:
    session = opened(many, squares, qtbot)
    anna = next(one.id for one in session.client._library.people() if one.name == "Anna")
    session.window.open_person(anna)
    person = session.window.page("person")
    assert isinstance(person, PersonView)
    qtbot.waitUntil(lambda: person.faces.rowCount() > 2, timeout=20_000)
    face = person.faces.face(2).id
    person.grid.setCurrentIndex(person.faces.index(2))
    session.window.open_faces(FaceState.GROUPED)
    page = session.window.page("faces")
    assert isinstance(page, FacesView)
    qtbot.waitUntil(lambda: len(page.faces()) == 60, timeout=20_000)
    page._grid.verticalScrollBar().setValue(200)
    closed(session, qtbot)

    session = opened(many, squares, qtbot)
    assert session.window.place == ("faces", FaceState.GROUPED)
    page = session.window.page("faces")
    assert isinstance(page, FacesView)
    qtbot.waitUntil(lambda: page._grid.verticalScrollBar().value() == 200, timeout=20_000)
    session.window.back()
    assert session.window.place == ("person", anna)
    person = session.window.page("person")
    assert isinstance(person, PersonView)
    qtbot.waitUntil(lambda: person.selected() == [face], timeout=20_000)
    closed(session, qtbot)


def test_the_users_hand_comes_before_the_kept_place(many: Path, squares: Squares, qtbot: QtBot) -> None:
    save(many, WindowState(place=("people", None), pages={"people": {"cards": {"top": [999_999, 0]}}}))
    session = opened(many, squares, qtbot)
    page = people_page(session)
    qtbot.waitUntil(lambda: page.model.rowCount() == 14, timeout=20_000)
    qtbot.keyClick(page.grid, Qt.Key.Key_End)
    assert page._place.remember()["current"] == page.model.person(13).id
    closed(session, qtbot)


@pytest.mark.parametrize(
    "place", [("person", 987_654), ("viewer", 987_654), ("person", "x"), ("nowhere", None), ("faces", "odd")]
)
def test_a_place_that_is_gone_leads_to_the_people(
    many: Path, squares: Squares, qtbot: QtBot, place: window_state.Where
) -> None:
    rubbish = {"filter": 3, "cards": {"current": [], "selected": 4, "top": ["a", "b"]}}
    pages = dict.fromkeys(("people", "person", "viewer", "faces", "photos"), rubbish)
    save(many, WindowState(place=place, pages=pages))
    session = opened(many, squares, qtbot)
    if place[0] != "viewer":
        qtbot.waitUntil(lambda: session.window.place[0] == "people", timeout=20_000)
    page = people_page(session)
    qtbot.waitUntil(lambda: page.model.rowCount() == 14, timeout=20_000)
    closed(session, qtbot)


# -- a kill ---------------------------------------------------------------------------------------------
WINDOW = """
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from squares import Squares

from faceapp.gui.app import Session
from faceapp.gui.style import Appearance
from faceapp.gui.window_state import load

app = QApplication([])
appearance = Appearance(app)
root = Path(sys.argv[1])
session = Session(Squares().open(root), [], None, load(root))
window = session.window

def act():
    people = window.page("people")
    if people.model.rowCount() < 14:
        return
    clock.stop()
    window.setGeometry(60, 50, 900, 640)
    window.side_bar.search.setText("e")
    window.open_person(next(one.id for one in people.everyone() if one.name == "Ben"))
    print("acted", flush=True)

clock = QTimer(interval=20)
clock.timeout.connect(act)
clock.start()
app.exec()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_after_a_kill_everything_is_back(many: Path, squares: Squares, qtbot: QtBot, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(many)], stdout=subprocess.PIPE, env=environment, text=True
    )
    try:
        assert window.stdout is not None
        assert window.stdout.readline() == "acted\n"
        acted = time.monotonic()
        qtbot.waitUntil(lambda: load(many).place[0] == "person", timeout=20_000)
        assert time.monotonic() - acted < 5
    finally:
        window.send_signal(signal.SIGKILL)
        window.wait(20)
        window.stdout.close()
    session = opened(many, squares, qtbot)
    ben = next(one.id for one in session.client._library.people() if one.name == "Ben")
    assert session.window.place == ("person", ben)
    assert session.window.geometry() == QRect(60, 50, 900, 640)
    assert session.window.side_bar.search.text() == "e"
    closed(session, qtbot)
    QApplication.processEvents()
