"""The direction one reads in, where Qt would take it from the letters of a text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

_ISOLATE, _END = "\u2066", "\u2069"
"""Unicode's: what stands between them is read from left to right, whatever is around it."""


def from_the_right() -> bool:
    """Whether the window is read from right to left."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def leading() -> Qt.AlignmentFlag:
    """The side on which lines begin. Qt's own would put a Latin name at the left of a Hebrew window."""
    side = Qt.AlignmentFlag.AlignRight if from_the_right() else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def file_words(text: str) -> str:
    """A file name or path where it is painted: ``9.jpg``, and not ``jpg.9`` in a Hebrew window."""
    return f"{_ISOLATE}{text}{_END}" if from_the_right() else text
