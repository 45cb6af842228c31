"""Noticing by itself what changes in the folders of the album, while a window is open.

The operating system tells of changes (``watchdog``); they are gathered until whoever writes has finished, and
then told as places to be looked at. Where the system cannot tell (a network drive, more folders than it
watches) the folder is compared every few minutes with what it was. A drive that is away is looked for every
few seconds. All of it happens on threads of its own; nothing here knows who listens.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from watchdog.events import (
    DirModifiedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from faceapp.core.folders import FolderMode, FolderRules, inside, outermost
from faceapp.core.progress import CancelToken
from faceapp.core.said import said
from faceapp.imaging.formats import is_picture_name
from faceapp.library.context import Context
from faceapp.library.drives import elsewhere, shared_over_network
from faceapp.library.folders import Folders
from faceapp.library.gather import Gatherer, Happened, fewer
from faceapp.library.walk import FoundFile, linked_folders, walk

log = logging.getLogger(__name__)

LOOK_SECONDS = 300.0
"""How often folders are looked through of which the system does not tell."""
AWAY_SECONDS = 4.0
"""How often it is looked whether drives came or went, and whether the user said something else."""
PROBE_SECONDS = 60.0
"""How often it is asked whether the system still has room for folders that come."""
_TICK = 0.25


@dataclass(frozen=True, slots=True)
class WatchState:
    """What is noticed and how.

    Attributes:
        on: Whether anything is.
        noticed: Folders of which the system tells at once.
        looked_at: Folders that are looked through every few minutes, with the reason.
        away: Folders whose drive is looked for.
    """

    on: bool = False
    noticed: tuple[str, ...] = ()
    looked_at: tuple[tuple[str, str], ...] = ()
    away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Watched:
    """A folder the system tells of: where it really lies, and which one it is."""

    watch: ObservedWatch
    real: str
    number: tuple[int, int]


NETWORK = said("a network drive does not tell of changes")
NO_ROOM = said("there are more folders than the system can watch")
REFUSED = said("the system does not tell of its changes")


class Watcher:
    """Runs from its making to :meth:`close`. Its threads never touch the caller's.

    Args:
        context: The open library.
        found: Called with places in which something changed, on a thread of the watcher.
        stands: Called when what is noticed, or how, has changed, likewise.
    """

    def __init__(
        self,
        context: Context,
        found: Callable[[list[str]], None],
        stands: Callable[[WatchState], None] = lambda _: None,
    ) -> None:
        self._context = context
        self._folders = Folders(context)
        self._found = found
        self._stands = stands
        self._gatherer = Gatherer(told_closed=sys.platform == "linux")
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closed = False
        self._cancel = CancelToken()
        self._rules = FolderRules({})
        self._version: int | None = None
        self._observer: BaseObserver | None = None
        self._watches: dict[str, _Watched] = {}
        self._looks: dict[str, dict[str, int]] = {}  # root -> what its folders held at the last look
        self._reasons: dict[str, str] = {}
        self._away: set[str] = set()
        self._met: set[tuple[str, str]] = set()
        self._lost: set[str] = set()  # watched ones that went, whatever is in their place now
        self._linked: set[str] = set()  # links to folders that came
        self._failure = ""
        self._next_look = self._next_check = self._next_probe = 0.0
        self._state = WatchState()
        self._thread = threading.Thread(target=self._run, name="folder watch", daemon=True)
        self._thread.start()

    @property
    def state(self) -> WatchState:
        """What is noticed now, and how."""
        return self._state

    def wake(self) -> None:
        """Look at once whether the user wants something else watched."""
        self._next_check = 0.0
        self._wake.set()

    def close(self) -> None:
        """End. Returns when nothing is told any more; a drive that does not answer is not waited for."""
        self._closed = True
        self._cancel.cancel()
        self._wake.set()
        self._thread.join(timeout=10)

    # -- the thread ---------------------------------------------------------------------------------
    def _run(self) -> None:
        while not self._closed:
            try:
                self._tick()
            except Exception as error:  # whatever a drive or the system does: the others are watched on
                if not self._closed and repr(error) != self._failure:  # a lasting one comes every few seconds
                    self._failure = repr(error)
                    log.exception("Watching folders failed; it is tried again")
            self._wake.wait(_TICK if self._gatherer else AWAY_SECONDS)
            self._wake.clear()
        self._end_observer()

    def _tick(self) -> None:
        now = time.monotonic()
        if now >= self._next_check:
            self._next_check = now + AWAY_SECONDS
            self._check()
            self._failure = ""
        if self._looks and now >= self._next_look:
            self._look_through()
            self._next_look = time.monotonic() + LOOK_SECONDS
        with self._lock:
            places = self._gatherer.take(time.monotonic())
        if places and not self._closed:
            self._found(fewer(places, self._rules))

    def _check(self) -> None:
        """Follow what the user wants, and drives that come and go."""
        version = self._context.folders.version()
        rows = self._context.folders.rows()
        if version != self._version:
            self._version, self._rules = version, self._context.folders.rules()
        on = self._folders.watching()
        wanted = [row for row in rows if on and row.mode is FolderMode.WATCHED]
        away = {row.path for row in wanted if self._folders.away(row)}
        met = {
            (row.path, place)
            for row in wanted
            if row.path in away
            for place in elsewhere(row.path, row.drives)
        }
        came, self._met = met - self._met, met
        for path in sorted({path for path, _ in came}):
            self._found([path])
        roots = outermost(row.path for row in wanted if row.path not in away)
        for root in [root for root in self._looks if root not in roots]:
            self._let_go(root)
        lost, links = set(self._lost), set(self._linked)
        for root, watched in list(self._watches.items()):
            is_wanted = any(inside(root, one) for one in roots)
            # Another folder may have taken the place of the one that is watched, even with its number.
            if not is_wanted or root in lost or _number(root) != watched.number:
                self._let_go(root)
                if is_wanted and root not in roots:
                    links.add(root)
                    self.heard(root, Happened.FINISHED)
        self._lost -= lost
        self._linked -= links
        self._away = away
        self._start([root for root in roots if root not in self._watches and root not in self._looks])
        for link in links:
            self._watch_later(link, roots)
        self._tell_state(on)

    def _start(self, roots: Sequence[str]) -> None:
        for root in roots:
            if self._closed:
                return
            reason = NETWORK if shared_over_network(root) else self._watch(root)
            if reason:
                self._look_at(root, reason)
        if roots or time.monotonic() >= self._next_probe:
            self._next_probe = time.monotonic() + PROBE_SECONDS
            if self._watches and not self._room_left():
                for root in list(self._watches):  # not all that is in them may be watched
                    self._let_go(root)
                    self._look_at(root, NO_ROOM)
        if roots and not self._closed:
            self._found(list(roots))  # what came before somebody watched

    def _watch(self, root: str) -> str:
        """Have the system tell of a folder; returns why it does not."""
        if self._observer is None:
            observer = Observer()
            try:
                observer.start()
            except OSError:
                log.warning("The system tells of no changes in folders", exc_info=True)
                return REFUSED
            self._observer = observer
        real = os.path.realpath(root)
        try:
            self._watches[root] = self._schedule(root, real)
            for link in linked_folders(root, self._cancel):
                if self._leads_elsewhere(link):
                    self._watches[link] = self._schedule(link, os.path.realpath(link))
        except OSError as error:
            log.info("A folder cannot be watched (%s)", error.strerror)
            self._let_go(root)
            return REFUSED
        return ""

    def _watch_later(self, link: str, roots: Sequence[str]) -> None:
        """Have the system tell of a folder that was linked into one it tells of already."""
        root = next((one for one in roots if inside(link, one)), None)
        if root not in self._watches or link in self._watches or not self._leads_elsewhere(link):
            return
        try:
            self._watches[link] = self._schedule(link, os.path.realpath(link))
        except OSError:
            self._let_go(root)
            self._look_at(root, REFUSED)

    def _leads_elsewhere(self, link: str) -> bool:
        """Whether a path is a link to a folder that is not watched anyway."""
        if not (os.path.islink(link) and os.path.isdir(link)):
            return False
        target, known = os.path.realpath(link), list(self._watches.items())
        return not any(inside(target, one.real) for root, one in known if root not in self._lost)

    def _schedule(self, root: str, real: str) -> _Watched:
        assert self._observer is not None
        number = _number(real)
        watch = self._observer.schedule(_Handler(self, root, real), real, recursive=os.path.isdir(real))
        return _Watched(watch, real, number)

    def _room_left(self) -> bool:
        """Whether the system would watch one folder more: it passes by in silence what it has no room for."""
        if self._observer is None or sys.platform != "linux":
            return True
        with tempfile.TemporaryDirectory(prefix="faceapp-") as folder:
            try:
                watch = self._observer.schedule(FileSystemEventHandler(), folder)
            except OSError:
                return False
            self._observer.unschedule(watch)
        return True

    def _let_go(self, root: str) -> None:
        """No longer watch or look through a folder, and what is linked into it."""
        self._looks.pop(root, None)
        self._reasons.pop(root, None)
        for one in [one for one in self._watches if inside(one, root)]:
            watched = self._watches.pop(one)
            if self._observer is not None:
                with suppress(KeyError, OSError):
                    self._observer.unschedule(watched.watch)

    def _end_observer(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join(timeout=10)

    def _tell_state(self, on: bool) -> None:
        state = WatchState(
            on,
            tuple(sorted(root for root in self._watches if root in self._rules.modes)),
            tuple(sorted(self._reasons.items())),
            tuple(sorted(self._away)),
        )
        if state != self._state:
            self._state = state
            self._stands(state)

    # -- what the system tells ----------------------------------------------------------------------
    def heard(self, path: str, happened: Happened, *, written_to: bool = False) -> None:
        """Called by the system's threads: something happened to a photo or a folder."""
        if self._rules.mode_of(path) is not FolderMode.WATCHED or self._is_hidden(path):
            return
        with self._lock:
            self._gatherer.note(path, happened, time.monotonic(), written_to=written_to)
        self._wake.set()

    def went(self, path: str) -> None:
        """Likewise: something was deleted or moved away, perhaps what is watched: then it tells no more."""
        if path in self._watches:
            self._lost.add(path)
            self.wake()

    def came(self, link: str) -> None:
        """Likewise: there is a new link to a folder."""
        if self._leads_elsewhere(link):
            self._linked.add(link)
            self.heard(link, Happened.FINISHED)
            self.wake()

    def _is_hidden(self, path: str) -> bool:
        """Whether a scan would pass by it: in a hidden folder, or in the library itself."""
        root = self._rules.folder_of(path) or path
        below = path[len(root) :].split(os.sep)
        return any(part.startswith(".") for part in below) or inside(path, str(self._context.root))

    # -- what is looked through ---------------------------------------------------------------------
    def _look_at(self, root: str, reason: str) -> None:
        self._reasons[root] = reason
        self._looks[root] = self._held(root)
        self._next_look = time.monotonic() + LOOK_SECONDS

    def _look_through(self) -> None:
        for root, before in list(self._looks.items()):
            now = self._looks[root] = self._held(root)
            for folder in {folder for folder in (*before, *now) if before.get(folder) != now.get(folder)}:
                self.heard(folder, Happened.FINISHED)

    def _held(self, root: str) -> dict[str, int]:
        """What lies in each folder below one, as a number that another name, size or time makes another."""
        found: defaultdict[str, int] = defaultdict(int)
        for one in walk(root, self._context.root, self._cancel, self._rules.skipped(root)):
            if isinstance(one, FoundFile):
                told = f"{one.path} {one.size} {one.mtime_ns}".encode("utf-8", "surrogateescape")
                found[os.path.dirname(one.path)] += zlib.crc32(told)
        return dict(found)


