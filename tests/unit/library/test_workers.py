"""The compute lane and the decode pool."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from faceapp.core.errors import LibraryError, WeightsError
from faceapp.library.recognizer import Recognizer, RecognizerSource
from faceapp.library.workers import ComputeLane, Priority, ordered_map


@pytest.fixture
def lane() -> Iterator[ComputeLane]:
    opened = ComputeLane()
    yield opened
    opened.close()


def test_a_question_goes_before_what_waits(lane: ComputeLane) -> None:
    go, order = threading.Event(), []
    lane.submit(lambda: go.wait(20), Priority.SCAN)
    futures = [
        lane.submit(lambda name=name: order.append(name), priority)
        for name, priority in (
            ("scan 1", Priority.SCAN),
            ("scan 2", Priority.SCAN),
            ("question 1", Priority.QUESTION),
            ("question 2", Priority.QUESTION),
        )
    ]
    go.set()
    for future in futures:
        future.result(timeout=20)
    assert order == ["question 1", "question 2", "scan 1", "scan 2"]


def test_an_error_is_an_answer_and_the_lane_goes_on(lane: ComputeLane) -> None:
    failed = lane.submit(lambda: 1 // 0, Priority.SCAN)
    with pytest.raises(ZeroDivisionError):
        failed.result(timeout=20)
    assert lane.submit(lambda: 7, Priority.SCAN).result(timeout=20) == 7


def test_everything_runs_on_one_thread(lane: ComputeLane) -> None:
    names = {lane.submit(threading.get_ident, Priority.SCAN).result(timeout=20) for _ in range(5)}
    assert len(names) == 1
    assert names != {threading.get_ident()}


def test_closing_finishes_what_is_queued_and_takes_no_more() -> None:
    lane, done = ComputeLane(), []
    futures = [lane.submit(lambda number=number: done.append(number), Priority.SCAN) for number in range(5)]
    lane.close()
    assert done == [0, 1, 2, 3, 4]
    assert all(future.done() for future in futures)
    with pytest.raises(LibraryError, match="closed"):
        lane.submit(lambda: 1, Priority.QUESTION)


def test_the_networks_are_loaded_at_the_first_need_and_once() -> None:
    loads: list[int] = []

    def load() -> Recognizer:
        loads.append(threading.get_ident())
        return Recognizer(None, None, "slow")  # type: ignore[arg-type]

    source = RecognizerSource("model", "detector", 4, load)  # type: ignore[arg-type]
    assert (source.loaded, loads) == (None, [])
    threads = [threading.Thread(target=lambda: source.run(lambda one: one.message)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
    assert source.run(lambda one: one.message) == "slow"
    source.close()
    source.close()
    assert source.run(lambda one: one.message) == "slow"  # opened again, not loaded again
    source.close()
    assert len(loads) == 1


def test_networks_that_cannot_be_loaded_are_an_error_each_time() -> None:
    def load() -> Recognizer:
        raise WeightsError("The weights are missing.")

    source = RecognizerSource("model", "detector", 4, load)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(WeightsError, match="missing"):
            source.run(lambda one: one.message)
    source.close()


# -- the decode pool ------------------------------------------------------------------------------------
def test_results_come_in_order_and_few_wait() -> None:
    taken = 0

    def numbers() -> Iterator[int]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    found = []
    for result in ordered_map(lambda number: number * 2, numbers(), workers=3, ahead=5):
        found.append(result)
        assert taken <= len(found) + 5
    assert found == [2 * number for number in range(100)]


def test_closing_early_ends_the_pool() -> None:
    calls: list[int] = []
    results = ordered_map(lambda number: calls.append(number) or number, range(1000), workers=2, ahead=4)
    assert next(results) == 0
    results.close()
    count = len(calls)
    assert count <= 6
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("decode")]


def test_an_error_in_a_call_reaches_the_caller_and_ends_the_pool() -> None:
    def fail(number: int) -> int:
        return 1 // (number - 3)

    results = ordered_map(fail, range(10), workers=2, ahead=4)
    with pytest.raises(ZeroDivisionError):
        list(results)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("decode")]
