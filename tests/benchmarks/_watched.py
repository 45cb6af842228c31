"""The window as its user opens it, watched: ``python -m tests.benchmarks._watched LIBRARY SINCE``.

``SINCE`` is the monotonic clock just before this process was started. Prints milliseconds as JSON: ``cards``
until the first cards were painted with their counts, ``faces`` until each of them had its face, ``worked`` of
the processor until ``cards``, and ``page KEY`` from the click on a page until it is painted with its content.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faceapp.gui.main_window import MainWindow

PAGES = ("photos", "history", "problems", "people", "person")
"""Without the review: its first question compares all faces, and until then keeps other pages waiting."""
PATIENCE_SECONDS = 60.0


class Watch:
    """Notes the first paints, then goes through the pages and closes the window."""

    def __init__(self, since: float) -> None:
        self._since = since
        self.times: dict[str, float] = {}
        self._pending: set[int] = set()
        self._painted = False

    def install(self) -> None:
        """Look over the shoulder of the delegate that paints the cards."""
        from PySide6.QtCore import QTimer

        from faceapp.gui.delegates.person_delegate import COVER, PersonDelegate
        from faceapp.gui.measures import CARD_RADIUS
        from faceapp.gui.models.people_model import PERSON_ROLE

        plain = PersonDelegate.paint

        def paint(delegate: Any, painter: Any, option: Any, index: Any) -> None:
            plain(delegate, painter, option, index)
            person = index.data(PERSON_ROLE)
            if "faces" in self.times or person is None or not person.sample_face_ids:
                return
            key = ("face", person.sample_face_ids[0])
            if delegate._thumbnails.pixmap(key, COVER, 1.0, CARD_RADIUS) is None:
                self._pending.add(person.id)
            else:
                self._pending.discard(person.id)
            if not self._painted:
                self._painted = True
                QTimer.singleShot(0, self._cards)  # when this paint is over
            elif not self._pending:
                QTimer.singleShot(0, self._faces)

        PersonDelegate.paint = paint  # type: ignore[method-assign]
        late = threading.Timer(PATIENCE_SECONDS, self._give_up)
        late.daemon = True
        late.start()

    def _give_up(self) -> None:
        sys.stderr.write(f"not done after {PATIENCE_SECONDS:.0f} s; so far: {self.times}\n")
        sys.stderr.flush()
        os._exit(1)

    def _now(self) -> float:
        return (time.monotonic() - self._since) * 1000

    def _cards(self) -> None:
        self.times["cards"] = self._now()
        self.times["worked"] = time.process_time() * 1000

    def _faces(self) -> None:
        if "faces" not in self.times:
            self.times["faces"] = self._now()
            self._turn(list(PAGES))

    def _turn(self, pages: list[str]) -> None:
        """Go to the next page, the way a click does."""
        from PySide6.QtWidgets import QApplication

        from faceapp.gui.main_window import MainWindow

        (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        if not pages:
            window.close()
            return
        key, started = pages[0], time.perf_counter()
        if key == "person":
            window.open_person(1)
        else:
            window.go(key)
        # Answers come in the order of the questions: when this one is there, the page has its own.
        window.client.ask(
            lambda _: None, lambda _: self._turned(window, key, started, pages[1:]), owner=window
        )

    def _turned(self, window: MainWindow, key: str, started: float, left: list[str]) -> None:
        window.repaint()
        self.times[f"page {key}"] = (time.perf_counter() - started) * 1000
        self._turn(left)


def main(library: str, since: str) -> int:
    """Open the window and print the times when it is closed."""
    watch = Watch(float(since))
    watch.install()
    from faceapp.cli.main import main as command_line

    code = command_line(["--library", library])
    print(json.dumps(watch.times))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
