"""One person or group: suggestions to answer, all faces, all photos, and everything that can be done to them.

Window thread. Faces that were painted count as seen: naming from this page confirms exactly those.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.errors import FaceAppError, UnknownIdError
from faceapp.core.models import Person, PersonYear
from faceapp.core.timeline import Timeline
from faceapp.gui import actions
from faceapp.gui.ages import ages_of
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.face_delegate import MARGIN, FaceDelegate
from faceapp.gui.delegates.photo_delegate import PhotoDelegate
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import tr
from faceapp.gui.list_place import ListPlace
from faceapp.gui.models.faces_model import FacesModel
from faceapp.gui.models.photos_model import PhotosModel, fitting_span
from faceapp.gui.page_places import PersonPlace
from faceapp.gui.person_rest import PersonRest, Rest, Shown, shown_of
from faceapp.gui.person_tools import PersonTools
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import CardGrid
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.person_head import PersonHead
from faceapp.gui.widgets.selection_bar import SelectionBar
from faceapp.gui.widgets.suggestion_band import SuggestionBand
from faceapp.gui.widgets.timeline_list import TimelineList
from faceapp.gui.widgets.years_grid import YearsGrid
from faceapp.gui.widgets.years_page import YearsPage


class PersonView(QWidget):
    """A person's page."""

    back = Signal()
    open_face = Signal(int, int)
    open_photo = Signal(int)
    open_person = Signal(int)
    search_person = Signal(int)
    """Their photos among all photos."""
    play_photos = Signal(object, int, object)
    """A slide show of these photos is wanted, from this place on, of this person."""
    play_years = Signal(int)
    save_years = Signal(int, str)  # as a video, of somebody of this name

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._person_id: int | None = None
        self._person: Person | None = None
        self._born: date | None = None
        self._asking = self._stale = self._whole = False
        self._rest = PersonRest(client, self)
        self.head = PersonHead(thumbnails)
        self.head.offer_years(False)
        self.band = SuggestionBand(thumbnails)
        self.faces = FacesModel(self)
        self.grid = CardGrid(padding=MARGIN)
        self.grid.setAccessibleName(tr("Faces of this person"))
        self._delegate = FaceDelegate(thumbnails, self.grid)
        self.grid.setItemDelegate(self._delegate)
        self.grid.setModel(self.faces)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._photos = PhotosModel(self)
        self._timeline = TimelineList()
        self._timeline.setModel(self._photos)
        self._timeline.setItemDelegate(PhotoDelegate(thumbnails, self._timeline))
        self._timeline.setAccessibleName(tr("Photos of this person"))
        self.years = YearsGrid(thumbnails)
        self.kept = PersonPlace(
            self.head,
            ListPlace(self.grid, lambda row: self.faces.face(row).id, self.faces.row_of),
            ListPlace(self._timeline, self._photos.id_of, self._photos.row_of),
        )
        self._stack = QStackedWidget()
        self._years_page = YearsPage(self.years, self.head.name.text)
        for look in (self.grid, self._years_page, self._timeline):
            self._stack.addWidget(look)
        self._make_actions()
        drawings = ("check", "close", "move", "person-plus", "stranger", "not-a-face")
        self.bar = SelectionBar(list(zip(self._face_actions, drawings, strict=True)))
        band_row = QVBoxLayout()
        band_row.setContentsMargins(20, 0, 20, 10)
        band_row.addWidget(self.band)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addLayout(band_row)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        FocusLead(self, self.band.list, self.grid, self._timeline)
        self._connect()

    def _connect(self) -> None:
        self.head.back.connect(self.back)
        self.head.name_entered.connect(self._name_entered)
        self.head.name_left.connect(self.grid.setFocus)
        self.head.look_wanted.connect(self._show_look)
        self.band.confirmed.connect(self._confirm_ids)
        self.band.rejected.connect(self._reject_ids)
        for faces in (self.band, self.years):
            faces.opened.connect(lambda face: self.open_face.emit(face.photo_id, face.id))
        self.grid.doubleClicked.connect(self._open_index)
        self.grid.entered_key.connect(lambda: self._open_index(self.grid.currentIndex()))
        self.grid.customContextMenuRequested.connect(self._menu)
        self.grid.selectionModel().selectionChanged.connect(self._selection_changed)
        self._timeline.activated.connect(lambda index: self.open_photo.emit(self._photos.id_of(index.row())))
        self._client.changed.connect(self._changed)
        self._rest.came.connect(self._got_rest)
        self._rest.odd.connect(self.band.show_odd)

    def _make_actions(self) -> None:
        def make(words: str, keys: list[str], slot: Callable[[], None]) -> QAction:
            action = QAction(words, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False: slot())
            self.addAction(action)
            return action

        make(tr("Back"), ["Escape", "Alt+Left"], self.back.emit)
        make(tr("Rename"), ["F2"], self.head.edit_name)
        self._yes = make(tr("Confirm"), ["Y"], self._confirm)
        self._no = make(tr("Not this person"), ["N"], self._reject)
        self._move = make(tr("Move to…"), ["M"], self._move_to)
        self._new = make(tr("New person"), ["G"], self._new_group)
        self._stranger = make(tr("Stranger"), ["S"], lambda: self._set_aside(actions.strangers))
        self._no_face = make(tr("Not a face"), ["Delete"], lambda: self._set_aside(actions.not_a_face))
        self._face_actions = [self._yes, self._no, self._move, self._new, self._stranger, self._no_face]
        self._merge = make(tr("Merge into…"), [], self._merge_into)
        self._hide = make(tr("Hide"), [], self._toggle_hidden)
        self._all_strangers = make(tr("Everyone here is a stranger"), [], self._everyone_a_stranger)
        self.tools = PersonTools(self._client, self._thumbnails, self)
        self.head.birth_wanted.connect(self.tools.birthdate)
        self._search = make(tr("Find in Photos"), ["Ctrl+Shift+F"], self._find_photos)
        self._play = make(
            tr("Slide show"), [], lambda: self.play_photos.emit(self._photos.photo_ids(), 0, self._person_id)
        )
        self._years_page.play_wanted.connect(lambda: self.play_years.emit(self._person_id))
        self._years_page.save_wanted.connect(lambda name: self.save_years.emit(self._person_id, name))
        self.head.menu.addActions([self._search, self._play])
        self.head.menu.addSeparator()
        self.head.menu.addActions([self._merge, *self.tools.actions()])
        self.head.menu.addSeparator()
        self.head.menu.addActions([self._hide, self._all_strangers])

    # -- content ------------------------------------------------------------------------------------
    def show_person(self, person_id: int) -> None:
        """Show this person or group."""
        if person_id != self._person_id:
            self._person_id, self._person = person_id, None
            self._delegate.seen.clear()
            self.faces.clear()
            self._photos.set_photos(Timeline.of([]))
            self.band.show_faces([], "")
            self.band.show_odd([])
            self._rest.drop()
            self.years.show_years([], None)
            self.head.clear()
            self.head.show_look("faces")
            self.kept.show_person(person_id)
        self._reload()

    def activated(self) -> None:
        """The page is shown."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for more: who comes back asks anew."""
        self._rest.drop()

    def photo_ids(self) -> list[int]:
        """The photos in the order shown, for the viewer."""
        if self._stack.currentWidget() is self._timeline:
            return self._photos.photo_ids()
        if self._stack.currentWidget() is self._years_page:
            return list(dict.fromkeys(face.photo_id for face in self.years.faces()))
        return list(dict.fromkeys(face.photo_id for face in self.faces.faces()))

    def _changed(self, changes: Changes) -> None:
        if self._person_id is None:
            return
        if changes.everything or self._person_id in changes.person_ids:
            self._reload()

    def _reload(self) -> None:
        if self._asking or self._person_id is None:
            self._stale = True
            return
        self._asking, self._stale = True, False
        person_id, whole = self._person_id, self._person is not None or self.kept.coming
        self._client.ask(
            lambda library: shown_of(library, person_id, whole=whole),
            self._got,
            owner=self,
            failed=self._not_got,
        )

    def _not_got(self, error: FaceAppError) -> None:
        self._asking = False
        if not isinstance(error, UnknownIdError):
            self._client.failed.emit(error)
        self._person_id = None
        if self.isVisible():  # merged away, or its last face left: nothing is here any more
            self.back.emit()

    def _got(self, shown: Shown) -> None:
        self._asking = False
        if shown.person.id == self._person_id:
            first = self._person is None
            self._person = person = shown.person
            self.faces.set_faces(shown.faces)
            self._delegate.seen &= {face.id for face in shown.faces}
            self.band.show_faces(shown.suggestions, person.title or tr("this group"))
            self.head.show_person(person)
            self.head.show_known(person, shown.known.born, [actions.label(one) for one in shown.known.alike])
            self.tools.show(person, shown.known)
            self._born = shown.known.born
            if self._born is None:
                self._show_ages({})
            self._whole = shown.whole
            self._rest.ask(person, faces=not shown.whole)
            self._search.setVisible(bool(person.name))
            self._hide.setText(tr("Show again") if person.hidden else tr("Hide"))
            self._selection_changed()
            if first and shown.suggestions and self.grid.hasFocus():
                self.band.list.setFocus()  # Y and N answer at once
        if self._stale:
            self._reload()

    def _got_rest(self, rest: Rest) -> None:
        if rest.person_id != self._person_id:
            return
        if rest.faces is not None and not self._whole:  # else they were read later than these
            self._whole = True
            self.faces.set_faces(rest.faces)
        if not self._photos.rowCount():
            self._photos.set_span(fitting_span(rest.photos))
        self._photos.set_photos(rest.photos)
        self._show_years(rest.years, self._born)
        for came in (self._timeline, self.years):
            if came.hasFocus() and not came.currentIndex().isValid():  # the keyboard was there before them
                came.setCurrentIndex(came.model().index(0, 0))
        self._show_ages(ages_of(self.faces.faces(), rest.photos, self._born))

    def _show_ages(self, ages: dict[int, str]) -> None:
        taller = bool(ages) != bool(self._delegate.ages)
        self._delegate.ages = ages
        if taller:
            self.grid.spread()
        self._repaint()

    def _show_years(self, years: list[PersonYear], born: date | None) -> None:
        self.years.show_years(years, born)
        self.head.offer_years(bool(years))
        self.kept.years_known(bool(years))
        if not years and self._stack.currentWidget() is self._years_page:
            self.head.show_look("faces")

    def _show_look(self, look: str) -> None:
        shown: QWidget = {"years": self._years_page, "photos": self._timeline}.get(look, self.grid)
        self._stack.setCurrentWidget(shown)
        self.bar.setVisible(shown is self.grid)
        shown.setFocus()
        if shown is not self.grid:
            self._rest.hurry()

    def _repaint(self) -> None:
        self.grid.viewport().update()

    # -- selection ----------------------------------------------------------------------------------
    def selected(self) -> list[int]:
        """The faces an action is about: the selected suggestions while the keyboard is there."""
        if self.band.isVisible() and self.band.list.hasFocus():
            return self.band.selected()
        rows = sorted(index.row() for index in self.grid.selectedIndexes())
        return [self.faces.face(row).id for row in rows]

    def _selection_changed(self) -> None:
        number = len(self.grid.selectedIndexes())
        name = self._person.name if self._person else None
        self._no.setText(tr("Not {name}", name=name) if name else tr("Not in this group"))
        self._yes.setVisible(bool(name))
        self.bar.show_count(number)

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            face = self.faces.face(index.row())
            self.open_face.emit(face.photo_id, face.id)

    # -- decisions on faces -------------------------------------------------------------------------
    def _confirm(self) -> None:
        self._confirm_ids(self.selected())

    def _reject(self) -> None:
        self._reject_ids(self.selected())

    def _confirm_ids(self, ids: list[int]) -> None:
        if ids and self._person is not None and self._person.name:
            actions.confirm(self._client, ids, self._person)

    def _reject_ids(self, ids: list[int]) -> None:
        if ids and self._person is not None:
            actions.reject(self._client, ids, self._person)

    def _set_aside(self, action: Callable[[LibraryClient, list[int]], None]) -> None:
        if ids := self.selected():
            action(self._client, ids)

    def _new_group(self) -> None:
        if ids := self.selected():
            actions.move(self._client, ids, None, tr("a new group"))

    def _move_to(self) -> None:
        ids = self.selected()
        if not ids:
            return

        def pick(people: list[Person]) -> None:
            picker = PersonPicker(people, self._thumbnails, tr("Move to…"), new=True, parent=self)
            picker.chosen.connect(
                lambda person: actions.move(self._client, ids, person.id, actions.label(person))
            )
            picker.new_name.connect(lambda name: actions.move_to_new(self._client, ids, name))
            picker.open()

        self._with_others(pick)

    def _with_others(self, then: Callable[[list[Person]], None]) -> None:
        own = self._person_id
        self._client.ask(lambda library: [one for one in library.people() if one.id != own], then, owner=self)

    def _menu(self, place: QPoint) -> None:
        if self.grid.indexAt(place).isValid():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._face_actions)
            menu.popup(self.grid.viewport().mapToGlobal(place))

    # -- decisions on the person --------------------------------------------------------------------
    def _name_entered(self, name: str) -> None:
        person = self._person
        if person is None or not name or name == person.name:
            return
        seen = set(self._delegate.seen)

        def with_people(people: list[Person]) -> None:
            other = actions.namesake(people, name, person.id)
            if person.name is None:
                actions.name_group(
                    self._client,
                    person,
                    name,
                    seen,
                    people,
                    lambda decision: self.open_person.emit(decision.person_id) if other else None,
                )
            elif other is not None:
                self._merge_with(other, name)
            else:
                actions.rename(self._client, person, name)

        self._with_others(with_people)

    def _merge_with(self, target: Person, another: str = "") -> None:
        person = self._person
        if person is not None:
            dialog = MergeDialog(self._client, self._thumbnails, target, [person], self, another=another)
            dialog.apart.connect(lambda: actions.another(self._client, person, another, ()))
            dialog.merged.connect(lambda decision: self.open_person.emit(decision.person_id))
            dialog.open()

    def _merge_into(self) -> None:
        def pick(people: list[Person]) -> None:
            picker = PersonPicker(people, self._thumbnails, tr("Merge into…"), parent=self)
            picker.chosen.connect(self._merge_with)
            picker.open()

        self._with_others(pick)

    def _find_photos(self) -> None:
        if self._person is not None and self._person.name:
            self.search_person.emit(self._person.id)

    def _toggle_hidden(self) -> None:
        if self._person is not None:
            actions.hide(self._client, [self._person], not self._person.hidden)

    def _everyone_a_stranger(self) -> None:
        if self._person is not None:
            actions.everyone_is_a_stranger(self._client, [self._person], self)
