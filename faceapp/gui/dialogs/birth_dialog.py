"""When somebody was born: the app tells how old they are on each photo, and does not mix up children."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from faceapp.core.models import Person
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import tr
from faceapp.gui.style import scaled
from faceapp.gui.widgets.dialog_fit import DialogFit

_OLDEST = QDate(1800, 1, 1)


class BirthDialog(QDialog):
    """Opened with :meth:`open`.

    Args:
        client: Takes the decision.
        person: Who it is about.
        born: What is known so far.
        parent: Qt parent.
    """

    def __init__(
        self, client: LibraryClient, person: Person, born: date | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._person = person
        self.setWindowTitle(tr("Birth date"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(scaled(400, 1.6))
        DialogFit(self)
        asked = tr("When was this person born?")
        if person.name:
            asked = tr("When was {name} born?", name=person.title)
        head = QLabel(asked)
        head.setProperty("role", "heading")
        head.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QDateEdit()
        self.field.setDateRange(_OLDEST, QDate.currentDate())
        self.field.setDate(QDate(born.year, born.month, born.day) if born else QDate(2000, 1, 1))
        self.field.setDisplayFormat(tr("d MMMM yyyy"))
        self.field.lineEdit().setTextMargins(9, 0, 9, 0)
        self.field.setAccessibleName(tr("Birth date"))
        note = QLabel(
            tr("The age is shown under dated photos. Children are compared with photos of near years.")
        )
        note.setProperty("role", "caption")
        note.setWordWrap(True)
        save = QPushButton(tr("Save"))
        save.setProperty("kind", "primary")
        save.setDefault(True)
        save.clicked.connect(self.accept)
        remove = QPushButton(tr("Remove"))
        remove.setVisible(born is not None)
        remove.clicked.connect(self._remove)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(remove)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(self.field)
        layout.addWidget(note)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        self.field.setFocus()

    def _remove(self) -> None:
        actions.birthdate(self._client, self._person, None)
        self.reject()

    def accept(self) -> None:
        """Keep the date."""
        chosen = self.field.date()
        actions.birthdate(self._client, self._person, date(chosen.year(), chosen.month(), chosen.day()))
        super().accept()
