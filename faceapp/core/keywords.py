"""The words of the search, in each language of the window.

English ones are understood everywhere: they are what the command line and ``str`` of a query write. The
first of several is the one that is written.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from faceapp.core.months import MONTHS
from faceapp.core.names import fold

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keywords:
    """What each word of the search may be called; all folded but for the months, which are as written.

    Attributes:
        both: Between conditions that must all hold.
        either: Between conditions of which one is enough.
        without: Before what is not wanted.
        only: Nobody else is in the photo.
        nobody: Photos without a face.
        faces: Before a number of faces: ``faces>5``.
        folder: Before a part of a folder's path: ``folder:Rome``.
        hidden: Before the name of a hidden person: ``hidden:Zoe``.
        months: From January on; a year follows them. Further names of a month stand after the twelve, by
            number: see :meth:`month`.
    """

    both: Words
    either: Words
    without: Words
    only: Words
    nobody: Words
    faces: Words
    folder: Words
    hidden: Words
    months: Words

    def month(self, word: str) -> int:
        """The number of a month from 1; 0: no name of one."""
        wanted = fold(word)
        return next((n % 12 + 1 for n, name in enumerate(self.months) if fold(name) == wanted), 0)

    def plain(self) -> frozenset[str]:
        """Words that are no names unless quoted."""
        return frozenset((*self.both, *self.either, *self.without, *self.only, *self.nobody))

    def beside(self, other: Keywords) -> Keywords:
        """These, and those of another language after them."""
        return Keywords(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


ENGLISH = Keywords(
    ("and",),
    ("or",),
    ("without", "not"),
    ("only",),
    ("nobody",),
    ("faces",),
    ("folder",),
    ("hidden",),
    MONTHS,
)
GERMAN = Keywords(
    ("und",),
    ("oder",),
    ("ohne", "nicht"),
    ("nur",),
    ("niemand",),
    ("gesichter",),
    ("ordner",),
    ("verborgen",),
    (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
)  # fmt: skip

SPOKEN = {"en": ENGLISH, "de": GERMAN.beside(ENGLISH)}
"""What a window in each language understands."""
EVERY = frozenset(word for words in SPOKEN.values() for word in words.plain())
"""Words that are no names in some language: quoted wherever a name is written."""
