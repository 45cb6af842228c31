"""Scanning folders: what is new is read once, what is known is left alone, nothing is lost on the way."""

from __future__ import annotations

import logging
import os
import time
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from filelock import FileLock, Timeout
from threadpoolctl import threadpool_limits

from faceapp.core import problem_words as words
from faceapp.core.changes import EVERYTHING, Changes
from faceapp.core.errors import Cancelled, PictureError
from faceapp.core.folders import FolderMode
from faceapp.core.models import ScanSummary
from faceapp.core.progress import CancelToken, Progress, ProgressFn
from faceapp.core.said import said
from faceapp.library.analyze import Analyzer, Decoded, Looked
from faceapp.library.context import SCAN_LOCK, Context
from faceapp.library.drives import drives_of
from faceapp.library.due import Due
from faceapp.library.group import Grouper
from faceapp.library.place import Placer
from faceapp.library.plan import Plan, Planner
from faceapp.library.regroup import Regrouper
from faceapp.library.walk import FoundFile
from faceapp.library.workers import ordered_map

log = logging.getLogger(__name__)

TOGETHER = 4
"""Photos whose faces are placed among the others in one go."""
TELL_SECONDS = 0.5
"""The progress is told at least as often, whatever the photos are."""
AHEAD = 4
"""Photos that may wait to be stored: lost when the program is killed, and as many fewer pauses."""
GROUPING_SHARE = 5.0
"""Everything is grouped anew while the scan runs once this many times the last grouping's time has passed."""
FIRST_GROUPING_SECONDS = 4.0
_RATE_WINDOW = 60
_NOT_WANTED = PictureError("failed", words.LEFT_OUT)
"""Stands for what became of such a file; never stored."""


@dataclass(slots=True)
class _Tally:
    new: int = 0
    unchanged: int = 0
    moved: int = 0
    missing: int = 0


class Rate:
    """Units per second over the last units, and the time left."""

    def __init__(self) -> None:
        self._times: deque[float] = deque([time.monotonic()], maxlen=_RATE_WINDOW)

    def step(self, count: int = 1) -> None:
        """Count finished units."""
        self._times.extend([time.monotonic()] * count)

    def progress(self, stage: str, done: int, total: int, note: str = "") -> Progress:
        """The present state in words and numbers."""
        span = time.monotonic() - self._times[0]
        rate = (len(self._times) - 1) / span if span > 0 else 0.0
        left = (total - done) / rate if rate > 0 and total else None
        return Progress(stage, done, total, rate, left, note)


