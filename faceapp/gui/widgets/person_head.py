"""The head of a person's page: cover, name to edit, counts, faces, years or photos, more. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Person
from faceapp.core.said import listed
from faceapp.gui import icons
from faceapp.gui.dates import full_date
from faceapp.gui.language import tr
from faceapp.gui.models.people_model import size_words
from faceapp.gui.reading import leading
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_crop import FaceCrop
from faceapp.gui.widgets.flow_layout import FlowLayout
from faceapp.gui.widgets.segments import Segments

_INDENT = 9
"""Pixels from a field's edge to its words, as the style sheet has it: the facts begin where the name does."""


class PersonHead(QWidget):
    """Shows a person; what the user wants is signalled."""

    back = Signal()
    name_entered = Signal(str)
    name_left = Signal()
    look_wanted = Signal(str)
    """``faces``, ``years`` or ``photos``."""
    birth_wanted = Signal()

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        arrow = QToolButton()
        arrow.setProperty("kind", "flat")
        arrow.setToolTip(tr("Back (Esc)"))
        arrow.setAccessibleName(tr("Back"))
        icons.attach(arrow, "back", size=20)
        arrow.clicked.connect(self.back)
        self._cover = FaceCrop(thumbnails, None, 64, round_crop=True)
        self.name = QLineEdit()
        self.name.setProperty("quiet", True)
        self.name.setPlaceholderText(tr("Add name"))
        self.name.setAccessibleName(tr("Name"))
        self.name.setMaxLength(120)
        self.name.setAlignment(leading() | Qt.AlignmentFlag.AlignVCenter)
        self.name.returnPressed.connect(self._entered)
        self.name.installEventFilter(self)
        self._counts = QLabel()
        self._counts.setProperty("role", "secondary")
        self.birth = QPushButton()
        self.birth.setProperty("kind", "link")
        self.birth.clicked.connect(self.birth_wanted)
        self._alike = QLabel()
        self._alike.setProperty("role", "secondary")
        self._alike.setTextFormat(Qt.TextFormat.PlainText)
        facts = FlowLayout(spacing=6)
        facts.addWidget(self._counts)
        facts.addWidget(self.birth)
        facts.addWidget(self._alike)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        line = QHBoxLayout()
        line.addSpacing(_INDENT)
        line.addLayout(facts, 1)
        words.addLayout(line)
        words.addStretch(1)
        self.looks = Segments(
            (("faces", tr("Faces")), ("years", tr("Years")), ("photos", tr("Photos"))), tr("What is shown")
        )
        self.looks.chosen.connect(self.look_wanted)
        self.menu = QMenu(self)
        more = QToolButton()
        more.setProperty("kind", "flat")
        more.setToolTip(tr("More"))
        more.setAccessibleName(tr("More"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self.menu)
        icons.attach(more, "more", size=20)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 14, 20, 12)
        row.setSpacing(10)
        row.addWidget(arrow)
        row.addWidget(self._cover)
        row.addLayout(words, 1)
        row.addWidget(self.looks)
        row.addWidget(more)

    def counts(self) -> str:
        """The quiet line under the name."""
        return self._counts.text()

    def clear(self) -> None:
        """Show nobody."""
        self._shown = ""
        self.name.clear()
        self._counts.clear()
        self.birth.hide()
        self._alike.clear()
        self._cover.set_face(None)

    def show_person(self, person: Person) -> None:
        """Show a person; a name that is being typed stays."""
        self._cover.set_face(person.cover_face_id)
        if not (self.name.hasFocus() and self.name.isModified()):
            self._shown = person.name or ""
            self.name.setText(self._shown)
        words = [size_words(person)]
        if person.name:
            words.append(tr("%n confirmed", None, person.confirmed))
        if person.hidden:
            words.append(tr("hidden"))
        self._counts.setText(" · ".join(words))

    def show_known(self, person: Person, born: date | None, alike: Sequence[str]) -> None:
        """What is known beyond name and faces; of a group without a name nothing is asked."""
        self.birth.setVisible(person.name is not None)
        self.birth.setText(tr("born {date}", date=full_date(born)) if born else tr("Add birth date"))
        self._alike.setText(tr("often confused with {names}", names=listed(alike)) if alike else "")

    def facts(self) -> str:
        """What :meth:`show_known` says, for tests."""
        return f"{self.birth.text()} {self._alike.text()}".strip()

    def show_look(self, look: str) -> None:
        """Switch to ``faces``, ``years`` or ``photos``."""
        self.looks.choose(look)
        self.look_wanted.emit(look)

    def offer_years(self, on: bool) -> None:
        """Years are offered where photos have dates."""
        self.looks.button("years").setVisible(on)

    def edit_name(self) -> None:
        """Put the keyboard into the name."""
        self.name.setFocus()
        self.name.selectAll()

    def _entered(self) -> None:
        name = " ".join(self.name.text().split())
        self.name.setModified(False)
        self.name_left.emit()
        self.name_entered.emit(name)
        if not name:
            self.name.setText(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the name, or leaving it, keeps the old one."""
        if watched is self.name:
            escape = (
                isinstance(event, QKeyEvent)
                and event.type() == QEvent.Type.ShortcutOverride
                and event.key() == Qt.Key.Key_Escape
            )
            if escape:
                event.accept()
            pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
            if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                self.name.setText(self._shown)
                self.name_left.emit()
                return True
            if event.type() == QEvent.Type.FocusOut and self.name.isModified():
                self.name.setText(self._shown)
        return super().eventFilter(watched, event)
