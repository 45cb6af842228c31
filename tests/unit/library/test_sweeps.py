"""Everyone else at an event is a stranger: who would go, who stays, and what the decision is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from squares import Squares, save

from faceapp.core.errors import UnknownIdError
from faceapp.core.models import FaceState
from faceapp.library.library import Library

PARTY = datetime(2021, 6, 12, 18)
# Anna and Ben (0, 1) are everywhere; 2 was at the party only, 3 at the party and on another day, 4 once.
PHOTOS = [
    *[[(0, look), (1, look), (2, look), (3, look)] for look in range(3)],
    [(0, 3), (4, 0)],
    *[[(0, look), (1, look), (3, look)] for look in range(4, 6)],
]
AT_THE_PARTY = 4


@pytest.fixture
def party(squares: Squares, tmp_path: Path) -> Iterator[Library]:
    for place, faces in enumerate(PHOTOS):
        save(tmp_path / "album" / f"{place:03d}.png", faces, place)
    with squares.open(tmp_path / "library") as library:
        library.scan([tmp_path / "album"])
        days = {one.id: number(one.paths) for one in library.photos()}
        with library._context.database.transaction() as db:
            for photo, place in days.items():
                taken = PARTY + timedelta(minutes=20 * place, days=0 if place < AT_THE_PARTY else 9)
                db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken.isoformat(), photo))
        for group in library.people():
            who = {person_of(library, face.id) for face in library.faces_of_person(group.id)}
            if who <= {0, 1}:
                library.decide.name(group.id, ("Anna", "Ben")[who.pop()])
        yield library


def number(paths: tuple[str, ...]) -> int:
    return int(Path(paths[0]).stem)


def person_of(library: Library, face_id: int) -> int:
    """The truth: faces lie in a row."""
    face = library.faces_by_id([face_id])[0]
    photo = library.photos([face.photo_id])[0]
    return PHOTOS[number(photo.paths)][int(face.box.x) // 40][0]


def photo(library: Library, place: int) -> int:
    return next(one.id for one in library.photos() if number(one.paths) == place)


def test_those_without_a_name_go_but_whoever_is_in_other_photos_stays(party: Library) -> None:
    sweep = party.sweep(photo(party, 1))
    assert [number(one.paths) for one in sorted(party.photos(sweep.photos), key=lambda one: one.paths)] == [
        0,
        1,
        2,
        3,
    ]
    assert (sweep.first, sweep.last) == (PARTY, PARTY + timedelta(minutes=60))
    assert {person_of(party, face) for face in sweep.going} == {2, 4}
    assert {person_of(party, face) for face in sweep.staying} == {3}
    assert len(sweep.faces) == len(sweep.going) + len(sweep.staying) == 7


def test_an_undated_photo_does_not_reach_into_a_folder_left_out(party: Library, tmp_path: Path) -> None:
    with party._context.database.transaction() as db:
        db.execute("UPDATE photo SET taken_at = NULL")
    copies = tmp_path / "album" / "-copies"
    copies.mkdir()
    for path in (tmp_path / "album").glob("*.png"):
        (copies / path.name).write_bytes(path.read_bytes())
    party.scan([tmp_path / "album"])
    party.places.leave_out(str(copies))
    shots = party._context.photos.shots_around(photo(party, 0))
    assert {shot.folder for shot in shots} == {str(tmp_path / "album")}


def test_a_face_the_user_knows_stays(party: Library) -> None:
    (lonely,) = (face.id for face in party.faces_in_state(FaceState.SINGLE))
    party._context.settings.put("review.known", f"[{lonely}]")
    assert lonely in party.sweep(photo(party, 0)).staying


def test_the_sweep_is_one_decision_that_one_undo_takes_back(party: Library) -> None:
    before = {face.id: (face.person_id, face.state) for face in party.faces()}
    sweep = party.sweep(photo(party, 0))
    party.decide.stranger(sweep.going)
    states = {face.id: face.state for face in party.faces()}
    assert {states[face] for face in sweep.going} == {FaceState.STRANGER}
    assert {face: state for face, state in states.items() if face not in sweep.going} == {
        face: state for face, (_, state) in before.items() if face not in sweep.going
    }
    assert party.sweep(photo(party, 0)).going == ()
    party.decide.undo()
    assert {face.id: (face.person_id, face.state) for face in party.faces()} == before


def test_a_photo_that_is_not_there_is_said(party: Library) -> None:
    with pytest.raises(UnknownIdError, match="no photo 99"):
        party.sweep(99)
