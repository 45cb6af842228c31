"""One question at a time, the one that settles the most photos first; the keyboard alone is enough."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from faceapp.core.changes import Changes
from faceapp.core.models import Face
from faceapp.core.questions import ReviewProgress
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.sweep_dialog import SweepDialog
from faceapp.gui.language import tr
from faceapp.gui.review_feed import ReviewFeed
from faceapp.gui.review_words import SKIP, UNDO, Asked, progress_words
from faceapp.gui.style import BAR_HEIGHT
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.clash_bar import ClashBar
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.question_page import QuestionPage
from faceapp.gui.widgets.question_panel import QuestionPanel
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.library.library import Library
from faceapp.library.sweeps import Sweep

_PAUSE_MS, _SCAN_MS = 500, 3000
"""Changes made elsewhere are looked at together; those of a scan, which go on and on, now and then, once
something is asked."""
_CALM_MS = 300
"""After a question that the user looked at gave way to another by itself, a key is still meant for it."""


class ReviewView(QWidget):
    """Keys: Y, N, S, U, E (an event), 1 to 9, 0, on a page also -, =, Space, arrows, Z.

    Z held down shows the whole photos of a question that stands alone, as the mouse over a small photo does.

    Enter accepts a page, and goes to the name where one can be typed.
    """

    open_face = Signal(int, int)
    back = Signal()

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._head = PageHead(tr("Review"), "", self)
        self._said = QLabel(self)
        self._said.setProperty("role", "secondary")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._head.add(self._said)
        self.sweep_button = QPushButton(tr("Sweep this event   E"), self)
        self.sweep_button.setToolTip(tr("Everyone else at the event of this photo is a stranger: shows whom"))
        self.sweep_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sweep_button.clicked.connect(lambda _=False: self.sweep())
        self.sweep_button.hide()
        self._head.add(self.sweep_button)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(BAR_HEIGHT)
        self._bar.setRange(0, 1)
        self._bar.hide()
        self._bar.setAccessibleName(tr("Sorted so far"))
        self.clashes = ClashBar(client, thumbnails, self)
        top = QVBoxLayout()
        top.setContentsMargins(20, 0, 20, 12)
        top.setSpacing(12)
        top.addWidget(self._bar)
        top.addWidget(self.clashes)
        self.panel = QuestionPanel(thumbnails, self)
        self._quiet = QuietPage("review", "", "", button=tr("Show people"), parent=self)
        self._quiet.pressed.connect(self.back)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._quiet)
        self._stack.addWidget(self.panel)
        self.page = QuestionPage(thumbnails, self)
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Review"))
        self.feed = ReviewFeed(client, self)
        self._looked_at = False
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._look)
        self.feed.exchanged.connect(self._exchanged)
        self.feed.shown.connect(self._show)
        self.feed.restored.connect(self.page.forget)
        self.feed.prepared.connect(self._prepare)
        self.feed.waiting.connect(self._wait)
        self.feed.nothing.connect(self._show_nothing)
        self.feed.progressed.connect(self._show_progress)
        self.feed.said.connect(self._said.setText)
        self.panel.answered.connect(self._answer)
        self.panel.named.connect(lambda name: self._answer(f"name {name}"))
        self.panel.opened.connect(self._open)
        self.page.accepted.connect(self._accept)
        self.page.skipped.connect(self._skip)
        self.page.undone.connect(self.feed.undo)
        self.page.opened.connect(self._open)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self.feed.look)
        client.changed.connect(self._changed)

    # -- what is asked ------------------------------------------------------------------------------
    def activated(self) -> None:
        """The page is shown: the question that was open still is, where it still stands."""
        self.feed.look()

    def _exchanged(self) -> None:
        if self._looked_at:
            self._calm.start()

    def _look(self) -> None:
        self._looked_at = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is looked for."""
        super().hideEvent(event)
        for timer in (self._rest, self._calm, self._painted):
            timer.stop()
        self.feed.rest()

    def _prepare(self, after: Asked) -> None:
        for part in (self.page, self.panel):  # the one that is not seen would have the size it had then
            if part.size() != self._stack.size():
                part.resize(self._stack.size())
        if after.page is not None:
            self.page.prepare(after.page)
        else:
            self.panel.prepare(after.prompt)

    def _show(self, now: Asked) -> None:
        self.sweep_button.show()
        self._looked_at = False
        self._painted.start()
        if now.page is not None:
            self.page.show_page(now.page)
            self._stack.setCurrentWidget(self.page)
            self.setFocus()
            return
        self.panel.set_names(now.names)
        self.panel.show_prompt(now.prompt)
        self._stack.setCurrentWidget(self.panel)
        if now.prompt.naming and not now.prompt.candidates:
            self.panel.field.setFocus()
        else:
            self.setFocus()

    def _wait(self) -> None:
        if self._stack.currentWidget() is self._quiet:
            self._quiet.button.hide()
            self._quiet.set_words(
                tr("One moment"), tr("Looking for the question that settles the most photos.")
            )

    def _show_nothing(self) -> None:
        self.sweep_button.hide()
        self._stack.setCurrentWidget(self._quiet)
        self._quiet.button.show()
        self._quiet.set_words(
            tr("Nothing left to ask"),
            tr(
                "Every face is where it most likely belongs. New photos bring new questions: add a folder, "
                "or name groups on the People page."
            ),
        )
        self.setFocus()

    def _show_progress(self, progress: ReviewProgress) -> None:
        if not progress.whole:  # what was said before still is about right
            if not self._head.detail():
                self._head.set_detail(tr("The largest first, while all others are looked at"))
            return
        self._head.set_detail(progress_words(progress) if progress.total else "")
        self._bar.setVisible(progress.total > 0)
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.settled)
        if not progress.total and self.feed.now is None:
            self._quiet.set_words(
                tr("No faces yet"),
                tr(
                    "Choose a folder of photos on the People page. Once faces are found, the app asks here "
                    "what it cannot know: one key answers."
                ),
            )

    def words(self) -> str:
        """What the page says, for tests."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, QuestionPanel | QuestionPage | QuietPage)
        return f"{self._head.detail()}\n{self._said.text()}\n{shown.words()}"

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes and not self._rest.isActive():
            asked = self.feed.now is not None
            self._rest.start(_SCAN_MS if self._client.scanning and asked else _PAUSE_MS)

    # -- sweeps -------------------------------------------------------------------------------------
    def sweep(self) -> None:
        """Propose that everyone else at the event of the photo on show is a stranger."""
        now = self.feed.now
        if now is None:
            return
        face = self.page.looked_at if self.on_page else now.question.one[0]

        def look(library: Library) -> Sweep | None:
            found = library.faces_by_id([face] if face is not None else [])
            return library.sweep(found[0].photo_id) if found else None

        self._client.ask(look, self._offer, owner=self)

    def _offer(self, sweep: Sweep | None) -> None:
        if sweep is None or not sweep.faces:
            self._said.setText(tr("Everybody at this event has a name"))
            return
        dialog = SweepDialog(self._client, self._thumbnails, sweep, self)
        dialog.swept.connect(lambda _: self.feed.look())
        dialog.open()

    # -- answers ------------------------------------------------------------------------------------
    @property
    def on_page(self) -> bool:
        """Whether a page of several questions is shown."""
        return self._stack.currentWidget() is self.page

    def _accept(self, ticked: frozenset[str]) -> None:
        self.page.forget()
        self.feed.answer_page(ticked)

    def _skip(self) -> None:
        self.page.forget()
        self.feed.skip()

    def _answer(self, reply: object) -> None:
        if reply == UNDO:
            self.feed.undo()
        elif isinstance(reply, str):
            self.feed.answer(reply)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answers; a key that is held down answers once."""
        prompt = self.panel.prompt
        asking = self._stack.currentWidget() is self.panel and prompt is not None
        key = event.text().upper()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.isAutoRepeat() or not plain or self._calm.isActive():
            super().keyPressEvent(event)
        elif key == "U":
            self.feed.undo()
        elif key == "E":
            self.sweep()
        elif self.on_page:
            if not self.page.take_key(event):
                super().keyPressEvent(event)
        elif not asking or prompt is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and prompt.naming:
            self.panel.field.setFocus()
        elif key == "S":
            self.feed.answer(SKIP)
        elif key == "Z":
            self.panel.glance(True)
        elif key and (reply := prompt.reply_to(key)) is not None:
            self._answer(reply)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The whole photo is shown as long as its key is held."""
        if event.key() == Qt.Key.Key_Z and not event.isAutoRepeat():
            self.panel.glance(False)
        super().keyReleaseEvent(event)

    def _open(self, face: Face) -> None:
        self.open_face.emit(face.photo_id, face.id)
