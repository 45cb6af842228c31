"""The folders of the album: what is in each, whether it is there, and whether it belongs to the album."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
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
from faceapp.core.errors import FaceAppError
from faceapp.core.folders import FolderInfo, FolderMode, chosen_inside
from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.row_delegate import RowDelegate
from faceapp.gui.language import shown, tr
from faceapp.gui.models.folders_model import FoldersModel, name
from faceapp.gui.models.problems_model import printable
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.files import open_folder
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.gui.widgets.watch_bar import WatchBar
from faceapp.library.folders import FolderChange

RELOAD_MS = 1500
"""While a scan runs the counts are read again at most this often."""


class FoldersView(QWidget):
    """A list of folders; a button for each, more for the one that is selected."""

    add_folder = Signal()

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._model = FoldersModel(self)
        self._reload_timer = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._reload_timer.timeout.connect(self._reload)
        self._empty = QuietPage(
            "folder-plus",
            tr("Which photos belong to your album?"),
            tr(
                "Drop a folder here, or choose one. Everything in it is looked through, and photos that come "
                "later are noticed. Your files are only read: nothing is moved, changed or deleted."
            ),
            button=tr("Add folder…"),
            drop=True,
            parent=self,
        )
        self._empty.pressed.connect(self.add_folder)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.setAccessibleName(tr("Folders of the album"))
        delegate = RowDelegate(self.list, lines=3)
        delegate.pressed.connect(lambda index: self._press(index))
        self.list.setItemDelegate(delegate)
        self.list.activated.connect(lambda index: self._press(QPersistentModelIndex(index)))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._update())
        self._model.modelReset.connect(self._update)
        self._model.dataChanged.connect(lambda *_: self._update())

        self._head = PageHead(tr("Folders"), "", self)
        self._scan_all = QPushButton(tr("Scan all"), self)
        self._scan_all.setToolTip(tr("Look through every folder again (F5)"))
        self._scan_all.clicked.connect(lambda: client.start_scan())
        self._add = QPushButton(tr("Add folder…"), self)
        self._add.setProperty("kind", "primary")
        self._add.clicked.connect(self.add_folder)
        self._head.add(self._scan_all)
        self._head.add(self._add)
        self.watch = WatchBar(client, self)
        self.leave_inside = self._action(tr("Leave out inside…"), "", self._choose_inside)
        self.stop = self._action(tr("Stop scanning"), "", self._stop_or_go_on)
        self.leave_out = self._action(tr("Leave out"), QKeySequence.StandardKey.Delete, self._leave_out)
        self.show_it = self._action(tr("Show in file manager"), "Ctrl+Shift+O", self._show_in_file_manager)
        self._actions = (self.show_it, self.leave_inside, self.stop, self.leave_out)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.watch)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot())
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        FocusLead(self, self.list, self._empty.button)
        self._update()

        client.changed.connect(self._changed)
        client.watch.changed.connect(lambda _: self._reload_if_seen())
        client.scan_started.connect(self._later)
        client.scan_progressed.connect(lambda _: self._later())
        for ended in (client.scan_finished, client.scan_stopped, client.scan_failed):
            ended.connect(lambda *_: self._reload_if_seen())

    def _action(self, text: str, keys: str | QKeySequence.StandardKey, slot: object) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _foot(self) -> QWidget:
        """The actions of the selected folder as buttons."""
        foot = QWidget(self)
        foot.setMinimumHeight(52)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 20, 10)
        self._hint = QLabel(tr("Choose a folder to leave it out of the album, or one inside it."), foot)
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        row.addWidget(self._hint, 1)
        row.addStretch()
        self._buttons: list[tuple[QPushButton, QAction]] = []
        for action in self._actions:
            button = QPushButton(action.text(), foot)
            button.clicked.connect(action.trigger)
            row.addWidget(button)
            self._buttons.append((button, action))
        return foot

    def activated(self) -> None:
        """The page is shown."""
        self._reload()
        self.watch.reload()

    def folders(self) -> list[FolderInfo]:
        """The rows on show."""
        return [self._model.folder(row) for row in range(self._model.rowCount())]

    def selected(self) -> FolderInfo | None:
        """The selected folder."""
        rows = self.list.selectionModel().selectedIndexes()
        return self._model.folder(rows[0].row()) if rows else None

    # -- actions ------------------------------------------------------------------------------------
    def _press(self, index: QPersistentModelIndex) -> None:
        """The button of a row, or Enter."""
        if not index.isValid():
            return
        folder = self._model.folder(index.row())
        if folder.mode is FolderMode.LEFT_OUT:
            self._take_back(folder)
        elif folder.there:
            self._client.start_scan([Path(folder.path)])

    def _take_back(self, folder: FolderInfo) -> None:
        self._client.ask(
            lambda library: library.places.add([folder.path]),
            lambda _: self._scan(folder),
            owner=self,
        )

    def _scan(self, folder: FolderInfo) -> None:
        self._reload()
        if folder.there:
            self._client.start_scan([Path(folder.path)])

    def _leave_out(self) -> None:
        folder = self.selected()
        if folder is not None and folder.mode is not FolderMode.LEFT_OUT:
            self._leave(folder.path, name(folder))

    def _leave(self, path: str, called: str) -> None:
        def done(change: FolderChange) -> None:
            self._reload()
            words = tr(
                "{folder} is left out: %n photo(s) out of sight, with every name kept",
                None,
                change.photos,
                folder=called,
            )
            self._client.told.emit(words, tr("Undo"), lambda: self._put_back(change))

        self._client.ask(lambda library: library.places.leave_out(path), done, owner=self)

    def _put_back(self, change: FolderChange) -> None:
        self._client.ask(
            lambda library: library.places.put_back(change), lambda _: self._reload(), owner=self
        )

    def _stop_or_go_on(self) -> None:
        folder = self.selected()
        if folder is None or folder.mode is FolderMode.LEFT_OUT:
            return
        if folder.mode is FolderMode.KEPT:
            self._take_back(folder)
            return

        def done(change: FolderChange) -> None:
            self._reload()
            words = tr("{folder} is scanned only when you ask for it. Its photos stay.", folder=name(folder))
            self._client.told.emit(words, tr("Undo"), lambda: self._put_back(change))

        self._client.ask(lambda library: library.places.keep(folder.path), done, owner=self)

    def _choose_inside(self) -> None:
        folder = self.selected()
        if folder is None or not folder.there:
            return
        dialog = QFileDialog(self, tr("Which folder is to be left out?"), folder.path)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, tr("Leave out"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._leave_inside(folder, path))
        dialog.open()

    def _leave_inside(self, folder: FolderInfo, path: str) -> None:
        chosen = chosen_inside(path, folder.path)
        if chosen is not None:
            self._leave(chosen, Path(chosen).name)
        else:
            words = said("{path} is not inside {folder}.", path=printable(path), folder=name(folder))
            self._client.failed.emit(FaceAppError(words))

    def _show_in_file_manager(self) -> None:
        folder = self.selected()
        if folder is not None:
            open_folder(folder.path)

    def _menu(self, place: QPoint) -> None:
        if self.selected() is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._actions)
            menu.popup(self.list.viewport().mapToGlobal(place))

    def _update(self) -> None:
        folder = self.selected()
        here = folder is not None and folder.there
        out = folder is not None and folder.mode is FolderMode.LEFT_OUT
        kept = folder is not None and folder.mode is FolderMode.KEPT
        self.leave_inside.setToolTip(tr("Choose a folder inside this one whose photos are not to be shown"))
        self.show_it.setEnabled(here)
        self.leave_inside.setEnabled(here and not out)
        self.stop.setEnabled(folder is not None and not out)
        self.stop.setText(tr("Scan by itself") if kept else tr("Stop scanning"))
        self.stop.setToolTip(
            tr("Scan this folder by itself again, with the others")
            if kept
            else tr("Scan this folder only when asked for; its photos and names stay")
        )
        self.leave_out.setEnabled(folder is not None and not out)
        self.leave_out.setToolTip(tr("Show no photo of this folder; every name is kept (Delete)"))
        self._hint.setVisible(folder is None)
        for button, action in self._buttons:
            button.setVisible(action.isEnabled())
            button.setText(action.text())
            button.setToolTip(action.toolTip())

    # -- content ------------------------------------------------------------------------------------
    def _changed(self, changes: Changes) -> None:
        self._later()

    def _later(self) -> None:
        if self.isVisible() and not self._reload_timer.isActive():
            self._reload_timer.start()

    def _reload_if_seen(self) -> None:
        if self.isVisible():
            self._reload()

    def _reload(self) -> None:
        # Whether a folder is there is asked of its drive, which may be slow to answer.
        self._client.in_background(lambda library: library.places.all(), self._show, owner=self)

    def _show(self, folders: list[FolderInfo]) -> None:
        chosen = self.selected()
        self._model.set_folders(folders)
        if chosen is not None and self.selected() is None:
            row = self._model.row_of(chosen.path)
            if row is not None:
                self.list.setCurrentIndex(self._model.index(row))
        away = sum(not one.there for one in folders if one.mode is not FolderMode.LEFT_OUT)
        words = said("%n folder(s)", None, len(folders))
        self._head.set_detail(tr("{folders}, %n away", None, away, folders=words) if away else shown(words))
        self._scan_all.setEnabled(any(one.mode is FolderMode.WATCHED for one in folders))
        self._stack.setCurrentIndex(1 if folders else 0)
