"""Why a face has its name: the likeliest people, each with the nearest faces of theirs. Window thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.models import Face, Reason
from faceapp.gui import naming
from faceapp.gui.language import decimal_words, tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_boxes import percent
from faceapp.gui.widgets.face_crop import FaceCrop

MOST = 3
"""People named, and faces shown of each."""
_CROP = 46


def margin_words(reason: Reason) -> str:
    """How the person stands against everybody else, as a distance between faces."""
    if reason.margin is None:
        return tr("nobody else is named")
    if reason.margin >= 0:
        return tr("anybody else is {distance} farther", distance=decimal_words(reason.margin, 2))
    return tr("somebody else is {distance} nearer", distance=decimal_words(-reason.margin, 2))


class _Row(QWidget):
    """One person."""

    chosen = Signal(int)

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._reason: Reason | None = None
        self._name = QPushButton(self)
        self._name.setProperty("kind", "link")
        self._name.setStyleSheet("font-weight: 600; text-align: left; padding: 1px 0;")
        self._name.clicked.connect(self._choose)
        self._sure = QLabel(self)
        self._sure.setProperty("role", "secondary")
        self._margin = QLabel(self)
        self._margin.setProperty("role", "caption")
        self._crops = [FaceCrop(thumbnails, None, _CROP, self) for _ in range(MOST)]
        self._distances = [QLabel(self) for _ in range(MOST)]
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._sure)
        crops = QHBoxLayout()
        crops.setSpacing(8)
        for crop, label in zip(self._crops, self._distances, strict=True):
            label.setProperty("role", "caption")
            crops.addWidget(crop)
            crops.addWidget(label)
        crops.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(crops)
        column.addWidget(self._margin)

    def show_reason(self, reason: Reason) -> None:
        self._reason = reason
        self._name.setText(self._name.fontMetrics().elidedText(reason.name, Qt.TextElideMode.ElideRight, 170))
        self._name.setToolTip(tr("This is {name}", name=reason.name))
        self._name.setAccessibleName(tr("This is {name}", name=reason.name))
        self._sure.setText(percent(reason.probability))
        self._margin.setText(margin_words(reason))
        for place, (crop, label) in enumerate(zip(self._crops, self._distances, strict=True)):
            shown = place < len(reason.nearest)
            crop.setVisible(shown)
            label.setVisible(shown)
            if shown:
                face, distance = reason.nearest[place]
                crop.set_face(face)
                label.setText(decimal_words(distance, 2))
                for part in (crop, label):
                    part.setToolTip(
                        tr("A face you confirmed; the smaller the number, the more alike (0 to 4)")
                    )

    def words(self) -> str:
        shown = [label.text() for label in self._distances if label.isVisibleTo(self)]
        return " ".join((self._name.toolTip(), self._sure.text(), *shown, self._margin.text()))

    def _choose(self) -> None:
        if self._reason is not None:
            self.chosen.emit(self._reason.person_id)


class _Scroll(QScrollArea):
    """As high as what it holds, and lower where the window is."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._inside = inside
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """All of it."""
        return QSize(200, self._inside.sizeHint().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """A row."""
        return QSize(100, 84)


class WhyPanel(QWidget):
    """Folded until asked for.

    Args:
        thumbnails: Crops of the confirmed faces.
        parent: Qt parent.
    """

    wanted = Signal()
    """It was unfolded: the reasons of the chosen face are wanted."""
    chosen = Signal(int, str)
    """Somebody of the list was clicked: person and name."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons: Sequence[Reason] = ()
        self.button = QPushButton(tr("Why this name?"), self)
        self.button.setProperty("kind", "link")
        self.button.setCheckable(True)
        self.button.setToolTip(tr("The likeliest people and the faces that speak for them (W)"))
        self.button.setStyleSheet("text-align: left; background: transparent; padding: 1px 0;")
        self.button.toggled.connect(self._toggled)
        self._note = QLabel(self)
        self._note.setProperty("role", "caption")
        self._note.setWordWrap(True)
        inside = QWidget(self)
        self._rows = [_Row(thumbnails, inside) for _ in range(MOST)]
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 6, 0)
        listed.setSpacing(4)
        self._scroll = _Scroll(inside, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._note)
        column.addWidget(self._scroll)
        for row in self._rows:
            row.chosen.connect(self._chose)
            listed.addWidget(row)
        listed.addStretch(1)
        self.show_face(None)

    @property
    def unfolded(self) -> bool:
        """Whether reasons are shown."""
        return self.button.isChecked() and self.button.isVisibleTo(self)

    def show_face(self, face: Face | None) -> None:
        """Another face is chosen; its reasons are not known yet."""
        named = face is not None and naming.believed(face) is not None
        self.button.setText(tr("Why this name?") if named else tr("Who may this be?"))
        self.button.setVisible(face is not None)
        self._show(())
        self._note.setText(tr("One moment…"))
        self._note.setVisible(self.unfolded)

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """What speaks for whom."""
        self._show(reasons if self.unfolded else ())
        self._note.setText("" if reasons else tr("No face is confirmed yet to compare this one with."))
        self._note.setVisible(self.unfolded and not reasons)

    def words(self) -> str:
        """What is said, for tests."""
        rows = [row.words() for row in self._rows if row.isVisibleTo(self)]
        note = [self._note.text()] if self._note.isVisibleTo(self) else []
        return "\n".join((*note, *rows))

    def _show(self, reasons: Sequence[Reason]) -> None:
        self._reasons = reasons
        self._scroll.setVisible(bool(reasons))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(reasons))
            if place < len(reasons):
                row.show_reason(reasons[place])
        self._scroll.updateGeometry()

    def _toggled(self, on: bool) -> None:
        self._show(())
        self._note.setVisible(on)
        if on:
            self._note.setText(tr("One moment…"))
            self.wanted.emit()

    def _chose(self, person_id: int) -> None:
        name = next((one.name for one in self._reasons if one.person_id == person_id), "")
        self.chosen.emit(person_id, name)
