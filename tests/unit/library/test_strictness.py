"""Fewer mistakes or fewer groups: what the preview promises is what the change does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from edge import on_the_edge
from squares import Squares

from faceapp.core.errors import Cancelled, DecisionError
from faceapp.core.models import StrictnessPreview
from faceapp.core.progress import CancelToken
from faceapp.library.library import Library


@pytest.fixture
def library(squares: Squares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    opened = on_the_edge(squares, tmp_path, monkeypatch)
    yield opened
    opened.close()


def groups(library: Library) -> int:
    return sum(person.name is None for person in library.people())


def standing(library: Library) -> list[tuple[int, int | None]]:
    return [(face.id, face.person_id) for face in library.faces()]


def test_the_present_strictness_changes_nothing(library: Library) -> None:
    before = standing(library)
    assert library.strictness() == 0.0
    assert library.preview_strictness(0.0) == StrictnessPreview(0, 0, 0, groups(library), 0)
    assert standing(library) == before


def test_the_preview_is_what_happens_and_it_can_be_taken_back(library: Library) -> None:
    before = groups(library)
    preview = library.preview_strictness(1.0)
    assert preview.merged > 1
    assert preview.groups < before
    assert groups(library) == before  # only looked at
    library.set_strictness(1.0)
    assert library.strictness() == 1.0
    assert groups(library) == preview.groups
    back = library.preview_strictness(0.0)
    assert back.split == before - preview.groups
    library.set_strictness(0.0)
    assert groups(library) == before


def test_it_holds_after_a_new_start_and_for_the_next_scan(library: Library, squares: Squares) -> None:
    library.set_strictness(1.0)
    joined = groups(library)
    library.close()
    with squares.open(library.root) as again:
        assert again.strictness() == 1.0
        again.scan()
        again.regroup()
        assert groups(again) == joined


def test_named_people_and_answers_stay(library: Library) -> None:
    one, other = library.people()[:2]
    library.decide.name(one.id, "Anna")
    library.decide.different(one.id, other.id)
    before = {face.id for face in library.faces_of_person(one.id)}
    assert library.preview_strictness(1.0).people == 1
    library.set_strictness(1.0)
    assert {face.id for face in library.faces_of_person(one.id)} == before
    assert library.person(one.id).name == "Anna"


@pytest.mark.parametrize("value", [1.01, -2.0, float("nan"), float("inf")])
def test_what_is_not_on_the_scale_is_refused(library: Library, value: float) -> None:
    with pytest.raises(DecisionError, match="from -1"):
        library.preview_strictness(value)
    with pytest.raises(DecisionError, match="from -1"):
        library.set_strictness(value)
    assert library.strictness() == 0.0


def test_a_preview_can_be_stopped(library: Library) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        library.preview_strictness(0.5, cancel)
