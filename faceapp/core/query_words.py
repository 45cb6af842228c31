"""A search in words: what the chips of the search bar say, and the sentence over what was found."""

from __future__ import annotations

from collections.abc import Sequence

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

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NOBODY_ELSE = "nobody else"
_COMPARES = {
    Compare.MORE: "more than ",
    Compare.AT_LEAST: "at least ",
    Compare.EQUAL: "",
    Compare.AT_MOST: "at most ",
    Compare.LESS: "fewer than ",
}


def label(term: Term) -> str:
    """A condition as a chip says it: ``Anna or Ben``, ``not Carl``, ``June 2019``."""
    match term:
        case Named():
            return f"{term.text}…" if term.unfinished else term.text
        case Taken():
            return _time(term)
        case InFolder():
            return f"folder “{term.text}”"
        case Nobody():
            return "nobody"
        case Faces():
            return _faces(term)
        case Not():
            inner = term.term
            return f"not ({label(inner)})" if isinstance(inner, All | Not) else f"not {label(inner)}"
        case Either():
            return _listed([_inner(part) for part in term.terms], "or")
        case All():
            words = [_inner(part) for part in term.terms] + ([NOBODY_ELSE] if term.only else [])
            return _listed(words, "and")


def sentence(query: All) -> str:
    """What all photos of a search have in common, to follow "214 photos"; empty: nothing is asked.

    ``with Anna and Ben and nobody else, without Carl, in 2019``
    """
    people = [label(term) for term in query.terms if _of_people(term)]
    without = [term.term for term in query.terms if isinstance(term, Not) and _of_people(term.term)]
    rest = [term for term in query.terms if not _of_people(term)]
    rest = [term for term in rest if not (isinstance(term, Not) and _of_people(term.term))]
    parts = []
    if people or query.only:
        parts.append("with " + _listed(people + ([NOBODY_ELSE] if query.only else []), "and"))
    if without:
        parts.append("without " + " and without ".join(label(term) for term in without))
    plain = ", ".join(parts)
    return " ".join([plain] * bool(plain) + [_phrase(term) for term in rest])


def _of_people(term: Term) -> bool:
    if isinstance(term, Either | All):
        return all(_of_people(part) for part in term.terms)
    return isinstance(term, Named)


def _phrase(term: Term) -> str:
    """A condition that is not about who, as the sentence has it."""
    match term:
        case Taken(first=first, last=last):
            return f"in {_time(term)}" if first == last or (first and last) else _time(term)
        case InFolder():
            return f"in a folder “{term.text}”"
        case Nobody():
            return "with nobody"
        case Faces():
            return f"with {_faces(term)}"
        case Not(term=Taken() | InFolder() as inner):
            return f"not {_phrase(inner)}"
        case _:
            return f"with {label(term)}"


def _inner(term: Term) -> str:
    return f"({label(term)})" if isinstance(term, All | Either) else label(term)


def _listed(words: Sequence[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _faces(term: Faces) -> str:
    if term.number == 0 and term.compare in (Compare.EQUAL, Compare.AT_MOST):
        return "no faces"
    return f"{_COMPARES[term.compare]}{term.number:,} {'face' if term.number == 1 else 'faces'}"


def _time(term: Taken) -> str:
    if term.first == term.last:
        return _day(term.first)
    if not term.last:
        return f"since {_day(term.first)}"
    if not term.first:
        return f"until {_day(term.last)}"
    return f"{_day(term.first)} to {_day(term.last)}"


def _day(written: str) -> str:
    year, *rest = written.split("-")
    words = [str(int(rest[1]))] if len(rest) == 2 else []
    return " ".join([*words, *([MONTHS[int(rest[0]) - 1]] if rest else []), year])
