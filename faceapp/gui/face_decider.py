"""Carries out what the user says about one face of a photo, asking for a name where one is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from faceapp.core.models import Decision, Face, FaceState, Person
from faceapp.gui import actions, naming
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader


class FaceDecider(QObject):
    """One decision per call. Window thread.

    Args:
        client: Takes the decisions.
        thumbnails: For the crops in the picker.
        view: Owns the picker's window.
    """

    decided = Signal(int)
    """A decision about this face was recorded."""

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, view: QWidget) -> None:
        super().__init__(view)
        self._client = client
        self._thumbnails = thumbnails
        self._view = view

    def _told(self, face: Face) -> Callable[[Decision], None]:
        return lambda _: self.decided.emit(face.id)

    def confirm(self, face: Face) -> None:
        """Yes, it is who the app believes it is."""
        known = naming.believed(face)
        if known is not None and face.state is not FaceState.CONFIRMED:
            words = tr("Confirmed {name}", name=known[1])
            self._decide(face, naming.as_known(face, known[0]), words)

    def is_person(self, face: Face, person_id: int, name: str) -> None:
        """It is this one."""
        self._decide(face, naming.as_known(face, person_id), tr("This is {name}", name=name))

    def reject(self, face: Face) -> None:
        """No, it is not."""
        known = naming.believed(face)
        if known is not None:
            person_id, name = known
            words = tr("Not {name}", name=name)
            self._decide(face, lambda decide: decide.reject([face.id], person_id), words)

    def new_person(self, face: Face) -> None:
        """The face leaves for a group of its own."""
        actions.move(self._client, [face.id], None, tr("a new group"), self._told(face))

    def stranger(self, face: Face) -> None:
        """A real face nobody cares about."""
        if face.state is not FaceState.STRANGER:
            actions.strangers(self._client, [face.id], self._told(face))

    def not_a_face(self, face: Face) -> None:
        """The box holds no face."""
        if face.state is not FaceState.NOT_A_FACE:
            actions.not_a_face(self._client, [face.id], self._told(face))

    def name(self, face: Face, parent: QWidget) -> None:
        """Ask who it is: somebody who has a name, or a new name."""

        def known(person: Person) -> None:
            self.is_person(face, person.id, str(person.title))

        def new(name: str) -> None:
            self._decide(face, naming.as_new(face, name), tr("This is {name}", name=name))

        self._pick(tr("Who is this?"), face, known, new, parent, groups=False)

    def move(self, face: Face, parent: QWidget) -> None:
        """Ask where this one face belongs; the group it leaves stays."""

        def known(person: Person) -> None:
            where = person.title or tr("a group")
            actions.move(self._client, [face.id], person.id, where, self._told(face))

        def new(name: str) -> None:
            self._client.decide(
                lambda decide: decide.move([face.id], None, name),
                text=tr("Moved %n face(s) to {where}", None, 1, where=name),
                then=self._told(face),
            )

        self._pick(tr("Move this face to"), face, known, new, parent, groups=True)

    def _pick(
        self,
        title: str,
        face: Face,
        known: Callable[[Person], None],
        new: Callable[[str], None],
        parent: QWidget,
        *,
        groups: bool,
    ) -> None:
        def show(people: Sequence[Person]) -> None:
            here = face.person_id if face.state is not FaceState.SUGGESTED else None
            fitting = [one for one in people if one.id != here and (groups or one.name is not None)]
            # Whom the app suggests comes first: Enter is then the answer.
            fitting.sort(key=lambda one: one.id != face.suggested_person_id)
            picker = PersonPicker(fitting, self._thumbnails, title, new=True, parent=parent)
            picker.chosen.connect(known)
            picker.new_name.connect(new)
            picker.open()

        self._client.ask(lambda library: library.people(), show, owner=self._view)

    def _decide(self, face: Face, action: naming.Action, text: str) -> None:
        self._client.decide(action, text=text, then=self._told(face))
