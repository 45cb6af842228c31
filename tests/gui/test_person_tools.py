"""A person's page beyond faces and name: split, birth date, look-alikes, two people, odd faces."""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Person, Photo
from faceapp.core.timeline import Timeline
from faceapp.gui.ages import age, ages_of
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.birth_dialog import BirthDialog
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.dialogs.person_picker import PersonPicker
from faceapp.gui.dialogs.split_dialog import SplitDialog
from faceapp.gui.main_window import MainWindow
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.widgets.suggestion_band import SuggestionBand
from faceapp.library.library import Library


@pytest.fixture
def groups(library: Library) -> list[Person]:
    return [person for person in library.people() if person.name is None]


def page_of(window: MainWindow, person: Person) -> PersonView:
    window.open_person(person.id)
    page = window.page("person")
    assert isinstance(page, PersonView)
    return page


def dialog_of(page: QWidget, kind: type[QDialog]) -> QDialog:
    (found,) = (one for one in page.findChildren(kind) if one.isVisible())
    return found


def press(inside: QWidget, words: str, qtbot: QtBot) -> None:
    (button,) = (one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_mixed_person_is_taken_apart_in_one_decision(
    asking: MainWindow, library: Library, anna: Person, groups: list[Person], qtbot: QtBot
) -> None:
    other = groups[0]
    library.decide.merge(anna.id, [other.id])
    mixed = library.person(anna.id)
    page = page_of(asking, mixed)
    page.tools.split()
    dialog = dialog_of(page, SplitDialog)
    assert isinstance(dialog, SplitDialog)
    assert len(dialog.ticks) == 1
    proposed = library.split_proposal(anna.id)
    said = [face for face in library.faces_by_id(proposed[0]) if face.state is FaceState.CONFIRMED]
    words = f"{len(proposed[0])} faces stay, {len(proposed[1])} faces move to 1 new group"
    assert words in dialog.words()
    press(dialog, "Split", qtbot)
    left = library.person(anna.id)
    assert left.confirmed == len(said)  # the others are looked at anew
    moved = {face.person_id for face in library.faces_by_id(proposed[1])}
    assert len(moved) == 1
    assert moved.isdisjoint({anna.id})
    assert "Split Anna: 1 new group" in asking.message.text()
    asking.client.undo()
    assert library.person(anna.id).faces == mixed.faces


def test_what_is_not_ticked_stays(
    asking: MainWindow, library: Library, anna: Person, groups: list[Person]
) -> None:
    library.decide.merge(anna.id, [groups[0].id])
    page = page_of(asking, anna)
    page.tools.split()
    dialog = dialog_of(page, SplitDialog)
    assert isinstance(dialog, SplitDialog)
    dialog.ticks[0].setChecked(False)
    assert "all stays as it is" in dialog.words()
    before = library.history()
    dialog.accept()
    assert library.history() == before


def test_one_person_is_not_split(asking: MainWindow, library: Library, anna: Person) -> None:
    page = page_of(asking, anna)
    page.tools.split()
    dialog = dialog_of(page, SplitDialog)
    assert isinstance(dialog, SplitDialog)
    if len(library.split_proposal(anna.id)) == 1:
        assert "look like one person" in dialog.words()
        assert not dialog.ticks


def test_a_birth_date_is_shown_and_can_be_removed(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    page = page_of(asking, anna)
    assert page.head.facts() == "Add birth date"
    qtbot.mouseClick(page.head.birth, Qt.MouseButton.LeftButton)
    dialog = dialog_of(page, BirthDialog)
    assert isinstance(dialog, BirthDialog)
    dialog.field.setDate(QDate(1999, 5, 3))
    press(dialog, "Save", qtbot)
    assert library.birthdate(anna.id) == date(1999, 5, 3)
    assert page.head.facts() == "born 3 May 1999"
    page.tools.birthdate()
    press(dialog_of(page, BirthDialog), "Remove", qtbot)
    assert library.birthdate(anna.id) is None
    assert page.head.facts() == "Add birth date"


def test_look_alikes_are_declared_shown_and_ended(
    asking: MainWindow, library: Library, anna: Person, groups: list[Person], qtbot: QtBot
) -> None:
    library.decide.name(groups[0].id, "Ben")
    page = page_of(asking, anna)
    page.tools.look_alike()
    picker = dialog_of(page, PersonPicker)
    qtbot.keyClicks(picker.findChild(QLineEdit), "ben")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert library.look_alikes() == [tuple(sorted((anna.id, groups[0].id)))]
    assert "often confused with Ben" in page.head.facts()
    (entry,) = page.tools.alike_menu.actions()
    assert entry.text() == "Ben"
    entry.trigger()
    assert library.look_alikes() == []
    assert "confused" not in page.head.facts()


def test_two_that_were_nearly_merged_are_kept_apart(
    asking: MainWindow, library: Library, anna: Person, groups: list[Person], qtbot: QtBot
) -> None:
    page = page_of(asking, anna)
    dialog = MergeDialog(asking.client, asking.thumbnails, anna, [groups[0]], page)
    dialog.open()
    press(dialog, "No, two people", qtbot)
    assert library.different_people() == [tuple(sorted((anna.id, groups[0].id)))]
    assert library.person(groups[0].id).faces == groups[0].faces


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2020, 1, 9), ""),
        (date(2020, 1, 10), "newborn"),
        (date(2020, 3, 9), "1 month"),
        (date(2021, 11, 10), "22 months"),
        (date(2022, 1, 10), "2 years"),
        (date(2054, 1, 9), "33 years"),
    ],
)
def test_age(on: date, words: str) -> None:
    assert age(date(2020, 1, 10), on) == words


