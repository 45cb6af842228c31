"""A slide show on the whole screen: it goes on by itself, and by keys alone. Window thread.

Space pauses, the arrow keys turn, N hides the names, plus and minus change the time per picture, Esc ends.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from faceapp.gui import icons, motion
from faceapp.gui.language import number_words, tr
from faceapp.gui.slides import Slide, Slides
from faceapp.gui.widgets.slide_stage import SlideStage

SECONDS = (2, 3, 5, 8, 12, 20)
"""Times per picture that can be chosen."""
FRAME_MS = 33
_WHITE = "#ffffff"
_CONTROLS_MS = 2600
"""How long the controls stay after the mouse moved."""


class SlideShow(QWidget):
    """Shows slides one after the other until it is closed.

    Args:
        slides: What is shown.
        start: Which comes first.
        seconds: Time per picture, one of :data:`SECONDS`.
        moving: Whether pictures move and fade, unless the system asks for stillness.
        parent: Its window is over this one; closed with it.
    """

    ended = Signal(int)
    """It was closed while this slide was shown."""
    seconds_changed = Signal(int)
    """The user wants another time per picture."""

    def __init__(
        self,
        slides: Slides,
        *,
        start: int = 0,
        seconds: int = 5,
        moving: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Slide show"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(0, 0, 0))
        self.setPalette(palette)
        self.setMouseTracking(True)
        self._slides = slides
        self._number = start
        self._seconds = seconds if seconds in SECONDS else 5
        self._moving = moving
        self._paused = False
        self._ended = False
        self._in_slide = 0.0
        self._shown: int | None = None
        self._ready: dict[int, Slide | None] = {}
        self._coming: set[int] = set()
        self.stage = SlideStage(self)
        self.stage.setMouseTracking(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stage)
        self._controls = self._make_controls()
        self._tell()
        self._make_keys()
        self._hide = QTimer(self, singleShot=True, interval=_CONTROLS_MS)
        self._hide.timeout.connect(self._hide_controls)
        self._clock = QElapsedTimer()
        self._tick = QTimer(self, interval=FRAME_MS)
        self._tick.timeout.connect(self._ticked)

    # -- building -----------------------------------------------------------------------------------
    def _make_controls(self) -> QFrame:
        bar = QFrame(self)
        bar.setStyleSheet(
            "QFrame { background: rgba(28, 28, 32, 225); border-radius: 12px; } QLabel { color: white; "
            "background: transparent; } QToolButton { border: none; padding: 6px; background: transparent; "
            "border-radius: 8px; } QToolButton:hover { background: rgba(255, 255, 255, 40); }"
        )
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(6)

        def tool(icon: str, words: str, slot: Callable[[], None]) -> QToolButton:
            button = QToolButton(bar)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setIcon(icons.icon(icon, _WHITE, 20))
            button.setIconSize(QSize(20, 20))
            button.clicked.connect(slot)
            row.addWidget(button)
            return button

        tool("back", tr("Previous (Left)"), lambda: self.turn(-1))
        self._play = tool("pause", tr("Pause (Space)"), self.toggle_pause)
        tool("forward", tr("Next (Right)"), lambda: self.turn(1))
        row.addSpacing(10)
        tool("minus", tr("Shorter (-)"), lambda: self.change_seconds(-1))
        self._time = QLabel(bar)
        row.addWidget(self._time)
        tool("plus", tr("Longer (+)"), lambda: self.change_seconds(1))
        row.addSpacing(10)
        tool("person", tr("Names (N)"), self.toggle_names)
        self._place = QLabel(bar)
        row.addWidget(self._place)
        row.addSpacing(10)
        tool("close", tr("End (Esc)"), self._close)
        bar.hide()
        return bar

    def _make_keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Escape", self._close),
            ("Space", self.toggle_pause),
            ("Right", lambda: self.turn(1)),
            ("PgDown", lambda: self.turn(1)),
            ("Left", lambda: self.turn(-1)),
            ("PgUp", lambda: self.turn(-1)),
            ("Home", lambda: self._go(0, fade=False)),
            ("End", lambda: self._go(len(self._slides) - 1, fade=False)),
            ("N", self.toggle_names),
            ("+", lambda: self.change_seconds(1)),
            ("=", lambda: self.change_seconds(1)),
            ("-", lambda: self.change_seconds(-1)),
        )
        for key, slot in keys:
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    # -- running ------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Fill the screen and start."""
        self.showFullScreen()
        self.activateWindow()
        if self._moving:
            motion.ask_for_stillness(self.keep_still)
        self._go(self._number, fade=False)
        self._clock.start()
        self._tick.start()
        self._hide_controls()

    @property
    def number(self) -> int:
        """Which slide is shown or comes next."""
        return self._number

    @property
    def paused(self) -> bool:
        """Whether it waits."""
        return self._paused

    @property
    def seconds(self) -> int:
        """Time per picture."""
        return self._seconds

    def keep_still(self) -> None:
        """Pictures neither move nor fade from now on."""
        if self._ended:
            return
        self._moving = False
        self.stage.set_faded(1.0)
        self.stage.set_along(0.0)

    def toggle_pause(self) -> None:
        """Wait, or go on."""
        self._paused = not self._paused
        self._tell()

    def toggle_names(self) -> None:
        """Show or hide who is in the picture."""
        self.stage.names_shown = not self.stage.names_shown
        self.stage.update()

    def change_seconds(self, steps: int) -> None:
        """Give each picture more time, or less."""
        at = SECONDS.index(self._seconds) + steps
        self._seconds = SECONDS[min(max(at, 0), len(SECONDS) - 1)]
        self._tell()
        self._show_controls()
        self.seconds_changed.emit(self._seconds)

    def turn(self, step: int) -> None:
        """To the next picture or the one before, at once."""
        self._go((self._number + step) % len(self._slides), fade=self._moving)

    def advance(self, seconds: float) -> None:
        """Let so much time pass."""
        fade = self._slides.fade_seconds
        if self._shown is None:
            return
        if self.stage.faded < 1.0:
            self.stage.set_faded(self.stage.faded + seconds / fade)
        if self._paused:
            return
        self._in_slide += seconds
        if self._moving:
            self.stage.set_along(self._in_slide / (self._seconds + fade))
        following = self._following()
        if self._in_slide >= self._seconds and following is not None:
            self._go(following, fade=self._moving)

    def _following(self) -> int | None:
        """The next slide that can be shown; None: there is no other, or it is still being read."""
        total = len(self._slides)
        for step in range(1, total):
            number = (self._number + step) % total
            if number not in self._ready:
                self._load(number)
                return None
            if self._ready[number] is not None:
                return number
        return None

    def _go(self, number: int, *, fade: bool) -> None:
        self._number = number
        self._tell()
        slide = self._ready.get(number)
        if slide is not None:
            self._show(slide, fade=fade)
        elif number in self._ready:  # its photo cannot be read now
            following = self._following()
            if following is not None and following != number:
                self._go(following, fade=fade)
            elif not any(self._ready.values()) and len(self._ready) == len(self._slides):
                self.stage.say(tr("None of these photos can be read now. Are their drives plugged in?"))
        else:
            self._load(number)

    def _show(self, slide: Slide, *, fade: bool) -> None:
        self._shown = self._number
        self._in_slide = 0.0
        self.stage.show_slide(slide, fade=fade)
        total = len(self._slides)
        near = {(self._number + step) % total for step in (-1, 0, 1, 2)}
        # What could not be read stays known: it is passed over.
        self._ready = {at: one for at, one in self._ready.items() if at in near or one is None}
        for step in (1, -1):
            self._load((self._number + step) % total)

    def _load(self, number: int) -> None:
        if number in self._ready or number in self._coming or self._ended:
            return
        self._coming.add(number)
        screen = self.screen() or QGuiApplication.primaryScreen()
        size = screen.size() * screen.devicePixelRatio()

        def then(slide: Slide | None) -> None:
            if self._ended:  # whoever reads it lives longer
                return
            self._coming.discard(number)
            self._ready[number] = slide
            if self._shown != self._number:
                self._go(self._number, fade=self._moving and self._shown is not None)

        self._slides.load(number, max(size.width(), size.height()), then)

    def _ticked(self) -> None:
        self.advance(self._clock.restart() / 1000.0)

    # -- controls -----------------------------------------------------------------------------------
    def _tell(self) -> None:
        self._play.setIcon(icons.icon("play" if self._paused else "pause", _WHITE, 20))
        self._play.setToolTip(tr("Go on (Space)") if self._paused else tr("Pause (Space)"))
        self._play.setAccessibleName(tr("Go on") if self._paused else tr("Pause"))
        self._time.setText(tr("%n s", None, self._seconds))
        number, total = number_words(self._number + 1), number_words(len(self._slides))
        self._place.setText(tr("{number} of {total}", number=number, total=total))

    def _show_controls(self) -> None:
        self._controls.show()
        self._controls.raise_()
        self._place_controls()
        self.unsetCursor()
        self._hide.start()

    def _hide_controls(self) -> None:
        if self._controls.underMouse():
            self._hide.start()
            return
        self._controls.hide()
        self.setCursor(QCursor(Qt.CursorShape.BlankCursor))

    def _place_controls(self) -> None:
        self._controls.adjustSize()
        size = self._controls.size()
        self._controls.move((self.width() - size.width()) // 2, 28)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The controls come with the mouse."""
        self._show_controls()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes on to the next picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.turn(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own are shortcuts; others do nothing, least of all in the window below."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._place_controls()

    def changeEvent(self, event: QEvent) -> None:
        """Nothing moves where nobody sees it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized() and not self._paused:
            self.toggle_pause()

    def _close(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The end."""
        self._tick.stop()
        self._hide.stop()
        if not self._ended:
            self._ended = True
            self.ended.emit(self._number)
        super().closeEvent(event)
