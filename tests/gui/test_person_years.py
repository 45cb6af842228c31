"""Somebody through the years, on their page."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from faceapp.core.models import Person
from faceapp.gui.ages import in_year
from faceapp.gui.main_window import MainWindow
from faceapp.gui.views.person_view import PersonView
from faceapp.library.library import Library


def open_page(window: MainWindow, person: Person) -> PersonView:
    window.open_person(person.id)
    page = window.page("person")
    assert isinstance(page, PersonView)
    return page


def date_photos(library: Library, person: Person, years: tuple[int, ...]) -> None:
    photos = library.photos_of_person(person.id)
    with library._context.database.transaction() as db:
        for photo, year in zip(photos, years, strict=False):
            taken = f"{year}-06-01T12:00:00"
            db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo.id))


def test_undated_photos_offer_no_years(asking: MainWindow, anna: Person, qtbot: QtBot) -> None:
    page = open_page(asking, anna)
    with qtbot.waitSignal(page._rest.came):
        pass
    assert not page.head.looks.button("years").isVisible()


def test_one_face_a_year_oldest_first_with_the_age(
    asking: MainWindow, library: Library, anna: Person, qtbot: QtBot
) -> None:
    date_photos(library, anna, (2019, 2012, 2012))
    library.decide.birthdate(anna.id, date(2012, 3, 1))
    page = open_page(asking, anna)
    qtbot.waitUntil(page.head.looks.button("years").isVisible)
    qtbot.mouseClick(page.head.looks.button("years"), Qt.MouseButton.LeftButton)
    assert page.years.isVisible()
    assert page.years.captions() == ["2012 · newborn", "2019 · age 7"]
    assert [face.id for face in page.years.faces()] == [one.face.id for one in library.years(anna.id)]
    assert page.photo_ids() == [face.photo_id for face in page.years.faces()]
    page.years.setCurrentIndex(page.years.model().index(1, 0))
    qtbot.keyClick(page.years, Qt.Key.Key_Return)
    assert asking.place == ("viewer", page.years.faces()[1].photo_id)
    asking.back()
    assert page.years.isVisible()


def test_years_without_a_birth_date(asking: MainWindow, library: Library, anna: Person) -> None:
    date_photos(library, anna, (2019, 2012))
    page = open_page(asking, anna)
    page.head.show_look("years")
    assert page.years.captions() == ["2012", "2019"]


def test_somebody_else_starts_with_the_faces(asking: MainWindow, library: Library, anna: Person) -> None:
    date_photos(library, anna, (2019, 2012))
    page = open_page(asking, anna)
    page.head.show_look("years")
    other = next(person for person in library.people() if person.id != anna.id)
    open_page(asking, other)
    assert page.grid.isVisible()
    assert page.years.captions() == []


def test_ages_in_a_year() -> None:
    born = date(2012, 3, 1)
    assert [in_year(born, year) for year in (2011, 2012, 2013, 2030)] == ["", "newborn", "age 1", "age 18"]
