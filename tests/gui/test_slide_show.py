"""Slide shows: they go on by themselves, keep faces in sight, and obey keys and the system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened_squares
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.geometry import Box
from faceapp.gui import motion
from faceapp.gui.main_window import MainWindow
from faceapp.gui.player import Player
from faceapp.gui.preferences import PreferenceKeeper, Preferences
from faceapp.gui.slides import Slide, Then
from faceapp.gui.widgets.slide_show import SlideShow
from faceapp.gui.widgets.slide_stage import view_at


def slide(number: int, faces: tuple[Box, ...] = (Box(3000, 200, 300, 400),)) -> Slide:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return Slide(image, 4000, 3000, faces, f"day {number}", f"Person {number}")


class Deck:
    """Slides that are read when a test says so."""

    fade_seconds = 1.0

    def __init__(self, count: int, broken: tuple[int, ...] = (), at_once: bool = True) -> None:
        self.count = count
        self.broken = broken
        self.at_once = at_once
        self.asked: list[tuple[int, Then]] = []

    def __len__(self) -> int:
        return self.count

    def load(self, number: int, long_side: int, then: Then) -> None:
        assert long_side > 0
        if self.at_once:
            then(None if number in self.broken else slide(number))
        else:
            self.asked.append((number, then))


def begin(deck: Deck, qtbot: QtBot, *, moving: bool = True, start: int = 0) -> SlideShow:
    show = SlideShow(deck, start=start, seconds=3, moving=moving)
    qtbot.addWidget(show)
    with qtbot.waitExposed(show):
        show.begin()
    show._tick.stop()  # time passes as the test says
    return show


@pytest.fixture(autouse=True)
def no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop of whoever runs the tests is not asked."""
    monkeypatch.setattr(motion, "ask_for_stillness", lambda then: None)


# -- time -----------------------------------------------------------------------------------------------
def test_it_goes_on_by_itself_and_starts_again_at_the_end(qtbot: QtBot) -> None:
    show = begin(Deck(3), qtbot)
    seen = [show.stage.words()]
    for _ in range(3):
        show.advance(2.9)
        assert show.stage.words() == seen[-1]
        show.advance(0.2)
        seen.append(show.stage.words())
    assert seen == ["Person 0\nday 0", "Person 1\nday 1", "Person 2\nday 2", "Person 0\nday 0"]


def test_one_picture_fades_into_the_next(qtbot: QtBot) -> None:
    show = begin(Deck(3), qtbot)
    show.advance(3.0)
    assert show.stage.faded == 0.0
    show.advance(0.5)
    assert show.stage.faded == pytest.approx(0.5)
    show.advance(0.6)
    assert show.stage.faded == 1.0


def test_space_pauses_and_arrows_turn(qtbot: QtBot) -> None:
    show = begin(Deck(3), qtbot)
    qtbot.keyClick(show, Qt.Key.Key_Space)
    assert show.paused
    show.advance(30)
    assert show.number == 0
    qtbot.keyClick(show, Qt.Key.Key_Right)
    assert show.number == 1
    show.advance(2)  # what was begun is ended
    assert (show.stage.faded, show.number) == (1.0, 1)
    qtbot.keyClick(show, Qt.Key.Key_Left)
    qtbot.keyClick(show, Qt.Key.Key_Left)
    assert show.number == 2
    qtbot.keyClick(show, Qt.Key.Key_Space)
    show.advance(3.1)
    assert show.number == 0


def test_escape_ends_and_says_where(qtbot: QtBot) -> None:
    show = begin(Deck(4), qtbot, start=2)
    with qtbot.waitSignal(show.ended) as ended:
        qtbot.keyClick(show, Qt.Key.Key_Escape)
    assert ended.args == [2]


def test_a_picture_that_comes_after_the_end_is_nobodys_business(qtbot: QtBot) -> None:
    deck = Deck(3, at_once=False)
    show = SlideShow(deck, start=0, seconds=3, moving=True)  # it is gone before qtbot could close it
    with qtbot.waitExposed(show):
        show.begin()
    gone: list[bool] = []
    show.destroyed.connect(lambda: gone.append(True))
    qtbot.keyClick(show, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(gone))
    (_, then), *_ = deck.asked
    then(slide(0))
    show.keep_still()  # the desktop's answer to whether things may move


def test_names_are_optional(qtbot: QtBot) -> None:
    show = begin(Deck(2), qtbot)
    qtbot.keyClick(show, Qt.Key.Key_N)
    assert show.stage.words() == "day 0"
    qtbot.keyClick(show, Qt.Key.Key_N)
    assert show.stage.words() == "Person 0\nday 0"


