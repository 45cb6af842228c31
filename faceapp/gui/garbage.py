"""Python's cycle collector, kept to the window thread.

Qt objects must die in the thread they live in. The automatic collector runs in whichever thread allocates
next, a scan's too, so it is switched off and a timer of the window thread does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class WindowThreadCollector(QObject):
    """Runs the collector by its own thresholds while it lives. Window thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are due."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the work back to the interpreter."""
        self._timer.stop()
        gc.enable()
