"""Puts the window together and runs it. With ``cli/main`` the only place that constructs a library.

The window is shown before any network is loaded: the library loads them at the first scan or question.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from faceapp.core.errors import FaceAppError
from faceapp.core.heaps import share_heaps
from faceapp.gui import handover, icons, language, preferences, window_state
from faceapp.gui.client import LibraryClient
from faceapp.gui.garbage import WindowThreadCollector
from faceapp.gui.handover import Door, Visit
from faceapp.gui.jobs import Jobs, ThreadLane
from faceapp.gui.language import shown
from faceapp.gui.main_window import MainWindow
from faceapp.gui.preferences import PreferenceKeeper, Preferences
from faceapp.gui.readiness import Readiness
from faceapp.gui.state_keeper import StateKeeper
from faceapp.gui.style import LIGHT, Appearance
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.window_state import WindowState
from faceapp.library import sample, services
from faceapp.library.library import Library
from faceapp.paths import default_library

log = logging.getLogger(__name__)

WARM_UP_MS = 5000
"""After the first page: a page that is opened before would take twice as long beside it."""
OWN_PAGES = 256 << 10
"""Bytes from which what the window's threads take is given back when it is free: lists and thumbnails of a
large library. Of 100,000 photos, all pages visited, the window keeps 373 MB instead of 495."""

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def check_platform(platform: str) -> None:
    """Load Qt's window plug-in by hand, where its failure would end the process without a word.

    Raises:
        FaceAppError: a system library is missing; the message names it.
    """
    if not sys.platform.startswith("linux") or platform not in ("", "xcb"):
        return
    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqxcb.so"
    try:
        if plugin.exists():
            ctypes.CDLL(str(plugin))
    except OSError as error:
        raise FaceAppError(
            f"The window cannot open because a system library is missing ({error}). Install it with your "
            "package manager (on Debian and Ubuntu: libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
            "libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxkbcommon-x11-0 libegl1 libgl1)."
        ) from error


class Session(QObject):
    """One open library with its window. Window thread.

    Args:
        library: The open library; closed with the window.
        folders: Scanned at once and remembered.
        preferences: The user's choices about the window.
        state: Where the last window was.
        asked: Pictures to identify, and folders to add, once the window is there.
    """

    def __init__(
        self,
        library: Library,
        folders: Sequence[Path],
        preferences: PreferenceKeeper | None = None,
        state: WindowState | None = None,
        asked: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self._asked = list(asked)
        self._folders = list(folders)
        self.ready: Readiness | None = None
        self.client = LibraryClient(library, parent=self)
        self.thumbnails = ThumbnailLoader(library, self)
        self.client.on_close(self.thumbnails.close)
        # Asked before the window's own questions: it is shown while its people are being counted.
        self.client.ask(lambda known: known.folders(), self._start, owner=self)
        self.window = MainWindow(self.client, self.thumbnails, preferences)
        self.state = StateKeeper(self.window, self.client, state or WindowState())

    def _start(self, known: list[str]) -> None:
        """Show the window; what an earlier scan left undone, or what is new since, is scanned."""
        scan = bool(self._folders or known)
        if self._folders:
            self.client.start_scan(self._folders)
        self.state.restore(welcome=not scan)
        self.window.show()
        # Asked after the people of the first page: they wait for nothing else.
        self.client.ask(lambda _: None, lambda _: self._settled(scan and not self._folders), owner=self)

    def _settled(self, scan: bool) -> None:
        """The first page is there: now for what takes longer."""
        if self._asked:
            self.window.intake.take_paths(self._asked)
        if scan:
            self.client.start_scan()
        if not self.client.closing:
            self.client.watch.start()
        QTimer.singleShot(WARM_UP_MS, self, self._warm_up)

    def _warm_up(self) -> None:
        self.client.in_background(lambda library: library.warm_up(), lambda _: self._get_ready(), owner=self)

    def _get_ready(self) -> None:
        self.ready = self.window.get_ready()


class App(QObject):
    """Opens libraries one after the other and ends the program after the last. Window thread."""

    def __init__(self, application: QApplication, appearance: Appearance, device: str) -> None:
        super().__init__()
        self._application = application
        self._appearance = appearance
        self._preferences: PreferenceKeeper | None = None
        self._device = device
        self._session: Session | None = None
        self._next: tuple[Path, list[Path]] | None = None
        self._visits: list[Visit] = []
        self._door = Door(self)
        self._door.visited.connect(self._visited)
        self._jobs = Jobs(self)
        self._jobs.bug.connect(self._show_bug)
        self._lane = ThreadLane("opening")
        self.error: FaceAppError | None = None

    def open(self, root: Path, folders: Sequence[Path], asked: Sequence[Path] = ()) -> None:
        """Open a library and its window (off this thread: a migration may take a while)."""
        self._door.open(root)
        self._visits = [Visit(asked=tuple(asked))]
        given, wanted = self._device, list(folders)

        def work() -> tuple[Library, Preferences, WindowState]:
            chosen = preferences.load(preferences.preferences_file())
            device = chosen.device if given == "auto" else given
            library = services.open_library(root, device=device, beside_window=True)
            return library, chosen, window_state.load(root)

        self._jobs.run(
            self._lane,
            work,
            lambda opened: self._opened(*opened, wanted),
            failed=self._not_opened,
        )

    def close(self) -> None:
        """Close the window as the user would."""
        if self._session is not None:
            self._session.window.close()

    def _opened(self, library: Library, chosen: Preferences, state: WindowState, folders: list[Path]) -> None:
        keeper = self._preferences
        if keeper is None:
            keeper = self._preferences = PreferenceKeeper(chosen, self._save, self)
            keeper.changed.connect(self._look)
            self._look(chosen)
        visits, self._visits = self._visits, []
        folders = [*folders, *(path for visit in visits for path in visit.scanned)]
        asked = [path for visit in visits for path in visit.asked]
        session = self._session = Session(library, folders, keeper, state, asked)
        session.window.closing.connect(self._door.close)  # whoever comes now opens a window of their own
        session.window.sample_wanted.connect(lambda: self._try_sample(session))
        session.window.closed.connect(self._closed)

    def _visited(self, visit: Visit) -> None:
        """The program was started once more for this library."""
        session = self._session
        if session is None:
            self._visits.append(visit)
            return
        session.window.intake.come_forward(visit.token)
        if visit.scanned:
            session.window.add_folders(list(visit.scanned))
        if visit.asked:
            session.window.intake.take_paths(visit.asked)

    def _look(self, chosen: Preferences) -> None:
        scheme = _SCHEMES[chosen.appearance]
        if scheme is not self._appearance.chosen:
            self._appearance.choose(scheme)

    def _save(self, chosen: Preferences) -> None:
        self._jobs.run(self._lane, lambda: preferences.save(preferences.preferences_file(), chosen))

    def _not_opened(self, error: FaceAppError) -> None:
        self.error = error
        box = QMessageBox(QMessageBox.Icon.Critical, "faceapp", shown(error.user_message))
        box.finished.connect(lambda _: self._application.exit(1))
        box.open()
        self._box = box

    def _closed(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.window.deleteLater()
            session.deleteLater()
        if self._next is not None:
            (root, folders), self._next = self._next, None
            self.open(root, folders)
        else:
            self._application.quit()

    def _try_sample(self, session: Session) -> None:
        """Build the sample album and scan it, never into the person's own library."""
        home = default_library().parent
        own = session.client.root == default_library()

        def ready(album: Path) -> None:
            if own:
                self._next = (home / "sample-library", [album])
                session.window.close()
            else:
                session.window.add_folders([album])

        session.client.ask(lambda _: sample.prepare(home / "sample-photos"), ready, owner=session)

    # -- bugs ---------------------------------------------------------------------------------------
    def report(self, error: BaseException) -> None:
        """An error nobody caught: logged, shown once, and the app goes on. Any thread."""
        session = self._session
        (session.client.jobs if session is not None else self._jobs).report_bug(error)

    def _show_bug(self, words: str) -> None:
        if self._session is not None:
            self._session.window.message.warn(words)

    def end(self) -> None:
        """After the event loop."""
        self._door.close()
        self._lane.close()
        self._jobs.close()


