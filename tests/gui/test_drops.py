"""Whatever is dropped on the window anywhere: folders are scanned, pictures are answered."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceapp.gui.main_window import MainWindow
from faceapp.gui.views.identify_view import IdentifyView
from faceapp.gui.widgets.dropped import NO_PICTURE
from faceapp.gui.widgets.identify_card import IdentifyCard
from faceapp.library import sample


def drop(window: MainWindow, path: Path) -> None:
    """Let a file or folder fall on the middle of the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(QPoint(400, 300)),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_photo_dropped_anywhere_is_answered(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "who.pgm"
    shutil.copyfile(sample.source() / "s1" / "9.pgm", picture)
    window.go("people")
    drop(window, picture)
    qtbot.waitUntil(lambda: window.place[0] == "identify")
    page = window.page("identify")
    assert isinstance(page, IdentifyView)
    qtbot.waitUntil(lambda: len(page.findChildren(IdentifyCard)) == 1)
    assert window.client.scanning is False


def test_a_key_asks_about_pictures_from_any_page(window: MainWindow, qtbot: QtBot) -> None:
    window.go("photos")
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.place[0] == "identify"
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "Choose pictures"
    dialog.close()


def test_a_picture_is_pasted_on_any_page(window: MainWindow, qtbot: QtBot) -> None:
    image = QImage(50, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    QGuiApplication.clipboard().setImage(image)
    window.go("history")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.place[0] == "identify"
    page = window.page("identify")
    assert isinstance(page, IdentifyView)
    assert len(page.cards()) == 1
    window.go("photos")
    window.client.start_scan()
    window.go("identify")
    assert len(page.cards()) == 1  # answers stay while one looks elsewhere and while the album is scanned


def test_text_that_is_pasted_stays_text(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Anna")
    window.go("people")
    window.side_bar.search.setFocus()
    qtbot.keyClick(window.side_bar.search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.side_bar.search.text() == "Anna"
    assert window.place[0] == "people"


def test_what_is_no_picture_is_not_pasted_and_the_page_stays(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("hello")
    window.go("history")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.place[0] == "history"
    assert window.message.text() == NO_PICTURE


def test_a_folder_dropped_anywhere_is_scanned(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    shutil.copytree(sample.source() / "s40", folder)
    with qtbot.waitSignal(window.client.scan_finished, timeout=60_000) as finished:
        drop(window, folder)
    assert finished.args[0].new == 10