class _Handler(FileSystemEventHandler):
    """Passes on what may concern a scan, under the paths a scan would find."""

    def __init__(self, watcher: Watcher, root: str, real: str) -> None:
        self._watcher = watcher
        self._root = root
        self._real = real

    def dispatch(self, event: FileSystemEvent) -> None:
        """Any event, on a thread of the observer."""
        # Reading a photo is no change of it; what happens in a folder is told of its files.
        if isinstance(event, (FileOpenedEvent, FileClosedNoWriteEvent, DirModifiedEvent)):
            return
        source, target = self._shown(event.src_path), self._shown(event.dest_path)
        gone = event.event_type in ("deleted", "moved")
        if gone:
            self._watcher.went(source)
        new = target or source
        if event.event_type in ("created", "moved") and os.path.islink(new) and os.path.isdir(new):
            self._watcher.came(new)
            return
        if event.is_directory:
            self._watcher.heard(source, Happened.GONE if gone else Happened.FINISHED)
            if target:
                self._watcher.heard(target, Happened.FINISHED)
            return
        if is_picture_name(os.path.basename(source)):
            match event:
                case FileDeletedEvent() | FileMovedEvent():
                    self._watcher.heard(source, Happened.GONE)
                case FileClosedEvent():
                    self._watcher.heard(source, Happened.FINISHED)
                case _:
                    writes = isinstance(event, FileModifiedEvent)
                    self._watcher.heard(source, Happened.WRITTEN, written_to=writes)
        if target and is_picture_name(os.path.basename(target)):
            self._watcher.heard(target, Happened.FINISHED)  # under its last name when all is written

    def _shown(self, path: bytes | str) -> str:
        """A path below the real folder as one below the folder of the album."""
        text = os.fsdecode(path)
        return self._root + text[len(self._real) :] if inside(text, self._real) else text


def _number(path: str) -> tuple[int, int]:
    """What tells a folder from another one of the same path."""
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return status.st_dev, status.st_ino
