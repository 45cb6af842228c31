"""How old somebody is on a photo, as people say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from faceapp.core.ages import age
from faceapp.core.models import Face, Photo
from faceapp.gui.language import shown, tr

__all__ = ["age", "ages_of", "in_year"]


def in_year(born: date, year: int) -> str:
    """``age 7`` by the end of that year; ``newborn`` in the first, empty before."""
    if year == born.year:
        return tr("newborn")
    return tr("age {years}", years=year - born.year) if year > born.year else ""


def ages_of(faces: Iterable[Face], photos: Iterable[Photo], born: date | None) -> dict[int, str]:
    """Face -> age, where the birth date is known and the photo is dated."""
    if born is None:
        return {}
    taken = {photo.id: photo.taken_at.date() for photo in photos if photo.taken_at is not None}
    return {
        face.id: shown(age(born, taken[face.photo_id])) or tr("before birth")
        for face in faces
        if face.photo_id in taken
    }
