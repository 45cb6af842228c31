"""Keeps the window's state on disk while it runs, and puts a new window where the last one was.

Window thread. The page in sight is asked once a second, which costs less than listening to everything that
moves; what changed is written at once on the library's lane, so that a kill costs a second at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from faceapp.core.models import FaceState
from faceapp.gui.client import LibraryClient
from faceapp.gui.main_window import MainWindow, Place
from faceapp.gui.page_places import ViewerPlace
from faceapp.gui.pages import PAGES
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.window_state import MOST_TRAIL, Where, WindowState, fitting, save

LOOK_MS = 1000


class StateKeeper(QObject):
    """Of one window.

    Args:
        window: Not shown yet.
        client: Its client; writes what is kept.
        state: As it was kept.
    """

    def __init__(self, window: MainWindow, client: LibraryClient, state: WindowState) -> None:
        super().__init__(window)
        self._window = window
        self._client = client
        self._pages: dict[str, Mapping[str, Any]] = dict(state.pages)
        self._viewer: ViewerPlace | None = None
        self._written = self._now = state
        window.page_made.connect(self._made)
        window.page_left.connect(self._remember)
        window.closing.connect(self._look)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    # -- bringing back ------------------------------------------------------------------------------
    def restore(self, *, welcome: bool) -> None:
        """Put the window and its pages where they were; ``welcome``: there is nothing to go back to."""
        state, window = self._now, self._window
        if state.frame is not None:
            main = QGuiApplication.primaryScreen()
            screens = [main, *(one for one in QGuiApplication.screens() if one is not main)]
            areas = [screen.availableGeometry() for screen in screens]
            window.setGeometry(fitting(state.frame, areas, window.minimumSize()))
        if state.maximized:
            window.setWindowState(window.windowState() | window.windowState().WindowMaximized)
        place = _known(state.place)
        if welcome or place is None:
            window.start(welcome=welcome)
        else:
            self._search(state.search)
            viewer = window.page("viewer") if place[0] == "viewer" else None
            if isinstance(viewer, ViewerView) and viewer.photo_id is None and isinstance(place[1], int):
                viewer.show_photo(place[1], [place[1]])
            window.resume(place, [known for one in state.trail if (known := _known(one))])
        self._timer.start()

    def _search(self, text: str) -> None:
        people = self._window.page("people") if text else None
        if isinstance(people, PeopleView):
            with QSignalBlocker(self._window.side_bar.search):  # its signal would go to the people
                self._window.side_bar.search.setText(text)
            people.search(text)

    def _made(self, key: str, page: QWidget) -> None:
        """A page exists: it gets back what it asked to be kept."""
        if isinstance(page, ViewerView):
            self._viewer = ViewerPlace(page)
        recall = getattr(self._keeper_of(page), "recall", None)
        stored = self._pages.get(key)
        if callable(recall) and stored is not None:
            recall(stored)

    # -- keeping ------------------------------------------------------------------------------------
    def _keeper_of(self, page: QWidget | None) -> object:
        """Who knows the place on a page: the page itself, or somebody it or this one has for that."""
        return self._viewer if isinstance(page, ViewerView) else getattr(page, "kept", page)

    def _remember(self, key: str) -> None:
        remember = getattr(self._keeper_of(self._window.made(key)), "remember", None)
        if callable(remember):
            self._pages[key] = remember()

    def _look(self) -> None:
        window = self._window
        if not window.isVisible():
            return
        self._remember(window.place[0])
        full = window.isMaximized() or window.isFullScreen() or window.isMinimized()
        frame = window.normalGeometry() if full else window.geometry()
        self._now = WindowState(
            frame=(frame.x(), frame.y(), frame.width(), frame.height()) if frame.isValid() else None,
            maximized=window.isMaximized(),
            place=_plain(window.place),
            trail=tuple(_plain(one) for one in window.trail[-MOST_TRAIL:]),
            search=window.side_bar.search.text(),
            pages=dict(self._pages),
        )
        if self._now != self._written:
            self._written = state = self._now
            self._client.ask(lambda library: save(library.root, state), lambda _: None, owner=self)


def _plain(place: Place) -> Where:
    key, what = place
    return key, str(what) if isinstance(what, FaceState) else what


def _known(place: Where) -> Place | None:
    """The place, where this version has such a page."""
    key, what = place
    if key == "faces":
        return (key, FaceState(what)) if what in list(FaceState) else None
    if key in ("person", "viewer"):
        return (key, what) if isinstance(what, int) else None
    return (key, None) if key != "welcome" and any(page.key == key for page in PAGES) else None
