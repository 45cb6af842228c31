"""Takes a picture that was only looked at into the album, and says who somebody in it is. Window thread.

A face must be in the library before anything can be said about it. So the picture is scanned first, after a
scan that runs already, and what was said waits for that; then the face is found again by its box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from faceapp.core.errors import UnknownIdError
from faceapp.core.geometry import SAME_FACE, Box, iou
from faceapp.core.models import Face, FaceState, Person
from faceapp.gui import naming
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.library.library import Library

Say = Callable[[str], None]
"""Takes words about how far it is; empty: it is done."""


@dataclass(frozen=True, slots=True)
class Word:
    """What waits for a picture to be in the album.

    Attributes:
        path: The picture.
        box: A face in it, None: nothing is said about anybody.
        person_id: Who it is; None: somebody new.
        name: What they are called.
        say: Told how far it is.
    """

    path: Path
    box: Box | None
    person_id: int | None
    name: str
    say: Say


class AnswerKeeper(QObject):
    """Scans single pictures and carries out what was said about their faces.

    Args:
        client: Scans, and takes the decisions.
        thumbnails: For the crops in the picker.
        view: Owns the picker's window.
    """

    def __init__(self, client: LibraryClient, thumbnails: ThumbnailLoader, view: QWidget) -> None:
        super().__init__(view)
        self._client = client
        self._thumbnails = thumbnails
        self._view = view
        self._waiting: list[Word] = []
        # A scan asked for during another begins once this one's end was told: who waits looks after that.
        for ended in (client.scan_finished, client.scan_stopped, client.scan_failed):
            ended.connect(lambda *_: QTimer.singleShot(0, self, self._look_again))

    def add(self, path: Path, say: Say) -> None:
        """Take a picture into the album."""
        self._begin(Word(path, None, None, "", say))

    def is_person(self, path: Path, box: Box, person_id: int, name: str, say: Say) -> None:
        """A face of a picture is somebody who has a name."""
        self._begin(Word(path, box, person_id, name, say))

    def ask(self, path: Path, box: Box, say: Say) -> None:
        """Ask who a face of a picture is."""

        def show(people: list[Person]) -> None:
            named = [one for one in people if one.name]
            picker = PersonPicker(named, self._thumbnails, tr("Who is this?"), new=True, parent=self._view)
            picker.chosen.connect(lambda person: self.is_person(path, box, person.id, str(person.title), say))
            picker.new_name.connect(lambda name: self._begin(Word(path, box, None, name, say)))
            picker.open()

        self._client.ask(lambda library: library.people(), show, owner=self._view)

    def _begin(self, word: Word) -> None:
        word.say(
            tr("Being added to the album; then this is {name}.", name=word.name)
            if word.box
            else tr("Being added…")
        )

        def then(answer: tuple[bool, Face | None]) -> None:
            if answer[0]:
                self._carry_out(word, answer[1])
            else:
                self._waiting.append(word)
                self._client.start_scan([word.path])

        self._client.ask(lambda library: _found(library, word), then, owner=self)

    def _look_again(self) -> None:
        waiting, self._waiting = self._waiting, []
        for word in waiting:
            self._look(word)

    def _look(self, word: Word) -> None:
        def then(answer: tuple[bool, Face | None]) -> None:
            if answer[0]:
                self._carry_out(word, answer[1])
            elif self._client.scanning:
                self._waiting.append(word)
            else:
                word.say(tr("This was not added: the scan was stopped, or the file cannot be read."))

        self._client.ask(lambda library: _found(library, word), then, owner=self)

    def _carry_out(self, word: Word, face: Face | None) -> None:
        if word.box is None:
            word.say(tr("In the album"))
        elif face is None:
            word.say(tr("In the album, but no face was found in this place. Open the photo and draw a box."))
        elif face.state is FaceState.CONFIRMED and face.person_id == word.person_id:
            word.say(tr("In the album: {name}", name=word.name))
        else:
            known, text = word.person_id, tr("This is {name}", name=word.name)
            action = naming.as_new(face, word.name) if known is None else naming.as_known(face, known)
            done = tr("In the album: {name}", name=word.name)
            self._client.decide(action, text=text, then=lambda _: word.say(done))


def _found(library: Library, word: Word) -> tuple[bool, Face | None]:
    """Whether the picture is in the album, and its face at the box. Library lane."""
    try:
        photo = library.photo_at(word.path)
    except UnknownIdError:
        return False, None
    box = word.box
    if box is None:
        return True, None
    faces = [(iou(box, face.box), face) for face in library.faces_of_photo(photo.id)]
    best = max(faces, key=lambda one: one[0], default=None)
    return True, best[1] if best is not None and best[0] >= SAME_FACE else None
