"""Threads without Qt: the compute lanes and the bounded pool of a scan."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import IntEnum
from typing import Any, TypeVar

from faceapp.core.errors import LibraryError
from faceapp.core.said import said

T = TypeVar("T")
R = TypeVar("R")


class Priority(IntEnum):
    """Lower runs first."""

    QUESTION = 0
    SCAN = 10


class ComputeLanes:
    """Threads that run the networks side by side, most urgent work first.

    The unit of work is one photo (a few on a GPU), so a user's question runs next, and while it runs no more
    of a scan is begun: it has the cores to itself as soon as what is in hand is done.

    Args:
        width: How much may run at once.
    """

    def __init__(self, width: int = 1) -> None:
        self._width = width
        self._waiting: list[tuple[int, int, Callable[[], Any], Future[Any]]] = []
        self._order = itertools.count()
        self._running = 0
        self._questions = 0
        self._closed = False
        self._moved = threading.Condition()
        self._threads = [
            threading.Thread(target=self._run, name=f"compute {number}", daemon=True)
            for number in range(width)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[], T], priority: Priority) -> Future[T]:
        """Queue one unit; the future always gets a result or the error.

        Raises:
            LibraryError: the lanes were closed: nobody would ever run it.
        """
        future: Future[T] = Future()
        with self._moved:
            if self._closed:
                raise LibraryError(said("The library is closed."))
            heapq.heappush(self._waiting, (int(priority), next(self._order), work, future))
            self._moved.notify()
        return future

    def narrow(self, width: int) -> None:
        """Run at most so much at once from now on."""
        with self._moved:
            self._width = width

    def close(self) -> None:
        """Finish what is queued and end the threads."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            priority, _, work, future = taken
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the future
                    future.set_exception(error)
            with self._moved:
                self._running -= 1
                self._questions -= priority == Priority.QUESTION
                self._moved.notify_all()

    def _take(self) -> tuple[int, int, Callable[[], Any], Future[Any]] | None:
        """The next unit, as soon as it may run; None where the lanes are closed and nothing is left."""
        with self._moved:
            while True:
                if self._waiting and self._may_run(self._waiting[0][0]):
                    taken = heapq.heappop(self._waiting)
                    self._running += 1
                    self._questions += taken[0] == Priority.QUESTION
                    return taken
                if self._closed and not self._waiting:
                    return None
                self._moved.wait()

    def _may_run(self, priority: int) -> bool:
        return self._running < self._width and (priority == Priority.QUESTION or not self._questions)


def ordered_map(
    function: Callable[[T], R], items: Iterable[T], *, workers: int, ahead: int
) -> Generator[R, None, None]:
    """Map in threads, in order, never more than ``ahead`` results waiting: memory stays flat.

    Closing the iterator early waits for the calls in flight and starts no more.
    """
    pool = ThreadPoolExecutor(workers, thread_name_prefix="scan")
    waiting: deque[Future[R]] = deque()
    source = iter(items)
    try:
        for item in itertools.islice(source, ahead):
            waiting.append(pool.submit(function, item))
        while waiting:
            yield waiting.popleft().result()
            for item in itertools.islice(source, 1):
                waiting.append(pool.submit(function, item))
    finally:
        for future in waiting:
            future.cancel()
        pool.shutdown(wait=True)
