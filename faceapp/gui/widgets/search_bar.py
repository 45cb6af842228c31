"""The search bar of Photos: what was understood as chips, what is being typed, and a quiet line for errors.

Window thread. It knows texts and conditions, not photos: who it belongs to asks the library and tells it
what was understood (:meth:`SearchBar.show_query`) or what was not (:meth:`SearchBar.show_error`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from faceapp.core.errors import QueryError
from faceapp.core.query import All, Term, named
from faceapp.core.query_parser import ends_in_and, joined, worded
from faceapp.core.query_words import NOBODY_ELSE, label
from faceapp.gui import icons, style
from faceapp.gui.language import keywords, shown, tr
from faceapp.gui.models.completions_model import Completer, Completion
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.completion_list import CompletionList
from faceapp.gui.widgets.query_chip import QueryChip, chip_height

_HEIGHT = 42
_FIELD = 170
"""Pixels the field keeps, however many chips there are."""
_QUIET_MS = 700
"""A word that is being typed is not called wrong before so long a rest."""
_ICON_ROOM = 36


class SearchBar(QWidget):
    """Chips and a field.

    Args:
        thumbnails: For the crops of people.
        page: What the list of completions lies over.
        faces_of: The crops that stand for a condition.
    """

    changed = Signal(str, bool)
    """The whole query, and whether it was finished (Enter, a completion, a chip that went)."""
    left = Signal()
    """The keyboard is wanted elsewhere: Down where nothing is offered."""

    def __init__(
        self, thumbnails: ThumbnailLoader, page: QWidget, faces_of: Callable[[Term], list[int]]
    ) -> None:
        super().__init__(page)
        self._thumbnails = thumbnails
        self._page = page
        self._faces_of = faces_of
        self._query = All()
        self._completer = Completer([])
        self.chips: list[QueryChip] = []
        self._frame = QFrame(self)
        self._frame.setProperty("surface", "search")
        self._frame.setFixedHeight(style.font_pixels(_HEIGHT))
        glass = QLabel(self._frame)
        icons.attach(glass, "search", color="second")
        self._shelf = QWidget()
        self._shelf_row = QHBoxLayout(self._shelf)
        self._shelf_row.setContentsMargins(0, 0, 0, 0)
        self._shelf_row.setSpacing(6)
        self._scroll = QScrollArea(self._frame)
        self._scroll.setProperty("surface", "chips")
        self._scroll.setWidget(self._shelf)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for set_policy in (
            self._scroll.setHorizontalScrollBarPolicy,
            self._scroll.setVerticalScrollBarPolicy,
        ):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedHeight(chip_height())
        self._scroll.hide()
        self.field = QLineEdit(self._frame)
        self.field.setProperty("kind", "search")
        self.field.setAccessibleName(tr("Search photos"))
        self.field.setToolTip(
            tr(
                "Search photos (Ctrl+F)\nAnna + Ben, Anna | Ben, only Anna, Anna - Ben, 2019, 2015..2019,"
                "\nfolder:Rome, nobody, faces>5"
            )
        )
        self.field.textEdited.connect(self._edited)
        self.field.returnPressed.connect(self._entered)
        self.field.installEventFilter(self)
        self._clear = QToolButton(self._frame)
        self._clear.setProperty("kind", "flat")
        self._clear.setToolTip(tr("Show all photos (Esc)"))
        self._clear.setAccessibleName(tr("Show all photos"))
        icons.attach(self._clear, "close", color="second", size=16)
        self._clear.clicked.connect(self.clear)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(12, 0, 5, 0)
        row.setSpacing(8)
        row.addWidget(glass)
        row.addWidget(self._scroll)
        row.addWidget(self.field, 1)
        row.addWidget(self._clear)
        self._error = QLabel(self)
        self._error.setProperty("role", "secondary")
        self._error.setTextFormat(Qt.TextFormat.RichText)
        self._error.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._error.setWordWrap(True)
        self._error.setContentsMargins(14, 5, 14, 0)
        self._error.linkActivated.connect(lambda number: self._mean(int(number)))
        self._error.hide()
        self._wrong: QueryError | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._say_error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frame)
        column.addWidget(self._error)
        self.list = CompletionList(thumbnails, page)
        self.list.chosen.connect(self._complete)
        self._settle()

    # -- what it holds ------------------------------------------------------------------------------
    @property
    def query(self) -> All:
        """What the chips say."""
        return self._query

    def text(self) -> str:
        """The whole query: the chips, and what is being typed."""
        return joined(str(self._query), self.field.text(), keywords())

    def set_completer(self, completer: Completer) -> None:
        """Other people are known."""
        self._completer = completer
        if self.chips:
            self._make_chips()
        if not self.list.isHidden():
            self._offer()

    def show_query(self, query: All) -> None:
        """The whole query was understood and is finished: chips for all of it."""
        self.field.clear()
        self._query = query
        self._make_chips()
        self.clear_error()

    def set_text(self, text: str) -> None:
        """Another query, all of it as text."""
        self._query = All()
        self._make_chips()
        self.field.setText(text)

    def clear(self) -> None:
        """Ask for nothing."""
        self.show_query(All())
        self.list.hide()
        self.field.setFocus()
        self.changed.emit("", True)

    def replace(self, query: All) -> None:
        """Another query instead of the chips; what is being typed stays."""
        self._query = query
        self._make_chips()
        self.changed.emit(self.text(), not self.field.text().strip())

    # -- errors -------------------------------------------------------------------------------------
    def show_error(self, error: QueryError, *, at_once: bool) -> None:
        """What could not be understood; while it is typed, only after a rest and if nothing is offered."""
        self._wrong = error
        if at_once:
            self._say_error()
        else:
            self._quiet.start()

    def clear_error(self) -> None:
        """Everything was understood."""
        self._quiet.stop()
        self._wrong = None
        self._error.hide()

    def error(self) -> str:
        """What the quiet line says."""
        return unescape(re.sub(r"<[^>]*>", "", self._error.text())) if not self._error.isHidden() else ""

    def _say_error(self) -> None:
        if self._wrong is None or self.list.rows():
            return
        part = self._wrong.query[self._wrong.start : self._wrong.end].strip()
        problem = shown(self._wrong.problem)
        alone = problem[:1].upper() + problem[1:]
        words = escape(tr("“{part}”: {problem}", part=part, problem=problem) if part else alone)
        for number, name in enumerate(self._wrong.nearest if self._part_in_field() else ()):
            link = f'<a href="{number}">{escape(name)}</a>'
            for one, other in ("“”", "„“"):  # as quotes are written in the languages of the window
                words = words.replace(f"{one}{escape(name)}{other}", f"{one}{link}{other}")
        self._error.setText(words)
        self._error.show()

    def _part_in_field(self) -> bool:
        return self._wrong is not None and self._wrong.start >= self._before()

    def _before(self) -> int:
        """Characters of the whole query before the field's text."""
        return len(self.text()) - len(self.field.text())

    def _mean(self, number: int) -> None:
        """One of the nearest names was clicked."""
        if self._wrong is not None and self._part_in_field():
            name = self._wrong.nearest[number]
            text, before = self.field.text(), self._before()
            start, end = self._wrong.start - before, self._wrong.end - before
            self.field.setText(text[:start] + str(named(name)) + text[end:])
            self.field.setFocus()
            self._entered()

    # -- typing -------------------------------------------------------------------------------------
    def _edited(self) -> None:
        self._settle()
        self._error.hide()
        self._offer()
        text = self.field.text()
        if ends_in_and(text, keywords()):  # "Anna +": that condition is finished
            self.changed.emit(joined(str(self._query), text.rstrip()[:-1], keywords()), True)
        else:
            self.changed.emit(self.text(), False)

    def _entered(self) -> None:
        offered = self.list.current()
        if offered is not None:
            self._complete(offered)
            return
        self.list.hide()
        if self.field.text().strip():
            self.changed.emit(self.text(), True)
        else:
            self.left.emit()

    def _offer(self) -> None:
        corner = self.mapTo(self._page, QPoint(0, self._frame.height() + 4))
        if self._scroll.isVisible():
            corner.setX(corner.x() + min(self._scroll.width(), self.width() // 2))
        rows = self._completer.completions(self.field.text()) if self.field.hasFocus() else []
        self.list.offer(rows, corner)

    def _complete(self, row: Completion) -> None:
        self.field.setText(self.field.text()[: row.start] + row.text)
        self.field.setFocus()
        self.list.hide()
        self._settle()
        self.changed.emit(self.text(), row.whole)

    # -- chips --------------------------------------------------------------------------------------
    def _make_chips(self) -> None:
        focused = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._shelf_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        terms: list[Term | None] = [*self._query.terms, *([None] if self._query.only else [])]
        self.chips = []
        for number, term in enumerate(terms):
            words = shown(NOBODY_ELSE if term is None else label(term))
            chip = QueryChip(
                self._thumbnails, words, [] if term is None else self._faces_of(term), self._shelf
            )
            chip.removed.connect(lambda number=number: self._remove(number))
            chip.edited.connect(lambda number=number: self._edit(number))
            chip.left.connect(lambda steps, number=number: self._go(number + steps))
            self._shelf_row.addWidget(chip)
            chip.show()
            self.chips.append(chip)
        self._settle()
        if focused is not None:
            self._go(min(focused, len(self.chips) - 1) if self.chips else 0)

    def _without(self, number: int) -> All:
        terms = self._query.terms
        if number >= len(terms):
            return All(terms)
        rest = All((*terms[:number], *terms[number + 1 :]), self._query.only)
        # "Nobody else" than nobody is no question.
        return rest if rest.only and rest.names() else All(rest.terms)

    def _remove(self, number: int) -> None:
        self.replace(self._without(number))
        if not self.chips:
            self.field.setFocus()

    def _edit(self, number: int) -> None:
        """A chip becomes text again."""
        terms = self._query.terms
        written = worded("only" if number >= len(terms) else str(All((terms[number],))), keywords())
        self._query = self._without(number)
        self._make_chips()
        self.field.setText(" ".join(filter(None, (self.field.text().strip(), written))))
        self.field.setFocus()
        self._settle()

    def _go(self, number: int) -> None:
        if 0 <= number < len(self.chips):
            self.chips[number].setFocus()
            self._scroll.ensureWidgetVisible(self.chips[number])
        elif number >= len(self.chips):
            self.field.setFocus()

    def _settle(self) -> None:
        """Bring sizes, the cross and the hint in line with what there is."""
        asked = bool(self.chips or self.field.text())
        self._clear.setVisible(asked)
        self.field.setPlaceholderText(
            "" if self.chips else tr("Search photos: Anna + Ben, 2019, folder:Rome, nobody…")
        )
        self._scroll.setVisible(bool(self.chips))
        wanted = self._shelf_row.sizeHint().width()
        room = self._frame.width() - _FIELD - 2 * _ICON_ROOM - 24
        self._scroll.setFixedWidth(max(min(wanted, room), 0))
        bar = self._scroll.horizontalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._settle()

    # -- keys ---------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose in the list; Backspace and Left at the start are about the chips."""
        if watched is self.field:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._frame.setProperty("typing", event.type() == QEvent.Type.FocusIn)
                style.polish(self._frame)
            if event.type() == QEvent.Type.FocusOut:
                self.list.hide()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        at_start = self.field.cursorPosition() == 0 and not self.field.hasSelectedText()
        match event.key():
            case Qt.Key.Key_Down if not self.list.isHidden():
                self.list.move_current(1)
            case Qt.Key.Key_Up if not self.list.isHidden():
                self.list.move_current(-1)
            case Qt.Key.Key_Down:
                self.left.emit()
            case Qt.Key.Key_Tab if self.list.current() is not None:
                self._entered()
            case Qt.Key.Key_Escape if not self.list.isHidden():
                self.list.hide()
            case Qt.Key.Key_Backspace if at_start and self.chips:
                self._remove(len(self.chips) - 1)
                self.field.setFocus()
            case Qt.Key.Key_Left if at_start and self.chips:
                self._go(len(self.chips) - 1)
            case _:
                return False
        return True

    def hide_list(self) -> bool:
        """Put the list of completions away; whether there was one."""
        shown = not self.list.isHidden()
        self.list.hide()
        return shown
