"""What the monkey types, presses and begins."""

from __future__ import annotations

NAMES = (
    "Anna",
    "Ben",
    "Cleo",
    "Dora",
    "Emil",
    "Fay",
    "Anna Berg",
    "Änne",
    "O'Neill",
    "<b>x</b>",
    "名前",
    " ",
)
QUERIES = (
    "Anna",
    "Anna + Ben",
    "only Anna",
    "Anna | Ben - Cleo",
    "2003",
    "nobody",
    "faces>1",
    "an",
    "(",
    '"',
)
STEADY = tuple(
    "Left Right Up Down PgUp PgDown Home End Tab Shift+Tab Return Escape Space Delete Backspace F2 Ctrl+A "  # noqa: SIM905
    "Shift+Right Ctrl+Return Alt+Left F11".split()
)
REVIEW = tuple("Y Y Y N N S U E 1 2 3 0 Return Return Space Left Right Z -".split())  # noqa: SIM905
PERSON = tuple("Y N Y N M G S Delete Right Down Ctrl+A Return F2 H".split())  # noqa: SIM905
VIEWER = tuple("Right Right Left + - 0 B W A E I Z Down Up Y N S M G F2 L P Escape".split())  # noqa: SIM905
ALL_CARDS = ("Ctrl+1", "Ctrl+F", "Ctrl+A", "Delete", "Ctrl+1")
"""To the people, with nothing searched for."""
AIM = {
    "click": 16,
    "click an item": 14,
    "double click": 4,
    "right click": 5,
    "menu": 4,
    "key": 14,
    "shortcut": 10,
    "type": 5,
    "wheel": 6,
    "drag": 9,
    "drop from outside": 3,
    "paste": 1,
    "page": 5,
    "undo": 4,
    "redo": 2,
    "resize": 1,
    "theme": 0.3,
    "name somebody": 5,
    "review": 8,
    "tidy a person": 6,
    "look at photos": 6,
    "search": 3,
    "scan again": 0.3,
    "close the window": 0.06,
}
"""What is begun, and how often of all."""
