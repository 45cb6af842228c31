"""A click does what is seen at once; the rest follows, after a kill too, and ends where it would have."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from squares import Squares, people, scan_carefully

from faceapp.core.models import FaceState
from faceapp.library import follow, group
from faceapp.library.engine import Engine
from faceapp.library.later import left
from faceapp.library.library import Library

EACH = 9
LONG, SOON = 1000.0, 0.0


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    """Three people with nine good photos each, and two poor ones of each."""
    photos = [*people(3, EACH), *([(person, look)] for person in range(3) for look in (10, 11))]
    return scan_carefully(tmp_path, photos)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """As in a library of a million faces; the rest follows after so many seconds."""

    def begin(seconds: float) -> None:
        for limit in ("FEW", "FEW_HELD", "HASTY_PAIRS", "PIECE_PAIRS"):
            monkeypatch.setattr(group, limit, 0)
        for limit in ("AROUND_AT_ONCE", "LEAST_AT_ONCE"):
            monkeypatch.setattr(group, limit, 2)
        for limit in ("QUIET", "PATIENCE", "AT_START"):
            monkeypatch.setattr(follow, limit, seconds)

    return begin


@contextmanager
def beside_window(root: Path, squares: Squares) -> Iterator[Library]:
    with Library(root, squares.source(), Engine(partial(squares.open, root))) as library:
        yield library


def something_is_left(library: Library) -> bool:
    return bool(left(library._context.database.reader()))


def standing(library: Library) -> dict[int, tuple[FaceState, int | None, int | None, float]]:
    return {
        face.id: (face.state, face.person_id, face.suggested_person_id, round(face.probability or 0.0, 3))
        for face in library.faces()
    }


def name_two(library: Library, seen: int = 1) -> tuple[int, int]:
    """Name the first two groups from so many faces each."""
    named = []
    for number, name in ((0, "Anna"), (EACH, "Ben")):
        faces = library.faces()[number : number + seen]
        assert faces[0].person_id is not None
        library.decide.name(faces[0].person_id, name, [face.id for face in faces])
        named.append(faces[0].person_id)
    return named[0], named[1]


def decide_all(library: Library) -> None:
    anna, ben = name_two(library)
    library.decide.reject([library.faces()[2].id], anna)
    library.decide.confirm([library.faces()[3].id], anna)
    library.decide.merge(anna, [ben])
    library.decide.undo()
    library.decide.stranger([library.faces()[EACH + 2].id])
    library.decide.merge(ben, [anna])


def test_in_pieces_it_ends_where_it_would_have(
    scanned: Path, squares: Squares, hasty: Callable[[float], None]
) -> None:
    whole = scanned.with_name("whole")
    shutil.copytree(scanned, whole)
    with squares.open(whole) as library:
        decide_all(library)
        expected = standing(library)
    hasty(SOON)
    with beside_window(scanned, squares) as library:
        decide_all(library)
        library._follower.wait()
        assert not something_is_left(library)
        assert standing(library) == expected


def test_what_was_left_when_the_app_ended_follows_at_the_next_start(
    scanned: Path, squares: Squares, hasty: Callable[[float], None]
) -> None:
    whole = scanned.with_name("whole")
    shutil.copytree(scanned, whole)
    with squares.open(whole) as library:
        name_two(library)
        expected = standing(library)
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        name_two(library)
        assert something_is_left(library)
    heard = []
    hasty(SOON)
    with beside_window(scanned, squares) as library:
        library.listen(heard.append)
        library._follower.wait()
        assert not something_is_left(library)
        assert standing(library) == expected


def test_without_a_window_a_decision_is_all_done_when_it_returns(
    scanned: Path, squares: Squares, hasty: Callable[[float], None]
) -> None:
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        name_two(library)
        assert something_is_left(library)
    with squares.open(scanned) as library:
        library.decide.hide(library.people()[0].id)
        assert not something_is_left(library)


def test_a_merge_is_seen_at_once(scanned: Path, squares: Squares, hasty: Callable[[float], None]) -> None:
    with squares.open(scanned) as library:
        anna, ben = name_two(library, 3)
        both = [
            {face.id for face in faces}
            for faces in (
                [*library.faces_of_person(anna), *library.faces_of_person(ben)],
                [*library.suggestions(anna), *library.suggestions(ben)],
            )
        ]
        assert all(both)
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        heard = []
        library.listen(heard.append)
        library.decide.merge(anna, [ben])
        assert {face.id for face in library.faces_of_person(anna)} == both[0]
        assert {face.id for face in library.suggestions(anna)} == both[1]
        assert [one.id for one in library.people() if one.name] == [anna]
        (changes,) = heard
        assert {anna, ben} <= changes.person_ids
        assert {face for face in both[0] if face not in {*range(1, EACH + 1)}} <= changes.face_ids


def test_a_naming_is_seen_at_once(scanned: Path, squares: Squares, hasty: Callable[[float], None]) -> None:
    with squares.open(scanned) as library:
        expected = {face.id for face in library.faces() if face.person_id == library.faces()[0].person_id}
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        anna, _ = name_two(library)
        shown = [*library.faces_of_person(anna), *library.suggestions(anna)]
        assert {face.id for face in shown} == expected
        states = {face.id: face.state for face in shown}
        assert states.pop(library.faces()[0].id) is FaceState.CONFIRMED
        assert set(states.values()) <= {FaceState.AUTOMATIC, FaceState.SUGGESTED}
        assert FaceState.AUTOMATIC in states.values()


def test_a_face_that_was_said_not_to_be_one_of_two_leaves_when_they_become_one(
    scanned: Path, squares: Squares, hasty: Callable[[float], None]
) -> None:
    with squares.open(scanned) as library:
        anna, ben = name_two(library)
        seen = next(face.id for face in library.faces() if face.state is FaceState.AUTOMATIC)
        library.decide.reject([seen], ben)
        assert library.faces_by_id([seen])[0].person_id == anna
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        library.decide.merge(anna, [ben])
        (face,) = library.faces_by_id([seen])
        assert anna not in (face.person_id, face.suggested_person_id)


def test_grouping_everything_leaves_nothing(
    scanned: Path, squares: Squares, hasty: Callable[[float], None]
) -> None:
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        name_two(library)
        assert something_is_left(library)
        library.regroup()
        assert not something_is_left(library)


def test_closing_does_not_wait_for_what_is_left(
    scanned: Path, squares: Squares, hasty: Callable[[float], None]
) -> None:
    hasty(LONG)
    with beside_window(scanned, squares) as library:
        name_two(library)
        thread = library._follower._thread
        assert thread is not None
        assert thread.is_alive()
    assert not thread.is_alive()
