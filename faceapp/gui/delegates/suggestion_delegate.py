"""Paints a suggested face with its two answers, and tells which was clicked. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from faceapp.core.models import Face
from faceapp.gui.delegates.painting import option_parts, paint_picture, paint_state
from faceapp.gui.delegates.picture_delegate import PictureDelegate
from faceapp.gui.icons import pixmap as icon_pixmap
from faceapp.gui.language import tr
from faceapp.gui.models.faces_model import FACE_ROLE
from faceapp.gui.models.people_model import Index
from faceapp.gui.style import Size, font, font_pixels, scaled, theme_of

_CROP = 120
_RADIUS = 12
_BUTTON = 34
GAP = 8
MARGIN = 9


def crop_size() -> int:
    """How wide and high the face is: Yes and No have to find room under it."""
    return scaled(_CROP, 1.3)


def button_height() -> int:
    """How high Yes and No are."""
    return max(_BUTTON, font_pixels(Size.BODY) + 16)


class SuggestionDelegate(PictureDelegate):
    """A crop with Yes and No under it."""

    answered = Signal(int, bool)
    """A face id, and whether it is the person."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every suggestion is the same size."""
        crop = crop_size()
        return QSize(crop + 2 * MARGIN, crop + button_height() + GAP + 2 * MARGIN)

    def _crop(self, cell: QRect) -> QRect:
        return QRect(cell.left() + MARGIN, cell.top() + MARGIN, crop_size(), crop_size())

    def answer_rects(self, cell: QRect) -> tuple[QRect, QRect]:
        """Where Yes and No are inside a cell."""
        crop = self._crop(cell)
        half = (crop.width() - 6) // 2
        top = crop.bottom() + 1 + GAP
        high = button_height()
        return QRect(crop.left(), top, half, high), QRect(crop.right() + 1 - half, top, half, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one suggestion."""
        face: Face | None = index.data(FACE_ROLE)
        if face is None:
            return
        cell, palette, _ = option_parts(option)
        theme = theme_of(palette)
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        crop = self._crop(cell)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        picture = self.picture(index, ("face", face.id), crop.width(), dpr, _RADIUS)
        paint_picture(painter, crop, picture, _RADIUS, theme, dpr)
        paint_state(painter, crop, _RADIUS, theme, option)
        words = font(Size.BODY, QFont.Weight.DemiBold)
        metrics = QFontMetrics(words)
        longest = max(metrics.horizontalAdvance(text) for text in (tr("Yes"), tr("No")))
        fits = longest + 28 <= self.answer_rects(cell)[0].width()  # in a large font the words alone say it
        for rect, text, icon, ground, color, edge in (
            (
                self.answer_rects(cell)[0],
                tr("Yes"),
                "check",
                theme.accent_fill,
                theme.on_accent,
                theme.accent_fill,
            ),
            (self.answer_rects(cell)[1], tr("No"), "close", theme.raised, theme.text, theme.line),
        ):
            painter.setPen(QPen(QColor(edge), 1.0))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.setFont(words)
            painter.setPen(QColor(color))
            if fits:
                painter.drawPixmap(rect.left() + 7, rect.center().y() - 6, icon_pixmap(icon, color, 14, dpr))
            painter.drawText(rect.adjusted(19 if fits else 0, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on an answer."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            face: Face | None = index.data(FACE_ROLE)
            cell, _, _ = option_parts(option)
            place = event.position().toPoint()
            if face is not None and event.button() is Qt.MouseButton.LeftButton:
                for rect, yes in zip(self.answer_rects(cell), (True, False), strict=True):
                    if rect.contains(place):
                        self.answered.emit(face.id, yes)
                        return True
        return super().editorEvent(event, model, option, index)
