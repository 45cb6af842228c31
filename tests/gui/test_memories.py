"""The card of this day on People: shown where there is something, dismissed, switched off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from gui_albums import words_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from faceapp.core.models import Person
from faceapp.gui import preferences
from faceapp.gui.main_window import MainWindow
from faceapp.gui.memories import Memories
from faceapp.gui.widgets.memory_card import MemoryCard
from faceapp.library.library import Library

Setup = Callable[..., MemoryCard]


@pytest.fixture
def card(asking: MainWindow, library: Library, anna: Person) -> MemoryCard:
    """Of two years: three photos of Anna of this day, and one near it."""
    today = date.today()
    photos = [one.id for one in library.photos_of_person(anna.id)]
    with library._context.database.transaction() as db:
        for number, photo in enumerate(photos[:4]):
            year = today.year - (9 if number < 3 else 4)
            taken = f"{year}-{today.month:02d}-{min(today.day, 28):02d}T10:00:0{number}"
            db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo))
    asking.go("people")
    found = asking.page("people").findChild(MemoryCard)
    assert found is not None
    memories_of(asking).refresh()
    return found


def memories_of(window: MainWindow) -> Memories:
    found = window.page("people").findChild(Memories)
    assert isinstance(found, Memories)
    return found


def test_nothing_is_said_where_there_is_nothing(asking: MainWindow) -> None:
    memories_of(asking).refresh()
    card = asking.page("people").findChild(MemoryCard)
    assert not card.isVisibleTo(asking)


def test_the_card_leads_to_the_photos(card: MemoryCard, asking: MainWindow, qtbot: QtBot) -> None:
    year = date.today().year
    assert card.isVisibleTo(asking)
    assert card.words().endswith(f"day, {year - 9}: 3 photos with Anna")
    assert f"{year - 9}" in words_of(card)
    qtbot.mouseClick(card.other, Qt.MouseButton.LeftButton)
    assert card.words().endswith(f"day, {year - 4}: 1 photo with Anna")
    qtbot.mouseClick(card.other, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.look, Qt.MouseButton.LeftButton)
    assert asking.place[0] == "viewer"
    assert len(asking.page("viewer").photo_ids()) == 3  # type: ignore[attr-defined]
    asking.back()
    assert asking.place[0] == "people"


def test_it_stays_at_the_year_that_was_turned_to(card: MemoryCard, asking: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(card.other, Qt.MouseButton.LeftButton)
    turned_to = card.words()
    memories_of(asking).refresh()  # as after every scan
    assert card.words() == turned_to


def test_it_goes_for_the_day(card: MemoryCard, asking: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(card.away, Qt.MouseButton.LeftButton)
    assert not card.isVisibleTo(asking)
    memories_of(asking).refresh()
    assert not card.isVisibleTo(asking)
    assert asking._preferences.now.day_dismissed == date.today().isoformat()
    asking._preferences.dismiss_day(date(2001, 1, 1))  # another day
    assert card.isVisibleTo(asking)


def test_it_is_switched_off_in_the_settings(card: MemoryCard, asking: MainWindow, qtbot: QtBot) -> None:
    asking.go("settings")
    (box,) = (one for one in asking.page("settings").findChildren(QCheckBox) if "this day" in one.text())
    assert box.isChecked()
    box.click()
    asking.go("people")
    assert not card.isVisibleTo(asking)
    asking.go("settings")
    box.click()
    asking.go("people")
    assert card.isVisibleTo(asking)


def test_the_choices_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "window.toml"
    chosen = preferences.Preferences(
        appearance="dark", on_this_day=False, day_dismissed="2026-05-20", slide_seconds=12, language="de"
    )
    preferences.save(file, chosen)
    assert preferences.load(file) == chosen
    file.write_text('on_this_day = "yes"\nslide_seconds = 900\nlanguage = "xx"\nday_dismissed = 4\n')
    assert preferences.load(file) == preferences.Preferences()
