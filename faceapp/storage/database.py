"""The one owner of the SQLite file.

One connection writes, under a lock, in short immediate transactions; each thread that reads has a
read-only connection of its own, which WAL never blocks. Several processes may share a library: the
command line works while the window is open.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from faceapp.core.errors import LibraryError
from faceapp.core.said import said
from faceapp.storage import migrations

Transaction = sqlite3.Connection
"""The writing connection inside :meth:`Database.transaction`; other rooms pass it on, never use it."""

BUSY_SECONDS = 20.0
"""How long to wait for another process's transaction; ours stay far below a second."""


class _Reader:
    """Ends its connection with the thread it belongs to: threads come and go as long as the app runs.

    The connection itself would wait for the garbage collector: its cache of statements refers to it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """``library.sqlite``: opened, migrated, and closed here and nowhere else.

    Args:
        path: The file; made where it does not exist, readable by its owner only.

    Raises:
        LibraryError: the file is no library, is damaged, cannot be written, or was made by a newer
            version of the app.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._local = threading.local()
        self._watching = threading.Lock()
        self._watcher: _Reader | None = None
        self._readers: weakref.WeakSet[_Reader] = weakref.WeakSet()
        self._closed = False
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            os.close(descriptor)
            self._writer = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._writer.close()
                raise
        except (sqlite3.Error, OSError) as error:
            raise LibraryError(
                said(
                    "The library {path} cannot be opened ({reason}). Restore it from a backup, or choose "
                    "another folder with --library.",
                    path=path,
                    reason=error,
                )
            ) from error

    def _prepare(self) -> None:
        # In this order: another process may just be making the library.
        tables = self._writer.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1").fetchall()
        applied = migrations.applied(self._writer)
        if tables and not applied:
            raise LibraryError(
                said(
                    "{path} is a database of another program. Choose another folder with --library.",
                    path=self.path,
                )
            )
        self._writer.execute("PRAGMA journal_mode = WAL")
        # A decision that was answered for must survive a power cut; one fsync per photo is cheap.
        self._writer.execute("PRAGMA synchronous = FULL")
        self._writer.execute("PRAGMA foreign_keys = ON")
        self._migrate(applied)

    def _migrate(self, applied: list[str]) -> None:
        known = migrations.names()
        if any(name not in known for name in applied):
            raise LibraryError(
                said(
                    "The library {path} was made by a newer faceapp. Update the app to open it.",
                    path=self.path,
                )
            )
        if len(applied) == len(known):
            return
        if applied:
            self._backup(applied[-1])
        # Two processes may open a new library at once: the second waits here and finds it done.
        with self.transaction():
            migrations.upgrade(self._writer)

    def _backup(self, schema: str) -> None:
        """Keep the file as it is before a migration changes it."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        target = self.path.with_name(f"{self.path.stem}-before-upgrade-{schema}-{stamp}.sqlite")
        self._writer.execute("VACUUM INTO ?", (str(target),))
        target.chmod(0o600)

    @contextmanager
    def transaction(self, *, derived: bool = False) -> Iterator[sqlite3.Connection]:
        """The writing connection inside one transaction: all of it is kept, or none.

        Args:
            derived: Only what can be made again is written: a power cut may take it back (never a part of
                it, and nothing that was written before), so nobody waits for the disk.
        """
        with self._lock:
            if self._writer.in_transaction:  # already inside one on this thread
                yield self._writer
                return
            if derived:
                self._writer.execute("PRAGMA synchronous = NORMAL")
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                    # A full disk is told of here: what cannot be kept must not stay open, or all that comes
                    # after it would be written into a transaction that never ends.
                    self._writer.commit()
                except BaseException:
                    self._writer.rollback()
                    raise
            finally:
                if derived:
                    self._writer.execute("PRAGMA synchronous = FULL")

    @property
    def writing(self) -> bool:
        """Whether a transaction is open: this thread's, or one that :meth:`transaction` would wait for."""
        return self._writer.in_transaction

    def reader(self) -> sqlite3.Connection:
        """This thread's read-only connection. It sees what was committed, never half of a transaction."""
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._connected()
        return reader.connection

    def _connected(self) -> _Reader:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA query_only = ON")
        with self._lock:
            if self._closed:
                connection.close()
                raise LibraryError(said("The library is closed."))
            reader = _Reader(connection)
            self._readers.add(reader)
        return reader

    def reader_version(self) -> int:
        """A number that changes for this thread's reader when anybody has written, this process included."""
        (version,) = self.reader().execute("PRAGMA data_version").fetchone()
        return int(version)

    def commits(self) -> int:
        """A number that changes when anybody has written, this process included; the same for all threads."""
        watcher = self._watcher
        if (
            watcher is None
        ):  # not under the lock below: making one waits for a transaction, which may ask, too
            made = self._connected()
            with self._watching:
                watcher = self._watcher = self._watcher or made
        with self._watching:
            (version,) = watcher.connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def data_version(self) -> int:
        """A number that changes when another process has written.

        Asked of the writing connection: it does not count what it wrote itself.
        """
        with self._lock:
            (version,) = self._writer.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        """Close every connection. Nothing may use the database afterwards."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for reader in list(self._readers):
                reader.connection.close()
            self._writer.close()
