"""Who is this? Drop, paste or choose pictures; each is answered at once and nothing is stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.errors import FaceAppError
from faceapp.core.models import IdentifiedFace, Picture
from faceapp.core.said import said
from faceapp.gui.answer_keeper import AnswerKeeper
from faceapp.gui.client import LibraryClient
from faceapp.gui.intake import DropGuide
from faceapp.gui.language import shown, tr
from faceapp.gui.models.problems_model import printable
from faceapp.gui.pixels import to_image
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.batch_bar import BatchBar
from faceapp.gui.widgets.dragging import take_copy
from faceapp.gui.widgets.dropped import Source, prospect_of_paths, take
from faceapp.gui.widgets.focus_lead import FocusLead
from faceapp.gui.widgets.identify_card import IdentifyCard
from faceapp.gui.widgets.page_head import PageHead
from faceapp.gui.widgets.quiet_page import QuietPage
from faceapp.gui.widgets.save_picture import save_picture
from faceapp.library.pictures import PictureView
from faceapp.library.preview import pictures_in, read_picture

NOTHING_STORED = said("Pictures are only looked at: nothing of them is stored or sent anywhere.")
_LOOK = 1600
"""Pixels of the longer side of what is shown: enough for sharp crops of the faces."""
_AT_ONCE = 2
"""Pictures in hand at a time: one is decoded while the other is answered."""
_PASTE, _OPEN = QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Open
MOST_FILES = 500
MOST_CARDS = 300
_FILTER = said(
    "Pictures ({patterns});;All (*)",
    patterns="*.jpg *.jpeg *.png *.webp *.heic *.heif *.avif *.tif *.tiff *.bmp *.gif *.pgm *.ppm",
)


class IdentifyView(QWidget):
    """A stack of answers, newest on top."""

    open_person = Signal(int)

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._queue: deque[tuple[Source, str]] = deque()
        self._in_hand = 0
        self._batch = 0
        """Pictures asked about since nothing waited."""
        self._keeper = AnswerKeeper(client, thumbnails, self)
        self._cards: list[IdentifyCard] = []
        self.setAcceptDrops(True)
        self._empty = QuietPage(
            "identify",
            tr("Who is this?"),
            tr(
                "Drop a picture here, paste one with Ctrl+V, or choose files. {promise}",
                promise=NOTHING_STORED,
            ),
            button=tr("Choose pictures…"),
            drop=True,
            parent=self,
        )
        self._empty.pressed.connect(self.choose_files)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = PageHead(tr("Identify"), shown(NOTHING_STORED), body)
        for words, keys, slot in (
            (tr("Clear"), "", self.clear),
            (tr("Paste"), "Ctrl+V", self.paste),
            (tr("Choose pictures…"), "Ctrl+O", self.choose_files),
        ):
            button = QPushButton(words, body)
            pressed = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{words} ({pressed})" if keys else tr("Remove all answers"))
            button.clicked.connect(lambda _=False, slot=slot: slot())
            self._head.add(button)
        column.addWidget(self._head)
        self._complaint = QLabel(body)
        self._complaint.setProperty("role", "error")
        self._complaint.setWordWrap(True)
        self._complaint.setContentsMargins(20, 0, 20, 8)
        self._complaint.hide()
        column.addWidget(self._complaint)
        self.progress = BatchBar(body)
        self.progress.stopped.connect(self.stop)
        column.addWidget(self.progress)
        self._scroll = QScrollArea(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(tr("Answers, newest first"))
        inside = QWidget(self._scroll)
        inside.setProperty("surface", "page")
        self._stack_of_cards = QVBoxLayout(inside)
        self._stack_of_cards.setContentsMargins(20, 4, 20, 20)
        self._stack_of_cards.setSpacing(14)
        self._stack_of_cards.addStretch(1)
        self._scroll.setWidget(inside)
        column.addWidget(self._scroll, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(body)
        FocusLead(self, self._scroll, self._empty.button)
        self._guide = DropGuide(client, self, self, partial(prospect_of_paths, ask_all=True))

    def activated(self) -> None:
        """The page is shown."""
        self.setFocus()

    def cards(self) -> list[IdentifyCard]:
        """The answers, newest first."""
        return list(self._cards)

    # -- ways in ------------------------------------------------------------------------------------
    def identify_sources(self, sources: Sequence[Source]) -> None:
        """Ask about pictures: paths (folders too), contents of files, or pixels."""
        self._complain("")
        paths = [source for source in sources if isinstance(source, Path)]
        for source in sources:
            if not isinstance(source, Path):
                self._queue.append((source, tr("Picture without a file")))
                self._batch += 1
        if paths:
            self._client.compute(  # beside the decisions: a slow drive may be walked through
                lambda library: pictures_in(paths, library.root, MOST_FILES + 1), self._found, owner=self
            )
        self._next()

    def identify_mime(self, mime: QMimeData) -> None:
        """Ask about what was dropped or pasted; says so where there is nothing in it."""
        dropped = take(mime)
        if dropped.complaint and not (dropped.paths or dropped.pictures):
            self._complain(shown(dropped.complaint))
        else:
            self.identify_sources([*dropped.paths, *dropped.pictures])

    def paste(self) -> None:
        """Ask about what is on the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None:
            self.identify_mime(mime)

    def choose_files(self) -> None:
        """Ask about files chosen in a dialog."""
        dialog = QFileDialog(self, tr("Choose pictures"), "", shown(_FILTER))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.identify_sources([Path(name) for name in names]))
        dialog.open()

    def stop(self) -> None:
        """Look at nothing more; what is answered stays."""
        self._batch -= len(self._queue)
        self._queue.clear()
        self._tell()

    def clear(self) -> None:
        """Forget all answers, and what still waits."""
        self.stop()
        for card in self.cards():
            self._remove(card)
        self._complain("")
        self._tell()

    # -- work ---------------------------------------------------------------------------------------
    def _found(self, paths: list[Path]) -> None:
        if not paths:
            self._complain(tr("There is no picture in that folder."))
        if len(paths) > MOST_FILES:
            self._complain(
                tr(
                    "Only the first {number} pictures are looked at. To sort a whole folder, add it instead.",
                    number=MOST_FILES,
                )
            )
        for path in paths[:MOST_FILES]:
            self._queue.append((path, printable(path.name)))
            self._batch += 1
        self._next()

    def _next(self) -> None:
        while self._queue and self._in_hand < _AT_ONCE:
            source, title = self._queue.popleft()
            self._in_hand += 1
            self._start(source, self._add_card(title, source))
        self._tell()

    def _start(self, source: Source, card: IdentifyCard) -> None:
        # Answers come to the view, not to the card: one that was removed meanwhile still frees its place.
        def looked(view: PictureView) -> None:
            if card not in self._cards:
                self._done()
                return
            card.set_picture(to_image(view.pixels), view.full_width, view.full_height)
            self._client.identify(source, answered, owner=self, failed=failed)

        def answered(faces: list[IdentifiedFace]) -> None:
            if card in self._cards:
                card.set_answer(faces)
            self._done()

        def failed(error: FaceAppError) -> None:
            if card in self._cards:
                card.set_error(shown(error.user_message))
            self._done()

        if isinstance(source, Path | bytes):
            self._client.read_picture(
                lambda _: read_picture(source, _LOOK), looked, owner=self, failed=failed
            )
        else:
            looked(_as_view(source))

    def _done(self) -> None:
        self._in_hand -= 1
        self._next()

    def _tell(self) -> None:
        left = len(self._queue)
        if not left and not self._in_hand:
            self._batch = 0
        self.progress.show_progress(self._batch - left - self._in_hand, self._batch)
        page = 1 if self._cards or left else 0
        if page != self._pages.currentIndex():
            focused = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            self._pages.setCurrentIndex(page)
            if focused:
                self.activated()

    def _add_card(self, title: str, source: Source) -> IdentifyCard:
        card = IdentifyCard(title, self._thumbnails)
        self._tie(card, source)
        card.open_person.connect(self.open_person)
        card.fit(self._room())
        card.dismissed.connect(lambda: self._dismiss(card))
        self._cards.insert(0, card)
        self._stack_of_cards.insertWidget(0, card)
        if len(self._cards) > MOST_CARDS:
            self._remove(self._cards[-1])
        return card

    def _tie(self, card: IdentifyCard, source: Source) -> None:
        """Let the card take its picture into the album, and say who is in it."""
        saved: list[Path] = [source] if isinstance(source, Path) else []

        def tell(words: str) -> None:
            if card in self._cards:  # it may have been dismissed
                card.tell_album(words)

        def keep(path: Path) -> None:
            saved[:] = [path]
            if card in self._cards:
                card.offer_album(True)
            self._keeper.add(path, tell)

        def add() -> None:
            if saved:
                keep(saved[0])
            elif not isinstance(source, Path):
                save_picture(self._client, source, self, keep)

        card.offer_album(bool(saved))
        card.add_wanted.connect(add)
        card.said.connect(lambda box, person, name: self._keeper.is_person(saved[0], box, person, name, tell))
        card.asked.connect(lambda box: self._keeper.ask(saved[0], box, tell))

    def _room(self) -> int:
        """How wide a card may be."""
        return self.width() - 2 * 20 - self._scroll.verticalScrollBar().sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        for card in self._cards:
            card.fit(self._room())

    def _dismiss(self, card: IdentifyCard) -> None:
        self._remove(card)
        self._tell()

    def _remove(self, card: IdentifyCard) -> None:
        self._cards.remove(card)
        self._stack_of_cards.removeWidget(card)
        card.deleteLater()

    def _complain(self, words: str) -> None:
        self._complaint.setText(words)
        self._complaint.setVisible(bool(words))
        if words and not self._cards:
            self._empty.set_words(tr("Who is this?"), f"{words}\n\n{shown(NOTHING_STORED)}")

    # -- keys ---------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Paste and choose are taken before the window's shortcuts: here they are about this page."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and any(event.matches(key) for key in (_PASTE, _OPEN))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste and choose."""
        if event.matches(_PASTE):
            self.paste()
        elif event.matches(_OPEN):
            self.choose_files()
        elif event.key() == Qt.Key.Key_Escape and self._queue:
            self.stop()
        else:
            super().keyPressEvent(event)

    # -- drag and drop ------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Here the pictures of folders are asked about, too."""
        self._guide.entered(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say whether it can be let fall."""
        self._guide.moved(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went away."""
        self._guide.ended()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._guide.ended()
        take_copy(event)
        self.identify_mime(event.mimeData())


def _as_view(picture: Picture) -> PictureView:
    height, width = picture.shape[:2]
    return PictureView(picture, width, height)
