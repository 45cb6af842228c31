"""What happened on this day in other years."""

from __future__ import annotations

from dataclasses import dataclass

from faceapp.core.said import listed, said


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
    count = len(memory.photo_ids)
    when = (
        said("On this day, {year}", year=memory.year)
        if memory.exact
        else said("Around this day, {year}", year=memory.year)
    )
    return when, said("%n photo(s) with {names}", None, count, names=_names(memory))


def _names(memory: Memory) -> str:
    names: list[str] = [*memory.names]
    if memory.others:
        names.append(said("{count} more", None, memory.others, count=memory.others))
    return listed(names)
