"""Processes that open a library of squares, begin something, and are killed in the middle of it.

``SIGKILL`` comes before a given statement of the writing connection, or right after the answer where there
are fewer. A server forks them off, so that one costs milliseconds: it has a single thread and has loaded
everything. It reads one JSON object per line and answers with one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from squares import SquareDetector, Squares

from faceapp.core.geometry import Box
from faceapp.core.models import ModelId
from faceapp.core.thresholds import FACENET_CASIA, FACENET_VGGFACE2
from faceapp.library import scan
from faceapp.library.library import Library

MODELS = (FACENET_CASIA.model, FACENET_VGGFACE2.model)
DETECTORS = (("squares-v1", (0, 0), 16), ("squares-v2", (4, 3), 16), ("squares-v3", (-2, 3), 13))
"""Name, shift of the boxes in pixels, looks it is blind for: any two overlap by more than half."""


def one_by_one(work: Callable[[Any], Any], items: Iterable[Any], **_: int) -> Iterator[Any]:
    """In place of the pool that reads ahead: what is written when is the same in each run of a seed."""
    for item in items:
        yield work(item)


def open_library(root: Path, model: int, detector: int) -> Library:
    """The library with one of the models and one of the detectors."""
    return Squares(SquareDetector(*DETECTORS[detector]), ModelId(MODELS[model])).open(root)


class Cut:
    """The writing connection, with something else in place of its statement number ``after``."""

    def __init__(self, connection: Any, after: int, fate: Callable[[], None]) -> None:
        self._connection, self._left, self._fate = connection, after, fate

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._fate()

    def execute(self, *given: Any) -> Any:
        if given[0] != "PRAGMA data_version":
            self._step()
        return self._connection.execute(*given)

    def executemany(self, *given: Any) -> Any:
        self._step()
        return self._connection.executemany(*given)

    def commit(self) -> None:
        self._step()
        self._connection.commit()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def cut(library: Library, after: int, fate: Callable[[], None]) -> Callable[[], None]:
    """Let ``fate`` come at a statement; returns what ends that."""
    database = library._context.database
    true = database._writer
    database._writer = Cut(true, after, fate)  # type: ignore[assignment]

    def mend() -> None:
        database._writer = true

    return mend


def carry_out(library: Library, method: str, arguments: list[Any], options: dict[str, Any]) -> Any:
    """``scan`` or a decision, by its name."""
    if method in ("birthdate", "undo_since") and isinstance(arguments[-1], str):
        arguments = [*arguments[:-1], date.fromisoformat(arguments[-1])]  # from JSON
    if method in ("box", "move_box") and isinstance(arguments[1], list):
        arguments = [arguments[0], Box(*arguments[1]), *arguments[2:]]
    return getattr(library if method == "scan" else library.decide, method)(*arguments, **options)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _child(order: dict[str, Any], answer: int) -> None:
    try:
        library = open_library(Path(order["root"]), order["model"], order["detector"])
        cut(library, order["after"], die)
        carry_out(library, order["method"], order["arguments"], order["options"])
        os.write(answer, b"answered")
    except BaseException:  # noqa: BLE001 - the parent is told, whatever it is
        os.write(answer, traceback.format_exc().encode())
    die()


def serve() -> None:
    """Fork one child per line and say how it ended."""
    scan.ordered_map = one_by_one  # type: ignore[assignment]
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _child(json.loads(line), write)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            said = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        print(json.dumps({"said": said, "signal": os.WTERMSIG(status)}), flush=True)


def _plain(value: Any) -> Any:
    """Dates and boxes as JSON has them."""
    return [value.x, value.y, value.width, value.height] if isinstance(value, Box) else str(value)


class Killer:
    """The server, seen from the test."""

    def __init__(self) -> None:
        surroundings = {**os.environ, "OMP_NUM_THREADS": "1"}
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=surroundings,
        )

    def __enter__(self) -> Killer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(timeout=20)
        self._server.stdout.close()

    def kill_in(self, **order: Any) -> bool:
        """Begin something in a process that is killed; returns whether it was answered before."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(order, default=_plain) + "\n")
        self._server.stdin.flush()
        ended = json.loads(self._server.stdout.readline())
        assert ended["signal"] == signal.SIGKILL, ended
        assert ended["said"] in ("", "answered"), ended["said"]
        return bool(ended["said"])


if __name__ == "__main__":
    serve()
