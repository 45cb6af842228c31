"""What letting go would do, over the page while something from outside is dragged over it. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from faceapp.gui import icons, style
from faceapp.gui.widgets.dropped import Prospect

_EMBLEM = 44
_TEXT_WIDTH = 480


class DropVeil(QWidget):
    """A frame over a page with an emblem and words; takes no mouse, so the drag stays the page's."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._prospect = Prospect(True, "")
        self.hide()

    @property
    def prospect(self) -> Prospect:
        """What it says."""
        return self._prospect

    def show_over(self, rect: QRectF, prospect: Prospect) -> None:
        """Cover a part of the widget it was made for."""
        self._prospect = prospect
        self.setAccessibleName(f"{prospect.title}. {prospect.text}".strip())
        self.setGeometry(rect.toAlignedRect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        theme = style.theme_of(QGuiApplication.palette())
        good = self._prospect.good
        color = theme.accent if good else theme.second
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.page)
        ground.setAlpha(236)
        painter.fillRect(self.rect(), ground)
        pen = QPen(QColor(color), 2.0)
        pen.setDashPattern([5.0, 4.0])
        fill = QColor(color)
        fill.setAlpha(26)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(18, 18, -18, -18), 18, 18)
        self._paint_words(painter, theme, color)
        painter.end()

    def _paint_words(self, painter: QPainter, theme: style.Theme, color: str) -> None:
        title_font = style.font(style.Size.TITLE, QFont.Weight.Bold)
        text_font = style.font(style.Size.BODY)
        wrap = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        width = min(_TEXT_WIDTH, self.width() - 96)
        room = QRectF(0, 0, width, 1000).toRect()
        title = QFontMetrics(title_font).boundingRect(room, wrap, self._prospect.title)
        text = QFontMetrics(text_font).boundingRect(room, wrap, self._prospect.text)
        full = _EMBLEM + 18 + title.height() + (10 + text.height() if self._prospect.text else 0)
        top = (self.height() - full) / 2
        left = (self.width() - width) / 2
        emblem = "plus" if self._prospect.good else "problems"
        drawing = icons.pixmap(emblem, color, _EMBLEM, self.devicePixelRatioF())
        painter.drawPixmap(round(self.width() / 2 - _EMBLEM / 2), round(top), drawing)
        painter.setPen(QColor(theme.text))
        painter.setFont(title_font)
        place = QRectF(left, top + _EMBLEM + 18, width, title.height())
        painter.drawText(place, wrap, self._prospect.title)
        painter.setPen(QColor(theme.second))
        painter.setFont(text_font)
        painter.drawText(QRectF(left, place.bottom() + 10, width, text.height()), wrap, self._prospect.text)
