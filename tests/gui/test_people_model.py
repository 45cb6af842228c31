"""The people grid's rows change by id: nothing is reset, nothing jumps."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPersistentModelIndex
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from faceapp.core.models import Face, FaceState, Person
from faceapp.gui.models.carried import Carried, carried
from faceapp.gui.models.faces_model import FACE_ROLE, FACES_MIME, FacesModel
from faceapp.gui.models.people_model import PEOPLE_MIME, Filter, PeopleModel, chosen


def person(number: int, faces: int, name: str | None = None, hidden: bool = False) -> Person:
    return Person(number, name, faces, faces, 0, hidden=hidden, sample_face_ids=(number,))


def ids(model: PeopleModel) -> list[int]:
    return [one.id for one in model.people()]


def test_the_model_keeps_its_promises_through_every_kind_of_change(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = PeopleModel()
    qtmodeltester.check(model)
    model.set_people([person(1, 9, "Anna"), person(2, 8), person(3, 7)])
    model.set_people([person(4, 20), person(3, 7), person(2, 8)])
    model.set_people([person(2, 8, "Ben"), person(4, 20), person(5, 1), person(6, 1), person(3, 9)])
    model.set_people([])
    model.set_people([person(1, 1)])
    assert ids(model) == [1]


def test_what_is_selected_follows_the_person_not_the_row(qtbot: QtBot) -> None:
    model = PeopleModel()
    model.set_people([person(1, 9), person(2, 8), person(3, 7)])
    kept = QPersistentModelIndex(model.index_of(2))
    model.set_people([person(3, 20), person(1, 9), person(4, 8), person(2, 8)])
    assert model.person(kept.row()).id == 2


def test_a_change_of_one_person_touches_one_row_and_resets_nothing(qtbot: QtBot) -> None:
    model = PeopleModel()
    people = [person(number, 10) for number in range(1, 50)]
    model.set_people(people)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.modelReset.connect(lambda: changed.append(-1))
    model.layoutChanged.connect(lambda: changed.append(-2))
    people[7] = replace(people[7], faces=11)
    model.set_people(people)
    assert changed == [7]


def test_while_a_scan_runs_cards_stay_where_they_are(qtbot: QtBot) -> None:
    model = PeopleModel()
    model.set_people([person(1, 9, "Anna"), person(2, 8), person(3, 7)])
    grown = [person(5, 5, "Ben"), person(1, 4, "Anna"), person(3, 70), person(4, 60), person(2, 8)]
    model.set_people(grown, keep_order=True)
    assert ids(model) == [1, 5, 2, 3, 4]
    model.set_people(grown)
    assert ids(model) == [5, 1, 3, 4, 2]


def test_filters_and_search(qtbot: QtBot) -> None:
    people = [person(1, 9, "Anna Berg"), person(2, 8, "Ben", hidden=True), person(3, 7)]
    assert [one.id for one in chosen(people, Filter.ALL)] == [1, 3]
    assert [one.id for one in chosen(people, Filter.NAMED)] == [1]
    assert [one.id for one in chosen(people, Filter.GROUPS)] == [3]
    assert [one.id for one in chosen(people, Filter.HIDDEN)] == [2]
    assert [one.id for one in chosen(people, Filter.ALL, "berg ann")] == [1]


def test_a_drag_carries_ids(qtbot: QtBot) -> None:
    model = PeopleModel()
    model.set_people([person(1, 9), person(2, 8)])
    data = model.mimeData([model.index(0), model.index(1)])
    assert carried(data, PEOPLE_MIME).ids == (1, 2)
    assert carried(data, FACES_MIME).ids == ()


def test_faces_keep_their_places(qtbot: QtBot, qtmodeltester: ModelTester, a_face: Face) -> None:
    model = FacesModel()
    qtmodeltester.check(model)
    faces = [replace(a_face, id=number) for number in range(1, 8)]
    model.set_faces(faces)
    model.set_faces([replace(a_face, id=9), *reversed(faces[2:])])
    assert [face.id for face in model.faces()] == [3, 4, 5, 6, 7, 9]
    model.set_faces([replace(face, state=FaceState.CONFIRMED) for face in model.faces()])
    assert model.index_of(9).data(FACE_ROLE).state is FaceState.CONFIRMED
    model.clear()
    assert model.rowCount() == 0


def test_what_the_window_of_another_library_drags_is_not_taken() -> None:
    script = (
        "from faceapp.gui.models import faces_model, people_model\n"
        "print(faces_model.FACES_MIME, people_model.PEOPLE_MIME)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    data = QMimeData()
    for kind in told.stdout.split():
        data.setData(kind, b"1,2")
    assert data.formats()
    assert carried(data, FACES_MIME) == carried(data, PEOPLE_MIME) == Carried()


def test_a_name_is_found_without_its_accents() -> None:
    people = [Person(1, "Zoë Łuć", 1, 1, 1), Person(2, "Ben", 1, 1, 1), Person(3, None, 1, 1, 0)]
    assert [one.id for one in chosen(people, Filter.ALL, "luc ZOE")] == [1]
    assert len(chosen(people, Filter.ALL, " ")) == 3
