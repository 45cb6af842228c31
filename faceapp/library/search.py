"""Finds photos by a search."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from faceapp.core.keywords import ENGLISH, Keywords
from faceapp.core.names import KnownName
from faceapp.core.query import All
from faceapp.core.query_names import Names, understand
from faceapp.library.context import Context
from faceapp.storage.search import SearchStore


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    Attributes:
        query: What was understood.
        photo_ids: The photos, newest first.
    """

    query: All
    photo_ids: tuple[int, ...]


class Searcher:
    """Understands and answers searches. Any thread."""

    def __init__(self, context: Context) -> None:
        self._people = context.people
        self._store = SearchStore(context.database)
        self._lock = threading.Lock()
        self._known: tuple[list[KnownName], Names] = ([], Names(()))

    def search(self, text: str, *, typing: bool = False, words: Keywords = ENGLISH) -> Found:
        """See :meth:`faceapp.library.queries.Queries.search`."""
        query = understand(text, self._names(), typing=typing, words=words)
        return Found(query, tuple(self._store.photos(query).tolist()))

    def people_in(self, photo_ids: Sequence[int]) -> list[tuple[int, int]]:
        """See :meth:`faceapp.library.queries.Queries.people_in`."""
        return self._store.people_in(photo_ids)

    def _names(self) -> Names:
        people = self._people.names()
        with self._lock:
            if self._known[0] != people:
                self._known = (people, Names(people))
            return self._known[1]
