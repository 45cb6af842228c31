"""The strip at the bottom: what runs and how far it is, or the coverage line. Window thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Coverage, FaceState, ScanSummary
from faceapp.core.progress import Progress
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.style import BAR_HEIGHT
from faceapp.gui.widgets.elided import Elided
from faceapp.gui.widgets.flow_layout import FlowLayout, flows

_PARTS = (
    ("confirmed", FaceState.CONFIRMED, "confirmed"),
    ("automatic", FaceState.AUTOMATIC, "automatic"),
    ("suggested", FaceState.SUGGESTED, "suggested"),
    ("grouped", FaceState.GROUPED, "grouped"),
    ("single", FaceState.SINGLE, "single"),
    ("strangers", FaceState.STRANGER, "strangers"),
    ("not_a_face", FaceState.NOT_A_FACE, "not a face"),
)


def duration(seconds: float) -> str:
    """A time left as a person would say it."""
    if seconds < 50:
        return "less than a minute"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"about {minutes} min"
    return f"about {minutes / 60:.0f} h"


def progress_words(progress: Progress) -> str:
    """One line: stage, how far, time left, speed."""
    words = progress.stage
    if progress.total:
        words += f": {progress.done:,} of {progress.total:,}"
        if progress.seconds_left is not None and progress.done < progress.total:
            words += f", {duration(progress.seconds_left)}"
        if progress.rate:
            words += f", {progress.rate:.1f} photos/s"
    elif progress.done:
        words += f": {progress.done:,}"
    return words


class StatusStrip(QFrame):
    """Progress with pause and stop while a scan runs; else the coverage line, each part clickable."""

    state_clicked = Signal(object)
    """A FaceState of the coverage line."""

    def __init__(self, client: LibraryClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._dirty = False
        self.setProperty("surface", "strip")
        self.setMinimumHeight(40)
        flows(self)
        self._pages = QStackedWidget(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.addWidget(self._pages)
        self._pages.addWidget(self._make_coverage())
        self._pages.addWidget(self._make_progress())
        client.scan_started.connect(self._started)
        client.scan_progressed.connect(self._progressed)
        client.scan_paused.connect(self._show_paused)
        client.scan_finished.connect(self._finished)
        client.scan_stopped.connect(self._over)
        client.scan_failed.connect(self._failed)
        client.changed.connect(self.refresh)
        if client.scanning:
            self._started()

    # -- parts --------------------------------------------------------------------------------------
    def _make_coverage(self) -> QWidget:
        page = QWidget()
        row = FlowLayout(page, spacing=2)
        self._detected = QLabel()
        self._detected.setProperty("role", "secondary")
        row.addWidget(self._detected)
        self._parts: dict[FaceState, QPushButton] = {}
        for _, state, words in _PARTS:
            button = QPushButton()
            button.setProperty("kind", "part")
            button.setToolTip(f"Show the faces that are {words}")
            button.clicked.connect(lambda _=False, state=state: self.state_clicked.emit(state))
            self._parts[state] = button
            row.addWidget(button)
        return page

    def _make_progress(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(BAR_HEIGHT)
        self._bar.setFixedWidth(140)
        self._line = Elided()
        self._note = Elided()
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setProperty("role", "secondary")
        self._pause = QToolButton()
        self._stop = QToolButton()
        for button, icon, words, slot in (
            (self._pause, "pause", "Pause the scan", self._toggle_pause),
            (self._stop, "stop", "Stop the scan. What is finished is kept.", self._client.stop_scan),
        ):
            button.setProperty("kind", "flat")
            button.setToolTip(words)
            button.setAccessibleName(words)
            icons.attach(button, icon, size=16)
            button.clicked.connect(lambda _=False, slot=slot: slot())
        row.addWidget(self._bar)
        row.addWidget(self._line)
        row.addWidget(self._note, 1)
        row.addWidget(self._pause)
        row.addWidget(self._stop)
        return page

    # -- scanning -----------------------------------------------------------------------------------
    def _started(self) -> None:
        self._bar.setRange(0, 0)
        self._line.setText("Starting the scan")
        self._note.clear()
        self._show_paused(False)
        self._stop.setEnabled(True)
        self._pages.setCurrentIndex(1)

    def _progressed(self, progress: Progress) -> None:
        if self._client.closing:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        words = progress_words(progress)
        self._line.setText(f"Paused. {words}" if self._client.paused else words)
        self._note.setText(progress.note)

    def _show_paused(self, paused: bool) -> None:
        icons.attach(self._pause, "play" if paused else "pause", size=16)
        words = "Go on with the scan" if paused else "Pause the scan"
        self._pause.setToolTip(words)
        self._pause.setAccessibleName(words)
        if paused:
            self._line.setText(f"Paused. {self._line.text()}")
        else:
            self._line.setText(self._line.text().removeprefix("Paused. "))

    def _toggle_pause(self) -> None:
        if self._client.paused:
            self._client.resume_scan()
        else:
            self._client.pause_scan()

    def _finished(self, summary: ScanSummary) -> None:
        self._over()

    def _failed(self, error: FaceAppError) -> None:
        self._over()

    def _over(self) -> None:
        self._pages.setCurrentIndex(0)
        self.refresh()

    def show_closing(self) -> None:
        """Say that the window waits for the photo in hand."""
        self._bar.setRange(0, 0)
        self._line.setText("Finishing the photo in hand…")
        self._note.clear()
        self._pause.setEnabled(False)
        self._stop.setEnabled(False)
        self._pages.setCurrentIndex(1)

    def text(self) -> str:
        """The line shown, as a user reads it."""
        if self._pages.currentIndex() == 1:
            return f"{self._line.text()} {self._note.text()}".strip()
        shown = [button.text() for button in self._parts.values() if not button.isHidden()]
        return " ".join([self._detected.text(), *shown])

    # -- coverage -----------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Ask for the coverage line again; while a scan runs nobody sees it."""
        if not self._client.scanning:
            self._client.ask(lambda library: library.coverage(), self._show_coverage, owner=self)

    def _show_coverage(self, coverage: Coverage) -> None:
        if not coverage.detected:
            self._detected.setText("No faces yet")
        else:
            self._detected.setText(f"{coverage.detected:,} {'face' if coverage.detected == 1 else 'faces'}:")
        for field, state, words in _PARTS:
            number = getattr(coverage, field)
            self._parts[state].setText(f"{number:,} {words}")
            self._parts[state].setVisible(number > 0)
