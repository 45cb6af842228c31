"""Drawing shared by the delegates: rounded pictures, pills, selection rings. Window thread."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from faceapp.gui.icons import pixmap as icon_pixmap
from faceapp.gui.style import RADIUS, Theme


def option_parts(option: QStyleOptionViewItem) -> tuple[QRect, QPalette, QStyle.StateFlag]:
    """Rectangle, palette and state of an item."""
    return option.rect, option.palette, option.state


def paint_picture(
    painter: QPainter, rect: QRect, picture: QPixmap | None, radius: float, theme: Theme, dpr: float
) -> None:
    """A picture, made in this size with corners of this radius, or a quiet placeholder."""
    if picture is None:
        picture = _placeholder(rect.width(), rect.height(), radius, theme.placeholder, theme.second, dpr)
    painter.drawPixmap(rect.topLeft(), picture)


@lru_cache(maxsize=64)
def _placeholder(width: int, height: int, radius: float, ground: str, color: str, dpr: float) -> QPixmap:
    """Shared by all pictures of this size."""
    found = QPixmap(QSize(max(1, round(width * dpr)), max(1, round(height * dpr))))
    found.setDevicePixelRatio(dpr)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius)
    size = max(10, min(width, height) // 3)
    painter.setOpacity(0.45)
    drawing = icon_pixmap("person", color, size, dpr)
    painter.drawPixmap((width - 1) // 2 - size // 2, (height - 1) // 2 - size // 2, drawing)
    painter.end()
    return found


def paint_ring(painter: QPainter, rect: QRect, radius: float, color: str, width: float = 3.0) -> None:
    """A ring around a picture, with a hair of ground between."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), width))
    grown = QRectF(rect).adjusted(-3, -3, 3, 3)
    painter.drawRoundedRect(grown, radius + 3, radius + 3)


def turned(option: QStyleOptionViewItem, part: QRect | QRectF) -> QRect:
    """A part of an item, on its other side where one reads from right to left."""
    cell = option.rect
    return QStyle.visualRect(option.direction, cell, part.toRect() if isinstance(part, QRectF) else part)


def keyboard_here(option: QStyleOptionViewItem) -> bool:
    """Whether the view that is painted has the keyboard."""
    view = option.widget
    return isinstance(view, QWidget) and view.hasFocus()


def paint_state(
    painter: QPainter, rect: QRect, radius: float, theme: Theme, option: QStyleOptionViewItem
) -> None:
    """The ring of a card: chosen, where the keyboard is, or under the mouse."""
    _, _, state = option_parts(option)
    here = keyboard_here(option)
    if state & QStyle.StateFlag.State_Selected:
        # The keys are about this one only while the keyboard is here.
        paint_ring(painter, rect, radius, theme.accent if here else theme.second)
    elif here and state & QStyle.StateFlag.State_HasFocus:
        paint_ring(painter, rect, radius, theme.accent, 1.5)
    elif state & QStyle.StateFlag.State_MouseOver:
        paint_ring(painter, rect, radius, theme.line)


def paint_ground(painter: QPainter, rect: QRectF, theme: Theme, option: QStyleOptionViewItem) -> None:
    """The ground of a row: chosen, under the mouse, or framed where the keyboard is."""
    _, _, state = option_parts(option)
    ground = QColor(Qt.GlobalColor.transparent)
    if state & QStyle.StateFlag.State_Selected:
        ground = QColor(theme.selected)
    elif state & QStyle.StateFlag.State_MouseOver:
        ground = QColor(theme.hover)
    framed = state & QStyle.StateFlag.State_HasFocus and keyboard_here(option)
    painter.setPen(QPen(QColor(theme.accent), 2.0) if framed else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, RADIUS, RADIUS)


def pill_width(text: str, font: QFont) -> int:
    """How wide :func:`paint_pill` draws."""
    return QFontMetrics(font).horizontalAdvance(text) + 16


def paint_pill(painter: QPainter, corner: QPointF, text: str, font: QFont, ground: str, color: str) -> QRectF:
    """A small round label whose bottom left corner is given."""
    metrics = QFontMetrics(font)
    height = metrics.height() + 6
    rect = QRectF(corner.x(), corner.y() - height, pill_width(text, font), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(rect, height / 2, height / 2)
    painter.setPen(QColor(color))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    return rect


def paint_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    color: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line, shortened with an ellipsis where it does not fit."""
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)
