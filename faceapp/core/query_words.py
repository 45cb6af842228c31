"""A search in words: what the chips of the search bar say, and the sentence over what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from faceapp.core.months import MONTHS
from faceapp.core.query import (
    All,
    Compare,
    Either,
    Faces,
    InFolder,
    Named,
    Nobody,
    Not,
    Taken,
    Term,
)
from faceapp.core.said import listed, said, sentences

NOBODY_ELSE = said("nobody else")


def label(term: Term) -> str:
    """A condition as a chip says it: ``Anna or Ben``, ``not Carl``, ``June 2019``."""
    match term:
        case Named():
            return f"{term.text}…" if term.unfinished else term.text
        case Taken():
            return _time(term)
        case InFolder():
            return said("folder “{name}”", name=term.text)
        case Nobody():
            return said("nobody")
        case Faces():
            return _faces(term)
        case Not():
            inner = term.term
            words = label(inner)
            return said("not {what}", what=_bracket(words) if isinstance(inner, All | Not) else words)
        case Either():
            return listed([_inner(part) for part in term.terms], either=True)
        case All():
            return listed([_inner(part) for part in term.terms] + ([NOBODY_ELSE] if term.only else []))


def sentence(query: All) -> str:
    """What all photos of a search have in common, to follow "214 photos"; empty: nothing is asked.

    ``with Anna and Ben and nobody else, without Carl, in 2019``
    """
    people = [label(term) for term in query.terms if _of_people(term)]
    without = [term.term for term in query.terms if isinstance(term, Not) and _of_people(term.term)]
    rest = [term for term in query.terms if not _of_people(term)]
    rest = [term for term in rest if not (isinstance(term, Not) and _of_people(term.term))]
    parts: list[str] = []
    if people or query.only:
        parts.append(said("with {what}", what=listed(people + ([NOBODY_ELSE] if query.only else []))))
    if without:
        parts.append(listed([said("without {what}", what=label(term)) for term in without]))
    plain = _commas(parts)
    return sentences([*([plain] if plain else []), *[_phrase(term) for term in rest]])


def _of_people(term: Term) -> bool:
    if isinstance(term, Either | All):
        return all(_of_people(part) for part in term.terms)
    return isinstance(term, Named)


def _phrase(term: Term) -> str:
    """A condition that is not about who, as the sentence has it."""
    match term:
        case Taken(first=first, last=last):
            return said("in {time}", time=_time(term)) if first == last or (first and last) else _time(term)
        case InFolder():
            return said("in a folder “{name}”", name=term.text)
        case Nobody():
            return said("with nobody")
        case Faces():
            return said("with {what}", what=_faces(term))
        case Not(term=Taken() | InFolder() as inner):
            return said("not {what}", what=_phrase(inner))
        case _:
            return said("with {what}", what=label(term))


def _inner(term: Term) -> str:
    return _bracket(label(term)) if isinstance(term, All | Either) else label(term)


def _bracket(words: str) -> str:
    return said("({words})", words=words)


def _commas(words: Sequence[str]) -> str:
    first, *others = words or [""]
    return reduce(lambda one, other: said("{one}, {other}", one=one, other=other), others, first)


def _faces(term: Faces) -> str:
    number = term.number
    match term.compare:
        case Compare.EQUAL | Compare.AT_MOST if number == 0:
            return said("no faces")
        case Compare.MORE:
            return said("more than %n face(s)", None, number)
        case Compare.AT_LEAST:
            return said("at least %n face(s)", None, number)
        case Compare.AT_MOST:
            return said("at most %n face(s)", None, number)
        case Compare.LESS:
            return said("fewer than %n face(s)", None, number)
        case Compare.EQUAL:
            return said("%n face(s)", None, number)


def _time(term: Taken) -> str:
    if term.first == term.last:
        return _day(term.first)
    if not term.last:
        return said("since {time}", time=_day(term.first))
    if not term.first:
        return said("until {time}", time=_day(term.last))
    return said("{first} to {last}", first=_day(term.first), last=_day(term.last))


def _day(written: str) -> str:
    year, *rest = written.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    if len(rest) == 1:
        return said("{month} {year}", month=month, year=year)
    return said("{day} {month} {year}", day=int(rest[1]), month=month, year=year)
