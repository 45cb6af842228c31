"""A widget alone on the whole screen, and back into its layout."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget


class FullScreen(QObject):
    """Moves one widget between its layout and a window of its own, its view's keys with it.

    Args:
        widget: What fills the screen.
        home: The layout it lives in.
        actions: Whose keys work on the whole screen too.
        parent: The view.
    """

    left = Signal()

    def __init__(
        self, widget: QWidget, home: QBoxLayout, actions: Iterable[QAction], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._widget = widget
        self._home = home
        self._index = home.indexOf(widget)
        self._window = QWidget(parent, Qt.WindowType.Window)
        self._window.setWindowTitle("faceapp")
        palette = self._window.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(0, 0, 0))
        self._window.setPalette(palette)
        self._window.setStyleSheet("background: black;")
        self._window.addActions(list(actions))
        layout = QVBoxLayout(self._window)
        layout.setContentsMargins(0, 0, 0, 0)
        self._window.installEventFilter(self)

    @property
    def active(self) -> bool:
        """Whether the widget fills the screen now."""
        return self._widget.window() is self._window

    def toggle(self) -> None:
        """Fill the screen, or go back."""
        if self.active:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Fill the screen."""
        if not self.active:
            layout = self._window.layout()
            assert layout is not None
            layout.addWidget(self._widget)
            self._window.showFullScreen()
            self._widget.setFocus()

    def leave(self) -> None:
        """Back into the layout."""
        if self.active:
            self._home.insertWidget(self._index, self._widget, 1)
            self._widget.show()
            self._window.hide()
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window closed by the system's own means gives the widget back."""
        if event.type() == QEvent.Type.Close:
            self.leave()
        return False
