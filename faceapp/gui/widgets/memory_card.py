"""A quiet card above a page: what was photographed on this day in another year. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from faceapp.core.memories import Memory, words
from faceapp.gui import icons
from faceapp.gui.delegates.painting import paint_picture
from faceapp.gui.language import shown, tr
from faceapp.gui.style import theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader

_PICTURE = QSize(92, 62)
_RADIUS = 8.0


class _Picture(QWidget):
    """A photo's thumbnail."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.photo_id: int | None = None
        self.setFixedSize(_PICTURE)
        thumbnails.loaded.connect(lambda key: self.update() if key == ("photo", self.photo_id) else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        dpr, picture = self.devicePixelRatioF(), None
        if self.photo_id is not None:
            picture = self._thumbnails.pixmap(("photo", self.photo_id), _PICTURE, dpr, _RADIUS)
        rect = QRect(0, 0, self.width(), self.height())
        paint_picture(painter, rect, picture, _RADIUS, theme_of(self.palette()), dpr)
        painter.end()


class MemoryCard(QWidget):
    """Shows one memory of several; hidden where there is none.

    Args:
        thumbnails: For the photo.
        parent: Qt parent.
    """

    opened = Signal(object, int)
    """Photo ids to go through, and the one to begin with."""
    dismissed = Signal()
    """Not today any more."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = QFrame(self)
        card.setProperty("surface", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._memories: list[Memory] = []
        self._at = 0
        self._picture = _Picture(thumbnails, card)
        self._when = QLabel(card)
        self._when.setStyleSheet("font-weight: 600;")
        self._what = QLabel(card)
        self._what.setProperty("role", "secondary")
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addStretch(1)
        lines.addWidget(self._when)
        lines.addWidget(self._what)
        lines.addStretch(1)
        self.look = QPushButton(tr("Look"), card)
        self.look.clicked.connect(self._open)
        self.other = QPushButton(tr("Another year"), card)
        self.other.clicked.connect(self._turn)
        self.away = QToolButton(card)
        self.away.setProperty("kind", "flat")
        self.away.setToolTip(tr("Not today any more"))
        self.away.setAccessibleName(tr("Not today any more"))
        icons.attach(self.away, "close", size=16)
        self.away.clicked.connect(self.dismissed)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(20, 0, 20, 10)
        outside.addWidget(card)
        row = QHBoxLayout(card)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addLayout(lines, 1)
        row.addWidget(self.other)
        row.addWidget(self.look)
        row.addWidget(self.away)
        self.hide()

    def show_memories(self, memories: Sequence[Memory]) -> None:
        """Show the first of these; none: hide."""
        if self._memories == list(memories):
            return  # whoever turned to another year stays there
        self._memories, self._at = list(memories), 0
        self.setVisible(bool(memories))
        self.other.setVisible(len(memories) > 1)
        self._tell()

    def words(self) -> str:
        """What it says, for tests."""
        return f"{self._when.text()}: {self._what.text()}" if self._memories else ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole card can be clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def _tell(self) -> None:
        if self._memories:
            memory = self._memories[self._at]
            when, what = map(shown, words(memory))
            self._when.setText(when)
            self._what.setText(what)
            self.look.setAccessibleName(tr("Look: {when}, {what}", when=when, what=what))
            self._picture.photo_id = memory.cover
            self._picture.update()

    def _turn(self) -> None:
        self._at = (self._at + 1) % len(self._memories)
        self._tell()

    def _open(self) -> None:
        if self._memories:
            memory = self._memories[self._at]
            self.opened.emit(list(memory.photo_ids), memory.cover)
