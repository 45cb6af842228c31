"""New photos are placed at once: as a grouping of everything would, and never against the user's word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from squares import Spot, Squares, save

from faceapp.core.changes import Changes
from faceapp.core.models import Face, FaceState
from faceapp.library import around
from faceapp.library.library import Library
from faceapp.library.regroup import Regrouper
from faceapp.storage.database import Database
from faceapp.storage.faces import Assignment, FaceStore
from faceapp.storage.people import PeopleStore

Add = Callable[[list[Spot]], None]


@pytest.fixture(params=[False, True], ids=["all faces", "stand-ins"])
def library(
    request: pytest.FixtureRequest, tmp_path: Path, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    """A library that never groups everything anew: what is seen was placed.

    With stand-ins every group of three faces or more counts as a large one.
    """
    if request.param:
        monkeypatch.setattr(around, "LARGE", 2)
        monkeypatch.setattr(around, "STAND_INS", 2)
    with squares.open(tmp_path / "library") as opened:
        (tmp_path / "album").mkdir()
        monkeypatch.setattr(Regrouper, "run", lambda self: Changes())
        yield opened


@pytest.fixture
def add(library: Library, tmp_path: Path) -> Add:
    """One more photo, scanned at once."""
    numbers = iter(range(1000))

    def one_more(spots: list[Spot]) -> None:
        number = next(numbers)
        save(tmp_path / "album" / f"{number:03d}.png", spots, number)
        library.scan([tmp_path / "album"])

    return one_more


def people_in(faces: list[Face]) -> set[frozenset[int]]:
    groups = defaultdict(set)
    for face in faces:
        groups[face.person_id if face.person_id is not None else -face.id].add(face.id)
    return {frozenset(ids) for ids in groups.values()}


def newest(library: Library) -> Face:
    return max(library.faces(), key=lambda face: face.id)


@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_ends_where_all_at_once_does(
    library: Library, add: Add, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spots = [(person, look) for person in range(3) for look in (0, 1, 2, 10)]
    for place in np.random.default_rng(seed).permutation(len(spots)).tolist():
        add([spots[place]])
    placed = people_in(library.faces())
    assert max(map(len, placed)) >= 3
    monkeypatch.undo()
    library.regroup()
    assert people_in(library.faces()) == placed


def test_a_group_keeps_its_id_as_it_grows_and_a_stranger_is_alone(library: Library, add: Add) -> None:
    for look in range(3):
        add([(0, look)])
    (group,) = library.people()
    assert group.faces == 3
    add([(0, 3)])
    assert [(person.id, person.faces) for person in library.people()] == [(group.id, 4)]
    add([(1, 0)])
    assert newest(library).state is FaceState.SINGLE


def test_a_face_of_a_named_person_is_named_at_once(library: Library, add: Add) -> None:
    for look in range(3):
        add([(0, look)])
    (group,) = library.people()
    library.decide.name(group.id, "Anna", [face.id for face in library.faces()])
    add([(0, 4), (1, 0)])
    states = {face.name: face.state for face in library.faces()[-2:]}
    assert states == {"Anna": FaceState.AUTOMATIC, None: FaceState.SINGLE}


def test_two_faces_of_a_photo_are_not_one_person(library: Library, add: Add) -> None:
    for look in range(3):
        add([(0, look)])
    add([(0, 3), (0, 4)])
    one, other = library.faces()[-2:]
    assert one.person_id != other.person_id
    assert library.people()[0].faces == 4


def test_nothing_the_user_touched_moves(library: Library, add: Add) -> None:
    for look in range(6):
        for person in range(3):
            add([(person, look)])
    faces = library.faces()
    of = {person: [face.id for face in faces[person::3]] for person in range(3)}
    home = {person: library.faces_by_id(ids)[0].person_id for person, ids in of.items()}
    assert None not in home.values()
    library.decide.name(home[0] or 0, "Anna", of[0][:3])
    made = library.decide.move(of[1][:2], None).person_id
    library.decide.stranger(of[1][2:3])
    library.decide.not_a_face(of[1][3:4])
    library.decide.reject(of[2][:1], home[2] or 0)
    touched = [*of[0][:3], *of[1][:4]]
    before = {face.id: (face.person_id, face.state) for face in library.faces_by_id(touched)}
    for look in range(6, 10):
        for person in range(3):
            add([(person, look)])
            now = {face.id: (face.person_id, face.state) for face in library.faces_by_id(touched)}
            assert now == before
            (rejected,) = library.faces_by_id(of[2][:1])
            assert rejected.person_id != home[2]
    assert made in {face.person_id for face in library.faces_by_id(of[1][:2])}
    assert {face.person_id for face in library.faces_by_id(of[1][:2])} != {home[1]}


def test_two_halves_of_a_person_come_together_with_all_their_faces(library: Library, add: Add) -> None:
    for look in range(8):
        add([(0, look)])
    faces = [face.id for face in library.faces()]
    database = Database(library.root / "library.sqlite")
    people, store = PeopleStore(database), FaceStore(database)
    with database.transaction() as db:
        half = people.create(db)
        store.put_assignments(
            db, [Assignment(face, FaceState.GROUPED, half, group_id=half) for face in faces[::2]]
        )
    database.close()
    assert [person.faces for person in library.people()] == [4, 4]
    add([(0, 8)])
    assert [person.faces for person in library.people()] == [9]


def test_the_window_hears_of_each_face_that_moved(library: Library, add: Add) -> None:
    heard: list[Changes] = []
    add([(0, 0)])
    library.listen(heard.append)
    add([(0, 1)])
    told = set().union(*(changes.face_ids for changes in heard))
    assert {face.id for face in library.faces()} <= told
    assert {person.id for person in library.people()} <= set().union(*(one.person_ids for one in heard))
