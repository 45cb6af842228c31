"""Thumbnails: what is kept, and what is asked for again."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from faceapp.gui.client import LibraryClient
from faceapp.gui.thumbnail_loader import ThumbnailLoader


def test_a_crop_in_hand_while_its_face_changes_is_made_anew(
    threaded: LibraryClient, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader = ThumbnailLoader(threaded._library, threaded)
    threaded.on_close(loader.close)
    made, go_on = threading.Event(), threading.Event()
    plain = threaded._library.make_face_thumbnail

    def slow(face: int) -> object:
        made.set()
        go_on.wait(20)
        return plain(face)

    monkeypatch.setattr(threaded._library, "make_face_thumbnail", slow)
    assert loader.pixmap(("face", 1), 64) is None
    qtbot.waitUntil(made.is_set)
    loader.forget_faces([1])
    with qtbot.waitSignal(loader.loaded):
        go_on.set()
    assert loader.pixmap(("face", 1), 64) is None  # the old one is not shown
    qtbot.waitUntil(lambda: loader.pixmap(("face", 1), 64) is not None)


def test_a_crop_that_could_not_be_made_is_tried_again_when_its_face_changes(
    threaded: LibraryClient, qtbot: QtBot
) -> None:
    loader = ThumbnailLoader(threaded._library, threaded)
    threaded.on_close(loader.close)
    key = ("face", 999_999)
    with qtbot.waitSignal(loader.loaded):
        loader.pixmap(key, 64)
    assert loader.is_broken(key)
    loader.forget_faces([key[1]])
    assert not loader.is_broken(key)
