"""Everyone else at an event is a stranger: the faces that would go, a click keeps one, one decision."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Face
from faceapp.core.said import said
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.dates import long_date
from faceapp.gui.delegates.face_delegate import CROP, MARGIN, RADIUS, FaceDelegate
from faceapp.gui.delegates.painting import option_parts, paint_pill, paint_ring
from faceapp.gui.dialogs.lasting import told_by
from faceapp.gui.language import tr
from faceapp.gui.models.faces_model import FACE_ROLE, FacesModel
from faceapp.gui.models.people_model import Index
from faceapp.gui.style import PAGE_MARGIN, Size, font, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import CardGrid
from faceapp.library.sweeps import Sweep


class _SweepDelegate(FaceDelegate):
    """Faces that go are faint, those that stay have a ring."""

    def __init__(self, thumbnails: ThumbnailLoader, staying: set[int], view: QAbstractItemView) -> None:
        super().__init__(thumbnails, view, marks=False)
        self._staying = staying

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one crop."""
        face: Face | None = index.data(FACE_ROLE)
        if face is None:
            return
        stays = face.id in self._staying
        painter.setOpacity(1.0 if stays else 0.55)
        super().paint(painter, option, index)
        painter.setOpacity(1.0)
        if stays:
            cell, palette, _ = option_parts(option)
            theme = theme_of(palette)
            rect = QRect(cell.left() + MARGIN, cell.top() + MARGIN, CROP, CROP)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ring(painter, rect, RADIUS, theme.accent)
            words = font(Size.CAPTION, QFont.Weight.DemiBold)
            corner = QPointF(rect.left() + 6, rect.bottom() - 5)
            paint_pill(painter, corner, tr("Stays"), words, theme.badge, theme.on_badge)
            painter.restore()


class SweepDialog(QDialog):
    """Opened with :meth:`open`. Keys: arrows and Space choose who stays, Enter sets the others aside.

    Args:
        client: Takes the decision.
        thumbnails: For the crops.
        sweep: What is proposed.
        parent: Qt parent.
    """

    swept = Signal(object)
    """The Decision."""

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        sweep: Sweep,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._sweep = sweep
        self.staying = set(sweep.staying)
        self.setWindowTitle(tr("Strangers"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 620)
        head = QLabel(tr("Is everyone else here a stranger?"))
        head.setProperty("role", "heading")
        self._words = QLabel(
            tr(
                "{when}. Nobody with a name is touched, nor anyone the app takes for them. "
                "Click whoever should stay; groups that are in other photos, too, stay from the start.",
                when=when_and_where(sweep),
            )
        )
        self._words.setProperty("role", "secondary")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._model = FacesModel(self)
        self._model.set_faces(list(sweep.faces))
        self.grid = CardGrid(self, padding=PAGE_MARGIN)  # the dialog has its own margin
        self.grid.setItemDelegate(_SweepDelegate(thumbnails, self.staying, self.grid))
        self.grid.setModel(self._model)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.grid.setDragDropMode(QListView.DragDropMode.NoDragDrop)
        self.grid.setAccessibleName(tr("Faces that would be set aside"))
        self.grid.clicked.connect(self.toggle)
        self.grid.entered_key.connect(self.accept)
        self.grid.installEventFilter(self)
        self._count = QLabel()
        cancel = QPushButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._ok = QPushButton()
        self._ok.setProperty("kind", "primary")
        self._ok.setDefault(True)
        self._ok.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self._count, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(self._words)
        layout.addWidget(self.grid, 1)
        layout.addLayout(buttons)
        self.grid.setCurrentIndex(self._model.index(0))
        self.grid.setFocus()
        self._tell()

    def words(self) -> str:
        """What the dialog says would happen."""
        return f"{self._words.text()}\n{self._count.text()}\n{self._ok.text()}"

    def going(self) -> list[int]:
        """The faces that become strangers."""
        return [face.id for face in self._sweep.faces if face.id not in self.staying]

    def toggle(self, index: QModelIndex) -> None:
        """A face stays, or goes after all."""
        if index.isValid():
            self.staying.symmetric_difference_update({self._model.face(index.row()).id})
            self._tell()
            self._repaint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space keeps the current face: the list would choose it."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self.toggle(self.grid.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Set the others aside: one decision."""
        going = self.going()
        if going:
            actions.strangers(self._client, going, told_by(self, self.swept))
            super().accept()

    def _tell(self) -> None:
        going = len(self.going())
        stay = len(self._sweep.faces) - going
        what = said("%n face(s) (becomes a stranger|become strangers)", None, going)
        if stay:
            stays = said("%n (stays|stay)", None, stay)
            words = tr("{faces}, {stays}. Undo works any day.", faces=what, stays=stays)
        else:
            words = tr("{faces}. Undo works any day.", faces=what)
        self._count.setText(words)
        self._ok.setText(tr("Set %n aside", None, going))
        self._ok.setEnabled(going > 0)

    def _repaint(self) -> None:
        self.grid.viewport().update()


def when_and_where(sweep: Sweep) -> str:
    """``Saturday, 12 June 2021, 14:05 to 18:30, 46 photos``; undated: the folder."""
    photos = tr("%n photo(s)", None, len(sweep.photos))
    if sweep.first is None or sweep.last is None:
        folder = Path(sweep.folder).name or sweep.folder
        return tr("{photos} in the folder {folder}", photos=photos, folder=folder)
    day = long_date(sweep.first.date())
    if sweep.first == sweep.last:
        return f"{day}, {sweep.first:%H:%M}, {photos}"
    if sweep.first.date() == sweep.last.date():
        first, last = f"{sweep.first:%H:%M}", f"{sweep.last:%H:%M}"
        return tr("{day}, {first} to {last}, {photos}", day=day, first=first, last=last, photos=photos)
    return tr("{first} to {last}, {photos}", first=day, last=long_date(sweep.last.date()), photos=photos)
