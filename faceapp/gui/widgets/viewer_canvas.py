"""The viewer's canvas: what a photo's canvas does, and pinching, panning by trackpad, and shaping a box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from faceapp.gui.widgets.box_shaper import BoxShaper
from faceapp.gui.widgets.photo_canvas import PhotoCanvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENDS = {Qt.Key.Key_Return: True, Qt.Key.Key_Enter: True, Qt.Key.Key_Escape: False}
"""Key -> whether the box is kept as it is now."""


class ViewerCanvas(PhotoCanvas):
    """A photo that fills the page. One box at a time can be moved and resized."""

    shaped = Signal(int, object)
    """The box of a face was moved: face, and Box in pixels of the photo."""
    shaping_changed = Signal(bool)
    """Shaping began or ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shaper: BoxShaper | None = None
        self.grabGesture(Qt.GestureType.PinchGesture)

    # -- shaping a box ------------------------------------------------------------------------------
    @property
    def shaper(self) -> BoxShaper | None:
        """The box that is being moved and resized."""
        return self._shaper

    def begin_shaping(self, face_id: int) -> None:
        """Give a face's box handles."""
        face = self._box(face_id)
        if face is not None:
            self._shaper = BoxShaper(self._lens, face.box)
            self._away = face_id
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.setFocus()
            self.shaping_changed.emit(True)
            self.update()

    def end_shaping(self, keep: bool) -> None:
        """Take the handles away; ``keep``: the box is to lie as it lies now."""
        shaper, face_id = self._shaper, self._away
        if shaper is None or face_id is None:
            return
        self._shaper = self._away = None
        self.setCursor(self._still_cursor())
        self.update()
        self.shaping_changed.emit(False)
        if keep and shaper.changed:
            self.shaped.emit(face_id, shaper.box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        super().paintEvent(event)
        if self._shaper is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._shaper.paint(painter, self.picture_rect().intersected(QRectF(self.rect())))
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the box; a click beside it keeps it as it is."""
        if self._shaper is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton and not self._shaper.press(event.position()):
            self.end_shaping(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the box or its handle."""
        if self._shaper is None:
            super().mouseMoveEvent(event)
            return
        if self._shaper.move(event.position()):
            self.update()
        self.setCursor(self._shaper.cursor_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the box."""
        if self._shaper is None:
            super().mouseReleaseEvent(event)
        else:
            self._shaper.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom, but not while a box has handles."""
        if self._shaper is None:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the box while it has handles."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if self._shaper is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
            control = bool(held & Qt.KeyboardModifier.ControlModifier)
            self._shaper.nudge(*_ARROWS[key], resize=shift, far=control)
            self.update()
        elif key in _ENDS:
            self.end_shaping(_ENDS[key])
        else:
            super().keyPressEvent(event)

    # -- gestures -----------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Pinches, and keys that are the box's and not the page's while it has handles."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if self._shaper is not None and (key in _ARROWS or key in _ENDS):
                event.accept()
                return True
        if isinstance(event, QNativeGestureEvent) and self._native(event):
            return True
        if event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent) and self._pinch(event):
            return True
        return super().event(event)

    def _native(self, event: QNativeGestureEvent) -> bool:
        """A pinch or a double tap on a trackpad."""
        match event.gestureType():
            case Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(max(1.0 + event.value(), 0.1), event.position())
            case Qt.NativeGestureType.SmartZoomNativeGesture:
                self.toggle_fit(event.position())
            case _:
                return False
        return True

    def _pinch(self, event: QGestureEvent) -> bool:
        """Two fingers on a touch screen."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.ScaleFactorChanged:
            place = QPointF(self.mapFromGlobal(pinch.centerPoint()))
            self.zoom_by(max(pinch.scaleFactor(), 0.1), place)
        event.accept(pinch)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms; two fingers on a trackpad move a photo that is larger than the window."""
        device = event.device()
        pad = device is not None and device.type() == QInputDevice.DeviceType.TouchPad
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if pad and not control and not self.fitted and not event.pixelDelta().isNull():
            self.pan_by(QPointF(event.pixelDelta()))
            event.accept()
        else:
            super().wheelEvent(event)
