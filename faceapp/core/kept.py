"""Sentences that come out of a library, where they are kept as plain English text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from faceapp.core.history_words import DECISIONS, PARTS, all_of
from faceapp.core.problem_words import BAD_NAME, PROBLEMS
from faceapp.core.said import Said

_PLACE = re.compile(r"\{(\w+)\}|\(([^()|]*)\|([^()|]*)\)|(?<=\w)\((e?s)\)")
"""A value, two forms of a word, or the ending of many."""


class Kept(str):
    """A text that was a sentence of the app when it was kept; an unknown one stays what it is.

    Attributes:
        people: How many people are listed in it, where that is known: a name may hold "and", too.
    """

    people: int | None

    def __new__(cls, text: str, people: int | None = None) -> Kept:
        """See the attributes."""
        made = super().__new__(cls, text)
        made.people = people
        return made

    def recalled(self) -> str:
        """The sentence with its words apart from its values."""
        return _recalled(str(self), self.people)


@lru_cache(4096)
def _recalled(text: str, people: int | None) -> str:
    return _found(text, (*DECISIONS, *PROBLEMS), people)


def _found(text: str, sentences: Iterable[Said], people: int | None = None) -> str:
    for sentence in sentences:
        match = _pattern(sentence.words).fullmatch(text)
        if match is None:
            continue
        values = {name: _value(name, value, people) for name, value in match.groupdict().items()}
        return sentence.of(int(match["count"]) if "count" in values else None, **values)
    return text


def _value(name: str, text: str, people: int | None) -> str:
    if name == "what":
        return _recalled(text, people)
    if name == "reason":
        return BAD_NAME if text == BAD_NAME else text
    one = _found(text, PARTS)
    if name != "others" or isinstance(one, Said):
        return one
    listed = [_found(part, PARTS) for part in text.split(" and ")]
    apart = len(listed) == people or any(isinstance(part, Said) for part in listed)
    return all_of(listed) if apart and people != 1 else text


@cache
def _pattern(words: str) -> re.Pattern[str]:
    parts, at = [], 0
    for place in _PLACE.finditer(words):
        parts.append(re.escape(words[at : place.start()]))
        name, one, many, ending = place.groups()
        if name:
            parts.append(rf"(?P<{name}>\d+)" if name in ("count", "number") else rf"(?P<{name}>.+)")
        elif ending:
            parts.append(f"(?:{ending})?")
        else:
            parts.append(f"(?:{re.escape(one)}|{re.escape(many)})")
        at = place.end()
    return re.compile("".join([*parts, re.escape(words[at:])]), re.DOTALL)
