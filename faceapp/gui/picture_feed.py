"""The pixels of a photo on a canvas: its thumbnail at once, then the photo as sharp as it is shown."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Photo
from faceapp.gui.client import LibraryClient
from faceapp.gui.pixels import to_image
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.photo_canvas import PhotoCanvas
from faceapp.library.pictures import PictureView

_THUMBNAIL = 512
_HURRY_SECONDS = 0.35
_HURRY_MS = 160
"""Whoever leafs quickly sees thumbnails; the photo they stop at is read in full."""
_WHOLE = 1 << 20
"""A long side no photo has: the photo as it is."""
_ZOOM_MS = 120


class PictureFeed(QObject):
    """Feeds one canvas. Window thread.

    Args:
        client: Decodes photos.
        thumbnails: What is shown until then.
        canvas: Where the photo is shown.
    """

    failed = Signal(str)
    """The photo cannot be read: what happened and what to do."""
    arrived = Signal()
    """The photo itself is on the canvas."""

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, canvas: PhotoCanvas) -> None:
        super().__init__(canvas)
        self._client = client
        self._thumbnails = thumbnails
        self._canvas = canvas
        self._photo_id: int | None = None
        self._photo: Photo | None = None
        self._asked = 0
        self._last_turn = 0.0
        self._sharpen = QTimer(self, singleShot=True)
        self._sharpen.timeout.connect(self._load)
        canvas.zoomed.connect(lambda _: self._sharpen.start(_ZOOM_MS))
        thumbnails.loaded.connect(self._thumbnail_loaded)

    def turn_to(self, photo_id: int) -> None:
        """Another photo comes."""
        hurried = time.monotonic() - self._last_turn < _HURRY_SECONDS
        self._last_turn = time.monotonic()
        self._photo_id, self._photo = photo_id, None
        self._asked = 0
        self._sharpen.start(_HURRY_MS if hurried else 0)

    def show_thumbnail(self, photo: Photo) -> None:
        """Until the photo itself is there."""
        self._photo = photo
        if not self._canvas.shown_size().isEmpty():
            return
        scale = _THUMBNAIL / max(photo.width, photo.height, 1)
        size = QSize(max(round(photo.width * scale), 1), max(round(photo.height * scale), 1))
        pixmap = self._thumbnails.pixmap(("photo", photo.id), size)
        if pixmap is not None:
            self._canvas.set_picture(pixmap.toImage(), photo.width, photo.height)

    def _thumbnail_loaded(self, key: tuple[str, int]) -> None:
        if self._photo is not None and key == ("photo", self._photo.id):
            self.show_thumbnail(self._photo)

    def _load(self) -> None:
        """Read the photo as large as it is shown now, where what is there is smaller."""
        photo_id, screen = self._photo_id, QGuiApplication.primaryScreen()
        if photo_id is None:
            return
        size = screen.size() * screen.devicePixelRatio() if screen is not None else QSize(1920, 1080)
        wanted = max(size.width(), size.height())
        if self._photo is not None:
            whole = max(self._photo.width, self._photo.height)
            if whole * self._canvas.zoom * self._canvas.devicePixelRatioF() > wanted * 1.1:
                wanted = _WHOLE
        if wanted <= self._asked:
            return
        self._asked = wanted

        def then(view: PictureView) -> None:
            if photo_id == self._photo_id:
                self._canvas.set_picture(to_image(view.pixels), view.full_width, view.full_height)
                self.arrived.emit()

        def failed(error: FaceAppError) -> None:
            if photo_id == self._photo_id:
                self.failed.emit(error.user_message)

        self._client.load_picture(photo_id, then, owner=self, long_side=wanted, failed=failed)
