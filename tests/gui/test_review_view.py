"""The review page: one question after the other, answered by keys, as a user meets it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_albums import Opened, opened, opened_squares, show
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from squares import Squares, people

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Photo
from faceapp.core.questions import Choice, Question, QuestionKind, ReviewProgress
from faceapp.gui.client import LibraryClient
from faceapp.gui.main_window import MainWindow
from faceapp.gui.review_words import SKIP, UNDO, progress_words, prompt_of
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.views.review_view import ReviewView
from faceapp.library.library import Library

NAMES = ("Anna", "Ben", "Carla", "Dan")
PHOTOS = [*people(4, 5), [(0, 10)], [(0, 11)], [(1, 10)], [(2, 11)]]
"""Four people, and poor pictures of three of them."""
WHO = [*(number // 5 for number in range(20)), 0, 0, 1, 2]


@pytest.fixture
def album(squares: Squares, tmp_path: Path, qapp: object) -> Iterator[Opened]:
    with opened_squares(squares, tmp_path, PHOTOS) as everything:
        yield everything


@pytest.fixture
def view(album: Opened, qtbot: QtBot) -> ReviewView:
    view = ReviewView(album.client, album.thumbnails)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    show(view, qtbot)
    return view


def who(library: Library, face_id: int) -> int:
    """The truth about a face: its photo's number says it."""
    photo = library.photos([library.faces_by_id([face_id])[0].photo_id])[0]
    return WHO[int(Path(photo.paths[0]).stem)]


def truth(library: Library, question: Question) -> str:
    """The key a user who knows everybody presses; empty: a name is typed."""
    one = who(library, question.one[0])
    if question.kind is QuestionKind.WHO:
        known = [who(library, choice.faces[0]) for choice in question.choices]
        return str(known.index(one) + 1) if one in known else ""
    if question.kind is QuestionKind.KNOWN:
        return "Y"
    return "Y" if who(library, question.other[0]) == one else "N"


def press(view: ReviewView, key: str, qtbot: QtBot) -> None:
    view.setFocus()
    qtbot.keyClick(view, key)


def answer(view: ReviewView, library: Library, qtbot: QtBot) -> None:
    """Answer truly, by the keyboard alone."""
    question = asked(view)
    key = truth(library, question)
    if key:
        press(view, key, qtbot)
        return
    if not view.panel.field.hasFocus():
        view.setFocus()
        qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClicks(view.panel.field, NAMES[who(library, question.one[0])])
    qtbot.keyClick(view.panel.field, Qt.Key.Key_Return)


def asked(view: ReviewView) -> Question:
    assert view.feed.now is not None
    return view.feed.now.question


