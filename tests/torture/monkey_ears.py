"""All that goes wrong without anybody being told: exceptions, errors in the log, Qt's warnings.

Each is written at once to a file, so that a process that dies leaves what it heard.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

ALLOWED = (
    "This plugin does not support",  # said by the offscreen platform of every window: raising, size hints
)
"""Words of Qt that mean nothing here, each with its reason."""


class Ears(logging.Handler):
    """Hears until the process ends.

    Args:
        file: Gets one complaint after the other.
        last: What was done last.
    """

    def __init__(self, file: Path, last: Callable[[], str]) -> None:
        super().__init__(logging.ERROR)
        self._file = file
        self._last = last
        self._writing = threading.Lock()
        self.heard: list[str] = []
        logging.getLogger().addHandler(self)
        sys.unraisablehook = self._unraisable
        sys.excepthook = lambda kind, error, trace: self.complain("exception", _words(error))
        threading.excepthook = lambda given: self.complain("thread", _words(given.exc_value))
        qInstallMessageHandler(self._qt)

    def complain(self, where: str, words: str) -> None:
        """Something went wrong."""
        with self._writing:
            self.heard.append(f"{where}: {words}")
            with self._file.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{where}, after {self._last()}: {words}\n")

    def emit(self, record: logging.LogRecord) -> None:
        """An error in the log (the app's own handler of what nobody caught writes one)."""
        self.complain("log", logging.Formatter("%(threadName)s %(name)s: %(message)s").format(record))

    def _unraisable(self, given: Any) -> None:
        self.complain("unraisable", f"{given.err_msg} {given.object!r} {_words(given.exc_value)}")

    def _qt(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        silent = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not silent and not words.startswith(ALLOWED):
            stack = "".join(traceback.format_stack()[-7:-1])
            self.complain(f"Qt {kind.name}", f"{words}\n{stack}")


def _words(error: BaseException | None) -> str:
    return "".join(traceback.format_exception(error)) if error is not None else "no exception"
