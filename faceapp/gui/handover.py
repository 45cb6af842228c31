"""One window for each library: what a second start was given is handed to the window that is open.

The door is a local socket that only its owner can reach. One line of JSON comes in, one word goes back; a
socket whose window was killed is taken over. Nothing of this is a network: no machine but this one has it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from faceapp.paths import cache_dir

log = logging.getLogger(__name__)

MOST_BYTES = 16_000_000
"""Longer than any command line."""
CONNECT_MS = 1000
ANSWER_MS = 8000
"""A window that starts takes so long until it reads; one that does not answer at all is not waited for."""
_SOCKET_BYTES = 100
"""A socket's path may have 104 to 108 bytes."""
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What a desktop gives to the program it starts: leave to come to the front."""
_TAKEN = b"taken\n"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a second start brings.

    Attributes:
        asked: Pictures to identify and folders to add, as dropped on the window.
        scanned: Folders to scan whatever they are.
        token: Leave to come to the front, empty for none.
    """

    asked: tuple[Path, ...] = ()
    scanned: tuple[Path, ...] = ()
    token: str = ""


class Door(QObject):
    """Takes in visits for one library. Window thread."""

    visited = Signal(object)
    """A Visit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None
        self._reading: dict[QLocalSocket, bytearray] = {}

    def open(self, library: Path) -> None:
        """Listen for a library from now on. Where that cannot be, each start opens its own window."""
        self.close()
        name = address(library)
        if name is None:
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._let_in)
        QLocalServer.removeServer(name)  # of a window that was killed: a living one would have answered
        if server.listen(name):
            self._server = server
        else:
            log.warning("No other start can reach this window: %s", server.errorString())
            server.deleteLater()

    def close(self) -> None:
        """Listen no longer."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            server.deleteLater()

    def _let_in(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            guest = self._server.nextPendingConnection()
            self._reading[guest] = bytearray()
            guest.readyRead.connect(lambda guest=guest: self._read(guest))
            guest.disconnected.connect(lambda guest=guest: self._gone(guest))
            self._read(guest)

    def _read(self, guest: QLocalSocket) -> None:
        heard = self._reading.get(guest)
        if heard is None:
            return
        heard += guest.readAll().data()
        if len(heard) > MOST_BYTES:
            guest.abort()
        elif heard.endswith(b"\n"):
            del self._reading[guest]
            visit = _parsed(bytes(heard))
            if visit is None:
                guest.abort()
                return
            guest.write(_TAKEN)
            guest.flush()
            self.visited.emit(visit)

    def _gone(self, guest: QLocalSocket) -> None:
        self._reading.pop(guest, None)
        guest.deleteLater()


def hand_over(library: Path, asked: Sequence[Path], scanned: Sequence[Path]) -> bool:
    """Give paths to the window that is open on a library, if there is one.

    Args:
        library: The library folder.
        asked: Absolute paths of pictures and folders.
        scanned: Absolute paths of folders to scan.

    Returns:
        Whether a window took them; else open one.
    """
    name = address(library)
    if name is None or not _is_ours(name):
        return False
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(CONNECT_MS):
        return False
    token = next((os.environ[one] for one in _TOKENS if os.environ.get(one)), "")
    words = {"asked": [str(one) for one in asked], "scanned": [str(one) for one in scanned], "token": token}
    socket.write(json.dumps(words).encode() + b"\n")
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(ANSWER_MS):
        answer += socket.readAll().data()
    socket.disconnectFromServer()
    return answer == _TAKEN


@contextmanager
def only_one(library: Path) -> Iterator[None]:
    """Of several starts at once, the first opens the window before the next looks for one."""
    name = address(library)
    if name is None or sys.platform == "win32":
        yield
        return
    try:
        with FileLock(f"{name}.lock", mode=0o600, timeout=CONNECT_MS / 1000 + ANSWER_MS / 1000):
            yield
    except Timeout:
        yield


def address(library: Path) -> str | None:
    """Where the window of a library listens: a pipe on Windows, else a socket in a folder of the user's own.

    None where there is no such folder with a path short enough.
    """
    key = hashlib.sha256(os.fsencode(os.path.realpath(library))).hexdigest()[:16]
    if sys.platform == "win32":
        return f"faceapp-{key}"
    given = os.environ.get("XDG_RUNTIME_DIR")
    folders = [Path(given)] if given else []
    folders += [cache_dir(), Path(tempfile.gettempdir()) / f"faceapp-{os.getuid()}"]
    for folder in folders:
        name = str(folder / f"faceapp-{key}")
        if len(os.fsencode(name)) <= _SOCKET_BYTES and _is_private(folder):
            return name
    return None


def _is_private(folder: Path) -> bool:
    """Whether nobody else can put or reach something there; the folder is made where it is missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    shared = stat.S_IWGRP | stat.S_IWOTH
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & shared


def _is_ours(name: str) -> bool:
    """Whether a socket there belongs to this user. A pipe of Windows says so itself when it is opened."""
    if sys.platform == "win32":
        return True
    try:
        found = os.lstat(name)
    except OSError:
        return False
    return stat.S_ISSOCK(found.st_mode) and found.st_uid == os.getuid()


def _parsed(line: bytes) -> Visit | None:
    try:
        words = json.loads(line)
        asked, scanned = ([Path(one) for one in words[key]] for key in ("asked", "scanned"))
        token = words["token"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    fits = isinstance(token, str) and all(one.is_absolute() for one in (*asked, *scanned))
    return Visit(tuple(asked), tuple(scanned), token) if fits else None
