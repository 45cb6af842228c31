"""The viewer around its faces: who is here without one, photos read ahead, pinches, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import QPoint, QPointF, QProcess, Qt
from PySide6.QtGui import QImage, QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets import files
from faceapp.gui.widgets.viewer_canvas import ViewerCanvas
from faceapp.library.library import Library


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    """Anna in 0..3, Ben in 4..7, nobody in 8."""
    with opened_squares(squares, tmp_path, [*people(2, 4), []]) as everything:
        everything.name_groups("Anna", "Ben")
        yield everything


@pytest.fixture
def viewer(album: Opened, qtbot: QtBot) -> ViewerView:
    made = ViewerView(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_photo(album.photo("008.png"), [album.photo(f"00{number}.png") for number in (8, 0, 1, 2)])
    show(made, qtbot)
    return made


# -- who is here without a face -------------------------------------------------------------------------
def test_somebody_is_here_without_a_face(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    qtbot.keyClick(viewer, Qt.Key.Key_I)
    (picker,) = (one for one in viewer.findChildren(PersonPicker) if one.isVisible())
    qtbot.keyClicks(picker.findChild(QLineEdit), "ben")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    (ben,) = (one for one in album.library.people() if one.name == "Ben")
    assert viewer._panel.present.people() == [(ben.id, "Ben")]
    assert "Also here, without a face" in words_of(viewer)
    assert ben.photos == 5
    assert viewer.photo_id in {one.id for one in album.library.photos_of_person(ben.id)}
    album.client.undo()
    assert viewer._panel.present.people() == []
    assert "Also here" not in words_of(viewer)
    album.client.redo()

    def shown() -> list[QToolButton]:
        buttons = viewer.findChildren(QToolButton)
        words = "Ben is not in this photo"
        return [one for one in buttons if one.accessibleName() == words and one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    (away,) = shown()
    qtbot.mouseClick(away, Qt.MouseButton.LeftButton)
    assert viewer._panel.present.people() == []
    assert not album.errors


def test_who_is_in_the_photo_is_not_offered_again(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    viewer.show_photo(album.photo("000.png"), [])
    viewer._here.trigger()
    (picker,) = (one for one in viewer.findChildren(PersonPicker) if one.isVisible())
    assert [one.name for one in picker._people] == ["Ben"]
    picker.close()


def test_a_name_leads_to_the_person(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    (ben,) = (one for one in album.library.people() if one.name == "Ben")
    album.client.decide(lambda decide: decide.present(album.photo("008.png"), ben.id))
    with qtbot.waitSignal(viewer.open_person) as opened:
        viewer._panel.present.opened.emit(ben.id)
    assert opened.args == [ben.id]


# -- photos read ahead ----------------------------------------------------------------------------------
def test_the_next_photo_is_there_at_once(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    canvas, ids = viewer._canvas, viewer._ids
    qtbot.waitUntil(lambda: ids[1] in viewer._feed._ready)
    read: list[int] = []
    library: Library = album.client._library
    original = library.read_photo

    def note(photo_id: int, long_side: int | None = None) -> object:
        read.append(photo_id)
        return original(photo_id, long_side)

    library.read_photo = note  # type: ignore[method-assign,assignment]
    viewer._next.trigger()
    assert canvas.shown_size().width() == 40  # the photo itself, before anything is read
    assert canvas._image == viewer._feed._ready[ids[1]].image
    assert len(canvas.boxes()) == 1
    assert not read
    qtbot.waitUntil(lambda: ids[2] in viewer._feed._ready)
    assert read == [ids[2]]


def test_only_a_few_photos_are_kept(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    everything = [photo.id for photo in album.library.photos()]
    viewer.show_photo(everything[0], everything)
    for number in range(1, len(everything)):
        qtbot.waitUntil(lambda number=number: everything[number] in viewer._feed._ready)  # type: ignore[misc]
        viewer._next.trigger()
    assert len(viewer._feed._ready) == 5


# -- zoom -----------------------------------------------------------------------------------------------
@pytest.fixture
def canvas(qtbot: QtBot) -> ViewerCanvas:
    """A photo of 4000 x 3000 pixels."""
    made = ViewerCanvas()
    qtbot.addWidget(made)
    made.resize(800, 600)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    made.set_picture(image, 4000, 3000)
    made.show()
    return made


def pinch(canvas: ViewerCanvas, kind: Qt.NativeGestureType, value: float, place: QPointF) -> None:
    event = QNativeGestureEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        2,
        place,
        place,
        QPointF(canvas.mapToGlobal(place)),
        value,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)


def test_a_pinch_zooms_where_the_fingers_are(canvas: ViewerCanvas) -> None:
    place = QPointF(300, 250)
    before, at = canvas.zoom, canvas._lens.to_photo(place)
    pinch(canvas, Qt.NativeGestureType.ZoomNativeGesture, 0.5, place)
    assert canvas.zoom == pytest.approx(before * 1.5)
    after = canvas._lens.to_photo(place)
    assert (after.x(), after.y()) == pytest.approx((at.x(), at.y()), abs=0.5)
    pinch(canvas, Qt.NativeGestureType.SmartZoomNativeGesture, 0, place)
    assert canvas.fitted
    pinch(canvas, Qt.NativeGestureType.SmartZoomNativeGesture, 0, place)
    assert not canvas.fitted


def test_two_fingers_move_a_photo_that_is_zoomed(canvas: ViewerCanvas) -> None:
    pad = QPointingDevice(
        "pad",
        1,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        2,
        0,
    )

    def scroll(keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = QPointF(200, 200)
        event = QWheelEvent(
            place,
            QPointF(canvas.mapToGlobal(place)),
            QPoint(-20, -30),
            QPoint(-20, -30) * 2,
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.ScrollUpdate,
            False,
            device=pad,
        )
        QApplication.sendEvent(canvas, event)

    canvas.zoom_by(3)
    zoom, corner = canvas.zoom, canvas.picture_rect().topLeft()
    scroll()
    assert canvas.zoom == zoom
    assert canvas.picture_rect().topLeft() - corner == QPointF(-20, -30)
    scroll(Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom != zoom


# -- the file -------------------------------------------------------------------------------------------
def test_the_file_is_shown_in_the_file_manager(
    viewer: ViewerView, album: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    (photo,) = album.library.photos([album.photo("008.png")])
    started: list[tuple[str, list[str]]] = []
    opened: list[str] = []
    monkeypatch.setattr(files, "_open_folder", opened.append)
    monkeypatch.setattr(files.sys, "platform", "darwin")

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        started.append((program, arguments))
        return True, 1

    monkeypatch.setattr(QProcess, "startDetached", start)
    viewer._reveal.trigger()
    assert started == [("/usr/bin/open", ["-R", photo.paths[0]])]
    assert opened == []
    monkeypatch.setattr(QProcess, "startDetached", lambda *_: (False, 0))
    viewer._reveal.trigger()
    assert opened == [photo.paths[0]]
    monkeypatch.setattr(files.sys, "platform", "linux")
    asked: list[str] = []
    monkeypatch.setattr(files, "_ask_file_manager", lambda path: bool(asked.append(path)) or len(asked) < 2)
    viewer._reveal.trigger()
    assert (asked, opened) == ([photo.paths[0]], [photo.paths[0]])
    viewer._reveal.trigger()  # no bus to ask on
    assert opened == [photo.paths[0]] * 2
