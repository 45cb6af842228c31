"""Shows what a merge would do before it is done: who, how many faces and photos move, which name stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Person
from faceapp.core.said import said
from faceapp.gui import actions, icons
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.lasting import told_by
from faceapp.gui.language import tr
from faceapp.gui.style import scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.dialog_fit import DialogFit
from faceapp.gui.widgets.face_crop import FaceCrop
from faceapp.library.library import Library

CROP = 104


class MergeDialog(QDialog):
    """Opened with :meth:`open`. The named side keeps its name; of several names one is chosen here.

    Args:
        client: Takes the decision, and counts what would move.
        thumbnails: For the crops.
        target: Onto whom it was dropped.
        sources: Who is merged into it.
        another: A name the source should get all the same, where these are two people of one name.
        parent: Qt parent.
    """

    merged = Signal(object)
    """The Decision."""
    apart = Signal()
    """They are two people of one name."""

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        target: Person,
        sources: Sequence[Person],
        parent: QWidget | None = None,
        *,
        another: str = "",
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._target = target
        self._everyone = [target, *sources]
        named = [person for person in self._everyone if person.name]
        self._keep = named[0] if named else target
        self.setWindowTitle(tr("Merge"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(scaled(440, 1.6))
        DialogFit(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        head = QLabel(tr("Are these the same person?"))
        head.setProperty("role", "heading")
        layout.addWidget(head)
        layout.addLayout(self._faces(thumbnails, target, sources))
        if len(named) > 1:
            layout.addWidget(QLabel(tr("Which name stays?")))
            for person in named:
                button = QRadioButton(str(person.title))
                button.setChecked(person is self._keep)
                button.toggled.connect(lambda on, person=person: self._choose(person) if on else None)
                layout.addWidget(button)
        self._preview = QLabel(tr("Counting…"))
        self._preview.setWordWrap(True)
        layout.addWidget(self._preview)
        note = QLabel(tr("You can undo this any day."))
        note.setProperty("role", "caption")
        layout.addWidget(note)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._ok = QPushButton(tr("Merge"))
        self._ok.setProperty("kind", "primary")
        self._ok.setDefault(True)
        self._ok.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        if another:
            self._add_no(buttons, tr("No, another {name}", name=another), self._say_apart)
        elif len(sources) == 1:
            self._add_no(buttons, tr("No, two people"), lambda: self._say_different(sources[0]))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._ok)
        layout.addLayout(buttons)
        self._choose(self._keep)

    def _faces(self, thumbnails: ThumbnailLoader, target: Person, sources: Sequence[Person]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addStretch(1)
        arrow = QLabel()
        arrow.setFixedHeight(CROP)
        icons.attach(arrow, "move", color="second", size=26)
        shown: list[Person | None] = [*sources[:3], None, target]
        for person in shown:
            if person is None:
                row.addWidget(arrow, 0, Qt.AlignmentFlag.AlignTop)
                continue
            column = QVBoxLayout()
            column.setSpacing(6)
            crop = FaceCrop(thumbnails, person.cover_face_id, CROP)
            column.addWidget(crop, 0, Qt.AlignmentFlag.AlignHCenter)
            name = QLabel(person.title or tr("Unnamed group"))
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            detail = QLabel(tr("%n face(s)", None, person.faces))
            detail.setAlignment(Qt.AlignmentFlag.AlignCenter)
            detail.setProperty("role", "caption")
            column.addWidget(name)
            column.addWidget(detail)
            row.addLayout(column)
        row.addStretch(1)
        return row

    def preview(self) -> str:
        """What the dialog says would happen."""
        return self._preview.text()

    def _choose(self, keep: Person) -> None:
        self._keep = keep
        moving = [person.id for person in self._everyone if person.id != keep.id]

        def numbers(library: Library) -> tuple[int, int]:
            faces = [face for person in moving for face in library.faces_of_person(person)]
            return len(faces), len({face.photo_id for face in faces})

        self._client.ask(numbers, lambda answer: self._show(keep, *answer), owner=self)

    def _show(self, keep: Person, faces: int, photos: int) -> None:
        if keep is self._keep:
            self._preview.setText(_moving(keep, faces, photos))

    @staticmethod
    def _add_no(buttons: QHBoxLayout, words: str, slot: Callable[[], None]) -> None:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: slot())
        buttons.addWidget(button)

    def _say_different(self, source: Person) -> None:
        actions.different(self._client, self._target, source)
        self.reject()

    def _say_apart(self) -> None:
        self.apart.emit()
        self.reject()

    def accept(self) -> None:
        """Merge."""
        others = [person for person in self._everyone if person.id != self._keep.id]
        actions.merge(self._client, self._keep, others, self._keep.name, told_by(self, self.merged))
        super().accept()


def _moving(keep: Person, faces: int, photos: int) -> str:
    """What moves, and to whom."""
    of = said("%n photo(s)", None, photos)
    if keep.name:
        return tr("%n face(s), {photos} (moves|move) to {name}.", None, faces, photos=of, name=keep.title)
    return tr("%n face(s), {photos} (moves|move) to the group.", None, faces, photos=of)
