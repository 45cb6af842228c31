"""Pictures in lists: made as they are shown, and one that comes in paints itself and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from painted import Painted
from PIL import Image
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Photo
from faceapp.core.timeline import Timeline
from faceapp.gui import style
from faceapp.gui.delegates.face_delegate import CROP, MARGIN, FaceDelegate
from faceapp.gui.delegates.photo_delegate import PhotoDelegate
from faceapp.gui.models.faces_model import FacesModel
from faceapp.gui.models.photos_model import PhotosModel
from faceapp.gui.thumbnail_loader import Key, ThumbnailLoader, load_image, rounded
from faceapp.gui.widgets.card_grid import CardGrid
from faceapp.gui.widgets.timeline_list import TimelineList
from faceapp.library.library import Library

FACES = 40


class Held:
    """Makes the picture of a face or photo once it is let go."""

    def __init__(self, picture: Path) -> None:
        self._picture = picture
        self._free: dict[int, threading.Event] = {number: threading.Event() for number in range(FACES + 1)}
        self.everything = False

    def let_go(self, *numbers: int) -> None:
        for number in numbers:
            self._free[number].set()

    def make_face_thumbnail(self, number: int) -> Path:
        assert self.everything or self._free[number].wait(20)
        return self._picture

    make_photo_thumbnail = make_face_thumbnail

    def end(self) -> None:
        self.let_go(*self._free)


@pytest.fixture
def held(tmp_path: Path) -> Held:
    path = tmp_path / "blue.png"
    Image.fromarray(np.full((200, 200, 3), (20, 60, 200), np.uint8)).save(path)
    return Held(path)


@pytest.fixture
def loader(held: Held, qtbot: QtBot) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader(cast(Library, held))
    made._pool.setMaxThreadCount(FACES)  # whatever is let go is made at once
    yield made
    held.end()
    made.close()


class Noting(FaceDelegate):
    """Notes which faces it paints."""

    painted: list[int] = []  # noqa: RUF012 - emptied by each test

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.painted.append(index.row())
        super().paint(painter, option, index)


@pytest.fixture
def grid(loader: ThumbnailLoader, qtbot: QtBot) -> CardGrid:
    """Faces 1 to 40, all in sight, none there yet."""
    made = CardGrid(padding=MARGIN)
    qtbot.addWidget(made)
    model = FacesModel(made)
    box = Box(0, 0, 40, 40)
    model.set_faces([Face(one, one, box, 0.9, 0.9, FaceState.GROUPED) for one in range(1, FACES + 1)])
    made.setItemDelegate(Noting(loader, made))
    made.setModel(model)
    made.resize(8 * (CROP + 2 * MARGIN) + 80, 5 * (CROP + 2 * MARGIN) + 40)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    Noting.painted.clear()
    return made


def arrive(loader: ThumbnailLoader, held: Held, qtbot: QtBot, *faces: int) -> None:
    """Let some pictures in, and see what is painted to its end."""
    here: set[Key] = set()
    loader.loaded.connect(here.add)
    held.let_go(*faces)
    qtbot.waitUntil(lambda: {key[1] for key in here} >= set(faces))
    QApplication.processEvents()


def test_a_picture_that_comes_in_paints_only_its_own_place(
    grid: CardGrid, loader: ThumbnailLoader, held: Held, qtbot: QtBot
) -> None:
    paints = Painted(grid.viewport())
    arrive(loader, held, qtbot, 12)
    assert paints.region.boundingRect() == grid.visualRect(grid.model().index(11, 0))
    assert Noting.painted == [11]


def test_two_pictures_far_apart_paint_nothing_between_them(
    grid: CardGrid, loader: ThumbnailLoader, held: Held, qtbot: QtBot
) -> None:
    held.let_go(1, FACES)
    for face in (1, FACES):  # both are there before anything is painted
        found = loader._load((("face", face), CROP, CROP, 11.0))
        loader._keep((("face", face), CROP, CROP, 11.0), found)
        loader.loaded.emit(("face", face))
    qtbot.waitUntil(lambda: len(Noting.painted) >= 2)
    QApplication.processEvents()
    assert {0, FACES - 1} <= set(Noting.painted)
    assert not set(Noting.painted) & set(range(10, 28))  # Qt counts what touches their edges in


def test_a_picture_of_elsewhere_paints_nothing(
    grid: CardGrid, loader: ThumbnailLoader, held: Held, qtbot: QtBot
) -> None:
    paints = Painted(grid.viewport())
    loader.loaded.emit(("photo", 12))
    loader.loaded.emit(("face", 4711))
    QApplication.processEvents()
    assert paints.region.isEmpty()


def test_faces_that_changed_are_painted_again(grid: CardGrid, loader: ThumbnailLoader, qtbot: QtBot) -> None:
    paints = Painted(grid.viewport())
    loader.forget_faces([12])
    qtbot.waitUntil(lambda: paints.region.contains(grid.visualRect(grid.model().index(11, 0)).center()))


def test_corners_are_round_and_smooth(held: Held) -> None:
    held.everything = True
    image = load_image(str(held.make_face_thumbnail(1)), 60, 40, 12.0)
    assert (image.width(), image.height()) == (60, 40)
    corners = [image.pixelColor(x, y).alpha() for x in (0, 59) for y in (0, 39)]
    assert corners == [0, 0, 0, 0]
    assert image.pixelColor(30, 20).alpha() == image.pixelColor(30, 0).alpha() == 255
    edge = {image.pixelColor(x, y).alpha() for x in range(12) for y in range(12)}
    assert len(edge) > 5  # no steps
    plain = load_image(str(held.make_face_thumbnail(1)), 60, 40)
    assert rounded(plain, 0) is plain


def test_corners_belong_to_what_was_asked_for(loader: ThumbnailLoader, held: Held, qtbot: QtBot) -> None:
    assert loader.pixmap(("face", 1), 40, 2.0, 8.0) is None
    arrive(loader, held, qtbot, 1)
    found = loader.pixmap(("face", 1), 40, 2.0, 8.0)
    assert found is not None
    assert found.toImage().pixelColor(0, 0).alpha() == 0
    assert found.toImage().pixelColor(4, 4).alpha() in range(1, 256)  # 16 device pixels, not 8
    assert loader.pixmap(("face", 1), 40, 2.0) is None


def test_pictures_that_come_together_are_told_of_once(
    loader: ThumbnailLoader, held: Held, qtbot: QtBot
) -> None:
    told: list[None] = []
    loader._arrived.connect(lambda: told.append(None))
    for face in range(1, 9):
        loader.pixmap(("face", face), 40)
    qtbot.waitUntil(lambda: loader._working == 8)
    held.let_go(*range(1, 9))
    assert loader._pool.waitForDone(10_000)  # the window thread is busy meanwhile
    qtbot.waitUntil(lambda: all(loader.pixmap(("face", face), 40) is not None for face in range(1, 9)))
    assert len(told) == 1


@pytest.fixture
def timeline(loader: ThumbnailLoader, held: Held, qtbot: QtBot) -> TimelineList:
    """Photos 1 to 20."""
    made = TimelineList()
    qtbot.addWidget(made)
    model = PhotosModel(made)
    model.set_photos(Timeline.of([Photo(one, f"p{one}", 400, 300, None, ()) for one in range(1, 21)]))
    made.setModel(model)
    made.setItemDelegate(PhotoDelegate(loader, made))
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made


def test_a_photo_is_made_in_the_size_of_its_place(
    timeline: TimelineList, loader: ThumbnailLoader, held: Held, qtbot: QtBot
) -> None:
    size = timeline.visualRect(timeline.model().index(0, 0)).size()
    assert loader.stand_in(("photo", 1), size) is None
    arrive(loader, held, qtbot, 1)
    found = loader.stand_in(("photo", 1), size)
    assert found is not None
    assert found.size() == size
    assert loader.stand_in(("photo", 1), size.transposed()) is None  # it would be stretched


def test_while_the_window_is_resized_photos_are_scaled_and_then_made_anew(
    timeline: TimelineList, loader: ThumbnailLoader, held: Held, qtbot: QtBot
) -> None:
    place = timeline.visualRect(timeline.model().index(0, 0))
    arrive(loader, held, qtbot, *range(1, 7))
    asked: list[object] = []
    plain = loader._ask

    def ask(request: tuple[Key, int, int, float]) -> None:
        asked.append(request[:3])
        plain(request)

    loader._ask = ask  # type: ignore[method-assign]
    timeline.resize(760, 500)
    QApplication.processEvents()
    after = timeline.visualRect(timeline.model().index(0, 0))
    assert after.size() != place.size()
    assert timeline.viewport().grab().toImage().pixelColor(after.center()).blue() > 150  # not the blank place
    made_anew = (("photo", 1), after.width(), after.height())
    assert made_anew not in asked
    qtbot.waitUntil(lambda: made_anew in asked)


def test_scrolling_paints_only_what_comes_into_sight(grid: CardGrid, qtbot: QtBot) -> None:
    grid.resize(grid.width(), 300)
    QApplication.processEvents()
    look = style.appearance()
    assert look is not None
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        look.choose(scheme)  # the style sheet says anew who paints the ground
        QApplication.processEvents()
        assert grid.viewport().grab().toImage().pixelColor(0, 0) == QColor(look.theme.page)
        paints = Painted(grid.viewport())
        bar = grid.verticalScrollBar()
        bar.setValue(bar.value() + 20)
        QApplication.processEvents()
        assert paints.region.boundingRect().height() == 20
        grid.viewport().removeEventFilter(paints)


def test_end_leads_to_the_last_card_also_where_none_is_current(grid: CardGrid, qtbot: QtBot) -> None:
    grid.selectionModel().clearCurrentIndex()
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.currentIndex().row() == FACES - 1
