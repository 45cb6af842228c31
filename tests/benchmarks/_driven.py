"""The window driven as by its user, and measured: ``python -m tests.benchmarks._driven LIBRARY PHOTO``.

Everything happens in the real window with its real threads and engine. A *frame* lasts from the moment a
scroll event is due (at 60 a second) until the event loop is through with it and what follows it: the paint of
the widget into the window's picture, and whatever else came in. Where the loop is late for the event, that
counts, too. Prints one JSON object: ``frames`` (by page and way of scrolling), ``worked`` (what they took of
the window thread's processor time), ``waits`` (by what was waited for), all in milliseconds, ``loaded``
(thumbnails), and whether one was loaded in the window thread. Then it waits for a line, so that its memory
can be looked at from outside, and closes.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtWidgets import QAbstractItemView, QWidget

    from faceapp.gui.app import Session

FRAME = 1 / 60
STEADY, FLICK = 30, 240
"""Turn of the wheel in a frame, in eighths of a degree: a touchpad read by, and thrown."""
STEADY_FRAMES, FLICK_FRAMES, JUMPS, ROUNDS = 240, 120, 20, 5
PATIENCE = 60.0
LARGEST = 1


class Pictures:
    """Which thumbnails what is painted lacks, and which are loaded."""

    def __init__(self) -> None:
        from faceapp.gui.thumbnail_loader import ThumbnailLoader

        self.lacking: set[Any] = set()
        self.threads: set[int] = set()
        self.loaded = 0
        plain, load, keep = ThumbnailLoader.pixmap, ThumbnailLoader._load, ThumbnailLoader._keep

        def pixmap(loader: Any, key: Any, *rest: Any) -> Any:
            found = plain(loader, key, *rest)
            if found is None:
                self.lacking.add(key)
            else:
                self.lacking.discard(key)
            return found

        def keeping(loader: Any, request: Any, image: Any) -> None:
            keep(loader, request, image)
            self.lacking.discard(request[0])  # painted in the next turn of the loop

        def loading(loader: Any, request: Any) -> Any:
            self.threads.add(threading.get_ident())
            self.loaded += 1
            return load(loader, request)

        ThumbnailLoader.pixmap = pixmap  # type: ignore[method-assign]
        ThumbnailLoader._load = loading  # type: ignore[method-assign]
        ThumbnailLoader._keep = keeping  # type: ignore[method-assign]


class Driver:
    """Goes through the pages of one window."""

    def __init__(self, session: Session, pictures: Pictures, photo: str) -> None:
        from PySide6.QtWidgets import QApplication

        self.session, self.window = session, session.window
        self._photo = photo
        self._pictures = pictures
        self._app: Any = QApplication.instance()
        self.frames: dict[str, list[float]] = defaultdict(list)
        self.worked: dict[str, list[float]] = defaultdict(list)
        self.waits: dict[str, list[float]] = defaultdict(list)
        self._random = random.Random(1)

    # -- the event loop -----------------------------------------------------------------------------
    def _until(self, done: Callable[[], bool]) -> None:
        started = time.perf_counter()
        while not done():
            self._app.processEvents()
            if time.perf_counter() - started > PATIENCE:
                raise TimeoutError(f"not after {PATIENCE:.0f} s on {self.window.place}")
            time.sleep(0.0002)

    def _rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        self._until(lambda: time.perf_counter() >= end)

    def _complete(self) -> bool:
        return not self._pictures.lacking

    # -- scrolling ----------------------------------------------------------------------------------
    def scroll(self, name: str, view: QAbstractItemView) -> None:
        """Scroll a list in every way."""
        from PySide6.QtCore import Qt

        view.setFocus()
        bar = view.verticalScrollBar()
        bar.setValue(0)
        self._rest(0.5)
        self._until(self._complete)
        for way, turn, count in (("steady", STEADY, STEADY_FRAMES), ("flick", FLICK, FLICK_FRAMES)):
            self._wheel(f"{name} {way}", view, turn, count)
            started = time.perf_counter()
            self._pictures.lacking.clear()
            view.viewport().update()
            self._app.processEvents()
            self._shown(name, f"after a {way}", started)
        bar.setValue(0)
        self._rest(0.3)
        for _ in range(JUMPS):
            if bar.value() == bar.maximum():
                break
            self._jump(name, "Page Down", view, lambda: self._press(view, Qt.Key.Key_PageDown))
        for _ in range(JUMPS):
            place = self._random.random()
            self._jump(name, "jump", view, lambda place=place: self._go_to(view, place))

    def _wheel(self, name: str, view: QAbstractItemView, turn: int, count: int) -> None:
        bar, end = view.verticalScrollBar(), 0.0
        due = time.perf_counter()
        for _ in range(count):
            if bar.value() == bar.maximum():
                bar.setValue(0)
                self._rest(0.2)
                due = time.perf_counter()
            due = max(due + FRAME, end)
            while (left := due - time.perf_counter()) > 0:
                self._app.processEvents()
                time.sleep(min(max(left, 0), 0.0005))
            busy = time.thread_time()
            self._turn(view, turn)
            self._app.processEvents()
            end = time.perf_counter()
            self.worked[name].append(1000 * (time.thread_time() - busy))
            self.frames[name].append(1000 * (end - due))

    def _jump(self, name: str, way: str, view: QAbstractItemView, go: Callable[[], None]) -> None:
        self._rest(0.05)
        self._pictures.lacking.clear()
        started, busy = time.perf_counter(), time.thread_time()
        go()
        self._app.processEvents()
        self.worked[f"{name} {way}"].append(1000 * (time.thread_time() - busy))
        self.frames[f"{name} {way}"].append(1000 * (time.perf_counter() - started))
        self._shown(name, f"after a {way}", started)

    def _shown(self, name: str, way: str, started: float) -> None:
        self._until(self._complete)
        self._app.processEvents()
        self.waits[f"{name}: pictures {way}"].append(1000 * (time.perf_counter() - started))

    def _turn(self, view: QAbstractItemView, turn: int) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        port = view.viewport()
        middle = QPointF(port.rect().center())
        event = QWheelEvent(
            middle,
            port.mapToGlobal(middle),
            QPoint(),
            QPoint(0, -turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        self._app.sendEvent(port, event)

    def _press(self, widget: QWidget, key: Qt.Key, text: str = "") -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._app.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))

    def _go_to(self, view: QAbstractItemView, place: float) -> None:
        """Where the years at the edge are, by a click on them; else by the scroll bar."""
        from PySide6.QtCore import QEvent, QPointF, Qt

        from faceapp.gui.widgets.timeline_scrubber import TimelineScrubber

        years = [one for one in self.window.findChildren(TimelineScrubber) if one.isVisible()]
        if not years:
            bar = view.verticalScrollBar()
            bar.setValue(round(place * bar.maximum()))
            return
        at = QPointF(20, place * years[0].height())
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self._click(years[0], at, kind, Qt.MouseButton.LeftButton)

    def _click(self, widget: QWidget, at: Any, kind: QEvent.Type, button: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QMouseEvent

        where = widget.mapToGlobal(at)
        event = QMouseEvent(kind, at, where, button, button, Qt.KeyboardModifier.NoModifier)
        self._app.sendEvent(widget, event)

    # -- pages --------------------------------------------------------------------------------------
    def turn_to(self, name: str, go: Callable[[], None]) -> None:
        """Go to a page; until it is painted with its content, and with all of its pictures."""
        answered: list[None] = []
        self._rest(0.1)
        self._pictures.lacking.clear()
        started = time.perf_counter()
        go()
        # Answers come in the order of the questions: when this one is there, the page has its own.
        self.session.client.ask(lambda _: None, answered.append, owner=self.window)
        self._until(lambda: bool(answered))
        self.window.repaint()
        self.waits[f"page {name}"].append(1000 * (time.perf_counter() - started))
        self._until(self._complete)
        self.waits[f"page {name}: pictures"].append(1000 * (time.perf_counter() - started))

    def pages(self) -> None:
        """Every page of the side bar but Review, several times; by a click."""
        keys = [key for key in self.window.side_bar.buttons if key != "review"]
        for number in range(ROUNDS):
            for key in [*keys[1:], keys[0]]:
                order = "first" if number == 0 and key != "people" else "again"
                self.turn_to(f"{key}, {order}", self.window.side_bar.buttons[key].click)

    def largest(self) -> None:
        """The person with the most faces, from People."""
        for _ in range(3):
            self.turn_to("largest person", lambda: self.window.open_person(LARGEST))
            self._rest(1.0)  # looking for odd faces goes on beside
            self.window.go("people")
        for person in range(20, 30):
            self.turn_to("a person", lambda person=person: self.window.open_person(person))
            self.window.go("people")

    def viewer(self) -> None:
        """Photos of the timeline, opened and left."""
        photos: Any = self.window.page("photos")
        viewer: Any = self.window.page("viewer")
        sharp: list[None] = []
        viewer._feed.arrived.connect(lambda: sharp.append(None))
        for number in range(8):
            self.window.go("photos")
            self._rest(0.3)
            sharp.clear()
            started = time.perf_counter()
            photo = photos.photo_ids()[50 * number]
            photos.show_photo(photo)
            self.turn_to("viewer", lambda photo=photo: self.window.open_photo(photo))
            self._until(lambda: bool(sharp) or viewer._feed.is_shown(viewer.photo_id))
            self.waits["viewer: the photo in full"].append(1000 * (time.perf_counter() - started))

    def search(self) -> None:
        """Type a name, letter by letter."""
        from PySide6.QtCore import Qt

        photos: Any = self.window.page("photos")
        self.window.go("photos")
        self._rest(0.5)
        found: list[None] = []
        counted: list[None] = []
        photos._search.found.connect(lambda *_: found.append(None))
        photos._search.counted.connect(lambda *_: counted.append(None))

        def not_found(*_: object) -> None:
            found.append(None)
            counted.append(None)

        photos._search.failed.connect(not_found)  # a beginning that may be too many: the page says nothing
        for _ in range(3):
            photos.focus_search()
            for letter in "Anna":
                found.clear()
                counted.clear()
                started = time.perf_counter()
                self._press(photos._bar.field, Qt.Key[f"Key_{letter.upper()}"], letter)
                self._until(lambda: bool(found))
                self.window.repaint()
                self.waits["search: a letter, photos"].append(1000 * (time.perf_counter() - started))
                self._until(lambda: bool(counted))
                self.window.repaint()
                self.waits["search: a letter, people and photos"].append(
                    1000 * (time.perf_counter() - started)
                )
                self._rest(0.1)
            started = time.perf_counter()
            photos._bar.clear()
            self._app.processEvents()
            self.waits["search: cleared"].append(1000 * (time.perf_counter() - started))
            self._rest(0.3)

    def review(self) -> None:
        """The first question, and how long other pages wait meanwhile."""
        view: Any = self.window.page("review")
        started = time.perf_counter()
        self.window.go("review")
        self._rest(0.3)
        answered: list[None] = []
        asked = time.perf_counter()
        self.session.client.ask(lambda library: library.people(), answered.append, owner=self.window)
        self._until(lambda: bool(answered))
        self.waits["another page, while the first question is looked for"].append(
            1000 * (time.perf_counter() - asked)
        )
        self._until(lambda: view.feed.now is not None or "Nothing left" in view.words())
        self.window.repaint()
        self.waits["review: first question"].append(1000 * (time.perf_counter() - started))
        self._until(self._complete)
        self.waits["review: first question, with pictures"].append(1000 * (time.perf_counter() - started))

    def identify(self) -> None:
        """Ask who is in a picture: the networks are in memory from then on."""
        from pathlib import Path

        answers: list[Any] = []
        self.session.client.identify(Path(self._photo), answers.append, owner=self.window)
        self._until(lambda: bool(answers))

    # -- all of it ----------------------------------------------------------------------------------
    def drive(self) -> None:
        """Everything, in order."""
        self._until(lambda: not self.session.client.scanning)
        self._rest(8.0)  # what is read some seconds after the first page
        self.identify()
        self.pages()
        self.largest()
        self.viewer()
        self.search()
        for key in ("photos", "people", "history", "problems"):
            self.window.go(key)
            page: Any = self.window.page(key)
            self.scroll(key, page.grid if key == "people" else page._list)
        self.window.open_person(LARGEST)
        person: Any = self.window.page("person")
        self._rest(3.0)
        self.scroll("person", person.grid)
        self.review()
        report = {
            "frames": self.frames,
            "worked": self.worked,
            "waits": self.waits,
            "loaded": self._pictures.loaded,
            "in the window thread": threading.get_ident() in self._pictures.threads,
            "ratio": self.window.devicePixelRatioF(),
        }
        print(json.dumps(report), flush=True)
        sys.stdin.readline()
        self.window.close()


def main(library: str, photo: str) -> int:
    """Open the window by the command line, and drive it."""
    pictures = Pictures()
    from PySide6.QtCore import QTimer

    from faceapp.cli.main import main as command_line
    from faceapp.gui.app import Session

    plain = Session._settled

    def settled(session: Any, scan: bool) -> None:
        plain(session, scan)
        driver = Driver(session, pictures, photo)
        QTimer.singleShot(0, session, lambda: _drive(driver))

    Session._settled = settled  # type: ignore[method-assign]
    return command_line(["--library", library])


def _drive(driver: Driver) -> None:
    try:
        driver.drive()
    except BaseException:  # noqa: BLE001 - the window would go on without its driver
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
