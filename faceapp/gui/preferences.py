"""What the user chose about the window itself (look, language, device), kept in one small TOML file.

:func:`load` and :func:`save` touch the file and run off the window thread; :class:`PreferenceKeeper` lives in
it.
"""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

from faceapp.gui import language

log = logging.getLogger(__name__)

APPEARANCES = ("system", "light", "dark")
DEVICES = ("auto", "cuda", "mps", "cpu")
LANGUAGES = ("system", *language.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Preferences:
    """One state of the choices.

    Attributes:
        appearance: One of :data:`APPEARANCES`.
        device: One of :data:`DEVICES`.
        on_this_day: Whether photos of this day in other years are pointed at.
        day_dismissed: The day on which they are not, as ``2019-05-01``.
        slide_seconds: How long a slide show shows each picture.
        language: One of :data:`LANGUAGES`.
    """

    appearance: str = "system"
    device: str = "auto"
    on_this_day: bool = True
    day_dismissed: str = ""
    slide_seconds: int = 5
    language: str = "system"


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
    if stored.get("language") in LANGUAGES:
        found = replace(found, language=stored["language"])
    if isinstance(stored.get("on_this_day"), bool):
        found = replace(found, on_this_day=stored["on_this_day"])
    if isinstance(stored.get("day_dismissed"), str):
        found = replace(found, day_dismissed=stored["day_dismissed"])
    seconds = stored.get("slide_seconds")
    if isinstance(seconds, int) and 1 <= seconds <= 60:
        found = replace(found, slide_seconds=seconds)
    return found


def save(path: Path, preferences: Preferences) -> None:
    """Write the choices, whole or not at all. A failure costs the choice, nothing else."""
    text = (
        f'appearance = "{preferences.appearance}"\ndevice = "{preferences.device}"\n'
        f'language = "{preferences.language}"\n'
        f"on_this_day = {str(preferences.on_this_day).lower()}\n"
        f"slide_seconds = {preferences.slide_seconds}\n"
        f'day_dismissed = "{_day(preferences.day_dismissed)}"\n'
    )
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, "utf-8")
        os.replace(temporary, path)
    except OSError:
        log.warning("The preferences could not be written", exc_info=True)


def _day(text: str) -> str:
    """A day as it is written; anything else is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


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

    def set_language(self, language: str) -> None:
        """One of :data:`LANGUAGES`; in effect from the next start."""
        self._set(replace(self._now, language=language))

    def set_on_this_day(self, wanted: bool) -> None:
        """Whether photos of this day in other years are pointed at."""
        self._set(replace(self._now, on_this_day=wanted, day_dismissed=""))

    def dismiss_day(self, day: date) -> None:
        """Not on this day any more."""
        self._set(replace(self._now, day_dismissed=day.isoformat()))

    def set_slide_seconds(self, seconds: int) -> None:
        """How long a slide show shows each picture."""
        self._set(replace(self._now, slide_seconds=seconds))

    def _set(self, preferences: Preferences) -> None:
        if preferences != self._now:
            self._now = preferences
            self._write(preferences)
            self.changed.emit(preferences)
