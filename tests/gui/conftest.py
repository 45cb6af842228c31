"""The window's tests: real widgets without a screen, real faces, and nothing waited for but signals."""

from __future__ import annotations

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import squares as coloured
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Person
from faceapp.gui import language
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import InlineLanes, ThreadLanes
from faceapp.gui.main_window import MainWindow
from faceapp.gui.style import Appearance
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.library.library import Library

if TYPE_CHECKING:
    from faceapp.library.recognizer import RecognizerSource

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            # Said by the offscreen platform of every window; nothing a user would ever meet.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


GARBAGE = 20_000
"""Objects that may have come since the last collection."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Collect garbage between tests only, as the app does between two events.

    Where a collection begins while Qt ends an object, and another one is garbage, both may want one of Qt's
    locks, and the process stands still.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        if gc.get_count()[0] > GARBAGE:
            gc.collect()
        gc.enable()


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as the app starts it: its own style, so that sizes are the true ones."""
    Appearance(qapp)
    return qapp


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[None]:
    """Whatever is spoken in a test, the next one hears what was spoken before."""
    before = QLocale()
    yield
    language.speak("en")
    QLocale.setDefault(before)


@pytest.fixture
def german(speaking: None) -> None:
    """The window speaks German; before it is made."""
    language.speak("de")


@pytest.fixture
def client(orl_root: Path, real_recognizers: RecognizerSource, qtbot: QtBot) -> Iterator[LibraryClient]:
    """A client on a copy of the scanned ORL library; all work is done at once."""
    library = Library(orl_root, real_recognizers)
    made = LibraryClient(library, InlineLanes())
    yield made
    made.shutdown(lambda: None)


@pytest.fixture
def thumbnails(client: LibraryClient) -> ThumbnailLoader:
    """Thumbnails that are there at once."""
    return ThumbnailLoader(client._library, client, inline=True)


@pytest.fixture
def window(client: LibraryClient, thumbnails: ThumbnailLoader, qtbot: QtBot) -> MainWindow:
    """The whole window on the ORL library, shown."""
    made = MainWindow(client, thumbnails)
    qtbot.addWidget(made)
    made.start(welcome=False)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture(scope="session")
def squares_scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of six people in coloured squares: 0 and 1 have faces that become questions when named."""
    folder = tmp_path_factory.mktemp("squares")
    photos = [*coloured.people(6, 5), [(0, 10)], [(0, 11)], [(1, 10)], [(2, 14)]]
    coloured.album(folder / "album", photos)
    with Squares().open(folder / "library") as library:
        library.scan([folder / "album"])
    return folder / "library"


@pytest.fixture
def squares_root(squares_scanned: Path, tmp_path: Path) -> Path:
    """A copy of it for one test to change."""
    return Path(shutil.copytree(squares_scanned, tmp_path / "squares-library"))


@pytest.fixture
def threaded(squares_root: Path, squares: Squares, qtbot: QtBot) -> Iterator[LibraryClient]:
    """A client with its real threads, closed as the window closes it."""
    made = LibraryClient(squares.open(squares_root), ThreadLanes())
    yield made
    if not made.closing:
        done: list[bool] = []
        made.shutdown(lambda: done.append(True))
        qtbot.waitUntil(lambda: bool(done), timeout=20_000)


@pytest.fixture
def groups(client: LibraryClient) -> Callable[[], list[Person]]:
    """The groups without a name, as the library sees them now."""
    return lambda: [person for person in client._library.people() if person.name is None]


@pytest.fixture
def a_face() -> Face:
    """Any face."""
    return Face(1, 1, Box(10, 10, 40, 40), 0.99, 0.8, FaceState.AUTOMATIC, person_id=1, name="Anna")


@pytest.fixture
def asking(squares_root: Path, squares: Squares, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on the squares, Anna named and two faces suggested for her; all work is done at once."""
    library = squares.open(squares_root)
    group = next(one for one in library.people() if _is_person_zero(library, one))
    # The poor pictures were not looked at: carried along, and not sure enough to be hers without asking.
    seen = [face.id for face in library.faces_of_person(group.id) if _number(library, face) < 5]
    library.decide.name(group.id, "Anna", seen)
    client = LibraryClient(library, InlineLanes())
    made = MainWindow(client, ThumbnailLoader(library, client, inline=True))
    qtbot.addWidget(made)
    made.start(welcome=False)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    client.shutdown(lambda: None)


def _number(library: Library, face: Face) -> int:
    """Which of the squares' photos a face is in."""
    (photo,) = library.photos([face.photo_id])
    return int(Path(photo.paths[0]).stem)


def _is_person_zero(library: Library, group: Person) -> bool:
    """The first five photos of the squares are of person 0."""
    photos = library.photos_of_person(group.id)
    return any(Path(path).name == "000.png" for photo in photos for path in photo.paths)


@pytest.fixture
def library(asking: MainWindow) -> Library:
    """What the window of :func:`asking` shows."""
    return asking.client._library


@pytest.fixture
def anna(library: Library) -> Person:
    """Of whom it asks."""
    return next(person for person in library.people() if person.name == "Anna")
