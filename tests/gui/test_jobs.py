"""Work leaves the window thread and always comes back as a result or an error."""

from __future__ import annotations

import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from faceapp.core.errors import FaceAppError
from faceapp.gui.jobs import BUG_MESSAGE, InlineLane, Jobs, ThreadLane


def test_work_runs_elsewhere_and_the_answer_comes_here(qtbot: QtBot) -> None:
    jobs, lane = Jobs(), ThreadLane("test")
    answers: list[tuple[str, bool]] = []

    def then(name: str) -> None:
        answers.append((name, threading.current_thread() is threading.main_thread()))

    jobs.run(lane, lambda: threading.current_thread().name, then)
    qtbot.waitUntil(lambda: bool(answers))
    lane.close()
    assert answers == [("test-0", True)]


def test_one_lane_keeps_the_order(qtbot: QtBot) -> None:
    jobs, lane = Jobs(), ThreadLane("test")
    seen: list[int] = []
    for number in range(200):
        jobs.run(lane, lambda number=number: number, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 200)
    lane.close()
    assert seen == list(range(200))


def test_an_expected_error_goes_to_its_handler_or_to_the_signal(qtbot: QtBot) -> None:
    jobs, lane = Jobs(), InlineLane()
    handled: list[str] = []

    def fail() -> None:
        raise FaceAppError("no such thing")

    jobs.run(lane, fail, failed=lambda error: handled.append(error.user_message))
    assert handled == ["no such thing"]
    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(lane, fail)
    assert told.args is not None
    assert told.args[0].user_message == "no such thing"


def test_a_bug_is_told_once_logged_and_still_an_answer(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, lane = Jobs(), ThreadLane("test")
    handled: list[str] = []

    def bug() -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(jobs.bug):
        jobs.run(lane, bug, failed=lambda error: handled.append(error.user_message))
    qtbot.waitUntil(lambda: bool(handled))
    jobs.run(lane, lambda: 7, lambda number: handled.append(str(number)))
    qtbot.waitUntil(lambda: len(handled) == 2)
    lane.close()
    assert handled == [BUG_MESSAGE, "7"]
    assert "ZeroDivisionError" in caplog.text


def test_nothing_is_delivered_to_an_owner_that_is_gone(qtbot: QtBot) -> None:
    jobs, lane = Jobs(), ThreadLane("test")
    parent = QObject()
    owner = QObject(parent)
    answers: list[str] = []
    gate = threading.Event()
    jobs.run(lane, gate.wait, lambda _: answers.append("late"), owner=owner)
    jobs.run(lane, lambda: None, lambda _: answers.append("end"))
    owner.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(owner))
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    lane.close()
    assert answers == ["end"]
