"""Take a group apart: the proposed parts as rows of faces, tick which are somebody else, one decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.errors import FaceAppError
from faceapp.core.models import Person
from faceapp.core.said import said
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.lasting import told_by
from faceapp.gui.language import shown, tr
from faceapp.gui.style import scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.dialog_fit import DialogFit
from faceapp.gui.widgets.face_crop import FaceCrop

_CROP = 72
_CROPS = 6
"""Faces shown of each part: the best ones, enough to tell who it is."""

Parts = Sequence[Sequence[int]]


class SplitDialog(QDialog):
    """Opened with :meth:`open`; works the proposal out beside the other queries.

    Args:
        client: Proposes, and takes the decision.
        thumbnails: For the crops.
        person: The person or group.
        parent: Qt parent.
    """

    split = Signal(object)
    """The Decision."""

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        person: Person,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._thumbnails = thumbnails
        self._person = person
        self._parts: list[list[int]] = []
        self.ticks: list[QCheckBox] = []
        """One for each part but the first, which stays."""
        self.setWindowTitle(tr("Split"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(720, 1.4), 160)
        DialogFit(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        asked = tr("More than one person?")
        if person.name:
            asked = tr("Is {name} more than one person?", name=person.title)
        head = QLabel(asked)
        head.setProperty("role", "heading")
        head.setTextFormat(Qt.TextFormat.PlainText)
        self._words = QLabel(tr("Looking at the faces…"))
        self._words.setProperty("role", "secondary")
        self._words.setWordWrap(True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(10)
        self._rows.addStretch(1)
        inside = QWidget()
        inside.setProperty("surface", "page")
        inside.setLayout(self._rows)
        self._scroll = scroll = QScrollArea()
        scroll.hide()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._preview = QLabel()
        self._preview.setWordWrap(True)
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._ok = QPushButton(tr("Split"))
        self._ok.setProperty("kind", "primary")
        self._ok.setDefault(True)
        self._ok.setEnabled(False)
        self._ok.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self._preview, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._ok)
        layout.addWidget(head)
        layout.addWidget(self._words)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        layout.setStretch(1, 0)
        client.compute(
            lambda library: library.split_proposal(person.id), self._show, owner=self, failed=self._failed
        )

    def words(self) -> str:
        """What the dialog says would happen."""
        return f"{self._words.text()} {self._preview.text()}"

    def _failed(self, error: FaceAppError) -> None:
        self._words.setText(shown(error.user_message))

    def _show(self, parts: Parts) -> None:
        self._parts = [list(part) for part in parts]
        if len(self._parts) < 2:
            self._words.setText(
                tr(
                    "These faces look like one person. If one of them is somebody else, choose that face on "
                    "the page and move it."
                )
            )
            self._ok.hide()
            self._preview.clear()
            self._cancel.setText(tr("Close"))
            return
        self._words.setText(
            tr(
                "Each row looks like one person. What is ticked becomes a group of its own. "
                "Undo works any day."
            )
        )
        for number, part in enumerate(self._parts):
            self._rows.insertWidget(number, self._row(number, part))
        self._scroll.show()
        rows = len(self._parts)
        self.resize(720, 170 + min(rows, 5) * (_CROP + 32))
        self._ticked()

    def _row(self, number: int, part: Sequence[int]) -> QFrame:
        row = QFrame()
        row.setProperty("surface", "card")
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        if number:
            tick = QCheckBox(tr("New group"))
            tick.setChecked(True)
            tick.setAccessibleName(tr("Make a new group of %n face(s)", None, len(part)))
            tick.toggled.connect(self._ticked)
            self.ticks.append(tick)
            words.addWidget(tick)
        else:
            stays = QLabel(self._person.title or tr("Stays"))
            stays.setTextFormat(Qt.TextFormat.PlainText)
            stays.setStyleSheet("font-weight: 600;")
            words.addWidget(stays)
        size = QLabel(tr("%n face(s)", None, len(part)))
        size.setProperty("role", "caption")
        words.addWidget(size)
        words.addStretch(1)
        side = QWidget()
        side.setFixedWidth(120)
        words.setContentsMargins(0, 0, 0, 0)
        side.setLayout(words)
        line.addWidget(side)
        for face in part[:_CROPS]:
            line.addWidget(FaceCrop(self._thumbnails, face, _CROP))
        line.addStretch(1)
        return row

    def _leaving(self) -> list[list[int]]:
        return [part for part, tick in zip(self._parts[1:], self.ticks, strict=True) if tick.isChecked()]

    def _ticked(self) -> None:
        leaving = self._leaving()
        self._ok.setEnabled(bool(leaving))
        if not leaving:
            self._preview.setText(tr("Nothing is ticked: all stays as it is."))
            return
        gone = sum(map(len, leaving))
        stays = sum(map(len, self._parts)) - gone
        self._preview.setText(
            tr(
                "{stays} stay, {gone} move to {groups}.",
                stays=said("%n face(s)", None, stays),
                gone=said("%n face(s)", None, gone),
                groups=said("%n new group(s)", None, len(leaving)),
            )
        )

    def accept(self) -> None:
        """Split as ticked."""
        leaving = self._leaving()
        if leaving:
            gone = {face for part in leaving for face in part}
            stays = [face for part in self._parts for face in part if face not in gone]
            actions.split(self._client, self._person, [stays, *leaving], told_by(self, self.split))
            super().accept()
