"""A picture painted at any size: sharp, and quick from the second time on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap


class ScaledPicture:
    """Keeps the last size it was painted at. Window thread."""

    def __init__(self) -> None:
        self._scaled = QPixmap()
        self._key: tuple[int, int, int] | None = None

    def paint(self, painter: QPainter, image: QImage, place: QRectF, ratio: float) -> None:
        """Paint an image into a place; a grey ground while there is none.

        Args:
            painter: Where to.
            image: What.
            place: In device-independent pixels; may reach beyond what is painted on.
            ratio: Device pixels for each.
        """
        if image.isNull():
            painter.fillRect(place, QColor(128, 128, 128, 40))
            return
        width, height = round(place.width() * ratio), round(place.height() * ratio)
        if width >= image.width():
            painter.drawImage(place, image)
            return
        # Painting a large image made small aliases; scaling it once by area is sharp, and quick after.
        key = (image.cacheKey(), width, height)
        if key != self._key:
            self._scaled = QPixmap.fromImage(
                image.scaled(
                    max(width, 1),
                    max(height, 1),
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            self._key = key
        painter.drawPixmap(place, self._scaled, QRectF(self._scaled.rect()))
