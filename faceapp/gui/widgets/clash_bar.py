"""A quiet bar that says when answers of the user disagree, and opens them. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Contradiction
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.contradictions_dialog import ContradictionsDialog, clash_words
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader

_PAUSE_MS = 400
"""Decisions in a row are looked at together."""


class ClashBar(QFrame):
    """Hidden while all answers agree.

    Args:
        client: Asked after each change, while the page is shown.
        thumbnails: For the dialog.
        page: The page it stands on.
    """

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, page: QWidget) -> None:
        super().__init__(page)
        self._client = client
        self._thumbnails = thumbnails
        self._page = page
        self._stale = True
        self.setProperty("surface", "note")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        icon = QLabel()
        icons.attach(icon, "problems", color="on_badge", size=16)
        self._words = QLabel()
        self._words.setProperty("role", "note")
        look = QPushButton(tr("Look at them"))
        look.setProperty("kind", "link")
        look.clicked.connect(self.open_them)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(icon)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(look)
        self.hide()
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._rest.timeout.connect(self._reload)
        client.changed.connect(self._changed)
        page.installEventFilter(self)

    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def open_them(self) -> None:
        """Show the answers that disagree."""
        ContradictionsDialog(self._client, self._thumbnails, self._page).open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look when the page is shown."""
        if watched is self._page and event.type() == QEvent.Type.Show and self._stale:
            self._reload()
        return False

    def _changed(self, changes: Changes) -> None:
        self._stale = True
        if self._page.isVisible():
            self._rest.start()

    def _reload(self) -> None:
        self._stale = False
        self._client.ask(lambda library: library.contradictions(), self._show, owner=self)

    def _show(self, found: Sequence[Contradiction]) -> None:
        self._words.setText(clash_words(len(found)))
        self.setVisible(bool(found))
