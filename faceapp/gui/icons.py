"""Line icons of ``resources/icons`` in the colours of the theme. Window thread.

The drawings are those of the Lucide set, unchanged but for their file names (``resources/icons/LICENSE``;
the ``class`` in each says what Lucide calls it): 24 x 24, one stroke, ``currentColor``. ``chevron`` and
``tick`` have a colour of their own, because the style sheet takes them as they are.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from faceapp.gui.style import scaled, theme_of
from faceapp.paths import resource

_NAME = "faceapp_icon"
_COLOR = "faceapp_icon_color"
_SIZE = "faceapp_icon_size"
_STROKE = 1.75
"""Of 24: a little finer than the set's own 2, as the text beside it is."""
_DIRECTED = frozenset({"back", "forward", "move", "undo", "redo"})
"""Arrows along the reading direction: they turn round where that is from right to left."""


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    drawing = resource(f"icons/{name}.svg").read_text("utf-8")
    return drawing.replace('stroke-width="2"', f'stroke-width="{_STROKE}"')


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, dpr: float, *, mirrored: bool = False) -> QPixmap:
    """An icon of ``size`` logical pixels in one colour."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))
    pixels = max(1, round(size * dpr))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    if mirrored:
        painter.setTransform(QTransform(-1, 0, 0, 1, pixels, 0))
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    result = QPixmap.fromImage(image)
    result.setDevicePixelRatio(dpr)
    return result


def icon(name: str, color: str, size: int = 18, *, mirrored: bool = False) -> QIcon:
    """An icon sharp at the usual display scales."""
    result = QIcon()
    for dpr in (1.0, 1.5, 2.0, 3.0):
        result.addPixmap(pixmap(name, color, size, dpr, mirrored=mirrored))
    return result


def attach(widget: QAbstractButton | QLabel, name: str, *, color: str = "text", size: int = 18) -> None:
    """Give a button or label an icon that follows the theme (``color``: a field of Theme)."""
    widget.setProperty(_NAME, name)
    widget.setProperty(_COLOR, color)
    widget.setProperty(_SIZE, size)
    _tint(widget)


def retint(root: QWidget) -> None:
    """Draw every icon under ``root`` again in the colours of its palette."""
    for widget in root.findChildren(QWidget):
        if widget.property(_NAME):
            _tint(widget)


def _tint(widget: QWidget) -> None:
    name, size = str(widget.property(_NAME)), scaled(int(widget.property(_SIZE)))
    color = str(getattr(theme_of(widget.palette()), str(widget.property(_COLOR))))
    mirrored = name in _DIRECTED and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, color, size, widget.devicePixelRatioF(), mirrored=mirrored))
    elif isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, color, size, mirrored=mirrored))
        widget.setIconSize(QSize(size, size))
