"""Python's cycle collector, kept to the window thread.

Qt objects must die in the thread they live in. The automatic collector runs in whichever thread allocates
next, a scan's too, so it is switched off and a timer of the window thread does its work.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000
REST = 2000
"""Times that a look at everything rests: with a large library the window stands still for 30 ms of it."""


class WindowThreadCollector(QObject):
    """Runs the collector by its own thresholds while it lives. Window thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._looked, self._took = 0.0, 0.0
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are due; all of them only as often as that is worth its time."""
        counts, now = gc.get_count(), time.monotonic()
        rest = now - self._looked < REST * self._took
        for generation in (1, 0) if rest else (2, 1, 0):
            if counts[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                if generation == 2:
                    self._looked, self._took = now, time.monotonic() - now
                return

    def stop(self) -> None:
        """Give the work back to the interpreter."""
        self._timer.stop()
        gc.enable()
