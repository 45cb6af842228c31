"""A face's box that is being moved and resized, by handles or by keys. Pixels of the full upright photo."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from faceapp.core.geometry import Box
from faceapp.gui.widgets.lens import Lens
from faceapp.library.drawing import SMALLEST

_HANDLE = 9.0
_REACH = 11.0
"""Logical pixels around a handle in which it is meant."""
_EDGES = {  # which edges a handle takes along: left, top, right, bottom
    (0.0, 0.0): (1, 1, 0, 0),
    (0.5, 0.0): (0, 1, 0, 0),
    (1.0, 0.0): (0, 1, 1, 0),
    (0.0, 0.5): (1, 0, 0, 0),
    (1.0, 0.5): (0, 0, 1, 0),
    (0.0, 1.0): (1, 0, 0, 1),
    (0.5, 1.0): (0, 0, 0, 1),
    (1.0, 1.0): (0, 0, 1, 1),
}
_ALL = (1, 1, 1, 1)
_CURSORS = {
    _ALL: Qt.CursorShape.SizeAllCursor,
    (1, 1, 0, 0): Qt.CursorShape.SizeFDiagCursor,
    (0, 0, 1, 1): Qt.CursorShape.SizeFDiagCursor,
    (0, 1, 1, 0): Qt.CursorShape.SizeBDiagCursor,
    (1, 0, 0, 1): Qt.CursorShape.SizeBDiagCursor,
    (0, 1, 0, 0): Qt.CursorShape.SizeVerCursor,
    (0, 0, 0, 1): Qt.CursorShape.SizeVerCursor,
    (1, 0, 0, 0): Qt.CursorShape.SizeHorCursor,
    (0, 0, 1, 0): Qt.CursorShape.SizeHorCursor,
}

Edges = tuple[int, int, int, int]


class BoxShaper:
    """One box, from its first change to the last.

    Args:
        lens: Where the photo lies on the window.
        box: As it is now.
    """

    def __init__(self, lens: Lens, box: Box) -> None:
        self._lens = lens
        self.first = box
        self.box = box
        self._grip: Edges | None = None
        self._from = QPointF()
        self._at_press = box

    @property
    def changed(self) -> bool:
        """Whether the box lies otherwise than at first."""
        return self.box != self.first

    def screen_rect(self) -> QRectF:
        """Where the box lies on the window."""
        box = self.box
        return QRectF(
            self._lens.to_screen(QPointF(box.x, box.y)), self._lens.to_screen(QPointF(box.right, box.bottom))
        )

    def handles(self) -> dict[Edges, QPointF]:
        """Where the handles lie on the window, by the edges they take along."""
        rect = self.screen_rect()
        return {
            edges: QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())
            for (x, y), edges in _EDGES.items()
        }

    def grip_at(self, place: QPointF) -> Edges | None:
        """The edges that a drag from a place would take along; None: none, the place is outside."""
        near = {
            edges: (handle - place).manhattanLength()
            for edges, handle in self.handles().items()
            if max(abs(handle.x() - place.x()), abs(handle.y() - place.y())) <= _REACH
        }
        if near:
            return min(near, key=lambda edges: near[edges])
        return _ALL if self.screen_rect().contains(place) else None

    def cursor_at(self, place: QPointF) -> Qt.CursorShape:
        """The cursor that says what a drag from a place would do."""
        grip = self._grip or self.grip_at(place)
        return Qt.CursorShape.ArrowCursor if grip is None else _CURSORS[grip]

    # -- mouse --------------------------------------------------------------------------------------
    def press(self, place: QPointF) -> bool:
        """Take hold of the box; False where the place is outside."""
        self._grip = self.grip_at(place)
        self._from, self._at_press = self._lens.to_photo(place), self.box
        return self._grip is not None

    def move(self, place: QPointF) -> bool:
        """The mouse is here now; returns whether it holds the box."""
        if self._grip is None:
            return False
        moved = self._lens.to_photo(place) - self._from
        self._put(self._at_press, self._grip, moved.x(), moved.y())
        return True

    def release(self) -> None:
        """Let go."""
        self._grip = None

    # -- keys ---------------------------------------------------------------------------------------
    def nudge(self, right: int, down: int, *, resize: bool, far: bool) -> None:
        """Move by a pixel of the window (``far``: ten), or move the right and lower edge only."""
        step = (10.0 if far else 1.0) / self._lens.zoom
        self._put(self.box, (0, 0, 1, 1) if resize else _ALL, right * step, down * step)

    def _put(self, box: Box, edges: Edges, right: float, down: float) -> None:
        width, height = float(self._lens.photo.width()), float(self._lens.photo.height())
        if edges == _ALL:
            x = min(max(box.x + right, 0.0), max(width - box.width, 0.0))
            y = min(max(box.y + down, 0.0), max(height - box.height, 0.0))
            self.box = Box(x, y, box.width, box.height)
            return
        x0, y0, x1, y1 = box.x, box.y, box.right, box.bottom
        if edges[0]:
            x0 = min(max(x0 + right, 0.0), x1 - SMALLEST)
        if edges[1]:
            y0 = min(max(y0 + down, 0.0), y1 - SMALLEST)
        if edges[2]:
            x1 = max(min(x1 + right, width), x0 + SMALLEST)
        if edges[3]:
            y1 = max(min(y1 + down, height), y0 + SMALLEST)
        self.box = Box(x0, y0, x1 - x0, y1 - y0)

    # -- painting -----------------------------------------------------------------------------------
    def paint(self, painter: QPainter, photo: QRectF) -> None:
        """The photo outside the box is dimmed: what counts is what is inside."""
        rect = self.screen_rect()
        outside = QPainterPath()
        outside.addRect(photo)
        inside = QPainterPath()
        inside.addRoundedRect(rect, 5.0, 5.0)
        painter.fillPath(outside.subtracted(inside), QColor(0, 0, 0, 110))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(20, 20, 22, 190), 3.5))
        painter.drawRoundedRect(rect, 5.0, 5.0)
        painter.setPen(QPen(QColor(255, 255, 255), 1.75))
        painter.drawRoundedRect(rect, 5.0, 5.0)
        painter.setPen(QPen(QColor(20, 20, 22, 210), 1.25))
        painter.setBrush(QColor(255, 255, 255))
        for place in self.handles().values():
            painter.drawEllipse(place, _HANDLE / 2, _HANDLE / 2)
