"""The years at the right edge of a timeline: as far apart as their photos, to jump to by mouse or keys.

Window thread. It takes the scroll bar's place and stays in step with it. Months show as dots while the mouse
is over it, and a label says which month a place is.
"""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from faceapp.gui import style
from faceapp.gui.language import tr
from faceapp.gui.models.photos_model import Month, section_title
from faceapp.gui.widgets.timeline_list import TimelineList

WIDTH = 66
_END = 14.0
"""Pixels above the first and below the last place."""
_APART = 17
"""Years nearer than this, in the usual font, are not both written."""
_LABEL_GAP = 8
_BESIDE = 22
"""Pixels left of the years, where the mark and the months are."""


class TimelineScrubber(QWidget):
    """The years of a list.

    Args:
        timeline: What it scrolls, and over which the label lies.
        parent: Qt parent.
    """

    def __init__(self, timeline: TimelineList, parent: QWidget) -> None:
        super().__init__(parent)
        self._list = timeline
        self._months: list[Month] = []
        self._tops: list[int] = []
        self._dragging = False
        self._hovered: float | None = None
        self._painted_year = -1
        self._painted_handle = QRect()
        self.setFixedWidth(style.font_pixels(WIDTH))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Timeline"))
        self.setToolTip("")
        self.label = QLabel(timeline)  # not of the page: its words would lay the whole page out anew
        self.label.setProperty("role", "bubble")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label.hide()
        timeline.laid_out.connect(self.refresh)
        timeline.verticalScrollBar().valueChanged.connect(self._scrolled)

    def refresh(self) -> None:
        """Bring it in line with a list that was laid out anew."""
        self._months = self._list.photos().months()
        self._tops = [self._list.top_of(month.first) for month in self._months]
        self.update()

    # -- places -------------------------------------------------------------------------------------
    def _track(self) -> float:
        return max(self.height() - 2 * _END, 1.0)

    def _y_of(self, top: float) -> float:
        """Where a place of the list lies here."""
        return _END + self._track() * top / max(self._list.contents_height(), 1)

    def _top_at(self, y: float) -> int:
        share = min(max((y - _END) / self._track(), 0.0), 1.0)
        return round(share * self._list.contents_height())

    def _number_at(self, top: int) -> int:
        # A pixel of grace: the first line of a month is that month, not the one before.
        return max(bisect_right(self._tops, top + 1) - 1, 0)

    def month_at(self, top: int) -> str:
        """What a place of the list is called."""
        if not self._months:
            return ""
        month = self._months[self._number_at(top)]
        return section_title(month.year * 100 + month.month)

    def years(self) -> list[tuple[str, float]]:
        """The years that are written, and where."""
        found: list[tuple[str, float]] = []
        before = None
        apart = style.font_pixels(_APART)
        for month, top in zip(self._months, self._tops, strict=True):
            if month.year != before:
                before = month.year
                y = self._y_of(top)
                if not found or y - found[-1][1] >= apart:
                    found.append((str(month.year) if month.year else "–", y))
        return found

    def _year(self) -> int:
        """Where the list is."""
        if not self._months:
            return 0
        return self._months[self._number_at(self._list.verticalScrollBar().value())].year

    def _handle(self) -> QRect:
        """Where the mark lies that says where the list is, and its smooth edges."""
        y = self._y_of(self._list.verticalScrollBar().value())
        return QRectF(3, y - 2.5, 18, 5).toAlignedRect()

    # -- moving -------------------------------------------------------------------------------------
    def _scroll_to(self, top: int) -> None:
        self._list.verticalScrollBar().setValue(top)

    def _drag_to(self, y: float) -> None:
        top = self._top_at(y)
        self._scroll_to(top)
        self._say(top, y)

    def _say(self, top: int, y: float) -> None:
        words = self.month_at(top)
        if not words:
            return
        self.label.setText(words)
        self.label.adjustSize()
        here = self._list.mapFromGlobal(self.mapToGlobal(QPoint(0, round(y))))
        to_left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        self.label.move(
            here.x() - self.label.width() - _LABEL_GAP if to_left else here.x() + self.width() + _LABEL_GAP,
            min(
                max(here.y() - self.label.height() // 2, 0),
                self._list.height() - self.label.height(),
            ),
        )
        self.label.show()
        self.label.raise_()

    def _scrolled(self, value: int) -> None:
        if self.isVisible():
            self.setAccessibleDescription(self.month_at(value))
            if self._year() != self._painted_year:
                self.update()
            else:
                self.update(self._painted_handle)
                self.update(self._handle())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump, and go on with the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._drag_to(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or say what is here."""
        self._hovered = event.position().y()
        if self._dragging:
            self._drag_to(self._hovered)
        else:
            self._say(self._top_at(self._hovered), self._hovered)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there."""
        self._dragging = False
        if not self.underMouse():
            self.label.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the months."""
        self._hovered = event.position().y()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the months."""
        self._hovered = None
        if not self._dragging:
            self.label.hide()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """As over the list."""
        self._list.wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down by months, Page Up and Page Down by years, Home and End."""
        if not self._months:
            return
        at = self._number_at(self._list.verticalScrollBar().value())
        year = self._months[at].year
        match event.key():
            case Qt.Key.Key_Up:
                at -= 1 if self._list.verticalScrollBar().value() <= self._tops[at] else 0
            case Qt.Key.Key_Down:
                at += 1
            case Qt.Key.Key_PageUp:
                # To the newest month of the year after; years go down the list.
                newer = next((n for n in range(at, -1, -1) if self._months[n].year != year), 0)
                at = next(n for n, one in enumerate(self._months) if one.year == self._months[newer].year)
            case Qt.Key.Key_PageDown:
                older = (n for n in range(at, len(self._months)) if self._months[n].year != year)
                at = next(older, len(self._months) - 1)
            case Qt.Key.Key_Home:
                at = 0
            case Qt.Key.Key_End:
                at = len(self._months) - 1
            case _:
                super().keyPressEvent(event)
                return
        top = self._tops[min(max(at, 0), len(self._tops) - 1)]
        self._scroll_to(top if at > 0 else 0)
        self._say(top, self._y_of(self._list.verticalScrollBar().value()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The label goes with the keyboard."""
        super().focusOutEvent(event)
        self.label.hide()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is left behind."""
        self.label.hide()

    # -- painting -----------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        """As wide as a year."""
        return QSize(self.width(), 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the years, the months while the mouse is here, and where the list is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = style.theme_of(self.palette())
        now = self._painted_year = self._year()
        self._painted_handle = self._handle()
        if self._hovered is not None or self._dragging or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.line))
            before = -float(_APART)
            for top in self._tops:
                if (y := self._y_of(top)) - before >= 4.0:
                    painter.drawEllipse(QPointF(12, y), 1.5, 1.5)
                    before = y
        high, part = style.font_pixels(18), event.region()
        for words, y in self.years():
            place = QRectF(_BESIDE, y - high / 2, self.width() - _BESIDE - 8, high)
            if not part.intersects(place.toAlignedRect()):
                continue
            current = words == str(now)
            painter.setPen(QColor(theme.text if current else theme.second))
            weight = QFont.Weight.DemiBold if current else QFont.Weight.Normal
            painter.setFont(style.font(style.Size.CAPTION, weight))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        handle = self._y_of(self._list.verticalScrollBar().value())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(4, handle - 1.5, 16, 3), 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()
