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
from faceapp.core.said import said
from faceapp.gui import icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import decimal_words, number_words, shown, tr
from faceapp.gui.style import BAR_HEIGHT
from faceapp.gui.widgets.elided import Elided
from faceapp.gui.widgets.flow_layout import FlowLayout, flows

_PARTS = (
    ("confirmed", FaceState.CONFIRMED, said("Show the faces that are confirmed")),
    ("automatic", FaceState.AUTOMATIC, said("Show the faces that are automatic")),
    ("suggested", FaceState.SUGGESTED, said("Show the faces that are suggested")),
    ("grouped", FaceState.GROUPED, said("Show the faces that are grouped")),
    ("single", FaceState.SINGLE, said("Show the faces that are single")),
    ("strangers", FaceState.STRANGER, said("Show the faces that are strangers")),
    ("not_a_face", FaceState.NOT_A_FACE, said("Show the faces that are not a face")),
)


def duration(seconds: float) -> str:
    """A time left as a person would say it."""
    if seconds < 50:
        return tr("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("about %n min", None, minutes)
    return tr("about %n h", None, round(minutes / 60))


def progress_words(progress: Progress) -> str:
    """One line: stage, how far, time left, speed."""
    stage, done = shown(progress.stage), number_words(progress.done)
    if not progress.total:
        return f"{stage}: {done}" if progress.done else stage
    words = [tr("{stage}: {done} of {total}", stage=stage, done=done, total=number_words(progress.total))]
    if progress.seconds_left is not None and progress.done < progress.total:
        words.append(duration(progress.seconds_left))
    if progress.rate:
        words.append(tr("{rate} photos/s", rate=decimal_words(progress.rate, 1)))
    return ", ".join(words)


def counted(state: FaceState, number: int) -> str:
    """A part of the coverage line."""
    match state:
        case FaceState.CONFIRMED:
            return tr("%n confirmed", None, number)
        case FaceState.AUTOMATIC:
            return tr("%n automatic", None, number)
        case FaceState.SUGGESTED:
            return tr("%n suggested", None, number)
        case FaceState.GROUPED:
            return tr("%n grouped", None, number)
        case FaceState.SINGLE:
            return tr("%n single", None, number)
        case FaceState.STRANGER:
            return tr("%n strangers", None, number)
        case FaceState.NOT_A_FACE:
            return tr("%n not a face", None, number)


class StatusStrip(QFrame):
    """Progress with pause and stop while a scan runs; else the coverage line, each part clickable."""

    state_clicked = Signal(object)
    """A FaceState of the coverage line."""

    def __init__(self, client: LibraryClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._dirty = False
        self._doing = ""
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
        for _, state, tip in _PARTS:
            button = QPushButton()
            button.setProperty("kind", "part")
            button.setToolTip(shown(tip))
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
            (self._pause, "pause", tr("Pause the scan"), self._toggle_pause),
            (self._stop, "stop", tr("Stop the scan. What is finished is kept."), self._client.stop_scan),
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
        self._doing = tr("Starting the scan")
        self._note.clear()
        self._show_paused(False)
        self._stop.setEnabled(True)
        self._pages.setCurrentIndex(1)

    def _progressed(self, progress: Progress) -> None:
        if self._client.closing:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._doing = progress_words(progress)
        self._say(self._client.paused)
        self._note.setText(shown(progress.note))

    def _say(self, paused: bool) -> None:
        self._line.setText(tr("Paused. {doing}", doing=self._doing) if paused else self._doing)

    def _show_paused(self, paused: bool) -> None:
        icons.attach(self._pause, "play" if paused else "pause", size=16)
        words = tr("Go on with the scan") if paused else tr("Pause the scan")
        self._pause.setToolTip(words)
        self._pause.setAccessibleName(words)
        self._say(paused)

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
        self._doing = tr("Finishing the photo in hand…")
        self._say(paused=False)
        self._note.clear()
        self._pause.setEnabled(False)
        self._stop.setEnabled(False)
        self._pages.setCurrentIndex(1)

    def text(self) -> str:
        """The line shown, as a user reads it."""
        if self._pages.currentIndex() == 1:
            return f"{self._line.text()} {self._note.text()}".strip()
        parts = [button.text() for button in self._parts.values() if not button.isHidden()]
        return " ".join([self._detected.text(), *parts])

    # -- coverage -----------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Ask for the coverage line again; while a scan runs nobody sees it."""
        if not self._client.scanning:
            self._client.ask(lambda library: library.coverage(), self._show_coverage, owner=self)

    def _show_coverage(self, coverage: Coverage) -> None:
        if not coverage.detected:
            self._detected.setText(tr("No faces yet"))
        else:
            self._detected.setText(tr("%n face(s):", None, coverage.detected))
        for field, state, _ in _PARTS:
            number = getattr(coverage, field)
            self._parts[state].setText(counted(state, number))
            self._parts[state].setVisible(number > 0)
