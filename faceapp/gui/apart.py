"""Long work on threads of its own, each piece with a way to stop it. Window thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from faceapp.core.errors import Cancelled, FaceAppError
from faceapp.core.progress import CancelToken, Progress, ProgressFn
from faceapp.gui.jobs import Apart, Jobs, Lanes
from faceapp.library.library import Library

T = TypeVar("T")

PROGRESS_SECONDS = 0.05
"""At most twenty progress reports a second reach the window."""


class ApartWork:
    """Starts pieces of work, and ends all of them with the window.

    Args:
        library: What is worked on.
        jobs: Delivers what came out.
        lanes: Where the threads come from.
        failed: Told of what went wrong.
    """

    def __init__(
        self, library: Library, jobs: Jobs, lanes: Lanes, failed: Callable[[FaceAppError], None]
    ) -> None:
        self._library = library
        self._jobs = jobs
        self._lanes = lanes
        self._failed = failed
        self._running: list[tuple[CancelToken, threading.Event]] = []
        self._stopped = False

    def run(
        self,
        name: str,
        work: Callable[[Library, ProgressFn, CancelToken], T],
        then: Callable[[T], None],
        *,
        progress: ProgressFn,
        over: Callable[[], None],
        owner: QObject,
    ) -> CancelToken:
        """Run one; ``progress``, and ``then`` or ``over``, are called in the window thread.

        Returns:
            What stops it: then, and where it fails, ``over`` is called.
        """
        token, done, last = CancelToken(), threading.Event(), 0.0
        self._running = [one for one in self._running if not one[1].is_set()]
        self._running.append((token, done))
        if self._stopped:
            token.cancel()

        def told(now: Progress) -> None:
            nonlocal last
            if time.monotonic() - last >= PROGRESS_SECONDS or now.done == now.total:
                last = time.monotonic()
                self._jobs.post(lambda: progress(now))

        def start(run: Callable[[], None]) -> None:
            def job() -> None:
                try:
                    run()
                finally:
                    done.set()

            self._lanes.spawn(name, job)

        def ended(error: FaceAppError) -> None:
            over()
            if not isinstance(error, Cancelled):
                self._failed(error)

        here = partial(work, self._library, told, token)
        self._jobs.run(Apart(start), here, then, owner=owner, failed=ended)
        return token

    def stop(self) -> None:
        """Ask all of it to stop, and what is still to come."""
        self._stopped = True
        for token, _ in self._running:
            token.cancel()

    def wait(self) -> None:
        """Wait until all of it has ended. Not on the window thread."""
        for _, done in self._running:
            done.wait()
