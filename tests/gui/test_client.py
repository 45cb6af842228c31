"""The window's door to the library: order, undo, scans, other processes, the end."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import squares as coloured
from pytestqt.qtbot import QtBot
from squares import Squares

from faceapp.core.changes import Changes
from faceapp.core.errors import FaceAppError
from faceapp.core.models import Person, ScanSummary
from faceapp.core.progress import Progress
from faceapp.gui.client import LibraryClient
from faceapp.gui.jobs import ThreadLanes


def people(client: LibraryClient, qtbot: QtBot) -> list[Person]:
    answers: list[list[Person]] = []
    client.ask(lambda library: library.people(), answers.append, owner=client)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def test_a_decision_is_told_with_its_words_and_views_hear_of_it(
    threaded: LibraryClient, qtbot: QtBot
) -> None:
    (group, *_) = people(threaded, qtbot)
    words: list[str] = []
    threaded.decided.connect(lambda _, text: words.append(text))
    with qtbot.waitSignals([threaded.decided, threaded.changed]):
        threaded.decide(
            lambda decide: decide.name(group.id, "Anna"), text=lambda decision: f"{decision.faces} faces"
        )
    assert words == [f"{group.faces} faces"]


def test_undo_and_redo_follow_the_order_of_the_decisions(threaded: LibraryClient, qtbot: QtBot) -> None:
    first, second, *_ = people(threaded, qtbot)
    threaded.decide(lambda decide: decide.name(first.id, "Anna"), text="Anna")
    threaded.decide(lambda decide: decide.name(second.id, "Ben"), text="Ben")
    threaded.undo()
    with qtbot.waitSignal(threaded.decided, check_params_cb=lambda _, words: words == "Undone: Anna"):
        threaded.undo()
    with qtbot.waitSignal(threaded.decided, check_params_cb=lambda _, words: words == "Anna"):
        threaded.redo()
    assert [person.name for person in people(threaded, qtbot) if person.name] == ["Anna"]
    with qtbot.waitSignal(threaded.failed):
        threaded.undo()
        threaded.undo()


def test_a_decision_that_makes_no_sense_is_told_and_nothing_can_be_undone(
    threaded: LibraryClient, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(threaded.failed) as told:
        threaded.decide(lambda decide: decide.name(9999, "Nobody"))
    assert told.args is not None
    assert "9999" in told.args[0].user_message
    with qtbot.waitSignal(threaded.failed):
        threaded.undo()


def test_what_another_process_writes_is_seen(
    threaded: LibraryClient, squares_root: Path, qtbot: QtBot
) -> None:
    (group, *_) = people(threaded, qtbot)
    qtbot.waitUntil(lambda: threaded._changes._version is not None, timeout=5000)
    with (
        qtbot.waitSignal(threaded.changed, timeout=5000, check_params_cb=lambda changes: changes.everything),
        Squares().open(squares_root) as other,
    ):
        other.decide.name(group.id, "Anna")
    assert "Anna" in [person.name for person in people(threaded, qtbot)]


def test_a_scan_tells_how_far_it_is_and_ends_with_a_summary(
    squares: Squares, tmp_path: Path, qtbot: QtBot
) -> None:
    album = coloured.album(tmp_path / "album", coloured.people(3, 6))
    client = LibraryClient(squares.open(tmp_path / "library"), ThreadLanes())
    told: list[Progress] = []
    changes: list[Changes] = []
    client.scan_progressed.connect(told.append)
    ends: list[ScanSummary] = []
    client.changed.connect(changes.append)
    client.scan_finished.connect(ends.append)  # the second may end before anybody waits for it
    client.start_scan([album])
    assert client.scanning
    client.start_scan([album])  # asked for meanwhile: it follows
    qtbot.waitUntil(lambda: len(ends) == 2, timeout=60_000)
    assert [end.photos for end in ends] == [18, 18]
    assert not client.scanning
    assert told
    assert any(one.everything or one.face_ids for one in changes)
    close(client, qtbot)


def test_a_scan_can_be_paused_and_stopped(squares: Squares, tmp_path: Path, qtbot: QtBot) -> None:
    album = coloured.album(tmp_path / "album", coloured.people(8, 10))
    client = LibraryClient(squares.open(tmp_path / "library"), ThreadLanes())
    client.start_scan([album])
    client.pause_scan()
    assert client.paused
    client.resume_scan()
    assert not client.paused
    client.pause_scan()
    with qtbot.waitSignal(client.scan_stopped, timeout=20_000):
        client.stop_scan()  # a paused scan stops too
    with qtbot.waitSignal(client.scan_finished, timeout=20_000) as finished:
        client.start_scan()
    assert finished.args is not None
    assert finished.args[0].photos == 80
    close(client, qtbot)


def scans_of(client: LibraryClient, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], bool]]:
    """What is scanned from now on: folders or places, and which of these two."""
    scanned: list[tuple[list[str], bool]] = []
    plain = client._library.scan

    def scan(folders: Sequence[str | Path], *, within: bool = False, **given: Any) -> ScanSummary:
        scanned.append(([Path(one).name for one in folders], within))
        return plain(folders, within=within, **given)

    monkeypatch.setattr(client._library, "scan", scan)
    return scanned


@pytest.mark.parametrize("all_first", [True, False])
def test_a_scan_of_all_that_was_asked_for_meanwhile_is_not_lost_beside_one_of_a_folder(
    threaded: LibraryClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, all_first: bool
) -> None:
    one, other = (coloured.album(tmp_path / name, coloured.people(1, 1)) for name in ("one", "other"))
    scanned = scans_of(threaded, monkeypatch)
    threaded.start_scan([one])
    threaded.start_scan() if all_first else threaded.start_scan([other])
    threaded.start_scan([other]) if all_first else threaded.start_scan()
    qtbot.waitUntil(lambda: len(scanned) == 3 and not threaded.scanning, timeout=20_000)
    assert scanned == [(["one"], False), (["other"], False), ([], False)]


def test_places_where_something_changed_wait_until_a_scan_ends_well(
    threaded: LibraryClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    album = coloured.album(tmp_path / "album", coloured.people(1, 1))
    scanned = scans_of(threaded, monkeypatch)
    threaded.start_scan([album])
    threaded.look_at([str(album / "noted")])
    with qtbot.waitSignal(threaded.scan_stopped, timeout=20_000):
        threaded.pause_scan()
        threaded.stop_scan()
    assert scanned == [(["album"], False)]
    threaded.look_at([str(album / "new")])
    qtbot.waitUntil(lambda: not threaded.scanning, timeout=20_000)
    assert scanned[1:] == [(["noted", "new"], True)]


def test_long_work_that_begins_while_the_window_closes_is_stopped(
    threaded: LibraryClient, qtbot: QtBot
) -> None:
    over: list[bool] = []
    threaded.apart.stop()
    token = threaded.apart.run(
        "film",
        lambda library, progress, cancel: cancel.check(),
        lambda _: None,
        progress=lambda _: None,
        over=lambda: over.append(True),
        owner=threaded,
    )
    assert token.cancelled
    qtbot.waitUntil(lambda: bool(over))


def test_a_folder_that_does_not_exist_is_told(threaded: LibraryClient, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(threaded.scan_failed) as failed:
        threaded.start_scan([tmp_path / "nowhere"])
    assert failed.args is not None
    assert isinstance(failed.args[0], FaceAppError)
    assert not threaded.scanning


def test_identify_and_pictures_come_from_threads_of_their_own(
    threaded: LibraryClient, tmp_path: Path, qtbot: QtBot
) -> None:
    picture = coloured.save(tmp_path / "who.png", [(1, 3)], 99)
    found: list[int] = []
    sizes: list[tuple[int, int]] = []
    threaded.identify(picture, lambda faces: found.append(len(faces)), owner=threaded)
    threaded.load_picture(
        1, lambda view: sizes.append((view.full_width, view.full_height)), owner=threaded, long_side=64
    )
    qtbot.waitUntil(lambda: bool(found and sizes))
    assert found == [1]
    assert sizes == [(40, 40)]


def test_closing_in_mid_scan_finishes_what_was_decided_and_leaves_no_thread(
    squares: Squares, squares_root: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    before = set(threading.enumerate())
    album = tmp_path / "more"
    for number, faces in enumerate(coloured.people(10, 8), start=500):  # none of these is in there yet
        coloured.save(album / f"{number}.png", faces, number)
    client = LibraryClient(squares.open(squares_root), ThreadLanes())
    group = people(client, qtbot)[0]
    client.start_scan([album])
    client.decide(lambda decide: decide.name(group.id, "Anna"))
    done: list[bool] = []
    client.shutdown(lambda: done.append(True))
    assert not done  # closing never blocks the window
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before)
    with Squares().open(squares_root) as library:
        assert library.person(group.id).name == "Anna"
        assert library.scan().photos == 34 + 80


def close(client: LibraryClient, qtbot: QtBot) -> None:
    done: list[bool] = []
    client.shutdown(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
