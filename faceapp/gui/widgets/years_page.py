"""The years of a person's page: the face of each year, and what can be made of them. Window thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from faceapp.gui import icons
from faceapp.gui.language import tr
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.years_grid import YearsGrid


class YearsPage(QWidget):
    """Two buttons above the grid.

    Args:
        grid: The faces.
        name: Tells whose they are.
        parent: Qt parent.
    """

    play_wanted = Signal()
    """One face after the other, on the whole screen."""
    save_wanted = Signal(str)
    """The same as a video, of somebody of this name."""

    def __init__(self, grid: YearsGrid, name: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.play = QPushButton(tr("Play"), self)
        self.play.setProperty("kind", "primary")
        self.play.setToolTip(tr("One face after the other, on the same eyes"))
        self.play.clicked.connect(self.play_wanted)
        self.save = QPushButton(tr("Save as video…"), self)
        self.save.clicked.connect(lambda _=False: self.save_wanted.emit(name()))
        words = QLabel(tr("One face through the years, each on the same eyes."), self)
        words.setProperty("role", "secondary")
        row = QHBoxLayout()
        row.setContentsMargins(20, 2, 20, 8)
        row.setSpacing(8)
        row.addWidget(self.play)
        row.addWidget(self.save)
        row.addSpacing(6)
        row.addWidget(words)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(grid, 1)
        icons.attach(self.play, "play", color="on_accent", size=16)
        FocusLead(self, grid)
