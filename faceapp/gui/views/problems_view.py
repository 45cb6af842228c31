"""Every file that could not be used: what happened, what to do, try again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.models import Problem
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.row_delegate import RowDelegate
from faceapp.gui.language import shown, tr
from faceapp.gui.list_place import ListPlace
from faceapp.gui.models.problems_model import ProblemsModel
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.files import copy_text, show_in_file_manager
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage


class ProblemsView(QWidget):
    """A list of files with one way out for each."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._model = ProblemsModel(self)
        self._stale = True
        self._stack = QStackedLayout()
        self._empty = QuietPage(
            "check",
            tr("Every photo could be read"),
            tr("A file that is damaged, locked or of an unknown kind would be listed here, with what to do."),
            parent=self,
        )
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setLayoutMode(QListView.LayoutMode.Batched)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._menu)
        self._list.setAccessibleName(tr("Files that could not be used"))
        self._place = ListPlace(self._list, lambda row: self._model.problem(row).path, self._model.row_of)
        delegate = RowDelegate(self._list, lines=3)
        delegate.pressed.connect(self._pressed)
        self._list.setItemDelegate(delegate)
        self._list.activated.connect(lambda _: self.retry_selected())

        self._head = PageHead(tr("Problems"), "", self)
        self._retry_all = QPushButton(tr("Try all again"), self)
        self._retry_all.setToolTip(tr("Read every file of this list again"))
        self._retry_all.clicked.connect(self.retry_all)
        self._head.add(self._retry_all)
        self._actions = [
            self._action(tr("Try again"), "R", self.retry_selected),
            self._action(tr("Show in file manager"), "Ctrl+Shift+O", self.show_selected),
            self._action(tr("Copy path"), QKeySequence.StandardKey.Copy, self.copy_selected),
        ]
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._list, 1)
        column.addWidget(self._foot())
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        self.setLayout(self._stack)
        FocusLead(self, self._list)

        client.changed.connect(self._changed)
        client.scan_finished.connect(lambda _: self._reload())
        client.scan_stopped.connect(self._reload)
        client.scan_failed.connect(lambda _: self._reload())

    def _action(self, text: str, keys: str | QKeySequence.StandardKey, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _foot(self) -> QWidget:
        """The same actions as buttons, for the rows that are selected."""
        foot = QWidget(self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 20, 10)
        self._hint = QLabel("", foot)
        self._hint.setWordWrap(True)
        row.addWidget(self._hint, 1)
        self._buttons: list[QPushButton] = []
        for action in self._actions[1:]:
            button = QPushButton(action.text(), foot)
            button.clicked.connect(action.trigger)
            row.addWidget(button)
            self._buttons.append(button)
        self._list.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self._model.modelReset.connect(self._selected)
        self._selected()
        return foot

    def remember(self) -> dict[str, Any]:
        """What to keep for the next start."""
        return {"files": self._place.remember()}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """As it was kept."""
        self._place.recall(stored.get("files"))

    def activated(self) -> None:
        """The page is shown."""
        self.prepare()

    def prepare(self) -> None:
        """Read what changed since: only scans and folders do, and both tell of it."""
        if self._stale:
            self._reload()

    def problems(self) -> list[Problem]:
        """The rows on show."""
        return [self._model.problem(row) for row in range(self._model.rowCount())]

    # -- actions ------------------------------------------------------------------------------------
    def selected(self) -> list[Problem]:
        """The selected rows."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        return [self._model.problem(row) for row in rows]

    def retry_all(self) -> None:
        """Read every file of the list again."""
        self._retry(None)

    def retry_selected(self) -> None:
        """Read the selected files again."""
        paths = [problem.path for problem in self.selected()]
        if paths:
            self._retry(paths)

    def show_selected(self) -> None:
        """Open the folder of the first selected file."""
        for problem in self.selected()[:1]:
            show_in_file_manager(problem.path)

    def copy_selected(self) -> None:
        """Copy the selected paths, one a line."""
        chosen = self.selected()
        if chosen:
            copy_text("\n".join(problem.path for problem in chosen))

    def _retry(self, paths: list[str] | None) -> None:
        self._client.ask(
            lambda library: library.retry_problems(paths),
            lambda _: self._client.start_scan(),
            owner=self,
        )

    def _pressed(self, index: QPersistentModelIndex) -> None:
        if index.isValid():
            self._retry([self._model.problem(index.row()).path])

    def _menu(self, place: QPoint) -> None:
        if self.selected():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._actions)
            menu.popup(self._list.viewport().mapToGlobal(place))

    def _selected(self) -> None:
        chosen = self.selected()
        for button in self._buttons:
            button.setEnabled(bool(chosen))
        words = shown(chosen[0].message) if len(chosen) == 1 else ""
        shortened = self.fontMetrics().horizontalAdvance(words) > self._list.viewport().width() - 220
        self._hint.setText(words if shortened else "")

    # -- content ------------------------------------------------------------------------------------
    def _changed(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._stale = False
        self._client.ask(lambda library: library.problems(), self._show, owner=self)

    def _show(self, problems: list[Problem]) -> None:
        kept = {problem.path for problem in self.selected()}
        self._model.set_problems(problems)
        for path in kept:
            row = self._model.row_of(path)
            if row is not None:
                index = self._model.index(row)
                self._list.selectionModel().select(index, self._list.selectionModel().SelectionFlag.Select)
        self._head.set_detail(tr("%n file(s) could not be used", None, len(problems)))
        self._stack.setCurrentIndex(1 if problems else 0)
