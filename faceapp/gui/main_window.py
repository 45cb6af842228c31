"""The window: side bar, pages, message bar, status strip. Everything it shows is one row of ``pages.PAGES``.

Window thread. It knows where to go, not what pages do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Decision, FaceState
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.intake import Intake
from faceapp.gui.language import shown, tr
from faceapp.gui.memories import Memories
from faceapp.gui.pages import PAGES, connect
from faceapp.gui.player import Player, shown_on
from faceapp.gui.preferences import PreferenceKeeper, Preferences
from faceapp.gui.readiness import Readiness
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.faces_view import FacesView
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.settings_view import SettingsView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.views.welcome_view import WelcomeView
from faceapp.gui.widgets.message_bar import MessageBar
from faceapp.gui.widgets.side_bar import SideBar
from faceapp.gui.widgets.status_strip import StatusStrip

_MAKERS = {page.key: page.make for page in PAGES}

Place = tuple[str, int | FaceState | str | None]
"""A page and what it shows: a person, faces, the query of Photos (None: as it was left)."""


class MainWindow(QMainWindow):
    """One library's window.

    Args:
        client: The library's client; shut down when the window closes.
        thumbnails: Shared by all pages.
        preferences: The user's choices about the window; None: none are kept.
    """

    sample_wanted = Signal()
    page_made = Signal(str, object)
    """A page exists from now on: its key and itself, not shown yet."""
    page_left = Signal(str)
    """The page of this key is about to make room for another."""
    closing = Signal()
    """The window is about to be closed and still shows what it showed."""
    closed = Signal()
    """The library is closed too: nothing of this window runs any more."""

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        preferences: PreferenceKeeper | None = None,
    ) -> None:
        super().__init__()
        self._preferences = preferences or PreferenceKeeper(Preferences(), lambda _: None, self)
        self.client = client
        self.thumbnails = thumbnails
        self._pages: dict[str, QWidget] = {}
        self._place: Place = ("", None)
        self._trail: list[Place] = []
        self._ready_to_close = False
        self.setWindowTitle("faceapp")
        self.setMinimumSize(900, 600)
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        listed = [(page.key, shown(page.title), page.icon) for page in PAGES if page.title]
        self.side_bar = SideBar(client, thumbnails, listed)
        self.message = MessageBar()
        self.status = StatusStrip(client)
        self._stack = QStackedWidget()
        self.player = Player(client, self._preferences, self)
        self._lay_out()
        self.intake = Intake(self, self._stack)
        self._make_actions()
        self._connect(client)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        # Over the page, not above it: nothing moves when a message comes.
        self.message.setParent(central)
        self.message.installEventFilter(self)

    def _make_actions(self) -> None:
        def make(
            words: str, keys: QKeySequence | QKeySequence.StandardKey, slot: Callable[[], object]
        ) -> QAction:
            action = QAction(words, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False: slot())
            self.addAction(action)
            return action

        self.undo_action = make(tr("Undo"), QKeySequence.StandardKey.Undo, lambda: self.client.undo())
        self.redo_action = make(tr("Redo"), QKeySequence.StandardKey.Redo, self.client.redo)
        self.undo_action.setEnabled(False)
        self.redo_action.setEnabled(False)
        make(tr("Search"), QKeySequence.StandardKey.Find, self._focus_search)
        make(tr("Add folder…"), QKeySequence("Ctrl+Shift+A"), self.choose_folder)
        make(tr("Who is this?"), QKeySequence.StandardKey.Open, lambda: self.identify().choose_files())
        make(tr("Who is this, on the clipboard?"), QKeySequence.StandardKey.Paste, self.intake.paste)
        make(tr("Scan again"), QKeySequence(Qt.Key.Key_F5), self.client.start_scan)
        make(tr("Slide show"), QKeySequence("Shift+F5"), self.player.page)
        make(tr("Quit"), QKeySequence.StandardKey.Quit, lambda: self.close())
        for number, page in enumerate((page for page in PAGES if page.title), start=1):
            make(shown(page.title), QKeySequence(f"Ctrl+{number}"), partial(self.go, page.key))

    def _connect(self, client: LibraryClient) -> None:
        client.decided.connect(self._decided)
        client.told.connect(self.message.tell)
        client.changed.connect(lambda changes: self.thumbnails.forget_faces(changes.redrawn))
        client.offered.connect(self.message.offer)
        client.failed.connect(self._failed)
        client.scan_failed.connect(self._failed)
        client.bug.connect(self.message.warn)
        client.scan_finished.connect(self.thumbnails.retry_broken)  # a drive may be back
        client.can_undo_changed.connect(lambda can, _: self.undo_action.setEnabled(can))
        client.can_redo_changed.connect(lambda can, _: self.redo_action.setEnabled(can))
        self.side_bar.page_wanted.connect(self.go)
        self.side_bar.person_wanted.connect(self.open_person)
        self.side_bar.search_changed.connect(self._search)
        self.side_bar.search_entered.connect(lambda _: self._page("people").setFocus())
        self.status.state_clicked.connect(self.open_faces)

    # -- pages --------------------------------------------------------------------------------------
    def start(self, *, welcome: bool) -> None:
        """Show the first page."""
        self._show(("welcome" if welcome else "people", None))
        self.status.refresh()  # after the page: its cards come first

    def resume(self, place: Place, trail: Sequence[Place]) -> None:
        """Show what an earlier window showed."""
        self._trail = list(trail)
        self._show(place)
        self.status.refresh()

    def page(self, key: str) -> QWidget:
        """A page, made when it is first needed."""
        return self._page(key)

    def made(self, key: str) -> QWidget | None:
        """A page that was needed already."""
        return self._pages.get(key)

    def get_ready(self) -> Readiness:
        """From now on make pages before they are needed, while the user rests."""
        return Readiness(self.client, self, self._page, self._stack)

    @property
    def trail(self) -> Sequence[Place]:
        """Where Back leads: its last one first."""
        return tuple(self._trail)

    @property
    def place(self) -> Place:
        """The page shown, and of what."""
        return self._place

    def _page(self, key: str) -> QWidget:
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = _MAKERS[key](self.client, self.thumbnails)
            self._stack.addWidget(page)
            routes: tuple[tuple[str, Callable[..., None]], ...] = (
                ("open_photo", self.open_photo),
                ("open_person", self.open_person),
                ("open_face", self.open_face),
                ("add_folder", self.choose_folder),
                ("folders_dropped", self.add_folders),
                ("try_sample", self.sample_wanted.emit),
                ("show_strangers", self.open_faces),
                ("search_person", self.search_person),
                ("open_photos", lambda ids, first: self._open_in_viewer(first, None, ids)),
                *self.player.routes(),
                ("back", self.back),
            )
            connect(page, routes)
            if isinstance(page, PeopleView):
                Memories(self.client, self._preferences, page.memory).refresh()
            if isinstance(page, SettingsView):
                page.keep_in(self._preferences)
            self.page_made.emit(key, page)
        return page

    def go(self, key: str) -> None:
        """Show a page of the side bar."""
        self._trail.clear()
        if key == "people" and isinstance(self._pages.get("welcome"), WelcomeView) and self.empty():
            key = "welcome"
        self._show((key, None))

    def empty(self) -> bool:
        """Whether the library has neither people nor a scan: then People is the welcome page."""
        people = self._page("people")
        assert isinstance(people, PeopleView)
        return not people.everyone() and not self.client.scanning

    def open_person(self, person_id: int) -> None:
        """Show a person's page."""
        self._follow(("person", person_id))

    def search_person(self, person_id: int) -> None:
        """Show the photos of a person among all photos, to be narrowed down."""
        self._follow(("photos", None))
        photos = self._page("photos")
        assert isinstance(photos, PhotosView)
        photos.search_person(person_id)

    def open_faces(self, state: FaceState) -> None:
        """Show the faces of one part of the coverage line."""
        self._follow(("faces", state))

    def open_photo(self, photo_id: int) -> None:
        """Show a photo, with the photos of the page it was opened from around it."""
        self._open_in_viewer(photo_id, None)

    def open_face(self, photo_id: int, face_id: int) -> None:
        """Show a photo with one of its faces chosen."""
        self._open_in_viewer(photo_id, face_id)

    def _open_in_viewer(self, photo_id: int, face_id: int | None, ids: list[int] | None = None) -> None:
        ids = shown_on(self._stack.currentWidget()) if ids is None else ids
        viewer = self._page("viewer")
        assert isinstance(viewer, ViewerView)
        viewer.show_photo(photo_id, ids if photo_id in ids else [photo_id], face_id)
        self._follow(("viewer", photo_id))

    def back(self) -> None:
        """To where one came from."""
        left = self._place
        self._show(self._trail.pop() if self._trail else ("people", None))
        shown = self._stack.currentWidget()
        if left[0] == "viewer" and isinstance(shown, PhotosView):
            viewer = self._page("viewer")
            if isinstance(viewer, ViewerView) and viewer.photo_id is not None:
                shown.show_photo(viewer.photo_id)

    def _follow(self, place: Place) -> None:
        if self._place[0] and self._place != place and self._place[0] != "welcome":
            self._trail.append(self._here())
        self._show(place)

    def _here(self) -> Place:
        """The page shown, so that one can come back to it: with what is searched for now."""
        page = self._stack.currentWidget()
        return ("photos", page.query()) if isinstance(page, PhotosView) else self._place

    def _show(self, place: Place) -> None:
        key, what = place
        self.page_left.emit(self._place[0])
        self._place = place
        page = self._page(key)
        if isinstance(page, PersonView) and isinstance(what, int):
            page.show_person(what)
        elif isinstance(page, FacesView) and isinstance(what, FaceState):
            page.show_state(what)
        elif isinstance(page, PhotosView) and isinstance(what, str):
            page.show_query(what)
        self._stack.setCurrentWidget(page)
        self.side_bar.show_page("people" if key == "welcome" else key)
        if key == "person" and isinstance(what, int):
            self.side_bar.show_person(what)
        activated = getattr(page, "activated", None)
        if callable(activated):
            activated()
        page.setFocus()

    # -- folders ------------------------------------------------------------------------------------
    def choose_folder(self) -> None:
        """Ask for a folder and scan it."""
        dialog = QFileDialog(self, tr("Choose a folder of photos"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.add_folders([Path(path)]))
        dialog.open()

    def add_folders(self, folders: list[Path]) -> None:
        """Scan folders (or single photos) and show people appearing."""
        self.client.start_scan(folders)
        if self._place[0] == "welcome":
            self._show(("people", None))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and pictures dropped anywhere."""
        self.intake.guide.entered(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say whether they can be let fall."""
        self.intake.guide.moved(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went away."""
        self.intake.guide.ended()

    def dropEvent(self, event: QDropEvent) -> None:
        """Scan folders, answer who is in pictures."""
        self.intake.dropped(event)

    def identify(self) -> IdentifyView:
        """Show the page that says who is in a picture."""
        self.go("identify")
        page = self._page("identify")
        assert isinstance(page, IdentifyView)
        return page

    # -- messages -----------------------------------------------------------------------------------
    def _decided(self, decision: Decision, text: str) -> None:
        if decision.takes_back and text:
            self.message.tell(text, tr("Redo"), self.client.redo)
        elif text:
            self.message.tell(text, tr("Undo"), lambda: self.client.undo())

    def _failed(self, error: FaceAppError) -> None:
        self.message.warn(shown(error.user_message))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The message bar is placed whenever it appears or its text changes."""
        if watched is self.message and event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._place_message()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message bar at the foot of the page."""
        super().resizeEvent(event)
        self._place_message()

    def _place_message(self) -> None:
        page = self._stack.geometry()
        shown = self._stack.currentWidget()
        if isinstance(shown, ViewerView):  # over the photo, not over what is said about it
            room, central = shown.message_room, self.centralWidget()
            page = QRect(shown.mapTo(central or self, room.topLeft()), room.size())
        self.message.lie_in(page, shown or self._stack)

    # -- search -------------------------------------------------------------------------------------
    def _focus_search(self) -> None:
        page = self._stack.currentWidget()
        if isinstance(page, PhotosView):
            page.focus_search()
            return
        self.side_bar.search.setFocus()
        self.side_bar.search.selectAll()

    def _search(self, text: str) -> None:
        people = self._page("people")
        assert isinstance(people, PeopleView)
        people.search(text)
        if text and self._place[0] != "people":
            self.go("people")
            self.side_bar.search.setFocus()

    # -- the end ------------------------------------------------------------------------------------
    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            icons.retint(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when the photo in hand is finished; never freeze."""
        if self._ready_to_close:
            event.accept()
            return
        event.ignore()
        if not self.client.closing:
            self.closing.emit()
            if self.client.scanning:
                self.status.show_closing()
            else:
                self.hide()  # what is left takes a moment and needs nobody to watch
            self.client.shutdown(self._close_now)

    def _close_now(self) -> None:
        self._ready_to_close = True
        self.close()
        self.closed.emit()
