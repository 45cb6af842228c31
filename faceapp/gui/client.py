"""The window's one door to the library: every view asks and decides through a :class:`LibraryClient`.

Lives in the window thread. Queries and decisions run on one lane in the order they were asked, so a view
that decides and then asks sees what it decided. Long work has its own threads. Nothing here blocks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from faceapp.core.changes import Changes
from faceapp.core.errors import Cancelled, FaceAppError
from faceapp.core.models import Decision, IdentifiedFace, Picture, ScanSummary
from faceapp.core.progress import CancelToken, Progress
from faceapp.core.said import said
from faceapp.gui.apart import PROGRESS_SECONDS, ApartWork
from faceapp.gui.change_feed import ChangeFeed
from faceapp.gui.folder_watch import FolderWatch
from faceapp.gui.jobs import Jobs, Lane, Lanes, ThreadLanes
from faceapp.gui.session_log import SessionLog, Told
from faceapp.library.library import Library
from faceapp.library.people import Decisions
from faceapp.library.pictures import PictureView

T = TypeVar("T")

Words = str | Callable[[Decision], str]
"""What to tell the user about a decision: fixed, or worked out from what it did."""


class LibraryClient(QObject):
    """Runs everything the window wants from a library, and says what changed.

    Args:
        library: The open library; closed by :meth:`shutdown`.
        lanes: Where work runs; threads unless a test says otherwise.
        parent: Qt parent.
    """

    changed = Signal(object)
    """Changes: gathered, so at most about five a second."""
    decided = Signal(object, str)
    """A Decision was recorded, and what to tell the user about it."""
    told = Signal(str, str, object)
    """Something done apart from :meth:`decide`: words, those of what can be done about it, a callable."""
    offered = Signal(str, object)
    """Another way out of what was just decided: its words, and a callable that takes it."""
    failed = Signal(object)
    """A FaceAppError nobody else handles: what happened and what to do."""
    bug = Signal(str)
    """Something that is not the user's doing."""
    turned = Signal(object, bool)
    """Ids of the decisions that :meth:`undo` took back (True) or :meth:`redo` brought back (False)."""
    can_undo_changed = Signal(bool, str)
    can_redo_changed = Signal(bool, str)
    scan_started = Signal()
    scan_progressed = Signal(object)
    scan_paused = Signal(bool)
    scan_finished = Signal(object)
    scan_stopped = Signal()
    scan_failed = Signal(object)

    def __init__(self, library: Library, lanes: Lanes | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lanes: Lanes = lanes or ThreadLanes()
        self._jobs = Jobs(self)
        self._jobs.failed.connect(self.failed)
        self._jobs.bug.connect(self.bug)
        self._session = SessionLog()
        self._changes = ChangeFeed(self._lanes.pause_ms, self)
        self._changes.version_wanted.connect(self._ask_version)
        self._changes.changed.connect(self.changed)
        self.watch = FolderWatch(library, self._jobs, self)
        self.watch.found.connect(self.look_at)
        self._token: CancelToken | None = None
        self._next_folders: list[Path] = []
        self._next_all = False
        self._next_places: list[str] = []
        self._last_progress = 0.0
        self._closing = False
        self.apart = ApartWork(library, self._jobs, self._lanes, self.failed.emit)
        self._on_close: list[Callable[[], None]] = [self.watch.close]
        self._then_closed: Callable[[], None] | None = None
        library.listen(self._heard)

    @property
    def root(self) -> Path:
        """The library folder."""
        return self._library.root

    @property
    def jobs(self) -> Jobs:
        """The job runner, for the handlers of unexpected errors."""
        return self._jobs

    # -- questions ----------------------------------------------------------------------------------
    def ask(
        self,
        query: Callable[[Library], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """Ask the library; ``then`` gets the answer in the window thread unless ``owner`` is gone by then."""
        self._on(self._lanes.library, query, then, owner, failed)

    def compute(
        self,
        work: Callable[[Library], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """As :meth:`ask`, for what may take seconds: queries and decisions do not wait for it."""
        self._on(self._lanes.questions, work, then, owner, failed)

    def in_background(
        self,
        work: Callable[[Library], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """As :meth:`compute`, for what nobody waits for; no question waits for it either."""
        self._on(self._lanes.background, work, then, owner, failed)

    def _on(
        self,
        lane: Lane,
        work: Callable[[Library], T],
        then: Callable[[T], None],
        owner: QObject,
        failed: Callable[[FaceAppError], None] | None,
    ) -> None:
        if not self._closing:
            library = self._library
            self._jobs.run(lane, lambda: work(library), then, owner=owner, failed=failed)

    def identify(
        self,
        source: Path | bytes | Picture,
        then: Callable[[list[IdentifiedFace]], None],
        *,
        owner: QObject,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """Who is in this picture? The library answers between two batches of a scan."""
        self.compute(lambda library: library.identify(source), then, owner=owner, failed=failed)

    def load_picture(
        self,
        photo_id: int,
        then: Callable[[PictureView], None],
        *,
        owner: QObject,
        long_side: int,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """Decode a photo, no larger than needed for ``long_side`` pixels."""
        self.read_picture(lambda it: it.read_photo(photo_id, long_side), then, owner=owner, failed=failed)

    def read_picture(
        self,
        work: Callable[[Library], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """As :meth:`ask`, for what is decoded from photos."""
        self._on(self._lanes.pictures, work, then, owner, failed)

    # -- decisions ----------------------------------------------------------------------------------
    def decide(
        self,
        action: Callable[[Decisions], Decision],
        *,
        text: Words = "",
        then: Callable[[Decision], None] | None = None,
    ) -> None:
        """Record a decision of the user, after those asked for before it."""

        def delivered(decision: Decision | None) -> None:
            if then is not None and decision is not None:
                then(decision)

        self.answer(lambda library: action(library.decide), text=text, then=delivered)

    def answer(
        self,
        action: Callable[[Library], Decision | Sequence[Decision] | None],
        *,
        text: Words = "",
        then: Callable[[Decision | None], None] | None = None,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """As :meth:`decide`, for what may be no decision, or several that one undo takes back."""

        def work() -> Told | None:
            made = action(self._library)
            decisions = [made] if isinstance(made, Decision) else [*(made or ())]
            if not decisions:
                return None
            words = text if isinstance(text, str) else text(decisions[-1])
            return self._session.record(decisions[-1], words, [one.event for one in decisions])

        self._run_decision(work, then, failed)

    def undo(
        self,
        event: int | None = None,
        *,
        quiet: bool = False,
        then: Callable[[Decision | None], None] | None = None,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        """Take back this session's newest decision, or one of them; ``quiet``: nobody is told in words."""

        def work() -> Told:
            decision, words = self._session.undo(self._library, event)
            self._tell_turned(decision, True)
            return decision, "" if quiet else words

        self._run_decision(work, then, failed)

    def redo(self) -> None:
        """Bring back what :meth:`undo` took back last."""

        def work() -> Told:
            decision, words = self._session.redo(self._library)
            self._tell_turned(decision, False)
            return decision, words

        self._run_decision(work)

    def _tell_turned(self, decision: Decision, undone: bool) -> None:
        events = frozenset(self._library.decide.targets_of(decision.event))
        self._jobs.post(lambda: self.turned.emit(events, undone))

    def _run_decision(
        self,
        work: Callable[[], Told | None],
        then: Callable[[Decision | None], None] | None = None,
        failed: Callable[[FaceAppError], None] | None = None,
    ) -> None:
        def delivered(told: Told | None) -> None:
            self._tell_undo()
            if told is not None:
                self.decided.emit(*told)
            if then is not None:
                then(told[0] if told is not None else None)

        def not_done(error: FaceAppError) -> None:
            self._tell_undo()
            (failed or self.failed.emit)(error)

        if not self._closing:
            self._jobs.run(self._lanes.library, work, delivered, owner=self, failed=not_done)

    def _tell_undo(self) -> None:
        done, undone = self._session.newest()
        self.can_undo_changed.emit(done is not None, done or "")
        self.can_redo_changed.emit(undone is not None, undone or "")

    # -- scanning -----------------------------------------------------------------------------------
    @property
    def scanning(self) -> bool:
        """Whether a scan runs (or is paused)."""
        return self._token is not None

    @property
    def paused(self) -> bool:
        """Whether the scan is paused."""
        return self._token is not None and self._token.paused

    def start_scan(self, folders: Sequence[Path] = ()) -> None:
        """Scan folders (none: those known). Asked for during a scan, it follows when that one is done."""
        if self._closing:
            return
        if self._token is not None:
            self._next_all |= not folders
            self._next_folders = list(dict.fromkeys((*self._next_folders, *folders)))
            return
        self._begin_scan(list(folders), within=False)

    def look_at(self, places: Sequence[str]) -> None:
        """Scan places in scanned folders where something changed; during a scan, when that one is done."""
        if self._closing:
            return
        self._next_places = list(dict.fromkeys((*self._next_places, *places)))
        if self._token is None:
            places, self._next_places = self._next_places, []
            self._begin_scan(places, within=True)

    def _begin_scan(self, wanted: Sequence[str | Path], *, within: bool) -> None:
        token = self._token = CancelToken()
        self._changes.busy = True
        self.scan_started.emit()
        self._lanes.spawn("scan", lambda: self._scan(wanted, within, token))

    def pause_scan(self) -> None:
        """Let the scan wait after the photo in hand."""
        if self._token is not None:
            self._token.pause()
            self.scan_paused.emit(True)

    def resume_scan(self) -> None:
        """Let a paused scan go on."""
        if self._token is not None:
            self._token.resume()
            self.scan_paused.emit(False)

    def stop_scan(self) -> None:
        """Stop after the photo in hand. What was finished is kept."""
        self._next_folders, self._next_all = [], False
        if self._token is not None:
            self._token.cancel()

    def _scan(self, folders: Sequence[str | Path], within: bool, token: CancelToken) -> None:
        """Runs on the scan thread; always ends in exactly one of finished, stopped, failed."""
        summary: ScanSummary | None = None
        problem: FaceAppError | None = None
        try:
            summary = self._library.scan(folders, within=within, progress=self._progressed, cancel=token)
        except FaceAppError as error:
            problem = error
        except BaseException as error:  # noqa: BLE001 - a bug ends the scan, not the window
            self._jobs.report_bug(error)
            words = said("The scan stopped because of an error in the app. Details are in the log.")
            problem = FaceAppError(words)
        self._jobs.post(lambda: self._scan_over(summary, problem))

    def _progressed(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last_progress >= PROGRESS_SECONDS:
            self._last_progress = now
            self._jobs.post(lambda: self.scan_progressed.emit(progress))

    def _scan_over(self, summary: ScanSummary | None, problem: FaceAppError | None) -> None:
        # Asked for before the end is told: who hears of it may close the window, which then closes all.
        closing = self._closing
        self._token = None
        self._changes.busy = False
        self._changes.flush()
        if summary is not None:
            self.scan_finished.emit(summary)
        elif problem is None or isinstance(problem, Cancelled):
            self.scan_stopped.emit()
        else:
            self.scan_failed.emit(problem)
        if closing:
            self._close_lanes()
        elif self._next_folders or self._next_all:
            folders, self._next_folders = self._next_folders, []
            self._next_all &= bool(folders)
            self.start_scan(folders)  # none: all
        elif self._next_places and summary is not None:  # else with the next change, or the next scan of all
            self.look_at(())

    # -- changes ------------------------------------------------------------------------------------
    def _heard(self, changes: Changes) -> None:
        """Called by the library on whatever thread made the change."""
        self._jobs.post(lambda: self._changes.add(changes))

    def _ask_version(self) -> None:
        self.ask(lambda library: library.data_version(), self._changes.got_version, owner=self)

    # -- the end ------------------------------------------------------------------------------------
    @property
    def closing(self) -> bool:
        """Whether :meth:`shutdown` was called."""
        return self._closing

    def on_close(self, wait: Callable[[], None]) -> None:
        """Call ``wait`` off the window thread before the library is closed (other users of it)."""
        self._on_close.append(wait)

    def shutdown(self, done: Callable[[], None]) -> None:
        """Stop the scan, finish what was decided, close the library; then call ``done``. Returns at once."""
        if self._closing:
            return
        self._closing = True
        self._then_closed = done
        self._changes.stop()
        self.stop_scan()
        self.apart.stop()
        if self._token is None:
            self._close_lanes()

    def _close_lanes(self) -> None:
        def work() -> None:
            self._library.review.close()  # what it looks for in a large library takes minutes
            for wait in self._on_close:
                wait()
            self.apart.wait()
            lanes = self._lanes
            for lane in (lanes.library, lanes.questions, lanes.pictures, lanes.background):
                lane.close()
            try:
                self._library.close()
            except BaseException as error:  # noqa: BLE001 - the window closes all the same
                self._jobs.report_bug(error)
            self._jobs.post(self._closed)

        self._lanes.spawn("closing", work)

    def _closed(self) -> None:
        self._jobs.close()
        done, self._then_closed = self._then_closed, None
        if done is not None:
            done()
