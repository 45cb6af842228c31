"""Choices about the window and the grouping, and where everything lies. Who keeps a choice is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.said import said
from faceapp.gui import language
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr
from faceapp.gui.models.problems_model import printable
from faceapp.gui.preferences import PreferenceKeeper
from faceapp.gui.style import PAGE_MARGIN, scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.files import copy_text, show_in_file_manager
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.segments import Segments
from faceapp.gui.widgets.strictness_card import StrictnessCard

APPEARANCES = (("system", said("Like the system")), ("light", said("Light")), ("dark", said("Dark")))
DEVICES = (
    ("auto", said("The fastest that works")),
    ("cuda", said("NVIDIA (CUDA)")),
    ("mps", said("Apple (MPS)")),
    ("cpu", said("Processor only")),
)
PRIVACY = said(
    "Photos never leave this machine and are only read: the app moves, changes and deletes none. Face crops "
    "and their numbers are biometric data; they lie in the library folder, readable by you only."
)
_WIDTH = 680


class SettingsView(QWidget):
    """One column of cards."""

    appearance_changed = Signal(str)
    """``system``, ``light`` or ``dark``."""
    device_changed = Signal(str)
    """``auto``, ``cuda``, ``mps`` or ``cpu``; in effect from the next start."""
    language_changed = Signal(str)
    """``system``, or the code of a language; in effect from the next start."""
    on_this_day_changed = Signal(bool)
    """Whether photos of this day in other years are pointed at."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._appearance = Segments(_rows(APPEARANCES), tr("Appearance"), self)
        self._appearance.chosen.connect(self.appearance_changed)
        self._device = Segments(_rows(DEVICES), tr("Where faces are computed"), self)
        self._device.chosen.connect(self._device_chosen)
        self._language = Segments(
            [("system", tr("Like the system")), *language.LANGUAGES.items()], tr("Language"), self
        )
        self._language.chosen.connect(self._language_chosen)
        self._language_note = _text("", "secondary", self)
        self._device_note = _text("", "secondary", self)
        inside = QWidget(self)
        inside.setProperty("surface", "page")
        self._column = column = QVBoxLayout(inside)
        column.setSpacing(14)
        cards = (
            StrictnessCard(client, self),
            self._look_card(),
            self._language_card(),
            self._device_card(),
            self._privacy_card(),
        )
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(PageHead(tr("Settings"), "", self))
        page.addWidget(scroll, 1)
        FocusLead(self, self._appearance.button(APPEARANCES[0][0]))
        client.changed.connect(self._changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to read."""
        super().resizeEvent(event)
        # Not by a largest width of the cards: Qt would ask how high they are in the whole width.
        rest = max(self.width() - 2 * PAGE_MARGIN - scaled(_WIDTH), 0)
        near, far = PAGE_MARGIN, PAGE_MARGIN + rest
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            near, far = far, near
        self._column.setContentsMargins(near, 4, far, 24)

    # -- building -----------------------------------------------------------------------------------
    def _look_card(self) -> QFrame:
        card, column = _card(tr("Appearance"), self)
        column.addWidget(self._appearance)
        self._on_this_day = QCheckBox(tr("On People, point at photos of this day in other years"), card)
        self._on_this_day.setChecked(True)
        self._on_this_day.toggled.connect(self.on_this_day_changed)
        column.addWidget(self._on_this_day)
        return card

    def _language_card(self) -> QFrame:
        card, column = _card(tr("Language"), self)
        column.addWidget(self._language)
        column.addWidget(self._language_note)
        self._language_note.hide()
        return card

    def _device_card(self) -> QFrame:
        card, column = _card(tr("Computing"), self)
        column.addWidget(self._device)
        column.addWidget(self._device_note)
        return card

    def _privacy_card(self) -> QFrame:
        card, column = _card(tr("Privacy"), self)
        column.addWidget(_text(shown(PRIVACY), "label", self))
        place = _text(tr("Library: {path}", path=printable(str(self._client.root))), "secondary", self)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
        row = QHBoxLayout()
        show = QPushButton(tr("Show in file manager"), card)
        show.clicked.connect(lambda: show_in_file_manager(str(self._client.root / "library")))
        copy = QPushButton(tr("Copy path"), card)
        copy.clicked.connect(lambda: copy_text(str(self._client.root)))
        for button in (show, copy):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return card

    # -- what is chosen now -------------------------------------------------------------------------
    def keep_in(self, preferences: PreferenceKeeper) -> None:
        """Show what is in use, and keep what is chosen."""
        self._appearance.choose(preferences.now.appearance)
        self._device.choose(preferences.now.device)
        self._language.choose(preferences.now.language)
        self._tell_language(preferences.now.language)
        self._on_this_day.setChecked(preferences.now.on_this_day)
        self.on_this_day_changed.connect(preferences.set_on_this_day)
        self.appearance_changed.connect(preferences.set_appearance)
        self.device_changed.connect(preferences.set_device)
        self.language_changed.connect(preferences.set_language)

    def _language_chosen(self, chosen: str) -> None:
        self._tell_language(chosen)
        self.language_changed.emit(chosen)

    def _tell_language(self, chosen: str) -> None:
        """Not in effect yet: every sentence of the window is made already."""
        other = language.wanted(chosen) != language.spoken()
        self._language_note.setText(tr("In effect from the next start.") if other else "")
        self._language_note.setVisible(other)

    def _device_chosen(self, name: str) -> None:
        self._device_note.setText(tr("In effect from the next start."))
        self._device_note.show()
        self.device_changed.emit(name)

    # -- folders ------------------------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown."""
        self._reload()

    def _changed(self, changes: Changes) -> None:
        if changes.everything and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._client.ask(lambda library: library.device_message(), self._show, owner=self)

    def _show(self, message: str) -> None:
        if message:
            self._device_note.setText(shown(message))
        self._device_note.setVisible(bool(self._device_note.text()))


def _rows(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, shown(words)) for value, words in choices]


def _card(title: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setProperty("surface", "card")
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 16, 18, 16)
    column.setSpacing(10)
    column.addWidget(_text(title, "heading", card))
    return card, column


def _text(words: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
