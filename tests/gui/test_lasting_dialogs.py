"""Dialogs that close before their decision is done tell of it all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from faceapp.core.models import Person
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.dialogs.split_dialog import SplitDialog
from faceapp.gui.thumbnail_loader import ThumbnailLoader

Make = Callable[[LibraryClient, ThumbnailLoader, list[Person], QWidget], QDialog]


def merging(
    client: LibraryClient, thumbnails: ThumbnailLoader, people: list[Person], page: QWidget
) -> QDialog:
    return MergeDialog(client, thumbnails, people[0], [people[1]], page)


def splitting(
    client: LibraryClient, thumbnails: ThumbnailLoader, people: list[Person], page: QWidget
) -> QDialog:
    dialog = SplitDialog(client, thumbnails, people[0], page)
    faces = [face.id for face in client._library.faces_of_person(people[0].id)]
    dialog._show([faces[:2], faces[2:]])
    return dialog


@pytest.mark.parametrize(("make", "signal"), [(merging, "merged"), (splitting, "split")])
def test_a_closed_dialog_tells_what_became_of_it(
    make: Make, signal: str, threaded: LibraryClient, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    thumbnails = ThumbnailLoader(threaded._library, threaded)
    threaded.on_close(thumbnails.close)
    people = threaded._library.people()
    dialog = make(threaded, thumbnails, people, page)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.open()
    held = threaded._library._context.lock
    with held:  # nothing can be decided yet
        dialog.accept()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not dialog.isVisible()
        assert not gone
        waiting = qtbot.waitSignal(getattr(dialog, signal))
    with waiting:
        pass
    qtbot.waitUntil(lambda: bool(gone))
