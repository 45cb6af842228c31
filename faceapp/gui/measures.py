"""Distances and the type scale of the window, which grows with the font the user set for the system."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QFont, QGuiApplication

SPACE = 8
"""Every distance is a multiple of half of this."""
RADIUS = 8
CARD_RADIUS = 14
PAGE_MARGIN = 20
"""Pixels left of what a page shows."""
CONTROL_HEIGHT = 32
BAR_HEIGHT = 6
"""Of a progress bar: Qt asks for room for a text that is not there."""
BODY_PIXELS = 13
"""Height of the usual text where the system's font has its normal size."""
LARGEST_FONT = 32
"""Pixels: beyond that the window would have no room for anything else."""


class Size(IntEnum):
    """The type scale, in pixels at the system's normal font size; see :func:`font_pixels`."""

    CAPTION = 12
    BODY = BODY_PIXELS
    LABEL = 14
    HEADING = 17
    TITLE = 24
    DISPLAY = 30


class _Kept:
    """What every paint asks for many times: asking Qt each time costs more than painting the text."""

    share = 1.0
    """How much taller than usual the system's font is."""
    base: QFont | None = None
    fonts: dict[tuple[int, QFont.Weight], QFont] = {}  # noqa: RUF012 - emptied as one with the others


def keep_font_pixels(system: float) -> None:
    """Remember how tall the system's own font is; see :func:`font_pixels`."""
    _Kept.share = float(min(max(system, BODY_PIXELS), LARGEST_FONT)) / BODY_PIXELS
    _Kept.base = None


def font_pixels(size: int) -> int:
    """A size of the scale, grown with the font size the user set for the system."""
    return round(size * _Kept.share)


def scaled(pixels: int, most: float = 2.0) -> int:
    """A width or height that grows with the text in it, at most ``most`` times."""
    return round(pixels * min(font_pixels(100) / 100, most))


def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The app's font in a size of the scale."""
    base = QGuiApplication.font()
    if base != _Kept.base:
        _Kept.base = base
        _Kept.fonts.clear()
    chosen = _Kept.fonts.get((size, weight))
    if chosen is None:
        chosen = QFont(base)
        chosen.setPixelSize(font_pixels(size))
        chosen.setWeight(weight)
        _Kept.fonts[size, weight] = chosen
    return QFont(chosen)  # whoever asks may change theirs