def test_a_user_who_knows_everybody_gets_all_sorted_by_keys_alone(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    answers = 0
    while view.feed.now is not None:
        answer(view, album.library, qtbot)
        answers += 1
        assert answers < 60
    assert "Nothing left to ask" in view.words()
    assert not album.errors
    of_person: dict[int, set[int]] = {}
    for face in album.library.faces():
        if face.person_id is not None:
            of_person.setdefault(face.person_id, set()).add(who(album.library, face.id))
    assert all(len(truly) == 1 for truly in of_person.values())
    assert sum(face.person_id is not None for face in album.library.faces()) >= len(WHO) - 1


def test_an_answer_is_a_decision_and_u_takes_it_back(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    before = view.panel.prompt
    question = asked(view)
    answer(view, album.library, qtbot)
    (event,) = album.library.history()
    assert not event.undone
    assert view.panel.prompt != before
    press(view, "U", qtbot)
    assert asked(view).key == question.key
    assert view.panel.prompt == before
    assert "Undone" in view.words()
    assert [event.undone for event in album.library.history() if event.kind != "undo"] == [True]


def test_skipping_decides_nothing_and_can_be_taken_back(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    question = asked(view)
    press(view, "S", qtbot)
    assert "Skipped" in view.words()
    assert album.library.history() == []
    assert view.feed.now is None or asked(view).key != question.key
    press(view, "U", qtbot)
    assert asked(view).key == question.key


def test_without_an_answer_there_is_nothing_to_undo(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    (group, *_) = album.library.people()
    album.client.decide(lambda decide: decide.name(group.id, "Anna"), text="Anna")
    press(view, "U", qtbot)
    assert "Nothing was answered here yet" in view.words()
    assert album.library.person(group.id).name == "Anna"


def test_a_name_is_typed_with_completion(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    first = album.library.people()[-1]
    album.library.decide.name(first.id, "Berta")
    view.activated()
    for _ in range(20):
        if asked(view).kind is QuestionKind.WHO:
            break
        answer(view, album.library, qtbot)
    question = asked(view)
    assert question.kind is QuestionKind.WHO
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.panel.field.hasFocus()
    qtbot.keyClicks(view.panel.field, "ber")
    assert view.panel.field.completer().currentCompletion() == "Berta"
    qtbot.keyClick(view.panel.field, Qt.Key.Key_Escape)
    assert not view.panel.field.hasFocus()
    assert asked(view).key == question.key
    view.panel.field.setFocus()
    qtbot.keyClicks(view.panel.field, "Zoe")
    qtbot.keyClick(view.panel.field, Qt.Key.Key_Return)
    assert album.library.faces_by_id(question.one[:1])[0].name == "Zoe"


def test_a_question_that_no_longer_stands_is_exchanged(view: ReviewView, album: Opened, qtbot: QtBot) -> None:
    question = asked(view)
    album.library.decide.stranger(question.one)
    qtbot.waitUntil(lambda: view.feed.now is None or asked(view).key != question.key)


def test_the_open_question_comes_back_after_a_new_start(
    view: ReviewView, album: Opened, squares: Squares, tmp_path: Path, qtbot: QtBot
) -> None:
    press(view, "S", qtbot)
    question = asked(view)
    album.library.close()
    with opened(squares.open(tmp_path / "library")) as again:
        second = ReviewView(again.client, again.thumbnails)
        qtbot.addWidget(second)
        show(second, qtbot)
        assert asked(second).key == question.key


def test_an_empty_library_says_what_to_do(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    with opened_squares(squares, tmp_path, []) as nothing:
        view = ReviewView(nothing.client, nothing.thumbnails)
        qtbot.addWidget(view)
        show(view, qtbot)
        assert "No faces yet" in view.words()
        assert "Choose a folder" in view.words()
        assert not nothing.errors


def test_answers_that_come_faster_than_the_work_are_all_kept_and_all_taken_back(
    threaded: LibraryClient, qtbot: QtBot
) -> None:
    thumbnails = ThumbnailLoader(threaded._library, threaded)
    threaded.on_close(thumbnails.close)
    view = ReviewView(threaded, thumbnails)
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.feed.prepared, timeout=20_000):
        show(view, qtbot)
    library = threaded._library
    where = {face.id: (face.person_id, face.state) for face in library.faces()}
    asked_of = []
    for _ in range(3):  # nothing of it is recorded before the last key
        assert view.feed.now is not None
        asked_of.append(view.feed.now.keys)
        qtbot.keyClick(view, "0")  # a group of strangers
    assert len(set(asked_of)) == 3
    assert view.feed.now is not None
    assert view.feed.now.keys not in asked_of
    for _ in range(3):
        qtbot.keyClick(view, "U")
    qtbot.waitUntil(lambda: len(library.history()) == 6, timeout=20_000)
    assert all(one.undone for one in library.history() if one.kind == "stranger")
    assert {face.id: (face.person_id, face.state) for face in library.faces()} == where
    qtbot.waitUntil(lambda: view.feed.now is not None and view.feed.now.keys == asked_of[0], timeout=20_000)


def test_a_key_does_not_answer_what_came_by_itself_a_moment_ago(
    view: ReviewView, album: Opened, qtbot: QtBot
) -> None:
    before = asked(view)
    qtbot.waitUntil(lambda: view._looked_at)
    group = before.person_id
    assert group is not None
    album.library.decide.hide(group)  # elsewhere: the question no longer stands
    view.feed.look()
    after = asked(view)
    assert after.key != before.key
    events = len(album.library.history())
    press(view, "0", qtbot)  # meant for the one before
    assert asked(view) == after
    assert len(album.library.history()) == events
    qtbot.waitUntil(lambda: not view._calm.isActive())
    press(view, "0", qtbot)
    assert len(album.library.history()) == events + 1


def test_the_next_question_is_on_the_screen_at_once(threaded: LibraryClient, qtbot: QtBot) -> None:
    thumbnails = ThumbnailLoader(threaded._library, threaded)
    threaded.on_close(thumbnails.close)
    view = ReviewView(threaded, thumbnails)
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.feed.prepared, timeout=20_000):
        show(view, qtbot)
    following = view.feed.following[0]
    began = time.perf_counter()
    qtbot.keyClick(view, "S")
    taken = time.perf_counter() - began
    assert view.feed.now is following  # without waiting for the library
    assert view.panel.prompt == following.prompt
    assert taken < 0.5  # on a busy machine; 9 ms as a rule
    qtbot.waitUntil(lambda: "Skipped" in view.words(), timeout=20_000)


def test_the_whole_photo_is_seen_while_z_is_held_or_the_mouse_is_over_it(
    view: ReviewView, qtbot: QtBot
) -> None:
    stage = view.panel.one
    face, place = stage.photo_rects()[0]
    asked_before = asked(view)
    view.setFocus()
    qtbot.keyPress(view, "Z")
    assert stage.glanced == stage.side.faces[0]
    photo = stage.side.photos[face.photo_id]
    large = stage.glance_rect(photo)
    assert large.width() > place.width()
    assert stage.rect().contains(large)
    assert large.width() / large.height() == pytest.approx(photo.width / photo.height, rel=0.05)
    whole = stage.grab().toImage()
    qtbot.keyRelease(view, "Z")
    assert stage.glanced is None
    assert stage.grab().toImage() != whole
    qtbot.mouseMove(stage, place.center())
    assert stage.glanced == face
    qtbot.mouseMove(stage, QPoint(2, 2))
    assert stage.glanced is None
    assert asked(view) == asked_before


def test_the_page_is_in_the_side_bar_and_opens_photos(asking: MainWindow) -> None:
    asking.go("review")
    view = asking.page("review")
    assert isinstance(view, ReviewView)
    assert asking.side_bar.buttons["review"].isChecked()
    face = view.panel.one.side.faces[0]
    view.panel.opened.emit(face)
    assert asking.place == ("viewer", face.photo_id)


# -- words ----------------------------------------------------------------------------------------------
FACES = {
    number: Face(
        number, number, Box(0, 0, 9, 9), 1.0, 1.0, FaceState.GROUPED, 7, "Anna" if number == 2 else None
    )
    for number in (1, 2, 3)
}
ALBUM = {number: Photo(number, str(number), 10, 10, None, ()) for number in FACES}


@pytest.mark.parametrize(
    ("question", "title", "keys"),
    [
        (Question("a", QuestionKind.SAME, (1,), (3,)), "The same person?", "YN0SU"),
        (Question("a", QuestionKind.IS_THIS, (1,), (2,), name="Anna"), "Is this Anna?", "YN0SU"),
        (Question("a", QuestionKind.ODD, (1,), (3,)), "Does this face belong with the others?", "YNSU"),
        (Question("a", QuestionKind.KNOWN, (1,)), "Anybody you know?", "YNSU"),
        (Question("a", QuestionKind.TWICE, (1,), (2,), name="Anna"), "Is Anna twice in this photo?", "123SU"),
        (
            Question("a", QuestionKind.WHO, (1,), choices=(Choice(7, "Anna", (2,), 0.7),)),
            "Who is this?",
            "N0SU",
        ),
    ],
)
def test_every_kind_of_question(question: Question, title: str, keys: str) -> None:
    prompt = prompt_of(question, FACES, ALBUM, {})
    assert prompt.title == title
    assert "".join(answer.key for answer in prompt.answers) == keys
    assert (prompt.reply_to("S"), prompt.reply_to("U")) == (SKIP, UNDO)
    assert prompt.reply_to("X") is None
    if question.kind is QuestionKind.TWICE:
        assert [prompt.reply_to(key) for key in "123"] == ["mirror", "collage", "mistake"]
    if question.kind is QuestionKind.WHO:
        assert (prompt.reply_to("1"), prompt.reply_to("2")) == ("1", None)
        assert prompt.words_of("1") == "Anna"
        assert prompt.words_of("name Zoe B") == "Zoe B"


def test_the_likely_answer_stands_out() -> None:
    sure = prompt_of(Question("a", QuestionKind.SAME, (1,), (3,), probability=0.8), FACES, ALBUM, {})
    unsure = prompt_of(Question("a", QuestionKind.SAME, (1,), (3,), probability=0.2), FACES, ALBUM, {})
    assert [answer.words for answer in sure.answers if answer.primary] == ["Yes"]
    assert [answer.words for answer in unsure.answers if answer.primary] == ["No"]


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (
            ReviewProgress(1120, 2405, 180, 720.0, 50),
            "1,120 of 2,405 faces sorted · about 12 minutes to 95 %",
        ),
        (
            ReviewProgress(1120, 2405, 180, 720.0, 5),
            "1,120 of 2,405 faces sorted · about 180 answers to 95 %",
        ),
        (ReviewProgress(9, 10, 2, 8.0, 50), "9 of 10 faces sorted · less than a minute to 95 %"),
        (ReviewProgress(97, 100, 30, 90.0, 50, 0.99), "97 of 100 faces sorted · about 2 minutes to 99 %"),
        (ReviewProgress(10, 10, 0, 0.0, 5, 0.99), "10 of 10 faces sorted · more than 99 %"),
    ],
)
def test_progress_in_words(progress: ReviewProgress, words: str) -> None:
    assert progress_words(progress) == words
