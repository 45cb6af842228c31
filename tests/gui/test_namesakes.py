"""Two people of one name: both can be had, and no list mixes them up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from faceapp.core.changes import EVERYTHING
from faceapp.core.models import Person
from faceapp.gui import actions
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.completions_model import Completer
from faceapp.gui.models.people_model import TITLE_ROLE
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.review_view import ReviewView
from faceapp.library.library import Library


@pytest.fixture
def library(asking: MainWindow) -> Library:
    return asking.client._library


def unnamed(library: Library) -> list[Person]:
    return [person for person in library.people() if person.name is None]


def press(window: object, words: str, qtbot: QtBot) -> None:
    """Click the visible button that says this."""
    assert isinstance(window, MainWindow | MergeDialog)
    (button,) = (one for one in window.findChildren(QPushButton) if one.text() == words and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_list_calls_two_of_one_name_the_same(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    group = unnamed(library)[0]
    library.decide.name(group.id, "ánna")
    titles = {one.id: one.title for one in library.people() if one.name}
    number = sorted((anna.id, group.id)).index(group.id)
    assert titles == {anna.id: f"Anna ({2 - number})", group.id: f"ánna ({number + 1})"}
    assert library.person(anna.id).title == titles[anna.id]
    assert library.titles() == titles
    assert Completer(library.people()).titles == titles
    page = asking.page("people")
    assert isinstance(page, PeopleView)
    asking.client.changed.emit(EVERYTHING)
    assert page.model.index_of(group.id).data(TITLE_ROLE) == titles[group.id]
    beside = asking.side_bar._model
    assert {one.id: beside.index_of(one.id).data(TITLE_ROLE) for one in beside.people()} == titles
    library.decide.hide(anna.id)  # out of sight, and still the other one
    asking.client.changed.emit(EVERYTHING)
    assert [beside.index(row).data(TITLE_ROLE) for row in range(beside.rowCount())] == [titles[group.id]]
    library.decide.rename(anna.id, "Anne")
    asking.client.changed.emit(EVERYTHING)
    assert page.model.index_of(group.id).data(TITLE_ROLE) == "ánna"


def test_the_message_offers_another_of_the_same_name(
    asking: MainWindow, library: Library, qtbot: QtBot
) -> None:
    group = unnamed(library)[0]
    everyone = library.people()
    actions.name_group(asking.client, group, "Anna", group.sample_face_ids, everyone)
    assert "Added to Anna" in asking.message.text()
    press(asking, "This is another Anna", qtbot)
    assert library.person(group.id).name == "Anna"
    assert [one.name for one in library.people()].count("Anna") == 2
    page = asking.page("people")
    assert isinstance(page, PeopleView)
    assert page.model.index_of(group.id).data(TITLE_ROLE) == "Anna (2)"
    asking.client.undo()
    assert library.person(group.id).name is None


def test_a_name_much_like_a_known_one_may_be_the_same_person(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    group = unnamed(library)[0]
    faces = {face.id for face in library.faces_of_person(group.id)}
    actions.name_group(asking.client, group, "Annà", group.sample_face_ids, library.people())
    assert library.person(group.id).name == "Annà"  # first of all it is what was typed
    press(asking, "Same as Anna", qtbot)
    assert faces <= {face.id for face in library.faces_of_person(anna.id)}
    assert [one.name for one in library.people() if one.name] == ["Anna"]
    asking.client.undo()
    assert library.person(group.id).name == "Annà"


def test_a_new_name_of_a_person_or_of_some_faces_may_be_somebody_known_too(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    group, other = unnamed(library)[:2]
    library.decide.name(group.id, "Ben")
    actions.rename(asking.client, library.person(group.id), "Annna")
    assert asking.message.text() == "Ben is now Annna"
    press(asking, "Same as Anna", qtbot)
    assert [one.name for one in library.people() if one.name] == ["Anna"]
    face = library.faces_of_person(other.id)[0]
    actions.move_to_new(asking.client, [face.id], "Anna-")
    assert asking.message.text() == "Anna-: 1 face"
    press(asking, "Same as Anna", qtbot)
    assert library.faces_by_id([face.id])[0].person_id == anna.id


def test_a_name_typed_in_the_review_joins_or_offers_whom_it_may_mean(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    asking.go("review")
    view = asking.page("review")
    assert isinstance(view, ReviewView)
    view.feed.answer("name Annna")
    assert "Annna" in {one.name for one in library.people()}
    assert "Annna is somebody new" in asking.message.text()
    press(asking, "Same as Anna", qtbot)
    assert {one.name for one in library.people() if one.name} == {"Anna"}
    view.feed.answer("name ANNA")
    assert {one.name for one in library.people() if one.name} == {"Anna"}


def test_renaming_to_a_known_name_may_mean_another_person(
    asking: MainWindow, library: Library, qtbot: QtBot
) -> None:
    group = unnamed(library)[0]
    library.decide.name(group.id, "Ben")
    page = asking.page("people")
    assert isinstance(page, PeopleView)
    asking.client.changed.emit(EVERYTHING)
    page._named(group.id, "Anna")
    (dialog,) = page.findChildren(MergeDialog)
    press(dialog, "No, another Anna", qtbot)
    assert [one.name for one in library.people()].count("Anna") == 2
    assert not [one for one in page.findChildren(MergeDialog) if one.isVisible()]


def test_a_picker_shows_both_and_makes_a_third(asking: MainWindow, library: Library, qtbot: QtBot) -> None:
    library.decide.name(unnamed(library)[0].id, "Anna")
    picker = PersonPicker(library.people(), asking.thumbnails, "Who is this?", new=True)
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(picker)
    picker.show()
    qtbot.keyClicks(picker.findChild(QLineEdit), "anna")
    shown = [picker._model.index(row).data(TITLE_ROLE) for row in range(picker._model.rowCount())]
    assert sorted(shown) == ["Anna (1)", "Anna (2)"]
    with qtbot.waitSignal(picker.new_name) as made:
        press_in(picker, "Another “anna”", qtbot)
    assert made.args == ["anna"]


def press_in(picker: PersonPicker, words: str, qtbot: QtBot) -> None:
    (button,) = (one for one in picker.findChildren(QPushButton) if one.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
