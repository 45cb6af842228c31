"""Every decision, newest first; undo any one of them by itself, any day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.models import Decision, EventInfo
from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.row_delegate import RowDelegate
from faceapp.gui.dialogs.undo_dialog import UndoDialog
from faceapp.gui.language import shown, tr
from faceapp.gui.list_place import ListPlace
from faceapp.gui.models.history_model import HistoryModel, local
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.clash_bar import ClashBar
from faceapp.gui.widgets.elided import Elided
from faceapp.gui.widgets.focus_lead import FocusLead
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
        self._thumbnails = thumbnails
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
        self._list.setAccessibleName(tr("Decisions, newest first"))
        self._place = ListPlace(self._list, lambda row: self._model.event_info(row).id, self._model.row_of)
        delegate = RowDelegate(self._list)
        delegate.pressed.connect(self._pressed)
        self._list.setItemDelegate(delegate)
        self._list.activated.connect(lambda index: self._turn(index.row()))

        self._head = PageHead(tr("History"), "", self)
        self._keys = Elided(parent=self)
        self._keys.setText(tr("Delete: undo or redo the selected decision"))
        self._keys.setToolTip(self._keys.text())
        self._keys.setProperty("role", "secondary")
        self._head.add(self._keys)
        self.since_button = QPushButton(tr("Undo everything since…"), self)
        self.since_button.clicked.connect(self.undo_since)
        self._head.add(self.since_button)
        self.clashes = ClashBar(client, thumbnails, self)
        clash_row = QVBoxLayout()
        clash_row.setContentsMargins(20, 0, 20, 8)
        clash_row.addWidget(self.clashes)
        self._empty = QuietPage(
            "history",
            tr("Nothing decided yet"),
            tr(
                "Every name you give and every answer is kept here, and each can be undone by itself, "
                "next month too. Start on the People page."
            ),
            parent=self,
        )
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(clash_row)
        column.addWidget(self._list, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        FocusLead(self, self._list)

        turn = QAction(tr("Undo or redo"), self)
        turn.setShortcuts([QKeySequence(Qt.Key.Key_Delete), QKeySequence(Qt.Key.Key_Backspace)])
        turn.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        turn.triggered.connect(self.turn_current)
        self.addAction(turn)
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._model.time_passed)
        client.changed.connect(self._changed)

    def remember(self) -> dict[str, Any]:
        """What to keep for the next start."""
        return {"decisions": self._place.remember()}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """As it was kept."""
        self._place.recall(stored.get("decisions"))

    def activated(self) -> None:
        """The page is shown."""
        self._model.time_passed()
        self._reload()

    def prepare(self) -> None:
        """Read it before the page is shown, where it changed."""
        if self._stale:
            self._reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while hidden."""
        self._clock.start()
        self.prepare()

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
        if event.id in self._turning:
            return
        if not event.undone:
            dialog = UndoDialog(self._client, self._thumbnails, event=event, parent=self)
            dialog.undone.connect(lambda _, words: self._undone(event.id, words))
            dialog.open()
            return
        self._redo(event.id)

    def _undone(self, event_id: int, words: str) -> None:
        self._client.told.emit(words, tr("Redo"), lambda: self._redo(event_id))
        self._reload()

    def undo_since(self) -> None:
        """Choose a day, see what would change, and take back everything since."""
        until: dict[date, int] = {}
        counting = [
            event for event in map(self._model.event_info, range(self._model.rowCount())) if not event.undone
        ]
        for number, event in enumerate(counting, start=1):
            until[local(event.when).date()] = number
        if until:
            days = [(day, [one.id for one in counting[:number]]) for day, number in until.items()]
            dialog = UndoDialog(self._client, self._thumbnails, days=days, parent=self)
            dialog.undone.connect(lambda decision, words: self._undone(decision.event, words))
            dialog.open()

    def _redo(self, event_id: int) -> None:
        # Not through decide(): Ctrl+Z is about the newest decision, and this row can be turned back here.
        self._turning.add(event_id)

        def turn(library: Library) -> Decision:
            return library.decide.redo(event_id)

        def done(_: object) -> None:
            self._turning.discard(event_id)
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
        self._client.ask(
            lambda library: (library.history(), len(library.unattached())), self._show, owner=self
        )

    def _show(self, answer: tuple[list[EventInfo], int]) -> None:
        events, away = answer
        self._model.set_events(events)
        count = self._model.rowCount()
        undone = sum(self._model.event_info(row).undone for row in range(count))
        decisions = said("%n decision(s)", None, count)
        words = [shown(decisions)]
        if undone:
            words = [tr("{decisions}, %n of them undone", None, undone, decisions=decisions)]
        if away:
            lost = said(
                "%n face(s) you decided about not found at present: nothing said of them is lost", None, away
            )
            words.append(shown(lost))
        self._head.set_detail(" · ".join(words))
        self.since_button.setEnabled(undone < count)
        self._stack.setCurrentIndex(1 if count else 0)
        if count and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))
