"""What the user chose about the window itself: appearance and device, kept in one small TOML file.

:func:`load` and :func:`save` touch the file and run off the window thread; :class:`PreferenceKeeper` lives in
it.
"""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

APPEARANCES = ("system", "light", "dark")
DEVICES = ("auto", "cuda", "mps", "cpu")


@dataclass(frozen=True, slots=True)
class Preferences:
    """One state of the choices."""

    appearance: str = "system"
    device: str = "auto"


def preferences_file() -> Path:
    """Where the choices are kept."""
    return Path(platformdirs.user_config_dir("faceapp", appauthor=False)) / "window.toml"


def load(path: Path) -> Preferences:
    """Read the choices; what is missing, damaged or unknown is as at the first start."""
    try:
        stored = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError):
        log.warning("The preferences could not be read", exc_info=True)
        return Preferences()
    found = Preferences()
    if stored.get("appearance") in APPEARANCES:
        found = replace(found, appearance=stored["appearance"])
    if stored.get("device") in DEVICES:
        found = replace(found, device=stored["device"])
    return found


def save(path: Path, preferences: Preferences) -> None:
    """Write the choices, whole or not at all. A failure costs the choice, nothing else."""
    text = f'appearance = "{preferences.appearance}"\ndevice = "{preferences.device}"\n'
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, "utf-8")
        os.replace(temporary, path)
    except OSError:
        log.warning("The preferences could not be written", exc_info=True)


class PreferenceKeeper(QObject):
    """The choices in use; told of each change and hands it on to be written. Window thread.

    Args:
        preferences: As read.
        write: Takes a state to be written; must not block.
        parent: Qt parent.
    """

    changed = Signal(object)
    """The new Preferences."""

    def __init__(
        self,
        preferences: Preferences,
        write: Callable[[Preferences], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = preferences
        self._write = write

    @property
    def now(self) -> Preferences:
        """The choices in use."""
        return self._now

    def set_appearance(self, appearance: str) -> None:
        """``system``, ``light`` or ``dark``."""
        self._set(replace(self._now, appearance=appearance))

    def set_device(self, device: str) -> None:
        """``auto``, ``cuda``, ``mps`` or ``cpu``; in effect from the next start."""
        self._set(replace(self._now, device=device))

    def _set(self, preferences: Preferences) -> None:
        if preferences != self._now:
            self._now = preferences
            self._write(preferences)
            self.changed.emit(preferences)
