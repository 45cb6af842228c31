"""Moving and resizing a face's box in the viewer, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.geometry import Box
from faceapp.core.models import Face
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets.box_shaper import BoxShaper
from faceapp.library.drawing import SMALLEST

FOUND = Box(8, 12, 24, 24)


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, people(2, 4)) as everything:
        everything.name_groups("Anna", "Ben")
        yield everything


@pytest.fixture
def viewer(album: Opened, qtbot: QtBot) -> ViewerView:
    made = ViewerView(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_photo(album.photo("000.png"), [album.photo("000.png"), album.photo("001.png")])
    show(made, qtbot)
    made.select(face_of(made).id)
    return made


def face_of(viewer: ViewerView) -> Face:
    (face,) = viewer.faces()
    return face


def shaper_of(viewer: ViewerView) -> BoxShaper:
    assert viewer._canvas.shaper is not None
    return viewer._canvas.shaper


def drag(viewer: ViewerView, qtbot: QtBot, start: QPointF, right: float, down: float) -> None:
    """Drag by so many pixels of the photo."""
    canvas, left = viewer._canvas, Qt.MouseButton.LeftButton
    end = (start + QPointF(right, down) * canvas.zoom).toPoint()
    qtbot.mousePress(canvas, left, pos=start.toPoint())
    qtbot.mouseMove(canvas, (start.toPoint() + end) / 2)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, left, pos=end)


def close_to(box: Box, wanted: Box) -> bool:
    return box.as_list() == pytest.approx(wanted.as_list(), abs=0.6)


def test_a_handle_resizes_and_enter_keeps(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_E)
    assert "Enter keeps it" in words_of(viewer)
    drag(viewer, qtbot, shaper_of(viewer).handles()[0, 0, 1, 1], 4, 3)
    assert close_to(shaper_of(viewer).box, Box(8, 12, 28, 27))
    assert album.library.history()[0].kind == "name"  # nothing is said yet
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_Return)
    assert viewer._canvas.shaper is None
    face = face_of(viewer)
    assert close_to(face.box, Box(8, 12, 28, 27))
    assert (face.name, face.manual) == ("Anna", True)
    assert viewer.chosen() == face
    assert "Enter keeps it" not in words_of(viewer)
    info = album.library.history()[0]
    assert (info.kind, info.what) == ("move-box", "Moved the box of Anna")
    album.client.undo()
    assert (face_of(viewer).box, face_of(viewer).manual) == (FOUND, False)
    album.client.redo()
    assert close_to(face_of(viewer).box, Box(8, 12, 28, 27))
    assert not album.errors


def test_dragging_inside_moves_and_a_click_beside_keeps(viewer: ViewerView, qtbot: QtBot) -> None:
    viewer._shape.trigger()
    drag(viewer, qtbot, shaper_of(viewer).screen_rect().center(), -5, 2)
    assert close_to(shaper_of(viewer).box, Box(3, 14, 24, 24))
    qtbot.mouseClick(viewer._canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert close_to(face_of(viewer).box, Box(3, 14, 24, 24))
    assert not viewer._shape.isChecked()


def test_escape_leaves_the_box_as_it_was_and_stays_on_the_page(
    viewer: ViewerView, album: Opened, qtbot: QtBot
) -> None:
    viewer._shape.trigger()
    drag(viewer, qtbot, shaper_of(viewer).screen_rect().center(), 3, 3)
    with qtbot.assertNotEmitted(viewer.back):
        qtbot.keyClick(viewer._canvas, Qt.Key.Key_Escape)
    assert viewer._canvas.shaper is None
    assert face_of(viewer).box == FOUND
    assert album.library.history()[0].kind == "name"


def test_the_keyboard_is_enough(viewer: ViewerView, qtbot: QtBot) -> None:
    canvas, step = viewer._canvas, 1 / viewer._canvas.zoom
    qtbot.keyClick(viewer, Qt.Key.Key_E)
    photo = viewer.photo_id
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert viewer.photo_id == photo  # the arrows are the box's while it has handles
    assert shaper_of(viewer).box.as_list() == pytest.approx([8 + 3 * step, 12 - 10 * step, 24, 24], abs=0.02)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert shaper_of(viewer).box.height == pytest.approx(24 + step, abs=0.01)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert face_of(viewer).manual
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert viewer.photo_id != photo


def test_a_box_stays_in_the_photo_and_large_enough(viewer: ViewerView, qtbot: QtBot) -> None:
    viewer._shape.trigger()
    shaper = shaper_of(viewer)
    drag(viewer, qtbot, shaper.screen_rect().center(), -300, 300)
    assert close_to(shaper.box, Box(0, 16, 24, 24))
    drag(viewer, qtbot, shaper.handles()[1, 0, 0, 0], 300, 0)
    assert shaper.box.width == SMALLEST
    drag(viewer, qtbot, shaper.handles()[0, 1, 1, 0], 500, -500)
    assert close_to(shaper.box, Box(12, 0, 28, 40))


def test_another_photo_gives_it_up(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    viewer._shape.trigger()
    drag(viewer, qtbot, shaper_of(viewer).screen_rect().center(), 3, 3)
    viewer._next.trigger()
    assert viewer._canvas.shaper is None
    assert album.library.history()[0].kind == "name"


def test_what_cannot_be_is_told(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    (photo,) = album.library.photos([album.photo("000.png")])
    Path(photo.paths[0]).unlink()
    viewer._shape.trigger()
    drag(viewer, qtbot, shaper_of(viewer).screen_rect().center(), 3, 3)
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_Return)
    assert len(album.errors) == 1
    assert face_of(viewer).box == FOUND


def test_nothing_to_shape_without_a_face(viewer: ViewerView, album: Opened) -> None:
    viewer._show(viewer._photo, [])
    assert not viewer._shape.isVisible()
    viewer._shape.trigger()
    assert viewer._canvas.shaper is None
    assert not viewer._shape.isChecked()
