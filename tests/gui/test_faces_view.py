"""The faces of one part of the coverage line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.models import FaceState
from faceapp.gui.preferences import PreferenceKeeper, Preferences
from faceapp.gui.views.faces_view import WORDS, FacesView
from faceapp.gui.views.settings_view import SettingsView


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    photos = [*people(2, 4), [(0, 10)], [(1, 10)], [(5, 0)], [(6, 0)], [(7, 0)]]
    with opened_squares(squares, tmp_path, photos) as everything:
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> FacesView:
    view = FacesView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show_state(FaceState.SINGLE)
    show(view, qtbot)
    return view


def test_every_state_has_words() -> None:
    assert set(WORDS) == set(FaceState)


@pytest.mark.parametrize("state", list(FaceState))
def test_shows_exactly_the_faces_in_a_state(view: FacesView, album: Opened, state: FaceState) -> None:
    album.name_groups("Anna")
    view.show_state(state)
    assert {face.id for face in view.faces()} == {face.id for face in album.library.faces_in_state(state)}
    assert WORDS[state][0] in words_of(view)


def test_strangers_leave_the_grid_and_the_keyboard_goes_on(
    view: FacesView, album: Opened, qtbot: QtBot
) -> None:
    before = len(view.faces())
    view._grid.setCurrentIndex(view._model.index(0))
    qtbot.keyClick(view._grid, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(view.faces()) == before - 1)
    assert len(view.selected()) == 1
    assert album.library.coverage().strangers == 1
    view.show_state(FaceState.STRANGER)
    assert len(view.faces()) == 1


def test_confirming_suggestions_of_several_people_at_once(
    view: FacesView, album: Opened, qtbot: QtBot
) -> None:
    album.name_groups("Anna", "Ben", unseen=["008.png", "009.png"])
    view.show_state(FaceState.SUGGESTED)
    assert len(view.faces()) == 2
    view._grid.selectAll()
    qtbot.keyClick(view._grid, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: view.faces() == [])
    assert "None at present" in words_of(view)
    assert sorted(person.confirmed for person in album.library.people() if person.name) == [5, 5]
    assert not album.errors


def test_enter_opens_the_face_in_its_photo(view: FacesView, qtbot: QtBot) -> None:
    view._grid.setCurrentIndex(view._model.index(1))
    with qtbot.waitSignal(view.open_face) as opened:
        qtbot.keyClick(view._grid, Qt.Key.Key_Return)
    face = view.faces()[1]
    assert opened.args == [face.photo_id, face.id]
    assert face.photo_id in view.photo_ids()


def test_nothing_selected_means_no_decision(view: FacesView, album: Opened, qtbot: QtBot) -> None:
    view._grid.clearSelection()
    for key in (Qt.Key.Key_S, Qt.Key.Key_G, Qt.Key.Key_Delete, Qt.Key.Key_M):
        qtbot.keyClick(view._grid, key)
    assert album.library.history() == []


# -- settings -------------------------------------------------------------------------------------------
def test_settings_say_where_the_library_lies(album: Opened, qtbot: QtBot) -> None:
    settings = SettingsView(album.client, album.thumbnails)
    qtbot.addWidget(settings)
    settings.resize(800, 700)
    show(settings, qtbot)
    assert str(album.library.root) in words_of(settings)


def test_settings_tell_what_was_chosen(album: Opened, qtbot: QtBot) -> None:
    settings = SettingsView(album.client, album.thumbnails)
    qtbot.addWidget(settings)
    show(settings, qtbot)
    written: list[Preferences] = []
    keeper = PreferenceKeeper(Preferences(appearance="dark"), written.append)
    with qtbot.assertNotEmitted(settings.appearance_changed):
        settings.keep_in(keeper)
    assert settings._appearance.button("dark").isChecked()
    with qtbot.waitSignal(settings.appearance_changed) as chosen:
        settings._appearance.button("light").click()
    assert chosen.args == ["light"]
    with qtbot.waitSignal(settings.device_changed) as chosen:
        settings._device.button("cpu").click()
    assert chosen.args == ["cpu"]
    assert (keeper.now.appearance, keeper.now.device) == ("light", "cpu")
    assert "next start" in words_of(settings)


def test_another_language_is_kept_for_the_next_start(album: Opened, qtbot: QtBot) -> None:
    settings = SettingsView(album.client, album.thumbnails)
    qtbot.addWidget(settings)
    show(settings, qtbot)
    keeper = PreferenceKeeper(Preferences(language="en"), lambda _: None)
    settings.keep_in(keeper)
    assert settings._language.button("en").isChecked()
    assert not settings._language_note.isVisible()
    settings._language.button("de").click()
    assert keeper.now.language == "de"
    assert settings._language_note.isVisible()
    assert settings._language_note.text() == "In effect from the next start."
    settings._language.button("en").click()
    assert keeper.now.language == "en"
    assert not settings._language_note.isVisible()
