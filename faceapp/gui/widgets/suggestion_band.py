"""The faces that may be a person, or may not, to be answered one by one or all at once. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Face
from faceapp.gui.delegates.suggestion_delegate import (
    GAP,
    MARGIN,
    SuggestionDelegate,
    button_height,
    crop_size,
)
from faceapp.gui.language import tr
from faceapp.gui.models.faces_model import FacesModel
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.dragging import carry_items


class _DragList(QListView):
    """Its faces can be dragged to whom they are."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Carry the selected faces, without their buttons."""
        indexes = self.selectedIndexes()
        if indexes:
            cell = self.visualRect(self.currentIndex() if self.currentIndex() in indexes else indexes[0])
            wide = crop_size()
            carry_items(self, indexes, QRect(cell.left() + MARGIN, cell.top() + MARGIN, wide, wide))


class SuggestionBand(QFrame):
    """One row of suggestions. Answers are signalled; the page records them."""

    confirmed = Signal(list)
    rejected = Signal(list)
    opened = Signal(object)
    """A Face that was double clicked."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._suggested: Sequence[Face] = ()
        self._odd: Sequence[Face] = ()
        self._name = ""
        self._shows_odd = False
        self.model = FacesModel(self)
        self.list = _DragList()
        self.list.setAccessibleName(tr("Suggestions"))
        self.list.setModel(self.model)
        delegate = SuggestionDelegate(thumbnails, self.list)
        delegate.answered.connect(self._answered)
        self.list.setItemDelegate(delegate)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(False)
        self.list.setUniformItemSizes(True)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("nav", True)
        self.list.setFixedHeight(crop_size() + button_height() + GAP + 2 * MARGIN + 10)
        self.list.doubleClicked.connect(lambda index: self.opened.emit(self.model.face(index.row())))
        self.question = QLabel()
        self.question.setProperty("role", "heading")
        keys = QLabel(tr("Y yes · N no"))
        keys.setProperty("role", "caption")
        self.other_button = QPushButton()
        self.other_button.setProperty("kind", "link")
        self.other_button.clicked.connect(self._switch)
        self.all_button = QPushButton()
        self.all_button.clicked.connect(lambda: self.confirmed.emit(self.ids()))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.question)
        head.addWidget(keys)
        head.addStretch(1)
        head.addWidget(self.other_button)
        head.addWidget(self.all_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 2)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.list)
        self.hide()

    def ids(self) -> list[int]:
        """All suggestions shown."""
        return [face.id for face in self.model.faces()]

    def show_faces(self, faces: Sequence[Face], name: str) -> None:
        """Suggestions to show; the place in the row is kept, so that Y, Y, N, Y works."""
        self._suggested, self._name = faces, name
        self._show()

    def show_odd(self, faces: Sequence[Face]) -> None:
        """Faces of the person that look unlike the others: asked about after the suggestions."""
        self._odd = faces
        self._show()

    @property
    def shows_odd(self) -> bool:
        """Whether the question is about faces that look odd."""
        return self._shows_odd

    def _switch(self) -> None:
        self._shows_odd = not self._shows_odd
        self._show()
        self.list.setFocus()

    def _show(self) -> None:
        self._shows_odd = bool(self._odd) and (self._shows_odd or not self._suggested)
        faces = self._odd if self._shows_odd else self._suggested
        waiting = self._suggested if self._shows_odd else self._odd
        name = self._name
        row = self.list.currentIndex().row()
        had_focus = self.list.hasFocus()
        self.model.set_faces(faces)
        if self._shows_odd:
            self.question.setText(tr("Looks odd: is this {name}?", name=name))
            self.other_button.setText(tr("%n to confirm", None, len(waiting)))
        else:
            self.question.setText(tr("Is this {name}?", name=name))
            self.other_button.setText(tr("%n (looks|look) odd", None, len(waiting)))
        self.other_button.setVisible(bool(waiting))
        self.all_button.setText(tr("Confirm all %n", None, len(faces)))
        self.all_button.setVisible(len(faces) > 1)
        self.all_button.setToolTip(tr("%n face(s) become {name}", None, len(faces), name=name))
        self.setVisible(bool(faces))
        if faces:
            place = min(max(row, 0), len(faces) - 1)
            self.list.setCurrentIndex(self.model.index(place))
            if had_focus:
                self.list.setFocus()

    def selected(self) -> list[int]:
        """Ids of the selected suggestions."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.face(row).id for row in rows]

    def _answered(self, face_id: int, yes: bool) -> None:
        (self.confirmed if yes else self.rejected).emit([face_id])
