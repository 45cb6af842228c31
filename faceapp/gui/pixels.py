"""Pictures of the library as images of Qt."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from faceapp.core.models import Picture


def to_image(picture: Picture) -> QImage:
    """A copy of uint8 [H, W, 3] RGB pixels, in the format that paints fastest."""
    height, width = picture.shape[:2]
    pixels = np.ascontiguousarray(picture)
    view = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # Converting copies: the image must not outlive memory it does not own.
    return view.convertToFormat(QImage.Format.Format_RGB32)


def to_picture(image: QImage) -> Picture:
    """The pixels of an image: uint8 [H, W, 3] RGB; what is transparent becomes white."""
    opaque = image
    if image.hasAlphaChannel():
        opaque = QImage(image.size(), QImage.Format.Format_RGB32)
        opaque.fill(Qt.GlobalColor.white)
        painter = QPainter(opaque)
        painter.drawImage(0, 0, image)
        painter.end()
    plain = opaque.convertToFormat(QImage.Format.Format_RGB888)
    width, height, line = plain.width(), plain.height(), plain.bytesPerLine()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(height, line)
    return rows[:, : 3 * width].reshape(height, width, 3).copy()
