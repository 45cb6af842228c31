"""What a page says when it has nothing to show: what this is, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from faceapp.gui import icons, style


class _Emblem(QWidget):
    """An icon on a large, pale disc."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(96, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = style.theme_of(self.palette()).accent
        fill = QColor(accent)
        fill.setAlpha(30)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.drawPixmap(QPointF(28, 28), icons.pixmap(self._icon, accent, 40, self.devicePixelRatioF()))
        painter.end()


_TEXT_WIDTH = 460
"""In a font of the normal size."""


class QuietPage(QWidget):
    """An emblem, one headline, a sentence or two, and a button where something can be done.

    Args:
        icon: Of the emblem.
        title: The headline.
        text: What to do next.
        button: What the button says; empty: no button.
        drop: Whether a dashed frame invites to drop something.
    """

    pressed = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        *,
        button: str = "",
        drop: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drop = drop
        self._hot = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.setSpacing(14)
        layout.addStretch(4)
        layout.addWidget(_Emblem(icon, self), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = QLabel(title, self)
        self._title.setProperty("role", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setWordWrap(True)
        layout.addWidget(self._title)
        self._text = QLabel(text, self)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._text.setProperty("role", "secondary")
        self._text.setFixedWidth(style.scaled(_TEXT_WIDTH, 1.6))
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton(button, self)
        self.button.setProperty("kind", "primary")
        self.button.setHidden(not button)
        self.button.clicked.connect(self.pressed)
        layout.addSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(5)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def set_words(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._fit_text()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out."""
        self._fit_text()

    def _fit_text(self) -> None:
        """A centred label that wraps does not grow by itself."""
        self._text.setFixedHeight(max(self._text.heightForWidth(self._text.width()), 0))

    def words(self) -> str:
        """What is said, for tests and screen readers."""
        return f"{self._title.text()} {self._text.text()}"

    def set_hot(self, hot: bool) -> None:
        """Light the frame up while something hovers over it that may be dropped."""
        self._hot = hot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        if not self._drop:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = style.theme_of(self.palette())
        fill = QColor(theme.accent)
        fill.setAlpha(34 if self._hot else 8)
        frame = QColor(theme.accent if self._hot else theme.second)
        if not self._hot:
            frame.setAlpha(120)
        pen = QPen(frame, 2.0)
        pen.setDashPattern([5.0, 4.0])
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(24, 24, -24, -24), 18, 18)
        painter.end()
