"""Where photos go in justified rows under headlines: arithmetic without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

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
    # The line that begins at a photo ends with the first one from which on it is wide enough: looked up for
    # all photos at once, each against the sum of all before it.
    sums = np.concatenate([np.zeros(1), np.cumsum(np.asarray(ratios, np.float64))])
    reached = sums * wanted + np.arange(len(sums)) * GAP
    last = np.searchsorted(reached[1:], width + reached[:-1] + GAP).tolist()
    total = sums.tolist()
    y = _EDGE
    for number, section in enumerate(sections):
        headers.append(y)
        y += HEADER
        first, end = section.first, section.first + section.count
        while first < end:
            row = last[first]
            height = wanted
            if row < end:
                height = max(int((width - (row - first) * GAP) / (total[row + 1] - total[first])), 1)
            else:
                row = end - 1
            lines.append(Line(y, height, first, row - first + 1, number))
            y += height + GAP
            first = row + 1
        y += _AFTER_SECTION
    return lines, headers, y + _EDGE
