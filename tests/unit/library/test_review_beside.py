"""In a large library the first question takes minutes: nobody else waits for it, and nothing said is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from squares import save, scan_carefully

from faceapp.core.errors import Cancelled
from faceapp.index.neighbours import neighbours
from faceapp.library import board, boards
from faceapp.library.library import Library

PHOTOS = [[(person, look)] for person in range(4) for look in (0, 1, 2, 10, 11, 12)]
WAIT = 20.0


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scan_carefully(tmp_path_factory.mktemp("beside"), PHOTOS)


class Slow:
    """Looks for neighbours when told to; for those of ``quick`` faces at most at once."""

    def __init__(self) -> None:
        self.began, self.go_on = threading.Event(), threading.Event()
        self.quick = 0

    def __call__(self, embeddings: Any, k: int, check: Callable[[], None], threads: int = 0) -> Any:
        if len(embeddings) <= self.quick:
            return neighbours(embeddings, k, check, threads)
        self.began.set()
        assert self.go_on.wait(WAIT)
        return neighbours(embeddings, k, check, threads)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    found = Slow()
    monkeypatch.setattr(board, "neighbours", found)
    yield found
    found.go_on.set()


def at_once(work: Callable[[], object]) -> None:
    """Do something on another thread, which nothing may hold up."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(WAIT / 2)
    assert not thread.is_alive()


def asked_about(library: Library) -> set[int]:
    return {face for one in library.review.upcoming(200) for face in (*one.one, *one.other)}


def test_a_decision_does_not_wait_for_the_first_question_which_knows_of_it(
    library: Library, slow: Slow
) -> None:
    asking = threading.Thread(target=library.review.next, daemon=True)
    asking.start()
    assert slow.began.wait(WAIT)
    faces = [face.id for face in library.faces()]
    group = library.faces()[0].person_id
    assert group is not None
    at_once(lambda: library.decide.stranger(faces[6:9]))
    at_once(lambda: library.decide.hide(group))
    slow.go_on.set()
    asking.join(WAIT)
    mine = library.review._boards.now
    assert mine is not None
    assert {mine.planner.unit_of(mine.row_of[face]) for face in faces[6:9]} == {-1}
    assert asked_about(library)
    assert not asked_about(library) & {*faces[6:9], *(face.id for face in library.faces_of_person(group))}


def test_the_old_questions_go_on_while_new_faces_are_looked_at(
    library: Library, slow: Slow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.go_on.set()
    assert library.review.next() is not None
    monkeypatch.setattr(boards, "AT_ONCE", 0.0)
    monkeypatch.setattr(boards, "PATIENCE", 0.0)
    slow.go_on.clear()
    slow.began.clear()
    known = {face.id for face in library.faces()}
    save(tmp_path / "more" / "new.png", [(0, 12)], 200)
    library.scan([tmp_path / "more"])
    (new,) = {face.id for face in library.faces()} - known
    old = library.review._boards.now
    at_once(library.review.next)
    assert slow.began.wait(WAIT)
    assert library.review._boards.now is old
    stranger = sorted(known)[-1]
    library.decide.stranger([stranger])
    assert stranger not in asked_about(library)  # the old one is told,
    slow.go_on.set()
    assert library.review._boards.maker is not None
    library.review._boards.maker.join(WAIT)
    also = sorted(known)[-2]
    library.decide.stranger([also])
    monkeypatch.setattr(boards, "PATIENCE", 1e9)
    library.review.next()
    now = library.review._boards.now
    assert now is not None
    assert now is not old
    assert new in now.row_of
    assert [now.planner.unit_of(now.row_of[face]) for face in (stranger, also)] == [-1, -1]  # and the new one


def test_closing_ends_the_search_for_a_question(library: Library, slow: Slow) -> None:
    ends = []

    def ask() -> None:
        with pytest.raises(Cancelled):
            library.review.next()
        ends.append(True)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    assert slow.began.wait(WAIT)
    library.review.close()
    slow.go_on.set()
    asking.join(WAIT)
    assert ends


def test_the_largest_groups_are_asked_about_while_all_faces_are_looked_at(
    library: Library, slow: Slow
) -> None:
    groups = sorted((one for one in library.people()), key=lambda one: -one.faces)
    slow.quick = groups[0].faces + groups[1].faces
    library.review._boards.first = slow.quick
    first = library.review.next()  # while the whole library is far from being looked at
    assert first is not None
    board = library.review._boards.now
    assert board is not None
    assert not board.whole
    assert first.person_id in {one.id for one in groups[:2]}
    assert asked_about(library) <= {
        face.id for group in groups[:2] for face in library.faces_of_person(group.id)
    }
    assert not library.review.progress().whole
    assert slow.began.wait(WAIT)
    decision = library.review.answer(first, "name Anna")
    assert decision is not None
    second = library.review.next()
    assert second is None or second.key != first.key
    stranger = next(face.id for face in library.faces() if face.person_id is None)
    library.decide.stranger([stranger])  # a face that the first board does not know
    slow.go_on.set()
    assert library.review._boards.maker is not None
    library.review._boards.maker.join(WAIT)
    progress = library.review.progress()
    assert progress.whole
    assert progress.total == len(library.faces()) - 1
    whole = library.review._boards.now
    assert whole is not None
    assert whole.planner.unit_of(whole.row_of[stranger]) == -1
    assert whole.planner.unit_of(whole.row_of[first.one[0]]) == whole.unit_of_person(decision.person_id or 0)
    assert library.review.undo() is not None
    assert library.review.find(first.key) is not None


def test_an_album_that_has_doubled_does_not_wait_as_long_as_one_with_a_face_more(
    library: Library, tmp_path: Path
) -> None:
    assert library.review.next() is not None
    mine = library.review._boards
    mine._cost = 1.0

    def knows_all() -> bool:
        mine._made_at = time.monotonic() - 5.0  # old for one that doubled, young for any other
        library.review.next()
        if mine.maker is not None:
            mine.maker.join(WAIT)
            library.review.next()
        assert mine.now is not None
        return len(mine.now.row_of) == len(library.faces())

    save(tmp_path / "more" / "new.png", [(5, 0)], 200)
    library.scan([tmp_path / "more"])
    assert not knows_all()
    for number in range(len(PHOTOS)):
        save(tmp_path / "more" / f"{number}.png", [(6 + number % 6, number // 6)], 300 + number)
    library.scan([tmp_path / "more"])
    assert knows_all()
