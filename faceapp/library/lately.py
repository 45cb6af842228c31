"""Answers given lately, given again while nobody has written anything.

Whoever goes from a person to a photo and back asks the same again, and looking through five thousand faces
for those that look odd takes a second. SQLite tells of every commit, of this process and of any other, so no
answer is given again after one: not even where the answer would be the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from faceapp.storage.database import Database

T = TypeVar("T")

MOST = 16
"""Answers: those about the people one goes to and fro between."""


class Lately:
    """Remembers what was answered last. Safe from any thread."""

    def __init__(self, database: Database, most: int = MOST) -> None:
        self._database = database
        self._most = most
        self._lock = threading.Lock()
        self._version = 0
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def answer(self, question: Hashable, read: Callable[[], T]) -> T:
        """What ``read`` says, or said since anybody wrote last. Nobody may change the answer.

        Args:
            question: Tells it from all others.
            read: Answers from what is committed in the database, and from nothing else.
        """
        # Before the reading: what is committed meanwhile may be in the answer, and makes it old at once.
        version = self._database.commits()
        with self._lock:
            if self._version == version and question in self._known:
                self._known.move_to_end(question)
                known: T = self._known[question]
                return known
        found = read()
        with self._lock:
            if self._version != version:
                self._known.clear()
                self._version = version
            self._known[question] = found
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return found