class Scanner:
    """One scan of some folders."""

    def __init__(
        self,
        context: Context,
        grouper: Grouper,
        regrouper: Regrouper,
        *,
        thorough: bool = False,
        verify: bool = False,
    ) -> None:
        self._context = context
        self._regrouper = regrouper
        self._placer = Placer(context, grouper, regrouper)
        self._due = Due(context)
        self._analyzer = Analyzer(context, grouper, thorough)
        self._tally = _Tally()
        self._grouped_at = time.monotonic()
        self._grouping_pause = FIRST_GROUPING_SECONDS
        self._new_faces: set[int] = set()
        self._fresh: list[int | None] = []  # photos stored since faces were placed; the id of known ones
        self._copies: defaultdict[str, list[Looked]] = defaultdict(list)
        self._just_gone: set[int] = set()
        self._planner = Planner(context, thorough=thorough, verify=verify)

    def run(
        self, folders: Sequence[str], progress: ProgressFn, cancel: CancelToken, *, within: bool = False
    ) -> ScanSummary:
        """Scan folders (absolute paths).

        Args:
            folders: What to scan.
            progress: Told after each batch.
            cancel: Pauses or stops the scan.
            within: These are places in which something changed: what is in no scanned folder is left alone.

        Raises:
            Cancelled: the user stopped it. Every photo finished before is kept.
        """
        started = time.monotonic()
        with self._alone(progress, cancel):
            progress(Progress(said("Looking for photos")))
            plan = self._planner.plan(folders, within, progress, cancel)
            self._new_faces = self._due.unplaced()
            try:
                self._carry_out(plan, progress, cancel)
            finally:
                if self._context.photos.refresh_present():
                    self._context.changed(EVERYTHING)  # photos went, or came back
                self._place()
                if self._due.is_due():
                    self._group()
                self._context.save_index()
        return self._summary(time.monotonic() - started)

    # -- one scan at a time -------------------------------------------------------------------------
    @contextmanager
    def _alone(self, progress: ProgressFn, cancel: CancelToken) -> Iterator[None]:
        """Two scans at once must not do the work twice: the second waits, then finds it done."""
        lock = FileLock(self._context.root / SCAN_LOCK, mode=0o600)
        while True:
            try:
                lock.acquire(timeout=0.25)
                break
            except Timeout:
                progress(Progress(said("Waiting for another scan of this library")))
                cancel.check()
        try:
            yield
        finally:
            lock.release()

    # -- doing --------------------------------------------------------------------------------------
    def _carry_out(self, plan: Plan, progress: ProgressFn, cancel: CancelToken) -> None:
        context, tally = self._context, self._tally
        tally.unchanged, tally.moved = plan.unchanged, plan.moved
        context.photos.set_missing([row.id for row in plan.back], False)
        self._just_gone = {row.id for row in plan.gone if row.photo_id is not None}
        context.photos.set_missing(self._just_gone, True)
        context.photos.forget_paths([row.id for row in plan.gone if row.photo_id is None])
        tally.missing = len(self._just_gone)
        for bad in plan.unreadable:
            problem = PictureError("unreadable", bad.message)
            self._analyzer.store_problem(Decoded(FoundFile(bad.path, 0, 0)), problem)
        rate, done, total = Rate(), 0, len(plan.files)
        progress(rate.progress(said("Finding faces"), 0, total))
        told = time.monotonic()
        # Faces are placed in small products: a second thread only waits for them, and it waits spinning.
        with threadpool_limits(1, "blas"), closing(self._looked(plan.files, cancel)) as looked:
            for some in looked:
                for one in some:
                    self._store(one, plan)
                done += len(some)
                if done == total:
                    self._look_again(plan)
                rate.step(len(some))
                if enough := len(self._fresh) >= TOGETHER or done == total:
                    self._tell_and_place()
                if enough or time.monotonic() - told >= TELL_SECONDS:
                    progress(rate.progress(said("Finding faces"), done, total, self._people_so_far()))
                    told = time.monotonic()
                with suppress(Cancelled):  # here it only waits while paused: what is finished is stored first
                    cancel.check()
        cancel.check()
        for folder, drives in plan.drives.items():
            context.folders.scanned(folder, drives_of(folder, drives))

    def _looked(self, files: Sequence[FoundFile], cancel: CancelToken) -> Generator[list[Looked], None, None]:
        """What becomes of the files, in their order; more than one together on a GPU only.

        Once the scan is cancelled, nothing comes of those not begun.
        """
        recognizers = self._context.recognizers
        workers = recognizers.width + 1  # one reads while the others compute
        return ordered_map(
            lambda part: [] if cancel.cancelled else self._look(part),
            _parts(files, lambda: recognizers.together, cancel),
            workers=workers,
            ahead=workers + AHEAD,
        )

    def _look(self, part: Sequence[FoundFile]) -> list[Looked]:
        """Read some files and find their faces; not those in a folder that was left out meanwhile."""
        rules = self._context.folders.rules()
        wanted = [file for file in part if rules.mode_of(file.path) is not FolderMode.LEFT_OUT]
        looked = {one.decoded.file: one for one in self._analyzer.look(wanted)}
        return [looked.get(file) or Looked(Decoded(file, problem=_NOT_WANTED)) for file in part]

    def _store(self, looked: Looked, plan: Plan) -> None:
        """Write down what became of one file."""
        decoded = looked.decoded
        if decoded.problem is _NOT_WANTED:
            return
        if decoded.problem is not None:
            if not os.path.lexists(decoded.file.path):
                # Gone, or its drive was unplugged, since it was found: the next scan sees which.
                self._analyzer.drop(decoded)
                return
            self._analyzer.store_problem(decoded, decoded.problem)
            return
        # A copy of it may have been stored after this one was read.
        photo_id = self._analyzer.analysed_photo(decoded.identity)
        if photo_id is not None:
            left = self._count(decoded.file.path, photo_id, plan)
            self._analyzer.store_known(decoded, photo_id, left)
        elif looked.analysed is not None:
            left = None
            if decoded.known_photo is None:
                self._tally.new += 1
            else:
                left = self._count(decoded.file.path, decoded.known_photo, plan)
            self._new_faces |= set(self._analyzer.store(decoded, looked.analysed, left))
            self._fresh.append(decoded.known_photo)
            for copy in self._copies.pop(decoded.identity, ()):
                self._store(copy, plan)
        else:  # in hand as another file, whose turn comes later
            self._copies[decoded.identity].append(looked)

    def _look_again(self, plan: Plan) -> None:
        """Copies of photos that failed as another file."""
        left, self._copies = self._copies, defaultdict(list)
        for copies in left.values():
            for copy in copies:
                (looked,) = self._analyzer.look([copy.decoded.file])
                self._store(looked, plan)

    def _count(self, path: str, photo_id: int, plan: Plan) -> int | None:
        """Whether a photo that is known is where it was, was moved there, or is a new copy.

        Returns:
            The id of the path it was moved from, to be forgotten together with storing the new one.
        """
        row = plan.known.get(path)
        if row is not None and row.photo_id == photo_id:
            self._tally.unchanged += 1
            return None
        name = os.path.basename(path)
        lost = [row for row in self._context.photos.paths_of(photo_id) if not os.path.lexists(row.path)]
        if not lost:
            self._tally.new += 1
            return None
        # The same picture under a new name; of several lost copies the one of the same name first.
        lost.sort(key=lambda row: os.path.basename(row.path) != name)
        self._tally.moved += 1
        self._tally.missing -= lost[0].id in self._just_gone
        return lost[0].id

    # -- grouping on the way ------------------------------------------------------------------------
    def _tell_and_place(self) -> None:
        """People appear at once; everything is grouped anew when the space faces are compared in is old."""
        known = frozenset(photo_id for photo_id in self._fresh if photo_id is not None)
        if self._fresh:
            self._context.changed(Changes(photo_ids=known, face_ids=frozenset(self._new_faces)))
            self._fresh.clear()
        if not self._new_faces:
            return
        self._place()
        rested = time.monotonic() - self._grouped_at >= self._grouping_pause
        if rested and self._context.space_is_due():
            self._group()

    def _place(self) -> None:
        if self._new_faces:
            self._placer.place(self._new_faces)
            self._new_faces.clear()

    def _group(self) -> None:
        started = time.monotonic()
        self._regrouper.run()
        self._placer.renew()
        self._grouped_at = time.monotonic()
        self._grouping_pause = max(FIRST_GROUPING_SECONDS, GROUPING_SHARE * (self._grouped_at - started))

    def _people_so_far(self) -> str:
        people, groups = self._context.people.counts()
        found = people + groups
        return said("{count} (person|people) so far", None, found, count=found) if found else ""

    # -- the end ------------------------------------------------------------------------------------
    def _summary(self, seconds: float) -> ScanSummary:
        context = self._context
        photos, paths, problems = context.photos.counts()
        people, groups = context.people.counts()
        loaded = context.recognizers.loaded
        return ScanSummary(
            photos=photos,
            paths=paths,
            new=self._tally.new,
            unchanged=self._tally.unchanged,
            moved=self._tally.moved,
            missing=self._tally.missing,
            problems=problems,
            faces=context.faces.coverage().detected,
            people=people,
            groups=groups,
            seconds=round(seconds, 2),
            device=loaded.embedder.device if loaded else "",
        )


def _parts(
    files: Sequence[FoundFile], size: Callable[[], int], cancel: CancelToken
) -> Iterator[list[FoundFile]]:
    """The files in parts of the size that is right when each is taken."""
    start = 0
    while start < len(files) and not cancel.cancelled:
        part = list(files[start : start + size()])
        start += len(part)
        yield part
