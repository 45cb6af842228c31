"""Where photos go in justified rows under headlines: arithmetic without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from faceapp.gui.models.photos_model import Section

GAP = 4
MARGIN = 20
HEADER = 46
_AFTER_SECTION = 14
_EDGE = 8


class Line(NamedTuple):
    """One row of photos: rows ``first`` .. ``first + length - 1`` of the model."""

    top: int
    height: int
    first: int
    length: int
    section: int


def justify(
    sections: Sequence[Section], ratios: Sequence[float], width: int, wanted: int
) -> tuple[list[Line], list[int], int]:
    """Fill rows of ``width`` pixels, each at most ``wanted`` high; the last of a section may stay short.

    Args:
        sections: Cover all rows, in order.
        ratios: Width by height of each row's photo.
        width: Pixels between the margins.
        wanted: Height of a row before it is shrunk to fit.

    Returns:
        The lines, the top of each section's headline, and the height of it all.
    """
    lines: list[Line] = []
    headers: list[int] = []
    y = _EDGE
    for number, section in enumerate(sections):
        headers.append(y)
        y += HEADER
        first, total, end = section.first, 0.0, section.first + section.count
        for row in range(first, end):
            total += ratios[row]
            gaps = (row - first) * GAP
            if total * wanted + gaps >= width:
                height = max(int((width - gaps) / total), 1)
                lines.append(Line(y, height, first, row - first + 1, number))
                y += height + GAP
                first, total = row + 1, 0.0
        if first < end:
            lines.append(Line(y, wanted, first, end - first, number))
            y += wanted + GAP
        y += _AFTER_SECTION
    return lines, headers, y + _EDGE
