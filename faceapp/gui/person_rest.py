"""What a person's page shows: first who it is and the faces of a screen, a moment later all the rest.

The rest (all faces of somebody with thousands, photos, years, faces that look odd) takes longer than a click
may, and is of no use for somebody whose page was left. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from faceapp.core.errors import FaceAppError, UnknownIdError
from faceapp.core.models import Face, Person, PersonYear
from faceapp.core.timeline import Timeline
from faceapp.gui.client import LibraryClient
from faceapp.gui.person_tools import Known, known_about
from faceapp.library.library import Library

FIRST_FACES = 200
"""More than a screen."""
AFTER_MS, ODD_MS = 150, 600
"""The faces are painted first; what looks odd is for those who stay."""


Asking = Callable[..., None]
"""A way to ask: :meth:`LibraryClient.ask` or :meth:`LibraryClient.in_background`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows first, read at once.

    Attributes:
        person: Who it is.
        faces: All of theirs, or the first.
        whole: Whether all.
        suggestions: Faces that may be theirs.
        known: What else was said of them.
    """

    person: Person
    faces: list[Face]
    whole: bool
    suggestions: list[Face]
    known: Known


def shown_of(library: Library, person_id: int, *, whole: bool) -> Shown:
    """Read it; ``whole``: all of the faces, however many. Library lane."""
    person = library.person(person_id)
    faces = library.faces_of_person(person_id, None if whole else FIRST_FACES)
    return Shown(
        person,
        faces,
        whole or len(faces) < FIRST_FACES,
        library.suggestions(person_id),
        known_about(library, person_id),
    )


@dataclass(slots=True)
class _Wanted:
    """Whether somebody still waits; looked at beside the window thread, so it holds nothing of it."""

    person_id: int
    over: bool = False
    faces: bool = False
    """All of their faces, too."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Photos and years of a person or group, and all of their faces where only the first are shown."""

    person_id: int
    faces: list[Face] | None
    photos: Timeline
    years: list[PersonYear]


class PersonRest(QObject):
    """Reads it, of the person asked for last.

    Args:
        client: The library's client.
        parent: Qt parent.
    """

    came = Signal(object)
    """A :class:`Rest`."""
    odd = Signal(object)
    """Faces of the person that look unlike the others; only of somebody with a name."""

    def __init__(self, client: LibraryClient, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._wanted = _Wanted(0, over=True)
        self._missing = False
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(lambda: self._read())
        self._stays = QTimer(self, singleShot=True, interval=ODD_MS)
        self._stays.timeout.connect(self._read_odd)

    def ask(self, person: Person, *, faces: bool = False) -> None:
        """Read it anew, of this person. What is being read of them comes, too: changes may go on and on."""
        if self._wanted.over or self._wanted.person_id != person.id:
            self.drop()
            self._wanted = _Wanted(person.id)
        self._wanted.faces = faces
        self._missing = True
        if not self._timer.isActive():
            self._timer.start()
        if person.name is not None and not self._stays.isActive():
            self._stays.start()

    def drop(self) -> None:
        """What was asked for is not wanted any more: what was not begun is left out."""
        self._wanted.over = True
        self._timer.stop()
        self._stays.stop()

    def hurry(self) -> None:
        """Somebody looks there already: read now what was to come a moment later, or waits for something."""
        if self._missing and not self._wanted.over:
            self._timer.stop()
            self._read(self._client.ask)

    def _read(self, lane: Asking | None = None) -> None:
        wanted = self._wanted

        def rest(library: Library) -> Rest | None:
            if wanted.over:
                return None
            who = wanted.person_id
            faces = library.faces_of_person(who) if wanted.faces else None
            return Rest(who, faces, library.timeline(who), library.years(who))

        def came(answer: object) -> None:
            self._missing = self._timer.isActive()  # asked for again meanwhile
            self.came.emit(answer)

        self._ask(lane or self._client.in_background, rest, came, wanted)

    def _read_odd(self) -> None:
        wanted = self._wanted

        def odd(library: Library) -> list[Face] | None:
            return None if wanted.over else library.odd_faces(wanted.person_id)

        self._ask(self._client.in_background, odd, self.odd.emit, wanted)

    def _ask(
        self,
        lane: Asking,
        query: Callable[[Library], object],
        then: Callable[[object], None],
        wanted: _Wanted,
    ) -> None:
        def got(answer: object) -> None:
            if answer is not None and not wanted.over:
                then(answer)

        def failed(error: FaceAppError) -> None:
            if not isinstance(error, UnknownIdError):  # merged away meanwhile: the page hears of that itself
                self._client.failed.emit(error)

        lane(query, got, owner=self, failed=failed)
