"""The contract of the command line: errors are one line on standard error, and have their exit code."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from asking import Answer, Call

from faceapp.core.progress import Progress


def one_line(answer: Answer) -> str:
    assert answer.code == 1
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
    return answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["name", 4711, "Anna"], "no person or group 4711"),
        (["rename", 4711, "Anna"], "no person or group 4711"),
        (["merge", 4711, 4712], "no person or group 4711"),
        (["split", 4711], "no person or group 4711"),
        (["different", 4711, 4712], "no person or group 4711"),
        (["apart", 4711, "--from", 1], "no face 4711"),
        (["apart", 1, "--from", 2, "--not", 4711], "no person or group 4711"),
        (["apart", 1, "--from", 1], "somebody else than itself"),
        (["look-alike", 4711, 4712], "no person or group 4711"),
        (["birthdate", 4711, "2019-05-01"], "no person or group 4711"),
        (["birthdate", 1, "2999-01-01"], "cannot be a birthdate"),
        (["twice", 4711, 4712, "mirror"], "no face 4711"),
        (["box", "add", 4711, 1, 1, 50, 50], "no photo 4711"),
        (["box", "add", "/nowhere.jpg", 1, 1, 50, 50], "no photo of this library"),
        (["box", "add", 1, 1, 1, 5, 5], "too small"),
        (["hide", 4711], "no person or group 4711"),
        (["unhide", 4711], "no person or group 4711"),
        (["move", 1, "--to", 4711], "no person or group 4711"),
        (["reject", 1, "--person", 4711], "no person or group 4711"),
        (["confirm", 4711], "no face 4711"),
        (["stranger", 4711], "no face 4711"),
        (["not-a-face", 4711], "no face 4711"),
        (["undo"], "nothing to undo"),
        (["redo"], "nothing to redo"),
        (["undo", 4711], "no event 4711"),
        (["redo", 4711], "no event 4711"),
        (["undo", 4711, "--preview"], "no event 4711"),
        (["undo", "--preview"], "nothing to undo"),
        (["undo", "--since", "2026-11-01"], "no decision since"),
        (["scan", "/nowhere/at/all"], "does not exist"),
        (["identify", "/nowhere/at/all.jpg"], "all.jpg"),
        (["merge", 1, 1], "two different people"),
        (["search", "2019-13"], "“2019-13” (character 1 of the search): months go from 01 to 12"),
        (["search", "2019 + Nobody at all"], "“at all” (character 15 of the search): nobody has a name yet"),
        (["name", 1, "  "], "at least one letter"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else "",
)
@pytest.mark.parametrize("as_json", [False, True], ids=["words", "json"])
def test_errors_are_one_line_and_exit_code_1(
    call: Call, orl_root: Path, arguments: list[object], words: str, as_json: bool
) -> None:
    message = one_line(call(*arguments, "--library", orl_root, *(["--json"] if as_json else [])))
    assert message.startswith("faceapp: ")
    if "identify" not in arguments:
        assert words in message


def test_a_scan_without_any_folder(call: Call, tmp_path: Path) -> None:
    assert "No folder is known yet" in one_line(call("scan", "--library", tmp_path / "new"))


def test_a_library_that_is_none(call: Call, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert "not a faceapp library" in one_line(call("people", "--library", tmp_path))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "library.sqlite").write_bytes(b"no database at all" * 100)
    assert "cannot be opened" in one_line(call("people", "--library", tmp_path / "broken"))
    assert "cannot be written" in one_line(call("people", "--library", tmp_path / "notes.txt"))


def test_the_window_without_a_display(call: Call, orl_root: Path) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display")
    assert "no display" in one_line(call("--library", orl_root))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"], ["name"], ["name", "x", "Anna"], ["merge", "1"], ["move", "1"], ["reject", "1"],
        ["people", "--nonsense"], ["move", "1", "--to", "somewhere"], ["scan", "--device", "tpu"],
        ["undo", "x"], ["confirm"], ["apart", "1"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(call: Call, orl_root: Path, arguments: list[str]) -> None:
    answer = call(*arguments, *([] if arguments == ["nonsense"] else ["--library", orl_root]))
    assert (answer.code, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    assert answer.err


def test_interrupting_a_scan_is_exit_code_130_and_keeps_what_was_done(
    call: Call, orl_album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from faceapp.cli.output import Bar

    interrupted: list[int] = []

    def interrupt_after_some(_: Bar, progress: Progress) -> None:
        if progress.stage == "Finding faces" and progress.done >= 4:
            interrupted.append(progress.done)
            if len(interrupted) == 1:
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Bar, "__call__", interrupt_after_some)
    before = signal.getsignal(signal.SIGINT)
    answer = call("scan", orl_album / "s1", orl_album / "s2", "--library", tmp_path / "l", "--json")
    assert (answer.code, answer.out) == (130, "")
    assert "Stopped. What was finished is kept." in answer.err
    assert signal.getsignal(signal.SIGINT) is before
    assert len(call("faces", "--library", tmp_path / "l", "--json").json) >= 4
