"""One photo at a time: its faces, who they are, and everything that can be said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QImage, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Face, FaceState, Photo
from faceapp.gui import naming
from faceapp.gui.client import LibraryClient
from faceapp.gui.face_decider import FaceDecider
from faceapp.gui.harder_look import HarderLook
from faceapp.gui.language import number_words, tr
from faceapp.gui.picture_feed import PictureFeed, neighbours
from faceapp.gui.style import scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.viewer_tools import ViewerTools, ask_why
from faceapp.gui.widgets.dragging import carry_photo
from faceapp.gui.widgets.face_boxes import face_box
from faceapp.gui.widgets.face_panel import PANEL_WIDTH, FacePanel
from faceapp.gui.widgets.files import copy_text, file_name, show_in_file_manager
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.full_screen import FullScreen
from faceapp.gui.widgets.photo_words import PhotoWords
from faceapp.gui.widgets.viewer_bar import ViewerBar
from faceapp.gui.widgets.viewer_canvas import ViewerCanvas
from faceapp.library.library import Library

_Loaded = tuple[Photo | None, list[Face], list[tuple[int, str]]]  # the last: who else is in it


class ViewerView(QWidget):
    """Shows photos of a list one by one."""

    back = Signal()
    open_person = Signal(int)
    search_person = Signal(int)
    """The photos of somebody among all photos."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._photo_id: int | None = None
        self._photo: Photo | None = None
        self._ids: list[int] = []
        self._faces: list[Face] = []
        self._wanted_face: int | None = None
        self._coming_face: int | None = None
        self._answered: set[int] = set()

        self._decider = FaceDecider(client, thumbnails, self)
        self._decider.decided.connect(self._decided)
        self._canvas = ViewerCanvas(self)
        self._feed = PictureFeed(client, thumbnails, self._canvas)
        self._make_actions()
        self.harder = HarderLook(client, self._harder, self)
        self._panel = FacePanel(
            thumbnails, self._face_actions, [self._reveal, self._copy], self._harder, self._here, self
        )
        self._error = PhotoWords(self._canvas)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._bar = self._make_bar()
        self._column.addWidget(self._bar)
        self._column.addWidget(self._canvas, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._column, 1)
        row.addWidget(self._panel)
        FocusLead(self, self._canvas)
        self._full = FullScreen(self._canvas, self._column, self.actions(), self)
        self._full.left.connect(self._canvas.setFocus)

        self._tools = ViewerTools(
            client, thumbnails, self._canvas, self._draw, self._shape, self.chosen, self._tell, self
        )
        self._tools.listen_to(self._panel.present)
        self._tools.drawer.added.connect(self._added)
        self._panel.present.opened.connect(self._leave_for)
        self._canvas.carried.connect(lambda picture: carry_photo(self._canvas, self._photo, picture))
        self._canvas.picked.connect(self._picked)
        self._canvas.opened.connect(self._picked_to_name)
        self._canvas.answered.connect(self._answer)
        self._feed.failed.connect(self._error.tell)
        self._feed.arrived.connect(self._tell)
        self.harder.told.connect(self._tell)
        self.harder.found.connect(lambda photo, face: self._added(face, photo))
        self._panel.why.wanted.connect(self._ask_why)
        self._panel.why.chosen.connect(
            lambda person, name: self._say(lambda face: self._decider.is_person(face, person, name))
        )
        self._panel.face_chosen.connect(lambda face: self.select(face if face >= 0 else None))
        self._panel.face_activated.connect(self._picked_to_name)
        client.changed.connect(self._changed)
        self._update_actions()

    # -- building -----------------------------------------------------------------------------------
    def _action(self, text: str, keys: Sequence[str], slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: slot())
        self.addAction(action)
        return action

    def _make_actions(self) -> None:
        make = self._action
        self._back = make(tr("Back"), ["Escape", "Alt+Left"], self._go_back)
        self._previous = make(tr("Previous photo"), ["Left", "PgUp"], lambda: self._turn(-1))
        self._next = make(tr("Next photo"), ["Right", "PgDown"], lambda: self._turn(1))
        self._boxes = make(tr("Face boxes"), ["B"], self.toggle_boxes)
        self._boxes.setCheckable(True)
        self._boxes.setChecked(True)
        self._harder = make(tr("Look harder for faces"), ["L"], self.look_harder)
        make(tr("Why this name?"), ["W"], lambda: self._panel.why.button.toggle())
        self._draw = make(tr("Add a face: drag a box"), ["A"], lambda: self._tools.toggle_drawing())
        self._draw.setCheckable(True)
        self._shape = make(tr("Adjust the box"), ["E"], lambda: self._tools.toggle_shaping())
        self._shape.setCheckable(True)
        self._here = make(tr("Somebody is here without a face…"), ["I"], lambda: self._tools.ask_here())
        self._larger = make(tr("Zoom in"), ["+", "="], lambda: self._canvas.zoom_by(1.25))
        self._smaller = make(tr("Zoom out"), ["-"], lambda: self._canvas.zoom_by(0.8))
        self._fit = make(tr("Fit to the window"), ["0"], self._canvas.fit)
        self._screen = make(tr("Full screen"), ["F11", "F"], self.toggle_full_screen)
        make(tr("Zoom to the face"), ["Z"], self._canvas.zoom_to_selected)
        make(tr("Next face"), ["Down"], lambda: self._next_face(1))
        make(tr("Previous face"), ["Up"], lambda: self._next_face(-1))
        self._name = make(tr("Name…"), ["F2"], self.name_face)
        self._confirm = make(tr("Confirm"), ["Y"], lambda: self._say(self._decider.confirm))
        self._reject = make(tr("Not this person"), ["N"], lambda: self._say(self._decider.reject))
        self._move = make(tr("Move to…"), ["M"], self._move_face)
        self._new = make(tr("New person"), ["G"], lambda: self._say(self._decider.new_person))
        self._stranger = make(tr("Stranger"), ["S"], lambda: self._say(self._decider.stranger))
        self._no_face = make(
            tr("Not a face"), ["Delete", "Backspace"], lambda: self._say(self._decider.not_a_face)
        )
        self._open = make(tr("All photos"), ["P"], self._open_person)
        self._search = make(tr("Find photos"), ["Ctrl+Shift+F"], self._find_photos)
        self._face_actions = [self._confirm, self._reject, self._name, self._move]
        self._face_actions += [self._new, self._shape, self._stranger, self._no_face]
        self._face_actions += [self._open, self._search]
        self._reveal = make(
            tr("Show in folder"), ["Ctrl+Shift+O"], lambda: self._with_file(show_in_file_manager)
        )
        self._copy = make(tr("Copy path"), ["Ctrl+Shift+C"], lambda: self._with_file(copy_text))

    def _make_bar(self) -> ViewerBar:
        self.menu = QMenu(self)
        self.menu.addActions([self._harder, self._draw, self._shape, self._here])
        self.menu.addSeparator()
        self.menu.addActions([self._reveal, self._copy])
        self._canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._canvas.customContextMenuRequested.connect(self._open_menu)
        return ViewerBar(
            (self._back, "back"),
            (
                ((self._smaller, "minus"), (self._larger, "plus")),
                ((self._draw, "box-plus"), (self._boxes, "faces"), (self._screen, "fit")),
                ((self._previous, "back"), (self._next, "forward")),
            ),
            self.menu,
            self,
        )

    def _open_menu(self, place: QPoint) -> None:
        self.menu.popup(self._canvas.mapToGlobal(place))

    @property
    def message_room(self) -> QRect:
        """Where a message covers nothing but photo."""
        return self._canvas.geometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        share = round(self.width() * scaled(36, 1.35) / 100)
        self._panel.setFixedWidth(min(max(share, 264), scaled(PANEL_WIDTH, 1.6)))

    # -- showing ------------------------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown."""
        self._canvas.setFocus()
        self._reload()

    @property
    def photo_id(self) -> int | None:
        """The photo on show."""
        return self._photo_id

    def photo_ids(self) -> list[int]:
        """The photos that are gone through, for a slide show."""
        return list(self._ids)

    def show_photo(self, photo_id: int, photo_ids: Sequence[int], face_id: int | None = None) -> None:
        """Show a photo of a list; ``face_id`` is highlighted."""
        self._ids = list(photo_ids) if photo_id in photo_ids else [photo_id]
        self._go(photo_id, face_id)

    def _turn(self, step: int) -> None:
        if self._photo_id in self._ids:
            at = self._ids.index(self._photo_id) + step
            if 0 <= at < len(self._ids):
                self._go(self._ids[at], None)

    def _go(self, photo_id: int, face_id: int | None) -> None:
        self._tools.turn_to(photo_id)
        self._photo_id, self._photo = photo_id, None
        self._wanted_face = face_id
        self._coming_face = None
        self._answered.clear()
        self.harder.turn_to(photo_id)
        if self._feed.turn_to(photo_id, neighbours(self._ids, photo_id)):
            # It is there before its faces are: a moment without boxes, none without a photo.
            self._canvas.set_boxes(())
            self._canvas.fit()
            self._tell()
        self._reload()

    def _reload(self) -> None:
        photo_id = self._photo_id
        if photo_id is None:
            return

        def query(library: Library) -> _Loaded:
            photos = library.photos([photo_id])
            faces, present = library.faces_of_photo(photo_id), library.present_in(photo_id)
            return (photos[0] if photos else None), faces, present

        def then(answer: _Loaded) -> None:
            if photo_id == self._photo_id:
                self._show(*answer)

        self._client.ask(query, then, owner=self)

    def _show(self, photo: Photo | None, faces: list[Face], present: Sequence[tuple[int, str]] = ()) -> None:
        first = self._photo is None
        self._photo, self._faces = photo, faces
        self._tools.show_faces(faces)
        self._panel.set_photo(photo)
        self._panel.set_faces(faces, present)
        if photo is None:
            self.harder.turn_to(None)
            self._canvas.clear()
            self._error.tell(tr("This photo is no longer in the library."))
            return
        at = self._ids.index(photo.id) + 1 if photo.id in self._ids else 1
        ids = number_words(len(self._ids))
        place = tr("{at} of {all}", at=number_words(at), all=ids) if len(self._ids) > 1 else ""
        self._bar.set_words(file_name(photo), place)
        self._previous.setEnabled(at > 1)
        self._next.setEnabled(at < len(self._ids))
        self._canvas.set_boxes([face_box(face) for face in faces])
        if first:
            if not self._feed.is_shown(photo.id):
                self._canvas.set_picture(QImage(), photo.width, photo.height)
                self._canvas.fit()
            self._feed.show_thumbnail(photo)
            self.select(self._wanted_face if self._wanted_face is not None else self._first_question())
        elif self._coming_face in {face.id for face in faces}:
            self.select(self._coming_face)
            self._coming_face = None
        else:
            self.select(self._canvas.selected)

    def _tell(self, words: str = "") -> None:
        self._error.tell(words or self.harder.words)

    def _changed(self, changes: Changes) -> None:
        mine = {face.id for face in self._faces} & changes.face_ids
        if self.isVisible() and (changes.everything or mine or self._photo_id in changes.photo_ids):
            self._reload()

    # -- choosing a face ----------------------------------------------------------------------------
    def faces(self) -> list[Face]:
        """The faces of the photo on show."""
        return list(self._faces)

    def select(self, face_id: int | None) -> None:
        """Highlight a face, here and in the panel."""
        if face_id not in {face.id for face in self._faces}:
            face_id = None
        self._canvas.select(face_id)
        self._panel.choose(face_id)
        self._update_actions()

    def _face(self, face_id: int | None) -> Face | None:
        return next((face for face in self._faces if face.id == face_id), None)

    def chosen(self) -> Face | None:
        """The face that is meant: the highlighted one, or the only one there is."""
        if self._canvas.selected is None and len(self._faces) == 1:
            return self._faces[0]
        return self._face(self._canvas.selected)

    def _first_question(self) -> int | None:
        open_ones = (
            face.id
            for face in self._faces
            if face.state is FaceState.SUGGESTED and face.id not in self._answered
        )
        return next(open_ones, None)

    def _next_face(self, step: int) -> None:
        if self._faces:
            ids = [face.id for face in self._faces]
            at = ids.index(self._canvas.selected) + step if self._canvas.selected in ids else min(step, 0)
            self.select(ids[at % len(ids)])

    def _picked(self, face_id: int) -> None:
        self.select(face_id if face_id >= 0 else None)

    def _picked_to_name(self, face_id: int) -> None:
        self.select(face_id)
        self.name_face()

    def _update_actions(self) -> None:
        """Offer what makes sense for the chosen face, and nothing else."""
        face = self.chosen()
        known = naming.believed(face) if face is not None else None
        state = face.state if face is not None else None
        for action in (self._name, self._move, self._new, self._shape):
            action.setVisible(face is not None)
        self._name.setText(tr("Name…") if known is None else tr("Change name…"))
        self._confirm.setVisible(known is not None and state is not FaceState.CONFIRMED)
        self._reject.setVisible(known is not None)
        self._reject.setText(tr("Not {name}", name=known[1]) if known is not None else tr("Not this person"))
        self._open.setVisible(known is not None or (face is not None and face.person_id is not None))
        self._search.setVisible(known is not None)
        self._open.setText(tr("All of {name}", name=known[1]) if known is not None else tr("Whole group"))
        self._shape.setChecked(self._canvas.shaper is not None)
        self._stranger.setVisible(state not in (None, FaceState.STRANGER))
        self._no_face.setVisible(state not in (None, FaceState.NOT_A_FACE))
        for action in (self._reveal, self._copy):
            action.setEnabled(self._photo is not None and bool(self._photo.paths))
        self._panel.arrange()
        self._panel.why.show_face(face)
        self._ask_why()

    def _ask_why(self) -> None:
        ask_why(self._client, self._panel.why, self.chosen, self)

    # -- the user's word ----------------------------------------------------------------------------
    def _say(self, word: Callable[[Face], None]) -> None:
        if (face := self.chosen()) is not None:
            word(face)

    def _answer(self, face_id: int, yes: bool) -> None:
        self.select(face_id)
        self._say(self._decider.confirm if yes else self._decider.reject)

    def _decided(self, face_id: int) -> None:
        """After an answer the next open question is highlighted."""
        self._answered.add(face_id)
        if self._canvas.selected == face_id:
            following = self._first_question()
            if following is not None:
                self.select(following)
        self._reload()

    def name_face(self) -> None:
        """Ask who the chosen face is."""
        self._say(lambda face: self._decider.name(face, self._canvas.window()))

    def _move_face(self) -> None:
        self._say(lambda face: self._decider.move(face, self._canvas.window()))

    def _open_person(self) -> None:
        if (face := self.chosen()) is not None:
            known = naming.believed(face)
            person = known[0] if known is not None else face.person_id
            if person is not None:
                self._leave_for(person)

    def _leave_for(self, person_id: int) -> None:
        self._full.leave()
        self.open_person.emit(person_id)

    def _find_photos(self) -> None:
        if (face := self.chosen()) is not None and (known := naming.believed(face)) is not None:
            self._full.leave()
            self.search_person.emit(known[0])

    # -- the rest -----------------------------------------------------------------------------------
    def toggle_boxes(self) -> None:
        """Show or hide the boxes."""
        self._boxes.setChecked(not self._canvas.boxes_shown)
        self._canvas.set_boxes_shown(not self._canvas.boxes_shown)

    def _added(self, face_id: int, photo_id: int | None = None) -> None:
        if photo_id in (None, self._photo_id):
            self._coming_face = face_id
            self._reload()

    def look_harder(self) -> None:
        """Look for small faces in the photo on show."""
        if self._photo is not None:
            self.harder.look(file_name(self._photo))

    def toggle_full_screen(self) -> None:
        """The photo alone on the whole screen, or back."""
        self._full.toggle()

    def _go_back(self) -> None:
        if self._full.active:
            self._full.leave()
        else:
            self.back.emit()

    def _with_file(self, do: Callable[[str], None]) -> None:
        if self._photo is not None and self._photo.paths:
            do(self._photo.paths[0])
