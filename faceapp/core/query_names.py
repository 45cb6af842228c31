"""Whom the names of a search mean.

A name is read without regard to case and accents. The whole name comes first; else it may be a part of one
name, in whole words (``anna`` is Anna Berg where nobody is called just Anna). People of one name are all
meant, and ``Anna (2)`` is one of them. Hidden people are meant only after ``hidden:``.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from faceapp.core.errors import QueryError
from faceapp.core.keywords import ENGLISH, Keywords
from faceapp.core.names import KnownName, fold, titles_of
from faceapp.core.query import All, Either, Named, Not, Term, named
from faceapp.core.query_parser import parse, settled
from faceapp.core.said import listed, said

_NEAREST = 3
_ALIKE = 0.6
_LONGEST_NAME = 12
"""Words."""
MOST_BEGUN = 12
"""People an unfinished name may become before it is too short to search by."""


class Names:
    """The names of a library, as :func:`understand` looks them up."""

    def __init__(self, people: Iterable[KnownName]) -> None:
        self._ids: dict[str, list[int]] = defaultdict(list)
        self._hidden_ids: dict[str, list[int]] = defaultdict(list)
        self._written: dict[str, str] = {}
        self._words: dict[str, set[str]] = {}
        listed = sorted(people, key=lambda one: one.person_id)
        titles = titles_of(listed)
        for one in listed:
            for written in {one.name, titles[one.person_id]}:
                key = fold(written)
                self._hidden_ids[key].append(one.person_id)
                if not one.hidden:
                    self._ids[key].append(one.person_id)
                    self._written.setdefault(key, written)
            if not one.hidden:
                key = fold(one.name)
                self._words[key] = set(key.split())

    # -- splitting words into names -------------------------------------------------------------------
    def split(self, words: Sequence[str], *, typing: bool = False) -> list[int]:
        """How many of some words make up each name: as few names as possible, unknown words by themselves."""
        count = len(words)
        best: list[tuple[int, int, int]] = [(0, 0, 0)] * (count + 1)  # unknown words, names, length
        for start in range(count - 1, -1, -1):
            choices = []
            for end in range(start + 1, min(count, start + _LONGEST_NAME) + 1):
                text = " ".join(words[start:end])
                known = bool(self.found(text) or (typing and end == count and self.begun(text)))
                if known or end == start + 1:
                    unknown, names, _ = best[end]
                    choices.append((unknown + (not known), names + 1, end - start))
            best[start] = min(choices)
        lengths, start = [], 0
        while start < count:
            lengths.append(best[start][2])
            start += lengths[-1]
        # Unknown words side by side may be one name: the message then says all of it.
        return self._joined(words, lengths) if best[0][0] else lengths

    def _joined(self, words: Sequence[str], lengths: Sequence[int]) -> list[int]:
        joined: list[int] = []
        start, after_unknown = 0, False
        for length in lengths:
            unknown = length == 1 and not self.found(words[start])
            if unknown and after_unknown:
                joined[-1] += 1
            else:
                joined.append(length)
            start, after_unknown = start + length, unknown
        return joined

    # -- looking up -----------------------------------------------------------------------------------
    def found(self, text: str, *, exact: bool = False, hidden: bool = False) -> tuple[int, ...]:
        """Whom a name means; nobody where it is unknown or may be several names."""
        key = fold(text)
        whole = (self._hidden_ids if hidden else self._ids).get(key)
        if whole or exact or hidden:
            return tuple(whole or ())
        parts = self._with_words(key)
        ids = {tuple(self._ids[part]) for part in parts}
        return next(iter(ids)) if len(ids) == 1 else ()

    def _with_words(self, key: str) -> list[str]:
        words = set(key.split())
        return [name for name, its_words in self._words.items() if words <= its_words] if words else []

    def begun(self, text: str) -> tuple[int, ...]:
        """Whom a text may mean when more is typed; nobody while that may be too many."""
        *words, last = fold(text).split() or [""]
        ids: set[int] = set()
        for name, its_words in self._words.items():
            if set(words) <= its_words and any(
                word.startswith(last) for word in (its_words - set(words) or its_words)
            ):
                ids |= set(self._ids[name])
        return tuple(sorted(ids)) if last and len(ids) <= MOST_BEGUN else ()

    def written(self, text: str) -> str:
        """A known name as it is written in the library."""
        key = fold(text)
        if key in self._written:
            return self._written[key]
        parts = {self._written[part] for part in self._with_words(key)}
        return min(parts, key=lambda name: (len(name), name)) if parts else text

    def problem(self, name: Named) -> tuple[str, tuple[str, ...]]:
        """Why a name means nobody, and which names may have been meant."""
        key = fold(name.text)
        if not name.exact and not name.hidden:
            several = sorted({self._written[part] for part in self._with_words(key)})
            if several:
                some = tuple(several[:_NEAREST])
                return said(
                    "this may be {names}: write more of the name", names=_or(some, len(several))
                ), some
        if key in self._hidden_ids and not name.hidden:
            written = said("hidden:{name}", name=str(named(name.text)))
            return said("this person is hidden: write {name}", name=written), ()
        nearest = self._nearest(key)
        if nearest:
            return said(
                "nobody has this name. Did you mean {names}?", names=_or(nearest, len(nearest))
            ), nearest
        if not self._written:
            return said("nobody has a name yet: name people on the People page"), ()
        return said("nobody has this name"), ()

    def _nearest(self, key: str) -> tuple[str, ...]:
        candidates: dict[str, str] = {}
        for name, words in self._words.items():
            for part in (name, *words):
                candidates.setdefault(part, self._written[name])
        alike = difflib.get_close_matches(key, candidates, 3 * _NEAREST, _ALIKE)
        begun = [name for name in self._written if name.startswith(key[:3])] if len(key) >= 3 else []
        return tuple(dict.fromkeys([candidates[one] for one in alike] + [self._written[n] for n in begun]))[
            :_NEAREST
        ]


def _or(names: Sequence[str], count: int) -> str:
    quoted = [f"“{name}”" for name in names]
    if count > len(quoted):
        return said("{names} and others", names=", ".join(quoted))
    return listed(quoted, either=True)


def understand(text: str, names: Names, *, typing: bool = False, words: Keywords = ENGLISH) -> All:
    """The conditions of a query, each name with the people it means and written as in the library.

    Args:
        text: What was typed.
        names: Who is known.
        typing: The end may be loose, the last name unfinished: then it means everybody it may become.
        words: The words of the search.

    Raises:
        QueryError: it cannot be understood, or a name is unknown.
    """
    if typing:
        text = settled(text, words)
    query = parse(
        text,
        lambda some: names.split(some, typing=typing),
        words,
        lambda name: bool(names.found(name, exact=True)),
    )
    end = len(text.rstrip(" )"))
    found = _looked_up(query, lambda name: _known(name, names, text, typing and name.end == end))
    assert isinstance(found, All)
    return found


def _known(name: Named, names: Names, text: str, typing: bool) -> Named:
    ids = names.found(name.text, exact=name.exact, hidden=name.hidden)
    if ids:
        if name.hidden:
            return replace(name, person_ids=ids)
        written = named(names.written(name.text))
        return replace(written, start=name.start, end=name.end, person_ids=ids, exact=written.exact)
    if typing and not name.exact and not name.hidden and (begun := names.begun(name.text)):
        return replace(name, person_ids=begun, unfinished=True)
    problem, nearest = names.problem(name)
    raise QueryError(problem, text, name.start, name.end, nearest)


def _looked_up(term: Term, known: Callable[[Named], Named]) -> Term:
    if isinstance(term, Named):
        return known(term)
    if isinstance(term, Not):
        return Not(_looked_up(term.term, known))
    if isinstance(term, Either):
        return Either(tuple(_looked_up(part, known) for part in term.terms))
    if isinstance(term, All):
        return All(tuple(_looked_up(part, known) for part in term.terms), term.only)
    return term
