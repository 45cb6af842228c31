"""The window's side of watched folders: what the library's watcher tells becomes scans. Window thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from faceapp.library.library import Library

if TYPE_CHECKING:
    from faceapp.gui.client import LibraryClient
    from faceapp.library.watch import Watcher, WatchState


class FolderWatch(QObject):
    """Watches from :meth:`start` on, as long as the user wants it.

    Args:
        library: The open library.
        client: Scans what changed; ends the watching before it closes the library.
    """

    changed = Signal(object)
    """A WatchState: which folders are watched, and how."""

    def __init__(self, library: Library, client: LibraryClient) -> None:
        super().__init__(client)
        self._library = library
        self._client = client
        self._watcher: Watcher | None = None

    def start(self) -> None:
        """Notice from now on what changes in the folders, unless the user does not want it."""
        client = self._client
        if self._watcher is None and not client.closing:
            self._watcher = self._library.watch(
                lambda places: client.jobs.post(lambda: client.look_at(places)),
                lambda state: client.jobs.post(lambda: self.changed.emit(state)),
            )
            client.on_close(self._watcher.close)

    @property
    def state(self) -> WatchState | None:
        """How folders are watched; None where nothing watches."""
        return self._watcher.state if self._watcher is not None else None

    def turn(self, on: bool) -> None:
        """Watch folders, or not, from now on and at every later start."""

        def done(_: None) -> None:
            if self._watcher is not None:
                self._watcher.wake()

        self._client.ask(lambda library: library.places.set_watching(on), done, owner=self)
