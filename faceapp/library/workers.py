"""Threads without Qt: the compute lane and the bounded decode pool."""

from __future__ import annotations

import itertools
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import IntEnum
from typing import Any, TypeVar

from faceapp.core.errors import LibraryError

T = TypeVar("T")
R = TypeVar("R")


class Priority(IntEnum):
    """Lower runs first."""

    QUESTION = 0
    SCAN = 10
    _STOP = 99


class ComputeLane:
    """One thread that runs the networks, most urgent work first.

    The unit of work is one batch, so a user's question runs between two batches of a scan.
    """

    def __init__(self) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], Any] | None, Future[Any] | None]] = (
            queue.PriorityQueue()
        )
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="compute", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T], priority: Priority) -> Future[T]:
        """Queue one batch; the future always gets a result or the error.

        Raises:
            LibraryError: the lane was closed: nobody would ever run it.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise LibraryError("The library is closed.")
            self._queue.put((int(priority), next(self._order), work, future))
        return future

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        with self._lock:
            self._closed = True
            self._queue.put((int(Priority._STOP), next(self._order), None, None))
        self._thread.join()

    def _run(self) -> None:
        while True:
            _, _, work, future = self._queue.get()
            if work is None or future is None:
                return
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the future
                future.set_exception(error)


def ordered_map(
    function: Callable[[T], R], items: Iterable[T], *, workers: int, ahead: int
) -> Generator[R, None, None]:
    """Map in threads, in order, never more than ``ahead`` results waiting: memory stays flat.

    Closing the iterator early waits for the calls in flight and starts no more.
    """
    pool = ThreadPoolExecutor(workers, thread_name_prefix="decode")
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
