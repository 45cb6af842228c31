"""Sentences that a window can show in another language.

The core speaks English. A window that speaks another language needs a sentence as it was before its values
were put in, so a sentence that may reach one is made by :func:`said` and stays a plain ``str`` for everybody
else::

    said("%n photo(s) of {name}", None, 3, name="Anna")  # "3 photos of Anna"

``%n`` is the count. What is counted is written in both forms: ``face(s)``, ``box(es)``, ``(person|people)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

_ENDING = re.compile(r"(?<=\w)\((e?s)\)")
_EITHER = re.compile(r"\(([^()|]*)\|([^()|]*)\)")


class Said(str):
    """A sentence in English that knows what it was made of.

    Attributes:
        words: With ``%n`` and ``{name}`` in the place of values: what a catalogue lists.
        comment: Tells apart what is one word in English only.
        number: What ``%n`` stands for.
        values: By name; one that is a :class:`Said` is shown in the other language, too.
    """

    words: str
    comment: str | None
    number: int | None
    values: Mapping[str, object]

    def __new__(
        cls, words: str, comment: str | None, number: int | None, values: Mapping[str, object]
    ) -> Said:
        """See :func:`said`."""
        made = super().__new__(cls, filled(english(words, number), values))
        made.words, made.comment, made.number = words, comment, number
        # Nothing but words and numbers: an error would hold on to all that led to it.
        made.values = {
            name: value if isinstance(value, str | int | float) else str(value)
            for name, value in values.items()
        }
        return made

    def of(self, number: int | None = None, /, **values: object) -> Said:
        """The same sentence with other values, for those that are kept in one place; see :func:`said`."""
        return Said(self.words, self.comment, number, values)

    def __reduce__(self) -> tuple[type[Said], tuple[str, str | None, int | None, dict[str, object]]]:
        return type(self), (self.words, self.comment, self.number, dict(self.values))


def said(words: str, comment: str | None = None, number: int | None = None, /, **values: object) -> Said:
    """A sentence, with its values put in.

    Args:
        words: Written out, in one string, where it is called: catalogues are made by reading the code.
        comment: Tells apart what is one word in English only.
        number: What ``%n`` stands for.
        values: What ``{name}`` stands for.
    """
    return Said(words, comment, number, values)


def sentences(some: Iterable[str]) -> str:
    """Several sentences, one after the other."""
    first, *rest = [*some] or [""]
    return reduce(lambda one, other: said("{one} {other}", one=one, other=other), rest, first)


def listed(some: Sequence[str], *, either: bool = False) -> str:
    """``Anna``, ``Anna and Ben``, ``Anna, Ben and Carl``; ``either``: with "or"; none: empty."""
    *before, last = some or [""]
    if not before:
        return last
    first = reduce(lambda one, other: said("{one}, {other}", one=one, other=other), before)
    if either:
        return said("{one} or {other}", one=first, other=last)
    return said("{one} and {other}", one=first, other=last)


def english(words: str, number: int | None) -> str:
    """The English sentence of a count, its values not yet put in."""
    if number is None:
        return words
    one = number == 1
    words = _ENDING.sub(lambda found: "" if one else found[1], words)
    words = _EITHER.sub(lambda found: found[1] if one else found[2], words)
    return words.replace("%n", f"{number:,}")


def filled(words: str, values: Mapping[str, object]) -> str:
    """A sentence with its values; braces that name none stay."""
    if not values:
        return words
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), words)
