"""A person through the years: one face for each, oldest first. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from faceapp.core.models import Face, PersonYear
from faceapp.gui.ages import in_year
from faceapp.gui.delegates.face_delegate import FaceDelegate
from faceapp.gui.language import tr
from faceapp.gui.models.faces_model import FacesModel
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import CardGrid


class YearsGrid(CardGrid):
    """The face that stands for each year, with the year and the age under it."""

    opened = Signal(object)
    """The user wants to see this :class:`Face` in its photo."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Years of this person"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(False)
        self._faces = FacesModel(self)
        self._delegate = FaceDelegate(thumbnails, self, marks=False)
        self.setItemDelegate(self._delegate)
        self.setModel(self._faces)
        self.doubleClicked.connect(self._open)
        self.entered_key.connect(lambda: self._open(self.currentIndex()))

    def show_years(self, years: Sequence[PersonYear], born: date | None) -> None:
        """Show these years; ``born``: of the person, where it is known."""
        faces = [one.face for one in years]
        if faces != self._faces.faces():
            self._faces.clear()
            self._faces.set_faces(faces)
        self._delegate.ages = {one.face.id: _caption(one.year, born) for one in years}
        self.spread()
        self.viewport().update()

    def faces(self) -> list[Face]:
        """The faces in the order shown."""
        return self._faces.faces()

    def captions(self) -> list[str]:
        """What is written under them."""
        return [self._delegate.ages[face.id] for face in self.faces()]

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._faces.face(index.row()))


def _caption(year: int, born: date | None) -> str:
    age = in_year(born, year) if born is not None else ""
    return f"{year} · {age}" if age else str(year)
