"""Opening the window from the command line, where there is one to open."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from faceapp.core.errors import FaceAppError

_WITH_VALUE = ("--library", "--device")


def pictures_among(words: Sequence[str], commands: Collection[str]) -> bool:
    """Whether a command line gives pictures or folders where a command would stand (``faceapp a.jpg``)."""
    rest = iter(words)
    for word in rest:
        if word in _WITH_VALUE:
            next(rest, None)
        elif word == "--":
            return next(rest, None) is not None
        elif not word.startswith("-"):
            # A mistyped command must be told as one, so what is no file has to look like a path.
            like_path = any(sign in word for sign in (os.sep, "/", "."))
            return word not in commands and (like_path or os.path.lexists(word))
    return False


def parser(shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What may stand beside pictures."""
    made = argparse.ArgumentParser(prog="faceapp", parents=[shared])
    made.add_argument("pictures", nargs="+", metavar="PHOTO", help="pictures to identify, folders to add")
    return made


def asked(words: Sequence[str]) -> tuple[Path, ...]:
    """Absolute paths of what was given (a desktop may give ``file:`` addresses).

    Raises:
        FaceAppError: one does not exist.
    """
    paths = [Path(_path(word)).expanduser().absolute() for word in words]
    for path in paths:
        if not os.path.lexists(path):
            raise FaceAppError(f"{path} does not exist. Check the name, or plug in its drive.")
    return tuple(paths)


def _path(word: str) -> str:
    if not word.startswith("file:"):
        return word
    path = unquote(urlsplit(word).path, errors="surrogateescape")
    return path[1:] if sys.platform == "win32" else path


def has_display() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_window(
    library: Path, device: str, folders: tuple[Path, ...] = (), asked: tuple[Path, ...] = ()
) -> int:
    """Open the window on a library, or hand over to the one that is open.

    Args:
        library: The library folder.
        device: ``auto``, ``cuda``, ``mps`` or ``cpu``.
        folders: Scanned at once.
        asked: Pictures to identify, and folders to add, as dropped on the window.

    Raises:
        FaceAppError: no display, or a system library Qt needs is missing.
    """
    if not has_display():
        raise FaceAppError(
            "There is no display to open a window on. Use the commands (faceapp --help), for example: "
            "faceapp scan FOLDER"
        )
    import importlib

    # By name: the command line must not depend on the window, which depends on everything.
    try:
        # First, and without the window's other modules: where one is open, nothing else is needed.
        if importlib.import_module("faceapp.gui.handover").hand_over(library, asked, folders):
            return 0
        app = importlib.import_module("faceapp.gui.app")
    except ImportError as error:
        raise FaceAppError(
            f"The window cannot start: {error}. On Linux, Qt needs the system libraries named in the README."
        ) from error
    code: int = app.run(library, device=device, folders=folders, asked=asked)
    return code
