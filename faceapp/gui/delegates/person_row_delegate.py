"""Paints a person as one line: a small crop, the name, how many. For pickers and the side bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from faceapp.core.models import Person
from faceapp.gui.delegates.painting import option_parts, paint_ground, paint_picture, paint_text, turned
from faceapp.gui.delegates.picture_delegate import PictureDelegate
from faceapp.gui.language import number_words, tr
from faceapp.gui.models.people_model import PERSON_ROLE, TITLE_ROLE, Index
from faceapp.gui.style import Size, font, scaled, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader


class PersonRowDelegate(PictureDelegate):
    """One line per person.

    Args:
        thumbnails: Where crops come from.
        view: The list.
        height: Of a line.
        detail: Whether the counts get a second line (else a number at the right).
    """

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        view: QAbstractItemView,
        *,
        height: int = 52,
        detail: bool = True,
    ) -> None:
        super().__init__(thumbnails, view)
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
        cell, palette, _ = option_parts(option)
        theme = theme_of(palette)
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if person.id == self.drop_target:
            option.state |= QStyle.StateFlag.State_Selected
        paint_ground(painter, QRectF(cell).adjusted(2, 1, -2, -1), theme, option)
        if person.id == self.drop_target:
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(3, 2, -3, -2), 7, 7)
        side = self._height - (12 if self._detail else 8)
        at = QRect(cell.left() + 8, cell.top() + (cell.height() - side) // 2, side, side)
        crop = turned(option, at)
        cover = person.cover_face_id
        picture = None
        if cover is not None:
            picture = self.picture(index, ("face", cover), side, dpr, side / 2)
        paint_picture(painter, crop, picture, side / 2, theme, dpr)
        words = QRect(at.right() + 10, cell.top(), cell.right() - at.right() - 18, cell.height())
        weight = QFont.Weight.Medium if person.name else QFont.Weight.Normal
        name = index.data(TITLE_ROLE) or tr("Unnamed group")
        color = theme.text if person.name else theme.second
        if self._detail:
            half = words.height() // 2
            top = QRect(words.left(), words.top() + 4, words.width(), half - 2)
            below = QRect(words.left(), words.top() + half, words.width(), half - 6)
            top, below = turned(option, top), turned(option, below)
            paint_text(painter, top, name, font(Size.BODY, weight), color)
            faces = tr("%n face(s)", None, person.faces)
            paint_text(painter, below, faces, font(Size.CAPTION), theme.second)
        else:
            wide = scaled(44)
            number = turned(option, QRect(words.right() - wide, words.top(), wide, words.height()))
            words = turned(option, words.adjusted(0, 0, -wide - 4, 0))
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, number, number_words(person.faces), font(Size.CAPTION), theme.second, right)
            paint_text(painter, words, name, font(Size.BODY, weight), color)
        painter.restore()
