"""One of the people a face may be, with the key that says so. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.elided import Elided
from faceapp.gui.widgets.face_crop import FaceCrop

_CROP = 52


class CandidateButton(QPushButton):
    """Key, face, name and how likely it is.

    Args:
        thumbnails: For the crop.
        parent: Qt parent.
    """

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "candidate")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_CROP + 16)
        self._key = QLabel(self)
        self._key.setProperty("role", "key")
        self._crop = FaceCrop(thumbnails, None, _CROP, self)
        self._name = Elided(parent=self)
        self._name.setStyleSheet("font-weight: 600;")
        self._detail = Elided(parent=self)
        self._detail.setProperty("role", "caption")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._crop)
        row.addLayout(words, 1)
        for label in (self._key, self._name, self._detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self._key, self._crop, self._name, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """The size it would like."""
        return QSize(260, _CROP + 16)

    def prepare(self, face_id: int | None) -> None:
        """Load what :meth:`show_candidate` would show."""
        self._crop.prepare(face_id)

    def show_candidate(self, key: str, face_id: int | None, name: str, detail: str) -> None:
        """Show somebody."""
        self._key.setText(key)
        self._crop.set_face(face_id)
        self._name.setText(name)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{key}: {name}, {detail}".strip(", "))
        self.setToolTip(name)
