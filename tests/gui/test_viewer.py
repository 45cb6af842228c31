"""The viewer: the photo and its boxes, zoom, keys, and what the user says about a face."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, clipboard_text, opened, opened_squares, show, words_of
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.geometry import Box
from faceapp.core.models import FaceState
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets.face_boxes import FaceBox, likelihood, percent
from faceapp.gui.widgets.photo_canvas import PhotoCanvas
from faceapp.library.library import Library

# -- the canvas -----------------------------------------------------------------------------------------


def canvas_with_photo(qtbot: QtBot, image_width: int = 400) -> PhotoCanvas:
    canvas = PhotoCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    image = QImage(image_width, image_width * 3 // 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    canvas.set_picture(image, 4000, 3000)
    canvas.set_boxes(
        [FaceBox(1, Box(400, 300, 400, 400), "Anna"), FaceBox(2, Box(500, 400, 100, 100), "Ben")]
    )
    canvas.show()
    return canvas


def test_photo_is_fitted_and_boxes_are_in_pixels_of_the_full_photo(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    assert canvas.zoom == pytest.approx(0.2)
    rect = canvas.box_rect(1)
    assert (rect.x(), rect.y(), rect.width()) == pytest.approx((80, 60, 80))


def test_a_sharper_picture_moves_nothing(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    canvas.zoom_by(4, QPointF(200, 200))
    before = canvas.box_rect(1)
    image = QImage(4000, 3000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    canvas.set_picture(image, 4000, 3000)
    assert canvas.box_rect(1) == before


def test_zoom_keeps_the_place_under_the_mouse(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    place = QPointF(120, 100)
    before = (place - canvas.box_rect(1).topLeft()) / canvas.zoom
    canvas.zoom_by(3, place)
    after = (place - canvas.box_rect(1).topLeft()) / canvas.zoom
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_zoom_has_limits_and_fit_comes_back(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    for _ in range(40):
        qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom == 8.0
    assert canvas.picture_rect().contains(canvas.rect())
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.fitted
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.fitted


def test_zoom_to_the_chosen_face_and_back(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    canvas.select(2)
    canvas.zoom_to_selected()
    assert canvas.box_rect(2).height() == pytest.approx(200)
    assert canvas.box_rect(2).center().toPoint() == canvas.rect().center() + QPoint(1, 1)
    canvas.zoom_to_selected()
    assert canvas.fitted


def test_pan_by_drag_stops_at_the_border_and_picks_nothing(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    canvas.zoom_by(5)
    with qtbot.assertNotEmitted(canvas.picked):
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        qtbot.mouseMove(canvas, QPoint(5000, 5000))
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(5000, 5000))
    assert canvas.picture_rect().topLeft().manhattanLength() == pytest.approx(0, abs=1e-6)


def test_click_picks_the_smaller_face_and_beside_it_none(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.box_rect(2).center().toPoint())
    assert picked.args == [2]
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(700, 500))
    assert picked.args == [-1]


def test_a_screen_reader_hears_who_is_there(qtbot: QtBot) -> None:
    canvas = canvas_with_photo(qtbot)
    canvas.select(2)
    assert canvas.accessibleDescription() == "Anna, Ben; selected: Ben"


@pytest.mark.parametrize(
    ("probability", "words", "number"),
    [(0.999, "Almost certainly", "over 99 %"), (0.93, "Very likely", "93 %"), (0.36, "A guess", "36 %")],
)
def test_how_sure_in_words(probability: float, words: str, number: str) -> None:
    assert likelihood(probability) == words
    assert percent(probability) == number


# -- the page on coloured squares -----------------------------------------------------------------------
GROUP = "013.png"


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    photos = [*people(3, 4), [(0, 10)], [(0, 6), (1, 6), (2, 6), (5, 0)]]
    with opened_squares(squares, tmp_path, photos) as everything:
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> ViewerView:
    view = ViewerView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(1000, 650)
    ids = [photo.id for photo in album.library.photos()]
    view.show_photo(album.photo(GROUP), ids)
    show(view, qtbot)
    return view


def states(view: ViewerView) -> list[FaceState]:
    return [face.state for face in view.faces()]


def pick(qtbot: QtBot, view: ViewerView, text: str) -> None:
    """Type a name into the picker that is open and press Enter."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in view.findChildren(PersonPicker)))
    (picker,) = (one for one in view.findChildren(PersonPicker) if one.isVisible())
    qtbot.waitUntil(picker.isActiveWindow)
    field = picker.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_shows_the_photo_its_faces_and_its_file(view: ViewerView, tmp_path: Path) -> None:
    assert "4 faces" in words_of(view)
    assert GROUP in words_of(view)
    assert str(tmp_path / "album") in view._panel.words()
    assert [box.label for box in view._canvas.boxes()] == ["Unknown"] * 4
    assert not view._canvas.shown_size().isEmpty()


