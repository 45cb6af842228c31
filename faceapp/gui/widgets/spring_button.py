"""A button that opens its page while something rests on it that can be dropped there. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget

from faceapp.gui.person_drops import ACCEPTED

REST_MS = 600


class SpringButton(QPushButton):
    """The way to cards that cannot be seen from where a drag began."""

    sprung = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAcceptDrops(True)
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self.sprung)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Faces and people open the page after a moment."""
        if any(event.mimeData().hasFormat(kind) for kind in ACCEPTED):
            event.accept()
            self._timer.start()
        else:
            event.ignore()  # files are for the whole window

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The button itself takes nothing."""
        event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It was only passed."""
        self._timer.stop()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let fall too early."""
        self._timer.stop()
        event.ignore()
