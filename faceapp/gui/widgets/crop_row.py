"""A few face crops side by side, and how many more there are. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_crop import FaceCrop


class CropRow(QWidget):
    """Shows the first faces of a list.

    Args:
        thumbnails: For the crops.
        size: Of one crop.
        most: Crops shown at most.
        parent: Qt parent.
    """

    def __init__(
        self, thumbnails: ThumbnailLoader, size: int = 52, most: int = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._crops = [FaceCrop(thumbnails, None, size, self) for _ in range(most)]
        self._more = QLabel(self)
        self._more.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for crop in self._crops:
            row.addWidget(crop)
        row.addWidget(self._more)
        row.addStretch(1)
        self.show_faces(())

    def show_faces(self, faces: Sequence[int]) -> None:
        """Show these; hidden where there are none."""
        for number, crop in enumerate(self._crops):
            crop.set_face(faces[number] if number < len(faces) else None)
            crop.setVisible(number < len(faces))
        more = len(faces) - len(self._crops)
        self._more.setText(tr("and %n more", None, more) if more > 0 else "")
        self.setVisible(bool(faces))