def test_next_and_previous_follow_the_list(view: ViewerView, album: Opened, qtbot: QtBot) -> None:
    ids = [photo.id for photo in album.library.photos()]
    view.show_photo(ids[0], ids)
    qtbot.keyClick(view._canvas, Qt.Key.Key_Right)
    assert view.photo_id == ids[1]
    assert f"2 of {len(ids)}" in words_of(view)
    qtbot.keyClick(view._canvas, Qt.Key.Key_Left)
    qtbot.keyClick(view._canvas, Qt.Key.Key_Left)
    assert view.photo_id == ids[0]


def test_escape_goes_back(view: ViewerView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.back):
        qtbot.keyClick(view._canvas, Qt.Key.Key_Escape)


def test_boxes_can_be_hidden(view: ViewerView, qtbot: QtBot) -> None:
    qtbot.keyClick(view._canvas, Qt.Key.Key_B)
    assert not view._canvas.boxes_shown
    qtbot.keyClick(view._canvas, Qt.Key.Key_B)
    assert view._canvas.boxes_shown


def test_full_screen_and_back(view: ViewerView, qtbot: QtBot) -> None:
    qtbot.keyClick(view._canvas, Qt.Key.Key_F11)
    assert view._canvas.window().isFullScreen()
    assert view._canvas.window() is not view
    qtbot.waitUntil(view._canvas.window().isActiveWindow)
    with qtbot.assertNotEmitted(view.back):
        qtbot.keyClick(view._canvas, Qt.Key.Key_Escape)
    assert view._canvas.window() is view
    assert view._canvas.isVisible()


def test_the_face_it_was_opened_with_is_chosen(view: ViewerView, album: Opened) -> None:
    face = view.faces()[2]
    view.show_photo(album.photo(GROUP), [album.photo(GROUP)], face.id)
    assert view._canvas.selected == face.id
    assert view._panel._list.currentIndex().row() == 2


def test_naming_a_new_person_names_the_group(view: ViewerView, album: Opened, qtbot: QtBot) -> None:
    view.select(view.faces()[0].id)
    view.name_face()
    pick(qtbot, view, "Anna")
    qtbot.waitUntil(lambda: states(view)[0] is FaceState.CONFIRMED)
    assert view._canvas.boxes()[0].label == "Anna"
    (anna,) = [person for person in album.library.people() if person.name]
    assert anna.faces >= 5
    assert anna.confirmed == 1


def test_naming_with_a_known_name_merges_the_group_into_them(
    view: ViewerView, album: Opened, qtbot: QtBot
) -> None:
    first = view.faces()[0]
    assert first.person_id is not None
    album.library.decide.name(first.person_id, "Anna")
    view.select(view.faces()[1].id)
    qtbot.keyClick(view._canvas, Qt.Key.Key_Return)
    pick(qtbot, view, "ann")
    qtbot.waitUntil(lambda: states(view)[1] is FaceState.CONFIRMED)
    assert [person.name for person in album.library.people()].count("Anna") == 1
    assert album.library.person(first.person_id).faces >= 10


