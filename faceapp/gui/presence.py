"""Saying who is in a photo though no face of theirs shows there. Window thread."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from faceapp.core.models import Person
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader


class Presence:
    """Asks who it is, and takes it back.

    Args:
        client: Takes the decisions.
        thumbnails: For the crops in the picker.
        view: Owns the picker's window.
    """

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, view: QWidget) -> None:
        self._client = client
        self._thumbnails = thumbnails
        self._view = view

    def ask(self, photo_id: int, here: Collection[int], parent: QWidget) -> None:
        """Ask who else is in a photo.

        Args:
            photo_id: The photo.
            here: People who are known to be in it.
            parent: Of the picker.
        """

        def show(people: list[Person]) -> None:
            named = [one for one in people if one.name and one.id not in here]
            title = tr("Who is here without a face?")
            picker = PersonPicker(named, self._thumbnails, title, parent=parent)
            picker.chosen.connect(lambda person: self._say(photo_id, person.id, str(person.title), True))
            picker.open()

        self._client.ask(lambda library: library.people(), show, owner=self._view)

    def remove(self, photo_id: int, person_id: int, name: str) -> None:
        """Somebody is not in the photo after all."""
        self._say(photo_id, person_id, name, False)

    def _say(self, photo_id: int, person_id: int, name: str, there: bool) -> None:
        words = (
            tr("{name} is in this photo", name=name)
            if there
            else tr("{name} is not in this photo", name=name)
        )
        self._client.decide(lambda decide: decide.present(photo_id, person_id, there), text=words)
