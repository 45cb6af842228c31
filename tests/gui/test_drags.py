"""Dragging: what is said while something is dragged, what letting go does, and that no file is ever moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares
from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QListView, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from squares import Squares, people, save

from faceapp.core.models import FaceState, Person
from faceapp.core.timeline import Timeline
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.carried import Carried, carried
from faceapp.gui.models.faces_model import FACES_MIME
from faceapp.gui.models.people_model import PEOPLE_MIME
from faceapp.gui.person_drops import judged
from faceapp.gui.views.faces_view import FacesView
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets.card_grid import DropList
from faceapp.gui.widgets.dragging import DropHint
from faceapp.gui.widgets.dropped import (
    NOTHING_USABLE,
    WEB_ONLY,
    prospect_of,
    prospect_of_paths,
    take,
)

ANY = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    """Anna, Ben and two groups, four photos each; two faces are suggested for Anna."""
    photos = [*people(4, 4), [(0, 10)], [(0, 11)]]
    with opened_squares(squares, tmp_path, photos) as everything:
        people_now = everything.library.people()
        of_anna = next(one for one in people_now if everything.photo("000.png") in _photos(everything, one))
        of_ben = next(one for one in people_now if everything.photo("004.png") in _photos(everything, one))
        for person, name in ((of_anna, "Anna"), (of_ben, "Ben")):
            faces = everything.library.faces_of_person(person.id)
            poor = {everything.photo("016.png"), everything.photo("017.png")}
            everything.library.decide.name(
                person.id, name, [face.id for face in faces if face.photo_id not in poor]
            )
        yield everything


def _photos(album: Opened, person: Person) -> set[int]:
    return {photo.id for photo in album.library.photos_of_person(person.id)}


@pytest.fixture
def window(album: Opened, qtbot: QtBot) -> MainWindow:
    made = MainWindow(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.start(welcome=False)
    with qtbot.waitExposed(made):
        made.show()
    return made


def named(album: Opened, name: str) -> Person:
    return next(person for person in album.library.people() if person.name == name)


def person_page(window: MainWindow, person: Person) -> PersonView:
    window.open_person(person.id)
    page = window.page("person")
    assert isinstance(page, PersonView)
    return page


def middle(view: QListView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def row_of(window: MainWindow, person: Person) -> int:
    row = window.side_bar._model.row_of(person.id)
    assert row is not None
    return row


def enter(widget: QWidget, mime: QMimeData, at: QPoint) -> QDragEnterEvent:
    event = QDragEnterEvent(at, ANY, mime, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event


def move(widget: QWidget, mime: QMimeData, at: QPoint) -> QDragMoveEvent:
    event = QDragMoveEvent(at, ANY, mime, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event


def drop(widget: QWidget, mime: QMimeData, at: QPoint) -> QDropEvent:
    event = QDropEvent(QPointF(at), ANY, mime, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QDragLeaveEvent())


def hint(window: MainWindow) -> str:
    """What the pill beside the drag says, if it can be seen."""
    said = [one.text() for one in window.findChildren(DropHint) if one.isVisible()]
    assert len(said) <= 1
    return said[0] if said else ""


def onto(window: MainWindow, view: DropList, mime: QMimeData, row: int) -> str:
    """Drag onto a person and let go; returns what was said before."""
    port, at = view.viewport(), middle(view, row)
    assert enter(port, mime, at).isAccepted()
    moved = move(port, mime, at)
    said = hint(window)
    if moved.isAccepted():
        assert view._drop_row == row
        dropped = drop(port, mime, at)
        assert dropped.dropAction() is Qt.DropAction.CopyAction
    else:
        leave(port)
    assert hint(window) == ""
    assert view._drop_row == -1
    return said


# -- faces onto people ----------------------------------------------------------------------------------
def test_faces_of_a_person_are_moved_to_another(window: MainWindow, album: Opened, qtbot: QtBot) -> None:
    anna, ben = named(album, "Anna"), named(album, "Ben")
    page = person_page(window, ben)
    mime = page.faces.mimeData([page.faces.index(row) for row in range(3)])
    moved = [page.faces.face(row).id for row in range(3)]
    assert onto(window, window.side_bar.people, mime, row_of(window, anna)) == "Move 3 faces to Anna"
    assert {face.id for face in album.library.faces_of_person(anna.id)} >= set(moved)
    assert window.message.text() == "Moved 3 faces to Anna"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {face.id for face in album.library.faces_of_person(ben.id)} >= set(moved)


def test_suggested_faces_dropped_on_their_person_are_confirmed(window: MainWindow, album: Opened) -> None:
    anna = named(album, "Anna")
    page = person_page(window, anna)
    ids = page.band.ids()
    assert len(ids) == 2
    mime = page.band.model.mimeData([page.band.model.index(row) for row in range(2)])
    assert onto(window, window.side_bar.people, mime, row_of(window, anna)) == "Confirm 2 faces of Anna"
    states = {face.state for face in album.library.faces_by_id(ids)}
    assert states == {FaceState.CONFIRMED}


def test_suggested_faces_dropped_on_somebody_else_go_there(window: MainWindow, album: Opened) -> None:
    anna, ben = named(album, "Anna"), named(album, "Ben")
    page = person_page(window, anna)
    (one, _) = page.band.ids()
    mime = page.band.model.mimeData([page.band.model.index(0)])
    assert onto(window, window.side_bar.people, mime, row_of(window, ben)) == "Move 1 face to Ben"
    (face,) = album.library.faces_by_id([one])
    assert (face.person_id, face.state) == (ben.id, FaceState.CONFIRMED)


def test_faces_dropped_where_they_are_do_nothing(window: MainWindow, album: Opened) -> None:
    anna = named(album, "Anna")
    page = person_page(window, anna)
    before = album.library.history()
    mime = page.faces.mimeData([page.faces.index(0)])
    assert onto(window, window.side_bar.people, mime, row_of(window, anna)) == "Already Anna"
    assert album.library.history() == before


def test_faces_of_the_faces_page_go_onto_a_card(window: MainWindow, album: Opened, qtbot: QtBot) -> None:
    window.open_faces(FaceState.GROUPED)
    faces = window.page("faces")
    assert isinstance(faces, FacesView)
    mime = faces._model.mimeData([faces._model.index(0)])
    button = window.side_bar.buttons["people"]
    with qtbot.waitSignal(window.side_bar.page_wanted):  # resting on the button opens the cards
        assert enter(button, mime, QPoint(20, 10)).isAccepted()
        assert not move(button, mime, QPoint(20, 10)).isAccepted()
    assert window.place == ("people", None)
    cards = window.page("people")
    assert isinstance(cards, PeopleView)
    anna = named(album, "Anna")
    row = cards.model.row_of(anna.id)
    assert row is not None
    moved = faces.faces()[0].id
    assert onto(window, cards.grid, mime, row) == "Move 1 face to Anna"
    assert moved in {face.id for face in album.library.faces_of_person(anna.id)}


def test_files_do_not_open_the_cards(window: MainWindow, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a.jpg")])
    button = window.side_bar.buttons["people"]
    enter(button, mime, QPoint(20, 10))
    assert not button._timer.isActive()  # type: ignore[attr-defined]
    assert window.intake.guide.veil.isVisible()  # they are for the whole window


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (Carried((1, 2), of=7, confirmed=True), (False, "Already Anna")),
        (Carried((1, 2), of=7), (True, "Confirm 2 faces of Anna")),
        (Carried((1,), suggested=7), (True, "Confirm 1 face of Anna")),
        (Carried((1,), suggested=8), (True, "Move 1 face to Anna")),
        (Carried((1, 2)), (True, "Move 2 faces to Anna")),
    ],
)
def test_what_faces_do_on_a_person(load: Carried, said: tuple[bool, str]) -> None:
    assert judged(FACES_MIME, load, Person(7, "Anna", 5, 5, 2)) == said


def test_what_faces_do_on_a_group() -> None:
    group = Person(7, None, 5, 5, 0)
    assert judged(FACES_MIME, Carried((1,), of=7), group) == (False, "Already in this group")
    assert judged(FACES_MIME, Carried((1,), of=8), group) == (True, "Move 1 face to this group")


# -- people onto people ---------------------------------------------------------------------------------
@pytest.mark.parametrize("place", ["side bar", "cards"])
def test_a_card_on_a_person_asks_before_it_merges(
    window: MainWindow, album: Opened, qtbot: QtBot, place: str
) -> None:
    cards = window.page("people")
    assert isinstance(cards, PeopleView)
    anna = named(album, "Anna")
    group = next(person for person in cards.everyone() if person.name is None)
    mime = cards.model.mimeData([cards.model.index_of(group.id)])
    view = window.side_bar.people if place == "side bar" else cards.grid
    row = row_of(window, anna) if place == "side bar" else cards.model.row_of(anna.id)
    assert row is not None
    assert onto(window, view, mime, row) == "Merge into Anna…"
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MergeDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MergeDialog)
    assert dialog.preview() == f"{group.faces} faces, {group.photos} photos move to Anna."
    before = anna.faces
    dialog.accept()
    assert named(album, "Anna").faces == before + group.faces
    album.client.undo()
    assert named(album, "Anna").faces == before


def test_a_person_on_themselves_is_no_merge(window: MainWindow, album: Opened) -> None:
    anna = named(album, "Anna")
    mime = window.side_bar._model.mimeData([window.side_bar._model.index(row_of(window, anna))])
    assert onto(window, window.side_bar.people, mime, row_of(window, anna)) == ""


def test_a_drag_near_the_edge_scrolls(window: MainWindow, album: Opened, qtbot: QtBot) -> None:
    cards = window.page("people")
    assert isinstance(cards, PeopleView)
    window.resize(900, 600)
    cards.grid.setFixedHeight(220)
    qtbot.waitUntil(lambda: cards.grid.verticalScrollBar().maximum() > 0)
    mime = QMimeData()
    mime.setData(FACES_MIME, QByteArray(b"1"))
    port = cards.grid.viewport()
    enter(port, mime, QPoint(50, 100))
    move(port, mime, QPoint(50, port.height() - 2))
    qtbot.waitUntil(lambda: cards.grid.verticalScrollBar().value() > 40)
    leave(port)
    assert not cards.grid._scroller.isActive()


# -- from outside ---------------------------------------------------------------------------------------
def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


CENTRE = QPoint(600, 300)


@pytest.mark.parametrize("page", ["people", "photos", "review", "history", "settings", "problems"])
def test_a_folder_says_on_every_page_that_it_is_added(window: MainWindow, tmp_path: Path, page: str) -> None:
    window.go(page)
    folder = tmp_path / "Holidays"
    folder.mkdir()
    assert enter(window, urls(folder), CENTRE).isAccepted()
    veil = window.intake.guide.veil
    assert veil.isVisible()
    assert veil.prospect.title == "Drop to add “Holidays”"
    moved = move(window, urls(folder), CENTRE)
    assert moved.isAccepted()
    assert moved.dropAction() is Qt.DropAction.CopyAction
    leave(window)
    assert not veil.isVisible()


def test_what_is_no_picture_is_refused_and_said_why(window: MainWindow, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("hello")
    assert enter(window, urls(letter), CENTRE).isAccepted()
    said = window.intake.guide.veil.prospect
    assert (said.good, said.title, said.text) == (False, "“letter.txt” cannot be used", NOTHING_USABLE)
    assert not move(window, urls(letter), CENTRE).isAccepted()


def test_a_web_address_says_that_nothing_is_downloaded(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    enter(window, mime, CENTRE)
    said = window.intake.guide.veil.prospect
    assert (said.good, said.text) == (False, WEB_ONLY)
    drop(window, mime, CENTRE)
    assert window.message.text() == WEB_ONLY
    assert window.place == ("people", None)


def test_pictures_of_a_browser_are_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    mime.setImageData(image)
    enter(window, mime, CENTRE)
    assert window.intake.guide.veil.prospect.title == "Drop to see who this is"
    dropped = drop(window, mime, CENTRE)
    assert dropped.dropAction() is Qt.DropAction.CopyAction
    page = window.page("identify")
    assert isinstance(page, IdentifyView)
    assert window.place == ("identify", None)
    assert len(page.cards()) == 1


def test_a_promised_file_is_taken_by_its_bytes(tmp_path: Path) -> None:
    data = save(tmp_path / "a.png", [(0, 1)], 1).read_bytes()
    mime = QMimeData()
    mime.setData('application/x-qt-windows-mime;value="FileContents"', QByteArray(data))
    assert take(mime).pictures == [data]


def test_on_identify_folders_are_looked_at(window: MainWindow, tmp_path: Path) -> None:
    window.go("identify")
    page = window.page("identify")
    assert isinstance(page, IdentifyView)
    folder = tmp_path / "Holidays"
    folder.mkdir()
    enter(page, urls(folder), CENTRE)
    assert page._guide.veil.prospect.title == "Drop to see who is in “Holidays”"


def test_words_for_what_is_dropped_together() -> None:
    folder, picture, letter = Path("/a/Holidays"), Path("/a/b.jpg"), Path("/a/c.txt")
    many = [Path(f"/a/{number}.jpg") for number in range(1200)]
    assert prospect_of_paths([], many).title == "Drop to see who is in 1,200 pictures"
    assert prospect_of_paths([], many, add_all=True).title == "Drop to add 1,200 pictures"
    both = prospect_of_paths([folder], [picture, letter])
    assert both.title == "Drop to add “Holidays”, and to see who is in “b.jpg”"
    assert both.text == "“c.txt” cannot be used: no picture."
    long = prospect_of_paths([], [Path("/a/" + "x" * 200 + ".jpg")]).title
    assert len(long) < 70
    assert prospect_of(QMimeData()).good is False


def test_a_move_from_a_file_manager_becomes_a_copy_on_the_first_page(
    window: MainWindow, tmp_path: Path
) -> None:
    welcome = window.page("welcome")
    dropped: list[list[Path]] = []
    welcome.folders_dropped.disconnect()  # type: ignore[attr-defined]
    welcome.folders_dropped.connect(dropped.append)  # type: ignore[attr-defined]
    mime = urls(tmp_path)
    enter(welcome, mime, CENTRE)
    event = QDropEvent(QPointF(CENTRE), ANY, mime, LEFT, Qt.KeyboardModifier.ShiftModifier)
    assert event.proposedAction() is Qt.DropAction.MoveAction
    QApplication.sendEvent(welcome, event)
    assert dropped == [[tmp_path]]
    assert event.dropAction() is Qt.DropAction.CopyAction


def test_what_can_only_be_moved_is_looked_at_and_left_alone(window: MainWindow, tmp_path: Path) -> None:
    window.go("people")
    mime = urls(save(tmp_path / "a.png", [(0, 1)], 1))
    only = Qt.DropAction.MoveAction
    QApplication.sendEvent(window, QDragEnterEvent(CENTRE, only, mime, LEFT, NONE))
    event = QDropEvent(QPointF(CENTRE), only, mime, LEFT, NONE)
    QApplication.sendEvent(window, event)
    assert window.place == ("identify", None)
    assert not event.isAccepted()  # or the other program would take its file away


# -- out of the window ----------------------------------------------------------------------------------
@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> list[tuple[QMimeData, Qt.DropAction]]:
    """What was dragged, and how it may be taken."""
    made: list[tuple[QMimeData, Qt.DropAction]] = []

    class Drag(QDrag):
        def exec(self, *actions: Qt.DropAction) -> Qt.DropAction:  # type: ignore[override]
            copy = QMimeData()
            for kind in self.mimeData().formats():
                copy.setData(kind, self.mimeData().data(kind))
            made.append((copy, actions[0]))
            assert not self.pixmap().isNull()
            return Qt.DropAction.IgnoreAction

    monkeypatch.setattr("faceapp.gui.widgets.dragging.QDrag", Drag)
    return made


def pull(widget: QWidget, start: QPoint, qtbot: QtBot) -> None:
    """Press and move, once everything has its place."""
    qtbot.mousePress(widget, LEFT, pos=start)
    for step in (5, 20, 40):
        place = start + QPoint(step, step)
        there = QPointF(widget.mapToGlobal(place))
        moving = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), there, Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(widget, moving)
    qtbot.mouseRelease(widget, LEFT, pos=start)


def test_a_photo_is_dragged_out_as_its_file_to_be_copied(
    window: MainWindow, album: Opened, drags: list[tuple[QMimeData, Qt.DropAction]], qtbot: QtBot
) -> None:
    window.go("photos")
    page = window.page("photos")
    assert isinstance(page, PhotosView)
    QApplication.processEvents()
    third = page._model.photo(2)
    pull(page._list.viewport(), page._list.visualRect(page._model.index(2)).center(), qtbot)
    ((mime, action),) = drags
    assert [url.toLocalFile() for url in mime.urls()] == [third.paths[0]]
    assert action == Qt.DropAction.CopyAction
    assert window.place == ("photos", None)


def test_the_photo_of_the_viewer_is_dragged_out(
    window: MainWindow, album: Opened, drags: list[tuple[QMimeData, Qt.DropAction]], qtbot: QtBot
) -> None:
    photo = album.library.photos()[0]
    window.open_photo(photo.id)
    viewer = window.page("viewer")
    assert isinstance(viewer, ViewerView)
    canvas = viewer._canvas
    qtbot.waitUntil(lambda: not canvas.picture_rect().isEmpty())
    pull(canvas, canvas.picture_rect().center().toPoint(), qtbot)
    ((mime, action),) = drags
    assert [url.toLocalFile() for url in mime.urls()] == [photo.paths[0]]
    assert action == Qt.DropAction.CopyAction


def test_a_photo_whose_file_is_gone_says_so(
    window: MainWindow,
    album: Opened,
    drags: list[tuple[QMimeData, Qt.DropAction]],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _, words, *rest: said.append(words))
    away = [replace(photo, missing=True) for photo in album.library.photos()]
    monkeypatch.setattr(album.library, "timeline", lambda: Timeline.of(away))
    window.go("photos")
    page = window.page("photos")
    assert isinstance(page, PhotosView)
    QApplication.processEvents()
    pull(page._list.viewport(), page._list.visualRect(page._model.index(0)).center(), qtbot)
    assert drags == []
    assert "not there now" in said[0]


def test_suggestions_are_dragged_with_whom_they_are_for(
    window: MainWindow,
    album: Opened,
    drags: list[tuple[QMimeData, Qt.DropAction]],
    qtbot: QtBot,
) -> None:
    anna = named(album, "Anna")
    page = person_page(window, anna)
    cell = page.band.list.visualRect(page.band.model.index(0))
    pull(page.band.list.viewport(), cell.center() - QPoint(0, 20), qtbot)
    ((mime, _),) = drags
    assert carried(mime, FACES_MIME) == Carried((page.band.ids()[0],), None, anna.id, False)


def test_a_name_of_undecodable_bytes_can_be_dragged(make_photo: Callable[[str], object]) -> None:
    from faceapp.gui.models.carried import files_mime

    (url,) = files_mime([make_photo("/a/\udcff.jpg")]).urls()  # type: ignore[list-item]
    assert url.toEncoded().data() == b"file:///a/%FF.jpg"


@pytest.fixture
def make_photo() -> Callable[[str], object]:
    from faceapp.core.models import Photo

    return lambda path: Photo(1, "x", 10, 10, None, (path,))


def test_what_other_programs_could_read_of_dragged_people_is_numbers(
    window: MainWindow, album: Opened
) -> None:
    cards = window.page("people")
    assert isinstance(cards, PeopleView)
    mime = cards.model.mimeData([cards.model.index(0)])
    assert mime.formats() == [PEOPLE_MIME]
    assert json.loads(bytes(mime.data(PEOPLE_MIME).data())) == cards.model.person(0).id
