"""Problems: every file that could not be used, and the way out of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, clipboard_text, opened_squares, show, words_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from squares import Squares, save

from faceapp.core.models import Problem
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.models.problems_model import ProblemsModel, printable
from faceapp.gui.views.problems_view import ProblemsView


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, [[(0, 0)]]) as everything:
        folder = tmp_path / "album"
        (folder / "empty.png").write_bytes(b"")
        (folder / "letter.jpg").write_text("no picture at all")
        everything.library.scan([folder])
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> ProblemsView:
    view = ProblemsView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(900, 500)
    show(view, qtbot)
    return view


def test_model(qtmodeltester: ModelTester) -> None:
    model = ProblemsModel()
    model.set_problems([Problem("/a/b.jpg", "empty", "The file is empty."), Problem("/c.jpg", "x", "y")])
    qtmodeltester.check(model)
    index = model.index(0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == "b.jpg"
    assert index.data(RowRole.THIRD) == "/a"
    assert "The file is empty." in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_same_problems_touch_nothing(qtbot: QtBot) -> None:
    model = ProblemsModel()
    problems = [Problem("/a.jpg", "x", "y")]
    model.set_problems(problems)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_problems(list(problems))


def test_undecodable_names_can_be_shown() -> None:
    assert printable("caf\udce9.jpg") == "caf?.jpg"


def test_lists_what_happened(view: ProblemsView) -> None:
    assert [Path(problem.path).name for problem in view.problems()] == ["empty.png", "letter.jpg"]
    assert "2 files could not be used" in words_of(view)


def test_retry_of_a_repaired_file_takes_it_off_the_list(
    view: ProblemsView, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    save(tmp_path / "album" / "empty.png", [(1, 1)], 77)
    view._list.setCurrentIndex(view._model.index(0))
    with qtbot.waitSignal(album.client.scan_finished):
        qtbot.keyClick(view._list, Qt.Key.Key_R)
    assert [Path(problem.path).name for problem in view.problems()] == ["letter.jpg"]
    assert len(album.library.photos()) == 2
    assert "1 file could not be used" in words_of(view)


def test_row_button_retries_its_file(view: ProblemsView, album: Opened, qtbot: QtBot) -> None:
    view._list.setCurrentIndex(view._model.index(1))
    rect = view._list.visualRect(view._model.index(1))
    place = rect.center()
    place.setX(rect.right() - 40)
    with qtbot.waitSignal(album.client.scan_finished):
        qtbot.mouseClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(view.problems()) == 2


def test_copy_path(view: ProblemsView, tmp_path: Path) -> None:
    view._list.setCurrentIndex(view._model.index(1))
    view.copy_selected()
    assert clipboard_text() == str(tmp_path / "album" / "letter.jpg")


def test_nothing_wrong_says_so(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    with opened_squares(squares, tmp_path, [[(0, 0)]]) as everything:
        view = ProblemsView(everything.client, everything.thumbnails)
        qtbot.addWidget(view)
        view.show()
        view.activated()
        assert "Every photo could be read" in words_of(view)
        assert not [button for button in view.findChildren(QPushButton) if button.isVisible()]
