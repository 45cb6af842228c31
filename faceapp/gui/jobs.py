"""Carrying work off the window thread and its results back. The only place where the two sides meet.

Work runs on plain Python threads that know nothing of Qt. :class:`Jobs` is one long-lived QObject of the
window thread; everything that concerns the window (callbacks, owners) stays in a table on this side, so a
worker never holds the last reference to a widget.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from faceapp.core.errors import FaceAppError
from faceapp.core.said import said
from faceapp.gui.language import shown

log = logging.getLogger(__name__)

T = TypeVar("T")

BUG_MESSAGE = said("Something went wrong inside the app. It goes on; the details are in the log.")


class Lane(Protocol):
    """Runs work in the order it was submitted."""

    def submit(self, work: Callable[[], None]) -> None:
        """Queue one piece of work. It handles its own errors."""
        ...

    def close(self) -> None:
        """Run what is queued, then end. Blocks: never called on the window thread."""
        ...


class ThreadLane:
    """Plain threads fed by one queue; with one thread the order is kept."""

    def __init__(self, name: str, threads: int = 1) -> None:
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[], None]) -> None:
        """Queue one piece of work."""
        self._queue.put(work)

    def close(self) -> None:
        """Run what is queued, then end the threads."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while True:
            work = self._queue.get()
            if work is None:
                return
            work()
            del work  # what it holds must not live until the next piece of work comes


class Apart:
    """A lane for one long piece of work that is started elsewhere."""

    def __init__(self, start: Callable[[Callable[[], None]], None]) -> None:
        self._start = start

    def submit(self, work: Callable[[], None]) -> None:
        """Start it."""
        self._start(work)

    def close(self) -> None:
        """Nothing to end."""


class InlineLane:
    """Runs work at once on the calling thread: for tests."""

    def submit(self, work: Callable[[], None]) -> None:
        """Run it."""
        work()

    def close(self) -> None:
        """Nothing to end."""


class Lanes(Protocol):
    """The lanes of one window."""

    library: Lane
    """Queries and decisions, one after the other."""
    questions: Lane
    """Identify."""
    pictures: Lane
    """Decoding for the viewer."""
    background: Lane
    """What nobody waits for."""
    pause_ms: int
    """How long changes are gathered before views hear of them."""

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Run one long piece of work apart from the lanes."""
        ...


class ThreadLanes:
    """Lanes of real threads."""

    def __init__(self) -> None:
        self.library: Lane = ThreadLane("library")
        self.questions: Lane = ThreadLane("identify")
        self.pictures: Lane = ThreadLane("pictures", threads=2)
        self.background: Lane = ThreadLane("background")
        self.pause_ms = 200

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Run ``work`` on a thread of its own."""
        threading.Thread(target=work, name=name, daemon=True).start()


class InlineLanes:
    """Everything at once on the calling thread: tests need no waiting."""

    def __init__(self) -> None:
        self.library: Lane = InlineLane()
        self.questions: Lane = InlineLane()
        self.pictures: Lane = InlineLane()
        self.background: Lane = InlineLane()
        self.pause_ms = 0

    def spawn(self, name: str, work: Callable[[], None]) -> None:
        """Run ``work`` now."""
        work()


@dataclass(slots=True)
class _Waiting:
    """The window's side of one job."""

    owner: QObject | None
    then: Callable[[Any], None] | None
    failed: Callable[[FaceAppError], None] | None


class Jobs(QObject):
    """Runs work on lanes and delivers a result or an error in the window thread, always one of them.

    Window thread, except :meth:`post` and :meth:`report_bug`, which any thread may call.
    """

    failed = Signal(object)
    """A FaceAppError of a job that had no handler of its own."""
    bug = Signal(str)
    """Something that is not the user's doing: shown once, logged with its traceback."""
    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._mail: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._closed = False
        self._window_thread = threading.get_ident()
        self._posted.connect(self._open_mail, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        *,
        owner: QObject | None = None,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """Run ``work`` on a lane; ``then`` or ``failed`` follows in the window thread.

        Nothing is delivered once ``owner`` is destroyed. Without ``failed`` an error goes to the signal.
        """
        number = next(self._numbers)
        self._waiting[number] = _Waiting(owner, then, failed)

        def job() -> None:
            try:
                result = work()
            except FaceAppError as error:
                self.post(partial(self._fail, number, error))
            except BaseException as error:  # noqa: BLE001 - a bug becomes an answer, never a silent hang
                self.report_bug(error)
                self.post(lambda: self._fail(number, FaceAppError(BUG_MESSAGE), reported=True))
            else:
                self.post(lambda: self._succeed(number, result))

        lane.submit(job)

    def post(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` in the window thread: at once when called there, in order from elsewhere."""
        if threading.get_ident() == self._window_thread:
            callback()
            return
        with self._lock:
            if self._closed or not shiboken6.isValid(self):
                return
            self._mail.append(callback)
            self._posted.emit()

    def report_bug(self, error: BaseException) -> None:
        """Log an unexpected error and tell the window. Any thread."""
        log.error("Unexpected error", exc_info=error)
        self.post(lambda: self.bug.emit(shown(BUG_MESSAGE)))

    def close(self) -> None:
        """Deliver nothing more."""
        with self._lock:
            self._closed = True
            self._mail.clear()
        self._waiting.clear()

    @Slot()
    def _open_mail(self) -> None:
        while self._mail:
            self._mail.popleft()()

    def _take(self, number: int) -> _Waiting | None:
        waiting = self._waiting.pop(number, None)
        if waiting is None or (waiting.owner is not None and not shiboken6.isValid(waiting.owner)):
            return None
        return waiting

    def _succeed(self, number: int, result: Any) -> None:
        waiting = self._take(number)
        if waiting is not None and waiting.then is not None:
            waiting.then(result)

    def _fail(self, number: int, error: FaceAppError, *, reported: bool = False) -> None:
        waiting = self._take(number)
        if waiting is None:
            return
        if waiting.failed is not None:
            waiting.failed(error)
        elif not reported:
            self.failed.emit(error)
