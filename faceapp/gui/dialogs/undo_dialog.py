"""What taking decisions back would do, before it is done: what comes back, and what stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Decision, EventInfo, UndoPreview
from faceapp.core.said import listed, said
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr
from faceapp.gui.models.history_model import day_words
from faceapp.gui.style import scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.crop_row import CropRow
from faceapp.gui.widgets.dialog_fit import DialogFit
from faceapp.library.library import Library

_LISTED = 6
"""Decisions named one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class _Answer:
    preview: UndoPreview
    people: tuple[str, ...]


def _look(library: Library, events: Sequence[int]) -> _Answer:
    preview = library.undo_preview(events)
    faces = library.faces_by_id(preview.returns)
    names = {face.name or face.suggested_name for face in faces}
    return _Answer(preview, tuple(sorted(name for name in names if name)))


class UndoDialog(QDialog):
    """Opened with :meth:`open`.

    Args:
        client: Looks ahead, and takes the decision back.
        thumbnails: For the crops.
        event: The decision to take back.
        days: Instead: days to choose from, newest first, each with the ids of its decisions and of all
            later ones; everything since the start of the chosen day is taken back, as one event.
        parent: Qt parent.
    """

    undone = Signal(object, str)
    """The Decision, and what to tell the user."""

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        *,
        event: EventInfo | None = None,
        days: Sequence[tuple[date, Sequence[int]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._event = event
        self._days = list(days)
        self.setWindowTitle(tr("Undo"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(scaled(580, 1.6))
        DialogFit(self)
        head = QLabel(tr("Undo this decision?") if event is not None else tr("Undo everything since"))
        head.setProperty("role", "heading")
        self.day = QComboBox()
        self.day.setAccessibleName(tr("Since the start of"))
        self.day.setVisible(event is None)
        for day, ids in self._days:
            self.day.addItem(f"{day_words(day)}: {tr('%n decision(s)', None, len(ids))}")
        self.day.currentIndexChanged.connect(self._ask)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(head)
        top.addWidget(self.day, 1)
        self._events = self._text("label")
        self._returns = self._text("label")
        self._crops = CropRow(thumbnails, most=7)
        self._stays = self._text("secondary")
        self._stay_crops = CropRow(thumbnails, most=7)
        note = self._text("caption")
        note.setText(tr("Undo is itself a decision: it can be taken back any day."))
        self._ok = QPushButton(tr("Undo"))
        self._ok.setProperty("kind", "primary")
        self._ok.setDefault(True)
        self._ok.clicked.connect(self.accept)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(note, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        layout.addLayout(top)
        for part in (self._events, self._returns, self._crops, self._stays, self._stay_crops):
            layout.addWidget(part)
        layout.addSpacing(6)
        layout.addLayout(buttons)
        self._ask()

    @staticmethod
    def _text(role: str) -> QLabel:
        label = QLabel()
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def words(self) -> str:
        """What the dialog says would happen."""
        return "\n".join(label.text() for label in (self._events, self._returns, self._stays) if label.text())

    def _ids(self) -> list[int]:
        if self._event is not None:
            return [self._event.id]
        return list(self._days[self.day.currentIndex()][1]) if self._days else []

    def _ask(self) -> None:
        events = self._ids()
        self._ok.setEnabled(False)
        self._events.setText(tr("Looking at what would change…"))

        def then(answer: _Answer) -> None:
            if events == self._ids():
                self._show(answer)

        def failed(error: FaceAppError) -> None:
            if events == self._ids():
                self._events.setText(shown(error.user_message))

        self._client.compute(lambda library: _look(library, events), then, owner=self, failed=failed)

    def _show(self, answer: _Answer) -> None:
        preview = answer.preview
        lines = [shown(info.what) for info in preview.events[:_LISTED]]
        if len(preview.events) > _LISTED:
            lines.append(tr("and %n earlier decision(s)", None, len(preview.events) - _LISTED))
        self._events.setText("\n".join(lines))
        self._returns.setText(_returning(answer))
        self._crops.show_faces(preview.returns)
        stays = [stay.face_id for stay in preview.stays]
        reasons = tuple(dict.fromkeys(stay.what for stay in preview.stays))
        self._stays.setText(
            tr(
                "%n face(s) (stays|stay), because of a later decision: {reasons}.",
                None,
                len(stays),
                reasons=_listed(reasons),
            )
            if stays
            else ""
        )
        self._stays.setVisible(bool(stays))
        self._stay_crops.show_faces(stays)
        self._ok.setEnabled(True)
        if not self.day.isVisibleTo(self):
            self._ok.setFocus()
        self.adjustSize()

    def accept(self) -> None:
        """Take back what was shown."""
        event = self._event
        ids = self._ids()
        day = self._days[self.day.currentIndex()][0] if event is None else None
        self._ok.setEnabled(False)

        def undo(library: Library) -> Decision:
            if event is not None:
                return library.decide.undo(event.id)
            assert day is not None
            return library.decide.undo_since(day)

        def done(decision: Decision) -> None:
            what = event.what if event is not None else said("%n decision(s)", None, len(ids))
            self.undone.emit(decision, tr("Undone: {what}", what=what))
            self._close()

        # Not through decide(): Ctrl+Z is about the newest decision, and this can be turned back in History.
        self._client.ask(undo, done, owner=self, failed=self._failed)

    def _close(self) -> None:
        super().accept()

    def _failed(self, error: FaceAppError) -> None:
        self._events.setText(shown(error.user_message))


def _returning(answer: _Answer) -> str:
    """Which faces change their place."""
    faces, photos = len(answer.preview.returns), said("%n photo(s)", None, answer.preview.photos)
    if not faces:
        return tr("No face changes its place.")
    if not answer.people:
        return tr(
            "%n face(s) in {photos} (goes|go) back to where the app would have them without it.",
            None,
            faces,
            photos=photos,
        )
    return tr(
        "%n face(s) in {photos} (now {people}) (goes|go) back to where the app would have them without it.",
        None,
        faces,
        photos=photos,
        people=_listed(answer.people),
    )


def _listed(names: Sequence[str], most: int = 3) -> str:
    """``Anna, Ben and 4 more``."""
    parts = [shown(name) for name in names[:most]]
    if len(names) > most:
        parts.append(tr("%n more", None, len(names) - most))
    return shown(listed(parts))
