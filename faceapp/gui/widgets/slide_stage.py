"""Where slides are shown: a picture that moves slowly towards its faces and fades into the next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from faceapp.gui import style
from faceapp.gui.language import tr
from faceapp.gui.slides import Slide
from faceapp.gui.widgets.lens import Lens

_CLOSER = 1.22
"""How much larger a picture is at its end than fitted, where its faces leave room for that."""
_ROOM = 0.7
"""Of the window: what the faces may fill at the end."""
_BAND = 110.0


@dataclass(slots=True)
class _Shot:
    """A slide on the screen, and how far it has moved: 0 (the whole picture) .. 1."""

    slide: Slide
    along: float = 0.0


def view_at(slide: Slide, window: QSizeF, along: float) -> QRectF:
    """Where a picture lies on the window.

    Args:
        slide: The picture. Without faces it stands still.
        window: Size of the window.
        along: 0: all of it is seen; 1: nearer, its faces in the middle as far as no border is left empty.
    """
    lens = Lens()
    lens.photo, lens.window = QSize(slide.width, slide.height), window
    lens.settle()
    if slide.faces and along > 0:
        fitted = lens.zoom
        left, top = min(box.x for box in slide.faces), min(box.y for box in slide.faces)
        right, bottom = max(box.right for box in slide.faces), max(box.bottom for box in slide.faces)
        across = window.width() * _ROOM / max(right - left, 1.0)
        down = window.height() * _ROOM / max(bottom - top, 1.0)
        nearest = max(min(fitted * _CLOSER, across, down), fitted)
        soft = along * along * (3.0 - 2.0 * along)
        middle = QPointF(slide.width / 2, slide.height / 2)
        target = QPointF((left + right) / 2, (top + bottom) / 2)
        lens.fitted = False
        lens.zoom = fitted + (nearest - fitted) * soft
        lens.center = middle + (target - middle) * soft
        lens.settle()
    return QRectF(
        lens.to_screen(QPointF(0, 0)), lens.to_screen(QPointF(float(slide.width), float(slide.height)))
    )


class SlideStage(QWidget):
    """Black, with one picture or two while they change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Slide show"))
        self._now: _Shot | None = None
        self._before: _Shot | None = None
        self._faded = 1.0
        self._message = ""
        self.names_shown = True

    @property
    def slide(self) -> Slide | None:
        """What is shown, or comes in."""
        return self._now.slide if self._now is not None else None

    @property
    def faded(self) -> float:
        """How much of the picture that comes in is seen, 0..1."""
        return self._faded

    def words(self) -> str:
        """What is written on the picture."""
        if self._message or self._now is None:
            return self._message
        slide = self._now.slide
        names = slide.names if self.names_shown else ""
        return "\n".join(line for line in (names, slide.words) if line)

    def show_slide(self, slide: Slide, *, fade: bool) -> None:
        """Bring in another picture, at once or by :meth:`set_faded`."""
        self._before = self._now if fade else None
        self._now = _Shot(slide)
        self._faded = 0.0 if self._before is not None else 1.0
        self._message = ""
        self.setAccessibleDescription(self.words().replace("\n", ", "))
        self.update()

    def set_faded(self, share: float) -> None:
        """How much of the picture that comes in is seen, 0..1."""
        self._faded = min(max(share, 0.0), 1.0)
        if self._faded >= 1.0:
            self._before = None
        self.update()

    def set_along(self, share: float) -> None:
        """How far the picture has moved, 0..1."""
        if self._now is not None:
            self._now.along = min(max(share, 0.0), 1.0)
            self.update()

    def say(self, words: str) -> None:
        """Words in place of a picture."""
        self._now = self._before = None
        self._message = words
        self.update()

    def view(self) -> QRectF:
        """Where the picture lies."""
        if self._now is None:
            return QRectF()
        return view_at(self._now.slide, QSizeF(self.size()), self._now.along)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._before is not None:
            self._picture(painter, self._before, 1.0)
            # Where the next does not cover it, the former goes by itself.
            around = QPainterPath()
            around.addRect(QRectF(self.rect()))
            covered = QPainterPath()
            covered.addRect(self.view())
            painter.fillPath(around.subtracted(covered), QColor(0, 0, 0, round(255 * self._faded)))
        if self._now is not None:
            self._picture(painter, self._now, self._faded)
        self._write(painter)
        painter.end()

    def _picture(self, painter: QPainter, shot: _Shot, opacity: float) -> None:
        painter.setOpacity(opacity)
        image = shot.slide.image
        place = view_at(shot.slide, QSizeF(self.size()), shot.along)
        painter.drawImage(place, image, QRectF(image.rect()))
        painter.setOpacity(1.0)

    def _write(self, painter: QPainter) -> None:
        words = self.words()
        if not words:
            return
        area = QRectF(self.rect())
        if self._now is None:
            painter.setPen(QColor(235, 235, 240))
            painter.setFont(style.font(style.Size.HEADING))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            return
        band = QRectF(area.left(), area.bottom() - _BAND, area.width(), _BAND)
        shade = QLinearGradient(band.topLeft(), band.bottomLeft())
        shade.setColorAt(0.0, QColor(0, 0, 0, 0))
        shade.setColorAt(1.0, QColor(0, 0, 0, 190))
        painter.fillRect(band, shade)
        lines = words.split("\n")
        foot = area.bottom() - 22
        for line, strong in reversed([(line, number == 0) for number, line in enumerate(lines)]):
            weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
            font = style.font(style.Size.HEADING if strong else style.Size.BODY, weight)
            painter.setFont(font)
            height = painter.fontMetrics().height()
            row = QRectF(area.left() + 28, foot - height, area.width() - 56, height)
            painter.setPen(QColor(0, 0, 0, 160))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, round(row.width()))
            painter.drawText(row.translated(0, 1), flags, shown)
            painter.setPen(QColor(255, 255, 255, 255 if strong else 215))
            painter.drawText(row, flags, shown)
            foot -= height + 4
