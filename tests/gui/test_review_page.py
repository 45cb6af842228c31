"""A page of the review: several faces answered with one key, those that are otherwise ticked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_albums import Opened, opened, show
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from squares import Squares, scan_carefully

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Photo
from faceapp.core.questions import Question, QuestionKind
from faceapp.gui.main_window import MainWindow
from faceapp.gui.review_words import Asked, page_of
from faceapp.gui.views.review_view import ReviewView
from faceapp.gui.widgets.question_page import KEYS

# Five people with poor pictures that grouping leaves alone, and three who are in one photo only.
LOOKS = (0, 1, 2, 3, 10, 11, 12, 13)
PHOTOS = [*[[(person, look)] for person in range(5) for look in LOOKS], *[[(one, 0)] for one in (5, 6, 7)]]
WHO = [photo[0][0] for photo in PHOTOS]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scan_carefully(tmp_path_factory.mktemp("pages"), PHOTOS)


@pytest.fixture
def album(scanned: Path, squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened(squares.open(Path(shutil.copytree(scanned, tmp_path / "library")))) as everything:
        everything.name_groups("Anna", "Ben", "Carla", "Dan", "Eve")
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> ReviewView:
    view = ReviewView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(1100, 760)
    show(view, qtbot)
    for _ in range(40):  # to the first page
        if view.on_page:
            return view
        assert view.feed.now is not None
        qtbot.keyClick(view, "S")
    raise AssertionError("the planner offers no page")


def now(view: ReviewView) -> Asked:
    assert view.feed.now is not None
    return view.feed.now


def keys(view: ReviewView) -> tuple[str, ...]:
    """The questions on show; none where nothing is left to ask."""
    return view.feed.now.keys if view.feed.now is not None else ()


def tiles(view: ReviewView) -> tuple[str, ...]:
    """The questions of the page that is seen."""
    assert view.on_page
    assert view.page.page is not None
    return tuple(tile.key for tile in view.page.page.tiles)


def who(album: Opened, face: int) -> int:
    photo = album.library.photos([album.library.faces_by_id([face])[0].photo_id])[0]
    return WHO[int(Path(photo.paths[0]).stem)]


def wrong(album: Opened, questions: tuple[Question, ...]) -> list[int]:
    """Places of the questions whose guess is not the truth."""
    found = []
    for place, one in enumerate(questions):
        alone = one.kind is QuestionKind.KNOWN
        truth = who(album, one.one[0]) < 5 if alone else who(album, one.one[0]) == who(album, one.other[0])
        if (one.guess == "yes") != truth:
            found.append(place)
    return found


def counting(album: Opened) -> list[int]:
    return [one.id for one in album.library.history() if one.kind not in ("undo", "redo") and not one.undone]


def where(album: Opened) -> dict[int, tuple[int | None, FaceState]]:
    return {face.id: (face.person_id, face.state) for face in album.library.faces()}


def test_keys_clicks_and_space_tick_and_the_count_follows(view: ReviewView, qtbot: QtBot) -> None:
    grid, tiles = view.page.grid, now(view).page.tiles  # type: ignore[union-attr]
    assert len(tiles) > 1
    yes = sum(tile.likely for tile in tiles)
    assert f"{yes} of {len(tiles)} " in view.words()
    qtbot.keyClick(view, "2")
    assert grid.ticked == {tiles[1].key}
    assert f"{yes + (-1 if tiles[1].likely else 1)} of {len(tiles)} " in view.words()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert grid.ticked == {tiles[0].key, tiles[1].key}
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.tile_rects()[1].center())
    assert grid.ticked == {tiles[0].key}
    qtbot.mouseMove(grid, QPoint(1, 1))
    qtbot.mouseMove(grid, grid.tile_rects()[0].center())
    assert view.page.stage.side.faces == tiles[0].faces
    with qtbot.waitSignal(view.open_face) as wanted:
        qtbot.keyClick(view, "Z")
    assert wanted.args == [tiles[0].face.photo_id, tiles[0].face.id]


def test_enter_takes_the_page_and_u_takes_all_of_it_back(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    asked, before, events = now(view), where(album), counting(album)
    for place in wrong(album, asked.questions):
        qtbot.keyClick(view, KEYS[place])
    qtbot.keyClick(view, Qt.Key.Key_Return)
    made = len(counting(album)) - len(events)
    assert made >= 1
    assert not set(asked.keys) & set(now(view).keys if view.feed.now else ())
    qtbot.keyClick(view, "U")
    assert where(album) == before
    assert counting(album) == events
    assert now(view).keys == asked.keys
    assert view.page.grid.ticked == set()
    assert len([one for one in album.library.history() if one.kind == "undo"]) == 1  # one event
    assert not album.errors


def test_n_says_no_to_all_and_ctrl_z_undoes_and_redoes_it_whole(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    before, events = where(album), counting(album)
    asked = now(view)
    qtbot.keyClick(view, "N")
    after, made = where(album), counting(album)
    assert len(made) > len(events)
    if asked.question.kind is QuestionKind.KNOWN:
        states = {face.id: face.state for face in album.library.faces()}
        assert {states[one.one[0]] for one in asked.questions} == {FaceState.STRANGER}
    following = now(view).keys
    album.client.undo()
    assert (where(album), counting(album)) == (before, events)
    assert now(view).keys == asked.keys  # it is asked again at once, nothing ticked
    assert tiles(view) == asked.keys
    assert view.page.grid.ticked == set()
    assert "Undone" in view.words()
    album.client.redo()
    assert (where(album), counting(album)) == (after, made)
    assert now(view).keys == following
    assert "Answered again" in view.words()
    qtbot.keyClick(view, "U")  # which counts as answered here, as before
    assert (where(album), counting(album)) == (before, events)
    assert now(view).keys == asked.keys
    album.client.redo()
    assert (where(album), counting(album)) == (after, made)
    assert now(view).keys == following
    assert not album.errors


def test_undo_goes_back_page_by_page_and_redo_forth(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    shown, states = [], [where(album)]
    for _ in range(2):
        shown.append(keys(view))
        for place in wrong(album, now(view).questions):
            qtbot.keyClick(view, KEYS[place])
        qtbot.keyClick(view, Qt.Key.Key_Return if view.on_page else "N")
        states.append(where(album))
    shown.append(keys(view))
    for back in (1, 0):
        album.client.undo()
        assert keys(view) == shown[back]
        assert where(album) == states[back]
    for forth in (1, 2):
        album.client.redo()
        assert keys(view) == shown[forth]
        assert where(album) == states[forth]
    assert not album.errors


def test_a_page_passed_over_comes_back(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    asked = now(view)
    qtbot.keyClick(view, "S")
    qtbot.keyClick(view, "U")
    assert now(view).keys == asked.keys
    qtbot.keyClick(view, "N")
    assert len(counting(album)) > 0
    assert not album.errors


def test_the_keys_of_the_window_undo_and_redo_a_page(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    window = MainWindow(album.client, album.thumbnails)
    qtbot.addWidget(window)
    window.start(welcome=False)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.go("review")
    page = window.page("review")
    assert isinstance(page, ReviewView)
    assert page.on_page
    asked, before = now(page), where(album)
    qtbot.keyClick(page, "N")
    after = where(album)
    assert after != before
    qtbot.keySequence(window, window.undo_action.shortcut())
    assert where(album) == before
    assert now(page).keys == tiles(page) == asked.keys
    assert window.message.isVisible()
    qtbot.keySequence(window, window.redo_action.shortcut())
    assert where(album) == after
    assert not set(asked.keys) & set(now(page).keys)
    window.go("people")
    qtbot.keySequence(window, window.undo_action.shortcut())  # from another page, too
    window.go("review")
    assert now(page).keys == asked.keys
    assert not album.errors


def test_s_passes_over_the_whole_page(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    asked, events = now(view), counting(album)
    qtbot.keyClick(view, "S")
    assert "Skipped" in view.words()
    assert counting(album) == events
    assert view.feed.now is None or not set(asked.keys) & set(now(view).keys)


def test_a_user_who_ticks_truly_gets_all_sorted(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    pages = 0
    for _ in range(60):
        if not view.on_page:
            break
        for place in wrong(album, now(view).questions):
            qtbot.keyClick(view, KEYS[place])
        qtbot.keyClick(view, "Y")
        pages += 1
    assert 0 < pages < 60
    of_person: dict[int, set[int]] = {}
    for face in album.library.faces():
        if face.person_id is not None:
            of_person.setdefault(face.person_id, set()).add(who(album, face.id))
    assert all(len(truly) == 1 for truly in of_person.values())
    assert not album.errors


def test_what_was_looked_at_stays_while_the_page_comes_again(view: ReviewView, qtbot: QtBot) -> None:
    page, grid = now(view).page, view.page.grid
    assert page is not None
    qtbot.keyClick(view, "2")
    said = {tile.key: grid.is_yes(tile) for tile in page.tiles}
    # As during a scan: another guess for all, and the last question no longer stands.
    other = [replace(tile, likely=not tile.likely) for tile in page.tiles[:-1]]
    view.page.show_page(replace(page, tiles=tuple(other), note="Settles more"))
    assert {tile.key: grid.is_yes(tile) for tile in other} == {tile.key: said[tile.key] for tile in other}
    assert grid.current == 1
    view.page.accepted.connect(lambda ticked: accepted.append(ticked))
    accepted: list[frozenset[str]] = []
    view.page.accept()
    assert accepted == [frozenset(one.key for one in other if said[one.key] != one.likely)]
    view.page.show_page(page)  # answered: should it come back, it is as guessed
    assert grid.ticked == set()


# -- words ----------------------------------------------------------------------------------------------
FACES = {n: Face(n, n, Box(0, 0, 9, 9), 1.0, 1.0, FaceState.GROUPED, 7, None) for n in (1, 2, 3)}
ALBUM = {n: Photo(n, str(n), 10, 10, None, ()) for n in FACES}


@pytest.mark.parametrize(
    ("kind", "other", "name", "chance", "title", "right", "shown"),
    [
        (QuestionKind.IS_THIS, 7, "Anna", 0.9, "These all are Anna: tick those who are not", "are Anna", 1),
        (QuestionKind.IS_THIS, 7, "Anna", 0.2, "Which of these are Anna?", "are Anna", 1),
        (QuestionKind.SAME, None, None, 0.2, "Which pairs are one person?", "pairs are one person", 2),
        (QuestionKind.KNOWN, None, None, 0.1, "Anybody you know here? Tick them", "you know", 1),
    ],
)
def test_pages_in_words(
    kind: QuestionKind, other: int | None, name: str | None, chance: float, title: str, right: str, shown: int
) -> None:
    against = () if kind is QuestionKind.KNOWN else (3,)
    questions = [
        Question(str(n), kind, (n,), against, None, other, name, probability=chance, settles=1.0)
        for n in (1, 2)
    ]
    page = page_of(questions, FACES, ALBUM)
    assert (page.title, page.note) == (title, "Settles about 2 photos")
    assert page.right == f"{{yes}} of {{all}} {right}"
    assert [len(tile.faces) for tile in page.tiles] == [shown, shown]
