"""This session's decisions in their order, for Ctrl+Z. Library lane only: "newest" means that order."""

from __future__ import annotations

from faceapp.core.errors import DecisionError
from faceapp.core.models import Decision
from faceapp.library.library import Library

Told = tuple[Decision, str]
"""A decision, and what to tell the user about it."""


class SessionLog:
    """What was decided since the start, and what of that was undone."""

    def __init__(self) -> None:
        self._done: list[tuple[int, str]] = []
        self._undone: list[tuple[int, str]] = []

    def record(self, decision: Decision, words: str) -> Told:
        """A decision was made."""
        self._done.append((decision.event, words))
        self._undone.clear()
        return decision, words

    def undo(self, library: Library, event: int | None = None) -> Told:
        """Take back the newest decision, or one of them.

        Raises:
            DecisionError: there is nothing to undo.
        """
        undone = library.decide.undone()
        while self._done and self._done[-1][0] in undone:  # taken back in History meanwhile
            self._done.pop()
        wanted = [one for one in self._done if one[0] not in undone and event in (None, one[0])]
        if not wanted:
            raise DecisionError("There is nothing to undo. Older decisions can be undone in History.")
        self._done.remove(wanted[-1])
        decision = library.decide.undo(wanted[-1][0])
        self._undone.append(wanted[-1])
        words = wanted[-1][1]
        return decision, f"Undone: {words}" if words else "Undone"

    def redo(self, library: Library) -> Told:
        """Bring back what was taken back last.

        Raises:
            DecisionError: there is nothing to redo.
        """
        undone = library.decide.undone()
        while self._undone and self._undone[-1][0] not in undone:
            self._undone.pop()
        if not self._undone:
            raise DecisionError("There is nothing to redo.")
        event, words = self._undone.pop()
        decision = library.decide.redo(event)
        self._done.append((event, words))
        return decision, words or "Redone"

    def newest(self) -> tuple[str | None, str | None]:
        """Words of what undo and redo are about; None: there is nothing."""
        return (
            self._done[-1][1] if self._done else None,
            self._undone[-1][1] if self._undone else None,
        )
