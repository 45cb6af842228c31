"""Choosing a person by typing: a match, or somebody new whose name begins like a known one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from faceapp.core.models import Person
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.thumbnail_loader import ThumbnailLoader

PEOPLE = [Person(1, "Anna", 3, 3, 3), Person(2, "Ben", 2, 2, 2)]


def typed(thumbnails: ThumbnailLoader, qtbot: QtBot, text: str) -> PersonPicker:
    """The dialog for making or choosing, with something typed."""
    dialog = PersonPicker(PEOPLE, thumbnails, "Who is this?", new=True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.findChild(QLineEdit), text)
    return dialog


def test_enter_takes_the_first_match(thumbnails: ThumbnailLoader, qtbot: QtBot) -> None:
    dialog = typed(thumbnails, qtbot, "ann")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen.args[0].name == "Anna"


def test_a_new_name_may_be_part_of_a_known_one(thumbnails: ThumbnailLoader, qtbot: QtBot) -> None:
    dialog = typed(thumbnails, qtbot, "Ann")
    (button,) = (one for one in dialog.findChildren(QPushButton) if one.text() == "New person “Ann”")
    assert button.isVisible()
    with qtbot.waitSignal(dialog.new_name) as made:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.args == ["Ann"]


def test_a_known_name_is_not_offered_as_new(thumbnails: ThumbnailLoader, qtbot: QtBot) -> None:
    dialog = typed(thumbnails, qtbot, "anna")
    assert not any(
        one.isVisible() and one.text().startswith("New") for one in dialog.findChildren(QPushButton)
    )
