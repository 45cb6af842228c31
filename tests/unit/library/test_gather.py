"""When a change is told: not while somebody still writes, and not one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceapp.core.folders import FolderMode, FolderRules
from faceapp.library import gather
from faceapp.library.gather import Gatherer, Happened, fewer

QUIET = gather.QUIET_SECONDS + 0.1


def test_a_change_is_told_when_it_is_quiet() -> None:
    gatherer = Gatherer(told_closed=True)
    gatherer.note("/a/1.jpg", Happened.FINISHED, 0.0)
    gatherer.note("/a/2.jpg", Happened.GONE, 1.0)
    assert gatherer.take(gather.QUIET_SECONDS) == []
    assert gatherer.take(1.0 + QUIET) == ["/a/1.jpg", "/a/2.jpg"]
    assert not gatherer


def test_where_something_changes_all_the_time_it_is_told_now_and_then() -> None:
    gatherer = Gatherer(told_closed=True)
    told: list[list[str]] = []
    for second in range(60):
        gatherer.note(f"/a/{second}.jpg", Happened.FINISHED, float(second))
        if ready := gatherer.take(second + 0.5):
            told.append(ready)
    assert [len(ready) for ready in told] == [16, 16, 16]


def test_a_file_that_grows_is_waited_for(tmp_path: Path) -> None:
    gatherer, path = Gatherer(told_closed=False), tmp_path / "1.jpg"
    path.write_bytes(b"x" * 10)
    gatherer.note(str(path), Happened.WRITTEN, 0.0)
    assert gatherer.take(QUIET) == []  # looked at once
    path.write_bytes(b"x" * 20)
    assert gatherer.take(QUIET + 1) == []
    assert gatherer.take(QUIET + 2) == [str(path)]


def test_what_came_together_is_told_together(tmp_path: Path) -> None:
    """A folder is ready at once, its files at the second look."""
    gatherer, path = Gatherer(told_closed=False), tmp_path / "1.jpg"
    path.write_bytes(b"x")
    gatherer.note(str(tmp_path), Happened.FINISHED, 0.0)
    gatherer.note(str(path), Happened.WRITTEN, 0.0)
    assert gatherer.take(QUIET) == []
    assert gatherer.take(QUIET + 0.2) == [str(tmp_path), str(path)]


def test_a_file_somebody_has_open_is_waited_for_until_it_is_closed(tmp_path: Path) -> None:
    gatherer, path = Gatherer(told_closed=True), tmp_path / "1.jpg"
    path.write_bytes(b"x")
    gatherer.note(str(path), Happened.WRITTEN, 0.0)
    gatherer.note(str(path), Happened.WRITTEN, 0.1, written_to=True)
    for second in range(2, 30):
        assert gatherer.take(float(second)) == []
    gatherer.note(str(path), Happened.FINISHED, 30.0)
    assert gatherer.take(30.0 + QUIET) == [str(path)]


def test_a_file_that_is_never_closed_is_told_in_the_end(tmp_path: Path) -> None:
    gatherer, path = Gatherer(told_closed=True), tmp_path / "1.jpg"
    path.write_bytes(b"x")
    gatherer.note(str(path), Happened.WRITTEN, 0.0, written_to=True)
    late = gather.WRITING_SECONDS + 1
    assert gatherer.take(late) == []
    assert gatherer.take(late + 1) == [str(path)]


def test_a_file_that_is_gone_again_is_told(tmp_path: Path) -> None:
    gatherer = Gatherer(told_closed=True)
    gatherer.note(str(tmp_path / "1.jpg"), Happened.WRITTEN, 0.0)
    assert gatherer.take(QUIET) == [str(tmp_path / "1.jpg")]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["/a/1.jpg", "/a/1.jpg", "/a/b"], ["/a/1.jpg", "/a/b"]),
        ([f"/a/b/{number}.jpg" for number in range(5000)], ["/a/b"]),
        ([f"/a/{number}/1.jpg" for number in range(5000)], ["/a"]),
        (["/a/b", *(f"/a/b/{number}.jpg" for number in range(5000))], ["/a/b"]),
        (["/a", "/c", *(f"/c/{number}.jpg" for number in range(300))], ["/a", "/c"]),
        ([f"/{root}/{number}/1.jpg" for root in "ac" for number in range(200)], ["/a", "/c"]),
    ],
)
def test_many_places_become_few(places: list[str], expected: list[str]) -> None:
    rules = FolderRules({"/a": FolderMode.WATCHED, "/c": FolderMode.WATCHED})
    assert fewer(places, rules) == expected
