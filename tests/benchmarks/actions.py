"""Event-loop delay of the window at every action while real photos are scanned, beside an idle process.

As ``heartbeat``, but the window is not only looked at: each page is opened, each entry of its menus chosen,
names are typed, questions answered, people merged, photos searched, scrolled, opened, zoomed, pictures asked
about. A table tells which action held the event loop up, and for how long: by the clock, and (``worked``) by
the processor time of the window's thread in one go, which other programs on the machine do not lengthen much.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import _verdict
from tests.benchmarks._verdict import Figure
from tests.benchmarks.heartbeat import LATE_MS, Beat

if TYPE_CHECKING:
    from faceapp.gui.main_window import MainWindow

EACH_MS = 150
"""From one action to the next: its answers come in that time, and are counted for it."""
COPIES = 5
"""Albums of 400 that are scanned one after the other, as long as there is something to do."""
LISTED = ("people", "review", "photos", "identify", "folders", "problems", "history", "settings")
END = "the end"
LEFT_OUT = ("Quit", "Leave out", "Stop scanning")
"""Actions that would end what is measured."""


def albums(folder: Path) -> list[Path]:
    """The sample album, and others made of it: mirrored, and shaved, which makes other photos."""
    from PIL import Image, ImageOps

    from faceapp.library import sample

    found = [sample.prepare(folder / "album 0")]
    pictures = sorted(found[0].rglob("*.pgm"))
    for number in range(1, COPIES):
        copy = folder / f"album {number}"
        copy.mkdir()
        for at, path in enumerate(pictures):
            with Image.open(path) as opened:
                picture = ImageOps.crop(opened, number)
                (ImageOps.mirror(picture) if number % 2 else picture).save(copy / f"{at:03d}.png")
        found.append(copy)
    return found


def close_doors() -> None:
    """Nothing of other programs is opened; a file dialog is closed as soon as it is asked for."""
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import QFileDialog

    from faceapp.gui.widgets import files

    QFileDialog.open = lambda dialog, *_: dialog.reject()  # type: ignore[method-assign]
    QDesktopServices.openUrl = lambda _: True  # type: ignore[method-assign]
    files._ask_file_manager = lambda _: True


class Hands:
    """Does one thing after the other; each is a step of :meth:`round`, which yields its name after it."""

    def __init__(self, window: MainWindow, photo: Path) -> None:
        self._window = window
        self._photo = photo
        self._named = 0

    def tap(self, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        handle = top.windowHandle()
        if handle is not None:
            both = QKeySequence(keys)[0]
            QTest.keyClick(handle, both.key(), both.keyboardModifiers())

    def letters(self, words: str) -> Iterator[None]:
        for letter in words:
            self.tap({" ": "Space", "+": "+"}.get(letter, letter.upper()))
            yield

    def round(self) -> Iterator[str]:
        """Everything once."""
        for page, steps in (
            ("people", self._people()),
            ("person", self._person()),
            ("review", self._review()),
            ("photos", self._photos()),
            ("viewer", self._viewer()),
            ("identify", self._identify()),
            ("folders", ()),
            ("problems", ()),
            ("history", ()),
            ("settings", self._settings()),
        ):
            if page not in ("person", "viewer"):
                self.tap(f"Ctrl+{LISTED.index(page) + 1}")
                yield f"page {page}"
            yield from steps
            yield from self._entries(page)
        for keys, what in (("Ctrl+Z", "undo"), ("Ctrl+Z", "undo"), ("Ctrl+Shift+Z", "redo")):
            self.tap(keys)
            yield what
        self._window.resize(1100, 700)
        yield "resize"
        self._window.resize(1280, 800)
        yield "resize"

    def _entries(self, page: str) -> Iterator[str]:
        """Every action of a page, from its menus and keys; what opens is closed again."""
        from PySide6.QtGui import QAction
        from PySide6.QtWidgets import QApplication, QWidget

        shown = self._window._stack.currentWidget()
        widgets = [shown, *shown.findChildren(QWidget)]
        found = {id(one): one for widget in widgets for one in widget.actions() if isinstance(one, QAction)}
        for action in found.values():
            words = action.text()
            if not words or words in LEFT_OUT or not action.isEnabled() or action.menu():
                continue
            if self._window._stack.currentWidget() is not shown:
                return  # an entry led elsewhere: the rest has its turn in the next round
            action.trigger()
            yield f"{page}: {words}"
            while (
                dialog := QApplication.activeModalWidget() or QApplication.activePopupWidget()
            ) is not None:
                dialog.close()
                yield "close a dialog"

    def _choose(self, view: Any, row: int) -> bool:
        model = view.model()
        if model.rowCount():
            view.setCurrentIndex(model.index(min(row, model.rowCount() - 1), 0))
            view.setFocus()
        return bool(model.rowCount())

    def _people(self) -> Iterator[str]:
        people: Any = self._window.page("people")
        groups = [one for one in people.everyone() if one.name is None]
        if not groups:
            return
        people.select(groups[0].id)
        people.grid.setFocus()
        self.tap("F2")
        yield "name: open the field"
        self._named += 1
        for _ in self.letters(f"person {self._named}"):
            yield "name: a letter"
        self.tap("Return")
        yield "name: Enter"
        for _ in range(4):
            bar = people.grid.verticalScrollBar()
            bar.setValue(bar.value() + 300)
            yield "people: scroll"
        named = [one for one in people.everyone() if one.name]
        others = [one for one in people.everyone() if one.name is None]
        if named and others:
            people._preview_merge(named[0], [others[-1]])
            yield "merge: preview"
            self.tap("Return")
            yield "merge"
        for letter in ("p", "1", ""):
            self._window.side_bar.search.setText(letter)
            yield "search people: a letter"

    def _person(self) -> Iterator[str]:
        people: Any = self._window.page("people")
        known = sorted(people.everyone(), key=lambda one: (one.name is None, -one.suggested, -one.faces))
        if not known:
            return
        self._window.open_person(known[0].id)
        yield "person: open"
        person: Any = self._window.page("person")
        for look in ("photos", "years", "faces"):
            person.head.show_look(look)
            yield f"person: look at {look}"
        if self._choose(person.grid, 1):
            for keys in ("Y", "N"):
                self.tap(keys)
                yield f"person: key {keys}"
        self._choose(person.grid, 0)

    def _review(self) -> Iterator[str]:
        for keys in ("Y", "N", "S", "U", "Y", "Return", "Right", "Space", "1", "E"):
            self.tap(keys)
            yield f"review: key {keys}"
            if self._window.place[0] != "review":
                return
        self.tap("Escape")
        yield "review: key Escape"

    def _photos(self) -> Iterator[str]:
        photos: Any = self._window.page("photos")
        for _ in range(6):
            bar = photos._list.verticalScrollBar()
            bar.setValue(bar.value() + 500)
            yield "photos: scroll"
        self.tap("Ctrl+F")
        yield "search: open"
        for _ in self.letters("person 1"):
            yield "search: a letter"
        for keys in ("Return", "Escape"):
            self.tap(keys)
            yield f"search: key {keys}"
        photos.show_query("faces>0")
        yield "search: all photos"
        photos.show_query("")
        yield "search: clear"

    def _viewer(self) -> Iterator[str]:
        photos: Any = self._window.page("photos")
        ids = photos.photo_ids()
        if not ids:
            return
        self._window.open_photo(ids[len(ids) // 2])
        yield "viewer: open"
        for keys in ("Right", "Right", "Left", "+", "+", "-", "0", "B", "B", "Down", "Z", "0", "W", "W"):
            self.tap(keys)
            yield f"viewer: key {keys}"

    def _identify(self) -> Iterator[str]:
        from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
        from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
        from PySide6.QtWidgets import QApplication

        mime, place = QMimeData(), QPoint(700, 400)
        mime.setUrls([QUrl.fromLocalFile(str(self._photo))])
        how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._window, QDragEnterEvent(place, *how))
        QApplication.sendEvent(self._window, QDragMoveEvent(place, *how))
        yield "identify: drag over"
        QApplication.sendEvent(self._window, QDropEvent(QPointF(place), *how))
        for _ in range(6):
            yield "identify: drop, and its answer"

    def _settings(self) -> Iterator[str]:
        keeper = self._window._preferences
        for scheme in ("dark", "light", "system"):
            keeper.set_appearance(scheme)
            yield "settings: appearance"


def drive(library: Path, folders: list[Path], rounds: int) -> tuple[Beat, dict[str, int]]:
    """Open the window, scan, and do everything so often."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from faceapp.gui.app import _SCHEMES, Session
    from faceapp.gui.preferences import PreferenceKeeper, Preferences
    from faceapp.gui.style import Appearance
    from faceapp.library.services import open_library

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    close_doors()
    appearance = Appearance(app)
    keeper = PreferenceKeeper(Preferences(), lambda _: None)
    keeper.changed.connect(lambda chosen: appearance.choose(_SCHEMES[chosen.appearance]))
    appearance.choose(Qt.ColorScheme.Light)
    waiting = folders[1:]
    session = Session(open_library(library, beside_window=True), folders[:1], keeper)
    window, client = session.window, session.client
    window.resize(1280, 800)
    window.closed.connect(app.quit)
    hands, beat = Hands(window, sorted(folders[0].rglob("*.pgm"))[7]), Beat()
    counts = {"actions": 0, "photos": 0, "actions without a scan": 0}
    steps = (step for _ in range(rounds) for step in hands.round())

    def act() -> None:
        if not client.scanning and waiting:
            client.start_scan([waiting.pop(0)])
        beat.doing = ""
        # What it is comes out after it was done, when the beat that it held up is still to come.
        beat.doing = next(steps, END)
        if beat.doing == END:
            hand.stop()
            beat.stop()
            window.close()
            return
        counts["actions"] += 1
        counts["actions without a scan"] += not client.scanning

    client.scan_finished.connect(lambda summary: counts.update(photos=summary.photos))
    hand = QTimer(interval=EACH_MS)
    hand.timeout.connect(act)
    # People are there first: an empty window has little to do.
    QTimer.singleShot(12_000, hand, hand.start)
    errors: list[BaseException] = []

    def failed(_: object, error: BaseException, trace: object) -> None:
        errors.append(error)
        app.quit()

    sys.excepthook = failed
    app.exec()
    sys.excepthook = sys.__excepthook__
    if errors:
        raise errors[0]
    appearance.deleteLater()
    return beat, counts


