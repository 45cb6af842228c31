"""Starts slide shows over the window, with the time per picture that was chosen last. Window thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from faceapp.gui.client import LibraryClient
from faceapp.gui.film_job import FilmJob
from faceapp.gui.preferences import PreferenceKeeper
from faceapp.gui.slides import PhotoSlides, Slides
from faceapp.gui.widgets.slide_show import SlideShow

if TYPE_CHECKING:
    from faceapp.gui.main_window import MainWindow


def shown_on(page: QWidget | None) -> list[int]:
    """The photos a page shows, in its order."""
    listed = getattr(page, "photo_ids", None)
    return list(listed()) if callable(listed) else []


class Player(QObject):
    """One slide show at a time.

    Args:
        client: Reads the photos.
        preferences: Keeps the time per picture.
        window: Is over it when the slide show ends.
    """

    def __init__(self, client: LibraryClient, preferences: PreferenceKeeper, window: MainWindow) -> None:
        super().__init__(window)
        self._client = client
        self._preferences = preferences
        self._window = window
        self.film = FilmJob(client, window, self.play)
        self.show: SlideShow | None = None
        """What runs now."""

    def routes(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        """What pages signal, and what follows."""
        return (
            ("play_photos", self.photos),
            ("play_years", self.film.play),
            ("save_years", self.film.save),
        )

    def page(self) -> None:
        """A slide show of what the window's page shows, from the photo on show on."""
        key, what = self._window.place
        page = self._window.page(key)
        ids, shown = shown_on(page), getattr(page, "photo_id", None)
        person = what if key == "person" and isinstance(what, int) else None
        self.photos(ids, ids.index(shown) if shown in ids else 0, person)

    def photos(self, photo_ids: Sequence[int], start: int = 0, person_id: int | None = None) -> None:
        """Show photos of a list, ``start`` first; ``person_id``: whose face is kept in sight."""
        if photo_ids:
            self.play(PhotoSlides(self._client, photo_ids, self, person_id), start)

    def play(self, slides: Slides, start: int = 0) -> None:
        """Show slides."""
        if self.show is not None:
            self.show.close()
        show = SlideShow(
            slides, start=start, seconds=self._preferences.now.slide_seconds, parent=self._window
        )
        show.seconds_changed.connect(self._preferences.set_slide_seconds)
        show.ended.connect(lambda _: self._ended())
        self.show = show
        show.begin()

    def _ended(self) -> None:
        self.show = None
        self._window.activateWindow()
