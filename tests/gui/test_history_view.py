"""History: every decision, undone and redone by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.models import EventInfo
from faceapp.gui import language
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.dialogs.contradictions_dialog import ContradictionsDialog
from faceapp.gui.dialogs.undo_dialog import UndoDialog
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


def dialog_of(view: HistoryView, kind: type[QDialog] = UndoDialog) -> QDialog:
    (found,) = (one for one in view.findChildren(kind) if one.isVisible())
    return found


def agree(view: HistoryView, qtbot: QtBot) -> str:
    """Enter in the preview; returns what it said."""
    dialog = dialog_of(view)
    assert isinstance(dialog, UndoDialog)
    words = dialog.words()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    return words


def test_model(qtmodeltester: ModelTester) -> None:
    model = HistoryModel()
    model.set_events([event(2, "Renamed Anna", kind="rename"), event(1)])
    qtmodeltester.check(model)
    assert model.index(0).data(RowRole.BUTTON) == "Undo…"


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
    assert "Named Anna" in agree(view, qtbot)
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
    agree(view, qtbot)
    assert rows(view) == [("Named Anna", True)]
    assert album.library.person(anna).name is None


def test_undo_here_leaves_the_undo_of_the_session_alone(
    view: HistoryView, album: Opened, qtbot: QtBot
) -> None:
    group = album.library.people()[0].id
    album.client.decide(lambda decide: decide.name(group, "Anna"), text="Anna")
    album.client.decide(lambda decide: decide.rename(group, "Anne"), text="Anne")
    view._list.setCurrentIndex(view._model.index(1))
    view.turn_current()
    agree(view, qtbot)
    view.turn_current()
    album.client.undo()
    assert album.library.person(group).name == "Anna"
    assert not album.errors


def test_a_row_tells_who_was_seen_and_who_followed() -> None:
    model = HistoryModel()
    model.set_events([EventInfo(1, "name", NOW, "Named Anna", 17, False, 5, 12)])
    assert model.index(0).data(RowRole.SECOND).startswith("5 seen, 12 followed · ")


def test_the_preview_says_what_comes_back_and_what_stays(
    view: HistoryView, album: Opened, qtbot: QtBot
) -> None:
    anna, ben = album.name_groups("Anna", "Ben")
    (moved,) = (album.library.faces_of_person(anna)[0].id,)
    album.library.decide.move([moved], ben)
    view._list.setCurrentIndex(view._model.index(2))
    view.turn_current()
    words = agree(view, qtbot)
    assert "3 faces in 3 photos (now Anna)" in words
    assert "1 face stays, because of a later decision: Moved 1 face to Ben." in words
    assert album.library.faces_by_id([moved])[0].person_id == ben


def test_cancelling_the_preview_changes_nothing(view: HistoryView, album: Opened, qtbot: QtBot) -> None:
    (anna,) = album.name_groups("Anna")
    view.turn_current()
    qtbot.keyClick(dialog_of(view), Qt.Key.Key_Escape)
    assert rows(view) == [("Named Anna", False)]
    assert album.library.person(anna).name == "Anna"


@pytest.mark.usefixtures("speaking")
def test_what_the_core_says_is_in_the_language_of_the_window(
    view: HistoryView, album: Opened, qtbot: QtBot
) -> None:
    library = album.library
    anna, ben = (one.id for one in library.people())
    library.decide.name(anna, "Anna")
    library.decide.name(ben, "Ben")
    first, second, *_ = library.faces_of_person(anna)
    carl = library.decide.move([first.id], None, "Carl").person_id
    assert carl is not None
    library.decide.move([second.id], None)
    library.decide.merge(anna, [ben, carl])
    library.decide.undo()
    language.speak("de")
    lines = [language.shown(event.what) for event in library.history()[:3]]
    assert lines == [
        "Rückgängig: Ben und Carl mit Anna zusammengeführt",
        "Ben und Carl mit Anna zusammengeführt",
        "1 Gesicht verschoben: eine neue Gruppe",
    ]


def test_everything_since_a_day_is_one_undo_and_one_redo(
    view: HistoryView, album: Opened, qtbot: QtBot
) -> None:
    anna, ben = album.name_groups("Anna", "Ben")
    album.library.decide.rename(ben, "Bert")
    told: list[tuple[str, str]] = []
    back: list[object] = []
    album.client.told.connect(lambda words, action, then: (told.append((words, action)), back.append(then)))
    qtbot.mouseClick(view.since_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(view)
    assert isinstance(dialog, UndoDialog)
    assert dialog.day.currentText() == "Today: 3 decisions"
    words = agree(view, qtbot)
    assert "Renamed Ben to Bert\nNamed Ben\nNamed Anna" in words
    assert "(now Anna and Bert)" in words
    assert all(undone for _, undone in rows(view))
    assert album.library.person(anna).name is None
    assert not view.since_button.isEnabled()
    assert told == [("Undone: 3 decisions", "Redo")]
    (redo,) = back
    assert callable(redo)
    redo()
    assert not any(undone for _, undone in rows(view))
    assert album.library.person(ben).name == "Bert"
    assert not album.errors


def test_answers_that_disagree_are_shown_and_settled(view: HistoryView, album: Opened, qtbot: QtBot) -> None:
    anna, ben = album.name_groups("Anna", "Ben")
    assert not view.clashes.isVisible()
    album.library.decide.different(anna, ben)
    album.library.decide.merge(anna, [ben])
    qtbot.waitUntil(view.clashes.isVisible)
    assert view.clashes.words() == "2 of your answers disagree"
    view.clashes.open_them()
    clashes = dialog_of(view, ContradictionsDialog)
    assert isinstance(clashes, ContradictionsDialog)
    said = words_of(clashes)
    assert "Anna and Ben are different people" in said
    assert "Merged Ben into Anna" in said
    (undo,) = (
        one
        for one in clashes.findChildren(QPushButton)
        if one.accessibleName() == "Undo: Merged Ben into Anna"
    )
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    agree(view, qtbot)
    assert clashes.words() == "All your answers agree"
    assert album.library.person(ben).name == "Ben"
    qtbot.waitUntil(lambda: not view.clashes.isVisible())


def test_faces_that_are_not_found_at_present_are_told_of(view: HistoryView, album: Opened) -> None:
    album.name_groups("Anna", "Ben")
    assert "not found at present" not in words_of(view)
    with album.library._context.database.transaction() as db:  # as a log restored beside other photos
        db.execute("DELETE FROM face")
    view.activated()
    assert "8 faces you decided about not found at present: nothing said of them is lost" in words_of(view)
