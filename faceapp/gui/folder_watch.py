"""The window's side of watched folders: what the library's watcher tells becomes signals. Window thread.

Knows no client: an object that leads back to its owner is destroyed by the garbage collector, on any thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from faceapp.gui.jobs import Jobs
from faceapp.library.library import Library

if TYPE_CHECKING:
    from faceapp.library.watch import Watcher, WatchState


class FolderWatch(QObject):
    """Watches from :meth:`start` to :meth:`close`, as long as the user wants it.

    Args:
        library: The open library.
        jobs: Carries what is told to the window thread.
        parent: Qt parent.
    """

    found = Signal(list)
    """Places in which something changed."""
    changed = Signal(object)
    """A WatchState: which folders are watched, and how."""

    def __init__(self, library: Library, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs = jobs
        self._watcher: Watcher | None = None
        self._closed = False

    def start(self) -> None:
        """Notice from now on what changes in the folders, unless the user does not want it."""
        if self._watcher is None and not self._closed:
            jobs = self._jobs
            self._watcher = self._library.watch(
                lambda places: jobs.post(lambda: self.found.emit(places)),
                lambda state: jobs.post(lambda: self.changed.emit(state)),
            )

    @property
    def state(self) -> WatchState | None:
        """How folders are watched; None where nothing watches."""
        return self._watcher.state if self._watcher is not None else None

    def wake(self) -> None:
        """Follow at once what the user wants."""
        if self._watcher is not None:
            self._watcher.wake()

    def close(self) -> None:
        """End. Blocks: never called on the window thread."""
        self._closed = True
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.close()
