"""Paints one face crop of a grid: rounded, with what is known about it. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from faceapp.core.models import Face, FaceState
from faceapp.gui.delegates.painting import option_parts, paint_picture, paint_pill, paint_state, paint_text
from faceapp.gui.delegates.picture_delegate import PictureDelegate
from faceapp.gui.icons import pixmap as icon_pixmap
from faceapp.gui.language import tr
from faceapp.gui.models.faces_model import FACE_ROLE
from faceapp.gui.models.people_model import Index
from faceapp.gui.style import Size, font, font_pixels, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader

CROP = 112
MARGIN = 7
RADIUS = 11


class FaceDelegate(PictureDelegate):
    """Crops of a fixed size; remembers which faces were shown, for "the faces the user saw".

    Args:
        thumbnails: Where crops come from.
        view: The grid.
        marks: Whether to mark confirmed faces.
    """

    def __init__(self, thumbnails: ThumbnailLoader, view: QAbstractItemView, *, marks: bool = True) -> None:
        super().__init__(thumbnails, view)
        self._marks = marks
        self.seen: set[int] = set()
        self.ages: dict[int, str] = {}
        """Face -> how old the person is there, said under the crop."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every crop is the same size."""
        return QSize(CROP + 2 * MARGIN, CROP + 2 * MARGIN + self._line())

    def _line(self) -> int:
        """Height of the line under the crops."""
        return font_pixels(Size.CAPTION) + 6 if self.ages else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one crop."""
        face: Face | None = index.data(FACE_ROLE)
        if face is None:
            return
        cell, palette, _ = option_parts(option)
        theme = theme_of(palette)
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        line = self._line()
        rect = QRect(cell.left() + MARGIN, cell.top() + MARGIN, CROP, CROP)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        picture = self.picture(index, ("face", face.id), CROP, dpr, RADIUS)
        if picture is not None:
            self.seen.add(face.id)
        paint_picture(painter, rect, picture, RADIUS, theme, dpr)
        paint_state(painter, rect, RADIUS, theme, option)
        if self._marks and face.state is FaceState.CONFIRMED:
            middle = QPointF(rect.right() - 13, rect.bottom() - 13)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_fill))
            painter.drawEllipse(middle, 9.0, 9.0)
            painter.drawPixmap(
                QPointF(middle.x() - 6, middle.y() - 6), icon_pixmap("check", "#ffffff", 12, dpr)
            )
        elif face.state is FaceState.SUGGESTED and face.probability is not None:
            words = font(Size.CAPTION, QFont.Weight.DemiBold)
            corner = QPointF(rect.left() + 6, rect.bottom() - 5)
            sure = tr("{number}%", number=f"{face.probability * 100:.0f}")
            paint_pill(painter, corner, sure, words, theme.badge, theme.on_badge)
        if age := self.ages.get(face.id):
            below = QRect(cell.left(), rect.bottom() + 3, CROP + 2 * MARGIN, line)
            middle_of = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, below, age, font(Size.CAPTION), theme.second, middle_of)
        painter.restore()
