"""A person's page: suggestions, faces, photos, the name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from faceapp.core.models import FaceState, Person
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.faces_model import FACES_MIME
from faceapp.gui.views.person_view import PersonView
from faceapp.library.library import Library


@pytest.fixture
def group(library: Library) -> Person:
    return next(person for person in library.people() if person.name is None)


def open_page(window: MainWindow, person: Person) -> PersonView:
    window.open_person(person.id)
    page = window.page("person")
    assert isinstance(page, PersonView)
    page.grid.viewport().grab()  # painted: these faces were seen
    return page


def choose(page: PersonView, *rows: int) -> list[int]:
    page.grid.setFocus()
    page.grid.clearSelection()
    for row in rows:
        page.grid.selectionModel().select(page.faces.index(row), QItemSelectionModel.SelectionFlag.Select)
    return page.selected()


def test_the_page_shows_the_person(asking: MainWindow, anna: Person) -> None:
    page = open_page(asking, anna)
    assert page.head.name.text() == "Anna"
    assert page.head.counts() == f"{anna.faces} faces in {anna.photos} photos · {anna.confirmed} confirmed"
    assert page.faces.rowCount() == anna.faces
    assert page.band.isVisible()
    assert page.band.question.text() == "Is this Anna?"


def test_y_and_n_answer_one_suggestion_after_the_other(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    page = open_page(asking, anna)
    first, second = page.band.ids()
    page.band.list.setFocus()
    qtbot.keyClick(page.band.list, Qt.Key.Key_Y)
    assert page.band.ids() == [second]
    qtbot.keyClick(page.band.list, Qt.Key.Key_N)
    assert not page.band.isVisible()
    yes, no = library.faces_by_id([first, second])
    assert (yes.state, yes.person_id) == (FaceState.CONFIRMED, anna.id)
    assert no.person_id is None
    assert no.suggested_person_id is None
    asking.client.undo()
    assert page.band.ids() == [second]


def test_a_click_on_yes_answers_too(asking: MainWindow, library: Library, anna: Person, qtbot: QtBot) -> None:
    page = open_page(asking, anna)
    face, other = page.band.ids()
    delegate = page.band.list.itemDelegate()
    cell = page.band.list.visualRect(page.band.model.index_of(face))
    yes, _ = delegate.answer_rects(cell)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.band.list.viewport(), Qt.MouseButton.LeftButton, pos=yes.center())
    assert page.band.ids() == [other]
    assert library.faces_by_id([face])[0].state is FaceState.CONFIRMED


def test_confirm_all(asking: MainWindow, library: Library, anna: Person, qtbot: QtBot) -> None:
    page = open_page(asking, anna)
    assert page.band.all_button.text() == "Confirm all 2"
    qtbot.mouseClick(page.band.all_button, Qt.MouseButton.LeftButton)
    assert not page.band.isVisible()
    assert library.person(anna.id).confirmed == anna.confirmed + 2


def test_selected_faces_are_not_anna_strangers_or_no_faces(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    page = open_page(asking, anna)
    assert "Not Anna" in [action.text() for action in page._face_actions]
    (rejected,) = choose(page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_N)
    (stranger,) = choose(page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_S)
    (nothing,) = choose(page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    states = [face.state for face in library.faces_by_id([stranger, nothing])]
    assert states == [FaceState.STRANGER, FaceState.NOT_A_FACE]
    assert library.faces_by_id([rejected])[0].person_id != anna.id
    assert library.person(anna.id).faces == anna.faces - 3
    for _ in range(3):
        qtbot.keyClick(asking, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert library.person(anna.id).faces == anna.faces


def test_faces_move_to_a_person_found_by_typing(
    asking: MainWindow, library: Library, anna: Person, group: Person, qtbot: QtBot
) -> None:
    page = open_page(asking, group)
    moved = choose(page, 0, 1)
    qtbot.keyClick(page.grid, Qt.Key.Key_M)
    (picker,) = page.findChildren(PersonPicker)
    qtbot.keyClicks(picker.findChild(QLineEdit), "ann")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.findChildren(PersonPicker))
    assert {face.person_id for face in library.faces_by_id(moved)} == {anna.id}


def test_faces_move_to_somebody_new(
    asking: MainWindow, library: Library, group: Person, qtbot: QtBot
) -> None:
    page = open_page(asking, group)
    (alone,) = choose(page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_M)
    (picker,) = page.findChildren(PersonPicker)
    qtbot.keyClicks(picker.findChild(QLineEdit), "Zoe")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert library.faces_by_id([alone])[0].name == "Zoe"


def test_g_makes_a_new_group(asking: MainWindow, library: Library, group: Person, qtbot: QtBot) -> None:
    page = open_page(asking, group)
    ids = choose(page, 0, 1)
    qtbot.keyClick(page.grid, Qt.Key.Key_G)
    first, second = library.faces_by_id(ids)
    assert first.person_id == second.person_id != group.id


def test_naming_a_group_confirms_the_faces_that_were_seen(
    asking: MainWindow, library: Library, group: Person, qtbot: QtBot
) -> None:
    page = open_page(asking, group)
    qtbot.keyClick(page.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(page.head.name, "Ben")
    qtbot.keyClick(page.head.name, Qt.Key.Key_Return)
    named = library.person(group.id)
    assert (named.name, named.confirmed) == ("Ben", group.faces)
    qtbot.keyClick(page.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(page.head.name, "Bernard")
    qtbot.keyClick(page.head.name, Qt.Key.Key_Escape)
    assert page.head.name.text() == "Ben"
    assert asking.place == ("person", group.id)  # Esc left the name, not the page


def test_escape_goes_back_and_enter_opens_the_photo(asking: MainWindow, anna: Person, qtbot: QtBot) -> None:
    page = open_page(asking, anna)
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.faces.index(1))
    face = page.faces.face(1)
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert asking.place == ("viewer", face.photo_id)
    asking.back()
    assert asking.place == ("person", anna.id)
    qtbot.keyClick(page.grid, Qt.Key.Key_Escape)
    assert asking.place[0] == "people"


def test_photos_of_the_person(asking: MainWindow, anna: Person, qtbot: QtBot) -> None:
    page = open_page(asking, anna)
    page.head.show_look("photos")
    assert len(page.photo_ids()) == anna.photos
    assert not page.bar.isVisible()


def test_a_person_that_is_merged_away_leaves_the_page(
    asking: MainWindow, library: Library, anna: Person, group: Person
) -> None:
    open_page(asking, group)
    library.decide.merge(anna.id, [group.id])
    assert asking.place[0] == "people"


def test_faces_dropped_on_a_name_in_the_side_bar_move_there(
    asking: MainWindow, library: Library, anna: Person, group: Person
) -> None:
    page = open_page(asking, group)
    ids = choose(page, 0)
    data = QMimeData()
    data.setData(FACES_MIME, ",".join(map(str, ids)).encode())
    names = asking.side_bar.people
    event = QDropEvent(
        QPointF(names.visualRect(names.model().index(0, 0)).center()),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    names.dropEvent(event)
    assert library.faces_by_id(ids)[0].person_id == anna.id
