"""The window while something is dragged over it: from outside, and of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from faceapp.gui.main_window import MainWindow
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.widgets.card_grid import DropList
from faceapp.gui.widgets.dragging import drag_picture
from tests.screenshots.camera import Camera

_COPY = Qt.DropAction.CopyAction
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def dragging(window: MainWindow, camera: Camera, album: Path) -> None:
    """Drags of every kind, each with what it says."""
    for state, page, paths in (
        ("drag-folder", "people", [album / "s2"]),
        ("drag-photos", "photos", [album / "s2" / "1.pgm", album / "s3" / "1.pgm"]),
        ("drag-refused", "history", [album / "s2" / "letter.txt"]),
    ):
        window.go(page)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        _over(window, mime, QPoint(700, 400))
        camera.take(window, page, state)
        QApplication.sendEvent(window, QDragLeaveEvent())
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.jpg")])
    _over(window, web, QPoint(700, 400))
    camera.take(window, "history", "drag-web")
    QApplication.sendEvent(window, QDragLeaveEvent())
    _own(window, camera)


def _own(window: MainWindow, camera: Camera) -> None:
    cards = window.page("people")
    assert isinstance(cards, PeopleView)
    named = [one for one in cards.everyone() if one.name]
    window.open_person(named[0].id)
    person = window.page("person")
    assert isinstance(person, PersonView)
    chosen = [person.faces.index(row) for row in range(3)]
    mime = person.faces.mimeData(chosen)
    picture = drag_picture(
        person.grid.viewport().grab(person.grid.visualRect(chosen[0])), 3, person.devicePixelRatioF()
    )
    side = window.side_bar.people
    for row, state in ((1, "drag-faces"), (0, "drag-faces-2")):
        _carried(window, side, mime, side.visualRect(side.model().index(row, 0)).center())
        under = QLabel(window)
        under.setPixmap(picture)
        under.adjustSize()
        under.move(side.mapTo(window, side.visualRect(side.model().index(row, 0)).center()) - QPoint(20, 10))
        under.show()
        camera.take(window, "person", state)
        under.hide()
        under.deleteLater()
        QApplication.sendEvent(side.viewport(), QDragLeaveEvent())
    window.go("people")
    group = next(one for one in cards.everyone() if not one.name)
    mime = cards.model.mimeData([cards.model.index_of(group.id)])
    _carried(window, cards.grid, mime, cards.grid.visualRect(cards.model.index(1)).center())
    camera.take(window, "people", "drag-card")
    QApplication.sendEvent(cards.grid.viewport(), QDragLeaveEvent())


def _carried(window: MainWindow, view: DropList, mime: QMimeData, at: QPoint) -> None:
    QApplication.processEvents()
    _over(view.viewport(), mime, at)


def _over(widget: QWidget, mime: QMimeData, at: QPoint) -> None:
    QApplication.sendEvent(widget, QDragEnterEvent(at, _COPY, mime, _LEFT, _NONE))
    QApplication.sendEvent(widget, QDragMoveEvent(at, _COPY, mime, _LEFT, _NONE))
