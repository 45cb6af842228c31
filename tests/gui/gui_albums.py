"""Open libraries with a client whose work runs at once, for the tests of single pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from squares import Spot, Squares, album

from faceapp.core.errors import FaceAppError
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import InlineLanes
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.library.library import Library


@dataclass
class Opened:
    """One open library as pages see it, and every error that reached the window."""

    library: Library
    client: LibraryClient
    thumbnails: ThumbnailLoader
    errors: list[str]

    def name_groups(self, *names: str, unseen: Sequence[str] = ()) -> list[int]:
        """Name the biggest groups; faces in the files ``unseen`` were not looked at. Returns the people."""
        groups = [person for person in self.library.people() if person.name is None]
        away = {self.photo(file_name) for file_name in unseen}
        for group, name in zip(groups, names, strict=False):
            faces = self.library.faces_of_person(group.id)
            self.library.decide.name(group.id, name, [face.id for face in faces if face.photo_id not in away])
        return [group.id for group in groups[: len(names)]]

    def photo(self, file_name: str) -> int:
        """The photo of a file."""
        found = [one.id for one in self.library.photos() if Path(one.paths[0]).name == file_name]
        return found[0]


@contextmanager
def opened(library: Library) -> Iterator[Opened]:
    """A client and a thumbnail loader for an open library."""
    client = LibraryClient(library, InlineLanes())
    thumbnails = ThumbnailLoader(library, client, inline=True)
    errors: list[str] = []

    def note(error: FaceAppError) -> None:
        errors.append(error.user_message)

    client.failed.connect(note)
    client.bug.connect(errors.append)
    try:
        yield Opened(library, client, thumbnails, errors)
    finally:
        thumbnails.close()
        client.shutdown(lambda: None)
        client.deleteLater()


@contextmanager
def opened_squares(squares: Squares, root: Path, photos: Sequence[Sequence[Spot]]) -> Iterator[Opened]:
    """A scanned library of coloured squares, ``photos`` as :func:`squares.album` wants them."""
    library = squares.open(root / "library")
    if photos:
        library.scan([album(root / "album", photos)])
    with opened(library) as everything:
        yield everything


def show(view: QWidget, qtbot: QtBot) -> None:
    """Show a page as the window does, with the keyboard in it."""
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.activated()  # type: ignore[attr-defined]
    view.setFocus()


def words_of(widget: QWidget) -> str:
    """Everything a page says in labels that can be seen."""
    return "\n".join(
        label.text() for label in widget.findChildren(QLabel) if label.text() and label.isVisibleTo(widget)
    )


def clipboard_text() -> str:
    """What is on the clipboard."""
    return str(QApplication.clipboard().text())
