"""Names that may mean the same person: written otherwise, or mistyped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SHORTEST = 4
"""Letters from which one wrong letter is a slip: Ann and Ben are two people, Robin and Robyn may be one."""


def plain(name: str) -> str:
    """A name without case, accents, and what separates its words: ``zoe lefevre`` of ``Zoë  Lefèvre``."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in parted if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


def like(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like another one, but not the very same; None: none is like it.

    Alike are names that differ in case, accents and hyphens only, or else in one letter that is missing,
    added, wrong, or changed places with its neighbour.
    """
    mine, slip = plain(name), None
    for other in sorted(known, key=str.casefold):
        if other.casefold() == name.casefold():
            continue
        theirs = plain(other)
        if mine == theirs:
            return other
        if slip is None and min(len(mine), len(theirs)) >= SHORTEST and _one_slip(mine, theirs):
            slip = other
    return slip


def _one_slip(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or any(letter.isdigit() for letter in one + other):
        return False  # "Guest 1" and "Guest 2" are meant as they are
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    swapped = one[same : same + 2] == other[same : same + 2][::-1] and one[same + 2 :] == other[same + 2 :]
    return one[same + 1 :] == other[same + 1 :] or swapped
