"""The pieces of a search that was typed: signs, words, dates, what is quoted or has a colon."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from faceapp.core.errors import QueryError
from faceapp.core.keywords import Keywords
from faceapp.core.query import Compare, Faces, InFolder, Named, Nobody, Taken, Term, is_year
from faceapp.core.said import said

Split = Callable[[Sequence[str]], Sequence[int]]
"""Says how many of some words make up each name they are: ``anna berg ben`` may be 2 and 1."""

OPEN_QUOTES, _CLOSE_QUOTES = '"“”„', '"“”'
_ENDS = r"(?=[\s()+,&|\"“”„]|$)"
_DAY = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?"
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"[()+,&|]|[-–−]")
_RANGE = re.compile(rf"({_DAY})?\s*(?:\.\.+|…)(?:\s*({_DAY}){_ENDS})?")
_ONE_DATE = re.compile(rf"({_DAY}){_ENDS}")
_TWO_YEARS = re.compile(rf"(\d{{4}})[-–−](\d{{4}}){_ENDS}")
_COUNT = re.compile(r"([^\W\d_]+)\s*(>=|<=|=>|=<|≥|≤|>|<|=|:)\s*")
_NUMBER = re.compile(rf"(\d{{1,9}}){_ENDS}")
_KEY = re.compile(r"([^\W\d_]+):", re.ASCII)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})\.?")
_FOLDER_TEXT = re.compile(r"[^\s()|\"“”„]+")
# A minus inside a word belongs to it (Anna-Lena); one before a space or a sign does not.
_WORD = re.compile(r"(?:[^\s()+,&|\"“”„<>=–−-]|[-–−](?=[^\s()+,&|\"“”„–−-]))+")
_COMPARES = {"≥": ">=", "=>": ">=", "≤": "<=", "=<": "<=", ":": "="}


class Kind(Enum):
    """What a piece of a query is."""

    AND, OR, MINUS, OPEN, CLOSE, ONLY, WORD, TERM, END = (auto() for _ in range(9))


_SIGNS = {"+": Kind.AND, ",": Kind.AND, "&": Kind.AND, "|": Kind.OR, "(": Kind.OPEN, ")": Kind.CLOSE}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query, where it stands, and the condition it is by itself."""

    kind: Kind
    start: int
    end: int
    term: Term | None = None


