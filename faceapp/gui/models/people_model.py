"""The people grid's model: one row per person or group, changed by id and never reset.

While a scan runs the order of the cards that are there stays as it is (nothing jumps under the mouse); what
is new comes last in its section. Window thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from faceapp.core.models import Person
from faceapp.core.said import said
from faceapp.gui.language import tr
from faceapp.gui.models.carried import own_mime
from faceapp.gui.namesakes import titles

PERSON_ROLE = Qt.ItemDataRole.UserRole
TITLE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The name as told apart from other people of that name; None: a group."""
PEOPLE_MIME = own_mime("people")
"""Ids of dragged people, comma separated."""

Index = QModelIndex | QPersistentModelIndex


class Filter(StrEnum):
    """Which cards are shown."""

    ALL = "all"
    NAMED = "named"
    GROUPS = "groups"
    HIDDEN = "hidden"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 photo``, ``1,204 photos``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_words(person: Person) -> str:
    """How many faces somebody has, and in how many photos."""
    return tr(
        "{faces} in {photos}",
        faces=said("%n face(s)", None, person.faces),
        photos=said("%n photo(s)", None, person.photos),
    )


def chosen(people: Sequence[Person], which: Filter, text: str = "") -> list[Person]:
    """The people a filter and a search text leave, in their order."""
    wanted = text.casefold().split()

    def fits(person: Person) -> bool:
        if person.hidden != (which is Filter.HIDDEN):
            return False
        if which is Filter.NAMED and person.name is None:
            return False
        if which is Filter.GROUPS and person.name is not None:
            return False
        if not wanted:
            return True
        name = (person.name or "").casefold()
        return all(word in name for word in wanted)

    return [person for person in people if fits(person)]


class PeopleModel(QAbstractListModel):
    """Rows are :class:`Person` values; ``PERSON_ROLE`` returns one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: list[Person] = []
        self._rows: dict[int, int] = {}
        self._titles: dict[int, str] = {}

    # -- Qt -----------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of cards."""
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a card shows."""
        if not index.isValid() or not 0 <= index.row() < len(self._people):
            return None
        person = self._people[index.row()]
        if role == PERSON_ROLE:
            return person
        title = self._titles.get(person.id, person.name)
        if role == TITLE_ROLE:
            return title
        if role == Qt.ItemDataRole.DisplayRole:
            return title or tr("Add name")
        if role == Qt.ItemDataRole.EditRole:
            return person.name or ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            who = title or tr("Unnamed group")
            return f"{who}, {size_words(person)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = [size_words(person)]
            if person.name:
                parts.append(tr("%n confirmed", None, person.confirmed))
            return ", ".join(parts)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be selected, named, dragged, and dropped on."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemIsDropEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return [PEOPLE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the dragged cards."""
        data = QMimeData()
        ids = ",".join(str(self._people[index.row()].id) for index in indexes)
        data.setData(PEOPLE_MIME, ids.encode())
        return data

    # -- content ------------------------------------------------------------------------------------
    def people(self) -> list[Person]:
        """The rows in their order."""
        return list(self._people)

    def person(self, row: int) -> Person:
        """One row."""
        return self._people[row]

    def row_of(self, person_id: int) -> int | None:
        """Where a person is shown, or None."""
        return self._rows.get(person_id)

    def index_of(self, person_id: int) -> QModelIndex:
        """The index of a person, invalid where it is not shown."""
        row = self._rows.get(person_id)
        return QModelIndex() if row is None else self.index(row)

    def set_people(
        self,
        people: Sequence[Person],
        *,
        keep_order: bool = False,
        called: Mapping[int, str] | None = None,
    ) -> None:
        """Show these people; only what differs is signalled.

        Args:
            people: Named first, then groups, each in the order wanted.
            keep_order: Leave the cards that stay where they are; new ones go to the end of their section.
            called: What :func:`~faceapp.gui.namesakes.titles` says where more people are known than are
                shown here; None: these are all.
        """
        new_titles = dict(titles(people) if called is None else called)
        retitled = {one for one in self._rows if self._titles.get(one) != new_titles.get(one)}
        self._titles = new_titles
        wanted = {person.id: person for person in people}
        self._remove_all_but(wanted)
        self._update(wanted, retitled)
        order = self._stable_order(people) if keep_order else list(people)
        self._insert(order)
        self._sort(order)

    def _remove_all_but(self, wanted: dict[int, Person]) -> None:
        row = len(self._people) - 1
        while row >= 0:
            last = row
            while row >= 0 and self._people[row].id not in wanted:
                row -= 1
            if row < last:
                self.beginRemoveRows(QModelIndex(), row + 1, last)
                del self._people[row + 1 : last + 1]
                self.endRemoveRows()
            row -= 1
        self._renumber()  # once: many removals of 20,000 would take longer than a click may

    def _update(self, wanted: dict[int, Person], retitled: set[int]) -> None:
        for row, known in enumerate(self._people):
            new = wanted[known.id]
            if new != known or known.id in retitled:
                self._people[row] = new
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def _stable_order(self, people: Sequence[Person]) -> list[Person]:
        def key(person: Person) -> tuple[bool, int]:
            return person.name is None, self._rows.get(person.id, len(self._rows))

        return sorted(people, key=key)  # stable: new ones keep their order after the known ones

    def _insert(self, order: Sequence[Person]) -> None:
        """Put the new ones in, each run at once, at the place the order gives them."""
        row = 0
        while row < len(order):
            if order[row].id in self._rows:
                row += 1
                continue
            first = row
            while row < len(order) and order[row].id not in self._rows:
                row += 1
            place = min(first, len(self._people))
            self.beginInsertRows(QModelIndex(), place, place + row - first - 1)
            self._people[place:place] = order[first:row]
            self._renumber()
            self.endInsertRows()

    def _sort(self, order: Sequence[Person]) -> None:
        if [person.id for person in self._people] == [person.id for person in order]:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._people[index.row()].id for index in before]
        self._people = list(order)
        self._renumber()
        after = [self.index(self._rows[person_id]) for person_id in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _renumber(self) -> None:
        self._rows = {person.id: row for row, person in enumerate(self._people)}
