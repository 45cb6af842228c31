"""The heavy work in a process of its own, for the window.

Decoding, the networks and grouping would fight with the window for Python's one interpreter lock (importing
what they need alone stops every other thread for half a second), and a decoder that crashes on a broken file
would take the window with it. So the window's library sends scans, questions and groupings to a child process
that opens the same library; SQLite is made for that (WAL, short transactions). The child ends when the window
does, however it ends; a kill loses at most the photos in flight.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from faceapp.core.changes import Changes
from faceapp.core.errors import Cancelled, FaceAppError
from faceapp.core.geometry import Box
from faceapp.core.heaps import give_back
from faceapp.core.models import Decision, Face, IdentifiedFace, Picture, ScanSummary, StrictnessPreview
from faceapp.core.progress import CancelToken, ProgressFn, no_progress
from faceapp.core.said import said

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05
_NICENESS = 5
_REQUESTS = ("scan", "identify", "box", "move-box", "harder", "preview", "strictness")
_STOPPED = FaceAppError(
    said("The recognition stopped unexpectedly. Everything finished is kept: start the scan again.")
)


class Worker(Protocol):
    """What the child does its work with: a library, opened there."""

    def scan(
        self,
        folders: Sequence[str | Path] = (),
        *,
        thorough: bool = False,
        verify: bool = False,
        within: bool = False,
        progress: ProgressFn = ...,
        cancel: CancelToken | None = None,
        changed: Callable[[Changes], None] | None = None,
    ) -> ScanSummary:
        """See :meth:`faceapp.library.library.Library.scan`."""
        ...

    def identify(self, source: Path | bytes | Picture) -> list[IdentifiedFace]:
        """See :meth:`faceapp.library.library.Library.identify`."""
        ...

    def add_box(
        self,
        photo_id: int,
        box: Box,
        person_id: int | None = None,
        *,
        changed: Callable[[Changes], None] | None = None,
    ) -> Decision:
        """See :meth:`faceapp.library.library.Library.add_box`."""
        ...

    def move_box(
        self, face_id: int, box: Box, *, changed: Callable[[Changes], None] | None = None
    ) -> Decision:
        """See :meth:`faceapp.library.library.Library.move_box`."""
        ...

    def look_harder(self, photo_id: int, *, changed: Callable[[Changes], None] | None = None) -> list[Face]:
        """See :meth:`faceapp.library.library.Library.look_harder`."""
        ...

    def preview_strictness(self, value: float, cancel: CancelToken | None = None) -> StrictnessPreview:
        """See :meth:`faceapp.library.library.Library.preview_strictness`."""
        ...

    def set_strictness(self, value: float, *, changed: Callable[[Changes], None] | None = None) -> None:
        """See :meth:`faceapp.library.library.Library.set_strictness`."""
        ...

    def device_message(self) -> str:
        """See :meth:`faceapp.library.library.Library.device_message`."""
        ...

    def close(self) -> None:
        """See :meth:`faceapp.library.library.Library.close`."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message between the two processes.

    ``kind`` is one of scan, identify, box, move-box, harder, preview, strictness, pause, resume, cancel (to
    the child) and progress, changes, done, failed (from it).
    """

    request: int
    kind: str
    body: Any = None


class Engine:
    """The window's side. Safe from any thread; the process starts with the first request.

    Args:
        open_worker: Opens the library in the child; must be picklable.
    """

    def __init__(self, open_worker: Callable[[], Worker]) -> None:
        self._open_worker = open_worker
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._waiting: dict[int, queue.SimpleQueue[Message]] = {}
        self._pipe: Connection | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._listener: threading.Thread | None = None
        self.device_message = ""

    # -- requests -----------------------------------------------------------------------------------
    def scan(
        self,
        folders: Sequence[str],
        how: tuple[bool, bool, bool],
        progress: ProgressFn,
        cancel: CancelToken,
        changed: Callable[[Changes], None],
    ) -> ScanSummary:
        """Run one scan in the child: see :meth:`faceapp.library.library.Library.scan`.

        ``how`` is thorough, verify, within.
        """
        summary: ScanSummary = self._ask(
            "scan", (list(folders), *how), progress=progress, cancel=cancel, changed=changed
        )
        return summary

    def identify(self, source: Path | bytes | Picture) -> list[IdentifiedFace]:
        """Ask the child who is in a picture: see :meth:`faceapp.library.library.Library.identify`."""
        found: list[IdentifiedFace] = self._ask("identify", source)
        return found

    def add_box(
        self, photo_id: int, box: Box, person_id: int | None, changed: Callable[[Changes], None]
    ) -> Decision:
        """Have the child add a face by hand: see :meth:`faceapp.library.library.Library.add_box`."""
        decision: Decision = self._ask("box", (photo_id, box, person_id), changed=changed)
        return decision

    def move_box(self, face_id: int, box: Box, changed: Callable[[Changes], None]) -> Decision:
        """Have the child move a box: see :meth:`faceapp.library.library.Library.move_box`."""
        decision: Decision = self._ask("move-box", (face_id, box), changed=changed)
        return decision

    def look_harder(self, photo_id: int, changed: Callable[[Changes], None]) -> list[Face]:
        """Have the child find more faces: see :meth:`faceapp.library.library.Library.look_harder`."""
        found: list[Face] = self._ask("harder", photo_id, changed=changed)
        return found

    def preview_strictness(self, value: float, cancel: CancelToken) -> StrictnessPreview:
        """See :meth:`faceapp.library.library.Library.preview_strictness`."""
        preview: StrictnessPreview = self._ask("preview", value, cancel=cancel)
        return preview

    def set_strictness(self, value: float, changed: Callable[[Changes], None]) -> None:
        """See :meth:`faceapp.library.library.Library.set_strictness`."""
        self._ask("strictness", value, changed=changed)

    @property
    def process_id(self) -> int | None:
        """Process id of the child, where it runs."""
        with self._lock:
            return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the child after the photos in hand."""
        with self._lock:
            pipe, process, listener = self._pipe, self._process, self._listener
            self._pipe = self._process = self._listener = None
        if pipe is None or process is None:
            return
        with contextlib.suppress(OSError):
            pipe.send(None)
        process.join()
        if listener is not None:
            listener.join()
        pipe.close()

    # -- the pipe -----------------------------------------------------------------------------------
    def _ask(
        self,
        kind: str,
        body: Any,
        *,
        progress: ProgressFn = no_progress,
        cancel: CancelToken | None = None,
        changed: Callable[[Changes], None] = lambda _: None,
    ) -> Any:
        """Send a request and wait for its end; what is told and asked meanwhile is passed on."""
        if cancel is not None and cancel.cancelled:
            raise Cancelled
        request, answers = self._send(kind, body)
        told = (False, False)
        while True:
            if cancel is not None and (now := (cancel.paused, cancel.cancelled)) != told:
                word = "cancel" if now[1] else ("pause" if now[0] else "resume")
                self._tell(Message(request, word))
                told = now
            try:
                message = answers.get(timeout=_POLL_SECONDS if cancel is not None else None)
            except queue.Empty:
                continue
            if message.kind == "progress":
                progress(message.body)
            elif message.kind == "changes":
                changed(message.body)
            else:
                return self._result(message)

    def _send(self, kind: str, body: Any) -> tuple[int, queue.SimpleQueue[Message]]:
        request, answers = next(self._ids), queue.SimpleQueue[Message]()
        with self._lock:
            self._waiting[request] = answers
            if self._pipe is None:
                self._start()
        self._tell(Message(request, kind, body))
        return request, answers

    def _tell(self, message: Message) -> None:
        # A child that has just died is noticed by the listener, which answers every request.
        with self._lock, contextlib.suppress(OSError):
            if self._pipe is not None:
                self._pipe.send(message)

    def _result(self, message: Message) -> Any:
        if message.kind == "failed":
            raise message.body
        value, self.device_message = message.body
        return value

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        pipe, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._open_worker), name="faceapp-engine", daemon=True
        )
        process.start()
        theirs.close()
        self._pipe, self._process = pipe, process
        self._listener = threading.Thread(
            target=self._listen, args=(pipe,), name="engine-listener", daemon=True
        )
        self._listener.start()

    def _listen(self, pipe: Connection) -> None:
        """Hand each answer to whoever asked, until the child is gone."""
        while True:
            try:
                message: Message = pipe.recv()
            except (EOFError, OSError):
                break
            with self._lock:
                ends = message.kind in ("done", "failed")
                answers = (
                    self._waiting.pop(message.request, None) if ends else self._waiting.get(message.request)
                )
            if answers is not None:
                answers.put(message)
        with self._lock:
            unanswered, self._waiting = self._waiting, {}
            if self._pipe is pipe:  # it died by itself: the next request starts another
                self._pipe = self._process = self._listener = None
        if unanswered:
            log.error("The engine process ended with %d requests unanswered", len(unanswered))
        for request, answers in unanswered.items():
            answers.put(Message(request, "failed", _STOPPED))


