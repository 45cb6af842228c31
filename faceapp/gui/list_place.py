"""Where a list stands (cursor, selection, what is at its top), by ids, brought back when its rows come.

Window thread. Rows come later than the page, and a batched list is laid out piece by piece: the place waits
for both, and gives way as soon as the user does something with the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, QTimer
from PySide6.QtWidgets import QAbstractItemView

MOST_SELECTED = 500
"""Of a larger selection only the cursor is kept."""
_RETRY_MS = 30
_PROBE_X = 60
"""Every line of every list has an item that many pixels from the left."""
_PROBE_STEP = 6
_BY_HAND = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
)

Id = int | str


class ListPlace(QObject):
    """Remembers and recalls the place of one list.

    Args:
        view: The list; its model must be set.
        id_of: The id of a row.
        row_of: The row of an id, None where it is not shown.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        id_of: Callable[[int], Id],
        row_of: Callable[[Any], int | None],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._id_of = id_of
        self._row_of = row_of
        self._wanted: dict[str, Any] | None = None
        self._selected = False
        self._timer = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._timer.timeout.connect(self._try)
        model = view.model()
        model.rowsInserted.connect(self._rows_came)
        model.modelReset.connect(self._rows_came)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().installEventFilter(self)

    # -- asking -------------------------------------------------------------------------------------
    def remember(self) -> dict[str, Any]:
        """The place, as plain values. One that was not reached yet stays the place."""
        if self._wanted is not None:
            return dict(self._wanted)
        current = self._view.currentIndex()
        place: dict[str, Any] = {"current": self._id_of(current.row()) if current.isValid() else None}
        chosen = self._view.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.size())]
        # By ranges: all of 20,000 cards are one of them.
        few = sum(part.height() for part in parts) <= MOST_SELECTED
        rows = [row for part in parts for row in range(part.top(), part.bottom() + 1)] if few else []
        place["selected"] = [self._id_of(row) for row in rows]
        bar = self._view.verticalScrollBar()
        if bar.value() > bar.minimum():
            for y in range(0, self._view.viewport().height(), _PROBE_STEP):
                index = self._view.indexAt(QPoint(_PROBE_X, y))
                if index.isValid():
                    place["top"] = [self._id_of(index.row()), self._view.visualRect(index).top()]
                    break
        return place

    # -- bringing back ------------------------------------------------------------------------------
    def recall(self, place: object) -> None:
        """Go there, now or when the rows are there."""
        if isinstance(place, Mapping):
            self._wanted, self._selected = dict(place), False
            self._rows_came()

    def forget(self) -> None:
        """The list shows something else: nothing is waited for any more."""
        self._wanted = None
        self._timer.stop()

    def _rows_came(self) -> None:
        if self._wanted is not None and not self._timer.isActive():
            self._timer.start(0)

    def _try(self) -> None:
        wanted, model = self._wanted, self._view.model()
        if wanted is None or model.rowCount() == 0 or not self._view.isVisible():
            return  # rows that come, or the page when it is shown, try again
        if not self._selected:
            self._select(wanted)
            self._selected = True
        last = self._view.visualRect(model.index(model.rowCount() - 1, 0))
        if self._scroll(wanted) or not last.isEmpty():
            self._wanted = None
        else:
            self._timer.start(_RETRY_MS)

    def _select(self, wanted: Mapping[str, Any]) -> None:
        model, chosen = self._view.model(), QItemSelection()
        ids = wanted.get("selected")
        for one in ids[:MOST_SELECTED] if isinstance(ids, list) else []:
            row = self._row(one)
            if row is not None:
                chosen.select(model.index(row, 0), model.index(row, 0))
        current = self._row(wanted.get("current"))
        scrolls = self._view.hasAutoScroll()
        self._view.setAutoScroll(False)  # the list stands where it stood, and its cursor may be out of sight
        selection = self._view.selectionModel()
        if current is not None:
            selection.setCurrentIndex(model.index(current, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        if current is not None or not chosen.isEmpty():
            selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._view.setAutoScroll(scrolls)

    def _scroll(self, wanted: Mapping[str, Any]) -> bool:
        """Whether the list stands where it should."""
        top = wanted.get("top")
        if not isinstance(top, list) or len(top) != 2 or not isinstance(top[1], int):
            return True
        row = self._row(top[0])
        if row is None:
            return False
        rect = self._view.visualRect(self._view.model().index(row, 0))
        if rect.isEmpty():
            return False
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + rect.top() - top[1])
        return self._view.visualRect(self._view.model().index(row, 0)).top() == top[1]

    def _row(self, one: object) -> int | None:
        return self._row_of(one) if isinstance(one, int | str) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The user's hand comes first; a list that is shown at last can be laid out."""
        if event.type() in _BY_HAND:
            self.forget()
        elif event.type() == QEvent.Type.Show:
            self._rows_came()
        return False
