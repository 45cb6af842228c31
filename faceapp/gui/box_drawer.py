"""A face's box drawn or moved by hand: who is it, and into the library with it. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from faceapp.core.geometry import Box
from faceapp.core.models import Decision, Person
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.library.library import Library


class BoxDrawer(QObject):
    """One face per call.

    Args:
        client: Takes the decisions.
        thumbnails: For the crops in the picker.
        view: Owns the picker's window.
    """

    begun = Signal()
    """The networks look at the face: this may take a moment."""
    added = Signal(int)
    """The face that was added."""
    ended = Signal()
    """It is over, with or without a face."""

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, view: QWidget) -> None:
        super().__init__(view)
        self._client = client
        self._thumbnails = thumbnails
        self._view = view

    def ask(self, photo_id: int, box: Box, parent: QWidget) -> None:
        """Ask who was framed.

        Args:
            photo_id: The photo.
            box: Pixels of the upright photo.
            parent: Of the picker.
        """

        def show(people: list[Person]) -> None:
            named = [one for one in people if one.name]
            picker = PersonPicker(
                named,
                self._thumbnails,
                tr("Who is this?"),
                new=True,
                unsure=tr("Nobody yet"),
                parent=parent,
            )
            picker.chosen.connect(lambda person: self._add(photo_id, box, person))
            picker.new_name.connect(lambda name: self._add(photo_id, box, None, name))
            picker.unsure.connect(lambda: self._add(photo_id, box, None))
            picker.open()

        self._client.ask(lambda library: library.people(), show, owner=self._view)

    def move(self, face_id: int, box: Box, name: str) -> None:
        """A known face lies elsewhere: ``name`` is what it is called in the message."""
        self.begun.emit()

        def then(decision: Decision) -> None:
            # Recorded in its place among the decisions, so that Ctrl+Z finds it.
            self._client.answer(lambda _: decision, text=tr("Moved the box of {name}", name=name))
            self.ended.emit()
            self.added.emit(face_id)

        def failed(error: object) -> None:
            self.ended.emit()
            self._client.failed.emit(error)

        self._client.compute(
            lambda library: library.move_box(face_id, box), then, owner=self._view, failed=failed
        )

    def _add(self, photo_id: int, box: Box, person: Person | None, name: str = "") -> None:
        self.begun.emit()
        person_id = person.id if person is not None else None

        def add(library: Library) -> tuple[Decision, int]:
            before = {face.id for face in library.faces_of_photo(photo_id)}
            decision = library.add_box(photo_id, box, person_id)
            new = [face.id for face in library.faces_of_photo(photo_id) if face.id not in before]
            return decision, new[0] if new else 0

        def then(answer: tuple[Decision, int]) -> None:
            decision, face = answer
            words = (
                tr("Added a face: {name}", name=actions.label(person))
                if person is not None
                else tr("Added a face")
            )
            # Recorded in its place among the decisions, so that Ctrl+Z finds it.
            self._client.answer(lambda _: decision, text=words)
            if name and face:
                this = tr("This is {name}", name=name)
                self._client.decide(lambda decide: decide.move([face], None, name), text=this)
            self.ended.emit()
            self.added.emit(face)

        def failed(error: object) -> None:
            self.ended.emit()
            self._client.failed.emit(error)

        # Beside the queries: the networks may have to be loaded first.
        self._client.compute(add, then, owner=self._view, failed=failed)
