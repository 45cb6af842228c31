"""The slider between fewer mistakes and fewer groups, with its preview on the user's own library."""

from __future__ import annotations

import threading
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
from faceapp.core.progress import CancelToken
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import ThreadLanes
from faceapp.gui.views.settings_view import SettingsView
from faceapp.gui.widgets.strictness_card import StrictnessCard, preview_words
from faceapp.library.library import Library


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


@pytest.fixture
def beside(album: Opened, qtbot: QtBot) -> Iterator[StrictnessCard]:
    """The card, with true threads."""
    client = LibraryClient(album.library, ThreadLanes())
    card = StrictnessCard(client)
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    qtbot.waitUntil(card.slider.isEnabled)
    yield card
    done: list[bool] = []
    client.shutdown(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)


def test_the_window_stays_usable_while_it_is_worked_out(beside: StrictnessCard, qtbot: QtBot) -> None:
    assert not beside.busy.isVisible()
    beside.slider.setValue(10)
    assert "Working it out" in beside.words()
    qtbot.waitUntil(lambda: "Would merge" in beside.words(), timeout=20_000)
    assert not beside.busy.isVisible()
    assert beside.slider.isEnabled()


def test_a_preview_nobody_waits_for_is_stopped(
    beside: StrictnessCard, album: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_preview = Library.preview_strictness
    asked: list[tuple[float, CancelToken]] = []

    def slow(library: Library, value: float, cancel: CancelToken) -> StrictnessPreview:
        asked.append((value, cancel))
        while value == 1.0 and not cancel.cancelled:  # as on a library where it takes long
            threading.Event().wait(0.01)
        return true_preview(library, value, cancel)

    monkeypatch.setattr(Library, "preview_strictness", slow)
    beside.slider.setValue(10)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert beside.busy.isVisible()
    assert beside.slider.isEnabled()
    beside.slider.setValue(9)
    qtbot.waitUntil(lambda: "Would merge" in beside.words(), timeout=20_000)
    assert [(value, cancel.cancelled) for value, cancel in asked] == [(1.0, True), (0.9, False)]
    assert not beside.busy.isVisible()
    beside.slider.setValue(10)
    qtbot.waitUntil(lambda: len(asked) == 3)
    beside.hide()  # another page is looked at
    assert asked[-1][1].cancelled
    beside.show()
    qtbot.waitUntil(lambda: len(asked) == 4)  # and this one again
    beside.slider.setValue(0)
    assert asked[-1][1].cancelled
    assert beside.words() == "As it is now."
    assert not beside.busy.isVisible()
    assert not album.errors


@pytest.mark.parametrize(
    ("preview", "words"),
    [
        (StrictnessPreview(0, 0, 0, 9, 1), "Would change no group of your library."),
        (StrictnessPreview(12, 3, 0, 204, 1), "Would merge 12 groups and split 3 groups: 204 groups then."),
        (
            StrictnessPreview(2, 1, 1, 1, 1),
            "Would merge 2 groups, split 1 group and find 1 new group: 1 group",
        ),
    ],
)
def test_preview_in_words(preview: StrictnessPreview, words: str) -> None:
    assert preview_words(preview).startswith(words)
