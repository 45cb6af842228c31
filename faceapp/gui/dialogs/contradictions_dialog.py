"""Answers of the user that cannot both hold: each pair with both decisions, to undo the wrong one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.changes import Changes
from faceapp.core.models import Contradiction, EventInfo
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.undo_dialog import UndoDialog
from faceapp.gui.language import shown, tr
from faceapp.gui.models.history_model import exact, local
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.crop_row import CropRow
from faceapp.library.library import Library


class ContradictionsDialog(QDialog):
    """Opened with :meth:`open`; stays up to date while decisions are taken back.

    Args:
        client: Asked, and takes decisions back.
        thumbnails: For the crops.
        parent: Qt parent.
    """

    def __init__(
        self, client: LibraryClient, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self.setWindowTitle(tr("Answers that disagree"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._head = QLabel()
        self._head.setProperty("role", "heading")
        note = QLabel(tr("Nothing is dropped: the later answer counts for now. Undo the one that is wrong."))
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(10)
        inside = QWidget()
        inside.setProperty("surface", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        layout.addWidget(note)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        client.changed.connect(self._changed)
        self._reload()

    def words(self) -> str:
        """The headline."""
        return self._head.text()

    def _changed(self, changes: Changes) -> None:
        if changes:
            self._reload()

    def _reload(self) -> None:
        self._client.ask(_with_faces, self._show, owner=self)

    def _show(self, found: Sequence[tuple[Contradiction, Sequence[int]]]) -> None:
        while self._rows.count():
            row = self._rows.takeAt(0)
            widget = row.widget() if row is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not self.isVisible():
            self.resize(680, 210 + 190 * min(max(len(found), 1), 3))
        self._head.setText(clash_words(len(found)) or tr("All your answers agree"))
        for one, faces in found:
            self._rows.addWidget(self._card(one, faces))

    def _card(self, one: Contradiction, faces: Sequence[int]) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(_text(shown(one.what), bold=True))
        crops = CropRow(self._thumbnails, most=7)
        column.addWidget(crops)
        crops.show_faces(faces)
        for event, note in ((one.earlier, tr("earlier")), (one.later, tr("later, counts now"))):
            column.addLayout(self._line(event, note))
        return card

    def _line(self, event: EventInfo, note: str) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(_text(shown(event.what)))
        when = _text(f"{exact(local(event.when))} · {note}")
        when.setProperty("role", "caption")
        words.addWidget(when)
        undo = QPushButton(tr("Undo…"))
        undo.setAccessibleName(tr("Undo: {what}", what=event.what))
        undo.clicked.connect(lambda _=False: self._undo(event))
        line = QHBoxLayout()
        line.addLayout(words, 1)
        line.addWidget(undo)
        return line

    def _undo(self, event: EventInfo) -> None:
        UndoDialog(self._client, self._thumbnails, event=event, parent=self).open()


def _with_faces(library: Library) -> list[tuple[Contradiction, tuple[int, ...]]]:
    """What disagrees, with faces to show: those it is about, else those of the people. Library lane."""
    found = library.contradictions()
    wanted = {person for one in found for person in one.person_ids} if found else set()
    samples = {person.id: person.sample_face_ids for person in library.people() if person.id in wanted}
    return [
        (one, one.face_ids or tuple(face for person in one.person_ids for face in samples.get(person, ())))
        for one in found
    ]


def clash_words(number: int) -> str:
    """``2 of your answers disagree``: of pairs; empty for none."""
    if number == 0:
        return ""
    if number == 1:
        return tr("2 of your answers disagree")
    return tr("%n pairs of your answers disagree", None, number)


def _text(words: str, *, bold: bool = False) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if bold:
        label.setStyleSheet("font-weight: 600;")
    return label
