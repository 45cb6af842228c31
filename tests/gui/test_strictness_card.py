"""The slider between fewer mistakes and fewer groups, with its preview on the user's own library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from edge import on_the_edge
from gui_albums import Opened, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.models import StrictnessPreview
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import ThreadLanes
from faceapp.gui.views.settings_view import SettingsView
from faceapp.gui.widgets.strictness_card import StrictnessCard, preview_words


@pytest.fixture
def album(
    squares: Squares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> Iterator[Opened]:
    with opened(on_the_edge(squares, tmp_path, monkeypatch)) as everything:
        yield everything


@pytest.fixture
def card(album: Opened, qtbot: QtBot) -> StrictnessCard:
    page = SettingsView(album.client, album.thumbnails)
    qtbot.addWidget(page)
    page.resize(900, 700)
    with qtbot.waitExposed(page):
        page.show()
    (found,) = page.findChildren(StrictnessCard)
    return found


def press(card: StrictnessCard, words: str, qtbot: QtBot) -> None:
    (button,) = (one for one in card.findChildren(QPushButton) if one.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_slider_says_what_it_would_do_before_it_does(
    card: StrictnessCard, album: Opened, qtbot: QtBot
) -> None:
    assert card.words() == "As it is now."
    before = album.library.people()
    preview = album.library.preview_strictness(1.0)
    card.slider.setFocus()
    qtbot.keyClick(card.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: card.words() == preview_words(preview))
    assert f"merge {preview.merged} groups" in card.words()
    assert album.library.people() == before
    press(card, "Group anew", qtbot)
    assert album.library.strictness() == 1.0
    assert len(album.library.people()) == preview.groups
    assert card.words().startswith("Done.")
    assert not album.errors


def test_leaving_it_as_it_is(card: StrictnessCard, album: Opened, qtbot: QtBot) -> None:
    card.slider.setValue(10)
    press(card, "Leave as it is", qtbot)
    assert card.slider.value() == 0
    assert card.words() == "As it is now."
    assert album.library.strictness() == 0.0


def test_the_window_stays_usable_while_it_is_worked_out(album: Opened, qtbot: QtBot) -> None:
    client = LibraryClient(album.library, ThreadLanes())
    card = StrictnessCard(client)
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    qtbot.waitUntil(card.slider.isEnabled)
    card.slider.setValue(10)
    assert "Working it out" in card.words()
    qtbot.waitUntil(lambda: "Would merge" in card.words(), timeout=20_000)
    done: list[bool] = []
    client.shutdown(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)


@pytest.mark.parametrize(
    ("preview", "words"),
    [
        (StrictnessPreview(0, 0, 0, 9, 1), "Would change no group."),
        (StrictnessPreview(12, 3, 0, 204, 1), "Would merge 12 groups and split 3 groups: 204 groups then."),
        (
            StrictnessPreview(2, 1, 1, 1, 1),
            "Would merge 2 groups, split 1 group and find 1 new group: 1 group",
        ),
    ],
)
def test_preview_in_words(preview: StrictnessPreview, words: str) -> None:
    assert preview_words(preview).startswith(words)
