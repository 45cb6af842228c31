"""The photos of the timeline: newest first, in sections by day or month. Window thread."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from faceapp.core.models import Face, FaceState
from faceapp.core.months import MONTHS
from faceapp.core.said import said
from faceapp.core.timeline import Listed, Timeline
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
    """Rows ``first`` .. ``first + count - 1`` under one headline; ``key`` as in :func:`section_title`."""

    key: int
    first: int
    count: int

    @property
    def title(self) -> str:
        """The headline."""
        return section_title(self.key)


_PER_DAY = {Span.DAY: 1, Span.MONTH: 100, Span.YEAR: 10_000}
"""What YYYYMMDD is divided by for the key of a section."""
_YEARS, _MONTHS = 10_000, 1_000_000
"""Keys of years are below, and of months."""


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


def section_title(key: int) -> str:
    """The headline of a section: of YYYYMMDD, YYYYMM or YYYY; 0: what has no date."""
    if not key:
        return shown(NO_DATE)
    if key < _YEARS:
        return str(key)
    if key < _MONTHS:
        return tr("{month} {year}", month=MONTHS[key % 100 - 1], year=key // 100)
    day = date(key // 10_000, key // 100 % 100, key % 100)
    weekday, month = locale().dayName(day.isoweekday()), MONTHS[day.month - 1]
    return tr("{weekday}, {day} {month} {year}", weekday=weekday, day=day.day, month=month, year=day.year)


@dataclass(frozen=True, eq=False)
class _Divided:
    """Photos in sections, and what else is worked out from all of them at once.

    Attributes:
        photos: What it was made of; nothing once nobody else has them.
        span: How long a time one section covers.
        sections: Newest first.
        months: Newest first.
        ratios: Width by height of each row.
        layouts: See :attr:`PhotosModel.layouts`.
    """

    photos: weakref.ref[Timeline]
    span: Span
    sections: list[Section]
    months: list[Month]
    ratios: list[float]
    layouts: dict[tuple[int, int], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, photos: Timeline, span: Span) -> _Divided:
        """Divide photos."""
        keys = photos.days // _PER_DAY[span]
        first = _beginnings(keys)
        count = np.diff(first, append=len(keys))
        rows = zip(keys[first].tolist(), first.tolist(), count.tolist(), strict=True)
        sections = [Section(*row) for row in rows]
        return cls(weakref.ref(photos), span, sections, months_of(photos), _ratios(photos))


class PhotosModel(QAbstractListModel):
    """One row per photo. Captions come later and only for photos that were looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos = Timeline.of([])
        self._captions: dict[int, Caption] = {}
        self._span = Span.DAY
        self._divided = _Divided.of(self._photos, self._span)
        self._known: list[_Divided] = []

    # -- content ------------------------------------------------------------------------------------
    def set_photos(self, photos: Timeline) -> None:
        """Show these, in this order. The same repaint nothing."""
        if photos.same(self._photos):
            return
        if photos.same_times(self._photos):
            self._photos = photos
            self._divide()
            if len(photos):
                self.dataChanged.emit(self.index(0), self.index(len(photos) - 1))
            return
        self.beginResetModel()
        self._photos = photos
        self._captions = {one: what for one, what in self._captions.items() if photos.row_of(one) is not None}
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
        # Who clears a search sees again what was there before: found by the photos, while somebody has them.
        here = (one for one in self._known if one.photos() is self._photos and one.span is self._span)
        self._divided = next(here, None) or _Divided.of(self._photos, self._span)
        alive = [one for one in self._known if one is not self._divided and one.photos() is not None]
        self._known = [self._divided, *sorted(alive, key=lambda one: -len(one.ratios))[:1]]

    def sections(self) -> list[Section]:
        """The sections, newest first."""
        return self._divided.sections

    def months(self) -> list[Month]:
        """The months, newest first, and what has no date."""
        return self._divided.months

    def ratios(self) -> list[float]:
        """Width by height of each row: the layout needs all of them, a call for each would be slow."""
        return self._divided.ratios

    @property
    def layouts(self) -> dict[tuple[int, int], Any]:
        """What a view works out from sections and ratios; kept here as long as they are."""
        return self._divided.layouts

    def photo_ids(self) -> list[int]:
        """All ids in order."""
        found: list[int] = self._photos.ids.tolist()
        return found

    def id_of(self, row: int) -> int:
        """The photo of a row, by its id."""
        return int(self._photos.ids[row])

    def photo(self, row: int) -> Listed:
        """The photo of a row."""
        return self._photos.photo(row)

    def faces_in(self, row: int) -> int | None:
        """Faces in the photo of a row, or None while that is not known."""
        caption = self._captions.get(self.id_of(row))
        return caption.faces if caption else None

    def row_of(self, photo_id: int) -> int | None:
        """Where a photo is, or None."""
        return self._photos.row_of(photo_id)

    # -- captions -----------------------------------------------------------------------------------
    def without_caption(self, rows: Iterable[int]) -> list[int]:
        """Ids of the photos in these rows whose faces are not known yet."""
        ids = (self.id_of(row) for row in rows if 0 <= row < len(self._photos))
        return [photo_id for photo_id in ids if photo_id not in self._captions]

    def set_captions(self, captions: Mapping[int, Caption]) -> None:
        """What is known about the faces of some photos."""
        for photo_id, caption in captions.items():
            row = self.row_of(photo_id)
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
        photo_id = self.id_of(index.row())
        caption = self._captions.get(photo_id)
        match role:
            case PhotoRole.ID:
                return photo_id
            case PhotoRole.COUNT:
                return self.faces_in(index.row())
            case PhotoRole.NAMES:
                return caption.names if caption else ()
            case Qt.ItemDataRole.DisplayRole:
                return _name(self.photo(index.row()))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._words(self.photo(index.row()), caption)
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
        return files_mime([self.photo(index.row()) for index in indexes])

    def _words(self, photo: Listed, caption: Caption | None) -> str:
        parts = [_name(photo), date_text(photo.taken_at)]
        if caption is not None:
            if caption.names:
                parts.append(", ".join(caption.names))
            parts.append(tr("%n face(s)", None, caption.faces) if caption.faces else tr("no faces"))
        if photo.missing:
            parts.append(tr("the file is missing"))
        return "\n".join(parts)