# -- the child --------------------------------------------------------------------------------------------
def serve(pipe: Connection, open_worker: Callable[[], Worker]) -> None:
    """Main function of the child: answers requests until the window closes the pipe."""
    import signal

    from faceapp.logs import start_log

    # Ctrl+C in a terminal reaches both processes: the window decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    start_log()
    library = open_worker()
    sending = threading.Lock()
    tokens: dict[int, CancelToken] = {}
    threads: list[threading.Thread] = []

    def send(message: Message) -> None:
        with sending, contextlib.suppress(OSError):
            pipe.send(message)

    def work(message: Message, token: CancelToken) -> None:
        number = message.request
        try:
            value = _done(
                library,
                message,
                token,
                lambda progress: send(Message(number, "progress", progress)),
                lambda changes: send(Message(number, "changes", changes)),
            )
        except FaceAppError as error:
            send(Message(number, "failed", error))
        except Exception as error:  # whatever it is: the window is told, and the child goes on
            log.exception("A request failed")
            send(
                Message(
                    number,
                    "failed",
                    FaceAppError(said("Something went wrong ({reason}). See the log.", reason=error)),
                )
            )
        else:
            send(Message(number, "done", (value, library.device_message())))
        finally:
            tokens.pop(number)
            if not tokens:  # of the networks' numbers 57 MB are free when they are in their places
                give_back()

    while True:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            break
        if message is None:
            break
        token = tokens.get(message.request)
        if token is None and message.kind in _REQUESTS:
            token = tokens[message.request] = CancelToken()
            threads[:] = [one for one in threads if one.is_alive()]
            threads.append(
                threading.Thread(target=work, args=(message, token), name=message.kind, daemon=True)
            )
            threads[-1].start()
        elif token is not None:
            {"pause": token.pause, "resume": token.resume, "cancel": token.cancel}[message.kind]()
    for token in list(tokens.values()):
        token.cancel()
    for thread in threads:
        thread.join()
    library.close()


def _done(
    library: Worker,
    message: Message,
    cancel: CancelToken,
    progress: ProgressFn,
    changed: Callable[[Changes], None],
) -> Any:
    """Do what a request asks for."""
    match message.kind:
        case "identify":
            return library.identify(message.body)
        case "box":
            return library.add_box(*message.body, changed=changed)
        case "move-box":
            return library.move_box(*message.body, changed=changed)
        case "harder":
            return library.look_harder(message.body, changed=changed)
        case "preview":
            return library.preview_strictness(message.body, cancel)
        case "strictness":
            return library.set_strictness(message.body, changed=changed)
    folders, thorough, verify, within = message.body
    return library.scan(
        folders,
        thorough=thorough,
        verify=verify,
        within=within,
        progress=progress,
        changed=changed,
        cancel=cancel,
    )
