"""When the card of this day is shown: once found, until it is dismissed or switched off. Window thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject

from faceapp.core.memories import Memory
from faceapp.gui.client import LibraryClient
from faceapp.gui.preferences import PreferenceKeeper
from faceapp.gui.widgets.memory_card import MemoryCard


class Memories(QObject):
    """Keeps one card up to date.

    Args:
        client: Asks the library.
        preferences: Whether the card is wanted, and the day on which it is not.
        card: Shown where there is something.
        today: The day, asked for anew each time.
    """

    def __init__(
        self,
        client: LibraryClient,
        preferences: PreferenceKeeper,
        card: MemoryCard,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(card)
        self._client = client
        self._preferences = preferences
        self._card = card
        self._today = today
        card.dismissed.connect(self._dismiss)
        preferences.changed.connect(lambda _: self.refresh())
        client.scan_finished.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        """Look again; nobody waits for it."""
        today, now = self._today(), self._preferences.now
        if not now.on_this_day or now.day_dismissed == today.isoformat():
            self._card.show_memories([])
            return

        def then(found: list[Memory]) -> None:
            if today == self._today() and self._preferences.now == now:
                # Years with photos of the very day first, then those with more to see.
                self._card.show_memories(
                    sorted(found, key=lambda one: (not one.exact, -len(one.photo_ids), -one.year))
                )

        self._client.in_background(lambda library: library.on_this_day(today), then, owner=self)

    def _dismiss(self) -> None:
        self._preferences.dismiss_day(self._today())
