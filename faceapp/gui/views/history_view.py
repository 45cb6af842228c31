"""Every decision, newest first; undo any one of them by itself, any day."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QStackedLayout, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Decision, EventInfo
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.row_delegate import RowDelegate
from faceapp.gui.models.history_model import HistoryModel
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.library.library import Library

_MINUTE_MS = 60_000


class HistoryView(QWidget):
    """The log as a list; the button of a row, Enter or Delete turns one decision."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._stale = True
        self._turning: set[int] = set()
        self._model = HistoryModel(self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setLayoutMode(QListView.LayoutMode.Batched)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setAccessibleName("Decisions, newest first")
        delegate = RowDelegate(self._list)
        delegate.pressed.connect(self._pressed)
        self._list.setItemDelegate(delegate)
        self._list.activated.connect(lambda index: self._turn(index.row()))

        self._head = PageHead("History", "", self)
        self._keys = QLabel("Delete: undo or redo the selected decision", self)
        self._keys.setProperty("role", "secondary")
        self._head.add(self._keys)
        self._empty = QuietPage(
            "history",
            "Nothing decided yet",
            "Every name you give and every answer is kept here, and each can be undone by itself, "
            "next month too. Start on the People page.",
            parent=self,
        )
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._list, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        self.setFocusProxy(self._list)

        turn = QAction("Undo or redo", self)
        turn.setShortcuts([QKeySequence(Qt.Key.Key_Delete), QKeySequence(Qt.Key.Key_Backspace)])
        turn.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        turn.triggered.connect(self.turn_current)
        self.addAction(turn)
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._model.time_passed)
        client.changed.connect(self._changed)

    def activated(self) -> None:
        """The page is shown."""
        self._model.time_passed()
        self._reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while hidden."""
        self._clock.start()
        if self._stale:
            self._reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        self._clock.stop()

    def turn_current(self) -> None:
        """Undo the decision with the cursor, or redo it where it is undone."""
        index = self._list.currentIndex()
        if index.isValid():
            self._turn(index.row())

    def _pressed(self, index: QPersistentModelIndex) -> None:
        if index.isValid():
            self._list.setCurrentIndex(self._model.index(index.row()))
            self._turn(index.row())

    def _turn(self, row: int) -> None:
        event = self._model.event_info(row)
        if event.id in self._turning or event.kind == "box":
            return
        # Not through decide(): Ctrl+Z is about the newest decision, and this row can be turned back here.
        self._turning.add(event.id)

        def turn(library: Library) -> Decision:
            return library.decide.redo(event.id) if event.undone else library.decide.undo(event.id)

        def done(_: object) -> None:
            self._turning.discard(event.id)
            self._reload()

        def failed(error: object) -> None:
            done(error)
            self._client.failed.emit(error)

        self._client.ask(turn, done, owner=self, failed=failed)

    def _changed(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._stale = False
        self._client.ask(lambda library: library.history(), self._show, owner=self)

    def _show(self, events: list[EventInfo]) -> None:
        self._model.set_events(events)
        count = self._model.rowCount()
        undone = sum(self._model.event_info(row).undone for row in range(count))
        words = "1 decision" if count == 1 else f"{count:,} decisions"
        self._head.set_detail(f"{words}, {undone:,} of them undone" if undone else words)
        self._stack.setCurrentIndex(1 if count else 0)
        if count and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))
