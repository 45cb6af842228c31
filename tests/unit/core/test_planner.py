"""What is asked first, and what an answer changes, on small made albums."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from faceapp.core.asks import Ask, AskKind, photos_between
from faceapp.core.grouping import Edges
from faceapp.core.models import Embeddings
from faceapp.core.planner import CROPS, MOST_RATE, Planner
from faceapp.core.thresholds import FACENET_CASIA

DIMENSION = 128
STRANGERS = 40


def made(parts: Mapping[str, int], spread: float = 1.0, seed: int = 0) -> tuple[Embeddings, list[str]]:
    """Faces of people: a direction of each person and one of each face. ``parts``: label -> faces.

    The person is the first letter of a label; forty faces of people who are there once come last.
    """
    rng = np.random.default_rng(seed)
    middle = {label[0]: rng.normal(size=DIMENSION) for label in parts}
    labels = [label for label, count in parts.items() for _ in range(count)]
    faces = [middle[label[0]] + spread * rng.normal(size=DIMENSION) for label in labels]
    faces += [1.4 * rng.normal(size=DIMENSION) for _ in range(STRANGERS)]
    labels += [f"{number}" for number in range(STRANGERS)]
    table = np.array(faces)
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), np.float32), labels


def planner(
    embeddings: Embeddings,
    units: NDArray[np.int64],
    *,
    pages: bool = False,
    photos: NDArray[np.int64] | None = None,
    sure: tuple[int, ...] = (),
) -> Planner:
    count = len(embeddings)
    one, other = np.triu_indices(count, k=1)
    return Planner(
        embeddings,
        np.arange(count) if photos is None else photos,
        np.ones(count, np.float32),
        units,
        Edges(one.astype(np.int64), other.astype(np.int64)),
        FACENET_CASIA.linkage,
        FACENET_CASIA.pairs,
        np.full(count, FACENET_CASIA.linkage.usual_crowd, np.float32),
        sure=sure,
        pages=pages,
    )


def unit_per(labels: list[str]) -> NDArray[np.int64]:
    """Each label is a unit; the strangers are one each."""
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def two_sides(ask: Ask | None) -> tuple[set[int], set[int]]:
    assert ask is not None
    return set(ask.one), set(ask.others[0])


def rows(labels: list[str], label: str) -> set[int]:
    return {row for row, own in enumerate(labels) if own == label}


def test_the_larger_of_two_equally_sure_merges_comes_first() -> None:
    embeddings, labels = made({"a1": 6, "a2": 6, "b1": 3, "b2": 1})
    plan = planner(embeddings, unit_per(labels))
    first = plan.next()
    assert {frozenset(side) for side in two_sides(first)} == {
        frozenset(rows(labels, "a1")),
        frozenset(rows(labels, "a2")),
    }
    assert first is not None
    assert first.settles == pytest.approx((first.probabilities[0] - 0.02) * photos_between(6, 6), rel=0.2)


def test_a_yes_merges_and_the_next_question_is_another() -> None:
    embeddings, labels = made({"a1": 6, "a2": 6, "b1": 3, "b2": 1})
    plan = planner(embeddings, unit_per(labels))
    first = plan.next()
    assert first is not None
    plan.say(plan.face_of(first.one), plan.face_of(first.others[0]), True)
    plan.place(dict.fromkeys(first.one, first.candidates[0]))
    assert len(plan.rows_of(first.candidates[0])) == 12
    second = plan.next()
    assert set(two_sides(second)[0]) == rows(labels, "b2")


def test_a_no_holds_for_whatever_the_two_become() -> None:
    embeddings, labels = made({"a1": 4, "a2": 4, "a3": 4})
    plan = planner(embeddings, unit_per(labels))
    one, two, three = (min(rows(labels, label)) for label in ("a1", "a2", "a3"))
    for _ in range(3):
        plan.say(one, two, False)
    plan.place(dict.fromkeys(rows(labels, "a3"), plan.unit_of(two)))  # two and three are one now
    assert plan.unit_of(three) == plan.unit_of(two)
    pair = {plan.unit_of(one), plan.unit_of(two)}
    asks = [ask for unit in pair for ask in plan.asks_about(unit) if ask.kind is AskKind.SAME]
    assert all({ask.unit, *ask.candidates} != pair or ask.probabilities[0] < 0.01 for ask in asks)


def test_one_wrong_no_against_strong_evidence_is_asked_again() -> None:
    embeddings, labels = made({"a1": 8, "a2": 8}, spread=0.8)
    plan = planner(embeddings, unit_per(labels))
    first = plan.next()
    assert first is not None
    before = first.probabilities[0]
    plan.say(plan.face_of(first.one), plan.face_of(first.others[0]), False)
    again = next(
        ask
        for unit in (first.unit, first.candidates[0])
        for ask in plan.asks_about(unit)
        if ask.kind is AskKind.SAME and {ask.unit, *ask.candidates} == {first.unit, first.candidates[0]}
    )
    assert again.again
    assert again.probabilities[0] < before


def test_a_wrong_yes_is_doubted_and_taken_back() -> None:
    embeddings, labels = made({"a1": 6, "b1": 6})
    plan = planner(embeddings, unit_per(labels))
    one, other = min(rows(labels, "a1")), min(rows(labels, "b1"))
    plan.say(one, other, True, odds=-6.0)
    plan.place(dict.fromkeys(rows(labels, "b1"), plan.unit_of(one)))
    doubt = plan.next()
    assert doubt is not None
    assert (doubt.kind, doubt.again) == (AskKind.ODD, True)
    assert {frozenset(side) for side in two_sides(doubt)} == {
        frozenset(rows(labels, "a1")),
        frozenset(rows(labels, "b1")),
    }
    plan.unsay(one, other)  # the answer was undone
    plan.place(dict.fromkeys(rows(labels, "b1"), plan.new_unit()))
    assert all(not ask.again for ask in plan.asks_about(plan.unit_of(other)))


def test_somebody_else_in_a_group_is_asked_about() -> None:
    embeddings, labels = made({"a1": 7, "b1": 1, "b2": 5})
    units = unit_per(labels)
    (stray,) = rows(labels, "b1")
    units[stray] = units[min(rows(labels, "a1"))]
    plan = planner(embeddings, units)
    odd = next(ask for ask in plan.asks_about(int(units[stray])) if ask.kind is AskKind.ODD)
    assert odd.one == (stray,)
    assert odd.probabilities[0] < 0.5
    confirmed = planner(embeddings, units, sure=tuple(rows(labels, "a1") | {stray}))
    assert [ask for ask in confirmed.asks_about(int(units[stray])) if ask.kind is AskKind.ODD] == []


def test_two_faces_of_one_photo_are_not_asked_about() -> None:
    embeddings, labels = made({"a1": 5, "a2": 1})
    photos = np.arange(len(labels))
    (single,) = rows(labels, "a2")
    photos[single] = photos[min(rows(labels, "a1"))]
    plan = planner(embeddings, unit_per(labels), photos=photos)
    group = plan.unit_of(min(rows(labels, "a1")))
    assert all(group not in ask.candidates for ask in plan.asks_about(plan.unit_of(single)))


def test_a_skipped_question_gives_way() -> None:
    embeddings, labels = made({"a1": 6, "a2": 6, "b1": 3, "b2": 2})
    plan = planner(embeddings, unit_per(labels))
    first = plan.next()
    assert first is not None
    plan.put_off(first)
    second = plan.next()
    assert second is not None
    assert {first.unit, *first.candidates} != {second.unit, second.candidates[0]}


def test_strangers_leave_and_a_known_face_is_asked_about() -> None:
    embeddings, labels = made({"a1": 6, "a2": 1}, spread=1.3)
    plan = planner(embeddings, unit_per(labels), pages=True)
    (single,) = rows(labels, "a2")
    unit = plan.unit_of(single)

    def chance() -> float:
        return max(ask.probabilities[0] for ask in plan.asks_about(unit) if ask.kind is AskKind.SAME)

    before = chance()
    plan.know(single)
    assert chance() > before
    assert all(ask.kind is not AskKind.KNOWN for ask in plan.asks_about(unit))
    plan.place({single: -1})
    assert plan.asks_about(unit) == []
    assert plan.rows_of(unit) == ()


def test_a_page_shows_twelve_faces_at_most_and_each_question_once() -> None:
    parts = {f"{person}{part}": 3 for person in "abcdefghij" for part in (1, 2)}
    embeddings, labels = made(parts)
    plan = planner(embeddings, unit_per(labels), pages=True)
    page = plan.page()
    assert len(page) == CROPS // 2
    sides = [side for ask in page for side in (ask.unit, *ask.candidates)]
    assert len(set(sides)) <= CROPS
    assert len({ask.unit for ask in page}) == len(page)
    assert len({ask.kind for ask in page} - {AskKind.SAME, AskKind.ODD}) == 0
    assert len(plan.page(2)) == 2
    assert plan.page(1)[0] == page[0]  # looking changes nothing
    single = planner(embeddings, unit_per(labels))
    assert len(single.page()) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_passed_question_is_not_given(seed: int) -> None:
    embeddings, labels = made({"a1": 6, "a2": 6, "b1": 3, "b2": 3}, seed=seed)
    plan = planner(embeddings, unit_per(labels))
    first = plan.next()
    other = plan.page(1, skip=lambda ask: ask == first)
    assert other
    assert other[0] != first


def test_the_forecast_falls_as_questions_are_answered() -> None:
    parts = {f"{person}{part}": 4 for person in "abcdefgh" for part in (1, 2, 3)}
    embeddings, labels = made(parts)
    plan = planner(embeddings, unit_per(labels))
    before = plan.forecast()
    assert before.total == len(labels)
    assert 0 < before.settled < before.total
    assert before.answers_left > 0
    for _ in range(300):
        ask = plan.next()
        if ask is None:
            break
        same = labels[ask.one[0]][0] == labels[ask.others[0][0]][0] and labels[ask.one[0]][0].isalpha()
        plan.say(plan.face_of(ask.one), plan.face_of(ask.others[0]), same, 3.0)
        if same and ask.kind is not AskKind.ODD:
            plan.place(dict.fromkeys(ask.one, ask.candidates[0]))
    after = plan.forecast()
    assert after.answers_left == 0
    assert after.settled > before.settled
    for person in "abcdefgh":
        members = [row for row, label in enumerate(labels) if label[0] == person]
        assert len({plan.unit_of(row) for row in members}) == 1


def test_an_empty_album_has_no_question() -> None:
    plan = planner(np.zeros((0, DIMENSION), np.float32), np.zeros(0, np.int64))
    assert plan.next() is None
    assert plan.page() == []
    assert plan.forecast().total == 0


def test_an_answer_makes_only_its_surroundings_be_looked_at_again() -> None:
    parts = {f"{chr(97 + person)}{part}": 4 for person in range(20) for part in (1, 2, 3)}
    embeddings, labels = made(parts)
    plan = planner(embeddings, unit_per(labels))
    began = time.perf_counter()
    plan.next()
    whole = time.perf_counter() - began
    taken = []
    for _ in range(10):
        ask = plan.next()
        assert ask is not None
        plan.say(plan.face_of(ask.one), plan.face_of(ask.others[0]), True)
        plan.place(dict.fromkeys(ask.one, ask.candidates[0]))
        began = time.perf_counter()
        plan.next()
        taken.append(time.perf_counter() - began)
    assert np.median(taken) < whole / 2


@pytest.mark.parametrize("pages", [False, True])
def test_small_units_are_not_looked_at_before_something_better_was_asked(pages: bool) -> None:
    parts = {"a1": 30, "a2": 30, **{f"{letter}1": 2 for letter in "bcdefghijk"}}
    embeddings, labels = made(parts)
    lazy = planner(embeddings, unit_per(labels), pages=pages)
    first = lazy.next()
    assert first is not None
    assert not lazy.look_on(0)  # the strangers are still to be looked at
    eager = planner(embeddings, unit_per(labels), pages=pages)
    assert eager.look_on(10_000)
    assert eager.next() == first
    assert (
        max(ask.rate for unit in set(unit_per(labels).tolist()) for ask in eager.asks_about(unit))
        == first.rate
    )


@pytest.mark.parametrize("pages", [False, True])
def test_no_question_is_worth_more_than_its_unit_is_looked_at_for(pages: bool) -> None:
    parts = {"a1": 30, "a2": 28, "b1": 1, "b2": 9, "c1": 2, "c2": 2, "d1": 1, "d2": 1}
    embeddings, labels = made(parts, spread=0.7)
    units = unit_per(labels)
    units[min(rows(labels, "d1"))] = units[min(rows(labels, "a1"))]
    plan = planner(embeddings, units, pages=pages)
    asks = [ask for unit in set(units.tolist()) for ask in plan.asks_about(unit)]
    assert {ask.kind for ask in asks} >= {AskKind.SAME, AskKind.WHO, AskKind.ODD}
    for ask in asks:
        assert ask.rate <= MOST_RATE * len(plan.rows_of(ask.unit))
