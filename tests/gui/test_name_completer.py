"""Names offered while one is typed: usable with many that begin alike."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.people_model import TITLE_ROLE
from faceapp.gui.widgets.name_completer import NameCompleter

ANNAS = [f"Anna {letter}" for letter in "ZYXWVUTSRQPONMLKJIHGFEDCB"]


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    """As the library would offer 25 of them: Hanna lately, then Ben; Anna herself in the fewest photos."""
    made = QLineEdit()
    made.setCompleter(NameCompleter(["Johanna", "Ben", *ANNAS, "Zoë Annan", "Anna"], made))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def completer(field: QLineEdit) -> NameCompleter:
    found = field.completer()
    assert isinstance(found, NameCompleter)
    return found


def test_the_typed_name_is_on_top_and_the_others_keep_their_order(field: QLineEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "anna")
    assert completer(field).offered() == ["Anna", *ANNAS, "Zoë Annan", "Johanna"]
    qtbot.keyClicks(field, " b")
    assert completer(field).offered() == ["Anna B"]
    field.clear()
    qtbot.keyClicks(field, "zoe")
    assert completer(field).offered() == ["Zoë Annan"]
    qtbot.keyClicks(field, "q")
    assert completer(field).offered() == []
    popup = completer(field).popup()
    assert popup is None or not popup.isVisible()


def test_of_two_who_share_the_typed_name_both_are_on_top(qtbot: QtBot) -> None:
    made = NameCompleter(["Annabel", "Anna (1)", "Anna (2)"])
    made.setCompletionPrefix("anna")
    assert made.offered() == ["Anna (1)", "Anna (2)", "Annabel"]


def key(key: Qt.Key, qtbot: QtBot) -> None:
    """To what has the keyboard: the list, while it is open."""
    on = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert isinstance(on, QWidget)
    qtbot.keyClick(on, key)


def test_the_arrow_keys_go_through_all_of_a_long_list(field: QLineEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "anna")
    popup = completer(field).popup()
    assert popup is not None
    assert popup.isVisible()
    in_sight = popup.viewport().rect()
    assert in_sight.height() < popup.sizeHintForRow(0) * 12  # 25 would fill the screen
    seen = []
    for _ in completer(field).offered():
        key(Qt.Key.Key_Down, qtbot)
        seen.append(field.text())
        assert in_sight.contains(popup.visualRect(popup.currentIndex()))
    assert seen == completer(field).offered()
    key(Qt.Key.Key_Return, qtbot)
    assert field.text() == seen[-1]
    assert not popup.isVisible()


def test_the_library_offers_those_first_who_are_sorted_at_present(asking: MainWindow, qtbot: QtBot) -> None:
    library = asking.client._library
    anna = next(one for one in library.people() if one.name)
    groups = sorted((one for one in library.people() if not one.name), key=lambda one: one.photos)
    names = ["Berta", "Carl", "Dora"]
    for group, name in zip(groups, names, strict=False):
        library.decide.name(group.id, name)
    assert library.offered_names() == ["Dora", "Carl", "Berta", "Anna"]
    face = library.faces_of_person(groups[1].id)[0]
    library.decide.move([face.id], anna.id)
    library.decide.hide(groups[0].id)
    assert library.offered_names() == ["Anna", "Dora", "Carl", "Berta"]


def test_the_picker_has_the_typed_name_on_top(asking: MainWindow, qtbot: QtBot) -> None:
    library = asking.client._library
    for group, name in zip(
        (one for one in library.people() if not one.name), ("Joanna", "Ann"), strict=False
    ):
        library.decide.name(group.id, name)
    everyone = sorted(library.people(), key=lambda one: one.name or "", reverse=True)
    picker = PersonPicker(everyone, asking.thumbnails, "Who is this?")
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(picker)
    picker.show()
    qtbot.keyClicks(picker._field, "ann")
    titles = [picker._model.index(row).data(TITLE_ROLE) for row in range(picker._model.rowCount())]
    assert titles == ["Ann", "Anna", "Joanna"]
