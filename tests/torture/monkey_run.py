"""One seed: the program as it is started, a scan of real photos, and the hands. A process of its own."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import multiprocessing
import os
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from monkey_book import Book
from monkey_ears import Ears
from monkey_feed import FaceCount, Feed
from monkey_hands import Hands
from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Decision
from faceapp.gui import app as program
from faceapp.gui.client import LibraryClient
from faceapp.gui.main_window import MainWindow
from faceapp.logs import log_file, start_log

HANG_SECONDS = 120
"""The event loop has stood still: every thread's stack is written down and the process ends."""
HOUSEKEEPING_MS = 1000
MENU_MS = 120
FIRST_FACES = 30
"""So many are there before anything is done: in an empty window little can be reached."""


class Monkey(QObject):
    """Lives in the window thread of one program.

    Args:
        app: The program.
        folder: Everything of this seed lies here.
        given: ``seed``, ``actions``, ``photos``, ``pause`` (milliseconds between two actions, on average).
    """

    def __init__(self, app: program.App, folder: Path, given: dict[str, int], feed: Feed, book: Book) -> None:
        super().__init__(app)
        self._app = app
        self._root = folder / "library"
        self._wanted, self._pause = given["actions"], given["pause"]
        self._feed = feed
        self._book = book
        self._trace = (folder / "actions.txt").open("a", encoding="utf-8", buffering=1)
        self._file = (folder / "stacks.txt").open("w")
        self._session: program.Session | None = None
        self._paused = 0
        self._random = Random(given["seed"])
        self.faces = FaceCount(self._root)
        self.kinds: Counter[str] = Counter()
        self.done = self.sessions = self.beats = self.scanning = 0
        self.last = "the start"
        self.began = time.monotonic()
        self.seconds = 0.0
        self.before = 0
        self.hands = Hands(self._random, folder, self._did, self._window, self._theme)
        self._acting: float | None = None
        self._menus = QTimer(self, interval=MENU_MS)
        self._menus.timeout.connect(self._in_menu)
        self._menus.start()
        self._house = QTimer(self, interval=HOUSEKEEPING_MS)
        self._house.timeout.connect(self._keep)
        self._house.start()
        self._wait()

    def _wait(self) -> None:
        if self.faces.ever() < FIRST_FACES:
            QTimer.singleShot(200, self, self._wait)
            return
        self.began = time.monotonic()
        self.faces.begin()
        self.before = self.faces.ever()
        self._act()

    def _did(self, words: str) -> None:
        self.last = words
        self.kinds[words.split("(")[0].split(" to ")[0] if "menu" not in words else words] += 1
        self._trace.write(f"{self.done}\t{time.monotonic() - self.began:.2f}\t{words}\n")

    def _window(self) -> MainWindow | None:
        session = self._app._session
        if session is None or session.client.closing or not session.window.isVisible():
            return None
        if session is not self._session:
            self._session, self.sessions = session, self.sessions + 1
            session.client.decided.connect(lambda made, words: self._book.reported(made.event, words))
        # Closed by the monkey, it opens again, as a user would open it.
        self._app._next = (self._root, [])
        return session.window

    def _theme(self) -> None:
        session = self._session
        if session is not None:
            keeper = session.window._preferences
            keeper.set_appearance(self._random.choice(("system", "light", "dark")))

    def _act(self) -> None:
        if self.done % 20 == 0:
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True, file=self._file)
        if self.done >= self._wanted:
            self._end()
            return
        if self._window() is not None:
            self.done += 1
            self._acting = time.monotonic()
            self.hands.act()
            self._acting = None
        # Half of them at once: that is when answers come for what is not there any more.
        pause = self._random.choice((0, self._random.randint(0, 4 * self._pause)))
        QTimer.singleShot(pause, self, self._act)

    def _in_menu(self) -> None:
        """The menu of a button keeps the click that opened it until it is closed: go on in it."""
        if self._acting is not None and time.monotonic() - self._acting > MENU_MS / 1000:
            self.done += 1
            self.hands.choose_in_menu()

    def _keep(self) -> None:
        """The scan goes on whatever was pressed: paused for seconds, stopped until photos come."""
        self.beats += 1
        self.faces.look()
        session = self._app._session
        if session is None or session.client.closing:
            return
        client = session.client
        self.scanning += client.scanning
        self._paused = self._paused + 1 if client.paused else 0
        if self._paused > 5:
            client.resume_scan()
        if self._feed.come() and not client.scanning:
            client.start_scan([self._feed.new])

    def _end(self) -> None:
        window = self._window()
        if window is None:
            QTimer.singleShot(20, self, self._end)
            return
        self.seconds = time.monotonic() - self.began
        self.faces.look(last=True)
        self._house.stop()
        self._app._next = None
        for open_one in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if open_one is not None:
                open_one.close()
        # Another program's clipboard outlives this one; here it is part of it, and would outlive Python.
        QApplication.clipboard().clear()
        self._did("the end: close the window")
        window.close()


