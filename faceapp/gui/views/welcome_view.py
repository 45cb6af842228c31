"""The first page of an empty library: drop a folder, choose one, or try the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from faceapp.core.said import said
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr
from faceapp.gui.style import polish, scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.dragging import take_copy
from faceapp.gui.widgets.focus_lead import FocusLead

PRIVACY = said(
    "Face crops and embeddings are biometric data: they stay in your library folder on this computer, "
    "readable only by you, and nothing is ever sent anywhere."
)


class WelcomeView(QWidget):
    """One question: where are the photos?"""

    add_folder = Signal()
    folders_dropped = Signal(list)
    """Paths that were dropped; whether they are folders is not looked at here."""
    try_sample = Signal()

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._frame = QFrame()
        self._frame.setProperty("surface", "drop")
        self._frame.setFixedWidth(scaled(560, 1.6))
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(48, 40, 48, 40)
        inner.setSpacing(14)
        emblem = QLabel()
        emblem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icons.attach(emblem, "people", color="accent", size=72)
        title = QLabel(tr("Who is in your photos?"))
        title.setProperty("role", "display")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        text = QLabel(
            tr(
                "Drop a folder of photos here. Faces appear within seconds and are grouped while you watch: "
                "give each group a name, and every new photo is sorted by itself."
            )
        )
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setProperty("role", "secondary")
        text.setFixedWidth(scaled(460, 1.6))
        self._text = text
        choose = QPushButton(tr("Choose a folder…"))
        choose.setProperty("kind", "primary")
        choose.setDefault(True)
        choose.clicked.connect(self.add_folder)
        sample = QPushButton(" " + tr("Try with sample photos"))
        sample.clicked.connect(self.try_sample)
        icons.attach(sample, "sample", color="accent")
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(choose)
        buttons.addWidget(sample)
        buttons.addStretch(1)
        inner.addWidget(emblem)
        inner.addWidget(title)
        inner.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(10)
        inner.addLayout(buttons)
        lock = QLabel()
        icons.attach(lock, "lock", color="second", size=16)
        privacy = QLabel(shown(PRIVACY))
        privacy.setWordWrap(True)
        privacy.setProperty("role", "caption")
        privacy.setFixedWidth(scaled(520, 1.6))
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addStretch(1)
        below.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(privacy)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(4)
        layout.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(18)
        layout.addLayout(below)
        layout.addStretch(5)
        FocusLead(self, choose)

    def activated(self) -> None:
        """The page is shown."""

    def showEvent(self, event: QShowEvent) -> None:
        """Give the wrapped text its height: a frame of a fixed width does not ask for it."""
        super().showEvent(event)
        self._text.setMinimumHeight(self._text.heightForWidth(self._text.width()))

    # -- dropping -----------------------------------------------------------------------------------
    def _hot(self, hot: bool) -> None:
        self._frame.setProperty("drop", hot)
        polish(self._frame)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went away."""
        self._hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Scan what was dropped."""
        self._hot(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            take_copy(event)
            self.folders_dropped.emit(paths)
