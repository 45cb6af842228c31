"""How old somebody is on a photo, as people say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from faceapp.core.models import Face, Photo


def age(born: date, on: date) -> str:
    """``8 months``, ``1 year``, ``34 years``; empty before the birth."""
    if on < born:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 24:
        return "newborn" if months == 0 else f"{months} month{'s' if months > 1 else ''}"
    return f"{months // 12} years"


def in_year(born: date, year: int) -> str:
    """``age 7`` by the end of that year; ``newborn`` in the first, empty before."""
    return "" if year < born.year else f"age {year - born.year}" if year > born.year else "newborn"


def ages_of(faces: Iterable[Face], photos: Iterable[Photo], born: date | None) -> dict[int, str]:
    """Face -> age, where the birth date is known and the photo is dated."""
    if born is None:
        return {}
    taken = {photo.id: photo.taken_at.date() for photo in photos if photo.taken_at is not None}
    return {
        face.id: age(born, taken[face.photo_id]) or "before birth" for face in faces if face.photo_id in taken
    }
