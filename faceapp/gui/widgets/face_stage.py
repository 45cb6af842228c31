"""One side of a question: a face as large as fits, who it is said to be, and the photos it is in.

Painted by hand, so that the next question is on the screen in one repaint. Window thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from faceapp.core.models import Face, Photo
from faceapp.gui.delegates.painting import paint_picture, paint_text
from faceapp.gui.language import tr
from faceapp.gui.style import CARD_RADIUS, Size, font, font_pixels, theme_of
from faceapp.gui.thumbnail_loader import Key, ThumbnailLoader

_PAD, _GAP = 18, 10
_LARGEST = 320
_PHOTO_HEIGHT = 104
_PHOTOS = 4
_PHOTO_RADIUS = 8.0


@dataclass(frozen=True, slots=True)
class Side:
    """What one side shows.

    Attributes:
        faces: The face in question first, then others said to be the same person.
        photos: By id, those of the faces.
        title: Under the large face: a name, or what it is.
        detail: A quieter line.
    """

    faces: tuple[Face, ...]
    photos: Mapping[int, Photo] = field(default_factory=dict)
    title: str = ""
    detail: str = ""


class FaceStage(QWidget):
    """Shows a :class:`Side`."""

    opened = Signal(object)
    """A Face whose photo was clicked."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._side = Side(())
        self._hovered: int | None = None
        self._glanced: Face | None = None
        self.setMinimumSize(220, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        thumbnails.loaded.connect(self._loaded)

    def sizeHint(self) -> QSize:
        """The size it would like."""
        return QSize(420, 470)

    @property
    def side(self) -> Side:
        """What is shown."""
        return self._side

    def show_side(self, side: Side) -> None:
        """Show this."""
        self._side = side
        self._hovered = self._glanced = None
        self.setAccessibleName(f"{side.title}, {side.detail}".strip(", "))
        self.update()

    def prepare(self, side: Side) -> None:
        """Load what :meth:`show_side` would paint."""
        dpr = self.devicePixelRatioF()
        for key, size, radius in self._pictures(side):
            self._thumbnails.pixmap(key, size, dpr, radius)

    def glance(self, face: Face | None) -> None:
        """Show the whole photo of a face in the place of the large face; None: the face again."""
        if face is not self._glanced:
            self._glanced = face
            self.update()

    @property
    def glanced(self) -> Face | None:
        """The face whose whole photo is shown."""
        return self._glanced

    # -- layout -------------------------------------------------------------------------------------
    def _line(self, size: Size) -> int:
        return font_pixels(size) + 8

    def crop_rect(self) -> QRect:
        """Where the large face lies."""
        words = self._line(Size.HEADING) + self._line(Size.BODY)
        room = self.height() - 2 * _PAD - words - _PHOTO_HEIGHT - 2 * _GAP
        size = max(min(room, self.width() - 2 * _PAD, _LARGEST), 80)
        top = _PAD + max((room - size) // 2, 0)
        return QRect((self.width() - size) // 2, top, size, size)

    def photo_rects(self, side: Side | None = None) -> list[tuple[Face, QRect]]:
        """The photos at the foot, each with its face."""
        side = side or self._side
        top = self.height() - _PAD - _PHOTO_HEIGHT
        found: list[tuple[Face, QRect]] = []
        left, room = 0, self.width() - 2 * _PAD
        for face in side.faces[:_PHOTOS]:
            photo = side.photos.get(face.photo_id)
            if photo is None:
                continue
            shape = photo.width / max(photo.height, 1)
            width = round(min(max(_PHOTO_HEIGHT * shape, 40), 180))
            if found and left + width > room:
                break
            found.append((face, QRect(left, top, width, _PHOTO_HEIGHT)))
            left += width + _GAP
        shift = (self.width() - left + _GAP) // 2
        return [(face, rect.translated(shift, 0)) for face, rect in found]

    def glance_rect(self, photo: Photo) -> QRect:
        """Where a whole photo lies: as large as fits above those at the foot."""
        room = QSize(self.width() - 2 * _PAD, self.height() - 2 * _PAD - _PHOTO_HEIGHT - _GAP)
        size = QSize(max(photo.width, 1), max(photo.height, 1)).scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio
        )
        left = _PAD + (room.width() - size.width()) // 2
        return QRect(QPoint(left, _PAD + (room.height() - size.height()) // 2), size)

    def _pictures(self, side: Side) -> Iterator[tuple[Key, QSize, float]]:
        if side.faces:
            yield ("face", side.faces[0].id), self.crop_rect().size(), CARD_RADIUS
        for face, rect in self.photo_rects(side):
            yield ("photo", face.photo_id), rect.size(), _PHOTO_RADIUS

    # -- painting -----------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme, dpr = theme_of(self.palette()), self.devicePixelRatioF()
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(QColor(theme.side))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        side = self._side
        glanced = self._glanced
        photo = side.photos.get(glanced.photo_id) if glanced is not None else None
        if glanced is not None and photo is not None:
            self._paint_photo(painter, glanced, self.glance_rect(photo), photo, dpr, large=True)
        elif side.faces:
            crop = self.crop_rect()
            picture = self._thumbnails.pixmap(("face", side.faces[0].id), crop.size(), dpr, CARD_RADIUS)
            paint_picture(painter, crop, picture, CARD_RADIUS, theme, dpr)
            middle = Qt.AlignmentFlag.AlignHCenter
            line = QRect(_PAD, crop.bottom() + 1 + _GAP, self.width() - 2 * _PAD, self._line(Size.HEADING))
            bold = font(Size.HEADING, QFont.Weight.DemiBold)
            paint_text(painter, line, side.title, bold, theme.text, middle)
            line.translate(0, line.height())
            line.setHeight(self._line(Size.BODY))
            paint_text(painter, line, side.detail, font(Size.BODY), theme.second, middle)
        if side.faces:
            for face, rect in self.photo_rects():
                self._paint_photo(painter, face, rect, side.photos[face.photo_id], dpr)
        painter.end()

    def _paint_photo(
        self, painter: QPainter, face: Face, rect: QRect, photo: Photo, dpr: float, *, large: bool = False
    ) -> None:
        theme = theme_of(self.palette())
        picture = self._thumbnails.pixmap(("photo", photo.id), rect.size(), dpr, _PHOTO_RADIUS)
        paint_picture(painter, rect, picture, _PHOTO_RADIUS, theme, dpr)
        ring = self._ring(face, rect, photo)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in (("#141416", 3.5), ("#ffffff", 2.0)):  # seen on any photo
            painter.setPen(QPen(QColor(color), width))
            painter.drawRoundedRect(ring, 4, 4)
        if self._hovered == face.id and not large:
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            painter.drawRoundedRect(QRectF(rect).adjusted(-2, -2, 2, 2), _PHOTO_RADIUS, _PHOTO_RADIUS)

    @staticmethod
    def _ring(face: Face, rect: QRect, photo: Photo) -> QRectF:
        """The face's box on the thumbnail, which is filled by the middle of the photo."""
        scale = max(rect.width() / max(photo.width, 1), rect.height() / max(photo.height, 1))
        left = rect.center().x() - photo.width * scale / 2
        top = rect.center().y() - photo.height * scale / 2
        box = face.box.scaled(scale)
        place = QRectF(left + box.x, top + box.y, box.width, box.height)
        return place.intersected(QRectF(rect).adjusted(2, 2, -2, -2))

    # -- mouse --------------------------------------------------------------------------------------
    def _at(self, place: QPointF) -> Face | None:
        spot = place.toPoint()
        return next((face for face, rect in self.photo_rects() if rect.contains(spot)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a photo as a whole, and that it can be opened."""
        face = self._at(event.position())
        self._hovered = face.id if face is not None else None
        self.glance(face)
        self.setCursor(Qt.CursorShape.PointingHandCursor if face else Qt.CursorShape.ArrowCursor)
        self.setToolTip(tr("Open the photo") if face else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hovered = self._glanced = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a photo."""
        face = self._at(event.position())
        if face is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(face)

    def _loaded(self, key: object) -> None:
        glanced = self._glanced is not None and key == ("photo", self._glanced.photo_id)
        if glanced or any(key == mine for mine, _, _ in self._pictures(self._side)):
            self.update()
