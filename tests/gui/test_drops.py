"""Whatever is dropped on the window anywhere: folders are scanned, pictures are answered."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from faceapp.gui.main_window import MainWindow
from faceapp.gui.views.identify_view import IdentifyView
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


def test_a_folder_dropped_anywhere_is_scanned(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    shutil.copytree(sample.source() / "s40", folder)
    with qtbot.waitSignal(window.client.scan_finished, timeout=60_000) as finished:
        drop(window, folder)
    assert finished.args[0].new == 10
