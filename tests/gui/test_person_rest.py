"""What comes after the faces of a person's page: of the person shown now, for who stays, and up to date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from faceapp.core.models import Person
from faceapp.gui import person_rest
from faceapp.gui.main_window import MainWindow
from faceapp.gui.person_rest import Rest
from faceapp.gui.views.person_view import PersonView
from faceapp.library.library import Library


@pytest.fixture
def page(asking: MainWindow) -> PersonView:
    made = asking.page("person")
    assert isinstance(made, PersonView)
    return made


@pytest.fixture
def group(groups: Callable[[], list[Person]]) -> Person:
    return groups()[0]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was read of whom."""
    found: list[tuple[str, int]] = []
    for name in ("timeline", "years", "odd_faces"):
        plain = getattr(Library, name)

        def reading(library: Library, who: int, plain: object = plain, name: str = name) -> object:
            found.append((name, who))
            assert callable(plain)
            return plain(library, who)

        monkeypatch.setattr(Library, name, reading)
    return found


def test_only_who_is_stayed_with_is_looked_at(
    asking: MainWindow,
    page: PersonView,
    anna: Person,
    group: Person,
    asked: list[tuple[str, int]],
    qtbot: QtBot,
) -> None:
    asking.open_person(group.id)
    asking.open_person(anna.id)
    with qtbot.waitSignal(page._rest.odd):
        pass
    assert asked == [("timeline", anna.id), ("years", anna.id), ("odd_faces", anna.id)]
    assert len(page._photos.photo_ids()) == anna.photos


def test_a_page_that_was_left_reads_nothing_more(
    asking: MainWindow, page: PersonView, anna: Person, asked: list[tuple[str, int]], qtbot: QtBot
) -> None:
    asking.open_person(anna.id)
    asking.go("people")
    with qtbot.waitSignal(_after(page, 2 * max(page._rest._timer.interval(), page._rest._stays.interval()))):
        pass
    assert asked == []
    asking.open_person(anna.id)
    qtbot.waitUntil(lambda: len(page._photos.photo_ids()) == anna.photos)


def test_a_look_that_is_chosen_early_is_read_at_once(
    asking: MainWindow, page: PersonView, anna: Person, asked: list[tuple[str, int]]
) -> None:
    asking.open_person(anna.id)
    page.head.show_look("photos")
    assert asked == [("timeline", anna.id), ("years", anna.id)]
    assert len(page.photo_ids()) == anna.photos
    assert page._timeline.hasFocus()
    assert page._timeline.currentIndex().row() == 0  # the keyboard is on a photo


def test_a_look_that_is_chosen_waits_for_nothing_that_goes_on_beside(
    asking: MainWindow,
    page: PersonView,
    anna: Person,
    asked: list[tuple[str, int]],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[object] = []
    with monkeypatch.context() as slow:
        slow.setattr(asking.client, "in_background", lambda query, *_, **__: held.append(query))
        asking.open_person(anna.id)
        qtbot.waitUntil(lambda: len(held) == 1)  # behind something that takes long
        page.head.show_look("photos")
        assert len(page.photo_ids()) == anna.photos
        page.head.show_look("faces")
        page.head.show_look("photos")
    assert asked == [("timeline", anna.id), ("years", anna.id)]  # once


def test_photos_follow_a_decision(
    asking: MainWindow, page: PersonView, library: Library, anna: Person, qtbot: QtBot
) -> None:
    asking.open_person(anna.id)
    qtbot.waitUntil(lambda: len(page._photos.photo_ids()) == anna.photos)
    gone = library.faces_of_person(anna.id)[0]
    decision = library.decide.reject([gone.id], anna.id)
    qtbot.waitUntil(lambda: gone.photo_id not in page._photos.photo_ids())
    library.decide.undo(decision.event)
    qtbot.waitUntil(lambda: gone.photo_id in page._photos.photo_ids())


def test_changes_that_go_on_and_on_do_not_put_it_off(
    asking: MainWindow, page: PersonView, anna: Person, qtbot: QtBot
) -> None:
    asking.open_person(anna.id)
    with qtbot.waitSignal(page._rest.came):
        again = QTimer(page, interval=page._rest._timer.interval() // 3)
        again.timeout.connect(page._reload)
        again.start()
    again.stop()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_rest, "FIRST_FACES", 2)


@pytest.mark.usefixtures("few")
def test_the_first_faces_come_first_and_all_of_them_next(
    asking: MainWindow, page: PersonView, library: Library, anna: Person, qtbot: QtBot
) -> None:
    faces = library.faces_of_person(anna.id)
    asking.open_person(anna.id)
    assert page.faces.faces() == faces[:2]
    assert page.head.counts().startswith(f"{anna.faces} faces")
    qtbot.waitUntil(lambda: page.faces.faces() == faces)
    asking.go("people")
    asking.open_person(anna.id)
    assert page.faces.faces() == faces  # the page of the same person starts with what it had


@pytest.mark.usefixtures("few")
def test_a_decision_on_the_first_faces_is_not_taken_back_by_the_rest(
    asking: MainWindow, page: PersonView, library: Library, anna: Person, qtbot: QtBot
) -> None:
    asking.open_person(anna.id)
    whole = Rest(anna.id, library.faces_of_person(anna.id), library.timeline(anna.id), library.years(anna.id))
    gone = page.faces.faces()[0].id
    library.decide.reject([gone], anna.id)
    qtbot.waitUntil(lambda: page.faces.row_of(gone) is None)
    page._got_rest(whole)  # read before, and only now here
    assert page.faces.row_of(gone) is None
    assert len(page.faces.faces()) == len(library.faces_of_person(anna.id))


def _after(page: PersonView, milliseconds: int) -> object:
    timer = QTimer(page, singleShot=True, interval=milliseconds)
    timer.start()
    return timer.timeout
