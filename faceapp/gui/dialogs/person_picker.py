"""Choose a person: type a few letters, arrow keys, Enter. Used for merging and for moving faces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Person
from faceapp.core.names import best_first, fold, meant
from faceapp.gui.delegates.person_row_delegate import PersonRowDelegate
from faceapp.gui.language import tr
from faceapp.gui.models.people_model import PeopleModel
from faceapp.gui.thumbnail_loader import ThumbnailLoader


class PersonPicker(QDialog):
    """Opened with :meth:`open`; says what was chosen by a signal.

    Args:
        people: Who can be chosen, in order.
        thumbnails: For the small crops.
        title: What the choice is for.
        new: Whether a name nobody has yet can be chosen.
        unsure: Words of a button for those who do not know; empty: there is none.
        parent: Qt parent.
    """

    chosen = Signal(object)
    """The Person."""
    new_name = Signal(str)
    """A name nobody has yet."""
    unsure = Signal()
    """The user does not know."""

    def __init__(
        self,
        people: Sequence[Person],
        thumbnails: ThumbnailLoader,
        title: str,
        *,
        new: bool = False,
        unsure: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._people = list(people)
        self._folded = [(fold(person.title or ""), person) for person in people]
        self._new = new
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(420, 480)
        head = QLabel(title)
        head.setProperty("role", "heading")
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("Type a name"))
        self._field.setAccessibleName(tr("Name"))
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._model = PeopleModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(PersonRowDelegate(thumbnails, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setLayoutMode(QListView.LayoutMode.Batched)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setAccessibleName(tr("People and groups"))
        self._list.activated.connect(self._accept_index)
        self._list.setMouseTracking(True)
        self._ok = QPushButton(tr("Choose"))
        self._ok.setProperty("kind", "primary")
        self._ok.setDefault(True)
        self._ok.clicked.connect(self.accept)
        # Beside the first match: "Ann" may be somebody new although "Anna" is known.
        self._make = QPushButton()
        self._make.setAutoDefault(False)
        self._make.clicked.connect(self._accept_new)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self._make)
        if unsure:
            button = QPushButton(unsure)
            button.setAutoDefault(False)
            button.clicked.connect(self._not_sure)
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)
        self._filter("")

    def _filter(self, text: str) -> None:
        fitting = best_first(self._folded, text) if text.strip() else self._people
        self._model.set_people(fitting)
        if fitting:
            self._list.setCurrentIndex(self._model.index(0))
        name = self._new_name()
        known = self._known(name)
        make = tr("Another “{name}”", name=name) if known else tr("New person “{name}”", name=name)
        self._ok.setText(make if name and not fitting else tr("Choose"))
        self._ok.setEnabled(bool(fitting or name))
        self._make.setText(make)
        self._make.setToolTip(QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText))
        self._make.setVisible(bool(name and fitting))

    def _new_name(self) -> str:
        """The typed name, where somebody new may be called so."""
        return " ".join(self._field.text().split()) if self._new else ""

    def _known(self, name: str) -> bool:
        return bool(meant(self._people, name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the field move in the list."""
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in keys:
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter makes somebody new where Enter would take the first match."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._accept_new()
        else:
            super().keyPressEvent(event)

    def _not_sure(self) -> None:
        self.unsure.emit()
        super().accept()

    def _accept_index(self, index: QModelIndex) -> None:
        self._list.setCurrentIndex(index)
        self.accept()

    def _accept_new(self) -> None:
        name = self._new_name()
        if name:
            self.new_name.emit(name)
            super().accept()

    def accept(self) -> None:
        """Take the current line, or the new name where none fits."""
        index = self._list.currentIndex()
        if self._model.rowCount() and index.isValid():
            self.chosen.emit(self._model.person(index.row()))
        elif self._new_name():
            self.new_name.emit(self._new_name())
        else:
            return
        super().accept()