def _name(photo: Listed) -> str:
    return PurePath(photo.paths[0]).name if photo.paths else tr("Photo {number}", number=photo.id)


def _ratios(photos: Timeline) -> list[float]:
    """Width by height, tamed: a panorama must not make a row of its own three pixels high."""
    usual = (photos.widths <= 0) | (photos.heights <= 0)
    ratios = np.clip(photos.widths / np.where(usual, 1, photos.heights), 0.5, 2.6)
    found: list[float] = np.where(usual, _USUAL_RATIO, ratios).tolist()
    return found


def _beginnings(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows at which another key begins."""
    return np.flatnonzero(np.diff(keys, prepend=-1))


def months_of(photos: Timeline) -> list[Month]:
    """The months of photos in their order, newest first."""
    months = photos.days // _PER_DAY[Span.MONTH]
    first = _beginnings(months)
    return [
        Month(month // 100, month % 100, row)
        for month, row in zip(months[first].tolist(), first.tolist(), strict=True)
    ]


def fitting_span(photos: Timeline) -> Span:
    """The span that fits an album: days only where days hold some photos."""
    days = photos.days[photos.days > 0]
    if not len(days):
        return Span.DAY
    for span, enough in ((Span.DAY, 5.0), (Span.MONTH, 4.0)):
        if len(days) / len(_beginnings(days // _PER_DAY[span])) >= enough:
            return span
    return Span.MONTH if len(days) < 30 else Span.YEAR
