"""The head of a page: its title, one quiet line, and its buttons at the right, in as many lines as needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from faceapp.gui import icons
from faceapp.gui.reading import leading
from faceapp.gui.widgets.flow_layout import FlowLayout, flows


class PageHead(QWidget):
    """Title and detail at the left, whatever :meth:`add` was given at the right."""

    def __init__(self, title: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 16, 20, 12)
        self._row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = QLabel(title, self)
        self._title.setProperty("role", "title")
        self._detail = QLabel(detail, self)
        self._detail.setProperty("role", "secondary")
        self._detail.setWordWrap(True)
        for label in (self._title, self._detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(leading() | Qt.AlignmentFlag.AlignVCenter)
            words.addWidget(label)
        self._title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row.addLayout(words, 1)
        right = QWidget(self)
        self._tools = FlowLayout(right, spacing=8, align_end=True)
        flows(right)
        self._row.addWidget(right)
        self.set_detail(detail)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right."""
        self._tools.addWidget(widget)

    def add_tool(self, icon: str, words: str, keys: str, pressed: Callable[[], object]) -> None:
        """Put a button with an icon at the right."""
        tool = QToolButton(self)
        tool.setProperty("kind", "flat")
        tool.setToolTip(f"{words} ({keys})")
        tool.setAccessibleName(words)
        tool.clicked.connect(lambda _=False: pressed())
        icons.attach(tool, icon)
        self.add(tool)

    def add_left(self, widget: QWidget) -> None:
        """Put a control before the title."""
        self._row.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_detail(self, detail: str) -> None:
        """Change the quiet line; empty hides it."""
        self._detail.setText(detail)
        self._detail.ensurePolished()
        words = self._detail.fontMetrics()
        self._detail.setMinimumWidth(max(map(words.horizontalAdvance, detail.split()), default=0))
        self._detail.setVisible(bool(detail))

    def detail(self) -> str:
        """The quiet line."""
        return self._detail.text()
