"""The compute lanes and the pool of a scan."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from faceapp.core.errors import LibraryError, WeightsError
from faceapp.library.recognizer import Recognizer, RecognizerSource
from faceapp.library.workers import ComputeLanes, Priority, ordered_map


@pytest.fixture
def lane() -> Iterator[ComputeLanes]:
    opened = ComputeLanes()
    yield opened
    opened.close()


def test_a_question_goes_before_what_waits(lane: ComputeLanes) -> None:
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


def test_an_error_is_an_answer_and_the_lane_goes_on(lane: ComputeLanes) -> None:
    failed = lane.submit(lambda: 1 // 0, Priority.SCAN)
    with pytest.raises(ZeroDivisionError):
        failed.result(timeout=20)
    assert lane.submit(lambda: 7, Priority.SCAN).result(timeout=20) == 7


def test_everything_runs_on_one_thread(lane: ComputeLanes) -> None:
    names = {lane.submit(threading.get_ident, Priority.SCAN).result(timeout=20) for _ in range(5)}
    assert len(names) == 1
    assert names != {threading.get_ident()}


def test_lanes_run_side_by_side_and_no_more_of_them() -> None:
    lanes, together, enough = ComputeLanes(2), threading.Barrier(2), threading.Lock()
    running = most = 0

    def work() -> None:
        nonlocal running, most
        with enough:
            running += 1
            most = max(most, running)
        together.wait(20)  # passed only by two at once
        with enough:
            running -= 1

    for future in [lanes.submit(work, Priority.SCAN) for _ in range(6)]:
        future.result(timeout=20)
    lanes.close()
    assert most == 2


def test_while_a_question_runs_no_more_of_a_scan_begins() -> None:
    lanes, begun, asked, go = ComputeLanes(2), threading.Event(), threading.Event(), threading.Event()
    order: list[str] = []

    def question() -> None:
        asked.set()
        go.wait(20)
        order.append("question")

    answer = lanes.submit(question, Priority.QUESTION)
    assert asked.wait(20)
    photo = lanes.submit(lambda: (begun.set(), order.append("photo")), Priority.SCAN)
    other = lanes.submit(lambda: order.append("other question"), Priority.QUESTION)
    other.result(timeout=20)  # a lane is free, for questions
    assert not begun.is_set()
    go.set()
    answer.result(timeout=20)
    photo.result(timeout=20)
    lanes.close()
    assert order == ["other question", "question", "photo"]


def test_narrowed_lanes_run_one_at_a_time() -> None:
    lanes, first, go = ComputeLanes(3), threading.Event(), threading.Event()
    lanes.narrow(1)
    order: list[int] = []
    futures = [lanes.submit(lambda: (first.set(), go.wait(20), order.append(0)), Priority.SCAN)]
    assert first.wait(20)
    futures += [lanes.submit(lambda number=number: order.append(number), Priority.SCAN) for number in (1, 2)]
    go.set()
    for future in futures:
        future.result(timeout=20)
    lanes.close()
    assert order == [0, 1, 2]


def test_closing_finishes_what_is_queued_and_takes_no_more() -> None:
    lane, done = ComputeLanes(), []
    futures = [lane.submit(lambda number=number: done.append(number), Priority.SCAN) for number in range(5)]
    lane.close()
    assert done == [0, 1, 2, 3, 4]
    assert all(future.done() for future in futures)
    with pytest.raises(LibraryError, match="closed"):
        lane.submit(lambda: 1, Priority.QUESTION)


class _On:
    """An embedder of which nothing is asked but where it runs."""

    def __init__(self, device: str) -> None:
        self.device = device


@pytest.mark.parametrize("width", [1, 3])
def test_the_networks_are_loaded_at_the_first_need_and_once(width: int) -> None:
    loads: list[int] = []

    def load() -> Recognizer:
        loads.append(threading.get_ident())
        return Recognizer(None, _On("cpu"), "slow")  # type: ignore[arg-type]

    source = RecognizerSource("model", "detector", 4, load, width)  # type: ignore[arg-type]
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


@pytest.mark.parametrize(("device", "at_once", "together"), [("cpu", 3, 1), ("cuda", 1, 4)])
def test_a_cpu_works_on_photos_side_by_side_and_a_gpu_on_some_together(
    device: str, at_once: int, together: int
) -> None:
    def load() -> Recognizer:
        return Recognizer(None, _On(device))  # type: ignore[arg-type]

    source = RecognizerSource("model", "detector", 4, load, 3)  # type: ignore[arg-type]
    assert source.together == 1  # not known yet
    source.run(lambda _: None)
    assert source.together == together
    assert _most_at_once(source, at_once) == at_once
    source.close()
    assert _most_at_once(source, at_once) == at_once  # opened again: what it runs on is known now
    source.close()


def _most_at_once(source: RecognizerSource, wanted: int) -> int:
    counting = threading.Condition()
    running = most = 0

    def work(_: Recognizer) -> None:
        nonlocal running, most
        with counting:
            running += 1
            most = max(most, running)
            counting.notify_all()
            counting.wait_for(lambda: most >= wanted, 20)
            running -= 1

    threads = [threading.Thread(target=lambda: source.run(work)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most


def test_networks_that_cannot_be_loaded_are_an_error_each_time() -> None:
    def load() -> Recognizer:
        raise WeightsError("The weights are missing.")

    source = RecognizerSource("model", "detector", 4, load)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(WeightsError, match="missing"):
            source.run(lambda one: one.message)
    source.close()


# -- the pool of a scan ------------------------------------------------------------------------------------
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
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("scan")]


def test_an_error_in_a_call_reaches_the_caller_and_ends_the_pool() -> None:
    def fail(number: int) -> int:
        return 1 // (number - 3)

    results = ordered_map(fail, range(10), workers=2, ahead=4)
    with pytest.raises(ZeroDivisionError):
        list(results)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("scan")]
