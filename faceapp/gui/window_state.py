"""Where the user was: place of the window, page, filters, search, selection, scrolling, in one small file.

``window.json`` lies in the library folder, which only its owner can read: a search text is a name. It is
written whole or not at all, soon after each change, so that a kill costs nothing; what is missing, damaged
or from another version is as at the first start. :func:`load` and :func:`save` touch the file and run off the
window thread.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize

log = logging.getLogger(__name__)

FILE = "window.json"
VERSION = 1
MOST_BYTES = 4_000_000
"""A larger file is not ours."""
MOST_TRAIL = 20
GRIP = QSize(120, 30)
"""So much of a window's head must be on a screen that it can be taken hold of."""

Where = tuple[str, int | str | None]
"""A page's key and what it shows: a person's or photo's id, a face state's word."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """One state of the window.

    Attributes:
        frame: x, y, width, height of the window while it is not maximised, in device independent pixels of
            the desktop; None: not known.
        maximized: Whether it fills its screen.
        place: The page shown.
        trail: The pages under it, for Back.
        search: What stands in the search field.
        pages: What each page wants to know again, by key; only the page itself understands it.
    """

    frame: tuple[int, int, int, int] | None = None
    maximized: bool = False
    place: Where = ("", None)
    trail: tuple[Where, ...] = ()
    search: str = ""
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def load(library: Path) -> WindowState:
    """Read the state kept in a library folder."""
    path = library / FILE
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{path} is larger than it can be")
        return _parsed(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return WindowState()
    except (OSError, ValueError, RecursionError):
        log.warning("The state of the window could not be read; it starts as the first time", exc_info=True)
        return WindowState()


def save(library: Path, state: WindowState) -> None:
    """Write the state, whole or not at all. A failure costs the state, nothing else."""
    stored = {
        "version": VERSION,
        "frame": state.frame,
        "maximized": state.maximized,
        "place": state.place,
        "trail": state.trail,
        "search": state.search,
        "pages": state.pages,
    }
    path = library / FILE
    temporary = path.with_name(f".{FILE}.{os.getpid()}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(stored, file, indent=1)
        os.replace(temporary, path)
    except OSError:
        log.warning("The state of the window could not be written", exc_info=True)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def fitting(frame: Sequence[int], screens: Sequence[QRect], least: QSize) -> QRect:
    """Where a window goes: its old place where its head can still be seen, else the middle of a screen.

    Args:
        frame: x, y, width, height as kept.
        screens: The free area of each screen, the main one first.
        least: The window's smallest size.
    """
    x, y, width, height = frame
    room = QRect()
    for screen in screens:
        room = room.united(screen)
    # Narrower than all screens together, so that both ends can be reached.
    size = QSize(width, height).boundedTo(room.size()).expandedTo(least)
    wanted = QRect(QPoint(x, y), size)
    head = QRect(wanted.topLeft(), QSize(size.width(), GRIP.height()))
    for screen in screens:
        seen = head.intersected(screen)
        if seen.width() >= GRIP.width() and seen.height() >= GRIP.height():
            return wanted
    main = screens[0]
    size = size.boundedTo(main.size()).expandedTo(least)
    centred = QRect(QPoint(), size)
    centred.moveCenter(main.center())
    # A screen smaller than the window: its head is what has to be seen.
    centred.moveTopLeft(QPoint(max(centred.left(), main.left()), max(centred.top(), main.top())))
    return centred


def _parsed(stored: object) -> WindowState:
    """Each part by itself: one that is damaged does not take the others with it."""
    if not isinstance(stored, dict) or stored.get("version") != VERSION:
        return WindowState()
    frame = stored.get("frame")
    good = isinstance(frame, list) and len(frame) == 4 and all(_is_pixel(one) for one in frame)
    trail = stored.get("trail")
    search = stored.get("search")
    pages = stored.get("pages")
    return WindowState(
        frame=(frame[0], frame[1], frame[2], frame[3]) if good and frame is not None else None,
        maximized=stored.get("maximized") is True,
        place=_where(stored.get("place")) or ("", None),
        trail=tuple(
            place
            for one in (trail if isinstance(trail, list) else [])[-MOST_TRAIL:]
            if (place := _where(one))
        ),
        search=search if isinstance(search, str) else "",
        pages={
            str(key): value
            for key, value in (pages if isinstance(pages, dict) else {}).items()
            if isinstance(value, dict)
        },
    )


def _is_pixel(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 100_000


def _where(stored: object) -> Where | None:
    if not isinstance(stored, list) or len(stored) != 2:
        return None
    key, what = stored
    if not isinstance(key, str) or isinstance(what, bool):
        return None
    return (key, what) if what is None or isinstance(what, int | str) else None