def test_ages_stand_under_faces_of_dated_photos_only(
    asking: MainWindow, anna: Person, a_face: Face, tmp_path: Path
) -> None:
    dated = Photo(1, "x", 10, 10, datetime(2007, 6, 1), ())
    assert ages_of([a_face], Timeline.of([dated]), date(1999, 5, 3)) == {1: "8 years"}
    assert ages_of([a_face], Timeline.of([dated]), date(2008, 5, 3)) == {1: "before birth"}
    assert ages_of([a_face], Timeline.of([Photo(1, "x", 10, 10, None, ())]), date(1999, 5, 3)) == {}
    assert ages_of([a_face], Timeline.of([dated]), None) == {}
    page = page_of(asking, anna)
    low = page.grid.visualRect(page.faces.index(0)).height()
    page._show_ages({page.faces.face(0).id: "8 years"})
    assert page.grid.visualRect(page.faces.index(0)).height() > low


def test_odd_faces_are_asked_about_after_the_suggestions(asking: MainWindow, qtbot: QtBot) -> None:
    band = SuggestionBand(asking.thumbnails)
    qtbot.addWidget(band)
    asked = Face(1, 1, Box(1, 1, 9, 9), 1.0, 1.0, FaceState.SUGGESTED)
    odd = Face(2, 2, Box(1, 1, 9, 9), 1.0, 1.0, FaceState.AUTOMATIC)
    band.show_faces([asked], "Anna")
    band.show_odd([odd])
    assert (band.question.text(), band.ids()) == ("Is this Anna?", [1])
    press(band, "1 looks odd", qtbot)
    assert (band.question.text(), band.ids()) == ("Looks odd: is this Anna?", [2])
    press(band, "1 to confirm", qtbot)
    assert band.ids() == [1]
    band.show_faces([], "Anna")
    assert (band.shows_odd, band.ids()) == (True, [2])
    band.show_odd([])
    assert not band.isVisible()


def test_no_click_and_no_question_waits_for_the_odd_faces(
    threaded: LibraryClient, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = threaded._library
    group = library.people()[0]
    library.decide.name(group.id, "Anna")
    asked, answered = threading.Event(), threading.Event()

    def odd_faces(self: Library, person_id: int) -> list[Face]:
        asked.set()
        assert answered.wait(20)
        return self.faces_of_person(person_id)[:1]

    monkeypatch.setattr(Library, "odd_faces", odd_faces)
    page = PersonView(threaded, ThumbnailLoader(library, threaded))
    threaded.on_close(page._thumbnails.close)
    qtbot.addWidget(page)
    try:
        page.show_person(group.id)
        qtbot.waitUntil(asked.is_set, timeout=20_000)
        with qtbot.waitSignal(threaded.decided, timeout=20_000):
            threaded.decide(lambda decide: decide.rename(group.id, "Ann"), text="Renamed")
        answers: list[int] = []
        threaded.compute(lambda library: len(library.people()), answers.append, owner=page)
        qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    finally:
        answered.set()
    shown = [page.band.question, *page.band.findChildren(QPushButton)]
    qtbot.waitUntil(lambda: any("odd" in one.text() for one in shown), timeout=20_000)


def test_an_odd_face_is_asked_about_once(
    asking: MainWindow, library: Library, anna: Person, groups: list[Person], qtbot: QtBot
) -> None:
    stray = library.faces_of_person(groups[0].id)[0].id
    library.decide.reject([stray], groups[0].id)
    library.decide.merge(anna.id, [library.decide.move([stray], None).person_id or 0])
    page = page_of(asking, library.person(anna.id))
    odd = [face.id for face in library.odd_faces(anna.id)]
    assert odd == [stray]
    with qtbot.waitSignal(page._rest.odd):
        pass
    if not page.band.shows_odd:  # suggestions come first
        press(page.band, "1 looks odd", qtbot)
    assert (page.band.question.text(), page.band.ids()) == ("Looks odd: is this Anna?", [stray])
    page.band.list.setFocus()
    qtbot.keyClick(page.band.list, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: not page.band.shows_odd)
    assert library.odd_faces(anna.id) == []
    assert library.faces_by_id([stray])[0].name == "Anna"
    asking.client.undo()
    assert [face.id for face in library.odd_faces(anna.id)] == [stray]
