"""A dialog as high as its words need in its width. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog


class DialogFit(QObject):
    """Qt gives a window no height for text that wraps; this one does, whenever the words change.

    Args:
        dialog: With a layout.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is in it."""
        if watched is self._dialog and event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            layout = self._dialog.layout()
            if layout is not None and layout.hasHeightForWidth():
                needed = layout.totalHeightForWidth(
                    max(self._dialog.width(), layout.totalMinimumSize().width())
                )
                if needed > self._dialog.height():
                    self._dialog.resize(self._dialog.width(), needed)
        return False
