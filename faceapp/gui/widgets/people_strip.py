"""A row of people to filter photos by: those in most photos, with their crops. Window thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from faceapp.gui import style
from faceapp.gui.language import tr
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.face_crop import FaceCrop

_CROP = 28
_WIDEST = 132
"""Pixels of a name."""
MOST = 14
_HEIGHT = 36


class _PersonChip(QPushButton):
    """One person; a click turns the filter on or off, the menu says how else."""

    menu_wanted = Signal(QPoint)

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self.person_id = -1
        self.setCheckable(True)
        self.setProperty("kind", "person")
        crop, height = style.font_pixels(_CROP), style.font_pixels(_HEIGHT)
        self._crop = FaceCrop(thumbnails, None, crop, self, round_crop=True)
        self._crop.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._crop.move(4, (height - crop) // 2)
        self.setFixedHeight(height)

    def show_person(self, person_id: int, name: str, face_id: int | None, detail: str, *, on: bool) -> None:
        """Be this person."""
        self.person_id = person_id
        self._crop.set_face(face_id)
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, style.font_pixels(_WIDEST))
        self.setText(short.replace("&", "&&"))
        self.setChecked(on)
        self.setToolTip(f"{name}, {detail}")
        self.setAccessibleName(f"{name}, {detail}")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(short) + self._crop.width() + 25)

    def sizeHint(self) -> QSize:
        """As wide as it is."""
        return self.size()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the other ways."""
        self.menu_wanted.emit(event.globalPos())


class PeopleStrip(QWidget):
    """As many people as fit.

    Args:
        thumbnails: For the crops.
        parent: Qt parent.
    """

    toggled = Signal(int, bool)
    """A person was clicked: to be in the photos, or no longer."""
    without = Signal(int)
    only = Signal(int)

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("People in these photos"))
        self.setFixedHeight(style.font_pixels(_HEIGHT))
        self._used = 0
        self._chips = [_PersonChip(thumbnails, self) for _ in range(MOST)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for chip in self._chips:
            chip.clicked.connect(lambda on, chip=chip: self._clicked(chip, on))
            chip.menu_wanted.connect(lambda place, chip=chip: self._menu(chip, place))
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
            chip.hide()
            row.addWidget(chip)
        row.addStretch(1)

    def chips(self) -> list[QPushButton]:
        """The people that can be seen."""
        return [chip for chip in self._chips if not chip.isHidden()]

    def show_people(
        self, people: Sequence[tuple[int, str, int | None, str]], chosen: Collection[int]
    ) -> None:
        """Show these.

        Args:
            people: ``(id, name, face, words about the number of photos)``, the first at the left.
            chosen: Ids of those the photos are filtered by.
        """
        self._used = min(len(people), MOST)
        for chip, (person_id, name, face, detail) in zip(self._chips, people, strict=False):
            chip.show_person(person_id, name, face, detail, on=person_id in chosen)
        self._fit()
        self.setVisible(bool(people))

    def _clicked(self, chip: _PersonChip, on: bool) -> None:
        chip.setChecked(not on)  # as the answer says
        self.toggled.emit(chip.person_id, on)

    def _menu(self, chip: _PersonChip, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, signal in (
            (tr("Photos without"), self.without),
            (tr("Nobody else in the photo"), self.only),
        ):
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, signal=signal: signal.emit(chip.person_id))
            menu.addAction(action)
        menu.popup(place)

    def _fit(self) -> None:
        """Show the chips that have room, whole."""
        right = 0
        for number, chip in enumerate(self._chips):
            right += chip.width() + (6 if number else 0)
            chip.setVisible(number < self._used and right <= self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._fit()
