"""Paints one face of a photo as a row: crop, name, and how it came by that name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from faceapp.core.models import Face
from faceapp.gui import style
from faceapp.gui.models.faces_model import FACE_ROLE
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_boxes import INKS, face_label, state_words

_CROP = 48
_HEIGHT = 64


class FaceRowDelegate(QStyledItemDelegate):
    """Rows for the side panel of the viewer."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size it would like."""
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one item."""
        face = index.data(FACE_ROLE)
        if not isinstance(face, Face):
            return
        theme = style.theme_of(QGuiApplication.palette())
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(
                QPen(QColor(theme.accent), 1.5)
                if option.state & QStyle.StateFlag.State_HasFocus
                else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(ground, style.RADIUS, style.RADIUS)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(ground, style.RADIUS, style.RADIUS)
        crop = QRectF(rect.left() + 10, rect.center().y() - _CROP / 2, _CROP, _CROP)
        self._paint_crop(painter, crop, face, QColor(theme.placeholder))
        left = crop.right() + 12
        title, small = style.font(style.Size.LABEL, QFont.Weight.DemiBold), style.font(style.Size.CAPTION)
        words, kind = face_label(face)
        width = rect.right() - left - 12
        for font, text, color, middle in (
            (title, words, theme.text, -10.0),
            (small, state_words(face), theme.second, 10.0),
        ):
            metrics = QFontMetricsF(font)
            place = QRectF(left, rect.center().y() + middle - metrics.height() / 2, width, metrics.height())
            painter.setFont(font)
            painter.setPen(QColor(color))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        # The colour of the box on the photo, so that the two are seen to belong together.
        painter.setPen(QPen(QColor(theme.page), 2.0))
        painter.setBrush(INKS[kind].frame if theme.dark else INKS[kind].fill)
        painter.drawEllipse(QPointF(crop.right() - 4, crop.bottom() - 4), 6.0, 6.0)
        painter.restore()

    def _paint_crop(self, painter: QPainter, place: QRectF, face: Face, blank: QColor) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(place, 10, 10)
        device = painter.device()
        pixmap = self._thumbnails.pixmap(
            ("face", face.id), _CROP, device.devicePixelRatio() if device else 1.0
        )
        if pixmap is None:
            painter.fillPath(shape, blank)
            return
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        painter.restore()
