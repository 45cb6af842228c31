"""Asks the library what the search bar of Photos asks for, one question at a time. Window thread.

While one search is under way only the newest of those typed meanwhile is kept; an answer to anything but the
newest is dropped.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from faceapp.core.changes import Changes
from faceapp.core.errors import FaceAppError, QueryError
from faceapp.core.models import Person
from faceapp.core.query import All, Named, Not, Term, names_in
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import keywords
from faceapp.gui.models.completions_model import Completer
from faceapp.library.library import Library
from faceapp.library.search import Found

_PEOPLE_MS = 1000
"""While a scan runs the people are read again at most this often."""
_FEW_PHOTOS = 4000
"""In so many photos it is counted at once who is in them."""
_CROPS = 3


class PhotoSearch(QObject):
    """The newest search, and who may be searched for.

    Args:
        client: The library's client.
        parent: Qt parent.
    """

    found = Signal(object, bool)
    """A Found, and whether its query was finished."""
    failed = Signal(object, bool)
    """A QueryError, and whether the query was finished."""
    people_changed = Signal()
    """Who may be searched for, see :attr:`completer`."""
    counted = Signal(object)
    """``(person, photos)`` of the people in the photos found last, most photos first."""

    def __init__(self, client: LibraryClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.completer = Completer([])
        self._wanted: tuple[str, bool] | None = None
        self._asking = False
        self._again = False
        self._people_asked = False
        self._people_stale = True
        self._people_timer = QTimer(self, singleShot=True, interval=_PEOPLE_MS)
        self._people_timer.timeout.connect(self.read_people)

    # -- photos -------------------------------------------------------------------------------------
    def ask(self, text: str, finished: bool) -> None:
        """Search; what was asked before no longer counts."""
        self._wanted = (text, finished)
        if self._asking:
            self._again = True
        else:
            self._ask()

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._wanted = None
        self._again = False

    def _ask(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._asking, self._again = True, False
        text, finished = wanted
        words = keywords()

        def got(found: Found) -> None:
            self._asking = False
            if self._again:
                self._ask()
            elif wanted == self._wanted:
                self.found.emit(found, finished)
                if wanted == self._wanted:
                    self._count(found)

        def not_got(error: FaceAppError) -> None:
            self._asking = False
            if self._again:
                self._ask()
            elif not isinstance(error, QueryError):
                self._client.failed.emit(error)
            elif wanted == self._wanted:
                self.failed.emit(error, finished)

        self._client.ask(
            lambda library: library.search(text, typing=not finished, words=words),
            got,
            owner=self,
            failed=not_got,
        )

    def _count(self, found: Found) -> None:
        """Who is in the photos: beside the rest, so that the next letter does not wait for it."""
        wanted = self._wanted
        if len(found.photo_ids) > _FEW_PHOTOS:
            self.counted.emit([])
            return

        def query(library: Library) -> list[tuple[int, int]]:
            return library.people_in(found.photo_ids)

        def got(people: list[tuple[int, int]]) -> None:
            if wanted == self._wanted:
                self.counted.emit(people)

        self._client.in_background(query, got, owner=self)

    # -- people -------------------------------------------------------------------------------------
    def people_stale(self, changes: Changes, *, visible: bool) -> None:
        """Something changed; who is known is read when it is needed."""
        if changes.everything or changes.person_ids:
            self._people_stale = True
            if visible and not self._people_timer.isActive():
                self._people_timer.start(_PEOPLE_MS if self._client.scanning else 0)

    def read_people(self) -> None:
        """Read who is known, if that may have changed."""
        if not self._people_stale or self._people_asked:
            return
        self._people_asked, self._people_stale = True, False

        def got(people: list[Person]) -> None:
            self._people_asked = False
            self.completer = Completer(people)
            self.people_changed.emit()
            self.read_people()

        def not_got(error: FaceAppError) -> None:
            self._people_asked = False
            self._client.failed.emit(error)

        self._client.ask(lambda library: library.people(), got, owner=self, failed=not_got)

    def faces_of(self, term: Term) -> list[int]:
        """The crops that stand for a condition."""
        inner = getattr(term, "term", term)  # without somebody: the crop tells who
        ids = dict.fromkeys(name.person_ids[0] for name in names_in(inner) if name.person_ids)
        people = (self.completer.by_id.get(person_id) for person_id in ids)
        faces = [one.cover_face_id for one in people if one is not None and one.cover_face_id is not None]
        return faces[:_CROPS]


def leaving_out(query: All, person_id: int) -> All:
    """A query that no longer says anything of a person."""
    terms = tuple(
        term
        for term in query.terms
        if not (
            isinstance(inner := term.term if isinstance(term, Not) else term, Named)
            and person_id in inner.person_ids
        )
    )
    rest = All(terms, query.only)
    return rest if rest.names() else All(terms)
