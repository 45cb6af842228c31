"""Pausing, stopping, and what an operation says it changed."""

from __future__ import annotations

import threading

import pytest

from faceapp.core.changes import EVERYTHING, Changes
from faceapp.core.errors import Cancelled
from faceapp.core.progress import CancelToken


def test_cancelling_ends_a_pause() -> None:
    token = CancelToken()
    token.check()
    token.pause()
    assert token.paused
    token.cancel()
    assert not token.paused
    assert token.cancelled
    with pytest.raises(Cancelled, match="What was finished is kept"):
        token.check()
    token.pause()  # too late
    assert not token.paused


def test_a_paused_job_waits_for_resume() -> None:
    token, passed = CancelToken(), threading.Event()
    token.pause()

    def work() -> None:
        token.check()
        passed.set()

    job = threading.Thread(target=work)
    job.start()
    assert not passed.wait(0.05)
    token.resume()
    assert passed.wait(10)
    job.join()


def test_changes_add_up() -> None:
    both = Changes(photo_ids=frozenset({1})) | Changes(face_ids=frozenset({2}), person_ids=frozenset({3}))
    assert both == Changes(frozenset({1}), frozenset({2}), frozenset({3}))
    assert both
    assert not Changes()
    assert (both | EVERYTHING).everything
