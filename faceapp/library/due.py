"""Whether everything has to be grouped anew, or the places that new faces got will do."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from faceapp.library.context import Context
from faceapp.storage.database import Transaction

GROUPED_KEY = "grouped"
"""Setting: what the library held when everything was grouped last, as :class:`Grouped` in JSON."""
SMALL = 5_000
"""Faces up to which grouping everything takes no time worth saving (about two seconds)."""
CHANGED = 0.02
"""Share of faces that came or went from which a large album is grouped anew at the end of a scan. Albums that
were placed photo by photo end within 0.002 of the F1 of grouping everything (``python -m tests.benchmarks
incremental``)."""
PLACED_KEY = "placed"
"""Setting: the highest face id that was placed among the groups; a killed scan leaves higher ones."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a library held.

    Attributes:
        model: The embedding model.
        generation: Of the index: other embeddings, or another space, have another one.
        event: The newest decision.
        newest: The highest face id.
        faces: Faces of present photos.
        mark: Sum of their ids: other faces have another one.
    """

    model: str
    generation: int
    event: int
    newest: int
    faces: int
    mark: int


class Due:
    """Remembers in the library when everything was grouped last."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def now(self, event: int) -> Grouped:
        """What the library holds, under the word up to ``event``."""
        context = self._context
        ids = context.faces.present_ids()
        newest = int(ids[-1]) if len(ids) else 0
        return Grouped(context.model, context.generation(), event, newest, len(ids), int(ids.sum()))

    def grouped(self, db: Transaction, what: Grouped) -> None:
        """All of that is grouped: in the transaction that writes the groups."""
        self._context.settings.put_with(db, GROUPED_KEY, json.dumps(asdict(what)))

    def is_due(self) -> bool:
        """Whether what changed since then asks for grouping everything anew."""
        context = self._context
        stored = context.settings.get(GROUPED_KEY)
        if stored is None:
            return True
        with context.lock:
            if context.space_is_due():
                return True
            now = self.now(context.history.newest())
        then = Grouped(**json.loads(stored))
        if (now.model, now.generation, now.event) != (then.model, then.generation, then.event):
            return True
        if now == then:
            return False
        came = len(context.faces.present_ids(above=then.newest))
        changed = came + abs(then.faces - (now.faces - came))
        return now.faces <= SMALL or changed > CHANGED * now.faces

    def placed(self, db: Transaction, newest: int) -> None:
        """Every face up to this one has its place: in the transaction that gives it."""
        if newest > self._placed():
            self._context.settings.put_with(db, PLACED_KEY, str(newest))

    def unplaced(self) -> set[int]:
        """Faces that were stored when a scan was killed, before it placed them."""
        known = self._placed()
        return set(self._context.faces.present_ids(above=known).tolist()) if known else set()

    def _placed(self) -> int:
        return int(self._context.settings.get(PLACED_KEY) or 0)
