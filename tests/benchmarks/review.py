"""Review as its user has it: the first question during the first scan, then 100 answers by keys.

    python -m tests.benchmarks review [--photos DIR] [--library DIR] [--answers N] [--pause MS]

The real window with its real threads and engine, without a display. ``--photos``: folders ``PERSON/photo``
(none: ORL); they are scanned with the window open on Review, and it is measured how long the first question
takes. ``--library``: a library scanned before, of which a copy is used. A simulated user who knows everybody
then answers; each answer is measured from its key to the paint in which the next question and all its
pictures are on the screen. ``--pause``: between two answers; at a true user's pace it is 2,000.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks import _verdict
from tests.benchmarks._verdict import Figure

if TYPE_CHECKING:
    from faceapp.core.questions import Question
    from faceapp.gui.app import Session
    from faceapp.gui.review_words import Asked
    from faceapp.gui.views.review_view import ReviewView
    from faceapp.library.library import Library

NEXT_MS = 50.0
"""From a key to the next question with its pictures."""
FIRST_SECONDS = 30.0
"""From the start of the first scan to the first question."""
PATIENCE = 300.0


class Knower:
    """Knows who is in each photo: its folder says it."""

    def __init__(self, library: Library) -> None:
        photos = {photo.id: Path(photo.paths[0]).parent.name for photo in library.photos()}
        self._who = {face.id: photos[face.photo_id] for face in library.faces()}
        self._often = Counter(self._who.values())

    def keys(self, asked: Asked, ticks: str) -> tuple[list[str], str]:
        """The keys that answer, the last of which is measured, and a name to type before it."""
        if asked.questions:
            wrong = [ticks[n] for n, one in enumerate(asked.questions) if self._reply(one) != one.guess]
            return [*wrong, "\r"], ""
        reply = self._reply(asked.question)
        return ([reply], "") if reply else (["\r"], self._who[asked.question.one[0]])

    def _reply(self, question: Question) -> str:
        from faceapp.core.questions import QuestionKind

        one = self._who[question.one[0]]
        if question.kind is QuestionKind.WHO:
            found = [n for n, choice in enumerate(question.choices, 1) if self._who[choice.faces[0]] == one]
            return str(found[0]) if found else ""
        if question.kind is QuestionKind.KNOWN:
            return "yes" if self._often[one] > 1 else "no"
        return "yes" if self._who[question.other[0]] == one else "no"


KEY_OF = {"yes": "Y", "no": "N"}


class Paints:
    """Looks over the shoulder of everything on the page that paints faces and photos."""

    def __init__(self, view: ReviewView) -> None:
        from faceapp.gui.thumbnail_loader import ThumbnailLoader
        from faceapp.gui.widgets.face_crop import FaceCrop
        from faceapp.gui.widgets.face_stage import FaceStage
        from faceapp.gui.widgets.question_page import TileGrid

        self.waiting: set[Any] = set()
        self._view = view
        self._missing = False
        self._shown: dict[Any, int | None] = {}
        self._kinds = (FaceStage, TileGrid, FaceCrop)
        plain = ThumbnailLoader.pixmap

        def pixmap(loader: Any, *given: Any) -> Any:
            found = plain(loader, *given)
            self._missing |= found is None
            return found

        ThumbnailLoader.pixmap = pixmap  # type: ignore[method-assign]
        for kind in self._kinds:
            self._watch(kind)
        view.feed.shown.connect(self._asked)

    def _watch(self, kind: Any) -> None:
        plain = kind.paintEvent

        def paint(widget: Any, event: Any) -> None:
            self._missing = False
            plain(widget, event)
            if not self._missing:
                self._shown[widget] = getattr(widget, "_face_id", None)
                self.waiting.discard(widget)

        kind.paintEvent = paint

    def _asked(self, _: object) -> None:
        from PySide6.QtWidgets import QWidget

        shown = self._view._stack.currentWidget()
        assert shown is not None
        for widget in shown.findChildren(QWidget):
            if isinstance(widget, self._kinds) and widget.isVisible():
                face = getattr(widget, "_face_id", None)
                if face is None or self._shown.get(widget) != face:
                    self.waiting.add(widget)


class Evening:
    """Waits in the event loop, as a window does, and notes when paints are complete."""

    def __init__(self, session: Session) -> None:
        from PySide6.QtWidgets import QApplication

        self.session = session
        self._app = QApplication.instance()
        view = session.window.page("review")
        self.view: ReviewView = view  # type: ignore[assignment]
        self.paints = Paints(self.view)

    def until(self, done: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """Run the event loop until something holds; seconds it took."""
        assert self._app is not None
        started = time.perf_counter()
        while not done():
            self._app.processEvents()
            if time.perf_counter() - started > seconds:
                raise TimeoutError(f"not after {seconds:.0f} s: {self.view.words()}")
            time.sleep(0.0005)
        return time.perf_counter() - started

    def rest(self, seconds: float) -> None:
        """Let the window be for a while."""
        until = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() >= until)

    def follows(self, before: Asked) -> bool:
        """Whether what follows a question is on the screen with all its pictures."""
        now = self.view.feed.now
        if now is None:
            return "Nothing left" in self.view.words()
        return now is not before and self.seen()

    def seen(self) -> bool:
        """Whether the question on show has been painted with all its pictures."""
        return not self.paints.waiting


def answers(
    evening: Evening, knower: Knower, count: int, pause: float
) -> tuple[list[float], list[float], Counter[str]]:
    """Answer so many questions.

    Returns:
        Seconds of each by the clock, and of the window thread's processor time, and what was asked.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from faceapp.gui.widgets.question_page import KEYS

    view, times, worked, kinds = evening.view, [], [], Counter[str]()
    for _ in range(count):
        evening.until(lambda: view.feed.now is not None or "Nothing left" in view.words())
        now = view.feed.now
        if now is None:
            break
        kinds[f"page of {now.question.kind}" if now.questions else now.question.kind.value] += 1
        keys, name = knower.keys(now, KEYS)
        target: Any = view
        if name:
            target = view.panel.field
            target.setFocus()
            target.setText(name)
        for key in keys[:-1]:
            QTest.keyClick(target, key)
        evening.until(evening.seen)
        last = KEY_OF.get(keys[-1], keys[-1])
        started, busy = time.perf_counter(), time.thread_time()
        QTest.keyClick(target, Qt.Key.Key_Return if last == "\r" else last)
        ready = view.feed.now is not None and view.feed.now is not now
        evening.until(partial(evening.follows, now))
        times.append(time.perf_counter() - started)
        worked.append(time.thread_time() - busy)
        kinds["ready at once"] += ready
        evening.rest(pause)
    return times, worked, kinds


