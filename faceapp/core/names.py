"""Names: how they are compared, what tells people of one name apart, and which may mean the same person."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from faceapp.core.models import Person

T = TypeVar("T")
SHORTEST = 4
"""Letters from which one wrong letter is a slip: Ann and Ben are two people, Robin and Robyn may be one."""
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True)
class KnownName:
    """A person by name."""

    person_id: int
    name: str
    hidden: bool = False


def fold(text: str) -> str:
    """A text without case and accents, its words one space apart: as what is searched is compared."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(letters.casefold().translate(_PLAIN).split())


def titles_of(people: Iterable[KnownName]) -> dict[int, str]:
    """What tells each person from others: the name, and ``Anna (1)``, ``Anna (2)`` where it is shared.

    The numbers go by the ids, so that they stay the same from list to list and from day to day.
    """
    listed = sorted(people, key=lambda person: person.person_id)
    keys = {one.person_id: fold(one.name) for one in listed}
    shared = Counter(keys.values())
    numbers: Counter[str] = Counter()
    titles: dict[int, str] = {}
    for one in listed:
        key, title = keys[one.person_id], one.name
        while shared[key] > 1 and fold(title) in shared:  # and nobody is called "Anna (2)" in so many words
            numbers[key] += 1
            title = f"{one.name} ({numbers[key]})"
        titles[one.person_id] = title
    return titles


def meant(people: Iterable[Person], text: str) -> list[Person]:
    """Whom a typed name means, without regard to case: all who have it, or the one it is the title of."""
    wanted = text.casefold()
    named = [one for one in people if one.name is not None]
    by_name = [one for one in named if str(one.name).casefold() == wanted]
    return by_name or [one for one in named if str(one.title).casefold() == wanted]


def best_first(named: Iterable[tuple[str, T]], text: str) -> list[T]:
    """What has a typed text in its name: the name itself first, then what begins with it, then the rest.

    Args:
        named: Each with its folded name or title, in the order among those that fit equally well.
        text: What was typed; nothing: all of them.
    """
    typed = fold(text)
    found = [(fit, one) for name, one in named if (fit := _fit(name, typed)) is not None]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _fit(name: str, typed: str) -> int | None:
    """How well a folded name fits what was typed, 0 best; None: not at all."""
    if name == typed or name.startswith(f"{typed} ("):
        return 0
    if name.startswith(typed):
        return 1
    words = name.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return 2
    return 3 if all(part in name for part in typed.split()) else None


def like(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like another one, but not the very same; None: none is like it.

    Alike are names that differ in case, accents and hyphens only, or else in one letter that is missing,
    added, wrong, or changed places with its neighbour.
    """
    mine, slip = _parted(name), None
    for other in sorted(known, key=str.casefold):
        if other.casefold() == name.casefold():
            continue
        theirs = _parted(other)
        if mine == theirs:
            return other
        if slip is None and min(len(mine), len(theirs)) >= SHORTEST and _one_slip(mine, theirs):
            slip = other
    return slip


def _parted(name: str) -> str:
    """A folded name, whatever separates its words: ``zoe lefevre`` of ``Zoë-Lefèvre``."""
    return " ".join("".join(one if one.isalnum() else " " for one in fold(name)).split())


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
