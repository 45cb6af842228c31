"""What a search that is being typed may go on with: people's names, and the words of the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faceapp.core.models import Person
from faceapp.core.names import fold
from faceapp.core.query import named
from faceapp.core.query_parser import last_words
from faceapp.core.said import said
from faceapp.gui.language import keywords, shown, tr

MOST = 8

_WORDS = (
    ("only", " ", said("Nobody but the people named: only Anna + Ben")),
    ("nobody", "", said("Photos without a face")),
    ("faces", ">", said("By the number of faces: faces>5")),
    ("folder", ":", said("By the path of the folder: folder:Rome")),
    ("hidden", ":", said("A hidden person: hidden:Zoe")),
)
"""Each with what follows it where something must."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on.

    Attributes:
        start: Where in the text the part begins that it replaces.
        text: What it is replaced by.
        title: What the list says.
        detail: The quieter words.
        face_id: The crop, of a person.
        whole: Whether a condition is complete with it.
        keyword: Whether it is a word of the search, not a person.
    """

    start: int
    text: str
    title: str
    detail: str
    face_id: int | None = None
    whole: bool = True
    keyword: bool = False


class Completer:
    """The known people, ready for being found by the first letters of any of their names."""

    def __init__(self, people: Sequence[Person]) -> None:
        known = [person for person in people if person.name and not person.hidden]
        self._people = sorted(known, key=lambda person: (-person.photos, person.id))
        self.titles = {one.id: one.title for one in people if one.title}
        self._words = {person.id: fold(person.name or "").split() for person in self._people}
        self.by_id = {person.id: person for person in people}

    @property
    def named(self) -> list[Person]:
        """Named people who are not hidden, those in most photos first."""
        return self._people

    def written(self, person_id: int) -> str:
        """A person as a query has them."""
        return str(named(self.titles[person_id], hidden=self.by_id[person_id].hidden))

    def completions(self, text: str) -> list[Completion]:
        """How a text may go on, people first, the likeliest of each first."""
        known = keywords()
        words = last_words(text, known)
        found: list[Completion] = []
        for first in range(len(words)):  # "anna be" may be one name, or the beginning of the next
            typed = [fold(word) for _, word in words[first:]]
            found += [
                Completion(
                    words[first][0],
                    self.written(person.id),
                    self.titles[person.id],
                    tr("%n photo(s)", None, person.photos),
                    person.cover_face_id,
                )
                for person in self._people
                if self._fits(self._words[person.id], typed)
            ]
            if found:
                break
        if words:
            start, last = words[-1][0], fold(words[-1][1])
            found = found[: MOST - 1]
            for name, sign, detail in _WORDS:
                called: tuple[str, ...] = getattr(known, name)
                if any(f"{one}{sign}".startswith(last) for one in called):
                    written, title = f"{called[0]}{sign}", f"{called[0]}{sign}…" if sign else called[0]
                    found.append(
                        Completion(start, written, title, shown(detail), whole=not sign, keyword=True)
                    )
        return found[:MOST]

    @staticmethod
    def _fits(words: Sequence[str], typed: Sequence[str]) -> bool:
        """Whether every typed word begins a word of the name, each another one."""
        left = list(words)
        for part in typed:
            match = next((word for word in left if word.startswith(part)), None)
            if match is None:
                return False
            left.remove(match)
        return True
