"""Paints one photo of the timeline: the picture, and how many faces are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from faceapp.gui import style
from faceapp.gui.delegates.painting import keyboard_here
from faceapp.gui.models.photos_model import PhotoRole

if TYPE_CHECKING:
    from faceapp.gui.thumbnail_loader import ThumbnailLoader

_RADIUS = 6.0


class PhotoDelegate(QStyledItemDelegate):
    """Fills the item with the photo (cropped to it), with a badge and a frame for hover and focus."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one item."""
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(rect, _RADIUS, _RADIUS)
        ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
        # Asked for at the usual height of a row, not at this row's: resizing the window needs no reload.
        wanted: QSize = option.decorationSize
        pixmap = self._thumbnails.pixmap(("photo", index.data(PhotoRole.ID)), wanted, ratio)
        if pixmap is None or pixmap.isNull():
            blank = palette.color(QPalette.ColorRole.Text)
            blank.setAlpha(22)
            painter.fillPath(shape, blank)
        else:
            painter.setClipPath(shape)
            painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
            painter.setClipping(False)
        count = index.data(PhotoRole.COUNT)
        if count:
            _badge(painter, rect, count)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(255, 255, 255, 150), 1.5))
            painter.drawPath(shape)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # Two lines: the accent alone would drown on a photo of its own colour.
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 6.0))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), _RADIUS - 2, _RADIUS - 2)
            theme = style.theme_of(palette)
            color = theme.accent if keyboard_here(option) else theme.second
            painter.setPen(QPen(QColor(color), 3.5))
            painter.drawRoundedRect(rect.adjusted(1.75, 1.75, -1.75, -1.75), _RADIUS, _RADIUS)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size it would like."""
        return QSize(180, 180)


def _badge(painter: QPainter, rect: QRectF, count: int) -> None:
    """The number of faces beside a small head, at the lower right."""
    font = style.font(style.Size.CAPTION, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    text = str(count)
    height = metrics.height() + 4
    head = height * 0.5
    width = metrics.horizontalAdvance(text) + head + 15
    if rect.width() < width + 12 or rect.height() < height + 12:
        return
    place = QRectF(rect.right() - width - 6, rect.bottom() - height - 6, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(place, height / 2, height / 2)
    painter.setBrush(QColor(255, 255, 255, 235))
    left, middle = place.left() + 7, place.center().y()
    painter.drawEllipse(QRectF(left + head * 0.22, middle - head * 0.62, head * 0.56, head * 0.56))
    shoulders = QPainterPath()
    shoulders.moveTo(left, middle + head * 0.6)
    shoulders.cubicTo(
        left, middle - head * 0.15, left + head, middle - head * 0.15, left + head, middle + head * 0.6
    )
    painter.drawPath(shoulders)
    painter.setFont(font)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(
        place.adjusted(head + 10, 0, -5, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
    )
