"""A search for photos as a tree of conditions, and how it is written.

What the written form means is decided by :mod:`faceapp.core.query_parser`; ``str`` of a tree is the shortest
text that is read as the same tree again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from faceapp.core.keywords import EVERY

YEARS = range(1800, 2200)
"""Numbers of four digits that are years; others are names."""

_BARE = re.compile(r"[^\s()+,&|\"“”„<>=:\\–−.…-]+(?:[.-][^\s()+,&|\"“”„<>=:\\–−.…-]+)*\.?")


class Compare(StrEnum):
    """How a number of faces is compared."""

    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "="
    AT_MOST = "<="
    LESS = "<"


@dataclass(frozen=True, slots=True)
class Named:
    """Photos with a person.

    Attributes:
        text: The name as written.
        exact: Quoted: the whole name, never a part of it, a year or a keyword.
        hidden: Hidden people may be meant, too.
        start: Where it stands in the query, from 0.
        end: Where it ends.
        person_ids: Whom it means, ascending; empty: not looked up yet.
        unfinished: The name is still being typed; ``person_ids`` are all it may become.
    """

    text: str
    exact: bool = False
    hidden: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    person_ids: tuple[int, ...] = ()
    unfinished: bool = False

    def __str__(self) -> str:
        written = quoted(self.text) if self.exact else self.text
        return f"hidden:{written}" if self.hidden else written


@dataclass(frozen=True, slots=True)
class Taken:
    """Photos taken from the first to the last of two dates, both included.

    Each is ``2019``, ``2019-06`` or ``2019-06-14``; empty: open on that side.
    """

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class InFolder:
    """Photos below a folder whose path contains a text."""

    text: str

    def __str__(self) -> str:
        plain = re.fullmatch(r"[^\s()|\"“”„\\]+", self.text)
        return f"folder:{self.text if plain else quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Nobody:
    """Photos without any face."""

    def __str__(self) -> str:
        return "nobody"


@dataclass(frozen=True, slots=True)
class Faces:
    """Photos with so many faces (what the user called no face does not count)."""

    compare: Compare
    number: int

    def __str__(self) -> str:
        return f"faces{self.compare}{self.number}"


@dataclass(frozen=True, slots=True)
class Not:
    """Photos that do not meet a condition."""

    term: Term

    def __str__(self) -> str:
        return f"-({self.term})" if isinstance(self.term, (Either, All, Not)) else f"-{self.term}"


@dataclass(frozen=True, slots=True)
class Either:
    """Photos that meet at least one of some conditions."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " | ".join(
            f"({term})" if isinstance(term, (Either, All, Not)) else str(term) for term in self.terms
        )


@dataclass(frozen=True, slots=True)
class All:
    """Photos that meet all of some conditions; none: every photo.

    ``only``: and nobody is in them but the people these conditions name.
    """

    terms: tuple[Term, ...] = ()
    only: bool = False

    def __str__(self) -> str:
        parts: list[str] = ["only"] if self.only else []
        for number, term in enumerate(self.terms):
            written = f"({term})" if isinstance(term, All) else str(term)
            if isinstance(term, Not):
                parts.append(written)
            else:
                parts += ["+", written] if number else [written]
        return " ".join(parts)

    def names(self) -> list[Named]:
        """The names photos may be found by."""
        return [name for term in self.terms for name in names_in(term)]


Term = Named | Taken | InFolder | Nobody | Faces | Not | Either | All


def quoted(text: str) -> str:
    """A text in quotes, as the parser reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_year(word: str) -> bool:
    """Whether a word is read as a year."""
    return len(word) == 4 and word.isascii() and word.isdigit() and int(word) in YEARS


def named(name: str, *, hidden: bool = False) -> Named:
    """The condition that a person of just this name is in the photo, quoted where it must be."""
    bare = _BARE.fullmatch(name) and name.casefold() not in EVERY and not is_year(name)
    return Named(name, exact=not bare, hidden=hidden)


def names_in(term: Term) -> Iterator[Named]:
    """The names of a condition that photos may be found by, those after a minus left out."""
    if isinstance(term, Named):
        yield term
    elif isinstance(term, (Either, All)):
        for part in term.terms:
            yield from names_in(part)
