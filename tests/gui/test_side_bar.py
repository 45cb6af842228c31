"""The side bar beside a page that is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceapp.gui.client import LibraryClient
from faceapp.gui.thumbnail_loader import Key, ThumbnailLoader
from faceapp.gui.widgets.side_bar import SideBar


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_only_a_picture_of_its_own_paints_its_people_again(client: LibraryClient, qtbot: QtBot) -> None:
    thumbnails = ThumbnailLoader(client._library, client)
    client.on_close(thumbnails.close)
    thumbnails._pool.start = lambda _: None  # type: ignore[method-assign, assignment] - none is there yet
    group = client._library.people()[0]
    client._library.decide.name(group.id, "Anna", group.sample_face_ids)
    bar = SideBar(client, thumbnails, [("people", "People", "people")])
    qtbot.addWidget(bar)
    bar.resize(240, 600)
    with qtbot.waitExposed(bar):
        bar.show()
    QApplication.processEvents()
    paints = Paints()
    bar.people.viewport().installEventFilter(paints)
    cover = client._library.person(group.id).cover_face_id
    assert cover is not None

    def painted_for(key: Key) -> bool:
        before = paints.count
        thumbnails.loaded.emit(key)
        QApplication.processEvents()
        return paints.count > before

    assert not painted_for(("photo", cover))
    assert not painted_for(("face", cover + 100_000))
    assert painted_for(("face", cover))
