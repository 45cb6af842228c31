"""Changes of files, gathered until it is time to look at them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from faceapp.core.folders import FolderRules, outermost

QUIET_SECONDS = 1.5
"""Nothing more has changed for so long: whoever copies has finished."""
PATIENCE_SECONDS = 15.0
"""Where something changes all the time, what is ready is looked at this often."""
WRITING_SECONDS = 60.0
"""A file that was written to and not closed is waited for, this long after the last that was heard of it."""
MANY_FILES = 200
"""Above it only the folders of the files are told: looking through them is quicker than asking for each."""
MANY_FOLDERS = 50
"""Above it only the folders of the album are told."""


class Happened(Enum):
    """What happened to a file or folder."""

    WRITTEN = auto()
    """It is new or changed; perhaps it is still being written."""
    FINISHED = auto()
    """It was closed after writing, or brought here whole."""
    GONE = auto()
    """It was deleted or moved away."""


@dataclass(slots=True)
class _Change:
    """What is known of one path since it was told last."""

    at: float
    happened: Happened
    open: bool = False
    seen: tuple[int, int] | None = None


class Gatherer:
    """What changed and was not told yet. One thread at a time.

    Args:
        told_closed: Whether the system tells when a file that was written to is closed.
    """

    def __init__(self, told_closed: bool) -> None:
        self._told_closed = told_closed
        self._changes: dict[str, _Change] = {}
        self._first = 0.0
        self._last = 0.0

    def __bool__(self) -> bool:
        return bool(self._changes)

    def note(self, path: str, happened: Happened, now: float, *, written_to: bool = False) -> None:
        """Something happened.

        Args:
            path: To which file or folder.
            happened: What.
            now: Seconds, on any clock that only goes forward.
            written_to: Somebody has the file open and writes.
        """
        if not self._changes:
            self._first = now
        self._last = now
        known = self._changes.get(path)
        still_open = written_to or (known is not None and known.open)
        still_open &= happened is Happened.WRITTEN
        self._changes[path] = _Change(now, happened, still_open)

    def take(self, now: float) -> list[str]:
        """What is to be looked at now; files that are still being written wait.

        Looks at the files it waits for.
        """
        if not self._changes:
            return []
        if now - self._last < QUIET_SECONDS and now - self._first < PATIENCE_SECONDS:
            return []
        ready, unsteady = [], False
        for path, change in self._changes.items():
            if self._is_open(change, now):
                continue
            if self._is_steady(path, change):
                ready.append(path)
            else:
                unsteady = True
        if unsteady and now - self._first < PATIENCE_SECONDS:
            return []  # what came together is told together
        for path in ready:
            del self._changes[path]
        self._first = now
        return ready

    def _is_open(self, change: _Change, now: float) -> bool:
        """Whether somebody still writes, where the system tells of that."""
        return self._told_closed and change.open and now - change.at < WRITING_SECONDS

    @staticmethod
    def _is_steady(path: str, change: _Change) -> bool:
        """Whether a file is as large and as old as at the last look: nobody writes."""
        if change.happened is not Happened.WRITTEN:
            return True
        try:
            status = os.stat(path)
        except OSError:
            return True  # gone again: the look will see
        seen, change.seen = change.seen, (status.st_size, status.st_mtime_ns)
        return seen == change.seen


def fewer(places: Iterable[str], rules: FolderRules) -> list[str]:
    """These places, or so few folders that hold them that a scan has little to ask for."""
    found = list(dict.fromkeys(places))
    if len(found) > MANY_FILES:
        found = outermost(found)
    if len(found) > MANY_FILES:
        # A folder of the album stands for itself, not for the one it lies in.
        found = outermost(path if path in rules.modes else os.path.dirname(path) for path in found)
    if len(found) > MANY_FOLDERS:
        found = outermost(rules.folder_of(path) or path for path in found)
    return found
