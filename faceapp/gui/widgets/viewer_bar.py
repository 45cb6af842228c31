"""The bar above a photo: back, its name, and the viewer's actions as tools."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from faceapp.gui import icons
from faceapp.gui.language import tr
from faceapp.gui.reading import file_words
from faceapp.gui.widgets.elided import Elided

Tool = tuple[QAction, str]
"""An action and the icon of its button."""


class ViewerBar(QFrame):
    """Back at the left, groups of tools at the right, and the menu of the rest."""

    def __init__(
        self, back: Tool, groups: Sequence[Sequence[Tool]], menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(4)
        self._title = Elided(Qt.TextElideMode.ElideMiddle, self)
        self._title.setStyleSheet("font-weight: 600;")
        self._place = QLabel(self)
        self._place.setProperty("role", "secondary")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._button(back))
        row.addSpacing(6)
        row.addWidget(self._place)
        row.addSpacing(8)
        row.addWidget(self._title, 1)
        for group in groups:
            row.addSpacing(10)
            for tool in group:
                row.addWidget(self._button(tool))
        more = QToolButton(self)
        more.setProperty("kind", "flat")
        more.setToolTip(tr("More"))
        more.setAccessibleName(tr("More"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(menu)
        icons.attach(more, "more")
        row.addSpacing(10)
        row.addWidget(more)

    def set_words(self, title: str, place: str) -> None:
        """The photo's name, and which of how many it is."""
        self._title.setText(file_words(title))
        self._title.setToolTip(title)
        self._place.setText(place)

    def _button(self, tool: Tool) -> QToolButton:
        action, icon = tool
        button = QToolButton(self)
        button.setProperty("kind", "flat")
        button.setCheckable(action.isCheckable())
        button.setChecked(action.isChecked())
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{action.text()} ({key})")
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        action.toggled.connect(button.setChecked)
        icons.attach(button, icon)
        return button
