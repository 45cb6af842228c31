"""A photo with its face boxes: fit, zoom, pan, hover and pick a face, answer a suggestion in place.

Boxes come in pixels of the full upright photo. The picture on show may be smaller (a thumbnail first, the
whole photo later): what is on the screen does not move when a sharper picture arrives.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from faceapp.gui.language import tr
from faceapp.gui.widgets.face_boxes import BoxPainter, FaceBox
from faceapp.gui.widgets.lens import Lens
from faceapp.gui.widgets.rubber_box import RubberBox
from faceapp.gui.widgets.scaled_picture import ScaledPicture

_STEP = 1.25
_CLICK_SLACK = 4.0
"""Logical pixels the mouse may wander between press and release of a click."""


class PhotoCanvas(QWidget):
    """Shows one picture and its boxes.

    Args:
        zoomable: Whether wheel, keys and drag move the picture (off: it is always fitted).
    """

    picked = Signal(int)
    """A face's box was clicked; -1: the background was."""
    opened = Signal(int)
    """A face's box was double-clicked, or Enter pressed with it selected."""
    answered = Signal(int, bool)
    """Tick or cross of a suggestion was clicked."""
    drawn = Signal(object)
    """A Box was drawn, in pixels of the photo."""
    carried = Signal(QPixmap)
    """The whole photo is dragged away; what of it is seen."""
    zoomed = Signal(float)
    """Screen pixels per pixel of the photo changed."""

    def __init__(self, parent: QWidget | None = None, *, zoomable: bool = True) -> None:
        super().__init__(parent)
        self._zoomable = zoomable
        self._image = QImage()
        self._picture = ScaledPicture()
        self._lens = Lens()
        self._told_zoom = 1.0
        self._boxes: tuple[FaceBox, ...] = ()
        self._boxes_shown = True
        self._selected: int | None = None
        self._away: int | None = None
        """A face whose box is painted by somebody else."""
        self._hovered: int | None = None
        self._pressed_at: QPointF | None = None
        self._center_at_press = QPointF()
        self._panning = False
        self._painter = BoxPainter()
        self._drawing = False
        self._rubber: RubberBox | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if zoomable else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Photo"))

    # -- content ------------------------------------------------------------------------------------
    def clear(self) -> None:
        """Show nothing."""
        self.set_picture(QImage(), 0, 0)
        self.set_boxes(())
        self.fit()

    def set_picture(self, image: QImage, full_width: int, full_height: int) -> None:
        """Show a picture of a photo that is ``full_width`` x ``full_height`` pixels in its file.

        Zoom and place stay as they are, so that a sharper version may follow a thumbnail.
        """
        self._image = image
        if QSize(full_width, full_height) != self._lens.photo:
            self._lens.photo = QSize(full_width, full_height)
            self._lens.fitted = True
        self._settle()

    def set_boxes(self, boxes: Sequence[FaceBox]) -> None:
        """The faces, in pixels of the full photo."""
        self._boxes = tuple(boxes)
        ids = {box.face_id for box in self._boxes}
        if self._selected not in ids:
            self._selected = None
        if self._hovered not in ids:
            self._hovered = None
        self._describe()
        self.update()

    def boxes(self) -> tuple[FaceBox, ...]:
        """What :meth:`set_boxes` was given."""
        return self._boxes

    def set_boxes_shown(self, shown: bool) -> None:
        """Show or hide all boxes; a selected or hovered one is always shown."""
        self._boxes_shown = shown
        self.update()

    @property
    def boxes_shown(self) -> bool:
        """Whether boxes are drawn."""
        return self._boxes_shown

    def select(self, face_id: int | None) -> None:
        """Highlight one face's box (None: none) and bring it into sight. Emits nothing."""
        self._selected = face_id
        box = self._box(face_id)
        if box is not None and not self._lens.fitted:
            place = self._screen_rect(box)
            if not QRectF(self.rect()).contains(place):
                self._lens.center = QPointF(*box.box.center)
                self._settle()
        self._describe()
        self.update()

    @property
    def selected(self) -> int | None:
        """The highlighted face."""
        return self._selected

    def shown_size(self) -> QSize:
        """Pixels of the picture on show (smaller than the photo while only a thumbnail is there)."""
        return self._image.size()

    def set_drawing(self, on: bool) -> None:
        """Let the next drag draw a box; one with Ctrl held always does."""
        self._drawing = on
        self.setCursor(self._still_cursor())

    # -- zoom and place -----------------------------------------------------------------------------
    @property
    def zoom(self) -> float:
        """Screen pixels (device-independent) for one pixel of the photo."""
        return self._lens.zoom

    @property
    def fitted(self) -> bool:
        """Whether the whole photo is shown as large as it fits."""
        return self._lens.fitted

    def fit(self) -> None:
        """Show the whole photo."""
        self._lens.fitted = True
        self._settle()

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom about a place on the widget (None: the middle), which stays where it is."""
        if not self._lens.photo.isEmpty():
            self._lens.zoom_by(factor, about)
            self._settle()

    def toggle_fit(self, about: QPointF) -> None:
        """The whole photo, or its own pixels (at least twice as large) about a place on the widget."""
        if self._lens.fitted:
            self.zoom_by(max(1.0 / self._lens.zoom, 2.0), about)
        else:
            self.fit()

    def pan_by(self, moved: QPointF) -> None:
        """Move the photo by so many pixels of the widget, as far as it goes."""
        self._lens.center -= moved / self._lens.zoom
        self._settle()

    def zoom_to_selected(self) -> None:
        """Fill about a third of the height with the highlighted face; again: the whole photo."""
        box = self._box(self._selected)
        if not self.fitted:
            self.fit()
        elif box is not None:
            self._lens.zoom_to(QPointF(*box.box.center), self.height() / 3 / max(box.box.height, 1.0))
            self._settle()

    def _settle(self) -> None:
        """Clamp zoom and centre after anything changed, and repaint."""
        self._lens.window = QSizeF(self.size())
        self._lens.settle()
        if self._lens.zoom != self._told_zoom:
            self._told_zoom = self._lens.zoom
            self.zoomed.emit(self._told_zoom)
        if self._zoomable and not self._panning:
            self.setCursor(self._still_cursor())
        self.update()

    def _still_cursor(self) -> Qt.CursorShape:
        if self._drawing:
            return Qt.CursorShape.CrossCursor
        return Qt.CursorShape.ArrowCursor if self._lens.fitted else Qt.CursorShape.OpenHandCursor

    def _screen_rect(self, face: FaceBox) -> QRectF:
        box = face.box
        return QRectF(
            self._lens.to_screen(QPointF(box.x, box.y)), self._lens.to_screen(QPointF(box.right, box.bottom))
        )

    def picture_rect(self) -> QRectF:
        """Where the photo lies on the widget (may reach beyond it)."""
        return QRectF(
            self._lens.to_screen(QPointF(0, 0)),
            self._lens.to_screen(QPointF(self._lens.photo.width(), self._lens.photo.height())),
        )

    def box_rect(self, face_id: int) -> QRectF:
        """Where a face's box lies on the widget; empty where there is no such face."""
        box = self._box(face_id)
        return self._screen_rect(box) if box is not None else QRectF()

    def answer_rects(self, face_id: int) -> tuple[QRectF, QRectF]:
        """Where the tick and the cross of a suggestion lie; empty where there are none."""
        return self._painter.answers.get(face_id, (QRectF(), QRectF()))

    def _box(self, face_id: int | None) -> FaceBox | None:
        return next((box for box in self._boxes if box.face_id == face_id), None)

    # -- painting -----------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        """The size it would like."""
        return QSize(640, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        black = self.window().isFullScreen()
        ground = QPalette.ColorRole.Shadow if black else QPalette.ColorRole.AlternateBase
        if self._zoomable:
            painter.fillRect(self.rect(), self.palette().color(ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._lens.photo.isEmpty():
            self._picture.paint(painter, self._image, self.picture_rect(), self.devicePixelRatioF())
            emphasis = self._hovered if self._hovered is not None else self._selected
            self._painter.paint(
                painter,
                [(box, self._screen_rect(box)) for box in self._boxes if self._is_shown(box)],
                QRectF(self.rect()),
                selected=self._selected,
                emphasis=emphasis,
            )
        if self._rubber is not None:
            self._rubber.paint(painter)
        if self._zoomable and self.hasFocus() and self.window().isActiveWindow():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _is_shown(self, box: FaceBox) -> bool:
        chosen = box.face_id in (self._selected, self._hovered)
        return box.face_id != self._away and (chosen or (self._boxes_shown and not box.quiet))

    # -- mouse and keys -----------------------------------------------------------------------------
    def _at(self, place: QPointF) -> FaceBox | None:
        """The smallest box under a place: a face in front of a larger one can be hit."""
        hits = [box for box in self._boxes if self._screen_rect(box).contains(place)]
        if not self._boxes_shown:
            hits = [box for box in hits if not box.quiet]
        return min(hits, key=lambda box: box.box.area, default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._zoomable and (held or self._drawing) and not self._lens.photo.isEmpty():
            self._rubber = RubberBox(self._lens, event.position())
            self.setCursor(Qt.CursorShape.CrossCursor)
            return
        self._pressed_at = event.position()
        self._center_at_press = self._lens.center
        self._panning = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover or drag."""
        place = event.position()
        if self._rubber is not None:
            self._rubber.move(place)
            self.update()
            return
        if self._pressed_at is not None and self._zoomable and not self._lens.fitted:
            moved = place - self._pressed_at
            if self._panning or moved.manhattanLength() > _CLICK_SLACK:
                self._panning = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._lens.center = self._center_at_press - moved / self._lens.zoom
                self._settle()
            return
        if self._pressed_at is not None and self._zoomable:
            far = (place - self._pressed_at).manhattanLength()
            if far >= QApplication.startDragDistance() and self.picture_rect().contains(self._pressed_at):
                self._pressed_at = None
                self.carried.emit(self.grab(self.picture_rect().toAlignedRect()))
            return
        answer = self._painter.answer_at(place)
        box = self._at(place)
        hovered = answer[0] if answer is not None else box.face_id if box is not None else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        pointing = hovered is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else self._still_cursor())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click, a drag or a drawing."""
        if event.button() == Qt.MouseButton.LeftButton and self._rubber is not None:
            self._rubber.move(event.position())
            drawn, self._rubber = self._rubber.box(), None
            self.setCursor(self._still_cursor())
            self.update()
            if drawn is not None:
                self.drawn.emit(drawn)
            return
        pressed, self._pressed_at = self._pressed_at, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            super().mouseReleaseEvent(event)
            return
        if self._panning:
            self._panning = False
            self._settle()
            return
        answer = self._painter.answer_at(event.position())
        if answer is not None:
            self.answered.emit(*answer)
            return
        box = self._at(event.position())
        self.picked.emit(box.face_id if box is not None else -1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open, or zoom."""
        box = self._at(event.position())
        if box is not None:
            self.opened.emit(box.face_id)
        elif self._zoomable:
            self.toggle_fit(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        if self._hovered is not None:
            self._hovered = None
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or scroll."""
        if not self._zoomable:
            event.ignore()
            return
        turned = event.angleDelta().y() or event.pixelDelta().y() * 4
        if turned:
            self.zoom_by(_STEP ** (turned / 120.0), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own."""
        if not self._zoomable:
            event.ignore()
            return
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._selected is not None:
                self.opened.emit(self._selected)
            case Qt.Key.Key_1:
                self.zoom_by(1.0 / self._lens.zoom)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._settle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tool tips."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self._at(QPointF(event.pos()))
            if box is not None:
                QToolTip.showText(
                    event.globalPos(), box.tip or box.label, self, QRect(event.pos(), QSize(1, 1))
                )
                return True
        return super().event(event)

    def _describe(self) -> None:
        """What a screen reader says about the picture."""
        chosen = self._box(self._selected)
        parts = [", ".join(box.label for box in self._boxes if not box.quiet) or tr("no faces")]
        if chosen is not None:
            parts.append(tr("selected: {face}", face=chosen.label))
        self.setAccessibleDescription("; ".join(parts))
