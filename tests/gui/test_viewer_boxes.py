"""Drawing a face that no detector found, and naming it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import squares as coloured
from gui_albums import Opened, opened, show
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets.photo_canvas import PhotoCanvas

SMALL = Box(6, 10, 14, 14)
"""A frame around the square that is too small for the detector."""


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    folder = coloured.album(tmp_path / "album", coloured.people(2, 4))
    coloured.save(folder / "small.png", [(0, 6)], 99, side=10)
    library = squares.open(tmp_path / "library")
    library.scan([folder])
    with opened(library) as everything:
        everything.name_groups("Anna", "Ben")
        yield everything


@pytest.fixture
def viewer(album: Opened, qtbot: QtBot) -> ViewerView:
    made = ViewerView(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    photo = album.photo("small.png")
    made.show_photo(photo, [photo])
    show(made, qtbot)
    assert made.faces() == []
    return made


def drag(canvas: PhotoCanvas, box: Box, qtbot: QtBot, keys: Qt.KeyboardModifier) -> None:
    """Drag from one corner of a box on the photo to the other."""
    one, other = (
        canvas._lens.to_screen(QPointF(x, y)).toPoint() for x, y in ((box.x, box.y), (box.right, box.bottom))
    )
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas, button, keys, one)
    qtbot.mouseMove(canvas, (one + other) / 2)
    qtbot.mouseMove(canvas, other)
    qtbot.mouseRelease(canvas, button, keys, other)


def draw(viewer: ViewerView, qtbot: QtBot) -> PersonPicker:
    """Frame the small face with Ctrl held; returns the question that follows."""
    drag(viewer._canvas, SMALL, qtbot, Qt.KeyboardModifier.ControlModifier)
    (picker,) = (one for one in viewer.findChildren(PersonPicker) if one.isVisible())
    return picker


def only_face(viewer: ViewerView) -> Face:
    (face,) = viewer.faces()
    return face


def test_a_drawn_face_is_named_after_somebody_known(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    picker = draw(viewer, qtbot)
    qtbot.keyClicks(picker.findChild(QLineEdit), "anna")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    face = only_face(viewer)
    assert (face.name, face.state, face.manual) == ("Anna", FaceState.CONFIRMED, True)
    assert face.box.center == pytest.approx(SMALL.center, abs=0.5)
    assert viewer.chosen() == face
    assert not album.errors
    album.client.undo()
    assert all(one.name is None for one in viewer.faces())


def test_a_drawn_face_may_be_somebody_new_or_nobody_yet(
    viewer: ViewerView, album: Opened, qtbot: QtBot
) -> None:
    picker = draw(viewer, qtbot)
    qtbot.keyClicks(picker.findChild(QLineEdit), "Zoe")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert only_face(viewer).name == "Zoe"
    assert any(person.name == "Zoe" for person in album.library.people())


def test_not_knowing_who_it_is_still_adds_the_face(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    picker = draw(viewer, qtbot)
    (unsure,) = (one for one in picker.findChildren(QPushButton) if one.text() == "Nobody yet")
    qtbot.mouseClick(unsure, Qt.MouseButton.LeftButton)
    assert only_face(viewer).state is not FaceState.CONFIRMED
    assert only_face(viewer).manual


def test_giving_up_adds_nothing(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    before = album.library.history()
    qtbot.keyClick(draw(viewer, qtbot), Qt.Key.Key_Escape)
    assert viewer.faces() == []
    assert album.library.history() == before


def test_the_tool_draws_once_without_ctrl(viewer: ViewerView, qtbot: QtBot) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_A)
    assert viewer._canvas.cursor().shape() is Qt.CursorShape.CrossCursor
    drag(viewer._canvas, SMALL, qtbot, Qt.KeyboardModifier.NoModifier)
    assert [one for one in viewer.findChildren(PersonPicker) if one.isVisible()]
    assert not viewer._draw.isChecked()


def test_a_slip_of_the_hand_is_no_face(viewer: ViewerView, qtbot: QtBot) -> None:
    canvas = viewer._canvas
    with qtbot.assertNotEmitted(canvas.drawn):
        qtbot.mouseClick(
            canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, QPoint(300, 300)
        )


def test_a_box_ends_at_the_border_of_the_photo(viewer: ViewerView, qtbot: QtBot) -> None:
    canvas = viewer._canvas
    with qtbot.waitSignal(canvas.drawn) as drawn:
        drag(canvas, Box(-30, -30, 50, 60), qtbot, Qt.KeyboardModifier.ControlModifier)
    box = drawn.args[0]
    assert (box.x, box.y) == (0, 0)
    assert (box.right, box.bottom) == pytest.approx((20, 30), abs=0.5)
