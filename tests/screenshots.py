"""Pictures of the window for looking at, made by the window itself from the ORL faces.

``python -m tests.screenshots OUT`` scans a few ORL people into a library of its own and writes the pages in
light and dark, at 1x and 2x, to OUT. ``--readme`` also refreshes ``resources/screenshots``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

PEOPLE = 15
NAMED = {"s2": "Alex", "s5": "Robin", "s7": "Sam", "s10": "Kim"}
OUT_OF_FOCUS = tuple(NAMED)
README = Path(__file__).resolve().parent.parent / "resources" / "screenshots"


def build_library(root: Path, album: Path, people: int = PEOPLE) -> None:
    """Scan some ORL people, name a few, and scan the rest of their photos: as an album grows.

    Some of them are out of focus at last, as photos are: there the app asks instead of knowing.
    """
    from PIL import Image, ImageFilter

    from faceapp.library import sample
    from faceapp.library.services import open_library

    def copy(numbers: range, blur: float = 0.0) -> None:
        for folder in (f"s{person}" for person in range(1, people + 1)):
            (album / folder).mkdir(parents=True, exist_ok=True)
            for number in numbers:
                name = Path(folder) / f"{number}.pgm"
                lens = ImageFilter.GaussianBlur(blur if folder in OUT_OF_FOCUS else 0.0)
                Image.open(sample.source() / name).filter(lens).save(album / name)

    with open_library(root) as library:
        copy(range(1, 4))
        library.scan([album])
        for person in library.people():
            folder = Path(library.photos_of_person(person.id)[0].paths[0]).parent.name
            if folder in NAMED:
                library.decide.name(person.id, NAMED[folder], person.sample_face_ids[:1])
        alex, robin = (
            next(one for one in library.people() if one.name == name) for name in ("Alex", "Robin")
        )
        library.decide.birthdate(alex.id, date(1962, 5, 3))
        with library._context.database.transaction() as db:  # as if they were taken over seven years
            for year, photo in enumerate(library.photos_of_person(alex.id), start=1988):
                taken = f"{year}-06-01T12:00:00"
                db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo.id))
        library.decide.look_alike(alex.id, robin.id)
        doubted = library.faces_of_person(robin.id)[-1].id
        library.decide.reject([doubted], robin.id)
        library.decide.confirm([doubted], robin.id)
        copy(range(4, 8))
        copy(range(8, 11), blur=2.6)
        library.scan()


def take(root: Path, out: Path, scale: int) -> None:
    """Grab every page in both themes (this process has one display scale)."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication, QWidget

    from faceapp.core.changes import EVERYTHING
    from faceapp.core.models import FaceState
    from faceapp.core.progress import Progress
    from faceapp.gui.client import LibraryClient
    from faceapp.gui.jobs import InlineLanes
    from faceapp.gui.main_window import MainWindow
    from faceapp.gui.pages import PAGES
    from faceapp.gui.style import Appearance
    from faceapp.gui.thumbnail_loader import ThumbnailLoader
    from faceapp.gui.views.history_view import HistoryView
    from faceapp.gui.views.people_view import PeopleView
    from faceapp.gui.views.person_view import PersonView
    from faceapp.gui.views.review_view import ReviewView
    from faceapp.gui.views.viewer_view import ViewerView
    from faceapp.gui.widgets.strictness_card import StrictnessCard
    from faceapp.gui.widgets.why_panel import WhyPanel
    from faceapp.library.services import open_library

    app = QApplication([])
    look = QFont(app.font())
    if "Inter" in QFontDatabase.families():
        look.setFamily("Inter")
    look.setPixelSize(13)  # what a desktop's own font would be
    app.setFont(look)
    appearance = Appearance(app)
    copies = tempfile.TemporaryDirectory()
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        appearance.choose(scheme)
        # A copy: what is decided for one picture is not seen in the next theme's.
        library = open_library(Path(shutil.copytree(root, Path(copies.name) / scheme.name)))
        client = LibraryClient(library, InlineLanes())
        window = MainWindow(client, ThumbnailLoader(library, inline=True))
        suffix = f"{scheme.name.lower()}-{scale}x"

        def grab(name: str, widget: QWidget | None = None, suffix: str = suffix) -> None:
            shown = widget or window  # noqa: B023 - used in this round of the loop only
            app.sendPostedEvents()
            app.processEvents()
            shown.grab().save(str(out / f"{name}-{suffix}.png"))

        window.start(welcome=True)
        window.show()
        grab("welcome")
        for page in PAGES:
            if page.title:
                window.go(page.key)
                grab(page.key)
        review = window.page("review")
        assert isinstance(review, ReviewView)
        window.go("review")
        for number in range(1, 30):  # passing over what stands alone
            if review.feed.now is None:
                break
            if review.on_page:
                review.page.grid.toggle(1)
                grab(f"review-page-{number}")
            review.feed.skip()
        library.review.ask_again(library.review._skipped())
        people = window.page("people")
        assert isinstance(people, PeopleView)
        window.go("people")
        named = [one for one in people.everyone() if one.name]
        groups = [one for one in people.everyone() if not one.name]
        people.select(groups[0].id)
        grab("people-selected")
        people._name_current()
        grab("people-naming")
        people.grid.setFocus()
        people._preview_merge(named[0], [groups[0]])
        _grab_dialog(window, lambda dialog: grab("merge", dialog))
        people._merge_into()
        _grab_dialog(window, lambda dialog: grab("picker", dialog))
        client.scan_started.emit()
        client.scan_progressed.emit(Progress("Finding faces", 1204, 9310, 3.1, 360.0, "12 people so far"))
        window.message.tell("Anna: 10 faces in 10 photos", "Undo", client.undo)
        grab("people-scanning")
        client.scan_stopped.emit()
        window.message.hide()
        asked = max(named, key=lambda one: one.suggested)
        window.open_person(asked.id)
        person = window.page("person")
        assert isinstance(person, PersonView)
        person.grid.setCurrentIndex(person.faces.index(1))
        grab("person")
        person.head.show_look("photos")
        grab("person-photos")
        person.head.show_look("faces")
        for ask, name in ((person.tools.birthdate, "birth-date"), (person.tools.split, "split-none")):
            ask()
            _grab_dialog(window, lambda dialog, name=name: grab(name, dialog))  # type: ignore[misc]
        window.open_person(next(one.id for one in named if one.name == "Alex"))
        grab("person-known")
        person.head.show_look("years")
        grab("person-years")
        person.head.show_look("faces")
        window.open_person(groups[0].id)
        grab("group")
        person.tools.split()
        _grab_dialog(window, lambda dialog: grab("split", dialog))
        if any(page.key == "faces" for page in PAGES):
            window.open_faces(FaceState.SINGLE)
            grab("faces")
        history = window.page("history")
        assert isinstance(history, HistoryView)
        window.go("history")
        for ask, name in (
            (history.turn_current, "undo"),
            (history.undo_since, "undo-since"),
            (history.clashes.open_them, "contradictions"),
        ):
            ask()
            _grab_dialog(window, lambda dialog, name=name: grab(name, dialog))  # type: ignore[misc]
        window.go("photos")
        window.open_photo(library.photos()[0].id)
        grab("viewer")
        asking = library.suggestions(asked.id)[0]
        window.open_face(asking.photo_id, asking.id)
        viewer = window.page("viewer")
        assert isinstance(viewer, ViewerView)
        viewer.findChild(WhyPanel).button.setChecked(True)
        grab("viewer-why")
        viewer.harder.begin(asking.photo_id)
        grab("viewer-looking")
        viewer.harder.end(asking.photo_id)
        viewer.look_harder()
        viewer._show(viewer._photo, [])
        grab("viewer-no-faces")
        viewer.menu.popup(viewer.mapToGlobal(viewer.rect().center()))
        grab("viewer-menu", viewer.menu)
        viewer.menu.close()
        window.message.hide()
        window.go("settings")
        card = window.page("settings").findChild(StrictnessCard)
        card.slider.setValue(-10)
        card.busy.show()
        grab("settings-strictness-busy")
        loop = QEventLoop()
        QTimer.singleShot(500, loop.quit)
        loop.exec()
        grab("settings-strictness")
        client.changed.emit(EVERYTHING)
        robin = next(one.id for one in named if one.name == "Robin")
        ours = [face.id for face in library.faces_of_person(robin)[:4]]
        other = next(one.id for one in library.people() if one.name is None)
        theirs = [face.id for face in library.faces_of_person(other)]
        library.decide.confirm(ours, robin)
        library.decide.move(theirs[:1], robin)
        window.open_person(robin)
        grab("person-odd")
        window.close()
        window.deleteLater()
    copies.cleanup()


def _grab_dialog(window: object, grab: Callable[..., None]) -> None:
    from PySide6.QtWidgets import QDialog, QWidget

    assert isinstance(window, QWidget)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            grab(dialog)
            dialog.close()


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, help="use this library folder instead of scanning")
    parser.add_argument("--readme", action="store_true", help="refresh resources/screenshots too")
    parser.add_argument("--scale", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    out: Path = given.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if given.scale:
        take(given.library, out, given.scale)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        library = given.library
        if library is None:
            library = Path(temporary) / "library"
            build_library(library, Path(temporary) / "album")
        for scale in (1, 2):
            environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
            command = [sys.executable, "-m", "tests.screenshots", str(out), "--library", str(library)]
            subprocess.run([*command, "--scale", str(scale)], env=environment, check=True)
    if given.readme:
        README.mkdir(parents=True, exist_ok=True)
        for name in ("people", "person"):
            shutil.copyfile(out / f"{name}-light-1x.png", README / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
