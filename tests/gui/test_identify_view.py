"""Identify: drop, paste or choose; who it is, how sure, and nothing stored."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gui_albums import Opened, opened, opened_squares, show, words_of
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from squares import Squares, draw, people, save

from faceapp.core.geometry import Box
from faceapp.core.models import FaceState, IdentifiedFace, Match
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.pixels import to_image, to_picture
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.widgets.dropped import NO_PICTURE, WEB_ONLY, take
from faceapp.gui.widgets.identify_card import summary
from faceapp.gui.widgets.save_picture import save_picture
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


# -- many at once, and into the album ------------------------------------------------------------------
class Held:
    """Questions that wait until they are let go."""

    def __init__(self, view: IdentifyView, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting: list[Callable[[], None]] = []
        plain = view._client.identify

        def identify(*given: Any, **named: Any) -> None:
            self.waiting.append(lambda: plain(*given, **named))

        monkeypatch.setattr(view._client, "identify", identify)

    def go_on(self) -> None:
        self.waiting.pop(0)()


def test_a_batch_tells_how_far_it_is_and_can_be_stopped(
    view: IdentifyView, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(view, monkeypatch)
    for number in range(6):
        save(tmp_path / "many" / f"{number}.png", [(0, 5)], 100 + number)
    view.identify_sources([tmp_path / "many"])
    assert view.progress.isVisible()
    assert view.progress.words() == "Looked at 0 of 6 pictures"
    held.go_on()
    assert view.progress.words() == "Looked at 1 of 6 pictures"
    assert [card.answer is not None for card in reversed(view.cards())] == [True, False, False]
    qtbot.keyClick(view._scroll, Qt.Key.Key_Escape)
    assert view.progress.words() == "Looked at 1 of 3 pictures"  # those in hand are finished
    held.go_on()
    held.go_on()
    assert not view.progress.isVisible()
    assert [card.answer is not None for card in view.cards()] == [True, True, True]
    assert not held.waiting


def button(card: QWidget, words: str) -> QPushButton:
    (found,) = [one for one in card.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    return found


def test_a_picture_goes_into_the_album(
    view: IdentifyView, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    file = save(tmp_path / "new.png", [(9, 0)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    button(card, "Add to album").click()
    qtbot.waitUntil(lambda: "In the album" in words_of(card))
    assert album.library.photo_at(file).paths == (str(file),)
    assert not card.add_button.isVisible()


def test_an_answer_that_is_dismissed_while_its_picture_is_added(
    view: IdentifyView, album: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[Callable[[], None]] = []
    monkeypatch.setattr(album.client._lanes, "spawn", lambda _, work: later.append(work))
    file = save(tmp_path / "new.png", [(9, 0)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    button(card, "Add to album").click()
    gone: list[bool] = []
    card.destroyed.connect(lambda: gone.append(True))
    view.clear()
    qtbot.waitUntil(lambda: bool(gone))
    (scan,) = later
    monkeypatch.undo()
    scan()
    qtbot.waitUntil(lambda: not album.client.scanning)
    assert album.library.photo_at(file).paths == (str(file),)


def test_yes_this_is_anna(view: IdentifyView, album: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    person = somebody(album)
    file = save(tmp_path / "new.png", [(9, 0), (person, 11)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    button(card, "Yes, Anna").click()
    qtbot.waitUntil(lambda: "In the album: Anna" in words_of(card))
    (anna,) = [one for one in album.library.people() if one.name == "Anna"]
    stranger, face = sorted(
        album.library.faces_of_photo(album.library.photo_at(file).id), key=lambda one: one.box.x
    )
    assert (face.person_id, face.state) == (anna.id, FaceState.CONFIRMED)
    assert stranger.person_id != anna.id
    album.client.undo()
    (face,) = album.library.faces_by_id([face.id])
    assert face.state is not FaceState.CONFIRMED


def test_somebody_new_is_named_from_an_answer(
    view: IdentifyView, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    file = save(tmp_path / "new.png", [(9, 0)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    button(card, "Say who it is…").click()
    picker = QApplication.activeModalWidget()
    assert isinstance(picker, PersonPicker)
    picker.new_name.emit("Zoe")
    picker.close()
    qtbot.waitUntil(lambda: "In the album: Zoe" in words_of(card))
    (zoe,) = [one for one in album.library.people() if one.name == "Zoe"]
    assert zoe.confirmed == 1


def test_a_face_of_a_photo_of_the_album_needs_no_scan(
    view: IdentifyView, album: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(album.client, "start_scan", None)
    (anna,) = [one for one in album.library.people() if one.name == "Anna"]
    photo = album.library.photos_of_person(anna.id)[0]
    view.identify_sources([Path(photo.paths[0])])
    (card,) = view.cards()
    button(card, "Yes, Anna").click()
    assert "In the album: Anna" in words_of(card)


def test_what_was_said_waits_for_the_scan_that_runs(
    view: IdentifyView, album: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Callable[[], None]] = []
    lanes = album.client._lanes
    monkeypatch.setattr(lanes, "spawn", lambda name, work: held.append(work))
    album.client.start_scan()
    file = save(tmp_path / "new.png", [(somebody(album), 7)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    button(card, "Yes, Anna").click()
    assert "Being added to the album; then this is Anna." in words_of(card)
    held.pop(0)()  # the scan that ran: it knows nothing of the picture
    QApplication.processEvents()
    assert "Being added" in words_of(card)
    held.pop(0)()
    QApplication.processEvents()
    assert "In the album: Anna" in words_of(card)


def test_a_scan_that_is_stopped_says_that_nothing_was_added(
    view: IdentifyView, album: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Callable[[], None]] = []
    monkeypatch.setattr(album.client._lanes, "spawn", lambda name, work: held.append(work))
    file = save(tmp_path / "new.png", [(9, 0)], 99)
    view.identify_sources([file])
    (card,) = view.cards()
    button(card, "Add to album").click()
    album.client.stop_scan()
    held.pop(0)()
    QApplication.processEvents()
    assert "This was not added" in words_of(card)


def test_a_pasted_picture_is_saved_before_it_is_added(
    view: IdentifyView, album: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    pixels = draw([(somebody(album), 8)], 3)
    view.identify_sources([pixels])
    (card,) = view.cards()
    assert not [
        one for one in card.findChildren(QPushButton) if one.text() == "Yes, Anna" and one.isVisible()
    ]
    button(card, "Save and add to album…").click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    file = tmp_path / "saved.png"
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: "In the album" in words_of(card))
    assert np.array_equal(np.asarray(Image.open(file)), pixels)
    assert album.library.photo_at(file)
    button(card, "Yes, Anna").click()
    assert "In the album: Anna" in words_of(card)


def test_contents_of_a_file_are_saved_as_they_are(album: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    data = png(draw([(1, 1)], 3))
    parent = QWidget()
    qtbot.addWidget(parent)
    saved: list[Path] = []
    save_picture(album.client, data, parent, saved.append)
    (dialog,) = parent.findChildren(QFileDialog)
    assert dialog.defaultSuffix() == "png"
    dialog.fileSelected.emit(str(tmp_path / "b.png"))
    assert saved == [tmp_path / "b.png"]
    assert saved[0].read_bytes() == data
    save_picture(album.client, data, parent, saved.append)
    parent.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "no" / "c.png"))
    (error,) = album.errors
    assert error == "The picture could not be saved (No such file or directory). Choose another folder."


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
