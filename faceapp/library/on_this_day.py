"""On this day, years ago: photos of these calendar days with people who have a name."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from faceapp.core.memories import Memory
from faceapp.library.context import Context

DAYS_AROUND = 3
"""Days before and after."""
_NAMED = 3
"""Names that are said."""


def on_this_day(context: Context, today: date) -> list[Memory]:
    """One for each earlier year that has such photos, the most recent first.

    Hidden people are left out; faces must be confirmed or sure, or the person said to be there.
    """
    days = {today + timedelta(days=away): abs(away) for away in range(-DAYS_AROUND, DAYS_AROUND + 1)}
    near = {(day.month, day.day): away for day, away in days.items()}
    if {(2, 28), (3, 1)} <= near.keys():  # the day between them is one of few years
        near.setdefault((2, 29), min(near[2, 28], near[3, 1]) + 1)
    rows = context.photos.with_people_on(sorted(near))
    photos: dict[int, dict[int, tuple[str, int]]] = {}
    people: dict[int, Counter[tuple[int, str]]] = {}
    for photo_id, taken, person_id, name in rows:
        year = _year_of(taken.date(), today)
        if year >= today.year:
            continue
        photos.setdefault(year, {})[photo_id] = (taken.isoformat(), near[taken.month, taken.day])
        people.setdefault(year, Counter())[person_id, name] += 1
    found = []
    for year in sorted(photos, reverse=True):
        ordered = sorted(photos[year], key=lambda photo: photos[year][photo])
        # The photos of the very day come first on the card, but are shown in the order they were taken.
        cover = min(ordered, key=lambda photo: (photos[year][photo][1], photos[year][photo][0]))
        names = tuple(name for (_, name), _ in people[year].most_common(_NAMED))
        exact = any(away == 0 for _, away in photos[year].values())
        found.append(Memory(year, tuple(ordered), cover, names, len(people[year]) - len(names), exact))
    return found


def _year_of(taken: date, today: date) -> int:
    """The year whose same day a photo is near: of a photo of 31 December, on 2 January, the next."""
    for year in (taken.year - 1, taken.year, taken.year + 1):
        try:
            same = today.replace(year=year)
        except ValueError:  # 29 February
            same = date(year, 2, 28)
        if abs((taken - same).days) <= DAYS_AROUND:
            return year
    return taken.year
