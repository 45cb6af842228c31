"""Which photos were taken on one occasion: a birthday, a wedding, an afternoon at the sea.

The window calls it an event; in the code an event is a row of the user's log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

GAP = timedelta(hours=6)
"""Without a photo for so long, something else began,"""
FOLDER_GAP = timedelta(hours=1)
"""or for so long, where the next photo lies in another folder."""
REACH = timedelta(days=3)
"""No occasion reaches farther than so long before and after one of its photos."""
UNDATED = 1000
"""A folder with more undated photos than this is an archive, not one occasion."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo: when it was taken (None: not known), and the folder it lies in."""

    photo_id: int
    taken_at: datetime | None
    folder: str


def occasion(shots: Iterable[Shot], photo_id: int) -> list[Shot]:
    """The photos of the occasion on which one of them was taken, in order.

    Dated photos belong together as long as no :data:`GAP` lies between them, in whatever folders they are;
    undated ones belong to those of their folder.

    Args:
        shots: At least those within :data:`REACH` of the photo, and the undated ones of its folder.
        photo_id: One of them.
    """
    listed = list(shots)
    mine = next(shot for shot in listed if shot.photo_id == photo_id)
    taken = mine.taken_at
    if taken is None:
        found = [shot for shot in listed if shot.taken_at is None and shot.folder == mine.folder]
        return sorted(found, key=lambda shot: shot.photo_id) if len(found) <= UNDATED else [mine]
    dated = sorted(
        ((shot.taken_at, shot.photo_id, shot) for shot in listed if shot.taken_at is not None),
        key=lambda row: row[:2],
    )
    place = next(number for number, row in enumerate(dated) if row[1] == photo_id)
    first = last = place
    while first > 0 and _together(dated[first - 1], dated[first]) and taken - dated[first - 1][0] <= REACH:
        first -= 1
    while (
        last + 1 < len(dated)
        and _together(dated[last], dated[last + 1])
        and dated[last + 1][0] - taken <= REACH
    ):
        last += 1
    return [shot for _, _, shot in dated[first : last + 1]]


def _together(one: tuple[datetime, int, Shot], other: tuple[datetime, int, Shot]) -> bool:
    gap = other[0] - one[0]
    return gap <= (GAP if one[2].folder == other[2].folder else FOLDER_GAP)
