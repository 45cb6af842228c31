"""How old somebody is on a photo, as people say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from faceapp.core.ages import age
from faceapp.core.models import Face
from faceapp.core.timeline import Timeline
from faceapp.gui.language import shown, tr

__all__ = ["age", "ages_of", "in_year"]


def in_year(born: date, year: int) -> str:
    """``age 7`` by the end of that year; ``newborn`` in the first, empty before."""
    if year == born.year:
        return tr("newborn")
    return tr("age {years}", years=year - born.year) if year > born.year else ""


def ages_of(faces: Iterable[Face], photos: Timeline, born: date | None) -> dict[int, str]:
    """Face -> age, where the birth date is known and the photo is dated."""
    if born is None:
        return {}
    found = {}
    for face in faces:
        row = photos.row_of(face.photo_id)
        day = int(photos.days[row]) if row is not None else 0
        if day:
            taken = date(day // 10_000, day // 100 % 100, day % 100)
            found[face.id] = shown(age(born, taken)) or tr("before birth")
    return found
