"""A dialog as wide and as high as its words need. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog


class DialogFit(QObject):
    """Qt gives a window no height for text that wraps; this one does, whenever the words change.

    Nor does it widen a window beyond a minimum that was set: a row of buttons in a large font would be cut.

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
            if layout is not None:
                width = max(self._dialog.width(), layout.totalMinimumSize().width())
                needed = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
                self._dialog.resize(width, max(self._dialog.height(), needed))
        return False
