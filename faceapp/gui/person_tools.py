"""What can be said about a person as such, from their page: split, birth date, look-alikes. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from faceapp.core.models import Person
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.birth_dialog import BirthDialog
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.dialogs.split_dialog import SplitDialog
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.library.library import Library


@dataclass(frozen=True, slots=True)
class Known:
    """What the user said about a person beyond name and faces."""

    born: date | None = None
    alike: tuple[Person, ...] = field(default=())
    """Those they are often confused with."""


def known_about(library: Library, person_id: int) -> Known:
    """Read it. Library lane."""
    pairs = [pair for pair in library.look_alikes() if person_id in pair]
    others = {one for pair in pairs for one in pair} - {person_id}
    alike = tuple(person for person in library.people() if person.id in others) if others else ()
    return Known(library.birthdate(person_id), alike)


class PersonTools(QObject):
    """Menu entries of a person's page, and the dialogs behind them.

    Args:
        client: Takes the decisions.
        thumbnails: For the crops in dialogs.
        view: The page; owns the dialogs.
    """

    split_done = Signal()

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, view: QWidget) -> None:
        super().__init__(view)
        self._client = client
        self._thumbnails = thumbnails
        self._view = view
        self._person: Person | None = None
        self._known = Known()
        self.split_action = QAction(tr("Split this group…"), self)
        self.split_action.triggered.connect(lambda _=False: self.split())
        self.birth_action = QAction(tr("Birth date…"), self)
        self.birth_action.triggered.connect(lambda _=False: self.birthdate())
        self.alike_action = QAction(tr("Often confused with…"), self)
        self.alike_action.triggered.connect(lambda _=False: self.look_alike())
        self.alike_menu = QMenu(tr("No longer confused with"), view)

    def actions(self) -> Sequence[QAction]:
        """The entries in their order."""
        return [self.split_action, self.birth_action, self.alike_action, self.alike_menu.menuAction()]

    def show(self, person: Person, known: Known) -> None:
        """Whom the page shows now."""
        self._person, self._known = person, known
        self.split_action.setText(
            tr("Split {name}…", name=person.title) if person.name else tr("Split this group…")
        )
        self.split_action.setEnabled(person.faces > 1)
        self.birth_action.setVisible(person.name is not None)
        self.alike_action.setVisible(person.name is not None)
        self.alike_menu.clear()
        self.alike_menu.menuAction().setVisible(bool(known.alike))
        for other in known.alike:
            entry = self.alike_menu.addAction(actions.label(other))
            entry.triggered.connect(lambda _=False, other=other: self._say_alike(other, False))

    def split(self) -> None:
        """Propose how to take them apart."""
        if self._person is not None:
            dialog = SplitDialog(self._client, self._thumbnails, self._person, self._view)
            dialog.split.connect(lambda _: self.split_done.emit())
            dialog.open()

    def birthdate(self) -> None:
        """Ask for the birth date."""
        if self._person is not None:
            BirthDialog(self._client, self._person, self._known.born, self._view).open()

    def look_alike(self) -> None:
        """Ask who they are often confused with."""
        person = self._person
        if person is None:
            return
        out = {person.id, *(other.id for other in self._known.alike)}

        def pick(people: list[Person]) -> None:
            title = tr("Who is often confused with {name}?", name=person.title)
            picker = PersonPicker(people, self._thumbnails, title, parent=self._view)
            picker.chosen.connect(lambda other: self._say_alike(other, True))
            picker.open()

        self._client.ask(
            lambda library: [one for one in library.people() if one.name and one.id not in out],
            pick,
            owner=self._view,
        )

    def _say_alike(self, other: Person, alike: bool) -> None:
        if self._person is not None:
            actions.look_alike(self._client, self._person, other, alike)
