"""The photos of the timeline: newest first, in sections by day or month. Window thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import PurePath
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from faceapp.core.models import Face, FaceState, Photo
from faceapp.core.said import said
from faceapp.gui.dates import long_date
from faceapp.gui.language import locale, shown, tr
from faceapp.gui.models.carried import files_mime

ModelIndex = QModelIndex | QPersistentModelIndex

NO_DATE = said("No date")
_USUAL_RATIO = 4 / 3


class PhotoRole(IntEnum):
    """What a row tells besides Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    """Faces in the photo, or None while that is not known."""
    NAMES = Qt.ItemDataRole.UserRole + 3


class Span(StrEnum):
    """How long a time one section covers."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Section:
    """Rows ``first`` .. ``first + count - 1`` under one headline."""

    title: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month that has photos, and its first row; year 0: the photos without a date."""

    year: int
    month: int
    first: int


@dataclass(frozen=True, slots=True)
class Caption:
    """What is known about the faces of one photo."""

    faces: int
    names: tuple[str, ...]


def caption_of(faces: Iterable[Face]) -> Caption:
    """Count the real faces and collect the names the app is sure of, each once."""
    real = [face for face in faces if face.state is not FaceState.NOT_A_FACE]
    sure = (FaceState.CONFIRMED, FaceState.AUTOMATIC)
    names = dict.fromkeys(face.name for face in real if face.state in sure and face.name)
    return Caption(len(real), tuple(name for name in names if name))


def date_text(when: datetime | None) -> str:
    """A photo's moment in the words of the user's own language."""
    if when is None:
        return shown(NO_DATE)
    return f"{long_date(when.date())}, {when:%H:%M}"


def section_key(photo: Photo, span: Span) -> tuple[int, ...]:
    """What photos of one section have in common; empty for photos without a date."""
    if photo.taken_at is None:
        return ()
    when = photo.taken_at
    match span:
        case Span.DAY:
            return when.year, when.month, when.day
        case Span.MONTH:
            return when.year, when.month
        case Span.YEAR:
            return (when.year,)


def section_title(key: Sequence[int]) -> str:
    """The headline of a section."""
    if not key:
        return shown(NO_DATE)
    names = locale()
    if len(key) == 1:
        return str(key[0])
    month = names.standaloneMonthName(key[1])
    if len(key) == 2:
        return tr("{month} {year}", month=month, year=key[0])
    weekday = names.dayName(datetime(key[0], key[1], key[2]).isoweekday())
    day = {"weekday": weekday, "day": key[2], "month": names.monthName(key[1]), "year": key[0]}
    return tr("{weekday}, {day} {month} {year}", **day)


