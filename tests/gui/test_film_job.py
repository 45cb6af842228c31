"""One face through the years from a person's page: played, and saved as a video with a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from faceapp.core.models import Picture
from faceapp.core.through_years import DatedFace
from faceapp.gui import language, motion
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.progress_dialog import ProgressDialog
from faceapp.gui.film_job import FilmJob
from faceapp.gui.jobs import ThreadLanes
from faceapp.gui.main_window import MainWindow
from faceapp.gui.slides import Slides
from faceapp.imaging import film
from faceapp.library import film as library_film
from faceapp.library.library import Library
from faceapp.library.recognizer import RecognizerSource


def date_photos(library: Library) -> int:
    """The largest group, its photos taken in the years from 2001 on."""
    group = library.people()[0].id
    with library._context.database.transaction() as db:
        for number, photo in enumerate(library.photos_of_person(group)):
            taken = f"{2001 + number}-06-01T12:00:00"
            db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo.id))
    return group


@pytest.fixture(autouse=True)
def no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "ask_for_stillness", lambda then: None)


def test_it_is_played_from_the_years_of_a_person(
    window: MainWindow, client: LibraryClient, qtbot: QtBot
) -> None:
    person = date_photos(client._library)
    window.open_person(person)
    page = window.page("person")
    page.head.show_look("years")  # type: ignore[attr-defined]
    qtbot.mouseClick(page._years_page.play, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    show = window.player.show
    assert show is not None
    faces = client._library.faces_through_years(person)
    assert len(show._slides) == len(faces)
    assert show.stage.words() == "June 2001"
    show.turn(1)
    assert show.stage.words() == "June 2002"
    show.close()


def test_it_is_saved_where_the_user_says(
    window: MainWindow, client: LibraryClient, qtbot: QtBot, tmp_path: Path
) -> None:
    person = date_photos(client._library)
    window.open_person(person)
    page = window.page("person")
    page.head.show_look("years")  # type: ignore[attr-defined]
    qtbot.mouseClick(page._years_page.save, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    (dialog,) = (one for one in window.findChildren(QFileDialog) if one.isVisible())
    assert dialog.selectedFiles()[0].endswith("Somebody through the years.mp4")
    dialog.close()
    target = tmp_path / "film.mp4"
    dialog.fileSelected.emit(str(target))
    assert film.frames_in(target) > 0
    assert "Saved film.mp4" in window.message.text()
    assert not [one for one in window.findChildren(ProgressDialog) if one.isVisible()]


@pytest.mark.usefixtures("speaking")
def test_the_captions_of_the_video_are_in_the_language_of_the_window(
    client: LibraryClient, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    person = date_photos(client._library)
    client._library.decide.birthdate(person, date(2000, 3, 1))
    drawn: list[str] = []
    with_words = film.with_words

    def seen(picture: Picture, words: str) -> Picture:
        drawn.append(words)
        return with_words(picture, words)

    monkeypatch.setattr(film, "with_words", seen)
    language.speak("de")
    job_of(client, qtbot).write(person, tmp_path / "film.mp4")
    assert drawn[0] == "Juni 2001 · 15 Monate"
    assert drawn[-1].startswith("Juni 20")


def test_too_few_faces_are_told(window: MainWindow, client: LibraryClient) -> None:
    window.player.film.play(client._library.people()[0].id)
    assert "at least two photos with dates" in window.message.text()
    window.player.film.save(client._library.people()[0].id, "Anna")
    assert not [one for one in window.findChildren(QFileDialog) if one.isVisible()]


# -- on threads -----------------------------------------------------------------------------------------
@pytest.fixture
def threaded_orl(orl_root: Path, real_recognizers: RecognizerSource, qtbot: QtBot) -> Iterator[LibraryClient]:
    made = LibraryClient(Library(orl_root, real_recognizers), ThreadLanes())
    yield made
    if not made.closing:
        done: list[bool] = []
        made.shutdown(lambda: done.append(True))
        qtbot.waitUntil(lambda: bool(done), timeout=20_000)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Faces after the first are read when this is set."""
    event, count = threading.Event(), [0]
    original = library_film.aligned_face

    def wait(pictures: object, one: DatedFace, size: int) -> Picture:
        count[0] += 1
        if count[0] > 1:
            event.wait(20)
        return original(pictures, one, size)  # type: ignore[arg-type]

    monkeypatch.setattr(library_film, "aligned_face", wait)
    return event


def job_of(client: LibraryClient, qtbot: QtBot) -> FilmJob:
    from PySide6.QtWidgets import QWidget

    view = QWidget()
    qtbot.addWidget(view)
    view.show()

    def play(slides: Slides, start: int) -> None:
        raise AssertionError("not asked for")

    job = FilmJob(client, view, play)
    view.job = job  # type: ignore[attr-defined]
    return job


def test_it_can_be_stopped_and_leaves_nothing(
    threaded_orl: LibraryClient, held: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    person = date_photos(threaded_orl._library)
    dialog = job_of(threaded_orl, qtbot).write(person, tmp_path / "film.mp4")
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.words().startswith("1 of "), timeout=20_000)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    qtbot.mouseClick(dialog._stop, Qt.MouseButton.LeftButton)
    assert dialog.words() == "Stopping…"
    held.set()
    qtbot.waitUntil(lambda: bool(gone), timeout=20_000)
    assert not [one for one in tmp_path.iterdir() if "film" in one.name]


def test_closing_the_window_ends_it(
    threaded_orl: LibraryClient, held: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    person = date_photos(threaded_orl._library)
    dialog = job_of(threaded_orl, qtbot).write(person, tmp_path / "film.mp4")
    qtbot.waitUntil(lambda: dialog.words().startswith("1 of "), timeout=20_000)
    done: list[bool] = []
    threaded_orl.shutdown(lambda: done.append(True))
    held.set()
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert not [one for one in tmp_path.iterdir() if "film" in one.name]
