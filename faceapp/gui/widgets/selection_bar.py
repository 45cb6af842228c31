"""What can be done with the selected faces: always in the same place, with its keys. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from faceapp.gui import icons
from faceapp.gui.language import tr
from faceapp.gui.widgets.flow_layout import FlowLayout, flows


class SelectionBar(QWidget):
    """A count and one button per action (with its icon); buttons rest while nothing is selected."""

    def __init__(self, actions: Sequence[tuple[QAction, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = [action for action, _ in actions]
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 8)
        row.setSpacing(4)
        tools = FlowLayout(align_end=True)
        self._number = 0
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        row.addWidget(self._count)
        row.addLayout(tools, 1)
        for action, icon in actions:
            button = QPushButton()
            icons.attach(button, icon, color="accent", size=16)
            button.setProperty("segment", True)
            button.clicked.connect(action.trigger)
            self._buttons.append(button)
            tools.addWidget(button)
            action.changed.connect(self._follow)
        self.setMinimumHeight(40)
        flows(self)
        self.show_count(0)

    def show_count(self, number: int) -> None:
        """Say how many faces are selected."""
        self._count.setText(tr("%n selected", None, number) if number else tr("Select faces to sort them"))
        self._number = number
        self._follow()

    def _follow(self) -> None:
        for action, button in zip(self._actions, self._buttons, strict=True):
            button.setText(f" {action.text()}")
            button.setAccessibleName(action.text())
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{action.text()} ({key})" if key else action.text())
            button.setVisible(action.isVisible() and self._number > 0)