def catch_everything(report: Callable[[BaseException], None]) -> None:
    """Send what nobody caught, in any thread, to one handler."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report(error)

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            report(arguments.exc_value)

    sys.excepthook = hook
    threading.excepthook = thread_hook


def run(
    library_root: Path, *, device: str = "auto", folders: Sequence[Path] = (), asked: Sequence[Path] = ()
) -> int:
    """Open the window on a library and run until it is closed; where one is open, hand over to it.

    Args:
        library_root: The library folder.
        device: ``auto``, ``cuda``, ``mps`` or ``cpu``.
        folders: Scanned at once and remembered.
        asked: Pictures to identify, and folders to add, as dropped on the window.

    Raises:
        FaceAppError: a system library is missing, or the library cannot be opened.
    """
    if "WAYLAND_DISPLAY" not in os.environ:
        check_platform(os.environ.get("QT_QPA_PLATFORM", ""))
    QApplication.setApplicationName("faceapp")
    QApplication.setApplicationDisplayName("faceapp")
    QApplication.setDesktopFileName("faceapp")
    share_heaps(OWN_PAGES)
    application = QApplication([sys.argv[0]])
    application.setQuitOnLastWindowClosed(False)
    with handover.only_one(library_root):
        if handover.hand_over(library_root, asked, folders):
            return 0
        # Read here, where nothing is shown yet: each word of the window is made in its language.
        language.speak(language.wanted(preferences.load(preferences.preferences_file()).language))
        collector = WindowThreadCollector()
        appearance = Appearance(application)
        app = App(application, appearance, device)
        app.open(library_root, folders, asked)
    application.setWindowIcon(icons.icon("identify", LIGHT.accent_fill, 64))
    catch_everything(app.report)
    # A Python signal handler only runs when Python code does: the client's poll sees to that each second.
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, app, app.close))
    code = application.exec()
    app.end()
    collector.stop()
    appearance.deleteLater()
    sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    if app.error is not None:
        raise app.error
    return code
