"""Which board the review asks on: the present one, and the next one while it is made beside the questions."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from faceapp.core.changes import EVERYTHING, Changes
from faceapp.core.errors import Cancelled
from faceapp.core.progress import CancelToken
from faceapp.library.board import Board
from faceapp.library.context import Context
from faceapp.library.group import Grouper

PATIENCE = 20.0
"""A board serves at least so many times as long as it took to make,"""
DOUBLED = 2.0
"""or only so many times where there are so many times the faces by now: in the first minutes of an album."""
AT_ONCE = 1.0
"""Seconds until the next question that may pass: a board that takes longer is made beside the old one."""


class Boards:
    """Makes boards, and tells them what is decided meanwhile. One thread at a time, but for :meth:`_hear`.

    Args:
        context: The library.
        grouper: Reads the user's word.
        made: Called with each new board, on the thread that made it.
        first: See :class:`Board`: the first board looks at the largest people and groups only.
    """

    def __init__(self, context: Context, grouper: Grouper, made: Callable[[Board], None], first: int) -> None:
        self._context = context
        self._grouper = grouper
        self._tell = made
        self.first = first
        self.now: Board | None = None
        self.maker: threading.Thread | None = None
        self._next: Board | None = None
        self._version = 0
        self._made_at = self._cost = 0.0
        self._pages = False
        self._heard = Changes()
        self._heard_by_next: Changes | None = None
        self._heard_lock = threading.Lock()
        self._listening = False
        self._stopped = CancelToken()
        context.listen(self._hear)

    def current(self, pages: bool) -> Board:
        """The board to ask on, in line with everything decided so far."""
        version = self._context.database.data_version()
        if version != self._version:
            self._version = version
            self._hear(EVERYTHING)  # another process may have decided something
        if self.now is not None and pages != self._pages:
            self.now.planner.use_pages(pages)
        self._pages = pages
        if self.now is not None and self._is_old(self.now):
            if self.now.whole and self._cost < AT_ONCE:
                self.now = None
            elif self.maker is None or not (self.maker.is_alive() or self._next):
                self._make_beside()
        if self._next is not None:
            self._take_next()
        with self._heard_lock:
            changes, self._heard = self._heard, Changes()
            self._listening = True
        if self.now is None:
            self.now = self._make(self.first)
            with self._heard_lock:  # what was decided while it was made
                changes, self._heard = self._heard, Changes()
            changes = changes if changes or self.now.has_heard() else EVERYTHING
        if changes:
            self.now.take_in(changes)
        return self.now

    def close(self) -> None:
        """End what is being made."""
        self._stopped.cancel()
        if self.maker is not None:
            self.maker.join()

    def _hear(self, changes: Changes) -> None:
        with self._heard_lock:
            if self._listening:
                self._heard |= changes
            if self._heard_by_next is not None:
                self._heard_by_next |= changes

    def _make(self, first: int = 0, threads: int = 0) -> Board:
        began = time.monotonic()
        board = Board(self._context, self._grouper, self._pages, self._stopped.check, first, threads)
        self._made_at = time.monotonic()
        self._cost = self._made_at - began
        self._tell(board)
        return board

    def _make_beside(self) -> None:
        """Make the next board while the present one goes on asking."""

        def make() -> None:
            with suppress(Cancelled):
                self._next = self._make(threads=max(1, (os.cpu_count() or 1) - 1))

        with self._heard_lock:
            self._heard_by_next = Changes()
        self.maker = threading.Thread(target=make, name="next review", daemon=True)
        self.maker.start()

    def _take_next(self) -> None:
        assert self._next is not None
        with self._heard_lock:
            self.now, self._next, self.maker = self._next, None, None
            self._heard, self._heard_by_next = self._heard_by_next or Changes(), None
        self.now.planner.use_pages(self._pages)

    def _is_old(self, board: Board) -> bool:
        """Whether new faces wait; while a scan brings more and more the board is not made anew each time."""
        if not board.whole:
            return True
        age = time.monotonic() - self._made_at
        if age <= DOUBLED * self._cost:
            return False
        growth = board.growth()
        return growth >= DOUBLED or (growth > 1.0 and age > PATIENCE * self._cost)
