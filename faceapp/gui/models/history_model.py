"""Every decision, newest first. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from faceapp.core.models import EventInfo
from faceapp.gui.dates import long_date
from faceapp.gui.delegates.row_delegate import RowRole
from faceapp.gui.language import shown, tr

_GREEN, _BLUE, _RED = QColor(36, 150, 84), QColor(52, 120, 214), QColor(196, 64, 64)
_PURPLE, _GREY = QColor(142, 84, 200), QColor(128, 128, 136)
MARKS: dict[str, tuple[str, QColor]] = {
    "name": ("person", _GREEN),
    "rename": ("pencil", _BLUE),
    "confirm": ("check", _GREEN),
    "reject": ("close", _RED),
    "merge": ("merge", _PURPLE),
    "move": ("move", _BLUE),
    "split": ("split", _PURPLE),
    "different": ("different", _RED),
    "look-alike": ("look-alike", _PURPLE),
    "birthdate": ("calendar", _BLUE),
    "twice": ("photos", _BLUE),
    "stranger": ("stranger", _GREY),
    "not-a-face": ("not-a-face", _GREY),
    "hide": ("eye-off", _GREY),
    "unhide": ("eye", _GREY),
    "box": ("box-plus", _BLUE),
}
_NOT_DECISIONS = frozenset({"undo", "redo"})
"""Shown by the row they are about, not as rows of their own."""


class HistoryRole(IntEnum):
    """What a row tells besides Qt's own roles."""

    EVENT = Qt.ItemDataRole.UserRole + 1
    UNDONE = Qt.ItemDataRole.UserRole + 2


def ago(when: datetime, now: datetime) -> str:
    """How long ago something was, as people say it."""
    seconds = max((now - when).total_seconds(), 0.0)
    days = (now.date() - when.date()).days
    if seconds < 60:
        return tr("just now")
    if seconds < 3600:
        return tr("%n minute(s) ago", None, int(seconds // 60))
    if days == 0 or seconds < 6 * 3600:
        return tr("%n hour(s) ago", None, int(seconds // 3600))
    if days == 1:
        return tr("yesterday")
    if days < 14:
        return tr("%n day(s) ago", None, days)
    if days < 60:
        return tr("%n week(s) ago", None, days // 7)
    if days < 730:
        return tr("%n month(s) ago", None, days // 30)
    return tr("%n year(s) ago", None, days // 365)


def exact(when: datetime) -> str:
    """The moment itself, in the user's own way of writing dates."""
    return long_date(when.date()) + when.strftime(", %H:%M")


def day_words(day: date) -> str:
    """A day in the user's own way of writing, the last two as people say them."""
    today = date.today()
    if day == today:
        return tr("Today")
    return tr("Yesterday") if (today - day).days == 1 else long_date(day)


def local(when: datetime) -> datetime:
    """The user's own clock; the log may keep another zone."""
    return when.astimezone() if when.tzinfo is not None else when


class HistoryModel(QAbstractListModel):
    """One row per decision; an undone one stays, struck through."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: list[EventInfo] = []

    def set_events(self, events: Sequence[EventInfo]) -> None:
        """Show the log, newest first. New rows are inserted, so the cursor stays where it is."""
        rows = [event for event in events if event.kind not in _NOT_DECISIONS]
        new = len(rows) - len(self._events)
        same = [event.id for event in rows[max(new, 0) :]] == [event.id for event in self._events]
        if new < 0 or not same:
            self.beginResetModel()
            self._events = rows
            self.endResetModel()
            return
        if new:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._events = [*rows[:new], *self._events]
            self.endInsertRows()
        for row, event in enumerate(rows):
            if event is not self._events[row] and event != self._events[row]:
                self._events[row] = event
                self.dataChanged.emit(self.index(row), self.index(row))

    def time_passed(self) -> None:
        """What was said to be five minutes ago no longer is."""
        if self._events:
            last = self.index(len(self._events) - 1)
            self.dataChanged.emit(self.index(0), last, [int(RowRole.ASIDE)])

    def event_info(self, row: int) -> EventInfo:
        """The decision of a row."""
        return self._events[row]

    def row_of(self, event_id: int) -> int | None:
        """Where a decision is, or None."""
        return next((row for row, one in enumerate(self._events) if one.id == event_id), None)

    def rowCount(
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008 - Qt's own signature
    ) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self._events)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a row says for a role."""
        if not index.isValid() or not 0 <= index.row() < len(self._events):
            return None
        event = self._events[index.row()]
        when = local(event.when)
        now = datetime.now(when.tzinfo)
        match role:
            case HistoryRole.EVENT:
                return event.id
            case HistoryRole.UNDONE | RowRole.STRUCK:
                return event.undone
            case Qt.ItemDataRole.DisplayRole:
                return shown(event.what)
            case RowRole.SECOND:
                return " · ".join([*[tr("Undone")] * event.undone, *_faces(event), exact(when)])
            case RowRole.ASIDE:
                return ago(when, now)
            case RowRole.BUTTON:
                return tr("Redo") if event.undone else tr("Undo…")
            case RowRole.MARK:
                return MARKS.get(event.kind, ("history", _GREY))
            case Qt.ItemDataRole.ToolTipRole:
                return f"{shown(event.what)}\n{exact(when)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                what = [shown(event.what), *[tr("undone")] * event.undone]
                return ", ".join([*what, " · ".join([*_faces(event), ago(when, now)])])
        return None


def _faces(event: EventInfo) -> list[str]:
    """How many faces a decision was about; nothing where it was about none."""
    parts = []
    if event.seen:
        parts.append(tr("%n seen", None, event.seen))
    if event.followed:
        parts.append(tr("%n followed", None, event.followed))
    if not parts:
        return [tr("%n face(s)", None, event.faces)] if event.faces else []
    return [", ".join(parts)]
