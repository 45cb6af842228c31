"""A grid view made for many cards of one size: batched layout, columns that fill the width, drag and drop.

Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QStyle, QStyleOptionViewItem, QWidget

from faceapp.gui import style
from faceapp.gui.models.carried import carried
from faceapp.gui.models.people_model import PEOPLE_MIME
from faceapp.gui.widgets.dragging import DropHint, carry_items, take_copy

_EDGE = 28
"""A drag that near the top or foot of a list scrolls it."""
_SCROLL_MS = 30
_PARTS = 24
"""A list that has to be painted in more places is painted once, as a whole."""

Judge = Callable[[str, QMimeData, int], tuple[bool, str]]
"""Whether a drop (its MIME type and data, the row) would do something, and what, or why not."""


class DropList(QListView):
    """A list things can be dropped on. Drops are reported, never carried out here."""

    dropped = Signal(str, object, int)
    """What was dropped (a MIME type and a :class:`Carried`), and the row it was dropped on."""
    drop_row_changed = Signal(int)
    """The row a drag is over, -1 for none."""

    def __init__(self, parent: QWidget | None = None, *, accepts: tuple[str, ...] = ()) -> None:
        super().__init__(parent)
        self._accepts = accepts
        self._drop_row = -1
        self._hint: DropHint | None = None
        self.judge: Judge = lambda kind, mime, row: (True, "")
        self._scroller = QTimer(self, interval=_SCROLL_MS)
        self._scroller.timeout.connect(self._scroll_on)
        self._scroll_step = 0
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAcceptDrops(bool(accepts))
        if accepts:
            self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what has to be; of two pictures that came in Qt would paint what lies between them, too."""
        # The annotations of a region say nothing of the iterator it has.
        parts: list[QRect] = list(event.region())  # type: ignore[call-overload] # its hints lack __iter__
        if not 1 < len(parts) <= _PARTS:
            super().paintEvent(event)
            return
        for part in parts:
            super().paintEvent(QPaintEvent(part))

    def _kind(self, event: QDropEvent) -> str | None:
        return next((kind for kind in self._accepts if event.mimeData().hasFormat(kind)), None)

    def _target(self, event: QDropEvent) -> tuple[str | None, QModelIndex]:
        """What is dragged, and the card it is over: never one of those that are dragged."""
        kind = self._kind(event)
        index = self.indexAt(event.position().toPoint())
        if kind == PEOPLE_MIME and event.source() is self and index in self.selectedIndexes():
            return kind, QModelIndex()
        return kind, index

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what this list accepts."""
        if self._kind(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up the card under the drag and say what letting go would do."""
        kind, index = self._target(event)
        self._scroll_at(event.position().y() if kind is not None else -1)
        fits, words = False, ""
        if kind is not None and index.isValid():
            fits, words = self.judge(kind, event.mimeData(), index.row())
        self._over(index.row() if fits else -1)
        self._say(index if words else QModelIndex(), words, fits)
        if fits:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went away."""
        self._end()

    def dropEvent(self, event: QDropEvent) -> None:
        """Report the drop."""
        self._end()
        kind, index = self._target(event)
        if kind is None or not index.isValid() or not self.judge(kind, event.mimeData(), index.row())[0]:
            event.ignore()
            return
        take_copy(event)
        self.dropped.emit(kind, carried(event.mimeData(), kind), index.row())

    def _end(self) -> None:
        self._over(-1)
        self._say(QModelIndex(), "", False)
        self._scroller.stop()

    def _over(self, row: int) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.drop_row_changed.emit(row)

    def _say(self, index: QModelIndex, words: str, good: bool) -> None:
        if not index.isValid():
            if self._hint is not None:
                self._hint.hide()
            return
        if self._hint is None or self._hint.parent() is not self.window():
            self._hint = DropHint(self.window())
        self._hint.show_beside(self.viewport(), self.visualRect(index), words, good=good)

    def _scroll_at(self, y: float) -> None:
        """A drag near an edge scrolls, faster the nearer."""
        above, below = _EDGE - y, y - (self.viewport().height() - _EDGE)
        self._scroll_step = 0 if y < 0 else round(-above if above > 0 else max(below, 0.0))
        if self._scroll_step and not self._scroller.isActive():
            self._scroller.start()
        elif not self._scroll_step:
            self._scroller.stop()

    def _scroll_on(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._scroll_step)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Carry the selected items, shown as the one under the mouse."""
        carry_items(self, self.selectedIndexes(), self.drag_rect())

    def drag_rect(self) -> QRect | None:
        """The part of the current item that is shown while it is dragged; None: all of it."""
        return None


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
        self.viewport().setAcceptDrops(bool(accepts))  # a grid that is Static had it switched off
        self.setTabKeyNavigation(False)

    # -- painting -----------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, too: then scrolling moves what is there, and paints what comes into sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(style.theme_of(self.palette()).page))
        painter.end()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another look: the style sheet thinks that it paints the ground."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

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
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads. With no card current Qt takes every key to the first one, *End* too."""
        if action is QAbstractItemView.CursorAction.MoveEnd and not self.currentIndex().isValid():
            return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

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
    def drag_rect(self) -> QRect | None:
        """The picture of a card, without the words below it."""
        indexes = self.selectedIndexes()
        if not indexes:
            return None
        rect = self.visualRect(self.currentIndex() if self.currentIndex() in indexes else indexes[0])
        side = min(rect.width(), rect.height())
        return QRect(rect.left() + (rect.width() - side) // 2, rect.top(), side, side).adjusted(8, 8, -8, -8)
