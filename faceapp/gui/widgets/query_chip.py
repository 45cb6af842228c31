"""One condition of a search as a chip: crops of who is meant, the words, and a cross. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from faceapp.gui import icons, style
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_crop import FaceCrop

_HEIGHT = 28
_CROP = 22
_WIDEST = 220
"""Pixels of words."""


def chip_height() -> int:
    """Pixels, grown with the font."""
    return style.font_pixels(_HEIGHT)


class QueryChip(QFrame):
    """A chip of the search bar.

    Args:
        thumbnails: For the crops.
        words: What it says.
        faces: Whose crops it shows.
        parent: Qt parent.
    """

    removed = Signal()
    """The cross, Delete or Backspace."""
    edited = Signal()
    """A double click or Enter: back to text."""
    left = Signal(int)
    """The keyboard goes on: -1 to what is before it, 1 to what comes after."""

    def __init__(
        self, thumbnails: ThumbnailLoader, words: str, faces: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(chip_height())
        self.setAccessibleName(tr("Search for {words}", words=words))
        self.setToolTip(tr("{words}\nDelete takes it out, Enter changes it", words=words))
        row = QHBoxLayout(self)
        row.setContentsMargins(3 if faces else 11, 0, 3, 0)
        row.setSpacing(5)
        for face in faces:
            row.addWidget(FaceCrop(thumbnails, face, style.font_pixels(_CROP), self, round_crop=True))
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setText(
            self._label.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, style.font_pixels(_WIDEST)
            )
        )
        row.addWidget(self._label)
        self.cross = QToolButton(self)
        self.cross.setProperty("kind", "chip")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setAccessibleName(tr("Take out {words}", words=words))
        icons.attach(self.cross, "close", color="second", size=13)
        self.cross.clicked.connect(self.removed)
        row.addWidget(self.cross)

    def words(self) -> str:
        """What it says."""
        return self._label.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove, change, or go on to the next."""
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2:
                self.edited.emit()
            case Qt.Key.Key_Left:
                self.left.emit(-1)
            case Qt.Key.Key_Right:
                self.left.emit(1)
            case _:
                super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to text."""
        self.edited.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()
