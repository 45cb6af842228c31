"""The viewer's side panel: the faces of the photo, what can be said about one, and where the file lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Face, Photo
from faceapp.gui.delegates.face_row_delegate import FaceRowDelegate
from faceapp.gui.language import number_words, tr
from faceapp.gui.models.faces_model import FacesModel
from faceapp.gui.models.photos_model import date_text
from faceapp.gui.models.problems_model import printable
from faceapp.gui.reading import leading
from faceapp.gui.style import Size, font, scaled
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.flow_layout import FlowLayout
from faceapp.gui.widgets.present_list import PresentList
from faceapp.gui.widgets.why_panel import WhyPanel

PANEL_WIDTH = 312
_MARGIN, _GAP = 12, 6
_LEAST_ROWS = 2
"""Faces seen without scrolling the list, however much stands below it."""
_NATIVE = QKeySequence.SequenceFormat.NativeText


class _Column(QWidget):
    """What the panel holds: scrolled only where even the least of it is higher than the window."""

    resized = Signal()

    def heightForWidth(self, width: int) -> int:
        """The least height; lists inside take what is left, so their wishes do not count."""
        layout = self.layout()
        return -1 if layout is None else layout.minimumHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so."""
        super().resizeEvent(event)
        self.resized.emit()


class FacePanel(QFrame):
    """Shows faces and the file; says which face was chosen. What is done with it are the view's actions.

    Args:
        thumbnails: Crops of the faces.
        face_actions: About the chosen face, in the order of the buttons.
        file_actions: About the file.
        look_harder: Offered where no face was found.
        add_present: Says who is here without a face.
    """

    face_chosen = Signal(int)
    """A face was chosen here; -1: none."""
    face_activated = Signal(int)
    """Enter or a double click on a face."""

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        face_actions: Sequence[QAction],
        file_actions: Sequence[QAction],
        look_harder: QAction,
        add_present: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "side")
        self.setFixedWidth(scaled(PANEL_WIDTH, 1.6))
        self._model = FacesModel(self)
        self._quiet = False
        self._held = _Column(self)
        self._held.resized.connect(self.arrange)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(_scrolled(self._held, self))
        column = QVBoxLayout(self._held)
        column.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        column.setSpacing(8)
        self._heading = QLabel(tr("Faces"), self)
        self._heading.setProperty("role", "heading")
        self._heading.setAlignment(leading() | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self._heading)
        self._list = QListView(self)
        self._list.setProperty("nav", True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(FaceRowDelegate(thumbnails, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(tr("Faces in this photo"))
        self._list.setDragEnabled(False)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._current_changed())
        self._list.activated.connect(lambda index: self.face_activated.emit(self._model.face(index.row()).id))
        column.addWidget(self._list, 1)
        self._none = self._make_none(look_harder)
        column.addWidget(self._none, 1)
        self.present = PresentList(add_present, self)
        column.addWidget(self.present)
        self.why = WhyPanel(thumbnails, self)
        column.addWidget(self.why)
        column.addWidget(self._make_buttons(face_actions))
        column.addWidget(self._hint)
        column.addWidget(_rule(self))
        self._file = self._label("label")
        self._file.setStyleSheet("font-weight: 600;")
        self._date = self._label("secondary")
        self._place = self._label("secondary")
        for label in (self._file, self._date, self._place):
            column.addWidget(label)
        row = FlowLayout(spacing=_GAP)
        column.addLayout(row)
        for action in file_actions:
            row.addWidget(_button(action, self))

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setAlignment(leading() | Qt.AlignmentFlag.AlignVCenter)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        return label

    def _make_none(self, look_harder: QAction) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        words = QLabel(tr("No faces were found in this photo."), box)
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        column.addWidget(words)
        column.addWidget(_button(look_harder, box))
        column.addStretch(1)
        return box

    def _make_buttons(self, actions: Sequence[QAction]) -> QWidget:
        box = QWidget(self)
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._buttons = [(action, _button(action, box)) for action in actions]
        self._hint = self._label("secondary")
        self._hint.setText(tr("Choose a face to say who it is."))
        return box

    def arrange(self) -> None:
        """Show the buttons of the actions that make sense now, two abreast where their words fit."""
        shown = [button for action, button in self._buttons if action.isVisible()]
        for action, button in self._buttons:
            self._grid.removeWidget(button)
            button.setVisible(action.isVisible())
        half = (self._held.width() - 2 * _MARGIN - _GAP) // 2
        rows: list[list[QPushButton]] = []
        for button in shown:
            fits = button.sizeHint().width() <= half
            if rows and len(rows[-1]) == 1 and fits and rows[-1][0].sizeHint().width() <= half:
                rows[-1].append(button)
            else:
                rows.append([button])
        for number, row in enumerate(rows):
            for column, button in enumerate(row):
                self._grid.addWidget(button, number, column, 1, 3 - len(row))
        self._hint.setVisible(not shown and self._model.rowCount() > 0)

    # -- content ------------------------------------------------------------------------------------
    def set_faces(self, faces: Sequence[Face], present: Sequence[tuple[int, str]] = ()) -> None:
        """The faces of the photo on show, and who is there without one: ``(person, name)``."""
        self.present.show_people(present)
        self._quiet = True
        self._model.set_faces(faces)
        self._quiet = False
        self._heading.setText(tr("%n face(s)", None, len(faces)) if faces else tr("Faces"))
        rows = min(len(faces), _LEAST_ROWS)
        self._list.setMinimumHeight(rows * max(self._list.sizeHintForRow(0), 0) + 2)
        self._list.setVisible(bool(faces))
        self._none.setVisible(not faces)

    def set_photo(self, photo: Photo | None) -> None:
        """The file on show."""
        if photo is None or not photo.paths:
            self._file.setText("")
            self._date.setText("")
            self._place.setText("" if photo is None else tr("The file is missing."))
            return
        path = PurePath(photo.paths[0])
        self._file.setText(printable(path.name))
        size = tr(
            "{width} × {height} pixels",
            width=number_words(photo.width),
            height=number_words(photo.height),
        )
        self._date.setText(f"{date_text(photo.taken_at)}\n{size}")
        folders = list(dict.fromkeys(printable(str(PurePath(one).parent)) for one in photo.paths))
        # A zero-width space lets a long path break at its folders.
        shown = "\n".join(folder.replace("/", "/\u200b").replace("\\", "\\\u200b") for folder in folders[:3])
        more = len(folders) - 3
        if more > 0:
            shown += "\n" + tr("and %n more folder(s)", None, more)
        self._place.setText(shown)
        self._place.setToolTip("\n".join(folders))

    def choose(self, face_id: int | None) -> None:
        """Move the cursor to a face (None: no face) without saying so."""
        self._quiet = True
        if face_id is None:
            self._list.selectionModel().clear()
        else:
            index = self._model.index_of(face_id)
            self._list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self._quiet = False

    def words(self) -> str:
        """What the panel says about the file, for tests."""
        return f"{self._file.text()}\n{self._date.text()}\n{self._place.text()}".replace("\u200b", "")

    def _current_changed(self) -> None:
        if not self._quiet:
            index = self._list.currentIndex()
            self.face_chosen.emit(self._model.face(index.row()).id if index.isValid() else -1)


def _button(action: QAction, parent: QWidget) -> QPushButton:
    """A button that shows an action's text (as much as fits in the panel), state and key."""
    button = QPushButton(parent)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumWidth(40)
    button.setStyleSheet("padding-left: 5px; padding-right: 5px;")  # two abreast in a narrow panel

    room = scaled(PANEL_WIDTH, 1.6) - 2 * _MARGIN - 12

    def follow() -> None:
        metrics = QFontMetrics(font(Size.BODY))
        shown = metrics.elidedText(action.text(), Qt.TextElideMode.ElideRight, room)
        button.setText(shown.replace("&", "&&"))
        button.setEnabled(action.isEnabled())
        keys = ", ".join(key.toString(_NATIVE) for key in action.shortcuts())
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        button.setAccessibleName(action.text())

    action.changed.connect(follow)
    button.clicked.connect(action.trigger)
    follow()
    return button


def _scrolled(inside: QWidget, parent: QWidget) -> QScrollArea:
    """Room for something that may be higher than the window: large fonts, long paths."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
    area.setWidget(inside)
    return area


def _rule(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("line", True)
    line.setMinimumSize(QSize(0, 1))
    return line
