"""Items with thumbnails: each is painted again when its own picture is there, and nothing else is."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate

from faceapp.gui.thumbnail_loader import QUEUE_LIMIT, Key, ThumbnailLoader

Index = QModelIndex | QPersistentModelIndex


class PictureDelegate(QStyledItemDelegate):
    """What paints the items of one list. Window thread.

    Args:
        thumbnails: Where the pictures come from.
        view: The list, whose items are painted again.
    """

    def __init__(self, thumbnails: ThumbnailLoader, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self._view = view
        self._awaited: OrderedDict[Key, set[QPersistentModelIndex]] = OrderedDict()
        thumbnails.loaded.connect(self._arrived)
        thumbnails.forgotten.connect(self._forgotten)

    def picture(
        self, index: Index, key: Key, size: int | QSize, dpr: float, radius: float = 0.0
    ) -> QPixmap | None:
        """The picture of an item, as of :meth:`ThumbnailLoader.pixmap`; None: the item is painted again."""
        found = self._thumbnails.pixmap(key, size, dpr, radius)
        if found is None:
            self._awaited.setdefault(key, set()).add(QPersistentModelIndex(index))
            if len(self._awaited) > 2 * QUEUE_LIMIT:
                self._awaited.popitem(last=False)  # scrolled past, and never loaded
        return found

    def _forgotten(self) -> None:
        self._view.viewport().update()

    def _arrived(self, key: Key) -> None:
        for index in self._awaited.pop(key, ()):
            if index.isValid():
                self._view.update(index)
