"""All photos by time: days, months or years, in justified rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QToolButton, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Photo
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.photo_delegate import PhotoDelegate
from faceapp.gui.models.photos_model import Caption, PhotosModel, Span, caption_of, fitting_span
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.gui.widgets.segments import Segments
from faceapp.gui.widgets.timeline_list import TimelineList
from faceapp.library.library import Library

_RELOAD_MS = 700
"""While a scan adds photos the list is read again at most this often."""
_CAPTION_MS = 120
"""Faces are counted once the scrolling rests for so long."""
_CAPTIONS_AT_ONCE = 60


class PhotosView(QWidget):
    """The timeline. Opens photos with the whole list, so that the viewer can go on from there."""

    open_photo = Signal(int)
    add_folder = Signal()
    """The button of the empty page."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._stale = True
        self._span_chosen = False
        self._model = PhotosModel(self)
        thumbnails.loaded.connect(self._model.thumbnail_loaded)
        self._list = TimelineList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(PhotoDelegate(thumbnails, self._list))
        self._list.setAccessibleName("Photos, newest first")
        self._list.activated.connect(self._open)
        self._list.rows_in_sight.connect(self._in_sight)
        self._seen = (0, -1)
        self._captions = QTimer(self, singleShot=True, interval=_CAPTION_MS)
        self._captions.timeout.connect(self._ask_captions)
        self._reloads = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reloads.timeout.connect(self._reload)

        self._empty = QuietPage(
            "photos",
            "No photos yet",
            "Choose a folder of photos, or drop one on the window. Photos are only read: "
            "nothing is moved, changed or sent anywhere.",
            button="Choose a folder…",
            parent=self,
        )
        self._empty.pressed.connect(self.add_folder)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = PageHead("Photos", "", body)
        self._add_controls()
        column.addWidget(self._head)
        column.addWidget(self._list, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        FocusLead(self, self._list, self._empty.button)
        client.changed.connect(self._changed)

    def _add_controls(self) -> None:
        self._spans = Segments(
            [(Span.DAY, "Days"), (Span.MONTH, "Months"), (Span.YEAR, "Years")], "Sections by", self
        )
        self._spans.chosen.connect(lambda value: self._choose_span(Span(value)))
        self._head.add(self._spans)
        for icon, words, steps, keys in (
            ("minus", "Smaller photos", -1, "Ctrl+-"),
            ("plus", "Larger photos", 1, "Ctrl+="),
        ):
            action = QAction(words, self)
            shown = [QKeySequence(keys)]
            if steps > 0:
                shown.append(QKeySequence("Ctrl++"))
            action.setShortcuts(shown)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, steps=steps: self._list.change_size(steps))
            self.addAction(action)
            tool = QToolButton(self)
            tool.setProperty("kind", "flat")
            tool.setToolTip(f"{words} ({keys})")
            tool.setAccessibleName(words)
            tool.clicked.connect(action.trigger)
            icons.attach(tool, icon)
            self._head.add(tool)

    # -- what other pages need ----------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown."""
        if self._stale:
            self._reload()

    def photo_ids(self) -> list[int]:
        """The photos in their order, for the viewer's next and previous."""
        return self._model.photo_ids()

    def show_photo(self, photo_id: int) -> None:
        """Put the cursor on the photo the viewer was left at."""
        self._list.show_photo(photo_id)

    # -- content ------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while hidden."""
        if self._stale:
            self._reload()

    def _changed(self, changes: Changes) -> None:
        if changes.everything:
            self._model.forget_captions()
        else:
            self._model.forget_captions(changes.photo_ids)
            if changes.face_ids:
                # A face's photo is not named by the change: what is in sight is asked for again.
                self._model.forget_captions()
        self._captions.start()
        if changes.everything or changes.photo_ids:
            self._stale = True
            if self.isVisible() and not self._reloads.isActive():
                self._reloads.start()

    def _reload(self) -> None:
        self._stale = False
        self._client.ask(lambda library: library.photos(), self._show, owner=self)

    def _show(self, photos: list[Photo]) -> None:
        count = len(photos)
        self._stack.setCurrentIndex(1 if count else 0)  # first: the list is laid out in its size, once
        if not self._span_chosen:
            self._set_span(fitting_span(photos))
        self._model.set_photos(photos)
        self._head.set_detail("1 photo" if count == 1 else f"{count:,} photos")
        if count and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

    def _choose_span(self, span: Span) -> None:
        self._span_chosen = True
        self._set_span(span)

    def _set_span(self, span: Span) -> None:
        self._spans.choose(span)
        self._model.set_span(span)

    # -- captions -----------------------------------------------------------------------------------
    def _in_sight(self, first: int, last: int) -> None:
        self._seen = (first, last)
        self._captions.start()

    def _ask_captions(self) -> None:
        first, last = self._seen
        wanted = self._model.without_caption(range(first, last + 1))
        if not wanted or not self.isVisible():
            return
        part = wanted[:_CAPTIONS_AT_ONCE]

        def count(library: Library) -> dict[int, Caption]:
            return {photo_id: caption_of(library.faces_of_photo(photo_id)) for photo_id in part}

        def got(captions: dict[int, Caption]) -> None:
            self._model.set_captions(captions)
            if len(wanted) > len(part):
                self._captions.start()

        self._client.ask(count, got, owner=self)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_photo.emit(self._model.photo(index.row()).id)
