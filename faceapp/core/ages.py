"""People change: a face for each year, and a face of a child is evidence about near years only.

How children change was not measured: no album of dated photos of children can be had. The years are set by
hand, on the careful side, and only withhold an automatic name: the app then asks. Without dates nothing
changes. Of children who were made (``python -m tests.benchmarks ageing``) the rule names three faces where no
rule names five, one pair of siblings mixed up instead of three; a mean of each year's faces in place of the
three nearest names half as many and is no more often right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from faceapp.core.models import Embeddings
from faceapp.core.said import said

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CHILD_UNTIL = 12.0
"""Years of age: from here on a face counts for every year."""
FIRST_YEARS = 0.5
"""Years around a newborn's photo in which it counts."""
YEARS_PER_YEAR = 0.5
"""So many years more for each year of age: a face at six counts for three and a half years around it."""


def in_years(day: date) -> float:
    """A date as a number: 2019.5 is the middle of 2019."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def age(born: date, on: date) -> str:
    """``8 months``, ``1 year``, ``34 years``; empty before the birth."""
    if on < born:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 24:
        return said("newborn") if months == 0 else said("%n month(s)", None, months)
    return said("%n year(s)", None, months // 12)


@dataclass(frozen=True, slots=True)
class Ages:
    """What is known of dates.

    Attributes:
        born: Person -> date of birth, in years (see :func:`in_years`).
        taken: Face -> date of its photo, in years; faces of undated photos are left out.
    """

    born: Mapping[int, float]
    taken: Mapping[int, float]

    def of_faces(self, face_ids: Ints, person_ids: Ints) -> GalleryAges | None:
        """The same for a gallery's faces; None where no birth date of its people is known."""
        people, place = np.unique(person_ids, return_inverse=True)
        born = np.array([self.born.get(person, np.nan) for person in people.tolist()], np.float64)[place]
        known = np.flatnonzero(~np.isnan(born))
        if not len(known):
            return None
        taken = np.full(len(face_ids), np.nan)
        taken[known] = [self.taken.get(face, np.nan) for face in face_ids[known].tolist()]
        return GalleryAges(born, taken)


class GalleryAges:
    """Ages at the photos of a gallery's faces.

    Args:
        born: float64 [N], birth of the person each face is confirmed as, in years; NaN: not known.
        taken: float64 [N], date of the photo, in years; NaN: not known.
    """

    def __init__(self, born: Floats, taken: Floats) -> None:
        self._columns = np.flatnonzero(~np.isnan(born))
        self._count = len(born)
        self._born = born
        self._ages = taken - born

    def too_far(self, taken: Floats) -> NDArray[np.bool_]:
        """Which confirmed faces say nothing sure about which probe.

        Args:
            taken: float64 [M], date of each probe, in years; NaN: not known.

        Returns:
            bool [M, N]: a child then, and too many years between; or a photo from before the birth.
        """
        found = np.zeros((len(taken), self._count), bool)
        columns = self._columns
        then = taken[:, None] - self._born[columns]
        now = self._ages[columns]
        younger = np.minimum(then, now)
        allowed = FIRST_YEARS + YEARS_PER_YEAR * np.maximum(younger, 0.0)
        # Comparisons with NaN are false: what is not known changes nothing.
        with np.errstate(invalid="ignore"):
            found[:, columns] = ((younger < CHILD_UNTIL) & (np.abs(then - now) > allowed)) | (then < 0)
        return found

    def is_child(self, taken: Floats, nearest: Ints) -> NDArray[np.bool_]:
        """Whether a probe would show a child, were it the person of a confirmed face.

        Args:
            taken: float64 [M], in years.
            nearest: int64 [M, K], rows of confirmed faces.

        Returns:
            bool [M, K]. For a probe without a date, the age at the confirmed face's photo decides.
        """
        age = taken[:, None] - self._born[nearest]
        age = np.where(np.isnan(age), self._ages[nearest], age)
        with np.errstate(invalid="ignore"):
            return age < CHILD_UNTIL


def prototypes(embeddings: Embeddings, years: Sequence[int]) -> dict[int, int]:
    """The face that stands for each year of a person: nearest to the mean of that year's faces.

    A mean of many years is nobody; a real face is something that can be shown.

    Args:
        embeddings: float32 [N, D], unit length, of one person.
        years: [N], the year each photo was taken.

    Returns:
        Year -> row, years ascending; of faces that are as near the first.
    """
    taken = np.asarray(years, np.int64)
    found = {}
    for year in np.unique(taken).tolist():
        rows = np.flatnonzero(taken == year)
        found[year] = int(rows[np.argmax(embeddings[rows] @ embeddings[rows].mean(axis=0))])
    return found
