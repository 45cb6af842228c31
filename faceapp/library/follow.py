"""Doing what clicks left: at once, or beside the window as soon as nobody clicks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from faceapp.core.changes import Changes
from faceapp.library.context import Context
from faceapp.library.group import Grouper
from faceapp.library.later import left

log = logging.getLogger(__name__)

QUIET = 0.2
"""Seconds without a click after which the rest is done."""
PATIENCE = 2.0
"""Seconds after which it is done however much is clicked."""
AT_START = 5.0
"""Seconds after the start of the window in which it has other things to do."""
PAUSE = 0.002
"""Seconds between two pieces, in which a click gets its turn."""


class Follower:
    """Judges again what decisions left to be judged.

    Args:
        context: The library.
        grouper: Judges.
        beside: Whether somebody works at a window meanwhile: a thread does it, a piece after another. Else
            a decision returns when all is done.
    """

    def __init__(self, context: Context, grouper: Grouper, *, beside: bool) -> None:
        self._context = context
        self._grouper = grouper
        self._beside = beside
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._due: tuple[float, float] | None = None
        self._closed = False

    def start(self) -> None:
        """Beside a window: go on with what was left when the app ended. Elsewhere the next decision does."""
        if self._beside and left(self._context.database.reader()):
            self._begin(AT_START, AT_START)

    def after_click(self) -> None:
        """A decision was taken: what it has left is due."""
        if self._beside:
            self._begin(QUIET, PATIENCE)
            return
        while self._piece():
            pass

    def _begin(self, quiet: float, patience: float) -> None:
        now = time.monotonic()
        with self._wake:
            self._due = now + quiet, self._due[1] if self._due else now + patience
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def wait(self) -> None:
        """Until nothing is left."""
        with self._wake:
            self._wake.wait_for(lambda: self._due is None or self._closed)

    def close(self) -> None:
        """Stop after the piece in hand: what is left is due again at the next start."""
        with self._wake:
            self._closed, thread = True, self._thread
            self._wake.notify_all()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._due is not None)
                while (
                    not self._closed
                    and self._due is not None
                    and (rest := min(self._due) - time.monotonic()) > 0
                ):
                    self._wake.wait(rest)
                if self._closed:
                    return
                due = self._due
            more = self._guarded(self._piece)
            with self._wake:
                if not more and self._due == due:
                    self._due = None
                    self._wake.notify_all()
            time.sleep(PAUSE)

    def _guarded(self, piece: Callable[[], bool]) -> bool:
        try:
            return piece()
        except Exception:  # what is derived can be made again: it is due at the next click, or start
            log.exception("Judging faces again failed")
            return False

    def _piece(self) -> bool:
        """Do a piece of it; whether there is more."""
        context = self._context
        with context.lock:
            # A decision inside a larger transaction: what it left is seen from within alone.
            if not context.database.writing and not left(context.database.reader()):
                return False
            context.index()
            with context.database.transaction(derived=True) as db:
                changes, more = self._grouper.follow(db)
        if changes:
            context.changed(Changes(face_ids=changes.face_ids, person_ids=changes.person_ids))
        return more