def main(arguments: list[str]) -> int:
    """Print the worst actions, both processes' figures and the difference at p99.9."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks actions")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is done")
    parser.add_argument("--rows", type=int, default=40, help="actions to list, worst first")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        photos = albums(Path(folder))
        flag = Path(folder) / "done"
        control = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks", "heartbeat", "--control", str(flag)],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            beat, done = drive(Path(folder) / "library", photos, given.rounds)
        finally:
            flag.touch()
        idle = json.loads(control.communicate()[0])
    window, by_action = beat.figures(), beat.by_action()
    print(f"{'action':40} {'p99.9':>7} {'worst':>7} {'worked':>7} {'beats':>6}")
    for name, beats in sorted(by_action.items(), key=lambda one: -max(worked for _, worked in one[1]))[
        : given.rows
    ]:
        late = sorted(late for late, _ in beats)
        high = late[min(len(late) - 1, int(len(late) * 0.999))]
        worked = max(worked for _, worked in beats)
        print(f"{name or '(waiting for people)':40} {high:7.1f} {late[-1]:7.1f} {worked:7.1f} {len(late):6}")
    print(f"{len(by_action)} actions")
    for name, figures in (("window", window), ("control", idle)):
        print(f"{name}: {', '.join(f'{key} {value:g}' for key, value in figures.items())}")
    print(", ".join(f"{count} {what}" for what, count in done.items()))
    late_by = Figure("p99.9 above the control", window["p99.9"] - idle["p99.9"], LATE_MS, "ms")
    return _verdict.conclude("actions", [late_by], out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
