"""Paints one face of a photo as a row: crop, name, and how it came by that name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from faceapp.core.models import Face
from faceapp.gui import style
from faceapp.gui.delegates.painting import paint_ground, paint_picture, turned
from faceapp.gui.delegates.picture_delegate import PictureDelegate
from faceapp.gui.models.faces_model import FACE_ROLE
from faceapp.gui.widgets.face_boxes import INKS, face_label, state_words

_CROP = 48
_RADIUS = 10
_HEIGHT = 64


class FaceRowDelegate(PictureDelegate):
    """Rows for the side panel of the viewer."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size it would like."""
        lines = QFontMetricsF(style.font(style.Size.LABEL, QFont.Weight.DemiBold)).height()
        lines += QFontMetricsF(style.font(style.Size.CAPTION)).height()
        return QSize(200, max(_HEIGHT, round(lines) + 14))

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
        paint_ground(painter, rect.adjusted(2, 1, -2, -1), theme, option)
        device = painter.device()
        dpr = device.devicePixelRatio() if device else 1.0
        left = rect.left() + 10 + _CROP + 12
        crop = turned(option, QRectF(rect.left() + 10, rect.center().y() - _CROP / 2, _CROP, _CROP))
        picture = self.picture(index, ("face", face.id), _CROP, dpr, _RADIUS)
        paint_picture(painter, crop, picture, _RADIUS, theme, dpr)
        title, small = style.font(style.Size.LABEL, QFont.Weight.DemiBold), style.font(style.Size.CAPTION)
        words, kind = face_label(face)
        width = rect.right() - left - 12
        top = rect.center().y() - (QFontMetricsF(title).height() + QFontMetricsF(small).height()) / 2
        for font, text, color in (
            (title, words, theme.text),
            (small, state_words(face), theme.second),
        ):
            metrics = QFontMetricsF(font)
            place = turned(option, QRectF(left, top, width, metrics.height()))
            top += metrics.height()
            painter.setFont(font)
            painter.setPen(QColor(color))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        # The colour of the box on the photo, so that the two are seen to belong together.
        painter.setPen(QPen(QColor(theme.page), 2.0))
        painter.setBrush(INKS[kind].frame if theme.dark else INKS[kind].fill)
        painter.drawEllipse(QPointF(crop.right() - 4, crop.bottom() - 4), 6.0, 6.0)
        painter.restore()
