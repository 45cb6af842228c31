"""Sweeping an event from the Review page: the preview, exceptions by click and key, one undoable decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.models import FaceState
from faceapp.gui.dialogs.sweep_dialog import SweepDialog
from faceapp.gui.views.review_view import ReviewView

PHOTOS = [*[[(0, look), (1, look)] for look in range(4)], [(0, 4), (2, 0)], [(0, 5), (3, 0)]]


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, PHOTOS) as everything:
        everything.name_groups("Anna")
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> ReviewView:
    view = ReviewView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    show(view, qtbot)
    return view


def sweep(view: ReviewView, qtbot: QtBot) -> SweepDialog:
    qtbot.keyClick(view, "E")
    (dialog,) = view.findChildren(SweepDialog)
    qtbot.waitExposed(dialog)
    return dialog


def strangers(album: Opened) -> set[int]:
    return {face.id for face in album.library.faces_in_state(FaceState.STRANGER)}


def test_e_shows_who_would_go_and_enter_sets_them_aside(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    dialog = sweep(view, qtbot)
    assert "6 photos in the folder album" in dialog.words()
    assert "6 faces become strangers" in dialog.words()
    going = dialog.going()
    first, second = (dialog.grid.model().index(row, 0) for row in (0, 1))
    qtbot.mouseClick(
        dialog.grid.viewport(), Qt.MouseButton.LeftButton, pos=dialog.grid.visualRect(first).center()
    )
    assert "5 faces become strangers, 1 stays" in dialog.words()
    dialog.grid.setCurrentIndex(second)
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Space)
    assert "4 faces become strangers, 2 stay" in dialog.words()
    assert dialog.going() == going[2:]
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Return)
    assert strangers(album) == set(going[2:])
    assert len([one for one in album.library.history() if one.kind == "stranger"]) == 1
    album.client.undo()
    assert strangers(album) == set()
    assert not album.errors


def test_when_all_stay_nothing_can_be_set_aside_and_cancel_changes_nothing(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    dialog = sweep(view, qtbot)
    for row in range(6):
        dialog.toggle(dialog.grid.model().index(row, 0))
    assert "0 faces" in dialog.words()
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert strangers(album) == set()


def test_an_event_of_people_with_names_says_so(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    assert view.feed.now is not None
    sweep(view, qtbot).accept()
    qtbot.keyClick(view, "U")  # nothing was answered here
    if view.feed.now is not None:
        qtbot.keyClick(view, "E")
        assert "Everybody at this event has a name" in view.words()
    else:
        assert "Nothing left to ask" in view.words()
    assert view.sweep_button.isVisible() == (view.feed.now is not None)
