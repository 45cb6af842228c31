"""Reading a file from disk once, without ever blocking on something that is no file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from faceapp.core import problem_words as words
from faceapp.core.errors import PictureError

MAX_BYTES = 1 << 30
"""The largest file that is read. The largest pictures the reader opens are well below."""


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Read a whole file.

    Args:
        path: Any path; its name may hold undecodable bytes as surrogate escapes.
        limit: The most bytes to read.

    Raises:
        PictureError: ``unreadable`` (missing, forbidden, not a regular file, an error of the drive),
            ``empty`` or ``too_large``.
    """
    try:
        # Looked at before it is opened: opening a pipe or a device can wait for ever or start something.
        _regular(os.stat(path))
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags | getattr(os, "O_CLOEXEC", 0)), "rb") as file:
            size = _regular(os.fstat(file.fileno())).st_size
            if size > limit:
                raise _too_large(size, limit)
            data = file.read(size + 1)
            if len(data) > size:  # it grew meanwhile, or its file system tells no sizes
                data += file.read(limit + 1 - len(data))
    except FileNotFoundError as error:
        raise PictureError("unreadable", words.GONE) from error
    except PermissionError as error:
        raise PictureError("unreadable", words.FORBIDDEN) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or words.BAD_NAME
        raise PictureError("unreadable", words.UNREADABLE.of(reason=reason)) from error
    except MemoryError as error:
        raise PictureError("too_large", words.LARGER_THAN_MEMORY) from error
    if len(data) > limit:
        raise _too_large(len(data), limit)
    if not data:
        raise PictureError("empty", words.EMPTY)
    return data


def _regular(status: os.stat_result) -> os.stat_result:
    if stat.S_ISDIR(status.st_mode):
        raise PictureError("unreadable", words.A_FOLDER)
    if not stat.S_ISREG(status.st_mode):
        raise PictureError("unreadable", words.NO_FILE)
    return status


def _too_large(size: int, limit: int) -> PictureError:
    return PictureError(
        "too_large",
        words.TOO_MANY_BYTES.of(size=f"{size / 1e6:,.0f}", limit=f"{limit / 1e6:,.0f}"),
    )
