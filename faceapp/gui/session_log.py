"""This session's decisions in their order, for Ctrl+Z. Library lane only: "newest" means that order."""

from __future__ import annotations

from collections.abc import Sequence

from faceapp.core.errors import DecisionError
from faceapp.core.models import Decision
from faceapp.core.said import said
from faceapp.gui.language import tr
from faceapp.library.library import Library

Told = tuple[Decision, str]
"""A decision, and what to tell the user about it."""


class SessionLog:
    """What was decided since the start, and what of that was undone."""

    def __init__(self) -> None:
        self._done: list[tuple[tuple[int, ...], str]] = []
        self._undone: list[tuple[tuple[int, ...], int, str]] = []

    def record(self, decision: Decision, words: str, together: Sequence[int] = ()) -> Told:
        """A decision was made; ``together``: all events that one undo takes back, where there are several."""
        self._done.append((tuple(together) or (decision.event,), words))
        self._undone.clear()
        return decision, words

    def undo(self, library: Library, event: int | None = None) -> Told:
        """Take back the newest decision, or one of them.

        Raises:
            DecisionError: there is nothing to undo.
        """
        undone = library.decide.undone()
        while self._done and undone.issuperset(self._done[-1][0]):  # taken back in History meanwhile
            self._done.pop()
        wanted = [
            one for one in self._done if not undone.issuperset(one[0]) and (event is None or event in one[0])
        ]
        if not wanted:
            raise DecisionError(said("There is nothing to undo. Older decisions can be undone in History."))
        self._done.remove(wanted[-1])
        events, words = wanted[-1]
        decision = library.decide.undo_together([one for one in events if one not in undone])
        self._undone.append((events, decision.event, words))
        return decision, tr("Undone: {words}", words=words) if words else tr("Undone")

    def redo(self, library: Library) -> Told:
        """Bring back what was taken back last.

        Raises:
            DecisionError: there is nothing to redo.
        """
        undone = library.decide.undone()
        while self._undone and undone.isdisjoint(self._undone[-1][0]):
            self._undone.pop()
        if not self._undone:
            raise DecisionError(said("There is nothing to redo."))
        events, turn, words = self._undone.pop()
        decision = library.decide.redo(turn if len(events) > 1 else events[0])
        self._done.append((events, words))
        return decision, words or tr("Redone")

    def newest(self) -> tuple[str | None, str | None]:
        """Words of what undo and redo are about; None: there is nothing."""
        return (
            self._done[-1][1] if self._done else None,
            self._undone[-1][2] if self._undone else None,
        )
