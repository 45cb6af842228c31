"""Folders, device, appearance, and where everything lies. What is chosen is told; who keeps it decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.gui.client import LibraryClient
from faceapp.gui.models.problems_model import printable
from faceapp.gui.style import PAGE_MARGIN, scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.files import copy_text, show_in_file_manager
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.segments import Segments
from faceapp.gui.widgets.strictness_card import StrictnessCard
from faceapp.library.library import Library

APPEARANCES = (("system", "Like the system"), ("light", "Light"), ("dark", "Dark"))
DEVICES = (
    ("auto", "The fastest that works"),
    ("cuda", "NVIDIA (CUDA)"),
    ("mps", "Apple (MPS)"),
    ("cpu", "Processor only"),
)
PRIVACY = (
    "Photos never leave this machine and are only read: the app moves, changes and deletes none. Face crops "
    "and their numbers are biometric data; they lie in the library folder, readable by you only."
)
_WIDTH = 680
_ROW = 30


class SettingsView(QWidget):
    """One column of cards."""

    appearance_changed = Signal(str)
    """``system``, ``light`` or ``dark``."""
    device_changed = Signal(str)
    """``auto``, ``cuda``, ``mps`` or ``cpu``; in effect from the next start."""
    add_folder = Signal()

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._known: list[str] = []
        self._folders = QListWidget(self)
        self._appearance = Segments(APPEARANCES, "Appearance", self)
        self._appearance.chosen.connect(self.appearance_changed)
        self._device = Segments(DEVICES, "Where faces are computed", self)
        self._device.chosen.connect(self._device_chosen)
        self._device_note = _text("", "secondary", self)
        inside = QWidget(self)
        inside.setProperty("surface", "page")
        self._column = column = QVBoxLayout(inside)
        column.setSpacing(14)
        cards = (
            self._folder_card(),
            StrictnessCard(client, self),
            self._look_card(),
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
        page.addWidget(PageHead("Settings", "", self))
        page.addWidget(scroll, 1)
        FocusLead(self, self._folders, self._add)
        client.changed.connect(self._changed)
        client.scan_started.connect(self._reload)

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
    def _folder_card(self) -> QFrame:
        card, column = _card("Folders", self)
        column.addWidget(
            _text(
                "Scans look at these and everything in them. Removing one forgets no photo and no name.",
                "secondary",
                self,
            )
        )
        self._folders.setAccessibleName("Watched folders")
        self._folders.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._folders.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._folders.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._folders.itemSelectionChanged.connect(self._update)
        column.addWidget(self._folders)
        self._no_folders = _text("No folder yet. Add the one your photos are in.", "secondary", self)
        column.addWidget(self._no_folders)
        row = QHBoxLayout()
        self._add = add = QPushButton("Add folder…", card)
        add.setProperty("kind", "primary")
        add.clicked.connect(self.add_folder)
        self._scan = QPushButton("Scan again", card)
        self._scan.clicked.connect(lambda: self._client.start_scan())
        self._remove = QPushButton("Remove", card)
        self._remove.setToolTip("No longer scan the selected folders (Delete)")
        self._remove.clicked.connect(self.remove_selected)
        for button in (add, self._scan, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._folders)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove_selected)
        return card

    def _look_card(self) -> QFrame:
        card, column = _card("Appearance", self)
        column.addWidget(self._appearance)
        return card

    def _device_card(self) -> QFrame:
        card, column = _card("Computing", self)
        column.addWidget(self._device)
        column.addWidget(self._device_note)
        return card

    def _privacy_card(self) -> QFrame:
        card, column = _card("Privacy", self)
        column.addWidget(_text(PRIVACY, "label", self))
        place = _text(f"Library: {printable(str(self._client.root))}", "secondary", self)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
        row = QHBoxLayout()
        show = QPushButton("Show in file manager", card)
        show.clicked.connect(lambda: show_in_file_manager(str(self._client.root / "library")))
        copy = QPushButton("Copy path", card)
        copy.clicked.connect(lambda: copy_text(str(self._client.root)))
        for button in (show, copy):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return card

    # -- what is chosen now -------------------------------------------------------------------------
    def set_appearance(self, name: str) -> None:
        """Show which appearance is in use."""
        self._appearance.choose(name)

    def set_device(self, name: str) -> None:
        """Show which device was chosen."""
        self._device.choose(name)

    def _device_chosen(self, name: str) -> None:
        self._device_note.setText("In effect from the next start.")
        self._device_note.show()
        self.device_changed.emit(name)

    # -- folders ------------------------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown."""
        self._reload()

    def folders(self) -> list[str]:
        """The folders on show."""
        return [self._folders.item(row).text() for row in range(self._folders.count())]

    def remove_selected(self) -> None:
        """No longer scan the selected folders; nothing of them is forgotten."""
        numbers = [item.data(Qt.ItemDataRole.UserRole) for item in self._folders.selectedItems()]
        chosen = [self._known[number] for number in numbers]
        if chosen:

            def remove(library: Library) -> None:
                for folder in chosen:
                    library.remove_folder(folder)

            self._client.ask(remove, lambda _: self._reload(), owner=self)

    def _changed(self, changes: Changes) -> None:
        if changes.everything and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._client.ask(
            lambda library: (library.folders(), library.device_message()), self._show, owner=self
        )

    def _show(self, answer: tuple[Sequence[str], str]) -> None:
        folders, message = answer
        # Kept beside the list: a path with undecodable bytes does not survive a trip through Qt.
        self._known = list(folders)
        self._folders.clear()
        for number, folder in enumerate(self._known):
            item = QListWidgetItem(printable(folder))
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setSizeHint(QSize(100, _ROW))
            item.setToolTip(printable(folder))
            self._folders.addItem(item)
        self._folders.setFixedHeight(min(max(len(folders), 1), 8) * _ROW + 2)
        self._folders.setVisible(bool(folders))
        self._no_folders.setVisible(not folders)
        if message:
            self._device_note.setText(message)
        self._device_note.setVisible(bool(self._device_note.text()))
        self._update()

    def _update(self) -> None:
        self._remove.setEnabled(bool(self._folders.selectedItems()))
        self._scan.setEnabled(self._folders.count() > 0)


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
