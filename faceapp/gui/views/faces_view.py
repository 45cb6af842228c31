"""All faces of one part of the coverage line: strangers, singles, suggestions, what is not a face, ..."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Face, FaceState, Person
from faceapp.core.said import said
from faceapp.gui import actions, icons, naming
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.face_delegate import MARGIN, FaceDelegate
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import shown, tr
from faceapp.gui.list_place import ListPlace
from faceapp.gui.models.faces_model import FacesModel
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import CardGrid
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.gui.widgets.selection_bar import SelectionBar
from faceapp.library.people import Decisions

_RELOAD_MS = 400
_DRAWINGS = ("check", "close", "move", "person-plus", "stranger", "not-a-face")

WORDS: dict[FaceState, tuple[str, str, str]] = {
    FaceState.CONFIRMED: (
        said("Confirmed faces"),
        said("You said who these are. Only they teach the app."),
        said("Name a group on the People page, or confirm a suggestion, and its faces appear here."),
    ),
    FaceState.AUTOMATIC: (
        said("Sorted automatically"),
        said("The app is sure of these. Confirm them, or say who it is not."),
        said("Once people have names, faces the app is sure of appear here."),
    ),
    FaceState.SUGGESTED: (
        said("Suggestions"),
        said("The app believes to know these: Y confirms, N rejects."),
        said("There is no question open. New ones come with new photos and new names."),
    ),
    FaceState.GROUPED: (
        said("In groups without a name"),
        said("They look alike. Naming their group on the People page settles them all at once."),
        said("Every group has a name."),
    ),
    FaceState.SINGLE: (
        said("On their own"),
        said("Not like any other face so far. Move them to a person, or set them aside as strangers."),
        said("No face is on its own."),
    ),
    FaceState.STRANGER: (
        said("Strangers"),
        said("Real faces you do not care about. Move one to a person to bring it back."),
        said("Faces you set aside as strangers (S) appear here. Nothing is ever lost."),
    ),
    FaceState.NOT_A_FACE: (
        said("Not faces"),
        said("You said that these boxes hold no face. Move one to a person to bring it back."),
        said("Boxes you mark as “not a face” (Delete) appear here."),
    ),
}
"""Title, what these are, and what to say where there are none."""


class FacesView(QWidget):
    """A grid of crops with the same keys as a person's page."""

    back = Signal()
    open_photo = Signal(int)
    open_face = Signal(int, int)

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._state: FaceState | None = None
        self._stale = False
        self._reloads = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reloads.timeout.connect(self._reload)
        self._model = FacesModel(self)
        self._grid = CardGrid(self, padding=MARGIN)
        self._grid.setItemDelegate(FaceDelegate(thumbnails, self._grid))
        self._grid.setModel(self._model)
        self._grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._place = ListPlace(self._grid, lambda row: self._model.face(row).id, self._model.row_of)
        self._recalled: Mapping[str, Any] = {}
        self._make_actions()
        self._bar = SelectionBar(list(zip(self._face_actions, _DRAWINGS, strict=True)))
        self._head = PageHead("", "", self)
        back = QToolButton(self)
        back.setProperty("kind", "flat")
        back.setToolTip(tr("Back (Esc)"))
        back.setAccessibleName(tr("Back"))
        back.clicked.connect(self.back)
        icons.attach(back, "back")
        self._head.add_left(back)
        self._empty = QuietPage("check", "", "", parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        FocusLead(self, self._grid, back)
        self._grid.doubleClicked.connect(self._open)
        self._grid.entered_key.connect(lambda: self._open(self._grid.currentIndex()))
        self._grid.customContextMenuRequested.connect(self._menu)
        self._grid.selectionModel().selectionChanged.connect(lambda *_: self._update_actions())
        client.changed.connect(self._changed)

    def _make_actions(self) -> None:
        def make(words: str, keys: list[str], slot: Callable[[list[Face]], None]) -> QAction:
            action = QAction(words, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False: slot(self.selected()))
            self.addAction(action)
            return action

        make(tr("Back"), ["Escape", "Alt+Left"], lambda _: self.back.emit())
        self._yes = make(tr("Confirm"), ["Y"], self._confirm)
        self._no = make(tr("Not this person"), ["N"], self._reject)
        self._move = make(tr("Move to…"), ["M"], self._move_to)
        self._new = make(tr("New person"), ["G"], self._new_person)
        self._stranger = make(tr("Stranger"), ["S"], self._strangers)
        self._no_face = make(tr("Not a face"), ["Delete"], self._not_faces)
        self._face_actions = [self._yes, self._no, self._move, self._new, self._stranger, self._no_face]

    # -- content ------------------------------------------------------------------------------------
    def show_state(self, state: FaceState) -> None:
        """Show the faces in one state."""
        if state is not self._state:
            self._state = state
            self._model.clear()
            self._place.forget()
            if self._recalled.get("state") == state.value:
                self._place.recall(self._recalled.get("faces"))
            self._recalled = {}
        title, what, none = map(shown, WORDS[state])
        self._head.set_title(title)
        self._head.set_detail(what)
        self._empty.set_words(tr("None at present"), none)
        self._grid.setAccessibleName(title)
        believed = state in (FaceState.CONFIRMED, FaceState.AUTOMATIC, FaceState.SUGGESTED)
        self._yes.setVisible(believed and state is not FaceState.CONFIRMED)
        self._no.setVisible(believed)
        self._stranger.setVisible(state is not FaceState.STRANGER)
        self._no_face.setVisible(state is not FaceState.NOT_A_FACE)
        self._reload()

    def activated(self) -> None:
        """The page is shown."""
        if self._stale:
            self._reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what changed while hidden."""
        if self._stale:
            self._reload()

    def remember(self) -> dict[str, Any]:
        """What to keep for the next start."""
        return {"state": self._state.value if self._state else None, "faces": self._place.remember()}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """As it was kept, once the same faces are shown."""
        self._recalled = stored

    def photo_ids(self) -> list[int]:
        """The photos in the order of their faces, for the viewer."""
        return list(dict.fromkeys(face.photo_id for face in self._model.faces()))

    def faces(self) -> list[Face]:
        """The faces on show."""
        return self._model.faces()

    def selected(self) -> list[Face]:
        """The selected faces."""
        rows = sorted(index.row() for index in self._grid.selectedIndexes())
        return [self._model.face(row) for row in rows]

    def _changed(self, changes: Changes) -> None:
        if self._state is None or not (changes.everything or changes.face_ids or changes.photo_ids):
            return
        self._stale = True
        if not self.isVisible():
            return
        mine = any(face.id in changes.face_ids for face in self._model.faces())
        if mine and not changes.everything:
            self._reload()
        elif not self._reloads.isActive():
            self._reloads.start()

    def _reload(self) -> None:
        state = self._state
        self._stale = False
        if state is None:
            return

        def then(faces: list[Face]) -> None:
            if state is self._state:
                self._show(faces)

        self._client.ask(lambda library: library.faces_in_state(state), then, owner=self)

    def _show(self, faces: list[Face]) -> None:
        row = self._grid.currentIndex().row()
        self._model.set_faces(faces)
        if self._state is not None:
            words = tr("%n face(s). {what}", None, len(faces), what=WORDS[self._state][1])
            self._head.set_detail(words if faces else "")
        self._stack.setCurrentIndex(1 if faces else 0)
        self._bar.setVisible(bool(faces))
        if faces and not self._grid.selectedIndexes() and row >= 0:
            # After an answer the cursor is on the next face, so that the keyboard goes on from there.
            self._grid.setCurrentIndex(self._model.index(min(row, len(faces) - 1)))
        self._update_actions()

    def _update_actions(self) -> None:
        number = len(self._grid.selectedIndexes())
        for action in self._face_actions:
            action.setEnabled(number > 0)
        self._bar.show_count(number)

    # -- the user's word ----------------------------------------------------------------------------
    def _by_person(self, faces: Sequence[Face]) -> dict[int, tuple[str, list[int]]]:
        """The faces by whom the app believes them to be."""
        found: dict[int, tuple[str, list[int]]] = defaultdict(lambda: ("", []))
        for face in faces:
            known = naming.believed(face)
            if known is not None:
                found[known[0]] = (known[1], [*found[known[0]][1], face.id])
        return found

    def _confirm(self, faces: list[Face]) -> None:
        for person_id, (name, ids) in self._by_person(faces).items():
            self._client.decide(
                partial(Decisions.confirm, face_ids=ids, person_id=person_id),
                text=tr("Confirmed %n face(s) of {name}", None, len(ids), name=name),
            )

    def _reject(self, faces: list[Face]) -> None:
        for person_id, (name, ids) in self._by_person(faces).items():
            self._client.decide(
                partial(Decisions.reject, face_ids=ids, person_id=person_id),
                text=tr("%n face(s) not {name}", None, len(ids), name=name),
            )

    def _strangers(self, faces: list[Face]) -> None:
        if faces and self._state is not FaceState.STRANGER:
            actions.strangers(self._client, [face.id for face in faces])

    def _not_faces(self, faces: list[Face]) -> None:
        if faces and self._state is not FaceState.NOT_A_FACE:
            actions.not_a_face(self._client, [face.id for face in faces])

    def _new_person(self, faces: list[Face]) -> None:
        if faces:
            actions.move(self._client, [face.id for face in faces], None, tr("a new group"))

    def _move_to(self, faces: list[Face]) -> None:
        ids = [face.id for face in faces]
        if not ids:
            return

        def pick(people: list[Person]) -> None:
            picker = PersonPicker(people, self._thumbnails, tr("Move to…"), new=True, parent=self)
            picker.chosen.connect(
                lambda person: actions.move(self._client, ids, person.id, actions.label(person))
            )
            picker.new_name.connect(lambda name: actions.move_to_new(self._client, ids, name))
            picker.open()

        self._client.ask(lambda library: library.people(), pick, owner=self)

    # -- the rest -----------------------------------------------------------------------------------
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            face = self._model.face(index.row())
            self.open_face.emit(face.photo_id, face.id)

    def _menu(self, place: QPoint) -> None:
        if self._grid.indexAt(place).isValid():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._face_actions)
            menu.popup(self._grid.viewport().mapToGlobal(place))
