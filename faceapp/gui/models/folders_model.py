"""The folders of the album. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from faceapp.core.folders import FolderInfo, FolderMode
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.language import tr
from faceapp.gui.models.history_model import ago
from faceapp.gui.models.problems_model import printable
from faceapp.gui.reading import file_words

_BLUE = QColor(88, 146, 240)
_AMBER = QColor(214, 138, 20)
_GREY = QColor(128, 134, 146)


class FoldersModel(QAbstractListModel):
    """One row per folder: its name, how it stands, where it lies."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: list[FolderInfo] = []

    def set_folders(self, folders: Sequence[FolderInfo]) -> None:
        """Show these; where the folders are the same ones, the selection stays."""
        if [one.path for one in folders] == [one.path for one in self._folders]:
            self._folders = list(folders)
            if folders:
                self.dataChanged.emit(self.index(0), self.index(len(folders) - 1))
            return
        self.beginResetModel()
        self._folders = list(folders)
        self.endResetModel()

    def folder(self, row: int) -> FolderInfo:
        """The folder of a row."""
        return self._folders[row]

    def row_of(self, path: str) -> int | None:
        """Where a folder is, or None."""
        return next((row for row, one in enumerate(self._folders) if one.path == path), None)

    def rowCount(
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008 - Qt's own signature
    ) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self._folders)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a row says for a role."""
        if not index.isValid() or not 0 <= index.row() < len(self._folders):
            return None
        folder = self._folders[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return file_words(name(folder))
            case RowRole.SECOND:
                return standing(folder, datetime.now().astimezone())
            case RowRole.THIRD:
                return file_words(printable(folder.path))
            case RowRole.BUTTON:
                return button(folder)
            case RowRole.MARK:
                return mark(folder)
            case Qt.ItemDataRole.ToolTipRole:
                return printable(folder.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name(folder)}: {data_words(folder)} {printable(folder.path)}"
        return None


def name(folder: FolderInfo) -> str:
    """What a folder is called: inside another one of the album, its way from there."""
    path = PurePath(folder.path)
    if folder.within is not None:
        return printable(" / ".join((PurePath(folder.within).name, *path.relative_to(folder.within).parts)))
    return printable(path.name or folder.path)


def standing(folder: FolderInfo, now: datetime) -> str:
    """How a folder stands, in one line."""
    photos = tr("%n photo(s)", None, folder.photos)
    if folder.mode is FolderMode.LEFT_OUT:
        return tr("Left out: {photos} out of sight, with every name kept", photos=photos)
    if not folder.there:
        return tr("Away: plug in its drive. {photos} and all names stay in the album", photos=photos)
    words = [photos]
    if folder.problems:
        words.append(tr("%n problem(s)", None, folder.problems))
    last = ago(folder.scanned_at.astimezone(), now) if folder.scanned_at is not None else ""
    if folder.mode is FolderMode.KEPT:
        only = tr("scanned only when asked for")
        words.append(tr("scanned only when asked for, last {ago}", ago=last) if last else only)
    else:
        words.append(tr("scanned {ago}", ago=last) if last else tr("not scanned to its end yet"))
    return " · ".join(words)


def data_words(folder: FolderInfo) -> str:
    """The same for a screen reader."""
    return f"{standing(folder, datetime.now().astimezone())}."


def button(folder: FolderInfo) -> str | None:
    """What can be done first with a folder."""
    if folder.mode is FolderMode.LEFT_OUT:
        return tr("Take back in")
    return tr("Scan now") if folder.there else None


def mark(folder: FolderInfo) -> tuple[str, QColor]:
    """Icon and colour of a folder's mark."""
    if folder.mode is FolderMode.LEFT_OUT:
        return "eye-off", _GREY
    if not folder.there:
        return "folder", _AMBER
    return "folder", _BLUE if folder.mode is FolderMode.WATCHED else _GREY
