"""The table of pages: a page is one row here, and nothing else in the window knows of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.faces_view import FacesView
from faceapp.gui.views.folders_view import FoldersView
from faceapp.gui.views.history_view import HistoryView
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.problems_view import ProblemsView
from faceapp.gui.views.review_view import ReviewView
from faceapp.gui.views.settings_view import SettingsView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.views.welcome_view import WelcomeView

MakePage = Callable[[LibraryClient, ThumbnailLoader], QWidget]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``title`` empty: not in the side bar, opened from another page."""

    key: str
    title: str
    icon: str
    make: MakePage


PAGES: tuple[Page, ...] = (
    Page("people", said("People"), "people", PeopleView),
    Page("review", said("Review"), "review", ReviewView),
    Page("photos", said("Photos"), "photos", PhotosView),
    Page("identify", said("Identify"), "identify", IdentifyView),
    Page("folders", said("Folders"), "folder", FoldersView),
    Page("problems", said("Problems"), "problems", ProblemsView),
    Page("history", said("History"), "history", HistoryView),
    Page("settings", said("Settings"), "settings", SettingsView),
    Page("welcome", "", "", WelcomeView),
    Page("person", "", "", PersonView),
    Page("viewer", "", "", ViewerView),
    Page("faces", "", "", FacesView),
)


def connect(page: QWidget, routes: Sequence[tuple[str, Callable[..., None]]]) -> None:
    """Lead each signal that a page has to where it goes."""
    for name, slot in routes:
        signal = getattr(page, name, None)
        if signal is not None and hasattr(signal, "connect"):
            signal.connect(slot)
