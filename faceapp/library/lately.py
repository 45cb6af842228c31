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

MOST = 8
"""Answers of one thread: those about the people and photos one goes to and fro between."""


class Lately:
    """Remembers what was answered last, by thread: each has a view of its own of what is committed."""

    def __init__(self, database: Database, most: int = MOST) -> None:
        self._database = database
        self._most = most
        self._local = threading.local()

    def answer(self, question: Hashable, read: Callable[[], T]) -> T:
        """What ``read`` says, or said since anybody wrote last. Nobody may change the answer.

        Args:
            question: Tells it from all others.
            read: Answers from what the database holds, and from nothing else.
        """
        # Before the reading: what is committed meanwhile may be in the answer, and makes it old at once.
        version = self._database.reader_version()
        known: OrderedDict[Hashable, Any] | None = getattr(self._local, "known", None)
        if known is None or self._local.version != version:
            known = self._local.known = OrderedDict()
            self._local.version = version
        if question in known:
            known.move_to_end(question)
        else:
            known[question] = read()
            if len(known) > self._most:
                known.popitem(last=False)
        found: T = known[question]
        return found
