"""Everyone: named people and groups as cards that are named, merged, hidden and opened here.

Window thread. While a scan runs the list is read again at most twice a second and no card moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.models import Decision, FaceState, Person
from faceapp.core.said import said
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.person_delegate import PADDING, PersonDelegate
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import shown, tr
from faceapp.gui.list_place import ListPlace
from faceapp.gui.models.people_model import Filter, PeopleModel, chosen
from faceapp.gui.person_drops import ACCEPTED, PersonDrops
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import CardGrid
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.memory_card import MemoryCard
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.library.library import Library

RELOAD_MS = 500

_FILTERS = (
    (Filter.ALL, said("All")),
    (Filter.NAMED, said("Named")),
    (Filter.GROUPS, said("Groups")),
    (Filter.HIDDEN, said("Hidden")),
)

_EMPTY = {
    Filter.NAMED: (
        "person-plus",
        said("Nobody has a name yet"),
        said("Open Groups, choose a card and press Enter to type a name."),
    ),
    Filter.GROUPS: (
        "check",
        said("No groups left"),
        said("Every group has a name, is hidden, or was set aside."),
    ),
    Filter.HIDDEN: (
        "eye-off",
        said("Nobody is hidden"),
        said("Press H on a card to put a person out of sight."),
    ),
}


class PeopleView(QWidget):
    """The people grid."""

    open_person = Signal(int)
    open_photos = Signal(object, int)
    """Photos of a list of their own, and the one to begin with."""
    add_folder = Signal()
    show_strangers = Signal(object)
    """Asks for the faces of FaceState.STRANGER."""

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._everyone: list[Person] = []
        self._names: list[str] = []
        self._filter = Filter.ALL
        self._text = ""
        self._loaded = False
        self._asking = False
        self._stale = True
        self._reload_timer = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._reload_timer.timeout.connect(self._reload)
        self.model = PeopleModel(self)
        self.grid = CardGrid(self, padding=PADDING, accepts=ACCEPTED)
        self._delegate = PersonDelegate(thumbnails, lambda: self._names, self.grid)
        self.grid.setItemDelegate(self._delegate)
        self.grid.setModel(self.model)
        self.grid.setAccessibleName(tr("People"))
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._make_head()
        self._make_actions()
        self._quiet = QuietPage("people", "", "", button=tr("Choose a folder…"), parent=self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._quiet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        self.memory = MemoryCard(thumbnails, self)
        self.memory.opened.connect(self.open_photos)
        layout.addWidget(self.memory)
        layout.addWidget(self._stack, 1)
        FocusLead(self, self.grid, self._quiet.button)
        self._place = ListPlace(self.grid, lambda row: self.model.person(row).id, self.model.row_of)
        self._connect()
        self._reload()

    def _connect(self) -> None:
        self._delegate.named.connect(self._named)
        self._delegate.name_clicked.connect(lambda row: self.grid.start_editing(self.model.index(row)))
        self.grid.customContextMenuRequested.connect(self._menu)
        self.grid.doubleClicked.connect(self._open_index)
        self.grid.entered_key.connect(self._enter)
        drops = PersonDrops(self._client, self._thumbnails, self.grid, self.model.person)
        drops.merged.connect(lambda decision: self.select(decision.person_id or 0))
        self.grid.drop_row_changed.connect(self._drag_over)
        self._quiet.pressed.connect(self.add_folder)
        for signal in (
            self._client.scan_started,
            self._client.scan_finished,
            self._client.scan_stopped,
            self._client.scan_failed,
        ):
            signal.connect(self._reload)
        self._client.changed.connect(self._changed)

    def _make_head(self) -> None:
        self._head = PageHead(tr("People"), "", self)
        group = QButtonGroup(self)
        self._segments: dict[Filter, QPushButton] = {}
        for which, words in _FILTERS:
            button = QPushButton(shown(words))
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setChecked(which is self._filter)
            button.clicked.connect(lambda _=False, which=which: self.set_filter(which))
            group.addButton(button)
            self._segments[which] = button
            self._head.add(button)
        strangers = QPushButton(tr("Strangers"))
        strangers.setProperty("segment", True)
        strangers.clicked.connect(lambda: self.show_strangers.emit(FaceState.STRANGER))
        self._head.add(strangers)

    def _make_actions(self) -> None:
        def make(words: str, keys: str, slot: Callable[[], None]) -> QAction:
            action = QAction(words, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False: slot())
            self.addAction(action)
            return action

        self._name_action = make(tr("Name…"), "F2", self._name_current)
        self._open_action = make(tr("Open"), "Ctrl+Return", self._open_current)
        self._merge_action = make(tr("Merge into…"), "M", self._merge_into)
        self._hide_action = make(tr("Hide"), "H", self._toggle_hidden)
        self._stranger_action = make(tr("Everyone here is a stranger"), "S", self._set_aside)

    # -- content ------------------------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown."""
        if self._stale:
            self._reload()
        self.setFocus()

    def search(self, text: str) -> None:
        """Show only people whose name has these words."""
        self._text = text
        self._show()

    def set_filter(self, which: Filter) -> None:
        """Choose which cards are shown."""
        self._filter = which
        self._segments[which].setChecked(True)
        self._show()

    def remember(self) -> dict[str, Any]:
        """What to keep for the next start."""
        return {"filter": self._filter.value, "cards": self._place.remember()}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """As it was kept."""
        if stored.get("filter") in list(Filter):
            self.set_filter(Filter(stored["filter"]))
        self._place.recall(stored.get("cards"))

    def everyone(self) -> list[Person]:
        """Everyone the page knows of, hidden ones too."""
        return list(self._everyone)

    def _changed(self, changes: Changes) -> None:
        if changes.everything or changes.person_ids:
            self._stale = True
            if not self._client.scanning:
                self._reload()
            elif not self._reload_timer.isActive():
                self._reload_timer.start()

    def _reload(self) -> None:
        if self._asking:
            self._stale = True
            return
        self._asking, self._stale = True, False

        def query(library: Library) -> tuple[list[Person], list[str]]:
            return library.people(), library.offered_names()

        self._client.ask(query, self._got, owner=self, failed=self._not_got)

    def _not_got(self, error: object) -> None:
        self._asking = False
        self._client.failed.emit(error)

    def _got(self, answer: tuple[list[Person], list[str]]) -> None:
        self._asking, self._loaded = False, True
        self._everyone, self._names = answer
        self._show()
        if self._stale and not self._reload_timer.isActive():
            self._reload_timer.start()

    def _show(self) -> None:
        people = chosen(self._everyone, self._filter, self._text)
        keep_order = self._client.scanning or self.grid.is_editing()
        self.model.set_people(people, keep_order=keep_order)
        named = sum(1 for one in self._everyone if one.name and not one.hidden)
        groups = sum(1 for one in self._everyone if not one.name and not one.hidden)
        words = [tr("%n (person|people)", None, named)] if named else []
        words += [tr("%n group(s)", None, groups)] if groups else []
        self._head.set_detail(" · ".join(words))
        if people:
            self._stack.setCurrentWidget(self.grid)
        elif self._loaded:
            self._show_empty()

    def _show_empty(self) -> None:
        self._quiet.button.hide()
        if self._text:
            self._quiet.set_words(
                tr("Nobody called “{text}”", text=self._text), tr("Try fewer letters, or clear the search.")
            )
        elif self._filter in _EMPTY:
            _, title, text = _EMPTY[self._filter]
            self._quiet.set_words(shown(title), shown(text))
        elif self._client.scanning:
            self._quiet.set_words(
                tr("Looking for faces"), tr("The first groups appear here within seconds, the surest first.")
            )
        else:
            self._quiet.button.show()
            self._quiet.set_words(
                tr("No people yet"),
                tr("Choose a folder of photos. People in them are found and grouped here."),
            )
        self._stack.setCurrentWidget(self._quiet)

    # -- selection ----------------------------------------------------------------------------------
    def selected(self) -> list[Person]:
        """The selected people, in their order."""
        rows = sorted(index.row() for index in self.grid.selectedIndexes())
        return [self.model.person(row) for row in rows]

    def select(self, person_id: int) -> None:
        """Make a card the only one selected, and bring it in sight."""
        index = self.model.index_of(person_id)
        if index.isValid():
            self.grid.setCurrentIndex(index)
            self.grid.scrollTo(index)

    def _current(self) -> Person | None:
        index = self.grid.currentIndex()
        return self.model.person(index.row()) if index.isValid() else None

    def _next_group(self, after: int) -> int | None:
        """The group the user comes to after this one."""
        row = self.model.row_of(after)
        people = self.model.people()
        if row is None:
            return None
        order = [*people[row + 1 :], *people[:row]]
        return next((person.id for person in order if person.name is None), None)

    # -- naming -------------------------------------------------------------------------------------
    def _enter(self) -> None:
        person = self._current()
        if person is not None and person.name is None:
            self._name_current()
        else:
            self._open_current()

    def _name_current(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid():
            self.grid.start_editing(index)

    def _named(self, person_id: int, text: str) -> None:
        """A name was typed under a card."""
        row = self.model.row_of(person_id)
        if row is None:
            return
        person = self.model.person(row)
        if person.name is None:
            following = self._next_group(person_id)

            def then(decision: Decision) -> None:
                if following is not None:
                    self.select(following)

            actions.name_group(self._client, person, text, person.sample_face_ids, self._everyone, then)
            return
        other = actions.namesake(self._everyone, text, person_id)
        if other is not None:
            self._preview_merge(other, [person], text)
        else:
            actions.rename(self._client, person, text)

    # -- opening, hiding, strangers -----------------------------------------------------------------
    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_person.emit(self.model.person(index.row()).id)

    def _open_current(self) -> None:
        self._open_index(self.grid.currentIndex())

    def _toggle_hidden(self) -> None:
        people = self.selected()
        if people:
            actions.hide(self._client, people, not people[0].hidden)

    def _set_aside(self) -> None:
        people = self.selected()
        if people:
            actions.everyone_is_a_stranger(self._client, people, self)

    # -- merging ------------------------------------------------------------------------------------
    def _merge_into(self) -> None:
        sources = self.selected()
        ids = {person.id for person in sources}
        if not sources:
            return
        others = [person for person in self._everyone if person.id not in ids and not person.hidden]
        title = tr("Merge %n card(s) into…", None, len(sources)) if len(sources) > 1 else tr("Merge into…")
        picker = PersonPicker(others, self._thumbnails, title, parent=self)
        picker.chosen.connect(lambda target: self._preview_merge(target, sources))
        picker.open()

    def _preview_merge(self, target: Person, sources: list[Person], another: str = "") -> None:
        dialog = MergeDialog(self._client, self._thumbnails, target, sources, self, another=another)
        dialog.apart.connect(lambda: actions.another(self._client, sources[0], another, ()))
        dialog.merged.connect(lambda decision: self.select(decision.person_id or 0))
        dialog.open()

    def _drag_over(self, row: int) -> None:
        self._delegate.drop_target = self.model.person(row).id if row >= 0 else None
        self.grid.viewport().update()

    # -- menu ---------------------------------------------------------------------------------------
    def _menu(self, place: QPoint) -> None:
        if not self.grid.indexAt(place).isValid():
            return
        self.make_menu().popup(self.grid.viewport().mapToGlobal(place))

    def make_menu(self) -> QMenu:
        """The menu of the selected cards."""
        people = self.selected()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        named = bool(people and people[0].name)
        self._name_action.setText(tr("Rename…") if named else tr("Name…"))
        self._hide_action.setText(tr("Show again") if people and people[0].hidden else tr("Hide"))
        one = len(people) == 1
        self._name_action.setEnabled(one)
        self._open_action.setEnabled(one)
        menu.addAction(self._open_action)
        menu.addAction(self._name_action)
        menu.addSeparator()
        menu.addAction(self._merge_action)
        menu.addAction(self._hide_action)
        menu.addSeparator()
        menu.addAction(self._stranger_action)
        # A disabled action would swallow its key after the menu is gone.
        menu.aboutToHide.connect(self._enable_all)
        return menu

    def _enable_all(self) -> None:
        for action in self.actions():
            action.setEnabled(True)

    def sizeHint(self) -> QSize:
        """Room for a few columns."""
        return QSize(900, 640)
