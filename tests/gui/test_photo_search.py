"""Searching in Photos: typing, chips, completions, errors, faces to click on, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gui_albums import Opened, opened_squares, show, words_of
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.models import Person
from faceapp.gui.client import LibraryClient
from faceapp.gui.main_window import MainWindow
from faceapp.gui.models.completions_model import Completer
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.library.library import Library
from faceapp.library.search import Found

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton

PHOTOS = [*people(3, 4), [(0, 5), (1, 5)], [(0, 6), (1, 6), (2, 6)], []]
"""Anna (0) is in six, Ben (1) in six, Cleo (2) in five photos; in the last is nobody."""


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, PHOTOS) as everything:
        for file_name, name in (("000.png", "Anna"), ("004.png", "Ben"), ("008.png", "Cleo Ångström")):
            (face,) = everything.library.faces_of_photo(everything.photo(file_name))
            assert face.person_id is not None
            everything.library.decide.name(face.person_id, name)
        with everything.library._context.database.transaction() as db:
            for number in range(4):
                taken = f"201{5 + number}-03-01T12:00:00"
                photo = everything.photo(f"00{number}.png")
                db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo))
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> PhotosView:
    view = PhotosView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    show(view, qtbot)
    view.focus_search()
    return view


@pytest.fixture
def typed(view: PhotosView, qtbot: QtBot) -> Callable[..., None]:
    def typed(*keys: str | Qt.Key) -> None:
        for one in keys:
            if isinstance(one, str):
                qtbot.keyClicks(view._bar.field, one)
            else:
                qtbot.keyClick(view._bar.field, one)

    return typed


Typed = Callable[..., None]


def names(view: PhotosView) -> list[str]:
    """The files shown."""
    rows = range(view._model.rowCount())
    return sorted(Path(view._model.photo(row).paths[0]).stem for row in rows)


def chips(view: PhotosView) -> list[str]:
    return [chip.words() for chip in view._bar.chips]


def offered(view: PhotosView) -> list[str]:
    return [row.title for row in view._bar.list.rows()]


# -- typing ---------------------------------------------------------------------------------------------
def test_results_come_with_each_letter(view: PhotosView, typed: Typed) -> None:
    assert len(names(view)) == 15
    typed("cl")
    assert offered(view) == ["Cleo Ångström"]
    assert names(view) == ["008", "009", "010", "011", "013"]
    assert "5 photos with cl…" in words_of(view)
    assert chips(view) == []  # still being typed
    typed("eo anna")
    assert names(view) == ["013"]
    assert "1 photo with Cleo Ångström and Anna" in words_of(view)


def test_enter_makes_chips_with_crops(view: PhotosView, typed: Typed, album: Opened) -> None:
    typed("anna + ben 2015..2016", Key.Key_Return)
    assert chips(view) == ["Anna", "Ben", "2015 to 2016"]
    assert view._bar.field.text() == ""
    assert view.query() == "Anna + Ben + 2015..2016"
    assert "No photos with Anna and Ben in 2015 to 2016" in words_of(view)
    assert [len(view._search.faces_of(term)) for term in view._bar.query.terms] == [1, 1, 0]


def test_a_completion_is_taken_by_keys_and_mouse(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("2015.. + an", Key.Key_Return)
    assert chips(view) == ["since 2015", "Anna"]
    assert names(view) == ["000", "001", "002", "003"]
    typed("c", Key.Key_Tab)
    assert chips(view)[-1] == "Cleo Ångström"
    view._bar.clear()
    typed("n")
    rows = offered(view)
    assert rows == ["nobody"]
    qtbot.mouseClick(view._bar.list, LEFT, pos=QPoint(60, 20))
    assert chips(view) == ["nobody"]
    assert names(view) == ["014"]


def test_the_arrows_choose_in_the_list(view: PhotosView, typed: Typed, album: Opened, qtbot: QtBot) -> None:
    ben = next(one for one in album.library.people() if one.name == "Ben")
    album.library.decide.rename(ben.id, "Anton")
    qtbot.waitUntil(lambda: "Anton" in strip(view))
    typed("an")
    first, second, third = offered(view)
    typed(Key.Key_Down, Key.Key_Return)
    assert chips(view) == [second]
    assert {first, second, third} == {"Anna", "Anton", "Cleo Ångström"}


def test_a_plus_finishes_a_condition(view: PhotosView, typed: Typed) -> None:
    typed("ben +")
    assert chips(view) == ["Ben"]
    assert view._bar.field.text() == ""
    typed("| anna", Key.Key_Escape, Key.Key_Return)  # goes on where the chip ends
    assert chips(view) == ["Ben or Anna"]
    assert len(names(view)) == 10


def test_words_of_the_search_are_offered(view: PhotosView, typed: Typed) -> None:
    typed("f")
    assert offered(view) == ["faces>…", "folder:…"]
    typed(Key.Key_Return, "2", Key.Key_Return)
    assert chips(view) == ["more than 2 faces"]
    assert names(view) == ["013"]


# -- chips ----------------------------------------------------------------------------------------------
def test_backspace_and_the_cross_take_chips_out(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("only anna + ben + ..2016", Key.Key_Return)
    assert chips(view) == ["Anna", "Ben", "until 2016", "nobody else"]
    typed(Key.Key_Backspace, Key.Key_Backspace)
    assert chips(view) == ["Anna", "Ben"]
    assert names(view) == ["012", "013"]
    qtbot.mouseClick(view._bar.chips[1].cross, LEFT)
    assert chips(view) == ["Anna"]
    assert len(names(view)) == 6
    typed(Key.Key_Backspace)
    assert chips(view) == []
    assert len(names(view)) == 15
    assert view._bar.field.hasFocus()


def test_chips_by_keys(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("anna ben - cleo", Key.Key_Return)
    typed(Key.Key_Left)
    assert view._bar.chips[2].hasFocus()
    qtbot.keyClick(view._bar.chips[2], Key.Key_Left)
    qtbot.keyClick(view._bar.chips[1], Key.Key_Delete)
    assert chips(view) == ["Anna", "not Cleo Ångström"]
    assert view._bar.chips[1].hasFocus()
    qtbot.keyClick(view._bar.chips[1], Key.Key_Return)  # back to text
    assert view._bar.field.text() == '-"Cleo Ångström"'
    assert view._bar.field.hasFocus()
    typed(Key.Key_Return)
    assert chips(view) == ["Anna", "not Cleo Ångström"]


def test_nobody_else_goes_with_the_last_name(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("only anna 2015", Key.Key_Return)
    qtbot.mouseClick(view._bar.chips[0].cross, LEFT)
    assert chips(view) == ["2015"]


# -- errors, nothing found --------------------------------------------------------------------------------
def test_an_error_is_quiet_and_keeps_the_results(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("anna", Key.Key_Return)
    typed("benn")
    assert view._bar.error() == ""  # not while it is typed
    qtbot.waitUntil(lambda: "nobody has this name. Did you mean “Ben”?" in view._bar.error())
    assert names(view) == ["012", "013"]  # as "ben" found them
    assert chips(view) == ["Anna"]
    view._bar._error.linkActivated.emit("0")
    assert chips(view) == ["Anna", "Ben"]
    assert view._bar.error() == ""
    assert names(view) == ["012", "013"]


def test_enter_says_the_error_at_once(view: PhotosView, typed: Typed) -> None:
    view._bar.field.insert("2019-13")
    typed(Key.Key_Return)
    assert view._bar.error() == "“2019-13”: months go from 01 to 12, as in 2019-06"
    assert len(names(view)) == 15
    assert view._bar.field.text() == "2019-13"
    typed(Key.Key_Backspace, "2")
    assert view._bar.error() == ""


def test_names_are_no_markup(view: PhotosView, typed: Typed) -> None:
    typed('"<b>x</b>"', Key.Key_Return)
    assert view._bar.error() == '“"<b>x</b>"”: nobody has this name'
    assert "&lt;b&gt;" in view._bar._error.text()


def test_nothing_found_says_what_to_do(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("nobody + anna", Key.Key_Return)
    assert "No photos with Anna with nobody" in words_of(view)
    assert "Take out one of the conditions" in words_of(view)
    qtbot.mouseClick(view._nothing.button, LEFT)
    assert len(names(view)) == 15
    assert chips(view) == []


def test_escape_goes_step_by_step(view: PhotosView, typed: Typed, qtbot: QtBot) -> None:
    typed("be")
    assert offered(view)
    typed(Key.Key_Escape)
    assert not offered(view)
    assert view._bar.field.text() == "be"
    typed(Key.Key_Escape)
    assert view.query() == ""
    assert len(names(view)) == 15
    typed(Key.Key_Escape)
    assert view._list.hasFocus()


# -- faces to click on ------------------------------------------------------------------------------------
def strip(view: PhotosView) -> dict[str, bool]:
    return {chip.text(): chip.isChecked() for chip in view._strip.chips()}


def press(view: PhotosView, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(next(chip for chip in view._strip.chips() if chip.text() == name), LEFT)


def test_people_to_click_on(view: PhotosView, qtbot: QtBot, typed: Typed) -> None:
    assert strip(view) == {"Anna": False, "Ben": False, "Cleo Ångström": False}
    press(view, "Ben", qtbot)
    assert chips(view) == ["Ben"]
    press(view, "Cleo Ångström", qtbot)
    assert names(view) == ["013"]
    assert strip(view) == {"Ben": True, "Cleo Ångström": True, "Anna": False}  # who else is in these
    press(view, "Ben", qtbot)
    assert chips(view) == ["Cleo Ångström"]
    view._strip.without.emit(next(one.id for one in view._search.completer.named if one.name == "Anna"))
    assert chips(view) == ["Cleo Ångström", "not Anna"]
    assert names(view) == ["008", "009", "010", "011"]
    view._strip.only.emit(next(one.id for one in view._search.completer.named if one.name == "Ben"))
    assert chips(view)[-1] == "nobody else"


def test_only_people_in_the_photos_are_offered(view: PhotosView, typed: Typed) -> None:
    typed("faces=2", Key.Key_Return)
    assert strip(view) == {"Anna": False, "Ben": False}


def test_hidden_people_are_not_offered(view: PhotosView, typed: Typed, album: Opened, qtbot: QtBot) -> None:
    cleo = next(one.id for one in album.library.people() if one.name and one.name.startswith("Cleo"))
    album.library.decide.hide(cleo)
    qtbot.waitUntil(lambda: list(strip(view)) == ["Anna", "Ben"])
    typed("cl")
    assert offered(view) == []


def test_completions_tell_namesakes_apart() -> None:
    several = [Person(number, "Anna", 5, number, 1, title=f"Anna ({number})") for number in (1, 2)]
    completer = Completer([*several, Person(3, "2019", 1, 9, 1), Person(4, None, 9, 9, 0)])
    assert [(row.title, row.text) for row in completer.completions("2015 an")] == [
        ("Anna (2)", '"Anna (2)"'),
        ("Anna (1)", '"Anna (1)"'),
    ]
    assert completer.written(3) == '"2019"'
    assert completer.completions("2019") == []
    assert completer.completions('"an') == []


# -- in German --------------------------------------------------------------------------------------------
def test_a_german_window_understands_german_and_english(
    german: None, view: PhotosView, typed: Typed, qtbot: QtBot
) -> None:
    typed("nur anna und ben", Key.Key_Return)
    both = names(view)
    assert chips(view) == ["Anna", "Ben", "sonst niemand"]
    qtbot.mouseDClick(view._bar.chips[2], LEFT)
    assert view._bar.field.text() == "nur"  # and not the word of another language
    view._bar.clear()
    typed("only anna and ben", Key.Key_Return)
    assert chips(view) == ["Anna", "Ben", "sonst niemand"]
    assert names(view) == both
    assert view.query() == "only Anna + Ben"  # as it is kept, whatever the window speaks next time
    view._bar.clear()
    typed("anna ohne ben Gesichter>=2 Ordner:photos", Key.Key_Return)
    assert chips(view) == ["Anna", "nicht Ben", "mindestens 2 Gesichter", "Ordner „photos“"]
    view._bar.clear()
    typed("niemand", Key.Key_Return)
    assert chips(view) == ["niemand"]


def test_a_german_window_offers_german_words(german: None, view: PhotosView, typed: Typed) -> None:
    typed("nu")
    assert offered(view) == ["nur …"]
    typed(Key.Key_Return, "anna", Key.Key_Return)
    assert chips(view) == ["Anna", "sonst niemand"]
    view._bar.clear()
    typed("fold")  # who knows the English one gets the same
    assert offered(view) == ["ordner:…"]


# -- keeping up -------------------------------------------------------------------------------------------
def test_what_is_decided_changes_what_was_found(
    view: PhotosView, typed: Typed, album: Opened, qtbot: QtBot
) -> None:
    typed("ben", Key.Key_Return)
    assert "012" in names(view)
    ben = next(one.id for one in album.library.people() if one.name == "Ben")
    (face,) = (one for one in album.library.faces_of_photo(album.photo("012.png")) if one.person_id == ben)
    album.library.decide.stranger([face.id])
    qtbot.waitUntil(lambda: "012" not in names(view))
    assert chips(view) == ["Ben"]


def test_stale_answers_are_dropped(
    album: Opened, squares_root: Path, threaded: LibraryClient, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = PhotosView(threaded, ThumbnailLoader(threaded._library, inline=True))
    qtbot.addWidget(view)
    view.resize(900, 600)
    show(view, qtbot)
    qtbot.waitUntil(lambda: view._model.rowCount() > 0)
    asked: list[str] = []
    search = Library.search

    def counted(library: Library, query: str, **how: Any) -> Found:
        asked.append(query)
        return search(library, query, **how)

    monkeypatch.setattr(Library, "search", counted)
    seen: list[str] = []
    view._search.found.connect(lambda found, _: seen.append(str(found.query)))
    qtbot.keyClicks(view._bar.field, "faces>=2")  # eight letters while the first answer is under way
    qtbot.waitUntil(lambda: "faces>=2" in seen)
    assert asked[-1] == "faces>=2"
    assert len(asked) < 8  # only the newest of those typed meanwhile was asked
    qtbot.keyClicks(view._bar.field, "5")
    view._bar.clear()
    threaded.ask(lambda library: asked.append("last"), lambda _: seen.append("last"), owner=view)
    qtbot.waitUntil(lambda: seen[-1] == "last")
    assert seen[-2] == "faces>=2"
    assert view._model.rowCount() == len(view._all)


# -- in the window ----------------------------------------------------------------------------------------
@pytest.fixture
def window(album: Opened, qtbot: QtBot) -> MainWindow:
    made = MainWindow(album.client, album.thumbnails)
    qtbot.addWidget(made)
    made.start(welcome=False)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def photos_page(window: MainWindow) -> PhotosView:
    page = window.page("photos")
    assert isinstance(page, PhotosView)
    return page


def test_the_search_survives_and_back_goes_back(window: MainWindow, album: Opened, qtbot: QtBot) -> None:
    window.go("photos")
    qtbot.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page = photos_page(window)
    assert page._bar.field.hasFocus()
    qtbot.keyClicks(page._bar.field, "ben")
    qtbot.keyClick(page._bar.field, Key.Key_Return)
    window.go("people")
    window.go("photos")
    assert chips(page) == ["Ben"]
    # a photo, a person, the photos of that person; and all the way back
    window.open_photo(album.photo("013.png"))
    viewer = window.page("viewer")
    assert isinstance(viewer, ViewerView)
    assert len(viewer._ids) == 6  # the photos found, one after the other
    anna = next(face for face in viewer.faces() if face.name == "Anna")
    viewer.select(anna.id)
    assert viewer._search.isVisible()
    viewer._search.trigger()
    assert window.place == ("photos", None)
    assert chips(page) == ["Anna"]
    assert len(names(page)) == 6
    qtbot.keyClick(page._list, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.place[0] == "viewer"
    window.back()
    assert chips(page) == ["Ben"]
    assert window.place[0] == "photos"


def test_photos_of_a_person(window: MainWindow, album: Opened) -> None:
    cleo = next(one.id for one in album.library.people() if one.name and one.name.startswith("Cleo"))
    window.open_person(cleo)
    person = window.page("person")
    assert isinstance(person, PersonView)
    person._search.trigger()
    assert chips(photos_page(window)) == ["Cleo Ångström"]
    assert len(names(photos_page(window))) == 5
    window.back()
    assert window.place == ("person", cleo)
    window.go("photos")
    assert chips(photos_page(window)) == ["Cleo Ångström"]
    album.library.decide.hide(cleo)
    window.open_person(cleo)
    person._search.trigger()
    assert len(names(photos_page(window))) == 5
    assert photos_page(window).query() == 'hidden:"Cleo Ångström"'
