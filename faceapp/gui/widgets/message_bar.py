"""What just happened, and Undo: a bar that never takes the keyboard or blocks. Window thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from faceapp.gui import icons
from faceapp.gui.language import shown, tr

SHOWN_MS = 9000
_WIDEST = 620
_ABOVE = 14
"""Pixels between the bar and the foot of the page, or the buttons there."""


class MessageBar(QFrame):
    """One line with an icon, an optional action and a close button. Errors stay until closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "toast")
        self.setAccessibleName(tr("Message"))
        self._action: Callable[[], None] | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._other: Callable[[], None] | None = None
        self._other_button = QPushButton()
        self._button = QPushButton()
        for button, act in ((self._other_button, self._act_other), (self._button, self._act)):
            button.setProperty("kind", "link")
            button.clicked.connect(act)
        close = QToolButton()
        close.setProperty("kind", "flat")
        close.setAccessibleName(tr("Close message"))
        close.setToolTip(tr("Close"))
        icons.attach(close, "close", color="second", size=14)
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._other_button)
        layout.addWidget(self._button)
        layout.addWidget(close)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        """The line shown."""
        return self._text.text()

    def tell(self, text: str, action: str = "", then: Callable[[], None] | None = None) -> None:
        """Say what happened; with ``action`` a button that runs ``then``."""
        self._show("check", "good", text, action, then)
        self._timer.start()

    def offer(self, action: str, then: Callable[[], None]) -> None:
        """Add a second thing that can be done about what was just told."""
        self._other = then
        self._other_button.setText(shown(action))
        self._other_button.show()

    def warn(self, text: str, action: str = "", then: Callable[[], None] | None = None) -> None:
        """Say what went wrong and what to do; stays until closed."""
        self._timer.stop()
        self._show("problems", "bad", text, action, then)

    def _show(self, icon: str, color: str, text: str, action: str, then: Callable[[], None] | None) -> None:
        icons.attach(self._icon, icon, color=color)
        self._text.setText(shown(text))
        self._action = then
        self._button.setText(shown(action))
        self._button.setVisible(bool(action))
        self._other_button.hide()
        self.show()
        self.raise_()

    def lie_in(self, room: QRect, page: QWidget) -> None:
        """Lie at the foot of a place in the window, above the buttons that the page has there."""
        width = min(_WIDEST, room.width() - 32)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        left = room.left() + (room.width() - width) // 2
        place = QRect(left, room.bottom() - height - _ABOVE, width, height)
        for button in _at_foot(page, self.parentWidget() or page, room):
            if button.intersects(place):
                place.moveBottom(button.top() - _ABOVE)
        self.setGeometry(place)

    def _act(self) -> None:
        self._run(self._action)

    def _act_other(self) -> None:
        self._run(self._other)

    def _run(self, action: Callable[[], None] | None) -> None:
        self.hide()
        if action is not None:
            action()


def _at_foot(page: QWidget, window: QWidget, room: QRect) -> list[QRect]:
    """Where the buttons in the lower half of a place are, the lowest first; what scrolls can be got at."""
    buttons = [
        one for one in page.findChildren(QAbstractButton) if one.isVisible() and not _scrolls(one, page)
    ]
    places = [QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in buttons]
    below = [place for place in places if place.top() > room.center().y()]
    return sorted(below, key=QRect.bottom, reverse=True)


def _scrolls(widget: QWidget, page: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False
