"""The review on the command line: questions for scripts, and a talk on a terminal."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from squares import Squares, album

from faceapp.cli import main as command_line
from faceapp.library.library import Library

PHOTOS = [[(person, look)] for person in range(5) for look in (0, 1, 2, 3, 10, 11, 12, 13)]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Evidence asked for as in an album of many: poor pictures are left to the user.
    monkeypatch.setattr("faceapp.core.linkage.LinkageRule.bar", lambda rule, faces, strictness=0.0: 24.0)
    with Squares().open(tmp_path / "library") as library:
        library.scan([album(tmp_path / "album", PHOTOS)])

    @contextmanager
    def opened(folder: Path, *, device: str) -> Iterator[Library]:
        with Squares().open(folder) as library:
            yield library

    monkeypatch.setattr("faceapp.library.services.open_library", opened)
    return tmp_path / "library"


def run(root: Path, *arguments: str) -> int:
    return command_line.main(["--library", str(root), *arguments])


def listed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(root, "--json", "review", *arguments) == 0
    return json.loads(capsys.readouterr().out)


def test_questions_for_scripts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = listed(root, capsys, "--limit", "3")
    first, *others = answer["questions"]
    assert len(others) == 2
    assert len({one["key"] for one in answer["questions"]}) == 3
    assert set(first["photos"]) >= {str(face) for face in first["one"]}
    assert answer["progress"]["total"] == len(PHOTOS)
    assert answer["progress"]["answers_left"] > 0
    assert first["kind"] == "who"
    decision = listed(root, capsys, "--answer", first["key"], "name", "Anna")
    assert decision["person_id"] == first["person_id"]
    with Squares().open(root) as library:
        assert library.person(first["person_id"]).name == "Anna"
    assert first["key"] not in {one["key"] for one in listed(root, capsys, "--limit", "9")["questions"]}
    second = listed(root, capsys)["questions"][0]
    assert listed(root, capsys, "--answer", second["key"], "skip") is None
    assert listed(root, capsys)["questions"][0]["key"] != second["key"]


def test_bad_answers_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "review", "--answer", "same:1:2000", "yes") == 1
    assert "no question same:1:2000" in capsys.readouterr().err
    assert run(root, "review", "--answer", "same:1:2") == 2
    assert run(root, "--json", "review", "--limit", "0") == 2


def test_a_talk_on_a_terminal(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("what?\nAnna\nu\nu\nBerta\ns\nq\n"))
    assert run(root, "review") == 0
    told = capsys.readouterr()
    assert "Who is this?" in told.out
    assert "Named what?" in told.err
    assert "Named Anna" in told.err
    assert "Undid: Named Anna" in told.err
    assert "to 95 %" in told.err
    with Squares().open(root) as library:
        assert [person.name for person in library.people() if person.name] == ["Berta"]
