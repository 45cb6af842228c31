"""Thumbnails for every grid: loaded, scaled and rounded off the window thread, kept in a bounded cache.

Each is kept as it is shown, so that painting one is copying its pixels. Keyed by face or photo, never by
row: rows move while a scan runs. What was asked for last is loaded first, because that is what is on the
screen; what scrolled away long ago is dropped before it costs anything.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Collection
from functools import lru_cache
from math import ceil
from typing import Literal

from PySide6.QtCore import QObject, QRect, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap

from faceapp.core.errors import FaceAppError
from faceapp.library.library import Library

log = logging.getLogger(__name__)

Key = tuple[Literal["face", "photo"], int]
"""What a thumbnail is of."""

_Request = tuple[Key, int, int, float]
"""A key, the size and the radius of the corners in device pixels."""

CACHE_BYTES = 64 * 1024 * 1024
"""For each pixel to a point: twenty windows full of photos. What is dropped is soon there again."""
QUEUE_LIMIT = 400
"""Requests that may wait: more than any screen shows."""
_ALIKE = 0.06
"""Pictures whose proportions differ by no more than this share may stand in for each other."""


@lru_cache(maxsize=64)
def _disc(radius: float) -> QImage:
    """Four round corners, to be cut out of others; read by all threads, never painted on again."""
    side = 2 * ceil(radius)
    found = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(QRectF(found.rect()), radius, radius)
    painter.end()
    return found


def rounded(image: QImage, radius: float) -> QImage:
    """An image with smooth round corners of ``radius`` pixels. Any thread."""
    radius = min(radius, image.width() / 2, image.height() / 2)
    if radius <= 0:
        return image
    found = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    disc = _disc(radius)
    part = disc.width() // 2
    painter = QPainter(found)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    for x, from_x in ((0, 0), (found.width() - part, part)):
        for y, from_y in ((0, 0), (found.height() - part, part)):
            painter.drawImage(x, y, disc, from_x, from_y, part, part)
    painter.end()
    return found


def load_image(path: str, width: int, height: int, radius: float = 0.0) -> QImage:
    """Read a file, fill ``width`` x ``height`` pixels with its middle and round its corners. Any thread."""
    reader = QImageReader(path)
    target, whole = QSize(width, height), reader.size()
    filling = whole.scaled(target, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if whole.isValid() and filling.width() * 4 <= whole.width() * 3:
        reader.setScaledSize(filling)  # a JPEG is decoded no larger than that: two thirds of the work
    scaled = reader.read()
    if scaled.isNull():
        return scaled
    if scaled.size() != filling:
        scaled = scaled.scaled(
            target,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
    corner = QRect(0, 0, width, height)
    corner.moveCenter(scaled.rect().center())
    return rounded(scaled.copy(corner), radius)


class _Worker(QRunnable):
    """One object for all threads, never deleted by the pool."""

    def __init__(self, loader: ThumbnailLoader) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._loader = loader

    def run(self) -> None:
        """Serve what waits (pool thread)."""
        self._loader.serve()


class ThumbnailLoader(QObject):
    """Owns the thumbnail threads and the cache. Window thread, except where noted.

    Args:
        library: Makes missing thumbnails; any thread.
        parent: Qt parent.
        inline: Load at once on the calling thread: for tests and screenshots.
    """

    loaded = Signal(object)
    """A key whose pixmap is there now (or never will be)."""
    forgotten = Signal()
    """Pictures that are shown may show something else now."""
    _asked = Signal()
    _arrived = Signal()

    def __init__(self, library: Library, parent: QObject | None = None, *, inline: bool = False) -> None:
        super().__init__(parent)
        self._library = library
        self._inline = inline
        self._cache: OrderedDict[_Request, QPixmap] = OrderedDict()
        self._cached_bytes = 0
        self._room = CACHE_BYTES
        self._latest: dict[Key, _Request] = {}  # of those in the cache
        self._broken: set[_Request] = set()
        self._lock = threading.Lock()
        self._stack: OrderedDict[_Request, None] = OrderedDict()
        self._in_hand: set[_Request] = set()
        self._working = 0  # threads
        self._waking = False
        self._outdated: set[_Request] = set()  # in hand, and shows a face as it was before
        self._images: deque[tuple[_Request, QImage]] = deque()
        self._closed = False
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(max(1, min(4, QThreadPool.globalInstance().maxThreadCount() - 1)))
        self._worker = _Worker(self)
        self._asked.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self._arrived.connect(self._take_images, Qt.ConnectionType.QueuedConnection)

    def pixmap(self, key: Key, size: int | QSize, dpr: float = 1.0, radius: float = 0.0) -> QPixmap | None:
        """The thumbnail filling ``size`` (a number: a square), or None: then ``loaded`` follows.

        Args:
            key: What it is of.
            size: Width and height.
            dpr: Device pixels to each of these.
            radius: Of its round corners.
        """
        width, height = (size, size) if isinstance(size, int) else (size.width(), size.height())
        request: _Request = (key, max(1, round(width * dpr)), max(1, round(height * dpr)), radius * dpr)
        found = self._cache.get(request)
        if found is not None:
            self._cache.move_to_end(request)
            found.setDevicePixelRatio(dpr)
            return found
        if request in self._broken:
            return None
        self._room = max(self._room, round(CACHE_BYTES * dpr))
        if self._inline:
            self._keep(request, self._load(request))
            return self.pixmap(key, size, dpr, radius)
        self._ask(request)
        return None

    def stand_in(self, key: Key, size: QSize) -> QPixmap | None:
        """What is kept of ``key`` in another size: to be shown, scaled, until the right one is there."""
        request = self._latest.get(key)
        found = self._cache.get(request) if request is not None else None
        if found is None or size.isEmpty():
            return None
        change = found.width() * size.height() / (found.height() * size.width())
        return found if abs(change - 1) <= _ALIKE else None

    def is_broken(self, key: Key) -> bool:
        """Whether the thumbnail could not be made (its drive is away, ...)."""
        return any(request[0] == key for request in self._broken)

    def retry_broken(self) -> None:
        """Try again what could not be made, at the next time it is shown."""
        self._broken.clear()

    def forget_faces(self, face_ids: Collection[int]) -> None:
        """What is kept of these faces shows something else than they do now."""
        keys = {("face", face) for face in face_ids}
        for request in [request for request in self._cache if request[0] in keys] if keys else ():
            self._drop(request)
        self._broken = {request for request in self._broken if request[0] not in keys}
        with self._lock:
            self._outdated |= {request for request in self._in_hand if request[0] in keys}
        if keys:
            self.forgotten.emit()

    def close(self) -> None:
        """Drop what waits and wait for what is in hand. Any thread, called before the library closes."""
        with self._lock:
            self._closed = True
            self._stack.clear()
        self._pool.waitForDone()

    # -- queue --------------------------------------------------------------------------------------
    def _ask(self, request: _Request) -> None:
        with self._lock:
            if self._closed or request in self._in_hand:
                return
            self._stack[request] = None
            self._stack.move_to_end(request)
            if len(self._stack) > QUEUE_LIMIT:
                self._stack.popitem(last=False)
        if not self._waking:
            self._waking = True
            self._asked.emit()

    @Slot()
    def _wake(self) -> None:
        """Begin with what was asked for, now that it was painted: beside a paint, threads make it wait."""
        self._waking = False
        with self._lock:
            more = min(len(self._stack), self._pool.maxThreadCount() - self._working)
            self._working += max(more, 0)
        for _ in range(more):
            self._pool.start(self._worker)

    def serve(self) -> None:
        """Load what was asked for, the newest first, until nothing waits. Pool threads only."""
        while True:
            with self._lock:
                if self._closed or not self._stack:
                    self._working -= 1
                    return
                request, _ = self._stack.popitem(last=True)
                self._in_hand.add(request)
            image = self._load(request)
            with self._lock:
                self._images.append((request, image))
                if len(self._images) == 1:  # those that come before the window thread looks: with it
                    self._arrived.emit()

    def _load(self, request: _Request) -> QImage:
        """The scaled image, null where it cannot be made. Any thread."""
        (kind, number), width, height, radius = request
        try:
            make = self._library.make_face_thumbnail if kind == "face" else self._library.make_photo_thumbnail
            return load_image(str(make(number)), width, height, radius)
        except FaceAppError:
            log.info("No thumbnail for %s %d", kind, number, exc_info=True)
        except Exception:  # the guard around one file: a placeholder is shown
            log.exception("Thumbnail for %s %d", kind, number)
        return QImage()

    # -- cache --------------------------------------------------------------------------------------
    @Slot()
    def _take_images(self) -> None:
        while True:
            with self._lock:
                if self._closed or not self._images:
                    return
                request, image = self._images.popleft()
                self._in_hand.discard(request)
                outdated = request in self._outdated
                self._outdated.discard(request)
            if not outdated:
                self._keep(request, image)
            self.loaded.emit(request[0])  # whoever shows it asks anew where nothing was kept

    def _keep(self, request: _Request, image: QImage) -> None:
        if image.isNull():
            self._broken.add(request)
            return
        self._cache[request] = QPixmap.fromImage(image, Qt.ImageConversionFlag.NoOpaqueDetection)
        self._latest[request[0]] = request
        self._cached_bytes += image.sizeInBytes()
        while self._cached_bytes > self._room and len(self._cache) > 1:
            self._drop(next(iter(self._cache)))

    def _drop(self, request: _Request) -> None:
        key, width, height, _ = request
        del self._cache[request]
        self._cached_bytes -= width * height * 4
        if self._latest.get(key) == request:
            del self._latest[key]
