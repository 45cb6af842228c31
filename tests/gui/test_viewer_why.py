"""Why a face has its name, in the viewer's panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.models import FaceState, Reason
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets.why_panel import margin_words


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, [*people(2, 5), [(0, 10)]]) as everything:
        yield everything


@pytest.fixture
def viewer(album: Opened, qtbot: QtBot) -> ViewerView:
    made = ViewerView(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    photos = [album.photo("010.png"), album.photo("000.png")]
    made.show_photo(photos[0], photos)
    show(made, qtbot)
    made.select(made.faces()[0].id)
    return made


def test_w_shows_the_likeliest_people_and_the_faces_that_speak_for_them(
    viewer: ViewerView, album: Opened, qtbot: QtBot
) -> None:
    album.name_groups("Anna", "Ben")
    why = viewer._panel.why
    assert why.words() == ""
    qtbot.keyClick(viewer, Qt.Key.Key_W)
    face = viewer.chosen()
    assert face is not None
    first, second = album.library.why(face.id)
    anna, ben = why.words().splitlines()
    assert anna.startswith("This is Anna")
    assert all(f"{distance:.2f}" in anna for _, distance in first.nearest)
    assert margin_words(first) in anna
    assert ben.startswith("This is Ben")
    assert margin_words(second) in ben
    qtbot.keyClick(viewer, Qt.Key.Key_W)
    assert why.words() == ""


def test_it_follows_the_chosen_face_and_photo(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    album.name_groups("Anna", "Ben")
    qtbot.keyClick(viewer, Qt.Key.Key_W)
    before = viewer._panel.why.words()
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    viewer.select(viewer.faces()[0].id)
    assert "This is Anna" in viewer._panel.why.words()
    assert viewer._panel.why.words() != before


def test_a_click_on_a_name_says_that_it_is_this_one(viewer: ViewerView, album: Opened, qtbot: QtBot) -> None:
    album.name_groups("Anna", "Ben")
    qtbot.keyClick(viewer, Qt.Key.Key_W)
    (ben,) = (
        one
        for one in viewer._panel.why.findChildren(QPushButton)
        if one.accessibleName() == "This is Ben" and one.isVisible()
    )
    qtbot.mouseClick(ben, Qt.MouseButton.LeftButton)
    (face,) = viewer.faces()
    assert (face.name, face.state) == ("Ben", FaceState.CONFIRMED)
    assert not album.errors


def test_without_a_confirmed_face_nothing_is_pretended(viewer: ViewerView, qtbot: QtBot) -> None:
    assert viewer._panel.why.button.text() == "Who may this be?"
    qtbot.keyClick(viewer, Qt.Key.Key_W)
    assert viewer._panel.why.words() == "No face is confirmed yet to compare this one with."


@pytest.mark.parametrize(
    ("margin", "words"),
    [
        (None, "nobody else is named"),
        (0.314, "anybody else is 0.31 farther"),
        (-0.1, "somebody else is 0.10 nearer"),
    ],
)
def test_margin_in_words(margin: float | None, words: str) -> None:
    assert margin_words(Reason(1, "Anna", 0.9, margin, ())) == words
