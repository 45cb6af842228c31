"""What happened on this day in other years."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Memory:
    """The photos of this calendar day, or a few days around it, in one earlier year.

    Attributes:
        year: Which.
        photo_ids: Oldest first.
        cover: The photo that stands for them.
        names: Who is in the most of them, at most three.
        others: How many more people with names there are.
        exact: Whether any is of the very day.
    """

    year: int
    photo_ids: tuple[int, ...]
    cover: int
    names: tuple[str, ...]
    others: int
    exact: bool


def words(memory: Memory) -> tuple[str, str]:
    """``("On this day, 2011", "4 photos with Anna and Ben")``."""
    when = "On this day" if memory.exact else "Around this day"
    count = len(memory.photo_ids)
    photos = "1 photo" if count == 1 else f"{count:,} photos"
    return f"{when}, {memory.year}", f"{photos} with {_listed(memory)}"


def _listed(memory: Memory) -> str:
    names = [*memory.names]
    if memory.others:
        names.append("1 more" if memory.others == 1 else f"{memory.others} more")
    if len(names) < 2:
        return names[0] if names else ""
    return f"{', '.join(names[:-1])} and {names[-1]}"
