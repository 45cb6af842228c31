"""Identify: drop, paste or choose; who it is, how sure, and nothing stored."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from gui_albums import Opened, opened, opened_squares, show, words_of
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from squares import Squares, draw, people, save

from faceapp.core.geometry import Box
from faceapp.core.models import IdentifiedFace, Match
from faceapp.gui.pixels import to_image, to_picture
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.widgets.dropped import NO_PICTURE, WEB_ONLY, offers_picture, take
from faceapp.gui.widgets.identify_card import summary
from faceapp.library.library import Library


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, people(3, 4)) as everything:
        everything.name_groups("Anna", "Ben")
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> IdentifyView:
    view = IdentifyView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(900, 650)
    show(view, qtbot)
    return view


def png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def somebody(album: Opened) -> int:
    """The square person that is Anna."""
    (anna,) = [person for person in album.library.people() if person.name == "Anna"]
    photo = album.library.photos_of_person(anna.id)[0]
    return int(Path(photo.paths[0]).stem) // 4


# -- what was dropped -----------------------------------------------------------------------------------
def test_files_come_before_everything_else() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a/b.jpg"), QUrl("https://example.org/c.jpg")])
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert take(mime).paths == [Path("/a/b.jpg")]


def test_image_data_becomes_pixels() -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 20, 30))
    mime = QMimeData()
    mime.setImageData(image)
    (picture,) = take(mime).pictures
    assert isinstance(picture, np.ndarray)
    assert picture.shape == (3, 5, 3)
    assert picture[0, 0].tolist() == [10, 20, 30]


def test_raw_image_formats_are_taken_as_they_are() -> None:
    mime = QMimeData()
    mime.setData("image/png", QByteArray(b"png"))
    mime.setData("image/heic", QByteArray(b"heic"))
    assert offers_picture(mime)
    assert take(mime).pictures == [b"heic"]


def test_page_with_image_data() -> None:
    data = png(np.zeros((4, 4, 3), np.uint8))
    mime = QMimeData()
    mime.setHtml(f'<p><img alt="x" src="data:image/png;base64,{base64.b64encode(data).decode()}"></p>')
    assert take(mime).pictures == [data]


@pytest.mark.parametrize("html", ['<img src="https://example.org/a.jpg">', ""])
def test_web_addresses_are_not_fetched(html: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    if html:
        mime.setHtml(html)
    assert take(mime).complaint == WEB_ONLY


def test_no_picture_at_all() -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not offers_picture(mime)
    assert take(mime).complaint == NO_PICTURE


def test_pixels_survive_the_way_through_qt() -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 255, (7, 13, 3)).astype(np.uint8)
    assert np.array_equal(to_picture(to_image(picture)), picture)


def test_what_is_transparent_becomes_white() -> None:
    image = QImage(2, 2, QImage.Format.Format_ARGB32)
    image.fill(QColor(255, 0, 0, 0))
    assert to_picture(image)[0, 0].tolist() == [255, 255, 255]


def test_summary() -> None:
    anna = IdentifiedFace(Box(0, 0, 1, 1), 0.9, (Match(1, "Anna", 0.3, 0.99, 5),))
    nobody = IdentifiedFace(Box(0, 0, 1, 1), 0.9, ())
    assert summary([]) == "No face was found in this picture."
    assert summary([nobody]) == "1 face: unknown"
    assert summary([anna, nobody, nobody]) == "3 faces: Anna and 2 unknown"


# -- the page -------------------------------------------------------------------------------------------
def test_empty_page_invites(view: IdentifyView) -> None:
    assert "Drop a picture here" in words_of(view)
    assert "nothing of them is stored" in words_of(view)


def test_a_file_is_answered_and_nothing_is_stored(view: IdentifyView, album: Opened, tmp_path: Path) -> None:
    before = (album.library.photos(), album.library.faces(), album.library.history())
    person = somebody(album)
    file = save(tmp_path / "new.png", [(person, 7), (9, 0)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    assert "new.png" in card.words()
    assert "Anna" in card.words()
    assert "Almost certainly" in card.words()
    assert "Not like anyone you have named" in card.words()
    assert [box.label for box in card._canvas.boxes()] == ["Anna", "Unknown"]
    assert (album.library.photos(), album.library.faces(), album.library.history()) == before


def test_pasted_pixels(view: IdentifyView, album: Opened, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(to_image(draw([(somebody(album), 8)], 3)))
    qtbot.keyClick(view._empty.button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (card,) = view.cards()
    assert "1 face: Anna" in card.words()


def test_nothing_to_paste_says_so(view: IdentifyView) -> None:
    QGuiApplication.clipboard().setText("hello")
    view.paste()
    assert NO_PICTURE in words_of(view)


def test_drop_of_files_and_folders_newest_on_top(view: IdentifyView, album: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "dropped"
    save(folder / "a.png", [(0, 7)], 50)
    save(folder / "deep" / "b.png", [], 51)
    bad = tmp_path / "letter.jpg"
    bad.write_text("no picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(bad))])
    actions, none = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(view, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(50, 50), actions, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(view, drop)
    assert drop.dropAction() is Qt.DropAction.CopyAction
    said = [card.words() for card in view.cards()]
    assert len(said) == 3
    assert "letter.jpg" in said[0]
    assert "not a picture" in said[0]
    assert "No face was found" in said[1]
    assert "a.png" in said[2]
    assert not album.errors


def test_many_pictures_are_all_answered(view: IdentifyView, tmp_path: Path, qtbot: QtBot) -> None:
    for number in range(25):
        save(tmp_path / "many" / f"{number}.png", [(number % 3, 5)], 100 + number)
    view.identify_sources([tmp_path / "many"])
    qtbot.waitUntil(lambda: len(view.cards()) == 25)
    assert all(card.answer is not None for card in view.cards())


def test_show_person_and_clear(view: IdentifyView, album: Opened, qtbot: QtBot) -> None:
    view.identify_sources([draw([(somebody(album), 9)], 4)])
    (card,) = view.cards()
    link = next(
        button for button in card.findChildren(type(view._empty.button)) if button.text() == "Show Anna"
    )
    with qtbot.waitSignal(view.open_person) as opened_person:
        link.click()
    (anna,) = [person for person in album.library.people() if person.name == "Anna"]
    assert opened_person.args == [anna.id]
    view.clear()
    assert view.cards() == []
    assert "Drop a picture here" in words_of(view)


def test_choose_key_is_taken_before_the_windows_own(view: IdentifyView, qtbot: QtBot) -> None:
    qtbot.keyClick(view._empty.button, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "Choose pictures"
    dialog.close()


# -- real faces -----------------------------------------------------------------------------------------
def test_real_face_is_recognised(orl_library: Library, orl_folder: Path, qtbot: QtBot) -> None:
    with opened(orl_library) as everything:
        photo = next(one for one in orl_library.photos() if Path(one.paths[0]).parent.name == "s1")
        (face,) = orl_library.faces_of_photo(photo.id)
        assert face.person_id is not None
        orl_library.decide.name(face.person_id, "Anna")
        view = IdentifyView(everything.client, everything.thumbnails)
        qtbot.addWidget(view)
        show(view, qtbot)
        view.identify_sources([orl_folder / "s1" / "9.pgm", orl_folder / "s30" / "1.pgm"])
        qtbot.waitUntil(lambda: len(view.cards()) == 2)
        stranger, anna = view.cards()
        assert "1 face: Anna" in anna.words()
        assert "unknown" in stranger.words()
        assert not everything.errors