def test_the_time_per_picture_can_be_changed(qtbot: QtBot) -> None:
    show = begin(Deck(2), qtbot)
    with qtbot.waitSignal(show.seconds_changed) as changed:
        qtbot.keyClick(show, Qt.Key.Key_Plus)
    assert changed.args == [5]
    show.advance(4.5)
    assert show.number == 0
    for _ in range(9):
        qtbot.keyClick(show, Qt.Key.Key_Minus)
    assert show.seconds == 2
    show.advance(0.1)
    assert show.number == 1


# -- reading --------------------------------------------------------------------------------------------
def test_a_slow_picture_is_waited_for(qtbot: QtBot) -> None:
    deck = Deck(3, at_once=False)
    show = begin(deck, qtbot)
    assert show.stage.slide is None
    deck.asked.pop()[1](slide(0))
    assert show.stage.words() == "Person 0\nday 0"
    assert [number for number, _ in deck.asked] == [1, 2]  # read ahead
    show.advance(10)
    assert show.number == 0
    deck.asked[0][1](slide(1))
    show.advance(0.1)
    assert show.number == 1


def test_pictures_that_cannot_be_read_are_passed_over(qtbot: QtBot) -> None:
    show = begin(Deck(4, broken=(0, 2)), qtbot)
    assert show.number == 1
    show.advance(3.1)  # 2 is known not to be there, 3 must be read
    show.advance(0.1)
    assert show.number == 3
    show.advance(3.1)
    assert show.number == 1


def test_where_none_can_be_read_it_says_so(qtbot: QtBot) -> None:
    show = begin(Deck(3, broken=(0, 1, 2)), qtbot)
    assert "None of these photos can be read now" in show.stage.words()
    show.advance(10)


# -- movement -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "faces", [(Box(3600, 100, 300, 400),), (Box(100, 2500, 200, 300), Box(3500, 200, 300, 400))]
)
@pytest.mark.parametrize("window", [QSizeF(1600, 900), QSizeF(700, 1000)])
def test_faces_are_kept_in_sight_to_the_end(faces: tuple[Box, ...], window: QSizeF) -> None:
    one = slide(0, faces)
    whole, end = view_at(one, window, 0.0), view_at(one, window, 1.0)
    assert max(whole.width() - window.width(), whole.height() - window.height()) < 1e-6
    assert end.width() >= whole.width()
    for part in range(11):
        view = view_at(one, window, part / 10)
        scale = view.width() / one.width
        for face in faces:
            assert view.x() + face.x * scale >= -1e-6
            assert view.y() + face.y * scale >= -1e-6
            assert view.x() + face.right * scale <= window.width() + 1e-6
            assert view.y() + face.bottom * scale <= window.height() + 1e-6


def test_a_lone_face_comes_nearer_to_the_middle() -> None:
    one, window = slide(0, (Box(3000, 200, 300, 400),)), QSizeF(1600, 900)

    def off(along: float) -> float:
        view = view_at(one, window, along)
        return abs(view.y() + 400 * view.height() / 3000 - 450)

    assert off(1.0) < off(0.5) < off(0.0)


def test_without_faces_a_picture_stands_still() -> None:
    one, window = slide(0, ()), QSizeF(1600, 900)
    assert view_at(one, window, 0.0) == view_at(one, window, 1.0)


def test_nothing_moves_where_the_system_asks_for_that(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "ask_for_stillness", lambda then: then())
    show = begin(Deck(3), qtbot)
    whole = show.stage.view()
    show.advance(2.0)
    assert show.stage.view() == whole
    show.advance(1.1)
    assert show.number == 1
    assert show.stage.faded == 1.0


# -- where it comes from --------------------------------------------------------------------------------
@pytest.fixture
def opened(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, [*people(2, 3), [(0, 5), (1, 5)]]) as everything:
        everything.name_groups("Anna", "Ben")
        yield everything


def test_photos_of_a_person_with_their_names(opened: Opened, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    kept: list[Preferences] = []
    keeper = PreferenceKeeper(Preferences(slide_seconds=8), kept.append)
    player = Player(opened.client, keeper, window)  # type: ignore[arg-type]
    anna = next(one for one in opened.library.people() if one.name == "Anna")
    player.photos([opened.photo("000.png"), opened.photo("006.png")], 1, anna.id)
    show = player.show
    assert show is not None
    assert show.seconds == 8
    shown = show.stage.slide
    assert shown is not None
    assert "Anna" in shown.names
    assert [box.x for box in shown.faces] == [8.0]  # hers, not Ben's
    show.change_seconds(1)
    assert kept[-1].slide_seconds == 12
    show.close()
    assert player.show is None


def test_the_window_plays_what_a_page_shows(asking: MainWindow, qtbot: QtBot) -> None:
    asking.go("photos")
    everything = asking.page("photos").photo_ids()  # type: ignore[attr-defined]
    asking.open_photo(everything[2])
    qtbot.keyClick(asking, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    show = asking.player.show
    assert show is not None
    assert (show.number, len(show._slides)) == (2, len(everything))
    show.close()
    assert asking.player.show is None
