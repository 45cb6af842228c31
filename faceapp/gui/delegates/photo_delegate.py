"""Paints one photo of the timeline: the picture, and how many faces are in it."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from faceapp.gui import style
from faceapp.gui.delegates.painting import keyboard_here
from faceapp.gui.delegates.picture_delegate import Index, PictureDelegate
from faceapp.gui.models.photos_model import PhotosModel
from faceapp.gui.thumbnail_loader import Key

_RADIUS = 6.0
_BLANK = 22 / 255
"""Of the text's colour in the ground of a photo that is not there yet."""


class PhotoDelegate(PictureDelegate):
    """Fills the item with the photo (cropped to it), with a badge and a frame for hover and focus."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        """Paint one item. ``option.decorationSize`` is the picture's; empty: one of another size will do."""
        model = index.model()
        assert isinstance(model, PhotosModel)
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        device = painter.device()
        dpr = device.devicePixelRatio() if device is not None else 1.0
        self._paint_photo(painter, index, model.photo(index.row()).id, option, dpr)
        count = model.faces_in(index.row())
        if count:
            badge = _badge(count, style.font_pixels(style.Size.CAPTION), dpr)
            size = badge.deviceIndependentSize()
            if cell.width() >= size.width() + 12 and cell.height() >= size.height() + 12:
                painter.drawPixmap(
                    QPointF(cell.right() + 1 - size.width() - 6, cell.bottom() + 1 - size.height() - 6), badge
                )
        marked = (
            QStyle.StateFlag.State_MouseOver
            | QStyle.StateFlag.State_Selected
            | QStyle.StateFlag.State_HasFocus
        )
        if not state & marked:
            return
        rect = QRectF(cell)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(255, 255, 255, 150), 1.5))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus):
            # Two lines: the accent alone would drown on a photo of its own colour.
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 6.0))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), _RADIUS - 2, _RADIUS - 2)
            theme = style.theme_of(palette)
            color = theme.accent if keyboard_here(option) else theme.second
            painter.setPen(QPen(QColor(color), 3.5))
            painter.drawRoundedRect(rect.adjusted(1.75, 1.75, -1.75, -1.75), _RADIUS, _RADIUS)
        painter.restore()

    def _paint_photo(
        self, painter: QPainter, index: Index, photo_id: int, option: QStyleOptionViewItem, dpr: float
    ) -> None:
        cell: QRect = option.rect
        wanted: QSize = option.decorationSize
        key: Key = ("photo", photo_id)
        other = self._thumbnails.stand_in(key, cell.size()) if wanted.isEmpty() else None
        if other is None:
            picture = self.picture(index, key, cell.size(), dpr, _RADIUS)
            if picture is not None:
                painter.drawPixmap(cell.topLeft(), picture)
                return
            other = self._thumbnails.stand_in(key, cell.size())
        if other is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(cell, other)
            painter.restore()
            return
        palette: QPalette = option.palette
        roles = QPalette.ColorRole
        blank = style.mix(palette.color(roles.Base).name(), palette.color(roles.Text).name(), _BLANK)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(cell), _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape, QColor(blank))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The size it would like."""
        return QSize(180, 180)


@lru_cache(maxsize=256)
def _badge(count: int, pixels: int, dpr: float) -> QPixmap:
    """The number of faces beside a small head, in letters of this height."""
    font = style.font(style.Size.CAPTION, QFont.Weight.DemiBold)
    font.setPixelSize(pixels)
    metrics = QFontMetricsF(font)
    text = str(count)
    height = metrics.height() + 4
    head = height * 0.5
    width = metrics.horizontalAdvance(text) + head + 15
    found = QPixmap(QSize(ceil(width * dpr), ceil(height * dpr)))
    found.setDevicePixelRatio(dpr)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QRectF(0, 0, width, height)
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
    painter.end()
    return found
