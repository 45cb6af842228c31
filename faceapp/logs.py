"""The log: rotating, with the thread's name, without names of people or photos' contents."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import platformdirs

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def log_file() -> Path:
    """Where the log is."""
    return Path(platformdirs.user_log_dir("faceapp", appauthor=False)) / "faceapp.log"


def start_log() -> None:
    """Write the app's log to :func:`log_file`; where that cannot be written, go without."""
    root = logging.getLogger("faceapp")
    if root.handlers:
        return
    root.addHandler(logging.NullHandler())
    # Not at the top: it brings sockets and pickling, which a help page can do without.
    from logging.handlers import RotatingFileHandler

    with contextlib.suppress(OSError):
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        handler = RotatingFileHandler(
            path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", errors="backslashreplace"
        )
        handler.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(handler)
        root.setLevel(logging.INFO)
