"""Looking harder for faces in one photo, while the viewer may already show another. Window thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Face
from faceapp.core.said import said
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr

BUSY = said("Looking for more faces…")


class HarderLook(QObject):
    """One action about the photo on show, and the photos that are looked at now.

    Args:
        client: Asks the library.
        action: Its words and state follow.
        parent: Qt parent.
    """

    told = Signal()
    """Something begins or ends with the photo on show: the words over it may have to change."""
    found = Signal(int, int)
    """A photo, and the first of its new faces."""

    def __init__(self, client: LibraryClient, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._action = action
        self._words = action.text()
        self._busy: set[int] = set()
        self._shown: int | None = None

    def turn_to(self, photo_id: int | None) -> None:
        """The action is about this photo from now on."""
        self._shown = photo_id
        self._follow(photo_id)

    @property
    def words(self) -> str:
        """What happens to the photo on show; empty where nothing does."""
        return shown(BUSY) if self._shown in self._busy else ""

    def look(self, name: str) -> None:
        """Look at the photo on show; ``name`` is told of where it is not on show any more at the end."""
        photo_id = self._shown
        if photo_id is None or photo_id in self._busy:
            return
        self.begin(photo_id)

        def then(faces: list[Face]) -> None:
            self.end(photo_id)
            self._client.told.emit(_outcome(len(faces), "" if photo_id == self._shown else name), "", None)
            if faces:
                self.found.emit(photo_id, faces[0].id)

        def failed(error: FaceAppError) -> None:
            self.end(photo_id)
            self._client.failed.emit(error)

        # Beside the queries: the networks may have to be loaded first.
        self._client.compute(lambda library: library.look_harder(photo_id), then, owner=self, failed=failed)

    def begin(self, photo_id: int) -> None:
        """A photo is looked at."""
        self._busy.add(photo_id)
        self._follow(photo_id)

    def end(self, photo_id: int) -> None:
        """No longer."""
        self._busy.discard(photo_id)
        self._follow(photo_id)

    def _follow(self, photo_id: int | None) -> None:
        if photo_id == self._shown:
            self._action.setEnabled(self._shown is not None and not self.words)
            self._action.setText(self.words or self._words)
            self.told.emit()


def _outcome(more: int, elsewhere: str) -> str:
    """What came of it; ``elsewhere``: the photo, where it is not on show any more."""
    if not elsewhere:
        return tr("%n more face(s) found", None, more) if more else tr("No more faces found")
    if not more:
        return tr("No more faces found in {photo}", photo=elsewhere)
    return tr("%n more face(s) found in {photo}", None, more, photo=elsewhere)
