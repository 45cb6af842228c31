"""Opening the window from the command line, where there is one to open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from faceapp.core.errors import FaceAppError


def has_display() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_window(library: Path, device: str, folders: tuple[Path, ...] = ()) -> int:
    """Open the window on a library and scan ``folders``.

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
        app = importlib.import_module("faceapp.gui.app")
    except ImportError as error:
        raise FaceAppError(
            f"The window cannot start: {error}. On Linux, Qt needs the system libraries named in the README."
        ) from error
    code: int = app.run(library, device=device, folders=folders)
    return code
