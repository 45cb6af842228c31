"""Paints a person as one line: a small crop, the name, how many. For pickers and the side bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from faceapp.core.models import Person
from faceapp.gui.delegates.painting import option_parts, paint_picture, paint_text
from faceapp.gui.models.people_model import PERSON_ROLE, TITLE_ROLE, Index, count
from faceapp.gui.style import Size, font, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader


class PersonRowDelegate(QStyledItemDelegate):
    """One line per person.

    Args:
        thumbnails: Where crops come from.
        height: Of a line.
        detail: Whether the counts get a second line (else a number at the right).
        parent: Qt parent.
    """

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        *,
        height: int = 52,
        detail: bool = True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._height = height
        self._detail = detail
        self.drop_target: int | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is the same height."""
        return QSize(160, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        person: Person | None = index.data(PERSON_ROLE)
        if person is None:
            return
        cell, palette, state = option_parts(option)
        theme = theme_of(palette)
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        ground = None
        if person.id == self.drop_target or state & QStyle.StateFlag.State_Selected:
            ground = theme.selected
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = theme.hover
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(cell).adjusted(2, 1, -2, -1), 7, 7)
        side = self._height - (12 if self._detail else 8)
        crop = QRect(cell.left() + 8, cell.top() + (cell.height() - side) // 2, side, side)
        cover = person.cover_face_id
        picture = self._thumbnails.pixmap(("face", cover), side, dpr) if cover is not None else None
        paint_picture(painter, crop, picture, side / 2, theme, dpr)
        words = QRect(crop.right() + 10, cell.top(), cell.right() - crop.right() - 18, cell.height())
        weight = QFont.Weight.Medium if person.name else QFont.Weight.Normal
        name = index.data(TITLE_ROLE) or "Unnamed group"
        color = theme.text if person.name else theme.second
        if self._detail:
            half = words.height() // 2
            top = QRect(words.left(), words.top() + 4, words.width(), half - 2)
            below = QRect(words.left(), words.top() + half, words.width(), half - 6)
            paint_text(painter, top, name, font(Size.BODY, weight), color)
            paint_text(painter, below, count(person.faces, "face"), font(Size.CAPTION), theme.second)
        else:
            number = QRect(words.right() - 44, words.top(), 44, words.height())
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, number, f"{person.faces:,}", font(Size.CAPTION), theme.second, right)
            paint_text(painter, words.adjusted(0, 0, -48, 0), name, font(Size.BODY, weight), color)
        painter.restore()
