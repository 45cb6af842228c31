"""Makes the pages nobody has looked at yet, and brings hidden ones up to date, while the user rests.

A page that is opened for the first time has widgets to make, its content to read and all of it to lay out.
That is done before, piece by piece, whenever neither the user nor a scan has done anything for a while.
Window thread; each piece is one step of some ten milliseconds, and the reading goes on beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from faceapp.gui.client import LibraryClient

KEYS = ("photos", "person", "history", "problems", "settings", "folders", "identify")
"""The pages, most wanted first. Review looks for questions as soon as it is there, the viewer for a photo."""
QUIET_SECONDS = 0.8
STEP_MS = 120
_INPUT = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.TouchUpdate,
    QEvent.Type.NativeGesture,
    QEvent.Type.DragMove,
)


class Readiness(QObject):
    """Gets the pages of one window ready; begins anew after each change of the library.

    Args:
        client: Tells of changes and scans.
        window: Its window, shown; input comes through it.
        page_of: The page of a key, made where it is not there yet.
        stack: Where pages lie, in the size they will have.
    """

    def __init__(
        self,
        client: LibraryClient,
        window: QWidget,
        page_of: Callable[[str], QWidget],
        stack: QStackedWidget,
    ) -> None:
        super().__init__(window)
        self._client = client
        self._page_of = page_of
        self._stack = stack
        self._steps: list[Callable[[], None]] = []
        self._last = time.monotonic()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)
        client.changed.connect(self._begin)
        client.scan_finished.connect(self._begin)
        # What the system tells of keys and mouse comes to the window as such first, whatever it is for.
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._begin()

    @property
    def done(self) -> bool:
        """Whether there is nothing left to do."""
        return not self._steps

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that the user does something."""
        if event.type() in _INPUT:
            self._last = time.monotonic()
        return False

    def _begin(self, _: object = None) -> None:
        self._last = time.monotonic()
        self._steps = [step for key in KEYS for step in (partial(self._make, key), partial(self._read, key))]
        self._steps += [partial(self._lay_out, key) for key in KEYS]  # what was read meanwhile
        self._timer.start()

    def _make(self, key: str) -> None:
        self._page_of(key)

    def _read(self, key: str) -> None:
        self._lay_out(key)
        page = self._page_of(key)
        prepare = getattr(page, "prepare", None)
        if page.isHidden() and callable(prepare):
            prepare()

    def _lay_out(self, key: str) -> None:
        """Give a hidden page its size: Qt tells its widgets of that when some of it is painted, or shown."""
        page = self._page_of(key)
        if page.isHidden() and callable(getattr(page, "prepare", None)):
            page.resize(self._stack.size())
            page.grab(QRect(0, 0, 1, 1))

    def _step(self) -> None:
        if self._client.closing:
            self._steps.clear()
        if not self._steps:
            self._timer.stop()
        elif not self._client.scanning and time.monotonic() - self._last >= QUIET_SECONDS:
            self._steps.pop(0)()
