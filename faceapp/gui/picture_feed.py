"""The pixels of a photo on a canvas: its thumbnail at once, then the photo as sharp as it is shown.

The photos before and after it are read too, so that the next press shows one at once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Photo
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown
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
_KEPT = 5
"""Photos that are kept as large as the screen: some 30 MB each on the largest screens."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A photo that was read: its pixels, its size in the file, and the long side that was wanted."""

    image: QImage
    width: int
    height: int
    wanted: int


def neighbours(photo_ids: Sequence[int], photo_id: int) -> list[int]:
    """The photos of a list that are likely to be shown after one: the next, and the one before."""
    if photo_id not in photo_ids:
        return []
    at = photo_ids.index(photo_id)
    return [*photo_ids[at + 1 : at + 2], *photo_ids[max(at - 1, 0) : at]]


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
        self._ready: OrderedDict[int, _Ready] = OrderedDict()
        self._coming: set[int] = set()
        self._neighbours: tuple[int, ...] = ()
        self._sharpen = QTimer(self, singleShot=True)
        self._sharpen.timeout.connect(self._load)
        canvas.zoomed.connect(lambda _: self._sharpen.start(_ZOOM_MS))
        thumbnails.loaded.connect(self._thumbnail_loaded)

    def turn_to(self, photo_id: int, neighbours: Sequence[int] = ()) -> bool:
        """Another photo comes; ``neighbours`` are those that are likely to come next.

        Returns:
            Whether it is on the canvas already.
        """
        self._neighbours = tuple(neighbours)
        hurried = time.monotonic() - self._last_turn < _HURRY_SECONDS
        self._last_turn = time.monotonic()
        self._photo_id, self._photo = photo_id, None
        ready = self._ready.get(photo_id)
        self._asked = ready.wanted if ready is not None else 0
        self._sharpen.start(_HURRY_MS if hurried and ready is None else 0)
        if ready is None:
            return False
        self._ready.move_to_end(photo_id)
        self._canvas.set_picture(ready.image, ready.width, ready.height)
        return True

    def is_shown(self, photo_id: int) -> bool:
        """Whether the photo itself is on the canvas."""
        return self._photo_id == photo_id and self._asked > 0 and photo_id in self._ready

    def _look_ahead(self) -> None:
        """Read the neighbours, once the photo itself is there."""
        for photo_id in self._neighbours:
            if photo_id not in self._ready and photo_id not in self._coming:
                self._coming.add(photo_id)
                self._read_ahead(photo_id, self._screen_side())

    def _read_ahead(self, photo_id: int, wanted: int) -> None:
        def then(view: PictureView) -> None:
            self._coming.discard(photo_id)
            self._keep(photo_id, view, wanted)

        def failed(_: FaceAppError) -> None:  # told when it is its turn
            self._coming.discard(photo_id)

        self._client.load_picture(photo_id, then, owner=self, long_side=wanted, failed=failed)

    def _keep(self, photo_id: int, view: PictureView, wanted: int) -> _Ready:
        ready = _Ready(to_image(view.pixels), view.full_width, view.full_height, wanted)
        if wanted < _WHOLE:  # a photo in full is too large to keep beside others
            self._ready[photo_id] = ready
            self._ready.move_to_end(photo_id)
            while len(self._ready) > _KEPT:
                self._ready.popitem(last=False)
        return ready

    @staticmethod
    def _screen_side() -> int:
        screen = QGuiApplication.primaryScreen()
        size = screen.size() * screen.devicePixelRatio() if screen is not None else QSize(1920, 1080)
        return max(size.width(), size.height())

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
        photo_id = self._photo_id
        if photo_id is None:
            return
        wanted = self._screen_side()
        if self._photo is not None:
            whole = max(self._photo.width, self._photo.height)
            if whole * self._canvas.zoom * self._canvas.devicePixelRatioF() > wanted * 1.1:
                wanted = _WHOLE
        if wanted <= self._asked:
            self._look_ahead()
            return
        self._asked = wanted

        def then(view: PictureView) -> None:
            ready = self._keep(photo_id, view, wanted)
            if photo_id == self._photo_id:
                self._canvas.set_picture(ready.image, ready.width, ready.height)
                self.arrived.emit()
                self._look_ahead()

        def failed(error: FaceAppError) -> None:
            if photo_id == self._photo_id:
                self.failed.emit(shown(error.user_message))

        self._client.load_picture(photo_id, then, owner=self, long_side=wanted, failed=failed)
