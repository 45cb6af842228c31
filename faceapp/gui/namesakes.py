"""Telling people of one name apart, wherever a list shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from faceapp.core.models import Person


def titles(people: Iterable[Person]) -> dict[int, str]:
    """What to call each named person: ``Anna``, and ``Anna (2)`` for the next one of that name.

    The number goes by the id, so that it stays the same from list to list and from day to day.
    """
    same: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.name:
            same[person.name.casefold()].append(person)
    found: dict[int, str] = {}
    for group in same.values():
        for number, person in enumerate(sorted(group, key=lambda one: one.id), start=1):
            found[person.id] = f"{person.name} ({number})" if number > 1 else str(person.name)
    return found