def write_down(book: Book) -> None:
    """Let the book know of every decision a window asks for, and of what became of it."""
    true_decide, true_ask = LibraryClient._run_decision, LibraryClient._on

    def decide(client: LibraryClient, work: Any, *more: Any, **named: Any) -> None:
        if client.closing:
            return
        number = book.ask()

        def noted() -> Any:
            try:
                told = work()
            except BaseException as error:
                book.answered(number, None, str(error))
                raise
            book.answered(number, None if told is None else told[0].event)
            return told

        true_decide(client, noted, *more, **named)

    def ask(client: LibraryClient, lane: Any, work: Any, *more: Any) -> None:
        """History turns decisions by questions, boxes are drawn by computing: what comes back tells."""

        def noted(library: Any) -> Any:
            found = work(library)
            if isinstance(found, Decision):
                book.answered(0, found.event)
            return found

        true_ask(client, lane, noted, *more)

    LibraryClient._run_decision = decide  # type: ignore[method-assign]
    LibraryClient._on = ask  # type: ignore[method-assign]


def left_behind() -> list[str]:
    """Threads and processes that still run a while after the window was closed."""
    until = time.monotonic() + 10.0
    while True:
        # Python never forgets a thread of Qt's that ran some of its code (a dummy): those are counted below.
        known = [one for one in threading.enumerate() if not isinstance(one, threading._DummyThread)]
        found = [f"thread {one.name}" for one in known if one is not threading.main_thread()]
        found += [f"process {one.name}" for one in multiprocessing.active_children()]
        if QThreadPool.globalInstance().activeThreadCount():
            found.append("a thread of Qt's pool")
        found += _children()
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.1)


def _children() -> list[str]:
    """Child processes by the system's own list. multiprocessing keeps a tracker until the program ends."""
    found = []
    tasks = Path("/proc/self/task")
    for task in tasks.iterdir() if tasks.exists() else ():
        # What ends while it is looked at is gone, as it should be.
        with contextlib.suppress(OSError):
            for number in (task / "children").read_text().split():
                line = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                if "resource_tracker" not in line:
                    found.append(f"process {number}: {line}")
    return found


def run(folder: Path, given: dict[str, int]) -> int:
    """Play one seed; writes ``result.json`` and ``complaints.txt``. Returns what the program returned."""
    feed = Feed(Random(given["seed"]), folder, given["photos"])
    book = Book(folder / "book.jsonl")
    monkeys: list[Monkey] = []
    start_log()
    ears = Ears(folder / "complaints.txt", lambda: monkeys[0].last if monkeys else "nothing")
    write_down(book)
    true_open = program.App.open

    def opened(app: program.App, *given_to_it: Any) -> None:
        if not monkeys:
            monkeys.append(Monkey(app, folder, given, feed, book))
        true_open(app, *given_to_it)

    program.App.open = opened  # type: ignore[method-assign]
    try:
        code = program.run(folder / "library", device="cpu", folders=[feed.album])
    except FaceAppError as error:
        ears.complain("start", error.user_message)
        code = 1
    faulthandler.cancel_dump_traceback_later()
    (monkey,) = monkeys
    for one in left_behind():
        ears.complain("left behind", one)
    for line in log_file().read_text(encoding="utf-8", errors="replace").splitlines():
        if " ERROR " in line or " CRITICAL " in line:
            ears.heard.append(f"log file: {line}")
    result = {
        "actions": monkey.done,
        "seconds": round(monkey.seconds, 1),
        "faces a minute": monkey.faces.minutes,
        "faces": monkey.faces.ever(),
        "faces while it acted": monkey.faces.ever() - monkey.before,
        "scanning": round(monkey.scanning / max(monkey.beats, 1), 3),
        "windows": monkey.sessions,
        "begun": dict(monkey.hands.begun),
        "done": dict(monkey.kinds),
        "heard": ears.heard,
        "code": code,
    }
    (folder / "result.json").write_text(json.dumps(result))
    return code


def main(arguments: list[str]) -> int:
    """``FOLDER SEED ACTIONS PHOTOS PAUSE``, in a home of its own: nobody's settings are touched."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path(arguments[0])
    faulthandler.enable()  # on standard error, which is open until the very end
    names = ("seed", "actions", "photos", "pause")
    return run(folder, dict(zip(names, map(int, arguments[1:]), strict=True)))
