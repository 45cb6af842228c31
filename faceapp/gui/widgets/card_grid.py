"""A grid view made for many cards of one size: batched layout, columns that fill the width, drag and drop.

Window thread.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QStyle, QStyleOptionViewItem, QWidget

from faceapp.gui import style
from faceapp.gui.models.people_model import PEOPLE_MIME, ids_of_mime

DRAG_PICTURE = 72
"""Width of what is seen under the mouse while dragging."""


class DropList(QListView):
    """A list things can be dropped on. Drops are reported, never carried out here."""

    dropped = Signal(str, list, int)
    """What was dropped (a MIME type), its ids, and the row it was dropped on."""
    drop_row_changed = Signal(int)
    """The row a drag is over, -1 for none."""

    def __init__(self, parent: QWidget | None = None, *, accepts: tuple[str, ...] = ()) -> None:
        super().__init__(parent)
        self._accepts = accepts
        self._drop_row = -1
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAcceptDrops(bool(accepts))
        if accepts:
            self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)

    def _kind(self, event: QDropEvent) -> str | None:
        return next((kind for kind in self._accepts if event.mimeData().hasFormat(kind)), None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what this grid accepts."""
        if self._kind(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up the card under the drag."""
        kind = self._kind(event)
        index = self.indexAt(event.position().toPoint())
        fits = kind is not None and index.isValid()
        if fits and kind == PEOPLE_MIME and event.source() is self and index in self.selectedIndexes():
            fits = False
        self._over(index.row() if fits else -1)
        if fits:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went away."""
        self._over(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Report the drop."""
        self._over(-1)
        kind = self._kind(event)
        index = self.indexAt(event.position().toPoint())
        if kind is None or not index.isValid():
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(kind, ids_of_mime(event.mimeData(), kind), index.row())

    def _over(self, row: int) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.drop_row_changed.emit(row)


class CardGrid(DropList):
    """``QListView`` in icon mode. Cards may be dragged; drops are reported, never carried out here.

    Args:
        parent: Qt parent.
        padding: Pixels that a card keeps free around its picture: the first column lies below the title.
        accepts: MIME types that may be dropped on cards.
    """

    entered_key = Signal()
    """Enter or Return on the current card."""

    def __init__(
        self, parent: QWidget | None = None, *, padding: int = 0, accepts: tuple[str, ...] = ()
    ) -> None:
        super().__init__(parent, accepts=accepts)
        self._left = style.PAGE_MARGIN - padding
        self._leave(self._left)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setBatchSize(400)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        self.setDragEnabled(True)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.DragDrop if accepts else QAbstractItemView.DragDropMode.DragOnly
        )
        self.setTabKeyNavigation(False)

    # -- layout -------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the width."""
        super().resizeEvent(event)
        self.spread()

    def showEvent(self, event: QShowEvent) -> None:
        """Spread the columns over the width."""
        super().showEvent(event)
        self.spread()

    def spread(self) -> None:
        """Ask anew how large a card is, and spread the columns over the width."""
        card = self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex())
        # Room for the bar twice: its coming and going must not change the columns, and Qt itself takes its
        # width off a viewport that is narrower by it already.
        extent = self.style().pixelMetric(
            QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar()
        )
        width = self.width() - 2 * extent - self._left
        if width <= 0 or card.width() <= 0:
            return
        columns = max(1, width // card.width())
        grid = QSize(max(card.width(), (width - 1) // columns), card.height())
        if grid != self.gridSize():
            self.setGridSize(grid)
        # Qt puts a card in the middle of its cell: the first column lies below the title all the same.
        left = max(self._left - (grid.width() - card.width()) // 2, 0)
        margins = self.viewportMargins()
        if left != margins.left() + margins.right():
            self._leave(left)

    def _leave(self, pixels: int) -> None:
        """Keep free where one begins to read."""
        turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setViewportMargins(0 if turned else pixels, 0, pixels if turned else 0, 0)

    # -- editing ------------------------------------------------------------------------------------
    def is_editing(self) -> bool:
        """Whether a name is being typed.

        Not by :meth:`state`: Qt forgets that it edits when any row goes, and the other way round.
        """
        editors = self.viewport().findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return any(not editor.isHidden() for editor in editors)

    def start_editing(self, index: QModelIndex) -> None:
        """Open the editor of a card."""
        if not self.is_editing():
            self.setState(QAbstractItemView.State.NoState)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    # -- keys and mouse -----------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is reported; letters are left to the page's shortcuts."""
        if not self.is_editing():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.entered_key.emit()
                return
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            )
            if plain and event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space:
                event.ignore()  # the list's own keyboard search would swallow them
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the cards clears the selection."""
        if not self.indexAt(event.position().toPoint()).isValid() and not event.modifiers():
            self.clearSelection()
        super().mousePressEvent(event)

    # -- dragging -----------------------------------------------------------------------------------
    def startDrag(self, supported: Qt.DropAction) -> None:
        """Carry the selected cards, shown as the one under the mouse."""
        indexes = self.selectedIndexes()
        if not indexes:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(indexes))
        rect = self.visualRect(self.currentIndex() if self.currentIndex() in indexes else indexes[0])
        side = min(rect.width(), rect.height())
        picture = self.viewport().grab(rect.adjusted((rect.width() - side) // 2, 0, 0, side - rect.height()))
        drag.setPixmap(
            picture.scaledToWidth(
                round(DRAG_PICTURE * picture.devicePixelRatio()), Qt.TransformationMode.SmoothTransformation
            )
        )
        drag.setHotSpot(QPoint(DRAG_PICTURE // 2, DRAG_PICTURE // 2))
        drag.exec(Qt.DropAction.CopyAction)
