"""Random actions of every kind, short form (long: ``python -m tests.torture.stateful``)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from killed import Killer, one_by_one
from stateful import play, steps_of
from user import ACTIONS, User

from faceapp.core.errors import FaceAppError
from faceapp.library import scan

pytestmark = pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL")


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as server:
        yield server


@pytest.fixture(autouse=True)
def the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "ordered_map", one_by_one)


class Tidying(RuleBasedStateMachine):
    """The user of the long form, whose actions hypothesis chooses (and makes fewer where one fails)."""

    killer: Killer  # set by the test below

    def __init__(self) -> None:
        super().__init__()
        self.user = User(self.killer)

    def teardown(self) -> None:
        self.user.close()

    @rule(
        action=st.sampled_from([name for name, often in ACTIONS.items() for _ in range(int(2 * often))]),
        number=st.integers(0, 2**32 - 1),
    )
    def act(self, action: str, number: int) -> None:
        self.user.act(action, number)


def test_no_decision_changes_whatever_happens(killer: Killer) -> None:
    Tidying.killer = killer
    run_state_machine_as_test(
        Tidying,
        settings=settings(
            max_examples=4,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        ),
    )


def test_a_seed_of_the_long_run(killer: Killer) -> None:
    user, done, error = play(steps_of(seed=2, count=80), killer)
    assert error is None, f"step {done}: {error!r}"
    assert user.counts["decisions"] > 30
    assert user.counts["scans"] > 5
    assert user.counts["killed scans"] > 0


@pytest.mark.parametrize(
    ("broken", "instead"),
    [
        ("faceapp.core.word.Word._reject", lambda *_: None),
        ("faceapp.core.word.Word._merge", lambda *_: None),
        ("faceapp.core.word.undone_events", lambda _: set()),
        ("faceapp.library.analyze.match_boxes", lambda *_: {}),
        ("faceapp.storage.people.PeopleStore.sync_word", lambda *_: None),
    ],
)
def test_what_is_broken_is_noticed(
    broken: str, instead: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broken, instead)
    _, _, error = play(steps_of(seed=3, count=100), None)
    assert isinstance(error, (AssertionError, FaceAppError))  # or the app refuses what it should do
