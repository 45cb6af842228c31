"""The side bar: search, the pages, and the named people, who take faces dropped on them. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.models import Person
from faceapp.core.names import fold
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.delegates.person_row_delegate import PersonRowDelegate
from faceapp.gui.language import shown, tr
from faceapp.gui.models.people_model import PeopleModel
from faceapp.gui.person_drops import ACCEPTED, PersonDrops
from faceapp.gui.reading import leading
from faceapp.gui.style import scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import DropList
from faceapp.gui.widgets.spring_button import SpringButton

WIDTH = 216
RELOAD_MS = 1000
"""While a scan runs the names are read again at most this often."""


class SideBar(QFrame):
    """Where to go.

    Args:
        client: For the list of people.
        thumbnails: For their crops.
        pages: Key, title and icon of each page.
        parent: Qt parent.
    """

    page_wanted = Signal(str)
    person_wanted = Signal(int)
    search_changed = Signal(str)
    search_entered = Signal(str)

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        pages: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._asking = False
        self._stale = False
        self._reload_timer = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._reload_timer.timeout.connect(self._reload)
        self.setProperty("surface", "side")
        self.setFixedWidth(scaled(WIDTH, 1.4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 14, 10, 8)
        layout.setSpacing(2)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search people"))
        self.search.setAccessibleName(tr("Search people"))
        self.search.setToolTip(tr("Search people (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.search_changed)
        self.search.returnPressed.connect(lambda: self.search_entered.emit(self.search.text()))
        layout.addWidget(self.search)
        layout.addSpacing(10)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key, name, icon in pages:
            title = shown(name)
            # The style has no setting for the gap after the icon.
            button = SpringButton(f" {title}") if key == "people" else QPushButton(f" {title}")
            button.setAccessibleName(title)
            button.setProperty("nav", True)
            button.setCheckable(True)
            icons.attach(button, icon, color="accent")
            button.clicked.connect(lambda _=False, key=key: self.page_wanted.emit(key))
            if isinstance(button, SpringButton):
                button.sprung.connect(lambda key=key: self.page_wanted.emit(key))
            self._group.addButton(button)
            self.buttons[key] = button
            layout.addWidget(button)
        self._head = QLabel(tr("People"))
        self._head.setProperty("role", "section")
        self._head.setContentsMargins(8, 14, 8, 4)
        self._head.setAlignment(leading() | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._head)
        self._model = PeopleModel(self)
        self.people = DropList(accepts=ACCEPTED)
        self._delegate = PersonRowDelegate(thumbnails, self.people, height=scaled(34), detail=False)
        self.people.setProperty("nav", True)
        self.people.setModel(self._model)
        self.people.setItemDelegate(self._delegate)
        self.people.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.people.setAccessibleName(tr("Named people"))
        self.people.clicked.connect(self._open)
        self.people.activated.connect(self._open)
        PersonDrops(client, thumbnails, self.people, self._model.person)
        self.people.drop_row_changed.connect(self._drag_over)
        layout.addWidget(self.people, 1)
        client.changed.connect(self._changed)
        self._reload()

    def show_page(self, key: str) -> None:
        """Mark a page as the one shown; a page that is not in the list marks nothing."""
        button = self.buttons.get(key)
        if button is not None:
            button.setChecked(True)
        else:
            self._group.setExclusive(False)
            for other in self.buttons.values():
                other.setChecked(False)
            self._group.setExclusive(True)
        if key != "person":
            self.people.clearSelection()

    def show_person(self, person_id: int) -> None:
        """Mark a person as the one shown."""
        index = self._model.index_of(person_id)
        if index.isValid():
            self.people.setCurrentIndex(index)
        else:
            self.people.clearSelection()

    # -- people -------------------------------------------------------------------------------------
    def _changed(self, changes: Changes) -> None:
        if changes.everything or changes.person_ids:
            if not self._client.scanning:
                self._reload()
            elif not self._reload_timer.isActive():
                self._reload_timer.start()

    def _reload(self) -> None:
        if self._asking:
            self._stale = True
            return
        self._asking, self._stale = True, False
        self._client.ask(lambda library: library.people(), self._got, owner=self, failed=self._not_got)

    def _got(self, people: list[Person]) -> None:
        self._asking = False
        named = [person for person in people if person.name and not person.hidden]
        named.sort(key=lambda person: (fold(person.title or ""), person.id))
        self._model.set_people(named)
        self._head.setVisible(bool(named))
        self.people.setFocusPolicy(Qt.FocusPolicy.StrongFocus if named else Qt.FocusPolicy.NoFocus)
        if self._stale:
            self._reload()

    def _not_got(self, error: object) -> None:
        self._asking = False

    def _open(self, index: QModelIndex) -> None:
        self.person_wanted.emit(self._model.person(index.row()).id)

    def _drag_over(self, row: int) -> None:
        self._delegate.drop_target = self._model.person(row).id if row >= 0 else None
        self.people.viewport().update()