def tokens_of(text: str, words: Keywords) -> list[Token]:
    """The pieces of a query, the end last.

    Raises:
        QueryError: one of them cannot be understood.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token = _token(text, at, words)
        tokens.append(token)
        at = token.end
    return [*tokens, Token(Kind.END, len(text), len(text))]


def _token(text: str, at: int, words: Keywords) -> Token:
    if text[at] in OPEN_QUOTES:
        return _name_in_quotes(text, at, at)
    if sign := _SIGN.match(text, at):
        return Token(_SIGNS.get(sign.group(), Kind.MINUS), at, sign.end())
    if found := _date(text, at) or _count(text, at, words) or _with_key(text, at, words):
        return found
    word = _WORD.match(text, at)
    if word is None:
        raise QueryError(said("this stands only after “faces”, as in faces>5"), text, at, at + 1)
    key = word.group().casefold()
    if key in words.nobody:
        return Token(Kind.TERM, at, word.end(), Nobody())
    signs = (
        (words.both, Kind.AND),
        (words.either, Kind.OR),
        (words.without, Kind.MINUS),
        (words.only, Kind.ONLY),
    )
    kind = next((kind for some, kind in signs if key in some), Kind.WORD)
    return Token(kind, at, word.end())


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


def _name_in_quotes(text: str, start: int, quote: int, *, hidden: bool = False) -> Token:
    name, end = _quoted(text, quote)
    name = " ".join(name.split())
    return Token(Kind.TERM, start, end, Named(name, exact=True, hidden=hidden, start=start, end=end))


def _date(text: str, at: int) -> Token | None:
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
    return Token(Kind.TERM, at, one.end(), Taken(day, day))


def _taken(text: str, start: int, end: int, first: str, last: str) -> Token:
    # As texts: 2019 comes before 2019-06 and all of 2019 is not over before it.
    if first and last and first > last and not first.startswith(last):
        raise QueryError(said("this span of time ends before it begins"), text, start, end)
    return Token(Kind.TERM, start, end, Taken(first, last))


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


def _count(text: str, at: int, words: Keywords) -> Token | None:
    start = _COUNT.match(text, at)
    if start is None or start.group(1).casefold() not in words.faces:
        return None
    number = _NUMBER.match(text, start.end())
    if number is None:
        raise QueryError(said("a number of faces is written as faces>5"), text, at, start.end())
    sign = _COMPARES.get(start.group(2), start.group(2))
    return Token(Kind.TERM, at, number.end(), Faces(Compare(sign), int(number.group(1))))


def _with_key(text: str, at: int, words: Keywords) -> Token | None:
    key = _KEY.match(text, at)
    if key is None:
        return None
    word, start = key.group(1).casefold(), key.end()
    if word not in (*words.folder, *words.hidden):
        known = said("only “folder:”, “hidden:” and “faces:” have a colon; a name with one is quoted")
        raise QueryError(known, text, at, start)
    in_quotes = start < len(text) and text[start] in OPEN_QUOTES
    if word in words.hidden:
        if in_quotes:
            return _name_in_quotes(text, at, start, hidden=True)
        name = _WORD.match(text, start)
        if name is None:
            raise QueryError(said("after “hidden:” stands the name of a hidden person"), text, at, start)
        return Token(Kind.TERM, at, name.end(), Named(name.group(), hidden=True, start=at, end=name.end()))
    if in_quotes:
        value, end = _quoted(text, start)
        return Token(Kind.TERM, at, end, InFolder(value))
    plain = _FOLDER_TEXT.match(text, start)
    if plain is None:
        raise QueryError(said("after “folder:” stands a part of the folder's path"), text, at, start)
    return Token(Kind.TERM, at, plain.end(), InFolder(plain.group()))


# -- names and months -------------------------------------------------------------------------------------
class NamesAndMonths:
    """Makes names of words that stand side by side, and dates of ``June 2019`` and ``14 June 2019``."""

    def __init__(self, text: str, split: Split, words: Keywords, known: Callable[[str], bool]) -> None:
        self._text = text
        self._split = split
        self._words = words
        self._known = known

    def read(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens, no single words among them any more."""
        found: list[Token] = []
        at = 0
        while at < len(tokens):
            end = at
            while tokens[end].kind is Kind.WORD:
                end += 1
            if end == at:
                found.append(tokens[at])
                at += 1
                continue
            run = tokens[at:end]
            month = self._month(run, tokens[end])
            if month is not None:
                run, taken = month
                end += 1
            for length in self._split(self._written(run)) if run else ():
                part, run = run[:length], run[length:]
                start, stop = part[0].start, part[-1].end
                name = Named(" ".join(self._written(part)), start=start, end=stop)
                found.append(Token(Kind.TERM, start, stop, name))
            if month is not None:
                found.append(taken)
            at = end
        return found

    def _written(self, tokens: Sequence[Token]) -> list[str]:
        return [self._text[token.start : token.end] for token in tokens]

    def _month(self, run: Sequence[Token], after: Token) -> tuple[Sequence[Token], Token] | None:
        """What is left of some words before a year, and the date the last of them are part of."""
        if not isinstance(after.term, Taken) or self._text[after.start : after.end] != after.term.first:
            return None
        *before, last = self._written(run)
        month = self._words.month(last)
        if not month or not is_year(after.term.first):
            return None
        if any(self._known(" ".join((*before[start:], last))) for start in range(len(before) + 1)):
            return None
        day = _DAY_OF_MONTH.fullmatch(before[-1]) if before else None
        left, start = (run[:-2], run[-2].start) if day else (run[:-1], run[-1].start)
        written = f"{after.term.first}-{month:02}" + (f"-{int(day[1]):02}" if day else "")
        if day:
            try:
                date.fromisoformat(written)
            except ValueError:
                raise QueryError(said("this month has no such day"), self._text, start, after.end) from None
        return left, Token(Kind.TERM, start, after.end, Taken(written, written))
