"""The toolkit itself: what a new version of it must not break."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

CALLS = 500


def test_calls_that_return_nothing_keep_none_alive(qtbot: QtBot) -> None:
    """PySide6 6.12.0 lost one reference to None per call, and with it, in time, the process."""
    picture = QPixmap(8, 8)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.save()
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert after - before > -CALLS // 2
