"""Reads what was typed into the search bar.

::

    query   = condition { [ "+" | "," | "&" | "and" ] condition }      all of them
    condition = [ "-" | "not" | "without" ] choice | "only"
    choice  = part { ( "|" | "or" ) part }                             at least one of them
    part    = name | date | "folder:" text | "hidden:" name | "nobody" | "faces>5" | "(" query ")"

``|`` binds tighter than ``+``, and a minus is for the whole choice after it: ``Anna - Ben | Carl + 2019`` is
Anna without Ben and without Carl, in 2019. ``only`` speaks of its whole query (or bracket): nobody is in the
photo but the people named there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from faceapp.core.errors import QueryError
from faceapp.core.query import (
    KEYWORDS,
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
    is_year,
    names_in,
)
from faceapp.core.said import said

LONGEST = 2000
DEEPEST = 20
"""Brackets in brackets."""

Split = Callable[[Sequence[str]], Sequence[int]]
"""Says how many of some words make up each name they are: ``anna berg ben`` may be 2 and 1."""

_OPEN_QUOTES, _CLOSE_QUOTES = '"“”„', '"“”'
_ENDS = r"(?=[\s()+,&|\"“”„]|$)"
_DAY = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?"
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"[()+,&|]|[-–−]")
_RANGE = re.compile(rf"({_DAY})?\s*(?:\.\.+|…)(?:\s*({_DAY}){_ENDS})?")
_ONE_DATE = re.compile(rf"({_DAY}){_ENDS}")
_TWO_YEARS = re.compile(rf"(\d{{4}})[-–−](\d{{4}}){_ENDS}")
_COUNT = re.compile(r"faces\s*(>=|<=|=>|=<|≥|≤|>|<|=|:)\s*", re.IGNORECASE)
_NUMBER = re.compile(rf"(\d{{1,9}}){_ENDS}")
_KEY = re.compile(r"([^\W\d_]+):", re.ASCII)
_FOLDER_TEXT = re.compile(r"[^\s()|\"“”„]+")
# A minus inside a word belongs to it (Anna-Lena); one before a space or a sign does not.
_WORD = re.compile(r"(?:[^\s()+,&|\"“”„<>=–−-]|[-–−](?=[^\s()+,&|\"“”„–−-]))+")
_COMPARES = {"≥": ">=", "=>": ">=", "≤": "<=", "=<": "<=", ":": "="}


class _Kind(Enum):
    AND, OR, MINUS, OPEN, CLOSE, ONLY, WORD, TERM, END = (auto() for _ in range(9))


_SIGNS = {"+": _Kind.AND, ",": _Kind.AND, "&": _Kind.AND, "|": _Kind.OR, "(": _Kind.OPEN, ")": _Kind.CLOSE}
_WORDS = {"and": _Kind.AND, "or": _Kind.OR, "not": _Kind.MINUS, "without": _Kind.MINUS, "only": _Kind.ONLY}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    start: int
    end: int
    term: Term | None = None


def parse(text: str, split: Split | None = None) -> All:
    """The conditions of a query; an empty one has none.

    Args:
        text: What was typed.
        split: Divides words that stand side by side into names; None: they are one name.

    Raises:
        QueryError: it cannot be understood; says where and what to write instead.
    """
    if len(text) > LONGEST:
        raise QueryError(
            said("a search has at most {most} characters", most=f"{LONGEST:,}"), text, LONGEST, LONGEST + 1
        )
    return _Parser(text, _tokens(text), split or (lambda words: [len(words)])).query()


def settled(text: str) -> str:
    """A query that is being typed without its loose end: what is open is closed, a last sign is left out.

    Raises:
        QueryError: something else cannot be understood.
    """
    try:
        tokens = _tokens(text)
    except QueryError as error:
        if text[error.start : error.start + 1] not in _OPEN_QUOTES or error.end != len(text):
            raise
        inside = text[error.start + 1 :].strip()
        return settled(text + '"' if inside and not text.endswith("\\") else text[: error.start])
    while len(tokens) > 1 and tokens[-2].kind not in (_Kind.WORD, _Kind.TERM, _Kind.CLOSE):
        tokens.pop()
        text = text[: tokens[-1].start]
    opened = sum((token.kind is _Kind.OPEN) - (token.kind is _Kind.CLOSE) for token in tokens)
    return text + ")" * min(max(opened, 0), DEEPEST)


def last_words(text: str) -> list[tuple[int, str]]:
    """The words of the name that is being typed at the end of a query, each with where it begins.

    None where the end is no name: after a sign, a date, a quoted name.
    """
    try:
        tokens = _tokens(text)
    except QueryError:
        return []
    words: list[tuple[int, str]] = []
    for token in reversed(tokens[:-1]):
        if token.kind is not _Kind.WORD:
            break
        words.insert(0, (token.start, text[token.start : token.end]))
    return words


def ends_in_and(text: str) -> bool:
    """Whether a text ends in a plus or comma that follows a condition: that condition is finished."""
    try:
        tokens = _tokens(text)
    except QueryError:
        return False
    if len(tokens) < 3 or tokens[-2].kind is not _Kind.AND or text[tokens[-2].start] not in "+,&":
        return False
    return tokens[-3].kind in (_Kind.WORD, _Kind.TERM, _Kind.CLOSE)


def joined(first: str, second: str) -> str:
    """Two queries as one: both must hold, unless the second begins by saying how it goes on."""
    if not first or not second.strip():
        return first or second
    try:
        begins = _tokens(second)[0].kind
    except QueryError:
        begins = _Kind.WORD
    return f"{first} {second}" if begins in (_Kind.AND, _Kind.OR) else f"{first} + {second}"


# -- tokens -----------------------------------------------------------------------------------------------
def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token = _token(text, at)
        tokens.append(token)
        at = token.end
    return [*tokens, _Token(_Kind.END, len(text), len(text))]


def _token(text: str, at: int) -> _Token:
    if text[at] in _OPEN_QUOTES:
        return _name_in_quotes(text, at, at)
    if sign := _SIGN.match(text, at):
        return _Token(_SIGNS.get(sign.group(), _Kind.MINUS), at, sign.end())
    if found := _date(text, at) or _count(text, at) or _with_key(text, at):
        return found
    word = _WORD.match(text, at)
    if word is None:
        raise QueryError(said("this stands only after “faces”, as in faces>5"), text, at, at + 1)
    key = word.group().casefold()
    if key == "nobody":
        return _Token(_Kind.TERM, at, word.end(), Nobody())
    return _Token(_WORDS.get(key, _Kind.WORD), at, word.end())


def _quoted(text: str, at: int) -> tuple[str, int]:
    """What stands between the quote at ``at`` and the next one, and where that ends."""
    letters: list[str] = []
    place = at + 1
    while place < len(text):
        letter = text[place]
        if letter == "\\" and place + 1 < len(text):
            letters.append(text[place + 1])
            place += 2
            continue
        if letter in _CLOSE_QUOTES:
            inside = "".join(letters)
            if not inside.strip():
                raise QueryError(said("nothing stands between the quotes"), text, at, place + 1)
            return inside, place + 1
        letters.append(letter)
        place += 1
    raise QueryError(said("the quote is not closed"), text, at, len(text))


def _name_in_quotes(text: str, start: int, quote: int, *, hidden: bool = False) -> _Token:
    name, end = _quoted(text, quote)
    name = " ".join(name.split())
    return _Token(_Kind.TERM, start, end, Named(name, exact=True, hidden=hidden, start=start, end=end))


def _date(text: str, at: int) -> _Token | None:
    if years := _TWO_YEARS.match(text, at):
        if is_year(years.group(1)) and is_year(years.group(2)):
            return _taken(text, at, years.end(), years.group(1), years.group(2))
        return None
    if between := _RANGE.match(text, at):
        first, last = between.group(1) or "", between.group(2) or ""
        if not first and not last:
            raise QueryError(said("a span of time is written as 2015..2019"), text, at, between.end())
        end = between.end() if last else at + len(between.group().rstrip())
        return _taken(text, at, end, _day(text, at, first), _day(text, end - len(last), last))
    one = _ONE_DATE.match(text, at)
    if one is None or (one.group(1).isdigit() and not is_year(one.group(1))):
        return None
    day = _day(text, at, one.group(1))
    return _Token(_Kind.TERM, at, one.end(), Taken(day, day))


def _taken(text: str, start: int, end: int, first: str, last: str) -> _Token:
    # As texts: 2019 comes before 2019-06 and all of 2019 is not over before it.
    if first and last and first > last and not first.startswith(last):
        raise QueryError(said("this span of time ends before it begins"), text, start, end)
    return _Token(_Kind.TERM, start, end, Taken(first, last))


def _day(text: str, at: int, written: str) -> str:
    """A date with two digits for month and day; empty stays empty."""
    if not written:
        return ""
    year, *rest = written.split("-")
    end = at + len(written)
    if not is_year(year):
        raise QueryError(said("{year} is no year of a photo", year=year), text, at, end)
    if rest and not 1 <= int(rest[0]) <= 12:
        raise QueryError(said("months go from 01 to 12, as in 2019-06"), text, at, end)
    if len(rest) == 2:
        try:
            date(int(year), int(rest[0]), int(rest[1]))
        except ValueError:
            raise QueryError(said("this month has no such day"), text, at, end) from None
    return "-".join([year, *(f"{int(part):02}" for part in rest)])


def _count(text: str, at: int) -> _Token | None:
    start = _COUNT.match(text, at)
    if start is None:
        return None
    number = _NUMBER.match(text, start.end())
    if number is None:
        raise QueryError(said("a number of faces is written as faces>5"), text, at, start.end())
    sign = _COMPARES.get(start.group(1), start.group(1))
    return _Token(_Kind.TERM, at, number.end(), Faces(Compare(sign), int(number.group(1))))


def _with_key(text: str, at: int) -> _Token | None:
    key = _KEY.match(text, at)
    if key is None:
        return None
    word, start = key.group(1).casefold(), key.end()
    if word not in ("folder", "hidden"):
        known = said("only “folder:”, “hidden:” and “faces:” have a colon; a name with one is quoted")
        raise QueryError(known, text, at, start)
    in_quotes = start < len(text) and text[start] in _OPEN_QUOTES
    if word == "hidden":
        if in_quotes:
            return _name_in_quotes(text, at, start, hidden=True)
        name = _WORD.match(text, start)
        if name is None:
            raise QueryError(said("after “hidden:” stands the name of a hidden person"), text, at, start)
        return _Token(_Kind.TERM, at, name.end(), Named(name.group(), hidden=True, start=at, end=name.end()))
    if in_quotes:
        value, end = _quoted(text, start)
        return _Token(_Kind.TERM, at, end, InFolder(value))
    plain = _FOLDER_TEXT.match(text, start)
    if plain is None:
        raise QueryError(said("after “folder:” stands a part of the folder's path"), text, at, start)
    return _Token(_Kind.TERM, at, plain.end(), InFolder(plain.group()))


# -- grammar ----------------------------------------------------------------------------------------------
class _Parser:
    def __init__(self, text: str, tokens: Sequence[_Token], split: Split) -> None:
        self._text = text
        self._tokens = self._with_names(tokens, split)
        self._at = 0

    def _with_names(self, tokens: Sequence[_Token], split: Split) -> list[_Token]:
        """The tokens with words that stand side by side as names."""
        found: list[_Token] = []
        at = 0
        while at < len(tokens):
            end = at
            while tokens[end].kind is _Kind.WORD:
                end += 1
            if end == at:
                found.append(tokens[at])
                at += 1
                continue
            run = tokens[at:end]
            for length in split([self._text[token.start : token.end] for token in run]):
                part, run = run[:length], run[length:]
                name = " ".join(self._text[token.start : token.end] for token in part)
                start, stop = part[0].start, part[-1].end
                found.append(_Token(_Kind.TERM, start, stop, Named(name, start=start, end=stop)))
            at = end
        return found

    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _is(self, *kinds: _Kind) -> bool:
        return self._now().kind in kinds

    def _take(self) -> _Token:
        token = self._now()
        self._at += 1
        return token

    def _error(self, problem: str, token: _Token) -> QueryError:
        return QueryError(problem, self._text, token.start, token.end)

    def query(self) -> All:
        found = self._all(0)
        if self._is(_Kind.CLOSE):
            raise self._error(said("this bracket closes nothing"), self._now())
        return found if isinstance(found, All) else All((found,))

    def _all(self, depth: int) -> All:
        terms: list[Term] = []
        only: _Token | None = None
        while not self._is(_Kind.END, _Kind.CLOSE):
            sign = self._take() if self._is(_Kind.AND) else None
            if sign is not None and not terms and only is None:
                raise self._error(said("a condition is missing before this"), sign)
            if self._is(_Kind.ONLY):
                only = self._take()
                if self._is(_Kind.END, _Kind.CLOSE) and not terms:
                    raise self._error(said("after “only” stands a name"), only)
                continue
            if sign is not None and self._is(_Kind.END, _Kind.CLOSE, _Kind.AND):
                raise self._error(said("a condition is missing after this"), sign)
            terms += self._condition(depth)
        if only is not None and not any(True for term in terms for _ in names_in(term)):
            raise self._error(said("“only” needs a name: only Anna"), only)
        return All(tuple(terms), only=only is not None)

    def _condition(self, depth: int) -> Sequence[Term]:
        if not self._is(_Kind.MINUS):
            choice = self._choice(depth)
            # (Anna + Ben) + 2019 is what it is without the brackets.
            return choice.terms if isinstance(choice, All) and not choice.only else [choice]
        minus = self._take()
        if self._is(_Kind.END, _Kind.CLOSE, _Kind.AND, _Kind.OR, _Kind.ONLY):
            raise self._error(said("what is not wanted is missing after this"), minus)
        return [Not(self._choice(depth))]

    def _choice(self, depth: int) -> Term:
        terms = [self._part(depth)]
        while self._is(_Kind.OR):
            sign = self._take()
            if self._is(_Kind.ONLY):
                raise self._error(said("in a choice “only” needs brackets: Anna | (only Ben)"), self._now())
            if self._is(_Kind.END, _Kind.CLOSE, _Kind.AND, _Kind.OR):
                raise self._error(said("the other choice is missing after this"), sign)
            if self._is(_Kind.MINUS):
                minus = self._take()
                if not self._is(_Kind.TERM, _Kind.OPEN):
                    raise self._error(said("what is not wanted is missing after this"), minus)
                terms.append(Not(self._part(depth)))
            else:
                terms.append(self._part(depth))
        if len(terms) == 1:
            return terms[0]
        flat = [part for term in terms for part in (term.terms if isinstance(term, Either) else (term,))]
        return Either(tuple(flat))

    def _part(self, depth: int) -> Term:
        token = self._take()
        if token.kind is _Kind.OPEN:
            return self._bracket(token, depth + 1)
        if token.term is None:
            raise self._error(said("a condition is missing before this"), token)
        return token.term

    def _bracket(self, opened: _Token, depth: int) -> Term:
        if depth > DEEPEST:
            raise self._error(said("too many brackets in brackets"), opened)
        inside = self._all(depth)
        if not self._is(_Kind.CLOSE):
            raise self._error(said("this bracket is not closed"), opened)
        closed = self._take()
        if not inside.terms:
            raise QueryError(
                said("nothing stands between the brackets"), self._text, opened.start, closed.end
            )
        return inside.terms[0] if len(inside.terms) == 1 and not inside.only else inside


assert set(_WORDS) | {"nobody"} == KEYWORDS
