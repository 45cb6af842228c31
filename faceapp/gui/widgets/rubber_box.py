"""A box that is being drawn on a photo with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from faceapp.core.geometry import Box
from faceapp.gui.widgets.lens import Lens

_LEAST_SCREEN, _LEAST_PHOTO = 8.0, 8.0
"""Smaller ones are a slip of the hand, or hold no face."""


class RubberBox:
    """From the press of the mouse to its release, in pixels of the full upright photo.

    Args:
        lens: Where the photo lies on the window.
        start: Place on the window where the mouse was pressed.
    """

    def __init__(self, lens: Lens, start: QPointF) -> None:
        self._lens = lens
        self._start = self._end = lens.to_photo(start)

    def move(self, place: QPointF) -> None:
        """The mouse is here now."""
        self._end = self._lens.to_photo(place)

    def box(self) -> Box | None:
        """What was drawn, inside the photo; None: nothing a face would fit in."""
        drawn = QRectF(self._start, self._end).normalized()
        box = Box(drawn.x(), drawn.y(), drawn.width(), drawn.height())
        box = box.clipped(self._lens.photo.width(), self._lens.photo.height())
        least = max(_LEAST_PHOTO, _LEAST_SCREEN / self._lens.zoom)
        return box if min(box.width, box.height) >= least else None

    def paint(self, painter: QPainter) -> None:
        """A dark line beside a bright one: it is seen on any photo."""
        corners = self._lens.to_screen(self._start), self._lens.to_screen(self._end)
        place = QRectF(*corners).normalized()
        painter.setBrush(QColor(255, 255, 255, 36))
        painter.setPen(QPen(QColor(20, 20, 22, 200), 3.0))
        painter.drawRoundedRect(place, 7.0, 7.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(place, 7.0, 7.0)