def first_question(evening: Evening) -> tuple[float, float]:
    """Seconds from now, when the scan starts, to the first question; and until the scan is over."""
    started = time.perf_counter()
    evening.session.window.go("review")
    view = evening.view
    evening.until(lambda: view.feed.now is not None and evening.seen())
    first = time.perf_counter() - started
    print(f"first question {first:.1f} s after the scan began: {view.feed.now.question.kind}", flush=True)
    evening.until(lambda: not evening.session.client.scanning, 3600.0)
    return first, time.perf_counter() - started


def play(library: Path, photos: Path | None, given: argparse.Namespace) -> list[Figure]:
    """Open the window, scan where there are photos, answer, close."""
    from PySide6.QtWidgets import QApplication

    from faceapp.gui.app import Session
    from faceapp.gui.style import Appearance
    from faceapp.library.services import open_library

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    appearance = Appearance(app)
    opened = open_library(library, beside_window=True)
    session = Session(opened, [photos] if photos is not None else [])
    window = session.window
    window.resize(1280, 800)
    evening = Evening(session)
    figures = []
    evening.until(window.isVisible)
    if photos is not None:
        first, whole = first_question(evening)
        print(f"scan: {len(opened.photos())} photos, {len(opened.faces())} faces in {whole:.0f} s")
        figures.append(Figure("first question after the scan's start", first, FIRST_SECONDS, "s"))
    else:
        evening.until(lambda: not session.client.scanning, 3600.0)
        started = time.perf_counter()
        window.go("review")
        evening.until(lambda: evening.view.feed.now is not None and evening.seen())
        print(f"first question after the click: {time.perf_counter() - started:.2f} s")
    print(f"load {os.getloadavg()[0]:.1f}")
    for name, pause in (("answer", given.pause / 1000), ("answer without a pause", 0.0)):
        times, worked, kinds = answers(evening, Knower(opened), given.answers, pause)
        print(f"{name}: {dict(kinds)}")
        if times:
            half, most = np.percentile(times, (50, 95))
            busy = 1000 * np.percentile(worked, (50, 95))
            print(f"{name}, ms: p50 {1000 * half:.1f}, p95 {1000 * most:.1f}, max {1000 * max(times):.1f}")
            print(f"of the window thread's processor: p50 {busy[0]:.1f}, p95 {busy[1]:.1f}")
            figures.append(Figure(f"{name}, {len(times)}, key to pictures, p95", 1000 * most, NEXT_MS, "ms"))
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    evening.until(lambda: bool(closed))
    appearance.deleteLater()
    return figures


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks review", description=__doc__)
    parser.add_argument("--photos", type=Path, help="folders PERSON/photo to scan (else ORL)")
    parser.add_argument("--library", type=Path, help="a library of such photos, scanned before; it is copied")
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--pause", type=float, default=300.0, help="milliseconds between two answers")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from faceapp.library import sample

    with tempfile.TemporaryDirectory() as name:
        root, photos = Path(name) / "library", given.photos or sample.source()
        if given.library is not None:
            shutil.copytree(given.library, root)
            photos = None
        figures = play(root, photos, given)
    return _verdict.conclude("review", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
