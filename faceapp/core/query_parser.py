"""Reads what was typed into the search bar.

::

    query   = condition { [ "+" | "," | "&" | "and" ] condition }      all of them
    condition = [ "-" | "not" | "without" ] choice | "only"
    choice  = part { ( "|" | "or" ) part }                             at least one of them
    part    = name | date | "folder:" text | "hidden:" name | "nobody" | "faces>5" | "(" query ")"

``|`` binds tighter than ``+``, and a minus is for the whole choice after it: ``Anna - Ben | Carl + 2019`` is
Anna without Ben and without Carl, in 2019. ``only`` speaks of its whole query (or bracket): nobody is in the
photo but the people named there. What these words are in a language says :mod:`faceapp.core.keywords`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from faceapp.core.errors import QueryError
from faceapp.core.keywords import ENGLISH, Keywords
from faceapp.core.query import (
    All,
    Either,
    Faces,
    InFolder,
    Named,
    Nobody,
    Not,
    Term,
    names_in,
)
from faceapp.core.query_tokens import OPEN_QUOTES, Kind, NamesAndMonths, Split, Token, tokens_of
from faceapp.core.said import said

LONGEST = 2000
DEEPEST = 20
"""Brackets in brackets."""


def parse(
    text: str,
    split: Split | None = None,
    words: Keywords = ENGLISH,
    known: Callable[[str], bool] = lambda name: False,
) -> All:
    """The conditions of a query; an empty one has none.

    Args:
        text: What was typed.
        split: Divides words that stand side by side into names; None: they are one name.
        words: The words of the search.
        known: Whether somebody has this name: who is called June is not a month.

    Raises:
        QueryError: it cannot be understood; says where and what to write instead.
    """
    if len(text) > LONGEST:
        raise QueryError(
            said("a search has at most {most} characters", most=f"{LONGEST:,}"), text, LONGEST, LONGEST + 1
        )
    names = NamesAndMonths(text, split or (lambda some: [len(some)]), words, known)
    return _Parser(text, names.read(tokens_of(text, words))).query()


def settled(text: str, words: Keywords = ENGLISH) -> str:
    """A query that is being typed without its loose end: what is open is closed, a last sign is left out.

    Raises:
        QueryError: something else cannot be understood.
    """
    try:
        tokens = tokens_of(text, words)
    except QueryError as error:
        if text[error.start : error.start + 1] not in OPEN_QUOTES or error.end != len(text):
            raise
        inside = text[error.start + 1 :].strip()
        closed = text + '"' if inside and not text.endswith("\\") else text[: error.start]
        return settled(closed, words)
    while len(tokens) > 1 and tokens[-2].kind not in (Kind.WORD, Kind.TERM, Kind.CLOSE):
        tokens.pop()
        text = text[: tokens[-1].start]
    opened = sum((token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE) for token in tokens)
    return text + ")" * min(max(opened, 0), DEEPEST)


def last_words(text: str, words: Keywords = ENGLISH) -> list[tuple[int, str]]:
    """The words of the name that is being typed at the end of a query, each with where it begins.

    None where the end is no name: after a sign, a date, a quoted name.
    """
    try:
        tokens = tokens_of(text, words)
    except QueryError:
        return []
    last: list[tuple[int, str]] = []
    for token in reversed(tokens[:-1]):
        if token.kind is not Kind.WORD:
            break
        last.insert(0, (token.start, text[token.start : token.end]))
    return last


def ends_in_and(text: str, words: Keywords = ENGLISH) -> bool:
    """Whether a text ends in a plus or comma that follows a condition: that condition is finished."""
    try:
        tokens = tokens_of(text, words)
    except QueryError:
        return False
    if len(tokens) < 3 or tokens[-2].kind is not Kind.AND or text[tokens[-2].start] not in "+,&":
        return False
    return tokens[-3].kind in (Kind.WORD, Kind.TERM, Kind.CLOSE)


def joined(first: str, second: str, words: Keywords = ENGLISH) -> str:
    """Two queries as one: both must hold, unless the second begins by saying how it goes on."""
    if not first or not second.strip():
        return first or second
    try:
        begins = tokens_of(second, words)[0].kind
    except QueryError:
        begins = Kind.WORD
    return f"{first} {second}" if begins in (Kind.AND, Kind.OR) else f"{first} + {second}"


def worded(text: str, words: Keywords) -> str:
    """A query as ``str`` writes it, in the words of another language."""
    parts, end = [], 0
    for token in tokens_of(text, ENGLISH)[:-1]:
        parts.append(text[end : token.start])
        written, end = text[token.start : token.end], token.end
        match token.kind, token.term:
            case Kind.ONLY, _:
                written = words.only[0]
            case _, Nobody():
                written = words.nobody[0]
            case _, Faces():
                written = words.faces[0] + written.removeprefix(ENGLISH.faces[0])
            case _, InFolder():
                written = words.folder[0] + written.removeprefix(ENGLISH.folder[0])
            case _, Named(hidden=True):
                written = words.hidden[0] + written.removeprefix(ENGLISH.hidden[0])
        parts.append(written)
    return "".join(parts)


# -- grammar ----------------------------------------------------------------------------------------------
class _Parser:
    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._at = 0

    def _now(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *kinds: Kind) -> bool:
        return self._now().kind in kinds

    def _take(self) -> Token:
        token = self._now()
        self._at += 1
        return token

    def _error(self, problem: str, token: Token) -> QueryError:
        return QueryError(problem, self._text, token.start, token.end)

    def query(self) -> All:
        found = self._all(0)
        if self._is(Kind.CLOSE):
            raise self._error(said("this bracket closes nothing"), self._now())
        return found if isinstance(found, All) else All((found,))

    def _all(self, depth: int) -> All:
        terms: list[Term] = []
        only: Token | None = None
        while not self._is(Kind.END, Kind.CLOSE):
            sign = self._take() if self._is(Kind.AND) else None
            if sign is not None and not terms and only is None:
                raise self._error(said("a condition is missing before this"), sign)
            if self._is(Kind.ONLY):
                only = self._take()
                if self._is(Kind.END, Kind.CLOSE) and not terms:
                    raise self._error(said("after “only” stands a name"), only)
                continue
            if sign is not None and self._is(Kind.END, Kind.CLOSE, Kind.AND):
                raise self._error(said("a condition is missing after this"), sign)
            terms += self._condition(depth)
        if only is not None and not any(True for term in terms for _ in names_in(term)):
            raise self._error(said("“only” needs a name: only Anna"), only)
        return All(tuple(terms), only=only is not None)

    def _condition(self, depth: int) -> Sequence[Term]:
        if not self._is(Kind.MINUS):
            choice = self._choice(depth)
            # (Anna + Ben) + 2019 is what it is without the brackets.
            return choice.terms if isinstance(choice, All) and not choice.only else [choice]
        minus = self._take()
        if self._is(Kind.END, Kind.CLOSE, Kind.AND, Kind.OR, Kind.ONLY):
            raise self._error(said("what is not wanted is missing after this"), minus)
        return [Not(self._choice(depth))]

    def _choice(self, depth: int) -> Term:
        terms = [self._part(depth)]
        while self._is(Kind.OR):
            sign = self._take()
            if self._is(Kind.ONLY):
                raise self._error(said("in a choice “only” needs brackets: Anna | (only Ben)"), self._now())
            if self._is(Kind.END, Kind.CLOSE, Kind.AND, Kind.OR):
                raise self._error(said("the other choice is missing after this"), sign)
            if self._is(Kind.MINUS):
                minus = self._take()
                if not self._is(Kind.TERM, Kind.OPEN):
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
        if token.kind is Kind.OPEN:
            return self._bracket(token, depth + 1)
        if token.term is None:
            raise self._error(said("a condition is missing before this"), token)
        return token.term

    def _bracket(self, opened: Token, depth: int) -> Term:
        if depth > DEEPEST:
            raise self._error(said("too many brackets in brackets"), opened)
        inside = self._all(depth)
        if not self._is(Kind.CLOSE):
            raise self._error(said("this bracket is not closed"), opened)
        closed = self._take()
        if not inside.terms:
            raise QueryError(
                said("nothing stands between the brackets"), self._text, opened.start, closed.end
            )
        return inside.terms[0] if len(inside.terms) == 1 and not inside.only else inside
