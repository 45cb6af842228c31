"""What a library holds, asked in every way the window and the command line need."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from faceapp.core.errors import UnknownIdError
from faceapp.core.keywords import ENGLISH, Keywords
from faceapp.core.memories import Memory
from faceapp.core.models import (
    Contradiction,
    Coverage,
    EventInfo,
    Face,
    FaceState,
    Person,
    PersonYear,
    Photo,
    Problem,
    Unattached,
    UndoPreview,
)
from faceapp.core.said import said
from faceapp.core.through_years import DatedFace, Period
from faceapp.core.timeline import Timeline
from faceapp.library.context import Context
from faceapp.library.contradictions import contradictions
from faceapp.library.film import faces_through_years
from faceapp.library.folders import Folders
from faceapp.library.group import Grouper
from faceapp.library.on_this_day import on_this_day
from faceapp.library.people import Decisions
from faceapp.library.search import Found, Searcher
from faceapp.library.split import split_proposal
from faceapp.library.sweeps import Sweep, sweep_of
from faceapp.library.unattached import unattached
from faceapp.library.years import years_of

_LATELY = 30
"""Decisions that tell who is being sorted at present."""


class Queries:
    """The part of the facade that only asks: quick, and from any thread."""

    _context: Context
    _grouper: Grouper
    _searcher: Searcher
    decide: Decisions
    places: Folders

    def people(self) -> list[Person]:
        """Named people and groups, named first, then by number of faces; hidden ones are marked."""
        return self._context.people.people()

    def person(self, person_id: int) -> Person:
        """One person or group.

        Raises:
            UnknownIdError: there is none of that id (any more).
        """
        found = self._context.people.people(person_id)
        if not found:
            raise UnknownIdError(said("There is no person or group {person} (any more).", person=person_id))
        return found[0]

    def titles(self) -> dict[int, str]:
        """By id, what tells each named person from all others: ``Anna (2)`` where two are called Anna."""
        return dict(self._context.people.titles())

    def offered_names(self) -> list[str]:
        """The titles of all named people as a field for a name offers them.

        Those that faces were put under lately come first, then those in most photos; hidden ones last.
        """
        lately = {person: place for place, person in enumerate(self._context.history.lately(_LATELY))}
        named = [person for person in self.people() if person.title]
        named.sort(key=lambda one: (one.hidden, lately.get(one.id, _LATELY), -one.photos, one.id))
        return [str(person.title) for person in named]

    def faces(self) -> list[Face]:
        """Every face, by photo."""
        return self._context.faces.all()

    def faces_by_id(self, face_ids: Sequence[int]) -> list[Face]:
        """The faces that exist among these ids."""
        return self._context.faces.by_ids(face_ids)

    def faces_of_person(self, person_id: int, most: int | None = None) -> list[Face]:
        """Faces shown under a person or group: confirmed first, then best first; ``most``: only the first."""
        context = self._context
        return list(
            context.lately.answer(
                ("faces", person_id, most), lambda: context.faces.of_person(person_id, most)
            )
        )

    def suggestions(self, person_id: int) -> list[Face]:
        """Faces that may be this person, surest first."""
        return self._context.faces.suggestions(person_id)

    def faces_of_photo(self, photo_id: int) -> list[Face]:
        """The faces of one photo, left to right."""
        return self._context.faces.of_photo(photo_id)

    def faces_in_state(self, state: FaceState) -> list[Face]:
        """The faces of one part of the coverage line."""
        return self._context.faces.in_state(state)

    def photos(self, photo_ids: Sequence[int] | None = None) -> list[Photo]:
        """Photos, newest first: all, or those asked for."""
        return self._context.photos.photos(photo_ids)

    def timeline(self, person_id: int | None = None) -> Timeline:
        """The photos as :meth:`photos` (or :meth:`photos_of_person`) lists them, as columns: much quicker."""
        store, lately = self._context.timelines, self._context.lately
        if person_id is None:
            return store.all()
        return lately.answer(("timeline", person_id), lambda: store.of_person(person_id))

    def photo_at(self, path: str | Path) -> Photo:
        """The photo at a path.

        Raises:
            UnknownIdError: no scan has found a photo there.
        """
        wanted = os.path.abspath(path)
        found = self._context.photos.by_path(wanted)
        if found is None:
            raise UnknownIdError(
                said("{wanted} is no photo of this library. Scan its folder first.", wanted=wanted)
            )
        return self.photos([found])[0]

    def photos_of_person(self, person_id: int) -> list[Photo]:
        """The photos a person or group is in, newest first."""
        return self._context.photos.of_person(person_id)

    def search(self, query: str, *, typing: bool = False, words: Keywords = ENGLISH) -> Found:
        """Photos by who is in them, when and where they were taken: ``Anna + Ben - Carl + 2019``.

        Args:
            query: See :mod:`faceapp.core.query_parser`; empty: every photo.
            typing: The last name may be unfinished: then it means everybody it may become.
            words: The words of the search, as the window's language has them.

        Raises:
            QueryError: it cannot be understood, or a name is unknown; says where and what to write.
        """
        return self._searcher.search(query, typing=typing, words=words)

    def people_in(self, photo_ids: Sequence[int]) -> list[tuple[int, int]]:
        """``(person, photos)`` of the named people in some photos, most first; hidden ones left out."""
        return self._searcher.people_in(photo_ids)

    def present_in(self, photo_id: int) -> list[tuple[int, str]]:
        """``(person, title)`` of those who are said to be in a photo though no face of theirs shows there."""
        found = self._context.photos.photos([photo_id])
        return self._context.people.present_in(found[0].identity) if found else []

    def coverage(self) -> Coverage:
        """The coverage line."""
        return self._context.faces.coverage()

    def problems(self) -> list[Problem]:
        """Every path that could not be used."""
        return self._context.photos.problems()

    def history(self) -> list[EventInfo]:
        """Every decision, newest first."""
        return self._context.history.history()

    def events_since(self, day: date) -> list[EventInfo]:
        """The decisions since the start of a local day that still count, newest first."""
        return self.decide.events_since(day)

    def undo_preview(self, events: Sequence[int]) -> UndoPreview:
        """What taking back these decisions together would do. Nothing is changed.

        Raises:
            UnknownIdError: no such event.
            DecisionError: none given, or one is undone already or itself an undo.
        """
        return self.decide.preview(events)

    def contradictions(self) -> list[Contradiction]:
        """Decisions that cannot both hold, the newest first. Of each two the later one counts."""
        return contradictions(self._context)

    def unattached(self) -> list[Unattached]:
        """Faces that decisions are about and that are not found at present, by photo."""
        return unattached(self._context)

    def look_alikes(self) -> list[tuple[int, int]]:
        """Pairs of people declared look-alikes, the lower id first."""
        return self.decide.look_alikes()

    def different_people(self) -> list[tuple[int, int]]:
        """Pairs of people or groups said to be different, the lower id first."""
        return self.decide.different_people()

    def birthdate(self, person_id: int) -> date | None:
        """When a person was born, where the user said it.

        Raises:
            UnknownIdError: there is none of that id (any more).
        """
        return self.decide.born(person_id)

    def split_proposal(self, person_id: int) -> tuple[tuple[int, ...], ...]:
        """How a person or group may be taken apart: face ids, the largest part first (one: not at all).

        Raises:
            UnknownIdError: there is none of that id (any more).
        """
        self.person(person_id)
        return split_proposal(self._context, self._grouper, person_id)

    def years(self, person_id: int) -> list[PersonYear]:
        """The years of a person or group, oldest first, each with the face that stands for it.

        Raises:
            UnknownIdError: there is none of that id (any more).
        """
        self.person(person_id)
        context = self._context
        return list(context.lately.answer(("years", person_id), lambda: years_of(context, person_id)))

    def faces_through_years(self, person_id: int, period: Period | None = None) -> list[DatedFace]:
        """The best face of each time of a person or group that looks this way, oldest first.

        Raises:
            UnknownIdError: there is none of that id (any more).
        """
        self.person(person_id)
        return faces_through_years(self._context, person_id, period)

    def sweep(self, photo_id: int) -> Sweep:
        """Who would be a stranger if the user knew nobody else at the event of a photo.

        Raises:
            UnknownIdError: no such photo, or none of its files is there.
        """
        if not self._context.photos.shots_around(photo_id):
            raise UnknownIdError(said("There is no photo {photo}, or its files are missing.", photo=photo_id))
        return sweep_of(self._context, photo_id)

    def on_this_day(self, today: date) -> list[Memory]:
        """What was photographed with named people on this calendar day (three days around it) in other years.

        One for each year, the most recent first; empty where there is nothing.
        """
        return on_this_day(self._context, today)

    def folders(self) -> list[str]:
        """Folders that a scan of no named folder looks at."""
        return self.places.scanned()
