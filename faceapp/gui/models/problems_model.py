"""Every file that could not be used. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from faceapp.core.models import Problem
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.language import shown, tr
from faceapp.gui.reading import file_words

AMBER = QColor(214, 138, 20)


class ProblemsModel(QAbstractListModel):
    """One row per path: file name, what happened and what to do, folder."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: list[Problem] = []

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; where nothing differs nothing is touched, so the selection stays."""
        if list(problems) == self._problems:
            return
        self.beginResetModel()
        self._problems = list(problems)
        self.endResetModel()

    def problem(self, row: int) -> Problem:
        """The problem of a row."""
        return self._problems[row]

    def row_of(self, path: str) -> int | None:
        """Where a path is, or None."""
        return next((row for row, one in enumerate(self._problems) if one.path == path), None)

    def rowCount(
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008 - Qt's own signature
    ) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self._problems)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a row says for a role."""
        if not index.isValid() or not 0 <= index.row() < len(self._problems):
            return None
        problem = self._problems[index.row()]
        path = PurePath(problem.path)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return file_words(printable(path.name))
            case RowRole.SECOND:
                return shown(problem.message)
            case RowRole.THIRD:
                return file_words(printable(str(path.parent)))
            case RowRole.BUTTON:
                return tr("Try again")
            case RowRole.MARK:
                return "problems", AMBER
            case Qt.ItemDataRole.ToolTipRole:
                return f"{printable(problem.path)}\n{shown(problem.message)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                where = {"file": printable(path.name), "folder": printable(str(path.parent))}
                return tr("{file}: {message} In {folder}", message=problem.message, **where)
        return None


def printable(text: str) -> str:
    """A path for the screen: bytes that are no text (surrogate escapes) become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
