"""Changes of the library on their way to the views: gathered, and those of other processes noticed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from faceapp.core.changes import EVERYTHING, Changes

POLL_MS = 1000
"""How often the library is asked whether another process wrote to it."""


class ChangeFeed(QObject):
    """Gathers changes, and asks now and then whether another process made some. Window thread.

    Args:
        pause_ms: How long changes are gathered before views hear of them; 0: not at all.
        parent: Qt parent.
    """

    changed = Signal(object)
    """Changes."""
    version_wanted = Signal()
    """The library's version is to be looked up and given to :meth:`got_version`."""

    def __init__(self, pause_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._pause_ms = pause_ms
        self.busy = False
        """Changes go on and on, as of a scan: then even the first one waits."""
        self._pending = Changes()
        self._gather = QTimer(self, singleShot=True, interval=pause_ms)
        self._gather.timeout.connect(self.flush)
        self._version: int | None = None
        self._own_changes = self._changes_at_poll = 0
        self._asking = self._stopped = False
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look)
        self._poll.start()

    def add(self, changes: Changes) -> None:
        """This window changed something."""
        self._own_changes += 1
        self._pending |= changes
        if not self._pause_ms or self._stopped:
            self.flush()
        elif not self._gather.isActive():
            # The first change after a quiet while is told at once: a click is answered at once.
            if not self.busy:
                self.flush()
            self._gather.start()

    def flush(self) -> None:
        """Tell what was gathered."""
        if self._pending:
            changes, self._pending = self._pending, Changes()
            self.changed.emit(changes)

    def stop(self) -> None:
        """Ask for no more versions, and gather nothing: what still comes is told at once."""
        self._stopped = True
        self._poll.stop()
        self._gather.stop()
        self.flush()

    def _look(self) -> None:
        if not self._asking:
            self._asking = True
            self.version_wanted.emit()

    def got_version(self, version: int) -> None:
        """A number that changes when another process changed the library."""
        self._asking = False
        own = self._own_changes != self._changes_at_poll or self.busy
        self._changes_at_poll = self._own_changes
        known, self._version = self._version, version
        if known is not None and version != known and not own:
            self._pending |= EVERYTHING
            self.flush()
