"""People who are in a photo though no face of theirs shows there. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from faceapp.gui import icons
from faceapp.gui.language import tr


class PresentList(QWidget):
    """Their names, each with a way to take it back, and a way to add somebody.

    Args:
        add: The action that asks who.
        parent: Qt parent.
    """

    opened = Signal(int)
    """The page of this person is wanted."""
    removed = Signal(int, str)
    """This person is not in the photo after all: id and name."""

    def __init__(self, add: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: list[tuple[int, str]] = []
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._head = QLabel(tr("Also here, without a face"), self)
        self._head.setProperty("role", "caption")
        column.addWidget(self._head)
        self._listed = QVBoxLayout()
        self._listed.setSpacing(0)
        column.addLayout(self._listed)
        self.button = QPushButton(tr("Somebody else is here…"), self)
        self.button.setProperty("kind", "link")
        self.button.setStyleSheet("text-align: left; background: transparent; padding: 1px 0;")
        key = add.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setToolTip(f"{add.text()} ({key})")
        self.button.setAccessibleName(add.text())
        self.button.clicked.connect(add.trigger)
        add.changed.connect(lambda: self.button.setEnabled(add.isEnabled()))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_people([])

    def people(self) -> list[tuple[int, str]]:
        """Who is listed: ``(person, name)``."""
        return list(self._people)

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """List these people: ``(person, name)``."""
        if list(people) == self._people and self._rows:
            return
        self._people = list(people)
        for row in self._rows:
            self._listed.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(person, name) for person, name in people]
        for row in self._rows:
            self._listed.addWidget(row)
        self._head.setVisible(bool(people))

    def _row(self, person_id: int, name: str) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        who = QPushButton(row)
        who.setProperty("kind", "link")
        who.setStyleSheet("text-align: left; background: transparent; padding: 1px 0;")
        shown = who.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 210)
        who.setText(shown.replace("&", "&&"))
        who.setToolTip(tr("All of {name}", name=name))
        who.setAccessibleName(tr("All of {name}", name=name))
        who.clicked.connect(lambda: self.opened.emit(person_id))
        away = QToolButton(row)
        away.setProperty("kind", "flat")
        away.setToolTip(tr("{name} is not in this photo", name=name))
        away.setAccessibleName(tr("{name} is not in this photo", name=name))
        icons.attach(away, "close", size=14)
        away.clicked.connect(lambda: self.removed.emit(person_id, name))
        line.addWidget(who)
        line.addStretch(1)
        line.addWidget(away)
        return row
