"""A virtualised grid of photos in justified rows under headlines, the headline in sight staying on top.

Qt's own list cannot mix headlines with rows of photos of different widths, so the layout is ours: one pass
over the proportions of all photos (a plain list of floats) gives the rows, and only rows in sight are ever
asked for data or painted. 200,000 photos lay out in a fraction of a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from faceapp.gui.models.photos_model import PhotosModel
from faceapp.gui.widgets.dragging import carry_photo_of
from faceapp.gui.widgets.timeline_header import paint_headers
from faceapp.gui.widgets.timeline_layout import GAP, HEADER, MARGIN, Line, justify

ROW_HEIGHTS = (96, 130, 170, 220, 290, 380)
_USUAL = 2
_RESIZING_MS = 150
"""While the width changes the photos in sight are shown scaled; then each is made in its new size."""


class TimelineList(QAbstractItemView):
    """Shows a :class:`PhotosModel`."""

    rows_in_sight = Signal(int, int)
    """First and last row that can be seen."""
    laid_out = Signal()
    """Rows lie elsewhere than before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._tops: list[int] = []
        self._headers: list[int] = []
        self._height = 0
        self._size = _USUAL
        self._hovered = QPersistentModelIndex()
        self._resizing = QTimer(self, singleShot=True, interval=_RESIZING_MS)
        self._resizing.timeout.connect(self.viewport().update)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._tell_sight)

    # -- content ------------------------------------------------------------------------------------
    def photos(self) -> PhotosModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, PhotosModel)
        return model

    def reset(self) -> None:
        """The model's rows changed: keep the photo at the top of the window where it was."""
        kept = self._anchor()
        super().reset()
        self._relayout()
        if kept is not None:
            photo_id, offset = kept
            row = self.photos().row_of(photo_id)
            if row is not None:
                line = self._lines[self._line_of(row)]
                self.verticalScrollBar().setValue(line.top - offset)
        self._remember_anchor()

    def current_photo_id(self) -> int | None:
        """The photo with the cursor."""
        index = self.currentIndex()
        return self.photos().id_of(index.row()) if index.isValid() else None

    def show_photo(self, photo_id: int) -> None:
        """Put the cursor on a photo and bring it into sight."""
        row = self.photos().row_of(photo_id)
        if row is not None:
            self.setCurrentIndex(self.photos().index(row))

    @property
    def size_step(self) -> int:
        """How large the photos are: a place in ``ROW_HEIGHTS``."""
        return self._size

    def change_size(self, steps: int) -> None:
        """Make the photos larger or smaller."""
        size = min(max(self._size + steps, 0), len(ROW_HEIGHTS) - 1)
        if size != self._size:
            kept = self._anchor()
            self._size = size
            self._relayout()
            self._restore(kept)

    _kept: tuple[int, int] | None = None

    def _remember_anchor(self) -> None:
        """Note which photo is at the top now: by id, as rows are about to mean something else."""
        lines = list(self._lines_in_sight())
        if not lines or self.verticalScrollBar().value() == 0:
            self._kept = None
            return
        model = self.photos()
        if lines[0].first < model.rowCount():
            self._kept = (
                model.id_of(lines[0].first),
                lines[0].top - self.verticalScrollBar().value(),
            )

    def _anchor(self) -> tuple[int, int] | None:
        return self._kept

    def _restore(self, kept: tuple[int, int] | None) -> None:
        row = self.photos().row_of(kept[0]) if kept is not None else None
        if kept is not None and row is not None:
            self.verticalScrollBar().setValue(self._lines[self._line_of(row)].top - kept[1])
        self._remember_anchor()

    # -- layout -------------------------------------------------------------------------------------
    def _relayout(self) -> None:
        model = self.model()
        if not isinstance(model, PhotosModel):
            return  # there is none yet
        key = max(self.viewport().width() - 2 * MARGIN, 100), ROW_HEIGHTS[self._size]
        if key not in model.layouts:
            model.layouts.clear()  # a window that is being resized goes through hundreds of widths
            model.layouts[key] = justify(model.sections(), model.ratios(), *key)
        self._lines, self._headers, self._height = model.layouts[key]
        self._tops = [line.top for line in self._lines]
        self._set_range()
        self.viewport().update()
        self._tell_sight()
        self.laid_out.emit()

    def contents_height(self) -> int:
        """Pixels of all lines and headlines."""
        return self._height

    def top_of(self, row: int) -> int:
        """Where a row lies in the contents; the first of a section: its headline."""
        line = self._lines[self._line_of(row)]
        section = self.photos().sections()[line.section]
        return self._headers[line.section] if section.first == row else line.top

    def to_top(self) -> None:
        """Scroll to the newest photo."""
        self.verticalScrollBar().setValue(0)

    def place(self) -> tuple[int, int] | None:
        """The photo at the top and how far it is cut off; None at the very top. See :meth:`go_back`."""
        return self._anchor()

    def go_back(self, place: tuple[int, int] | None) -> None:
        """Scroll to where :meth:`place` said one was."""
        if place is None or self.photos().row_of(place[0]) is None:
            self.to_top()
        else:
            self._restore(place)

    def _line_rects(self, line: Line) -> Iterator[tuple[int, QRect]]:
        """Rows of one line with their places in the contents."""
        ratios = self.photos().ratios()
        turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = float(MARGIN)
        for row in range(line.first, line.first + line.length):
            wide = ratios[row] * line.height
            left, right = round(x), round(x + wide)
            rect = QRect(left, line.top, right - left, line.height)
            yield row, self._turned(rect) if turned else rect
            x += wide + GAP

    def _turned(self, part: QRect) -> QRect:
        """Where one reads from right to left, lines begin at the right."""
        return QStyle.visualRect(self.layoutDirection(), QRect(0, 0, self.viewport().width(), 0), part)

    def _line_of(self, row: int) -> int:
        return bisect_right(self._lines, row, key=lambda line: line.first) - 1

    def _lines_in_sight(self, top: int | None = None, bottom: int | None = None) -> Iterator[Line]:
        offset = self.verticalScrollBar().value()
        top = offset if top is None else top
        bottom = offset + self.viewport().height() if bottom is None else bottom
        start = max(bisect_right(self._tops, top) - 1, 0)
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if line.top > bottom:
                return
            if line.top + line.height >= top:
                yield line

    def _set_range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(max(self.viewport().height() - HEADER, 1))
        bar.setSingleStep(max(ROW_HEIGHTS[self._size] // 3, 20))
        bar.setRange(0, max(self._height - self.viewport().height(), 0))

    def _tell_sight(self) -> None:
        lines = list(self._lines_in_sight())
        if lines:
            self.rows_in_sight.emit(lines[0].first, lines[-1].first + lines[-1].length - 1)
        self._remember_anchor()

    # -- what Qt asks of a view ---------------------------------------------------------------------
    def updateGeometries(self) -> None:
        """Set the scroll bar."""
        self._set_range()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        kept = self._anchor()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            if self._lines:
                self._resizing.start()
            self._relayout()
            self._restore(kept)
        else:
            self._set_range()
            self._tell_sight()

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Where an item lies on the viewport."""
        if not index.isValid() or not self._lines:
            return QRect()
        line = self._lines[self._line_of(index.row())]
        for row, rect in self._line_rects(line):
            if row == index.row():
                return rect.translated(0, -self.verticalScrollBar().value())
        return QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The item at a place of the viewport."""
        place = point + QPoint(0, self.verticalScrollBar().value())
        for line in self._lines_in_sight(place.y(), place.y()):
            for row, rect in self._line_rects(line):
                if rect.contains(place):
                    return self.photos().index(row)
        return QModelIndex()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring an item into sight."""
        rect = self.visualRect(index)
        if not rect.isValid():
            return
        bar = self.verticalScrollBar()
        if self._line_of(index.row()) == 0:
            bar.setValue(0)  # its headline too, however little room there is yet
        elif hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - self.viewport().height() // 2)
        elif rect.top() < HEADER:
            bar.setValue(bar.value() + rect.top() - HEADER)
        elif rect.bottom() > self.viewport().height():
            # Never so far that its own top is hidden: a view that is not laid out yet has no height.
            down = min(rect.bottom() - self.viewport().height() + 8, rect.top() - HEADER)
            bar.setValue(bar.value() + max(down, 0))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key takes the cursor."""
        model = self.photos()
        last = model.rowCount() - 1
        if last < 0:
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid():
            return model.index(0)
        row = current.row()
        move = QAbstractItemView.CursorAction
        match action:
            case move.MoveLeft | move.MovePrevious:
                row -= 1
            case move.MoveRight | move.MoveNext:
                row += 1
            case move.MoveHome:
                row = 0
            case move.MoveEnd:
                row = last
            case move.MoveUp:
                row = self._beside(row, -1)
            case move.MoveDown:
                row = self._beside(row, 1)
            case move.MovePageUp | move.MovePageDown:
                page = max(self.viewport().height() // (ROW_HEIGHTS[self._size] + GAP), 1)
                row = self._beside(row, page if action == move.MovePageDown else -page)
        return model.index(min(max(row, 0), last))

    def _beside(self, row: int, lines: int) -> int:
        """The photo some lines above or below whose middle is nearest."""
        here = self._line_of(row)
        there = min(max(here + lines, 0), len(self._lines) - 1)
        if here == there:
            return row
        middle = next(r.center().x() for at, r in self._line_rects(self._lines[here]) if at == row)
        return min(self._line_rects(self._lines[there]), key=lambda one: abs(one[1].center().x() - middle))[0]

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are keys of the page, and Qt would ask 200,000 rows for their names."""

    def horizontalOffset(self) -> int:
        """Never scrolled sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """No item is hidden."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the item at the start of a rectangle."""
        index = self.indexAt(rect.topLeft())
        chosen = QItemSelection(index, index) if index.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where the selected items lie."""
        region = QRegion()
        for index in selection.indexes():
            region = region.united(QRegion(self.visualRect(index)))
        return region

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll."""
        # The headline stays on top, so moving the old pixels would move it too.
        self.viewport().update()

    # -- painting -----------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        offset = self.verticalScrollBar().value()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        # Not asked of each photo: Qt asks the model back whether it can be selected at all.
        chosen = {index.row() for index in self.selectedIndexes()}
        plain: QStyle.StateFlag = QStyle.StateFlag.State_Enabled
        area, region = event.rect().translated(0, offset), event.region()
        here = self.currentIndex() if self.hasFocus() else QModelIndex()
        model, delegate, resting = self.photos(), self.itemDelegate(), not self._resizing.isActive()
        for line in self._lines_in_sight(area.top(), area.bottom()):
            for row, rect in self._line_rects(line):
                rect.translate(0, -offset)
                if not region.intersects(rect):
                    continue
                index = model.index(row)
                state = plain
                if row in chosen:
                    state |= QStyle.StateFlag.State_Selected
                if here == index:
                    state |= QStyle.StateFlag.State_HasFocus
                if self._hovered == index:
                    state |= QStyle.StateFlag.State_MouseOver
                option.rect = rect
                option.decorationSize = rect.size() if resting else QSize()
                option.state = state
                delegate.paint(painter, option, index)
        paint_headers(painter, self.viewport(), model.sections(), self._headers, offset, self._turned)
        painter.end()

    # -- mouse --------------------------------------------------------------------------------------
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover or drag."""
        index = self.indexAt(event.position().toPoint())
        if self._hovered != index:
            before = self.photos().index(self._hovered.row())
            self._hovered = QPersistentModelIndex(index)
            for changed in (before, index):
                if changed.isValid():
                    self.viewport().update(self.visualRect(changed))
        super().mouseMoveEvent(event)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Carry the selected photo's file into another program."""
        carry_photo_of(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.change_size(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)