def test_yes_and_no_answer_a_suggestion(view: ViewerView, album: Opened, qtbot: QtBot) -> None:
    first = view.faces()[0]
    assert first.person_id is not None
    question = album.photo("012.png")
    seen = [face.id for face in album.library.faces_of_person(first.person_id) if face.photo_id != question]
    album.library.decide.name(first.person_id, "Anna", seen)
    view.show_photo(question, [question])
    (face,) = view.faces()
    assert face.state is FaceState.SUGGESTED
    assert view._canvas.boxes()[0].label == "Anna?"
    assert view._canvas.selected == face.id
    view.grab()
    yes, _ = view._canvas.answer_rects(face.id)
    qtbot.mouseClick(view._canvas, Qt.MouseButton.LeftButton, pos=yes.center().toPoint())
    qtbot.waitUntil(lambda: states(view) == [FaceState.CONFIRMED])
    album.client.undo()
    qtbot.waitUntil(lambda: states(view) == [FaceState.SUGGESTED])
    qtbot.keyClick(view._canvas, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: states(view) == [FaceState.SINGLE])
    assert not album.errors


def test_stranger_not_a_face_and_new_person(view: ViewerView, album: Opened, qtbot: QtBot) -> None:
    ids = [face.id for face in view.faces()]
    for face_id, key in zip(ids, (Qt.Key.Key_S, Qt.Key.Key_Delete, Qt.Key.Key_G), strict=False):
        view.select(face_id)
        qtbot.keyClick(view._canvas, key)
    qtbot.waitUntil(lambda: states(view)[:2] == [FaceState.STRANGER, FaceState.NOT_A_FACE])
    assert [box.quiet for box in view._canvas.boxes()] == [False, True, False, False]
    qtbot.waitUntil(lambda: len(album.library.history()) == 3)
    assert not album.errors


def test_a_decision_elsewhere_is_seen(view: ViewerView, album: Opened, qtbot: QtBot) -> None:
    person = view.faces()[1].person_id
    assert person is not None
    album.library.decide.name(person, "Ben")
    qtbot.waitUntil(lambda: "Ben" in [box.label for box in view._canvas.boxes()])


def test_a_missing_file_says_so_and_keeps_the_thumbnail(
    view: ViewerView, album: Opened, tmp_path: Path
) -> None:
    photo_id = album.photo("002.png")
    album.thumbnails.pixmap(("photo", photo_id), 64)
    (tmp_path / "album" / "002.png").unlink()
    view.show_photo(photo_id, [photo_id])
    view._feed._load()
    assert view._error.isVisible()
    assert "The file is gone" in view._error.text()
    assert not view._canvas.shown_size().isEmpty()


def test_copy_path(view: ViewerView, tmp_path: Path, qtbot: QtBot) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view._canvas, Qt.Key.Key_C, modifiers)
    assert clipboard_text() == str(tmp_path / "album" / GROUP)


# -- real faces -----------------------------------------------------------------------------------------
def test_real_photo(orl_library: Library, qtbot: QtBot) -> None:
    with opened(orl_library) as everything:
        view = ViewerView(everything.client, everything.thumbnails)
        qtbot.addWidget(view)
        view.resize(1000, 650)
        face = orl_library.faces()[0]
        view.show_photo(face.photo_id, [photo.id for photo in orl_library.photos()], face.id)
        show(view, qtbot)
        qtbot.waitUntil(lambda: view._canvas.shown_size().width() == 92)
        assert view._canvas.picture_rect().adjusted(-9, -9, 9, 9).contains(view._canvas.box_rect(face.id))
        middle = view._canvas.grab().toImage().pixelColor(view._canvas.rect().center())
        assert middle.red() == middle.green() == middle.blue()
