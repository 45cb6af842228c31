"""How long the user takes for an answer: what the time that is left is reckoned by."""

from __future__ import annotations

import json
import time

from faceapp.storage.settings import SettingStore

_FIRST = 4.0
_SLOWEST = 60.0
_MEMORY = 50
_KEY = "review.pace"


class Pace:
    """A running mean of the seconds from a question to its answer; a pause counts as a minute."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings
        self._shown_at = 0.0

    def shown(self) -> None:
        """A question is on show from now on."""
        self._shown_at = time.monotonic()

    def answered(self, answers: int = 1) -> None:
        """It was answered: a page with one answer, and one more for each tick."""
        pace, answered = self.now()
        if self._shown_at:
            taken = min(time.monotonic() - self._shown_at, _SLOWEST) / answers
            pace += (taken - pace) * min(answers / min(answered + answers, _MEMORY), 1.0)
        self._settings.put(_KEY, json.dumps([round(pace, 3), answered + 1]))

    def now(self) -> tuple[float, int]:
        """Seconds per answer, and answers given so far in this library."""
        stored = self._settings.get(_KEY)
        if stored is None:
            return _FIRST, 0
        pace, answered = json.loads(stored)
        return float(pace), int(answered)
