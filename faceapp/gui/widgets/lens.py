"""Which part of a photo a window shows, and how large: zoom, centre, and their limits."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, QSizeF

MAX_ZOOM = 8.0
"""Screen pixels for one pixel of the photo at most."""
_MAX_FIT = 4.0
"""A small photo is enlarged to fit, but not to mush."""


class Lens:
    """Maps pixels of the photo to places on the window and back.

    Attributes:
        photo: Size of the whole photo.
        window: Size of the widget.
        fitted: Whether the whole photo is shown as large as it fits.
        zoom: Screen pixels (device-independent) for one pixel of the photo.
        center: The photo's pixel in the middle of the window.
    """

    def __init__(self) -> None:
        self.photo = QSize()
        self.window = QSizeF()
        self.fitted = True
        self.zoom = 1.0
        self.center = QPointF()

    def fit_zoom(self) -> float:
        """The zoom at which the whole photo is seen."""
        if self.photo.isEmpty():
            return 1.0
        across = self.window.width() / self.photo.width()
        down = self.window.height() / self.photo.height()
        return max(min(across, down, _MAX_FIT), 1e-4)

    def settle(self) -> None:
        """Clamp zoom and centre after anything changed."""
        if self.fitted:
            self.zoom = self.fit_zoom()
            self.center = QPointF(self.photo.width() / 2, self.photo.height() / 2)
        else:
            self.zoom = max(self.zoom, self.fit_zoom())
            self.center = QPointF(
                _clamped(self.center.x(), self.photo.width(), self.window.width() / self.zoom),
                _clamped(self.center.y(), self.photo.height(), self.window.height() / self.zoom),
            )

    def zoom_by(self, factor: float, about: QPointF | None) -> None:
        """Zoom about a place on the window (None: the middle), which stays where it is."""
        place = about if about is not None else self._middle()
        anchor = self.to_photo(place)
        self._set_zoom(self.zoom * factor)
        self.center = anchor - (place - self._middle()) / self.zoom

    def zoom_to(self, center: QPointF, zoom: float) -> None:
        """Show a place of the photo."""
        self._set_zoom(zoom)
        self.center = center

    def _set_zoom(self, zoom: float) -> None:
        lowest = self.fit_zoom()
        self.zoom = min(max(zoom, lowest), max(MAX_ZOOM, lowest))
        self.fitted = self.zoom <= lowest * 1.001

    def to_photo(self, place: QPointF) -> QPointF:
        """The photo's pixel at a place of the window."""
        return self.center + (place - self._middle()) / self.zoom

    def to_screen(self, point: QPointF) -> QPointF:
        """Where a pixel of the photo lies on the window."""
        return self._middle() + (point - self.center) * self.zoom

    def _middle(self) -> QPointF:
        return QPointF(self.window.width() / 2, self.window.height() / 2)


def _clamped(center: float, size: float, shown: float) -> float:
    """A centre that leaves no empty border where the photo is larger than the window."""
    if shown >= size:
        return size / 2
    return min(max(center, shown / 2), size - shown / 2)
