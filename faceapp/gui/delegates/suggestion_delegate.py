"""Paints a suggested face with its two answers, and tells which was clicked. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from faceapp.core.models import Face
from faceapp.gui.delegates.painting import option_parts, paint_picture, paint_ring
from faceapp.gui.icons import pixmap as icon_pixmap
from faceapp.gui.models.faces_model import FACE_ROLE
from faceapp.gui.models.people_model import Index
from faceapp.gui.style import Size, font, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader

CROP = 120
BUTTON = 34
GAP = 8
MARGIN = 9


class SuggestionDelegate(QStyledItemDelegate):
    """A crop with Yes and No under it."""

    answered = Signal(int, bool)
    """A face id, and whether it is the person."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every suggestion is the same size."""
        return QSize(CROP + 2 * MARGIN, CROP + BUTTON + GAP + 2 * MARGIN)

    def _crop(self, cell: QRect) -> QRect:
        return QRect(cell.left() + MARGIN, cell.top() + MARGIN, CROP, CROP)

    def answer_rects(self, cell: QRect) -> tuple[QRect, QRect]:
        """Where Yes and No are inside a cell."""
        crop = self._crop(cell)
        half = (CROP - 6) // 2
        top = crop.bottom() + 1 + GAP
        return QRect(crop.left(), top, half, BUTTON), QRect(crop.right() + 1 - half, top, half, BUTTON)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one suggestion."""
        face: Face | None = index.data(FACE_ROLE)
        if face is None:
            return
        cell, palette, state = option_parts(option)
        theme = theme_of(palette)
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        crop = self._crop(cell)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint_picture(painter, crop, self._thumbnails.pixmap(("face", face.id), CROP, dpr), 12, theme, dpr)
        if state & QStyle.StateFlag.State_Selected:
            # The keys are about this one only while the keyboard is here.
            here = state & QStyle.StateFlag.State_HasFocus or _has_keyboard(self.parent())
            paint_ring(painter, crop, 12, theme.accent if here else theme.line)
        words = font(Size.BODY, QFont.Weight.DemiBold)
        for rect, text, icon, ground, color, edge in (
            (
                self.answer_rects(cell)[0],
                "Yes",
                "check",
                theme.accent_fill,
                theme.on_accent,
                theme.accent_fill,
            ),
            (self.answer_rects(cell)[1], "No", "close", theme.raised, theme.text, theme.line),
        ):
            painter.setPen(QPen(QColor(edge), 1.0))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.drawPixmap(rect.left() + 7, rect.center().y() - 6, icon_pixmap(icon, color, 14, dpr))
            painter.setFont(words)
            painter.setPen(QColor(color))
            painter.drawText(rect.adjusted(19, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, text)
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


def _has_keyboard(view: QObject | None) -> bool:
    return isinstance(view, QWidget) and view.hasFocus()
