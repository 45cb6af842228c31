"""One face through the years: which faces of a person are shown, so that each time has its best one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from faceapp.core.ages import age
from faceapp.core.models import Face
from faceapp.core.months import MONTHS
from faceapp.core.said import said

MOST_FACES = 90
"""More of them, a second or so each, nobody wants to watch."""
FEWEST_FACES = 2
"""Fewer show no change."""
_EYES_APART = 0.25
"""Of the box's width: nearer ones are those of a profile, which is on no other's eyes."""
_STEEPEST = 1.0
"""Height over width between the eyes: a face lying on its side."""


class Period(StrEnum):
    """How much time has one face."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


_KEYS: dict[Period, Callable[[datetime], tuple[int, ...]]] = {
    Period.DAY: lambda day: (day.year, day.month, day.day),
    Period.MONTH: lambda day: (day.year, day.month),
    Period.SEASON: lambda day: (day.year, (day.month - 1) // 3),
    Period.YEAR: lambda day: (day.year,),
}


@dataclass(frozen=True, slots=True)
class DatedFace:
    """A face and when its photo was taken."""

    face: Face
    taken_at: datetime

    @property
    def eyes(self) -> NDArray[np.float32]:
        """float32 [2, 2]: left and right eye, pixels of the upright photo at full size."""
        assert self.face.landmarks is not None
        return self.face.landmarks[:2]


def caption(one: DatedFace, born: date | None) -> str:
    """``May 2011 · 3 years``: when it was, and how old the person was where that is known."""
    old = age(born, one.taken_at.date()) if born is not None else ""
    when = said("{month} {year}", month=MONTHS[one.taken_at.month - 1], year=one.taken_at.year)
    return said("{when} · {age}", when=when, age=old) if old else when


def both_eyes(face: Face) -> bool:
    """Whether a face can be laid on another's eyes: both are known, and it looks this way."""
    if face.landmarks is None or not np.isfinite(face.landmarks[:2]).all():
        return False
    across, down = (face.landmarks[1] - face.landmarks[0]).tolist()
    return bool(across >= _EYES_APART * face.box.width and abs(down) <= _STEEPEST * across)


def best_of_each(
    faces: Sequence[DatedFace], period: Period | None = None, most: int = MOST_FACES
) -> list[DatedFace]:
    """The best face of each period, oldest first.

    Args:
        faces: Of one person.
        period: None: the shortest that has no more than ``most`` faces.
        most: Where even one a year is more, they are thinned out evenly.
    """
    usable = [one for one in faces if both_eyes(one.face)]
    chosen: list[DatedFace] = []
    for step in [period] if period is not None else list(Period):
        best: dict[tuple[int, ...], DatedFace] = {}
        for one in usable:
            key = _KEYS[step](one.taken_at)
            if key not in best or _rank(one) > _rank(best[key]):
                best[key] = one
        chosen = sorted(best.values(), key=lambda one: (one.taken_at, one.face.id))
        if len(chosen) <= most:
            return chosen
    rows = np.linspace(0, len(chosen) - 1, most).round().astype(int)
    return [chosen[row] for row in dict.fromkeys(rows.tolist())]


def _rank(one: DatedFace) -> tuple[float, int]:
    return one.face.quality, -one.face.id
