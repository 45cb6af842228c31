"""Paints a person's card and edits its name in place. Window thread.

The card shows the faces that naming from it confirms: one large crop and up to four small ones.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from faceapp.core.models import Person
from faceapp.gui.delegates.painting import (
    option_parts,
    paint_picture,
    paint_pill,
    paint_ring,
    paint_state,
    paint_text,
    pill_width,
    turned,
)
from faceapp.gui.delegates.picture_delegate import PictureDelegate
from faceapp.gui.language import number_words, tr
from faceapp.gui.models.people_model import PERSON_ROLE, TITLE_ROLE, Index, size_words
from faceapp.gui.style import CARD_RADIUS, Size, font, font_pixels, theme_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.name_completer import NameCompleter

COVER = 160
SMALL = 35
GAP = 6
PADDING = 10
SMALL_RADIUS = 7


class PersonDelegate(PictureDelegate):
    """Cards of the people grid.

    Args:
        thumbnails: Where crops come from.
        known_names: Names offered while typing, the likeliest first.
        view: The grid.
    """

    named = Signal(int, str)
    """A name was typed for this person or group and ended with Enter."""
    name_clicked = Signal(int)
    """The line under the picture of this row was clicked."""

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        known_names: Callable[[], list[str]],
        view: QAbstractItemView,
    ) -> None:
        super().__init__(thumbnails, view)
        self._known_names = known_names
        self.drop_target: int | None = None
        """The person something is being dragged onto."""

    # -- geometry -----------------------------------------------------------------------------------
    def card_size(self) -> QSize:
        """Size of one card."""
        lines = font_pixels(Size.LABEL) + font_pixels(Size.CAPTION) + 18
        return QSize(COVER + 2 * PADDING, PADDING + COVER + GAP + SMALL + GAP + lines + PADDING)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every card is the same size."""
        return self.card_size()

    def _card(self, cell: QRect) -> QRect:
        size = self.card_size()
        card = QRect(cell.topLeft(), size)
        card.moveLeft(cell.left() + (cell.width() - size.width()) // 2)
        return card

    def cover_rect(self, cell: QRect) -> QRect:
        """The large picture inside a grid cell."""
        card = self._card(cell)
        return QRect(card.left() + PADDING, card.top() + PADDING, COVER, COVER)

    def name_rect(self, cell: QRect) -> QRect:
        """The line with the name inside a grid cell."""
        cover = self.cover_rect(cell)
        top = cover.bottom() + 1 + GAP + SMALL + GAP
        return QRect(cover.left(), top, cover.width(), font_pixels(Size.LABEL) + 8)

    # -- painting -----------------------------------------------------------------------------------
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        person: Person | None = index.data(PERSON_ROLE)
        if person is None:
            return
        cell, palette, _ = option_parts(option)
        theme = theme_of(palette)
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        cover = self.cover_rect(cell)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
            | QPainter.RenderHint.TextAntialiasing
        )
        faces = person.sample_face_ids
        picture = self.picture(index, ("face", faces[0]), COVER, dpr, CARD_RADIUS) if faces else None
        paint_picture(painter, cover, picture, CARD_RADIUS, theme, dpr)
        if person.id == self.drop_target:
            paint_ring(painter, cover, CARD_RADIUS, theme.good, 4.0)
        else:
            paint_state(painter, cover, CARD_RADIUS, theme, option)
        left, top = cover.left(), cover.bottom() + 1 + GAP
        for number, face in enumerate(faces[1:5]):
            x = left + number * (COVER - SMALL) // 3
            small = self.picture(index, ("face", face), SMALL, dpr, SMALL_RADIUS)
            paint_picture(painter, QRect(x, top, SMALL, SMALL), small, SMALL_RADIUS, theme, dpr)
        name = self.name_rect(cell)
        if person.name:
            bold = font(Size.LABEL, QFont.Weight.DemiBold)
            paint_text(painter, name, str(index.data(TITLE_ROLE)), bold, theme.text)
        else:
            paint_text(painter, name, tr("Add name"), font(Size.LABEL, QFont.Weight.Medium), theme.accent)
        below = QRect(name.left(), name.bottom() + 1, name.width(), font_pixels(Size.CAPTION) + 6)
        words = tr("%n photo(s)", None, person.photos)
        if person.faces != person.photos and not person.suggested:
            words = size_words(person)
        if person.suggested:
            # At the foot of the card, not over the face.
            asked = tr("%n to check", None, person.suggested)
            small_font = font(Size.CAPTION, QFont.Weight.DemiBold)
            wide = pill_width(asked, small_font)
            if wide > below.width() - 24:
                asked = f"{number_words(person.suggested)}?"
                wide = pill_width(asked, small_font)
            place = QRect(below.right() + 1 - wide, below.top(), wide, below.height())
            corner = QPointF(turned(option, place).left(), below.bottom() + 1)
            paint_pill(painter, corner, asked, small_font, theme.badge, theme.on_badge)
            below.setWidth(below.width() - wide - 6)
            if QFontMetrics(font(Size.CAPTION)).horizontalAdvance(words) > below.width():
                words = number_words(person.photos)
        paint_text(painter, turned(option, below), words, font(Size.CAPTION), theme.second)
        painter.restore()

    # -- naming -------------------------------------------------------------------------------------
    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the name line starts naming."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            cell, _, _ = option_parts(option)
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            left = event.button() is Qt.MouseButton.LeftButton
            if plain and left and self.name_rect(cell).contains(event.position().toPoint()):
                self.name_clicked.emit(index.row())
                return True
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line edit that completes known names."""
        editor = QLineEdit(parent)
        editor.setPlaceholderText(tr("Name, then Enter"))
        editor.setAccessibleName(tr("Name of this person"))
        editor.setCompleter(NameCompleter(self._known_names(), editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the editor, but never over what is being typed: cards change while a scan runs."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the typed name on; the library decides what becomes of it."""
        person: Person | None = index.data(PERSON_ROLE)
        if isinstance(editor, QLineEdit) and editor.isModified() and person is not None:
            text = " ".join(editor.text().split())
            if text and text != person.name:
                self.named.emit(person.id, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The editor covers the two lines under the picture."""
        cell, _, _ = option_parts(option)
        name = self.name_rect(cell)
        editor.setGeometry(name.adjusted(-4, -2, 4, font_pixels(Size.CAPTION) + 8))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leaving the editor without Enter keeps the old name."""
        if event.type() == QEvent.Type.FocusOut and isinstance(editor, QLineEdit):
            completer = editor.completer()
            popup = completer.popup() if completer is not None else None
            if popup is None or not popup.isVisible():
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            return False
        return super().eventFilter(editor, event)
