"""Where the keyboard goes when a page gets it. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class FocusLead(QObject):
    """Hands the keyboard on from a page to the first of some widgets that is shown and can be used.

    Not a focus proxy: that makes the page itself a stop of the Tab key, which leads to the proxy at once, and
    nothing that lies between the two is ever reached.

    Args:
        page: Gets the keyboard by ``setFocus``.
        targets: Widgets on it, the most wanted first.
    """

    def __init__(self, page: QWidget, *targets: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._targets = targets
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page got the keyboard."""
        if watched is self._page and isinstance(event, QFocusEvent) and event.gotFocus():
            for target in self._targets:
                if target.isVisibleTo(self._page) and target.isEnabled():
                    target.setFocus(event.reason())
                    break
        return False
