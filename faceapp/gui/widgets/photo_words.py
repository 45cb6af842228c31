"""Words over a photo: what is being done with it, or why it cannot be shown. Window thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from faceapp.gui.language import shown


class PhotoWords(QLabel):
    """A dark label in the corner of a photo, hidden until there is something to say."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setWordWrap(True)
        self.setContentsMargins(14, 10, 14, 10)
        self.setStyleSheet("background: rgba(20, 20, 22, 215); color: white; border-radius: 8px;")
        self.hide()

    def tell(self, words: str) -> None:
        """Say something; nothing: hide."""
        if not words:
            self.hide()
            return
        words = shown(words)
        self.setText(words)
        room = max(self._over.width() - 40, 200)
        margins = self.contentsMargins()
        # A label that may wrap would make itself narrow: one line wherever there is room for it.
        line = self.fontMetrics().horizontalAdvance(words) + margins.left() + margins.right() + 2
        self.setFixedWidth(min(line, room))
        self.adjustSize()
        self.move(20, 20)
        self.show()
        self.raise_()
