"""How strictly faces are grouped: a slider, and what it would do to the user's own library before it does.

Window thread. The preview and the regrouping are computed in the engine's process; when the slider moves on,
a preview that nobody waits for any more is stopped.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.errors import FaceAppError
from faceapp.core.models import StrictnessPreview
from faceapp.core.progress import CancelToken
from faceapp.core.said import listed, said
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr
from faceapp.gui.style import BAR_HEIGHT, Size, font

STEPS = 10
"""Places of the slider on each side of the middle."""
_PAUSE_MS = 120
"""The slider rests this long before anything is computed."""
_SAME = said("As it is now.")


def preview_words(preview: StrictnessPreview) -> str:
    """What a place of the slider would do, as ``Would merge 12 groups and split 3: 204 groups then``."""
    parts = []
    if preview.merged:
        parts.append(tr("merge %n group(s)", None, preview.merged))
    if preview.split:
        parts.append(tr("split %n group(s)", None, preview.split))
    if preview.founded:
        parts.append(tr("find %n new group(s)", None, preview.founded))
    if not parts:
        return tr("Would change no group of your library.")
    then = tr("%n group(s)", None, preview.groups)
    return tr(
        "Would {changes}: {groups} then. Every name and answer of yours stays.",
        changes=listed(parts),
        groups=then,
    )


class StrictnessCard(QFrame):
    """Shown on the settings page."""

    def __init__(self, client: LibraryClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._now: float | None = None
        self._asked: CancelToken | None = None
        self._wanted: float | None = None
        self._known: dict[int, str] = {}
        self.setProperty("surface", "card")
        title = QLabel(tr("Grouping"), self)
        title.setProperty("role", "heading")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(-STEPS, STEPS)
        self.slider.setPageStep(STEPS // 2)
        self.slider.setTickInterval(STEPS)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setAccessibleName(tr("Strictness, from fewer mistakes to fewer groups"))
        self.slider.setEnabled(False)
        self.slider.setMinimumSize(QSize(160, 26))
        self.slider.valueChanged.connect(self._moved)
        ends = QHBoxLayout()
        for words, align in (
            (tr("Fewer mistakes"), Qt.AlignmentFlag.AlignLeft),
            (tr("As measured best"), Qt.AlignmentFlag.AlignHCenter),
            (tr("Fewer groups"), Qt.AlignmentFlag.AlignRight),
        ):
            label = QLabel(words, self)
            label.setProperty("role", "caption")
            label.setAlignment(align)
            ends.addWidget(label, 1)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setMinimumHeight(QFontMetrics(font(Size.BODY)).lineSpacing() * 2)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        room = QWidget(self)  # stays where the bar is hidden: nothing jumps when it comes and goes
        room.setFixedHeight(BAR_HEIGHT)
        self.busy = QProgressBar(room)
        inside = QVBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.busy)
        self.busy.setTextVisible(False)
        self.busy.setFixedHeight(BAR_HEIGHT)
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(tr("Working it out"))
        self._use = QPushButton(tr("Group anew"), self)
        self._use.setProperty("kind", "primary")
        self._use.clicked.connect(self.use)
        self._back = QPushButton(tr("Leave as it is"), self)
        self._back.clicked.connect(self._reset)
        buttons = QHBoxLayout()
        buttons.addWidget(self._use)
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self.slider)
        column.addLayout(ends)
        column.addWidget(self._words)
        column.addWidget(room)
        column.addLayout(buttons)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._rest.timeout.connect(self._ask)
        client.changed.connect(self._changed)
        self._update()

    def words(self) -> str:
        """What the card says the slider would do."""
        return self._words.text()

    # -- what is in use -----------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Ask what is in use."""
        self._reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for the preview any more."""
        self._rest.stop()
        self._stop()

    def _reload(self) -> None:
        self._client.ask(lambda library: library.strictness(), self._got, owner=self)

    def _got(self, value: float) -> None:
        untouched = self._now is None or self.slider.value() == self._place(self._now)
        self._now = value
        self._update()
        if untouched:
            self._reset()
        elif self._asked is None and self.slider.value() not in self._known:
            self._moved()  # it was left in mid-preview

    def _changed(self, changes: Changes) -> None:
        if changes:
            self._known.clear()  # what was worked out was about other faces and names
            if self.isVisible():
                self._reload()
                self._rest.start()

    def _reset(self) -> None:
        if self._now is not None:
            self.slider.setValue(self._place(self._now))
            self._moved()

    @staticmethod
    def _place(value: float) -> int:
        return round(value * STEPS)

    # -- what would be ------------------------------------------------------------------------------
    def _moved(self) -> None:
        self._stop()
        if self._differs():
            known = self._known.get(self.slider.value())
            self._words.setText(known or tr("Working it out on your library…"))
            self._rest.start()
        else:
            self._rest.stop()
            self._words.setText(shown(_SAME))
        self._update()

    def _stop(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _differs(self) -> bool:
        return self._now is not None and self.slider.value() != self._place(self._now)

    def _update(self) -> None:
        grouping = self._wanted is not None
        self.slider.setEnabled(self._now is not None and not grouping)
        for button in (self._use, self._back):
            button.setEnabled(self._differs() and not grouping)
        self.busy.setVisible(grouping or self._asked is not None)

    def _ask(self) -> None:
        place = self.slider.value()
        if not self._differs() or place in self._known or not self.isVisible():
            return
        self._stop()
        token = self._asked = CancelToken()

        def over(words: str) -> None:
            if self._asked is token:
                self._asked = None
                self._words.setText(words)
                self._update()

        def then(preview: StrictnessPreview) -> None:
            self._known[place] = preview_words(preview)
            over(self._known[place])

        value = place / STEPS
        self._client.compute(
            lambda library: library.preview_strictness(value, token),
            then,
            owner=self,
            failed=lambda error: over(shown(error.user_message)),
        )
        self._update()

    def use(self) -> None:
        """Group all faces anew with what the slider says."""
        if not self._differs() or self._wanted is not None:
            return
        self._stop()
        self._wanted = value = self.slider.value() / STEPS
        self._words.setText(tr("Grouping anew…"))
        self._update()

        def then(_: object) -> None:
            self._wanted, self._now = None, value
            self._reset()
            self._words.setText(tr("Done. As it is now."))
            self._update()

        def failed(error: FaceAppError) -> None:
            self._wanted = None
            self._update()
            self._client.failed.emit(error)

        self._client.compute(lambda library: library.set_strictness(value), then, owner=self, failed=failed)
