"""Event-loop delay of the window while at least 400 real photos are scanned, beside an idle control process.

The control runs at the same time on the same machine: a bare Qt event loop that only keeps the beat. What
it suffers is the machine's noise; what the window suffers beyond that is ours.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import _verdict
from tests.benchmarks._verdict import Figure

if TYPE_CHECKING:
    from faceapp.core.models import Person, ScanSummary

BEAT_MS = 5
LATE_MS = 33.0
"""Two frames: what nobody sees."""


def measure(seconds: float | None, until: Path | None) -> dict[str, float]:
    """Run the control: beat until the file appears (or for so long)."""
    from PySide6.QtCore import QCoreApplication, QTimer

    app = QCoreApplication([])
    beat = Beat()
    ended = QTimer()
    started = time.monotonic()
    ended.timeout.connect(
        lambda: (
            app.quit()
            if (until is not None and until.exists())
            or (seconds is not None and time.monotonic() - started > seconds)
            else None
        )
    )
    ended.start(100)
    app.exec()
    return beat.figures()


class Beat:
    """Counts by how much each 5-ms beat of the event loop comes late."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._late: list[tuple[float, float, str]] = []
        self.doing = ""
        """What beats are counted for from now on."""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(BEAT_MS)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = max(0.0, (now - self._last) * 1000.0 - BEAT_MS)
        self._late.append((late, (worked - self._worked) * 1000.0, self.doing))
        self._last, self._worked = now, worked

    def figures(self) -> dict[str, float]:
        """Milliseconds at some percentiles, and how many beats there were."""
        late = sorted(late for late, _, _ in self._late)
        at = {
            name: late[min(len(late) - 1, int(len(late) * part))]
            for name, part in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999))
        }
        return {
            **{name: round(value, 2) for name, value in at.items()},
            "max": round(late[-1], 2),
            "beats": len(late),
        }

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def by_action(self) -> dict[str, list[tuple[float, float]]]:
        """By what was done then: of each beat, how late it was, and how long this thread worked before it."""
        found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for late, worked, doing in self._late:
            found[doing].append((late, worked))
        return dict(found)


def drive(library: Path, photos: Path) -> tuple[dict[str, float], dict[str, int]]:
    """Open the window, scan, and use it until the scan has ended."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from faceapp.gui.app import Session
    from faceapp.gui.main_window import PAGES
    from faceapp.gui.style import Appearance
    from faceapp.library.services import open_library

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    appearance = Appearance(app)
    session = Session(open_library(library, beside_window=True), [photos])
    window, client = session.window, session.client
    window.resize(1280, 800)
    window.closed.connect(app.quit)
    counts = {"photos": 0, "faces": 0, "actions": 0, "named": 0}
    beat = Beat()

    def name_somebody(people: list[Person]) -> None:
        group = next((one for one in people if one.name is None), None)
        if group is not None and client.scanning:
            counts["named"] += 1
            name, seen, person_id = f"Person {counts['named']}", group.sample_face_ids, group.id
            client.decide(lambda decide: decide.name(person_id, name, seen))

    def act() -> None:
        counts["actions"] += 1
        if counts["actions"] % 8 == 0:
            client.ask(lambda opened: opened.people(), name_somebody, owner=window)
        elif counts["actions"] % 8 == 4:
            client.ask(lambda opened: opened.people(), open_somebody, owner=window)
        else:
            window.go(PAGES[counts["actions"] % len(PAGES)].key)

    def open_somebody(people: list[Person]) -> None:
        if people:
            window.open_person(people[counts["actions"] % len(people)].id)

    def finished(summary: ScanSummary) -> None:
        counts["photos"], counts["faces"] = summary.photos, summary.faces
        hand.stop()
        figures.update(beat.figures())
        window.close()

    figures: dict[str, float] = {}
    client.scan_finished.connect(finished)
    hand = QTimer()
    hand.timeout.connect(act)
    hand.start(400)
    app.exec()
    appearance.deleteLater()
    return figures, counts


def main(arguments: list[str]) -> int:
    """Print both processes' figures and the difference at p99.9."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks heartbeat")
    parser.add_argument("--control", type=Path, help=argparse.SUPPRESS)
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if given.control:
        print(json.dumps(measure(None, given.control)))
        return 0
    from faceapp.library import sample

    with tempfile.TemporaryDirectory() as folder:
        photos = sample.prepare(Path(folder) / "photos")
        flag = Path(folder) / "done"
        control = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks", "heartbeat", "--control", str(flag)],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            window, done = drive(Path(folder) / "library", photos)
        finally:
            flag.touch()
        idle = json.loads(control.communicate()[0])
    for name, figures in (("window", window), ("control", idle)):
        print(f"{name}: {', '.join(f'{key} {value:g}' for key, value in figures.items())}")
    print(", ".join(f"{count} {what}" for what, count in done.items()))
    late = Figure("p99.9 above the control", window["p99.9"] - idle["p99.9"], LATE_MS, "ms")
    return _verdict.conclude("heartbeat", [late], out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