class PhotosModel(QAbstractListModel):
    """One row per photo. Captions come later and only for photos that were looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos: list[Photo] = []
        self._rows: dict[int, int] = {}
        self._captions: dict[int, Caption] = {}
        self._span = Span.DAY
        self._sections: list[Section] = []
        self._ratios: list[float] = []
        self._months: list[Month] = []

    # -- content ------------------------------------------------------------------------------------
    def set_photos(self, photos: Sequence[Photo], months: list[Month] | None = None) -> None:
        """Show these, in this order (``months``: theirs, where they are known). The same repaint nothing."""
        if [photo.id for photo in photos] == [photo.id for photo in self._photos]:
            differing = [row for row, photo in enumerate(photos) if photo != self._photos[row]]
            if not differing:
                return
            if all(photos[row].taken_at == self._photos[row].taken_at for row in differing):
                self._photos = list(photos)
                self._ratios = _ratios(photos)
                self.dataChanged.emit(self.index(differing[0]), self.index(differing[-1]))
                return
        self.beginResetModel()
        self._photos = list(photos)
        self._rows = {photo.id: row for row, photo in enumerate(photos)}
        self._ratios = _ratios(photos)
        self._months = months_of(photos) if months is None else months
        self._captions = {key: value for key, value in self._captions.items() if key in self._rows}
        self._divide()
        self.endResetModel()

    @property
    def sections_by(self) -> Span:
        """How long a time one section covers."""
        return self._span

    def set_span(self, span: Span) -> None:
        """Choose how long a time one section covers."""
        if span is not self._span:
            self.beginResetModel()
            self._span = span
            self._divide()
            self.endResetModel()

    def _divide(self) -> None:
        sections: list[Section] = []
        first, current = 0, None
        for row, photo in enumerate(self._photos):
            key = section_key(photo, self._span)
            if row == 0:
                current = key
            elif key != current:
                sections.append(Section(section_title(current or ()), first, row - first))
                first, current = row, key
        if self._photos:
            sections.append(Section(section_title(current or ()), first, len(self._photos) - first))
        self._sections = sections

    def sections(self) -> list[Section]:
        """The sections, newest first."""
        return self._sections

    def months(self) -> list[Month]:
        """The months, newest first, and what has no date."""
        return self._months

    def ratios(self) -> list[float]:
        """Width by height of each row: the layout needs all of them, a call for each would be slow."""
        return self._ratios

    def photo_ids(self) -> list[int]:
        """All ids in order."""
        return [photo.id for photo in self._photos]

    def photo(self, row: int) -> Photo:
        """The photo of a row."""
        return self._photos[row]

    def faces_in(self, row: int) -> int | None:
        """Faces in the photo of a row, or None while that is not known."""
        caption = self._captions.get(self._photos[row].id)
        return caption.faces if caption else None

    def row_of(self, photo_id: int) -> int | None:
        """Where a photo is, or None."""
        return self._rows.get(photo_id)

    # -- captions -----------------------------------------------------------------------------------
    def without_caption(self, rows: Iterable[int]) -> list[int]:
        """Ids of the photos in these rows whose faces are not known yet."""
        ids = (self._photos[row].id for row in rows if 0 <= row < len(self._photos))
        return [photo_id for photo_id in ids if photo_id not in self._captions]

    def set_captions(self, captions: Mapping[int, Caption]) -> None:
        """What is known about the faces of some photos."""
        for photo_id, caption in captions.items():
            row = self._rows.get(photo_id)
            if row is not None and self._captions.get(photo_id) != caption:
                self._captions[photo_id] = caption
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def forget_captions(self, photo_ids: Iterable[int] | None = None) -> None:
        """Faces of these (None: all) photos changed: ask again when they are looked at."""
        if photo_ids is None:
            self._captions.clear()
        else:
            for photo_id in photo_ids:
                self._captions.pop(photo_id, None)

    # -- Qt -----------------------------------------------------------------------------------------
    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Rows."""
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says for a role."""
        if not index.isValid() or not 0 <= index.row() < len(self._photos):
            return None
        photo = self._photos[index.row()]
        caption = self._captions.get(photo.id)
        match role:
            case PhotoRole.ID:
                return photo.id
            case PhotoRole.COUNT:
                return self.faces_in(index.row())
            case PhotoRole.NAMES:
                return caption.names if caption else ()
            case Qt.ItemDataRole.DisplayRole:
                return _name(photo)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._words(photo, caption)
        return None

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Photos can be dragged into other programs."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the dragged photos."""
        return files_mime([self._photos[index.row()] for index in indexes])

    def _words(self, photo: Photo, caption: Caption | None) -> str:
        parts = [_name(photo), date_text(photo.taken_at)]
        if caption is not None:
            if caption.names:
                parts.append(", ".join(caption.names))
            parts.append(tr("%n face(s)", None, caption.faces) if caption.faces else tr("no faces"))
        if photo.missing:
            parts.append(tr("the file is missing"))
        return "\n".join(parts)


def _name(photo: Photo) -> str:
    return PurePath(photo.paths[0]).name if photo.paths else tr("Photo {number}", number=photo.id)


def _ratios(photos: Sequence[Photo]) -> list[float]:
    """Width by height, tamed: a panorama must not make a row of its own three pixels high."""
    sizes = np.array([(photo.width, photo.height) for photo in photos], np.float64).reshape(-1, 2)
    usual = (sizes <= 0).any(axis=1)
    ratios = np.clip(sizes[:, 0] / np.where(usual, 1.0, sizes[:, 1]), 0.5, 2.6)
    found: list[float] = np.where(usual, _USUAL_RATIO, ratios).tolist()
    return found


def months_of(photos: Sequence[Photo]) -> list[Month]:
    """The months of photos in their order, newest first."""
    found: list[Month] = []
    before = (-1, -1)
    for row, photo in enumerate(photos):
        when = photo.taken_at
        here = (when.year, when.month) if when is not None else (0, 0)
        if here != before:
            found.append(Month(*here, row))
            before = here
    return found


def fitting_span(photos: Sequence[Photo]) -> Span:
    """The span that fits an album: days only where days hold some photos."""
    dated = [photo for photo in photos if photo.taken_at is not None]
    if not dated:
        return Span.DAY
    for span, enough in ((Span.DAY, 5.0), (Span.MONTH, 4.0)):
        if len(dated) / len({section_key(photo, span) for photo in dated}) >= enough:
            return span
    return Span.MONTH if len(dated) < 30 else Span.YEAR
