"""Cancelling and reporting, shared by every long operation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from faceapp.core.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        stage: What is being done, in words for the user ("Finding faces").
        done: Units finished.
        total: Units in all, or 0 where that is not known yet.
        rate: Units per second over the last while, 0.0 where not known yet.
        seconds_left: Estimate, or None where not known yet.
        note: One more fact worth showing ("12 people so far").
    """

    stage: str
    done: int = 0
    total: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    note: str = ""


ProgressFn = Callable[[Progress], None]


def no_progress(progress: Progress) -> None:
    """Ignore progress."""


class CancelToken:
    """Asks a running job to pause or stop. Safe to use from any thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()

    def cancel(self) -> None:
        """Ask the job to stop after the unit in flight; a paused job stops too."""
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        """Ask the job to wait after the unit in flight."""
        if not self._cancelled.is_set():
            self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the job was asked to wait."""
        return not self._running.is_set()

    def check(self) -> None:
        """Wait while paused.

        Raises:
            Cancelled: the job was asked to stop.
        """
        self._running.wait()
        if self._cancelled.is_set():
            raise Cancelled
