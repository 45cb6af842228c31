"""What a drag looks like: the picture under the mouse, the words beside what it is over. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QDrag,
    QDropEvent,
    QFont,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QLabel, QToolTip, QWidget

from faceapp.gui import style
from faceapp.gui.language import number_words, tr
from faceapp.gui.models.carried import Filed, files_mime
from faceapp.gui.models.photos_model import PhotosModel

SIDE = 76
"""Longer side of the picture under the mouse."""
_STEP = 5
"""Each further sheet of the pile lies so many pixels lower and to the right."""
_SHEETS = 3


def drag_picture(one: QPixmap, number: int, ratio: float) -> QPixmap:
    """The picture of what is dragged; of several things a pile with their number.

    Args:
        one: One of them, of any size.
        number: How many they are.
        ratio: Device pixels for each pixel.
    """
    theme = style.theme_of(QGuiApplication.palette())
    scaled = one.scaled(
        round(SIDE * ratio),
        round(SIDE * ratio),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    width, height = scaled.width() / ratio, scaled.height() / ratio
    sheets = min(number, _SHEETS)
    room = 12  # for the number, which stands over a corner
    found = QPixmap(
        round((width + room + _STEP * sheets) * ratio), round((height + room + _STEP * sheets) * ratio)
    )
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for sheet in range(sheets - 1, -1, -1):
        rect = QRectF(1 + _STEP * sheet, room + _STEP * sheet, width, height)
        path = QPainterPath()
        path.addRoundedRect(rect, 8, 8)
        painter.fillPath(path, QColor(theme.raised))
        if sheet == 0:
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(rect, scaled, QRectF(scaled.rect()))
            painter.restore()
        painter.setPen(QColor(theme.line))
        painter.drawPath(path)
    if number > 1:
        words = number_words(number)
        painter.setFont(style.font(style.Size.CAPTION, QFont.Weight.Bold))
        wide = max(painter.fontMetrics().horizontalAdvance(words) + 12.0, 22.0)
        badge = QRectF(min(width - wide / 2, found.width() / ratio - wide), 0, wide, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_fill))
        painter.drawRoundedRect(badge, 11, 11)
        painter.setPen(QColor(theme.on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return found


def carry_photo(source: QWidget, photo: Filed | None, picture: QPixmap) -> None:
    """Drag a photo's file into another program; says why not where the file is not there."""
    mime = files_mime([photo] if photo is not None else [])
    if mime.hasUrls():
        carry(source, mime, drag_picture(picture, 1, picture.devicePixelRatio()))
    else:
        QToolTip.showText(
            QCursor.pos(), tr("The file of this photo is not there now. Plug in its drive."), source
        )


def carry(source: QWidget, mime: QMimeData, picture: QPixmap) -> None:
    """Drag something until it is let fall. It can only be copied, so nobody ever moves a user's file."""
    drag = QDrag(source)
    drag.setMimeData(mime)
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(SIDE // 2, SIDE // 2))
    drag.exec(Qt.DropAction.CopyAction)


def carry_items(view: QAbstractItemView, indexes: Sequence[QModelIndex], shown: QRect | None = None) -> None:
    """Drag items of a list, shown as the one under the mouse.

    Args:
        view: The list.
        indexes: Its items.
        shown: The part of the viewport to show; the item's own square where it is not given.
    """
    mime = view.model().mimeData(list(indexes))
    if not indexes or mime is None:
        return
    current = view.currentIndex() if view.currentIndex() in indexes else indexes[0]
    rect = shown or view.visualRect(current)
    picture = view.viewport().grab(rect)
    carry(view, mime, drag_picture(picture, len(indexes), picture.devicePixelRatio()))


def carry_photo_of(view: QAbstractItemView) -> None:
    """Drag the photo with the cursor out of a list of photos."""
    model, index = view.model(), view.currentIndex()
    if index.isValid() and isinstance(model, PhotosModel):
        carry_photo(view, model.photo(index.row()), view.viewport().grab(view.visualRect(index)))


def take_copy(event: QDropEvent) -> None:
    """Accept a drop as a copy: no program may believe that its file was moved here, and take it away."""
    if event.possibleActions() & Qt.DropAction.CopyAction:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.ignore()


class DropHint(QLabel):
    """What letting go would do, in a pill beside what the drag is over. Lies over all of the window."""

    GAP = 8

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("drop-hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_beside(self, widget: QWidget, rect: QRect, words: str, *, good: bool) -> None:
        """Say something about a part of a widget: right of it where there is room, else over its foot."""
        theme = style.theme_of(QGuiApplication.palette())
        ground, color = (theme.accent_fill, theme.on_accent) if good else (theme.raised, theme.text)
        line = theme.accent_fill if good else theme.line
        self.setStyleSheet(
            f"QLabel#drop-hint {{ background: {ground}; color: {color}; border: 1px solid {line};"
            f" border-radius: 14px; padding: 5px 13px; font-weight: 600; }}"
        )
        self.setText(words)
        self.adjustSize()
        window = self.window()
        place = QRect(widget.mapTo(window, rect.topLeft()), rect.size())
        spot = QPoint(place.right() + self.GAP, place.center().y() - self.height() // 2)
        if rect.height() > 2 * self.height():  # a card: over the foot of its picture
            foot = place.top() + min(place.width(), place.height())  # of its picture; the name stays free
            spot = QPoint(place.center().x() - self.width() // 2, foot - self.height() - 3 * self.GAP)
        spot.setX(max(min(spot.x(), window.width() - self.width() - self.GAP), self.GAP))
        spot.setY(max(min(spot.y(), window.height() - self.height() - self.GAP), self.GAP))
        self.move(spot)
        self.show()
        self.raise_()
