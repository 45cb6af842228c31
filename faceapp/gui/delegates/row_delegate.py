"""Paints a row of a plain list: a mark, a title, two quieter lines, and one button at the right.

Used by Problems and History. The button is painted, not a widget, so that ten thousand rows cost nothing;
the view also offers it on a key, and to everyone through its own buttons.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from faceapp.gui import icons, style

Index = QModelIndex | QPersistentModelIndex

_PAD = 20.0
_LINE_GAP = 3.0


class RowRole(IntEnum):
    """What a row shows besides its title (``DisplayRole``)."""

    SECOND = Qt.ItemDataRole.UserRole + 101
    """A quieter line."""
    THIRD = Qt.ItemDataRole.UserRole + 102
    """Another, for what matters less."""
    ASIDE = Qt.ItemDataRole.UserRole + 103
    """Short text at the right, before the button."""
    BUTTON = Qt.ItemDataRole.UserRole + 104
    """What the button says; None: there is no button."""
    STRUCK = Qt.ItemDataRole.UserRole + 105
    """Whether the row no longer counts."""
    MARK = Qt.ItemDataRole.UserRole + 106
    """``(icon, QColor)`` of the round mark at the left."""


class RowDelegate(QStyledItemDelegate):
    """Rows of one height, as long lists need. ``lines`` is 2 or 3, title included."""

    pressed = Signal(QPersistentModelIndex)
    """A row's button was clicked."""

    def __init__(self, parent: QAbstractItemView, lines: int = 2) -> None:
        super().__init__(parent)
        self._view = parent
        self._lines = lines
        self._hovered = QPersistentModelIndex()
        parent.setMouseTracking(True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The size it would like."""
        title, small = _fonts()
        height = QFontMetricsF(title).height()
        height += (self._lines - 1) * (QFontMetricsF(small).height() + _LINE_GAP)
        return QSize(200, round(height + 2 * 11))

    def button_rect(self, option: QStyleOptionViewItem, index: Index) -> QRectF:
        """Where the button of a row lies; empty where it has none."""
        words = index.data(RowRole.BUTTON)
        if not words:
            return QRectF()
        _, small = _fonts()
        rect = QRectF(option.rect)
        metrics = QFontMetricsF(small)
        width, height = metrics.horizontalAdvance(words) + 28, metrics.height() + 12
        return QRectF(rect.right() - width - _PAD, rect.center().y() - height / 2, width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one item."""
        rect = QRectF(option.rect)
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        struck = bool(index.data(RowRole.STRUCK))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, quiet = _ground(painter, rect, palette, state)
        if struck:
            strong = quiet
        title, small = _fonts(struck=struck)
        left = rect.left() + _PAD
        mark = index.data(RowRole.MARK)
        if mark:
            _paint_mark(painter, QPointF(left + 16, rect.center().y()), mark[0], mark[1], faded=struck)
            left += 32 + 12
        right = self._paint_right(painter, option, index, rect, small, quiet, palette)
        top = rect.top() + 11
        for number, role in enumerate((Qt.ItemDataRole.DisplayRole, RowRole.SECOND, RowRole.THIRD)):
            if number >= self._lines:
                break
            font = title if number == 0 else small
            metrics = QFontMetricsF(font)
            place = QRectF(left, top, max(right - left, 10), metrics.height())
            painter.setFont(font)
            # The second line of a three-line row carries the message: as readable as the title.
            painter.setPen(strong if number == 0 or (number == 1 and self._lines == 3) else quiet)
            where = Qt.TextElideMode.ElideMiddle if number == 2 else Qt.TextElideMode.ElideRight
            text = metrics.elidedText(index.data(role) or "", where, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            top += metrics.height() + _LINE_GAP
        if not chosen:
            line = QColor(palette.color(QPalette.ColorRole.Text))
            line.setAlpha(26)
            painter.setPen(QPen(line, 1.0))
            painter.drawLine(QPointF(left, rect.bottom()), QPointF(rect.right() - _PAD, rect.bottom()))
        painter.restore()

    def _paint_right(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        rect: QRectF,
        font: QFont,
        quiet: QColor,
        palette: QPalette,
    ) -> float:
        """The button and the short text; returns where they begin."""
        button = self.button_rect(option, index)
        right = rect.right() - _PAD
        painter.setFont(font)
        if not button.isEmpty():
            accent = palette.color(QPalette.ColorRole.Highlight)
            hovered = self._hovered == index
            frame = QColor(palette.color(QPalette.ColorRole.Text))
            frame.setAlpha(70)
            painter.setPen(QPen(accent if hovered else frame, 1.0))
            painter.setBrush(palette.color(QPalette.ColorRole.Button))
            painter.drawRoundedRect(button, 6, 6)
            painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
            painter.drawText(button, Qt.AlignmentFlag.AlignCenter, index.data(RowRole.BUTTON))
            right = button.left() - 14
        aside = index.data(RowRole.ASIDE)
        if aside:
            width = QFontMetricsF(font).horizontalAdvance(aside)
            painter.setPen(quiet)
            place = QRectF(right - width - 2, rect.top(), width + 2, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, aside)
            right = place.left() - 16
        return right

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Mouse on the painted button."""
        if isinstance(event, QMouseEvent):
            inside = self.button_rect(option, index).contains(event.position())
            if event.type() == QEvent.Type.MouseMove:
                hovered = QPersistentModelIndex(index) if inside else QPersistentModelIndex()
                if hovered != self._hovered:
                    self._hovered = hovered
                    self._view.viewport().update()
            elif inside and event.button() == Qt.MouseButton.LeftButton:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self.pressed.emit(QPersistentModelIndex(index))
                return True
        return super().editorEvent(event, model, option, index)


def _fonts(*, struck: bool = False) -> tuple[QFont, QFont]:
    title = style.font(style.Size.LABEL, QFont.Weight.DemiBold)
    title.setStrikeOut(struck)
    return title, style.font(style.Size.BODY)


def _ground(
    painter: QPainter, rect: QRectF, palette: QPalette, state: QStyle.StateFlag
) -> tuple[QColor, QColor]:
    """The background of a row; returns the colours of strong and of quiet text on it."""
    strong = palette.color(QPalette.ColorRole.Text)
    quiet = palette.color(QPalette.ColorRole.PlaceholderText)
    place = rect.adjusted(4, 1, -4, -1)
    if state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Active and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.5))
        painter.setBrush(QColor(style.theme_of(QGuiApplication.palette()).selected))
        painter.drawRoundedRect(place, 8, 8)
    elif state & QStyle.StateFlag.State_MouseOver:
        fill = QColor(strong)
        fill.setAlpha(12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(place, 8, 8)
    return strong, quiet


def _paint_mark(painter: QPainter, middle: QPointF, icon: str, color: QColor, *, faded: bool) -> None:
    fill = QColor(color)
    fill.setAlpha(26 if faded else 44)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(QRectF(middle.x() - 16, middle.y() - 16, 32, 32))
    device = painter.device()
    drawing = icons.pixmap(icon, color.name(), 18, device.devicePixelRatio() if device else 1.0)
    painter.setOpacity(0.45 if faded else 1.0)
    painter.drawPixmap(QPointF(middle.x() - 9, middle.y() - 9), drawing)
    painter.setOpacity(1.0)
