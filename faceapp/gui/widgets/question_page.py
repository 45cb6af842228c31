"""A page of the review: up to twelve faces answered at once, what is not so is ticked. Window thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from faceapp.core.models import Face, Photo
from faceapp.core.said import filled, said
from faceapp.gui.delegates.painting import paint_picture, paint_pill, paint_ring, paint_text
from faceapp.gui.language import shown, tr
from faceapp.gui.style import CARD_RADIUS, Size, font, font_pixels, theme_of
from faceapp.gui.thumbnail_loader import Key, ThumbnailLoader
from faceapp.gui.widgets.face_stage import FaceStage, Side

KEYS = "1234567890-="
"""One for each tile, as they lie on the keyboard."""
_GAP, _PAD = 12, 8
_LARGEST = 190
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@dataclass(frozen=True, slots=True)
class Tile:
    """One question of a page.

    Attributes:
        key: Of the question.
        face: The face in question.
        other: What it is compared with; None where the title says it.
        likely: Whether the app believes "yes".
        yes: Caption where it is so.
        no: Caption where it is not.
    """

    key: str
    face: Face
    other: Face | None
    likely: bool
    yes: str
    no: str

    @property
    def faces(self) -> tuple[Face, ...]:
        """All that are shown."""
        return (self.face,) if self.other is None else (self.face, self.other)


@dataclass(frozen=True, slots=True)
class Page:
    """Questions answered together.

    Attributes:
        title: What the app believes, or asks.
        note: What the page is worth.
        tiles: Twelve at most.
        photos: By id, those of the faces.
        right: How many are "yes", where ``{yes}`` and ``{all}`` stand: ``{yes} of {all} are Anna``.
        none: What "no" to all of them is called.
    """

    title: str
    note: str
    tiles: tuple[Tile, ...]
    photos: Mapping[int, Photo]
    right: str
    none: str = said("None")


class TileGrid(QWidget):
    """The faces of a :class:`Page`, painted by hand: the next page is there in one repaint."""

    toggled = Signal()
    moved = Signal()
    """Another tile is looked at."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._tiles: tuple[Tile, ...] = ()
        self.ticked: set[str] = set()
        self.current = 0
        self.setMouseTracking(True)
        self.setMinimumSize(360, 260)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        thumbnails.loaded.connect(self._loaded)

    def show_tiles(self, tiles: tuple[Tile, ...], keep: bool) -> None:
        """Show these, none ticked; ``keep``: those that are shown already say what they say."""
        before = {tile.key: self.is_yes(tile) for tile in self._tiles} if keep else {}
        now = self._tiles[self.current].key if keep and self._tiles else None
        self._tiles = tiles
        self.current = next((n for n, tile in enumerate(tiles) if tile.key == now), 0)
        self.ticked = {tile.key for tile in tiles if before.get(tile.key, tile.likely) != tile.likely}
        self.update()

    def prepare(self, tiles: tuple[Tile, ...]) -> None:
        """Load what :meth:`show_tiles` would paint."""
        for key, size in self._pictures(tiles):
            self._thumbnails.pixmap(key, size, self.devicePixelRatioF(), CARD_RADIUS)

    def is_yes(self, tile: Tile) -> bool:
        """What a tile will be answered."""
        return tile.likely != (tile.key in self.ticked)

    # -- layout -------------------------------------------------------------------------------------
    def _shape(self, tiles: tuple[Tile, ...]) -> tuple[int, int]:
        """Columns, and the side of one crop in pixels: as large as all fit."""
        across = max((len(tile.faces) for tile in tiles), default=1)
        best = (1, 0)
        for columns in range(1, max(len(tiles), 1) + 1):
            rows = -(-len(tiles) // columns)
            wide = (self.width() - _GAP * (columns - 1)) // columns - 2 * _PAD
            high = (self.height() - _GAP * (rows - 1)) // max(rows, 1) - self._caption() - 2 * _PAD
            side = min((wide - 4 * (across - 1)) // across, high, _LARGEST)
            if side > best[1]:
                best = (columns, side)
        return best[0], max(best[1], 24)

    @staticmethod
    def _caption() -> int:
        return font_pixels(Size.BODY) + 12

    def tile_rects(self, tiles: tuple[Tile, ...] | None = None) -> list[QRect]:
        """Where each tile lies."""
        tiles = self._tiles if tiles is None else tiles
        columns, side = self._shape(tiles)
        across = max((len(tile.faces) for tile in tiles), default=1)
        width = side * across + 4 * (across - 1) + 2 * _PAD
        height = side + self._caption() + 2 * _PAD
        rows = -(-len(tiles) // columns)
        left = max((self.width() - columns * (width + _GAP) + _GAP) // 2, 0)
        top = max((self.height() - rows * (height + _GAP) + _GAP) // 2, 0)
        return [
            QRect(left + n % columns * (width + _GAP), top + n // columns * (height + _GAP), width, height)
            for n in range(len(tiles))
        ]

    def _crops(self, tile: Tile, rect: QRect) -> Iterator[tuple[Face, QRect]]:
        side = rect.height() - self._caption() - 2 * _PAD
        left = rect.left() + (rect.width() - len(tile.faces) * (side + 4) + 4) // 2
        for number, face in enumerate(tile.faces):
            yield face, QRect(left + number * (side + 4), rect.top() + _PAD, side, side)

    def _pictures(self, tiles: tuple[Tile, ...]) -> Iterator[tuple[Key, QSize]]:
        for tile, rect in zip(tiles, self.tile_rects(tiles), strict=True):
            for face, crop in self._crops(tile, rect):
                yield ("face", face.id), crop.size()

    # -- painting -----------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme, dpr = theme_of(self.palette()), self.devicePixelRatioF()
        for number, (tile, rect) in enumerate(zip(self._tiles, self.tile_rects(), strict=True)):
            yes, now = self.is_yes(tile), number == self.current
            painter.setPen(QPen(QColor(theme.accent if now else theme.line), 2.0 if now else 1.0))
            painter.setBrush(QColor(theme.side))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
            for face, crop in self._crops(tile, rect):
                painter.setOpacity(1.0 if yes else 0.65)
                picture = self._thumbnails.pixmap(("face", face.id), crop.size(), dpr, CARD_RADIUS)
                paint_picture(painter, crop, picture, CARD_RADIUS, theme, dpr)
                painter.setOpacity(1.0)
                if tile.key in self.ticked:
                    paint_ring(painter, crop.adjusted(3, 3, -3, -3), CARD_RADIUS, theme.accent)
            line = QRect(rect.left() + _PAD, rect.bottom() - _PAD - self._caption() + 5, 0, self._caption())
            line.setWidth(rect.width() - 2 * _PAD)
            corner = QRectF(line).bottomLeft()
            corner.setY(corner.y() - 2)
            pill = paint_pill(painter, corner, KEYS[number], font(Size.CAPTION), theme.hover, theme.second)
            line.setLeft(round(pill.right()) + 6)
            weight = QFont.Weight.DemiBold if tile.key in self.ticked else QFont.Weight.Normal
            color = theme.text if yes else theme.second
            paint_text(painter, line, shown(tile.yes if yes else tile.no), font(Size.BODY, weight), color)
        painter.end()

    # -- choosing -----------------------------------------------------------------------------------
    def toggle(self, number: int) -> None:
        """Tick a tile, or not any more."""
        if 0 <= number < len(self._tiles):
            self.ticked ^= {self._tiles[number].key}
            self.look_at(number)
            self.update()
            self.toggled.emit()

    def look_at(self, number: int) -> None:
        """Make a tile the current one."""
        if number != self.current and 0 <= number < len(self._tiles):
            self.current = number
            self.update()
            self.moved.emit()

    def step(self, across: int, down: int) -> None:
        """Move by the arrows."""
        columns, _ = self._shape(self._tiles)
        self.look_at(self.current + across + down * columns)

    def _at(self, place: QPoint) -> int:
        return next((n for n, rect in enumerate(self.tile_rects()) if rect.contains(place)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what the mouse is over."""
        number = self._at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
        self.look_at(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click ticks."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle(self._at(event.position().toPoint()))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        super().changeEvent(event)
        self.update()

    def _loaded(self, key: object) -> None:
        if any(key == mine for mine, _ in self._pictures(self._tiles)):
            self.update()


class QuestionPage(QWidget):
    """Shows a :class:`Page`; ``accepted`` comes with the keys of the questions that are otherwise."""

    accepted = Signal(object)
    skipped = Signal()
    undone = Signal()
    opened = Signal(object)
    """A Face whose photo is wanted."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self._title, self._note, self._count = QLabel(self), QLabel(self), QLabel(self)
        self._title.setProperty("role", "title")
        self._note.setProperty("role", "secondary")
        self._count.setProperty("role", "secondary")
        for label in (self._title, self._note, self._count):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self.grid = TileGrid(thumbnails, self)
        self.grid.toggled.connect(self._tell)
        self.grid.moved.connect(self._look)
        self.stage = FaceStage(thumbnails, self)
        self.stage.opened.connect(self.opened)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addWidget(self.grid, 5)
        sides.addWidget(self.stage, 2)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        self._none = QPushButton(self)
        for button, words, key, act in (
            (QPushButton(self), tr("Accept"), tr("Enter"), self.accept),
            (self._none, tr("None"), "N", self.reject),
            (QPushButton(self), tr("Skip"), "S", self.skipped.emit),
            (QPushButton(self), tr("Undo"), "U", self.undone.emit),
        ):
            button.setText(f"{words}   {key}")
            button.setMinimumWidth(128)
            button.setProperty("kind", "primary" if act == self.accept else "answer")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 20, 16)
        column.setSpacing(8)
        for part in (self._title, self._note):
            column.addWidget(part)
        column.addLayout(sides, 1)
        column.addWidget(self._count)
        column.addLayout(row)

    def show_page(self, page: Page) -> None:
        """Ask this; what was ticked stays as long as the page was not answered.

        While a scan runs a page may come again with other words or other guesses: what the user has looked
        at never changes its answer by itself.
        """
        if page == self.page:
            return
        before = {tile.key for tile in self.page.tiles} if self.page is not None else set()
        keep, self.page = before.issuperset(tile.key for tile in page.tiles), page
        self._title.setText(shown(page.title))
        self._note.setText(shown(page.note))
        self._none.setText(f"{shown(page.none)}   N")
        self.grid.show_tiles(page.tiles, keep)
        self.setAccessibleName(shown(page.title))
        self._look()
        self._tell()

    @property
    def looked_at(self) -> int | None:
        """The face of the current tile."""
        return self.page.tiles[self.grid.current].face.id if self.page is not None else None

    def forget(self) -> None:
        """The page was answered: should it come back, nothing is ticked."""
        self.page = None

    def prepare(self, page: Page) -> None:
        """Load the pictures of the next page."""
        self._arrange()
        self.grid.prepare(page.tiles)
        self.stage.prepare(self._side(page, page.tiles[0]))

    def _arrange(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def words(self) -> str:
        """Everything said, for tests."""
        return "\n".join(label.text() for label in (self._title, self._note, self._count))

    def accept(self) -> None:
        """All as shown."""
        self.accepted.emit(frozenset(self.grid.ticked))

    def reject(self) -> None:
        """No to all."""
        if self.page is not None:
            self.accepted.emit(frozenset(tile.key for tile in self.page.tiles if tile.likely))

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key means something here; if so, it is done."""
        key, text = event.key(), event.text().upper()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or text == "Y":
            self.accept()
        elif text == "N":
            self.reject()
        elif text == "S":
            self.skipped.emit()
        elif text == "Z" and self.page is not None:
            self.opened.emit(self.page.tiles[self.grid.current].face)
        elif key == Qt.Key.Key_Space:
            self.grid.toggle(self.grid.current)
        elif text and text in KEYS:
            self.grid.toggle(KEYS.index(text))
        elif (step := _STEPS.get(Qt.Key(key))) is not None:
            self.grid.step(*step)
        else:
            return False
        return True

    def _look(self) -> None:
        if self.page is not None:
            self.stage.show_side(self._side(self.page, self.page.tiles[self.grid.current]))

    @staticmethod
    def _side(page: Page, tile: Tile) -> Side:
        return Side(tile.faces, page.photos, tr("In the photo"), tr("Z opens it"))

    def _tell(self) -> None:
        if self.page is not None:
            yes = sum(self.grid.is_yes(tile) for tile in self.page.tiles)
            self._count.setText(filled(shown(self.page.right), {"yes": yes, "all": len(self.page.tiles)}))
