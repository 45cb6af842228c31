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
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from faceapp.gui import icons, style
from faceapp.gui.delegates.painting import paint_ground, turned

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
        place = QRectF(rect.right() - width - _PAD, rect.center().y() - height / 2, width, height)
        return QRectF(turned(option, place))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one item."""
        rect = QRectF(option.rect)
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        struck = bool(index.data(RowRole.STRUCK))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect.adjusted(4, 1, -4, -1), style.theme_of(palette), option)
        strong = palette.color(QPalette.ColorRole.Text)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        if struck:
            strong = quiet
        title, small = _fonts(struck=struck)
        left = rect.left() + _PAD
        mark = index.data(RowRole.MARK)
        if mark:
            disc = turned(option, QRectF(left, rect.center().y() - 16, 32, 32))
            _paint_mark(painter, QRectF(disc), mark[0], mark[1], style.theme_of(palette), faded=struck)
            left += 32 + 12
        right = self._paint_right(painter, option, index, rect, small, quiet, palette)
        top = rect.top() + 11
        for number, role in enumerate((Qt.ItemDataRole.DisplayRole, RowRole.SECOND, RowRole.THIRD)):
            if number >= self._lines:
                break
            font = title if number == 0 else small
            metrics = QFontMetricsF(font)
            place = QRectF(turned(option, QRectF(left, top, max(right - left, 10), metrics.height())))
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
            rule = turned(option, QRectF(left, rect.bottom(), rect.right() - _PAD - left, 1))
            painter.drawLine(rule.topLeft(), rule.topRight())
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
            right -= button.width() + 14
        aside = index.data(RowRole.ASIDE)
        if aside:
            width = QFontMetricsF(font).horizontalAdvance(aside)
            painter.setPen(quiet)
            at = QRectF(right - width - 2, rect.top(), width + 2, rect.height())
            place = QRectF(turned(option, at))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, aside)
            right = at.left() - 16
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


def mark_colors(color: QColor, theme: style.Theme) -> tuple[str, str]:
    """Ground and drawing of a mark: its colour as it is seen in a theme."""
    ground = style.mix(theme.page, color.name(), 0.17)
    return ground, style.legible(color.name(), ground)


def _paint_mark(
    painter: QPainter, disc: QRectF, icon: str, color: QColor, theme: style.Theme, *, faded: bool
) -> None:
    ground, drawn = mark_colors(color, theme)
    painter.setOpacity(0.45 if faded else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(disc)
    device = painter.device()
    drawing = icons.pixmap(icon, drawn, 18, device.devicePixelRatio() if device else 1.0)
    painter.drawPixmap(disc.center() - QPointF(9, 9), drawing)
    painter.setOpacity(1.0)
