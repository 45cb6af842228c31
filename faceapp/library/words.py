"""The folded log, kept up to date without folding all of it again.

A large album has a hundred thousand decided faces: folding a log of that size takes a second, and taking back
the last decision should not. So the words before the last few decisions are kept.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from faceapp.core.events import Event, EventKind, turned
from faceapp.core.word import Word, fold
from faceapp.storage.history import HistoryStore

KEPT = 8
"""Decisions that are taken back without a look at the whole log; the word before each takes memory."""
_TURNS = (EventKind.UNDO, EventKind.REDO)


@dataclass(slots=True)
class _Step:
    """One of the last events.

    Attributes:
        event: The event.
        before: The word of all events before it, as undone now; None where that is not known.
        told: References it has spoken about whenever it was applied.
        told_pairs: The same of pairs: see :class:`Word`.
    """

    event: Event
    before: Word | None
    told: set[int] = field(default_factory=set)
    told_pairs: set[int] = field(default_factory=set)


class Words:
    """The word of one library. Hold the library's lock."""

    def __init__(self, history: HistoryStore) -> None:
        self._history = history
        self._word = Word()
        self._steps: deque[_Step] = deque(maxlen=KEPT)
        self._pending: tuple[Event, Word] | None = None

    def now(self) -> Word:
        """The word of everything that is stored, by other processes too."""
        if self._history.newest() != self._word.last_event:
            new = self._history.events(above=self._word.last_event)
            if len(new) > KEPT:
                self._steps.clear()
                self._word = fold(self._history.events())
            else:
                for event in new:
                    self.keep(self._with(self._word, event))
        return self._word

    def after(self, event: Event) -> Word:
        """The word with one more event that is not committed yet: the word so far stays as it is."""
        return self._with(self.now(), event)

    def keep(self, word: Word) -> None:
        """A word that :meth:`after` gave is the word from now on: its event was committed."""
        assert self._pending is not None
        event, pending = self._pending
        assert pending is word
        self._pending = None
        if event.kind in _TURNS:
            if word.parent != self._word.number:  # folded from nothing
                self._steps.clear()
            first = min(turned(event))
            for step in self._steps:
                if step.event.id > first:
                    step.before = None
            before = None
        else:
            before = self._word
        if event.kind not in _TURNS or self._steps:
            self._steps.append(_Step(event, before, set(word.told), set(word.told_pairs)))
        self._word = word

    def before(self, event_id: int) -> Word | None:
        """The word of all events before one, as undone now; None where it is not kept."""
        return next((step.before for step in self._steps if step.event.id == event_id), None)

    def _with(self, word: Word, event: Event) -> Word:
        if event.kind in _TURNS:
            found = self._turned(word, event)
        else:
            found = word.copy()
            found.apply(event)
        self._pending = (event, found)
        return found

    def _turned(self, now: Word, event: Event) -> Word:
        """The word after an undo or redo."""
        first, steps = min(turned(event)), list(self._steps)
        known = [i for i, step in enumerate(steps) if step.before is not None and step.event.id <= first]
        start = steps[known[-1]].before if known else None
        if start is None:
            return fold([*(one for one in self._history.events() if one.id < event.id), event])
        word = start.copy()
        word.undone = set(now.undone)
        (word.undone.update if event.kind is EventKind.UNDO else word.undone.difference_update)(turned(event))
        told, pairs = set[int](), set[int]()
        for step in steps[known[-1] :]:
            word.told, word.told_pairs = set(), set()
            if step.event.id not in word.undone:
                word.apply(step.event)
            # What it said before and says no more, and what it says now: both may read differently.
            step.told |= word.told
            step.told_pairs |= word.told_pairs
            told |= step.told
            pairs |= step.told_pairs
        word.told, word.told_pairs, word.parent, word.last_event = told, pairs, now.number, event.id
        return word
