"""The list under the search bar: names with face crops, and the words of the search. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from faceapp.gui import icons, style
from faceapp.gui.delegates.painting import paint_picture, paint_text
from faceapp.gui.language import tr
from faceapp.gui.models.completions_model import Completion
from faceapp.gui.style import Size, font, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader

_ROW = 40
_PAD = 5
_CROP = 30
_WIDTH = 380


class CompletionList(QFrame):
    """A handful of rows over the page. The keyboard stays in the search field, which moves the choice.

    Args:
        thumbnails: For the crops.
        parent: The page it lies over.
    """

    chosen = Signal(object)
    """The Completion."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._page = parent
        self._rows: list[Completion] = []
        self._current = -1
        self._row = style.font_pixels(_ROW)
        self._crop = style.font_pixels(_CROP)
        self.setProperty("surface", "toast")
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Suggestions"))
        thumbnails.loaded.connect(self._loaded)
        self.hide()

    def offer(self, rows: Sequence[Completion], corner: QPoint) -> None:
        """Show rows below a place of the parent; none: hide."""
        current = self.current()
        self._rows = list(rows)
        # The first is what Enter takes: most of the time that is who is meant.
        self._current = next((n for n, row in enumerate(rows) if current and row.title == current.title), 0)
        if not rows:
            self.hide()
            return
        width = min(style.font_pixels(_WIDTH), self._page.width() - corner.x() - 8)
        self.setGeometry(QRect(corner.x(), corner.y(), width, 2 * _PAD + self._row * len(rows)))
        self._tell()
        self.show()
        self.raise_()
        self.update()

    def rows(self) -> list[Completion]:
        """What is offered; nothing while it is hidden."""
        return list(self._rows) if not self.isHidden() else []

    def current(self) -> Completion | None:
        """What Enter takes."""
        return self._rows[self._current] if not self.isHidden() and self._rows else None

    def move_current(self, steps: int) -> None:
        """Go up or down, round the ends."""
        if self._rows:
            self._current = (self._current + steps) % len(self._rows)
            self._tell()
            self.update()

    def _tell(self) -> None:
        row = self._rows[self._current]
        self.setAccessibleDescription(f"{row.title}, {row.detail}")

    def _loaded(self, key: object) -> None:
        if self.isVisible() and key in {("face", row.face_id) for row in self._rows}:
            self.update()

    def _row_at(self, place: QPoint) -> int:
        row = (place.y() - _PAD) // self._row
        return row if 0 <= row < len(self._rows) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the mouse is the chosen one."""
        row = self._row_at(event.position().toPoint())
        if row >= 0 and row != self._current:
            self._current = row
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        row = self._row_at(event.position().toPoint())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._rows[row])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for number, row in enumerate(self._rows):
            self._paint_row(
                painter,
                QRect(_PAD, _PAD + number * self._row, self.width() - 2 * _PAD, self._row),
                row,
                number,
            )
        painter.end()

    def _paint_row(self, painter: QPainter, cell: QRect, row: Completion, number: int) -> None:
        theme, dpr = theme_of(self.palette()), self.devicePixelRatioF()
        if number == self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(QRectF(cell).adjusted(0, 1, 0, -1), 7, 7)
        crop = QRect(cell.left() + 7, cell.top() + (self._row - self._crop) // 2, self._crop, self._crop)
        if row.face_id is not None:
            picture = self._thumbnails.pixmap(("face", row.face_id), self._crop, dpr, self._crop / 2)
            paint_picture(painter, crop, picture, self._crop / 2, theme, dpr)
        else:
            drawing = icons.pixmap("search" if row.keyword else "person", theme.second, 18, dpr)
            painter.drawPixmap(crop.center().x() - 8, crop.center().y() - 8, drawing)
        words = cell.adjusted(self._crop + 17, 0, -10, 0)
        title = font(Size.BODY, QFont.Weight.Medium)
        used = min(QFontMetrics(title).horizontalAdvance(row.title) + 2, words.width())
        paint_text(painter, QRect(words.left(), words.top(), used, self._row), row.title, title, theme.text)
        rest = words.adjusted(used + 10, 0, 0, 0)
        paint_text(painter, rest, row.detail, font(Size.CAPTION), theme.second, Qt.AlignmentFlag.AlignRight)
