"""What just happened, and Undo: a bar that never takes the keyboard or blocks. Window thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from faceapp.gui import icons
from faceapp.gui.language import shown, tr

SHOWN_MS = 9000


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

    def _act(self) -> None:
        self._run(self._action)

    def _act_other(self) -> None:
        self._run(self._other)

    def _run(self, action: Callable[[], None] | None) -> None:
        self.hide()
        if action is not None:
            action()
