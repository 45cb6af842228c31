"""Folders: what is in the album, what is away, what is left out, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from squares import Squares, album, people, save

from faceapp.core.folders import FolderInfo, FolderMode, chosen_inside
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.models.folders_model import FoldersModel
from faceapp.gui.views.folders_view import FoldersView

PHOTOS = [*people(2, 4), [(0, 4), (1, 4)]]


@pytest.fixture
def opened(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, PHOTOS) as everything:
        album(tmp_path / "album" / "private", [])
        (tmp_path / "album" / "private").mkdir()
        save(tmp_path / "album" / "private" / "p.png", [(0, 5)], 500)
        everything.library.scan()
        everything.name_groups("Anna", "Ben")
        yield everything


@pytest.fixture
def view(opened: Opened, qtbot: QtBot) -> FoldersView:
    view = FoldersView(opened.client, opened.thumbnails)
    qtbot.addWidget(view)
    view.resize(900, 500)
    show(view, qtbot)
    return view


def click_button(view: FoldersView, row: int, qtbot: QtBot) -> None:
    place = view.list.visualRect(view._model.index(row)).center()
    place.setX(view.list.viewport().width() - 40)
    qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def rows(view: FoldersView) -> list[str]:
    found = [view._model.index(row) for row in range(view._model.rowCount())]
    return [f"{one.data(Qt.ItemDataRole.DisplayRole)}: {one.data(RowRole.SECOND)}" for one in found]


def test_model(qtmodeltester: ModelTester) -> None:
    model = FoldersModel()
    model.set_folders(
        [
            FolderInfo("/a/Photos", FolderMode.WATCHED, True, 1204, 3, None, None),
            FolderInfo("/a/Photos/x/y", FolderMode.LEFT_OUT, True, 1, 0, None, "/a/Photos"),
            FolderInfo("/usb", FolderMode.WATCHED, False, 7, 0, None, None),
        ]
    )
    qtmodeltester.check(model)
    assert model.index(0).data(RowRole.SECOND) == "1,204 photos · 3 problems · not scanned to its end yet"
    assert model.index(1).data(Qt.ItemDataRole.DisplayRole) == "Photos / x / y"
    assert model.index(1).data(RowRole.BUTTON) == "Take back in"
    assert model.index(2).data(RowRole.SECOND).startswith("Away: plug in its drive. 7 photos")
    assert model.index(2).data(RowRole.BUTTON) is None


def test_a_folder_says_what_is_in_it(view: FoldersView, tmp_path: Path) -> None:
    assert rows(view) == ["album: 10 photos · scanned just now"]
    assert view._model.index(0).data(RowRole.THIRD) == str(tmp_path / "album")
    assert "1 folder" in words_of(view)
    assert not view.leave_out.isEnabled()


def test_scan_now_finds_what_is_new(view: FoldersView, opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    save(tmp_path / "album" / "new.png", [(1, 6)], 501)
    with qtbot.waitSignal(opened.client.scan_finished):
        click_button(view, 0, qtbot)
    assert rows(view) == ["album: 11 photos · scanned just now"]


def test_leaving_out_and_taking_back_keeps_the_names(view: FoldersView, opened: Opened, qtbot: QtBot) -> None:
    before = {face.id: (face.name, face.state) for face in opened.library.faces()}
    told: list[tuple[str, str]] = []
    opened.client.told.connect(lambda words, way, act: told.append((words, way)))
    view.list.setCurrentIndex(view._model.index(0))
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert opened.library.photos() == []
    assert rows(view) == ["album: Left out: 10 photos out of sight, with every name kept"]
    assert told == [("album is left out: 10 photos out of sight, with every name kept", "Undo")]
    assert not view.leave_out.isEnabled()
    with qtbot.waitSignal(opened.client.scan_finished):
        click_button(view, 0, qtbot)
    assert {face.id: (face.name, face.state) for face in opened.library.faces()} == before
    assert rows(view) == ["album: 10 photos · scanned just now"]


def test_a_folder_inside_is_left_out(view: FoldersView, opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    view.list.setCurrentIndex(view._model.index(0))
    view.leave_inside.trigger()
    (dialog,) = view.findChildren(QFileDialog)
    assert dialog.directory().absolutePath() == str(tmp_path / "album")
    undo: list[object] = []
    opened.client.told.connect(lambda words, way, act: undo.append(act))
    dialog.fileSelected.emit(str(tmp_path / "album" / "private"))
    dialog.close()
    assert rows(view) == [
        "album: 9 photos · scanned just now",
        "album / private: Left out: 1 photo out of sight, with every name kept",
    ]
    (act,) = undo
    act()  # type: ignore[operator]
    assert rows(view) == ["album: 10 photos · scanned just now"]
    assert opened.errors == []


def test_a_folder_elsewhere_cannot_be_left_out(view: FoldersView, opened: Opened, tmp_path: Path) -> None:
    view._leave_inside(view.folders()[0], str(tmp_path))
    assert opened.errors == [f"{tmp_path} is not inside album."]
    assert len(opened.library.photos()) == 10


def test_stopping_and_going_on(view: FoldersView, opened: Opened) -> None:
    view.list.setCurrentIndex(view._model.index(0))
    view.stop.trigger()
    assert rows(view) == ["album: 10 photos · scanned only when asked for, last just now"]
    assert opened.library.folders() == []
    assert view.stop.text() == "Scan by itself"
    view.stop.trigger()
    assert opened.library.folders()
    assert view.stop.text() == "Stop scanning"


def test_undo_of_leaving_out_a_kept_folder_keeps_it(view: FoldersView, opened: Opened) -> None:
    undo: list[object] = []
    opened.client.told.connect(lambda words, way, act: undo.append(act))
    view.list.setCurrentIndex(view._model.index(0))
    view.stop.trigger()
    kept = rows(view)
    view.leave_out.trigger()
    assert opened.library.photos() == []
    undo[-1]()  # type: ignore[operator]
    assert rows(view) == kept
    assert opened.library.folders() == []
    undo[0]()  # type: ignore[operator]
    assert rows(view) == ["album: 10 photos · scanned just now"]


def test_an_unplugged_drive_is_away(view: FoldersView, opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "album").rename(tmp_path / "unplugged")
    opened.client.start_scan()
    assert rows(view) == ["album: Away: plug in its drive. 10 photos and all names stay in the album"]
    assert "1 folder, 1 away" in words_of(view)
    assert {person.name for person in opened.library.people()} == {"Anna", "Ben"}
    view.list.setCurrentIndex(view._model.index(0))
    assert not view.show_it.isEnabled()
    assert view.leave_out.isEnabled()
    (tmp_path / "unplugged").rename(tmp_path / "album")
    opened.client.start_scan()
    assert rows(view) == ["album: 10 photos · scanned just now"]
    assert opened.errors == []


def test_no_folder_says_what_to_do(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    with opened_squares(squares, tmp_path, []) as everything:
        view = FoldersView(everything.client, everything.thumbnails)
        qtbot.addWidget(view)
        show(view, qtbot)
        assert "Drop a folder here, or choose one" in words_of(view)
        with qtbot.waitSignal(view.add_folder):
            qtbot.mouseClick(view._empty.button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("C:/Photos/Work", "C:\\Photos\\Work"),
        ("C:\\Photos\\Work\\2019", "C:\\Photos\\Work\\2019"),
        ("c:/photos/Work", "C:\\Photos\\Work"),
        ("C:/Photos", None),
        ("C:/Photos/", None),
        ("C:/Photos of work", None),
        ("D:/Photos/Work", None),
    ],
)
def test_what_a_dialog_of_windows_says_is_known_to_be_inside(chosen: str, found: str | None) -> None:
    assert chosen_inside(chosen, "C:\\Photos", PureWindowsPath) == found


def test_a_folder_that_ends_in_a_slash_is_the_same() -> None:
    assert chosen_inside("/photos/work/", "/photos") == "/photos/work"
    assert chosen_inside("/photos/", "/photos") is None
