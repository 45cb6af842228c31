"""History: every decision, undone and redone by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.models import EventInfo
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.models.history_model import HistoryModel, ago
from faceapp.gui.views.history_view import HistoryView

NOW = datetime(2026, 8, 14, 15, 0, tzinfo=UTC)


def event(number: int, what: str = "Named Anna", *, kind: str = "name", undone: bool = False) -> EventInfo:
    return EventInfo(number, kind, NOW, what, 3, undone)


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, people(2, 4)) as everything:
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> HistoryView:
    view = HistoryView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(900, 500)
    show(view, qtbot)
    return view


def rows(view: HistoryView) -> list[tuple[str, bool]]:
    infos = [view._model.event_info(row) for row in range(view._model.rowCount())]
    return [(info.what, info.undone) for info in infos]


def test_model(qtmodeltester: ModelTester) -> None:
    model = HistoryModel()
    model.set_events([event(2, "Renamed Anna", kind="rename"), event(1)])
    qtmodeltester.check(model)
    assert model.index(0).data(RowRole.BUTTON) == "Undo"


def test_new_events_are_inserted_and_old_ones_stay(qtbot: QtBot) -> None:
    model = HistoryModel()
    model.set_events([event(1)])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.set_events([event(2), event(1, undone=True)])
    assert model.index(1).data(RowRole.STRUCK)
    assert model.index(1).data(RowRole.BUTTON) == "Redo"


def test_undo_events_are_no_rows() -> None:
    model = HistoryModel()
    model.set_events([event(2, "Undid: Named Anna", kind="undo"), event(1, undone=True)])
    assert model.rowCount() == 1


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=21), "3 weeks ago"),
        (timedelta(days=90), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
        (-timedelta(minutes=5), "just now"),
    ],
)
def test_ago(before: timedelta, words: str) -> None:
    assert ago(NOW - before, NOW) == words


def test_nothing_decided_says_what_comes_here(view: HistoryView) -> None:
    assert "Nothing decided yet" in words_of(view)


def test_decisions_appear_while_the_page_is_open(view: HistoryView, album: Opened, qtbot: QtBot) -> None:
    album.name_groups("Anna", "Ben")
    qtbot.waitUntil(lambda: rows(view) == [("Named Ben", False), ("Named Anna", False)])
    assert "2 decisions" in words_of(view)


def test_delete_undoes_any_one_and_again_redoes_it(view: HistoryView, album: Opened, qtbot: QtBot) -> None:
    anna, ben = album.name_groups("Anna", "Ben")
    qtbot.waitUntil(lambda: len(rows(view)) == 2)
    view._list.setCurrentIndex(view._model.index(1))
    qtbot.keyClick(view._list, Qt.Key.Key_Delete)
    assert rows(view) == [("Named Ben", False), ("Named Anna", True)]
    assert album.library.person(anna).name is None
    assert album.library.person(ben).name == "Ben"
    assert "1 of them undone" in words_of(view)
    assert view._list.currentIndex().row() == 1
    qtbot.keyClick(view._list, Qt.Key.Key_Delete)
    assert album.library.person(anna).name == "Anna"
    assert not album.errors


def test_row_button(view: HistoryView, album: Opened, qtbot: QtBot) -> None:
    (anna,) = album.name_groups("Anna")
    rect = view._list.visualRect(view._model.index(0))
    place = rect.center()
    place.setX(rect.right() - 40)
    qtbot.mouseClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rows(view) == [("Named Anna", True)]
    assert album.library.person(anna).name is None


def test_undo_here_leaves_the_undo_of_the_session_alone(view: HistoryView, album: Opened) -> None:
    group = album.library.people()[0].id
    album.client.decide(lambda decide: decide.name(group, "Anna"), text="Anna")
    album.client.decide(lambda decide: decide.rename(group, "Anne"), text="Anne")
    view._list.setCurrentIndex(view._model.index(1))
    view.turn_current()
    view.turn_current()
    album.client.undo()
    assert album.library.person(group).name == "Anna"
    assert not album.errors
