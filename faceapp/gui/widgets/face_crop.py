"""One face crop as a widget. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from faceapp.gui.delegates.painting import paint_picture
from faceapp.gui.language import tr
from faceapp.gui.style import theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader


class FaceCrop(QWidget):
    """One crop of a fixed size."""

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        face_id: int | None,
        size: int,
        parent: QWidget | None = None,
        *,
        round_crop: bool = False,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._face_id = face_id
        self._radius = size / 2 if round_crop else 14.0
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(tr("Face"))
        thumbnails.loaded.connect(self._loaded)

    def set_face(self, face_id: int | None) -> None:
        """Show another face."""
        if face_id != self._face_id:
            self._face_id = face_id
            self.update()

    def prepare(self, face_id: int | None) -> None:
        """Load a face that is shown soon."""
        if face_id is not None:
            self._picture(face_id)

    def _picture(self, face_id: int) -> QPixmap | None:
        dpr = self.devicePixelRatioF()
        return self._thumbnails.pixmap(("face", face_id), self.width(), dpr, self._radius)

    def _loaded(self, key: object) -> None:
        if key == ("face", self._face_id):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the crop."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        dpr = self.devicePixelRatioF()
        picture = None
        if self._face_id is not None:
            picture = self._picture(self._face_id)
        rect = QRect(0, 0, self.width(), self.height())
        paint_picture(painter, rect, picture, self._radius, theme_of(self.palette()), dpr)
        painter.end()
