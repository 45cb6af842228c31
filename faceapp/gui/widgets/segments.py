"""One of a few choices, as buttons side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from faceapp.gui import style
from faceapp.gui.widgets.flow_layout import FlowLayout, flows

_AROUND = 28
"""Padding and border of a segment, left and right together."""


class Segments(QWidget):
    """A row of buttons of which one is down.

    Args:
        rows: Value and words of each.
        name: What is chosen, for screen readers.
    """

    chosen = Signal(str)
    """The user chose this value."""

    def __init__(self, rows: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        line = FlowLayout(self)
        flows(self)
        # The one that is down is written bold: it gets the room for that from the start.
        bold = QFontMetrics(style.font(style.Size.BODY, QFont.Weight.DemiBold))
        for value, words in rows:
            button = QPushButton(words, self)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setAccessibleName(f"{name}: {words}")
            button.setMinimumWidth(bold.horizontalAdvance(words) + _AROUND)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            group.addButton(button)
            line.addWidget(button)
            self._buttons[value] = button
        self.choose(rows[0][0])

    def choose(self, value: str) -> None:
        """Show a value as chosen without saying so; an unknown one changes nothing."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    def button(self, value: str) -> QPushButton:
        """The button of a value."""
        return self._buttons[value]
