"""The people page as a user meets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from faceapp.core.models import FaceState, Person
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.carried import carried
from faceapp.gui.models.people_model import PEOPLE_MIME, Filter
from faceapp.gui.views.people_view import PeopleView

Groups = Callable[[], list[Person]]


def page(window: MainWindow) -> PeopleView:
    found = window.page("people")
    assert isinstance(found, PeopleView)
    return found


def start_typing(qtbot: QtBot, view: PeopleView, key: Qt.Key = Qt.Key.Key_Return) -> QLineEdit:
    """The editor under the selected card."""
    qtbot.keyClick(view.grid, key)
    editor = view.grid.viewport().findChild(QLineEdit)
    assert editor is not None
    return editor


def finish(qtbot: QtBot, view: PeopleView, editor: QLineEdit) -> None:
    """Enter in the editor (Qt takes the text over in its next round)."""
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shiboken6.isValid(editor))
    assert not view.grid.is_editing()


def type_name(qtbot: QtBot, view: PeopleView, name: str) -> None:
    """Enter on the selected card, the name, Enter."""
    editor = start_typing(qtbot, view)
    qtbot.keyClicks(editor, name)
    finish(qtbot, view, editor)


def test_every_person_is_a_card(window: MainWindow, groups: Groups) -> None:
    view = page(window)
    assert view.model.rowCount() == len(groups()) > 4
    faces = sum(group.faces for group in groups())
    assert f"{faces} grouped" in window.status.text()


def test_typing_a_name_confirms_the_faces_on_the_card_and_goes_to_the_next_group(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second = view.model.person(0), view.model.person(1)
    view.select(first.id)
    type_name(qtbot, view, "Anna  Berg ")
    named = client._library.person(first.id)
    assert named.name == "Anna Berg"
    shown = set(first.sample_face_ids)
    confirmed = client._library.faces_of_person(first.id)
    assert {face.id for face in confirmed if face.state is FaceState.CONFIRMED} == shown
    assert view.model.row_of(first.id) == 0
    assert view.selected() == [second]
    assert "Anna Berg" in window.message.text()
    assert "5 faces in 5 photos" in window.message.text()


def test_escape_keeps_the_group_unnamed(window: MainWindow, groups: Groups, qtbot: QtBot) -> None:
    view, before = page(window), groups()
    view.select(view.model.person(0).id)
    editor = start_typing(qtbot, view)
    qtbot.keyClicks(editor, "Anna")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert groups() == before
    assert not view.grid.is_editing()


def test_a_known_name_joins_the_group_to_that_person(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second = view.model.person(0), view.model.person(1)
    view.select(first.id)
    type_name(qtbot, view, "Anna")
    type_name(qtbot, view, "anna")
    assert client._library.person(first.id).faces == first.faces + second.faces
    assert view.model.row_of(second.id) is None
    assert "Added to Anna" in window.message.text()


def test_known_names_are_offered_while_typing(window: MainWindow, qtbot: QtBot) -> None:
    view = page(window)
    view.select(view.model.person(0).id)
    type_name(qtbot, view, "Anna")
    editor = start_typing(qtbot, view, Qt.Key.Key_F2)
    qtbot.keyClicks(editor, "an")
    assert editor.completer().currentCompletion() == "Anna"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_what_is_being_typed_survives_changes_of_the_card(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second, third = (view.model.person(row) for row in range(3))
    view.select(third.id)
    editor = start_typing(qtbot, view)
    qtbot.keyClicks(editor, "Car")
    client._library.decide.merge(first.id, [second.id])  # as another process or a scan would
    client._library.decide.stranger(third.sample_face_ids[:1])
    assert editor.text() == "Car"
    qtbot.keyClicks(editor, "la")
    finish(qtbot, view, editor)
    assert client._library.person(third.id).name == "Carla"


def test_a_card_that_goes_while_its_name_is_typed_leaves_the_page_in_order(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second, third = (view.model.person(row) for row in range(3))
    view.select(second.id)
    editor = start_typing(qtbot, view)
    client._library.decide.merge(first.id, [second.id])
    qtbot.waitUntil(lambda: not shiboken6.isValid(editor))
    assert not view.grid.is_editing()
    view.select(third.id)
    type_name(qtbot, view, "Carla")
    assert client._library.person(third.id).name == "Carla"


def test_f2_renames_and_undo_brings_the_old_name_back(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first = view.model.person(0)
    view.select(first.id)
    type_name(qtbot, view, "Anna")
    view.select(first.id)
    editor = start_typing(qtbot, view, Qt.Key.Key_F2)
    assert editor.text() == "Anna"
    qtbot.keyClicks(editor, "Hanna")
    finish(qtbot, view, editor)
    assert client._library.person(first.id).name == "Hanna"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert client._library.person(first.id).name == "Anna"
    assert window.message.text() == "Undone: Anna is now Hanna"


def drop(view: PeopleView, dragged: list[int], onto: int) -> None:
    data = QMimeData()
    data.setData(PEOPLE_MIME, ",".join(map(str, dragged)).encode())
    place = view.grid.visualRect(view.model.index_of(onto)).center()
    event = QDropEvent(
        QPointF(place),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.grid.dropEvent(event)


def open_dialog(view: PeopleView, qtbot: QtBot) -> MergeDialog:
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in view.findChildren(MergeDialog)))
    return next(dialog for dialog in view.findChildren(MergeDialog) if dialog.isVisible())


def test_a_card_dropped_on_another_shows_what_would_move_and_merges(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second = view.model.person(0), view.model.person(1)
    drop(view, [second.id], onto=first.id)
    dialog = open_dialog(view, qtbot)
    assert dialog.preview() == f"{second.faces} faces, {second.photos} photos move to the group."
    assert client._library.person(second.id).faces == second.faces  # nothing happened yet
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert client._library.person(first.id).faces == first.faces + second.faces
    assert view.model.row_of(second.id) is None
    client.undo()
    assert view.model.row_of(second.id) is not None


def test_the_named_side_keeps_its_name_and_of_two_names_one_is_chosen(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second, third = (view.model.person(row) for row in range(3))
    client._library.decide.name(first.id, "Anna")
    drop(view, [first.id], onto=second.id)
    dialog = open_dialog(view, qtbot)
    assert dialog.preview().endswith("move to Anna.")
    dialog.accept()
    assert client._library.person(first.id).faces == first.faces + second.faces
    client._library.decide.name(third.id, "Ben")
    drop(view, [first.id], onto=third.id)
    dialog = open_dialog(view, qtbot)
    assert "move to Ben." in dialog.preview()
    dialog._choose(client._library.person(first.id))
    assert "move to Anna." in dialog.preview()
    dialog.accept()
    assert client._library.person(first.id).name == "Anna"


def test_merge_into_finds_the_person_by_a_few_letters(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first, second = view.model.person(0), view.model.person(1)
    client._library.decide.name(first.id, "Anna")
    view.select(second.id)
    qtbot.keyClick(view.grid, Qt.Key.Key_M)
    (picker,) = view.findChildren(PersonPicker)
    qtbot.keyClicks(picker._field, "ann")
    qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    dialog = open_dialog(view, qtbot)
    dialog.accept()
    assert client._library.person(first.id).faces == first.faces + second.faces


def test_h_hides_and_shows_again(window: MainWindow, client: LibraryClient, qtbot: QtBot) -> None:
    view = page(window)
    first = view.model.person(0)
    view.select(first.id)
    qtbot.keyClick(view.grid, Qt.Key.Key_H)
    assert view.model.row_of(first.id) is None
    view.set_filter(Filter.HIDDEN)
    view.select(first.id)
    assert view.model.rowCount() == 1
    assert any(action.text() == "Show again" for action in view.make_menu().actions())
    qtbot.keyClick(view.grid, Qt.Key.Key_H)
    assert not client._library.person(first.id).hidden
    assert "Nobody is hidden" in view._quiet.words()


def test_a_group_of_strangers_goes_away_and_comes_back_with_undo(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    view = page(window)
    first = view.model.person(0)
    view.select(first.id)
    view._stranger_action.trigger()
    assert view.model.row_of(first.id) is None
    assert client._library.coverage().strangers == first.faces
    assert f"{first.faces} strangers" in window.status.text()
    client.undo()
    assert client._library.coverage().strangers == 0


def test_double_click_opens_the_person(window: MainWindow, qtbot: QtBot) -> None:
    view = page(window)
    first = view.model.person(0)
    place = view._delegate.cover_rect(view.grid.visualRect(view.model.index(0))).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.place == ("person", first.id)


def test_a_click_on_add_name_starts_naming(window: MainWindow, qtbot: QtBot) -> None:
    view = page(window)
    place = view._delegate.name_rect(view.grid.visualRect(view.model.index(2))).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.grid.findChild(QLineEdit) is not None


def test_search_narrows_the_cards(window: MainWindow, client: LibraryClient, qtbot: QtBot) -> None:
    view = page(window)
    everyone = view.model.rowCount()
    client._library.decide.name(view.model.person(3).id, "Anna")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.side_bar.search, "an")
    assert [one.name for one in view.model.people()] == ["Anna"]
    qtbot.keyClicks(window.side_bar.search, "x")
    assert "Nobody called “anx”" in view._quiet.words()
    window.side_bar.search.clear()
    assert view.model.rowCount() == everyone


def test_dragging_a_card_with_the_mouse_carries_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = page(window)
    dragged: list[tuple[int, ...]] = []

    class Drag(QDrag):
        def exec(self, *_: object) -> Qt.DropAction:  # type: ignore[override]
            dragged.append(carried(self.mimeData(), PEOPLE_MIME).ids)
            assert not self.pixmap().isNull()
            return Qt.DropAction.IgnoreAction

    monkeypatch.setattr("faceapp.gui.widgets.dragging.QDrag", Drag)
    second = view.model.person(1)
    start = view._delegate.cover_rect(view.grid.visualRect(view.model.index(1))).center()
    port = view.grid.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for step in (5, 20, 40):
        place = start + QPoint(step, step)
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(port.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, move)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start)
    assert dragged == [(second.id,)]
