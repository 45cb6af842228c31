"""Pages with nothing in them, while a scan runs, with an error, in a large font, and from right to left."""

from __future__ import annotations

from pathlib import Path

from faceapp.core.models import FaceState
from faceapp.core.progress import Progress
from faceapp.core.said import said
from faceapp.gui.main_window import MainWindow
from faceapp.gui.pages import PAGES
from faceapp.gui.views.folders_view import FoldersView
from faceapp.gui.views.identify_view import IdentifyView
from tests.screenshots.camera import Camera

NOBODY = 4711
"""No person has this id."""

FINDING = Progress(
    said("Finding faces"), 1204, 9310, 3.1, 360.0, said("{count} (person|people) so far", None, 12, count=12)
)


def listed() -> list[str]:
    """The pages of the side bar."""
    return [page.key for page in PAGES if page.title]


def empty(window: MainWindow, camera: Camera) -> None:
    """Every page of a new library, and the first error one may meet there."""
    camera.take(window, "welcome", "empty")
    window.client.decide(lambda decide: decide.name(NOBODY, "Ben"))
    camera.take(window, "welcome", "error")
    window.message.hide()
    for page in listed():
        window._show((page, None))  # go("people") would show the welcome page
        camera.take(window, page, "empty")


def busy(window: MainWindow, camera: Camera, state: str = "busy") -> None:
    """Every page of the side bar while a scan runs."""
    window.client.start_scan()
    for page in listed():
        window._show((page, None))
        window.client.scan_progressed.emit(FINDING)
        camera.take(window, page, state)
    window.client.pause_scan()
    camera.take(window, "settings", f"{state}-paused")


def errors(window: MainWindow, camera: Camera) -> None:
    """Every page after something that could not be done."""
    for page in listed():
        window.go(page)
        window.client.decide(lambda decide: decide.name(NOBODY, "Ben"))
        camera.take(window, page, "error")
        window.message.hide()
    library = window.client._library
    window.open_person(next(one.id for one in library.people() if one.name))
    window.client.decide(lambda decide: decide.name(NOBODY, "Ben"))
    camera.take(window, "person", "error")
    window.message.hide()


def gone(window: MainWindow, camera: Camera, album: Path) -> None:
    """A photo whose file went away before it was ever looked at. Ends with the file where it was."""
    photo = window.client._library.photos()[0]
    path = Path(photo.paths[0])
    away = path.rename(album / "away.pgm")
    try:
        window.open_photo(photo.id)
        camera.take(window, "viewer", "error")
    finally:
        away.rename(path)


def folders(window: MainWindow, camera: Camera, album: Path) -> None:
    """A folder inside the album left out, then the whole away. Ends with the folders as they were."""
    places = window.client._library.places
    places.leave_out(str(album / "s2"))
    away = album.with_name("unplugged")
    window.go("folders")
    page = window.page("folders")
    assert isinstance(page, FoldersView)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    camera.take(window, "folders", "full")
    album.rename(away)
    try:
        window.go("folders")
        camera.take(window, "folders", "away")
    finally:
        away.rename(album)
    places.add([str(album / "s2")])


def identify(window: MainWindow, camera: Camera, album: Path) -> None:
    """Answers of each kind: somebody, nobody known, and a file that is no picture."""
    page = window.page("identify")
    assert isinstance(page, IdentifyView)
    window.go("identify")
    page.identify_sources([album / "s9" / "1.pgm", album / "s10" / "7.pgm"])
    camera.take(window, "identify", "full")
    page.identify_sources([album / "s2" / "letter.jpg"])
    camera.take(window, "identify", "damaged")


def reading(window: MainWindow, camera: Camera, state: str) -> None:
    """The pages one reads most, as ``state`` (a font size or a direction of reading)."""
    for page in listed():
        window.go(page)
        camera.take(window, page, state)
    library = window.client._library
    asked = max(library.people(), key=lambda one: one.suggested if one.name else 0)
    window.open_person(asked.id)
    camera.take(window, "person", state)
    window.open_faces(FaceState.SINGLE)
    camera.take(window, "faces", state)
    face = library.suggestions(asked.id)[0]
    window.open_face(face.photo_id, face.id)
    window.client.start_scan()
    window.client.scan_progressed.emit(FINDING)
    camera.take(window, "viewer", state)
