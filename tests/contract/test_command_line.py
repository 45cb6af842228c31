"""The contract of the command line: commands, JSON, exit codes. Scripts rely on every line of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from faceapp import __version__
from faceapp.cli import main as command_line
from faceapp.core.progress import Progress
from faceapp.library.recognizer import RecognizerSource
from faceapp.storage.database import Database

ROOT = Path(__file__).resolve().parents[2]

COMMANDS = [
    "scan",
    "faces",
    "people",
    "problems",
    "name",
    "rename",
    "merge",
    "split",
    "different",
    "look-alike",
    "birthdate",
    "twice",
    "box",
    "move",
    "confirm",
    "reject",
    "stranger",
    "not-a-face",
    "hide",
    "unhide",
    "undo",
    "redo",
    "history",
    "contradictions",
    "strictness",
    "identify",
    "doctor",
    "demo",
]

SCAN_KEYS = [
    "photos",
    "paths",
    "new",
    "unchanged",
    "moved",
    "missing",
    "problems",
    "faces",
    "people",
    "groups",
    "seconds",
    "device",
]
FACE_KEYS = [
    "id",
    "photo",
    "paths",
    "box",
    "score",
    "quality",
    "person_id",
    "name",
    "state",
    "suggested_person_id",
]
PERSON_KEYS = ["id", "name", "faces", "photos", "confirmed", "hidden"]
DECISION_KEYS = ["event", "faces", "photos", "person_id"]
EVENT_KEYS = ["event", "kind", "when", "what", "faces", "undone"]
STATES = ["confirmed", "automatic", "suggested", "grouped", "single", "stranger", "not_a_face"]


@dataclass
class Answer:
    """What one call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Call = Callable[..., Answer]


@pytest.fixture
def call(
    capsys: pytest.CaptureFixture[str], real_recognizers: RecognizerSource, monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Run a command in this process; the networks are those of the app, loaded once for all tests."""
    from faceapp.library import services

    monkeypatch.setattr(services, "recognizer_source", lambda *_, **__: real_recognizers)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            code = command_line.main(
                [os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments]
            )
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run


@pytest.fixture
def ask(call: Call, orl_root: Path) -> Call:
    """The same on the scanned ORL album, with ``--json``; it must succeed and say nothing else."""

    def run(*arguments: object) -> Answer:
        answer = call(*arguments, "--library", orl_root, "--json")
        assert (answer.code, answer.err) == (0, "")
        return answer

    return run


def groups(ask: Call) -> list[dict[str, Any]]:
    return [row for row in ask("people").json if row["name"] is None]


def members(ask: Call, person: int) -> list[int]:
    return [row["id"] for row in ask("faces").json if row["person_id"] == person]


def face(ask: Call, face_id: int) -> dict[str, Any]:
    (row,) = (row for row in ask("faces").json if row["id"] == face_id)
    return dict(row)


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as its user does."""
    return subprocess.run(
        [sys.executable, "-m", "faceapp", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "error::ResourceWarning"},
        **options,
    )


# -- the commands themselves ----------------------------------------------------------------------------
def test_all_commands_are_there() -> None:
    names = [command.name for command in command_line.COMMANDS]
    assert len(names) == len(set(names))
    assert set(COMMANDS) <= set(names)


@pytest.mark.parametrize("command", command_line.COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(call: Call, command: Any) -> None:
    answer = call(command.name, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"Example: faceapp {command.name}" in answer.out
    for option in ("--library DIR", "--json", "--device"):
        assert option in answer.out


@pytest.mark.parametrize("command", command_line.COMMANDS, ids=lambda command: command.name)
def test_every_example_is_a_call_the_parser_takes(command: Any) -> None:
    import shlex

    words = shlex.split(command.example)
    assert words[0] == "faceapp"
    assert command_line.build_parser().parse_args(words[1:]).command == command.name


@pytest.mark.parametrize("command", command_line.COMMANDS, ids=lambda command: command.name)
def test_every_command_has_its_row_in_the_readme(command: Any) -> None:
    rows = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row.startswith((f"| `{command.name}`", f"| `{command.name} "))]


def test_help_and_version(call: Call) -> None:
    answer = call("--help")
    assert answer.code == 0
    for name in COMMANDS:
        assert f"    {name} " in answer.out or f"    {name}\n" in answer.out
    assert call("--version").out == f"faceapp {__version__}\n"


# -- reading --------------------------------------------------------------------------------------------
def test_scan_and_what_it_found(call: Call, orl_album: Path, tmp_path: Path) -> None:
    photos, library = tmp_path / "photos", tmp_path / "library"
    shutil.copytree(orl_album / "s1", photos / "s1")
    (photos / "broken.jpg").write_bytes(b"no picture")
    answer = call("scan", photos, "--library", library, "--json")
    assert (answer.code, answer.err) == (0, "")
    summary = answer.json
    assert list(summary) == SCAN_KEYS
    assert {name: summary[name] for name in SCAN_KEYS[:7]} == {
        "photos": 5, "paths": 5, "new": 5, "unchanged": 0, "moved": 0, "missing": 0, "problems": 1
    }  # fmt: skip
    assert summary["device"] == "cpu"
    assert summary["seconds"] > 0
    again = call("--library", library, "--json", "scan").json
    assert (again["new"], again["photos"], again["problems"]) == (0, 5, 1)
    for option in ("--verify", "--thorough"):
        assert call("scan", option, "--library", library, "--json").json["photos"] == 5
    (problem,) = call("problems", "--library", library, "--json").json
    assert list(problem) == ["path", "kind", "message"]
    assert (problem["path"], problem["kind"]) == (str(photos / "broken.jpg"), "not_a_picture")


def test_a_scan_in_words(call: Call, orl_root: Path) -> None:
    answer = call("scan", "--library", orl_root)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("30 photos, ")
    assert "(0 new, 30 unchanged, 0 moved, 0 missing;" in answer.out


def test_faces_and_people(ask: Call, orl_album: Path) -> None:
    faces, people = ask("faces").json, ask("people").json
    assert len(faces) >= 30
    for row in faces:
        assert list(row) == FACE_KEYS
        assert row["state"] in STATES
        assert row["photo"] == row["paths"][0]
        assert Path(row["photo"]).is_relative_to(orl_album)
        assert len(row["box"]) == 4
        assert all(isinstance(value, int | float) for value in row["box"])
        assert 0 < row["score"] <= 1
        assert 0 <= row["quality"] <= 1
        assert (row["person_id"] is None) == (row["state"] in ("single", "stranger", "not_a_face"))
    for row in people:
        assert list(row) == PERSON_KEYS
        assert (row["name"], row["confirmed"], row["hidden"]) == (None, 0, False)
        assert row["faces"] == len([one for one in faces if one["person_id"] == row["id"]])
    assert {row["person_id"] for row in faces if row["person_id"]} == {row["id"] for row in people}


def test_the_same_in_words(call: Call, orl_root: Path) -> None:
    people = call("people", "--library", orl_root)
    assert people.out.splitlines()[0].split() == ["id", "name", "faces", "photos", "confirmed"]
    assert "(not named)" in people.out
    faces = call("faces", "--library", orl_root)
    assert len(faces.out.splitlines()) >= 31
    nothing = call("problems", "--library", orl_root)
    assert (nothing.out, nothing.err) == ("", "Every photo could be read.\n")


def test_the_library_before_and_after_the_command(call: Call, orl_root: Path) -> None:
    before = call("--library", orl_root, "--json", "people")
    after = call("people", "--json", "--library", orl_root)
    assert before.json == after.json != []


def test_the_default_library_is_in_the_data_folder(call: Call, isolated_home: Path) -> None:
    assert call("people", "--json").json == []
    assert list(isolated_home.rglob("library.sqlite"))


# -- deciding -------------------------------------------------------------------------------------------
def test_name_rename_and_identify(ask: Call, orl_folder: Path) -> None:
    group = groups(ask)[0]
    decision = ask("name", group["id"], "Anna").json
    assert list(decision) == DECISION_KEYS
    assert decision == {
        "event": 1, "faces": group["faces"], "photos": group["photos"], "person_id": group["id"]
    }  # fmt: skip
    decision = ask("rename", group["id"], "Zoë Ångström").json
    assert (decision["event"], decision["person_id"]) == (2, group["id"])
    first = ask("people").json[0]
    assert (first["id"], first["name"], first["confirmed"]) == (group["id"], "Zoë Ångström", group["faces"])
    person = Path(face(ask, members(ask, group["id"])[0])["photo"]).parent.name
    (found,) = ask("identify", orl_folder / person / "7.pgm").json
    assert list(found) == ["box", "score", "matches"]
    keys = ["person_id", "name", "distance", "probability", "face_id", "nearest", "margin"]
    assert list(found["matches"][0]) == keys
    assert found["matches"][0]["name"] == "Zoë Ångström"
    assert found["matches"][0]["face_id"] in members(ask, group["id"])
    (unknown,) = ask("identify", orl_folder / "s40" / "1.pgm").json
    assert unknown["matches"] == []


def test_name_with_what_was_seen(ask: Call) -> None:
    group = groups(ask)[0]
    seen = members(ask, group["id"])[:2]
    ask("name", group["id"], "Anna", "--seen", *seen)
    assert ask("people").json[0]["confirmed"] == 2
    assert {face(ask, one)["state"] for one in seen} == {"confirmed"}


def test_merge_and_undo(ask: Call) -> None:
    one, other, *_ = groups(ask)
    before = ask("faces").json
    decision = ask("merge", one["id"], other["id"]).json
    assert list(decision) == DECISION_KEYS
    assert (decision["person_id"], decision["faces"]) == (one["id"], other["faces"])
    assert len(members(ask, one["id"])) == one["faces"] + other["faces"]
    undone = ask("undo").json
    assert undone == {"event": decision["event"], "undone": True}
    assert ask("faces").json == before
    assert ask("redo", decision["event"]).json == {"event": decision["event"], "undone": False}
    assert len(members(ask, one["id"])) == one["faces"] + other["faces"]


def test_confirm_reject_and_move(ask: Call) -> None:
    one, other, *_ = groups(ask)
    ask("name", one["id"], "Anna")
    anna, theirs = one["id"], members(ask, one["id"])
    assert list(ask("reject", theirs[0], "--person", anna).json) == DECISION_KEYS
    assert anna not in (face(ask, theirs[0])["person_id"], face(ask, theirs[0])["suggested_person_id"])
    ask("confirm", theirs[0], "--person", anna)
    assert (face(ask, theirs[0])["state"], face(ask, theirs[0])["name"]) == ("confirmed", "Anna")
    moved = ask("move", theirs[0], theirs[1], "--to", other["id"]).json
    assert (moved["person_id"], moved["faces"], moved["photos"]) == (other["id"], 2, 2)
    assert face(ask, theirs[0])["person_id"] == other["id"]
    new = ask("move", theirs[2], "--to", "new").json["person_id"]
    assert members(ask, new) == [theirs[2]]
    assert {row["id"] for row in ask("people").json} >= {anna, new, other["id"]}


def test_split_different_look_alike_and_birthdate(ask: Call) -> None:
    one, other, *_ = groups(ask)
    parts = [members(ask, group["id"]) for group in (one, other)]
    for command in ("different", "look-alike"):
        decision = ask(command, one["id"], other["id"]).json
        assert list(decision) == DECISION_KEYS
        assert decision["person_id"] == one["id"]
    ask("look-alike", one["id"], other["id"], "--end")
    decision = ask("birthdate", one["id"], "2019-05-01").json
    assert (list(decision), decision["faces"]) == (DECISION_KEYS, one["faces"])
    ask("birthdate", one["id"], "none")
    ask("merge", one["id"], other["id"])
    decision = ask("split", one["id"]).json
    assert list(decision) == DECISION_KEYS
    assert decision["person_id"] == one["id"]
    assert members(ask, one["id"]) in parts
    first, *rest = members(ask, one["id"])
    ask("split", one["id"], "--part", *rest, "--part", first)
    assert members(ask, one["id"]) == rest
    kinds = [row["kind"] for row in ask("history").json]
    assert kinds == [
        "split", "split", "merge", "birthdate", "birthdate", "look-alike", "look-alike", "different"
    ]  # fmt: skip


def test_box_and_twice(ask: Call) -> None:
    one = ask("faces").json[0]
    decision = ask("box", "add", one["photo"], 0, 0, 24, 24).json
    assert list(decision) == DECISION_KEYS
    assert (decision["faces"], decision["photos"], decision["person_id"]) == (1, 1, None)
    new = ask("faces").json[1]
    assert (new["photo"], new["box"], new["score"]) == (one["photo"], [0, 0, 24, 24], 1.0)
    assert list(ask("twice", one["id"], new["id"], "mirror").json) == DECISION_KEYS
    decision = ask("box", "add", 1, 60, 80, 30, 30, "--person", one["person_id"]).json
    assert decision["person_id"] == one["person_id"]
    assert [row["kind"] for row in ask("history").json] == ["box", "twice", "box"]
    assert ask("undo", 1).json == {"event": 1, "undone": True}
    assert new["id"] not in [row["id"] for row in ask("faces").json]


def test_stranger_and_not_a_face(ask: Call) -> None:
    group = groups(ask)[0]
    one, other, *_ = members(ask, group["id"])
    assert ask("stranger", one).json == {"event": 1, "faces": 1, "photos": 1, "person_id": None}
    ask("not-a-face", other)
    assert (face(ask, one)["state"], face(ask, other)["state"]) == ("stranger", "not_a_face")


def test_hide_unhide_and_the_history(ask: Call) -> None:
    group = groups(ask)[0]["id"]
    ask("hide", group)
    assert [row["id"] for row in ask("people").json if row["hidden"]] == [group]
    ask("unhide", group)
    assert not [row for row in ask("people").json if row["hidden"]]
    ask("undo")
    rows = ask("history").json
    assert [list(row) for row in rows] == [EVENT_KEYS] * 3
    assert [(row["event"], row["kind"], row["undone"]) for row in rows] == [
        (3, "undo", False), (2, "unhide", True), (1, "hide", False)
    ]  # fmt: skip
    assert rows[0]["when"] >= rows[-1]["when"]
    assert [row["id"] for row in ask("people").json if row["hidden"]] == [group]


def test_undo_since_a_day_with_a_preview(ask: Call) -> None:
    group = groups(ask)[0]
    theirs = members(ask, group["id"])
    before = ask("faces").json
    ask("name", group["id"], "Anna")
    ask("stranger", theirs[0])
    today = datetime.now().astimezone().date()
    preview = ask("undo", "--since", today, "--preview").json
    assert list(preview) == ["events", "faces", "photos", "stays"]
    assert [list(row) for row in preview["events"]] == [EVENT_KEYS] * 2
    assert (preview["faces"], preview["photos"], preview["stays"]) == (theirs, len(theirs), [])
    preview = ask("undo", 1, "--preview").json
    assert preview["stays"] == [{"face": theirs[0], "event": 2, "what": "1 face marked as a stranger"}]
    assert ask("undo", "--preview").json["events"][0]["event"] == 2
    undone = ask("undo", "--since", today).json
    assert undone == {"event": 3, "undone": True}
    assert ask("faces").json == before
    assert ask("redo", undone["event"]).json == {"event": 2, "undone": False}
    assert ask("people").json[0]["name"] == "Anna"


def test_contradictions(ask: Call, call: Call, orl_root: Path) -> None:
    one, other, *_ = (group["id"] for group in groups(ask))
    assert ask("contradictions").json == []
    ask("different", one, other)
    ask("merge", one, other)
    (row,) = ask("contradictions").json
    assert list(row) == ["kind", "what", "earlier", "later", "people", "faces"]
    assert (row["kind"], row["people"]) == ("different and one", sorted((one, other)))
    assert [list(row["earlier"]), list(row["later"])] == [EVENT_KEYS] * 2
    assert (row["earlier"]["kind"], row["later"]["kind"]) == ("different", "merge")
    assert "(this one counts)" in call("contradictions", "--library", orl_root).out


def test_the_strictness_of_grouping(ask: Call, call: Call, orl_root: Path) -> None:
    count = len(groups(ask))
    assert ask("strictness").json == {"strictness": 0}
    found = ask("strictness", "-0.5", "--preview").json
    assert list(found) == ["strictness", "merged", "split", "founded", "groups", "people"]
    assert (found["strictness"], found["people"], found["groups"]) == (-0.5, 0, count)
    assert ask("strictness").json == {"strictness": 0}
    assert ask("strictness", "0.5").json == {"strictness": 0.5}
    words = call("strictness", "0", "--preview", "--library", orl_root)
    assert words.out.startswith("would merge 0 groups, split 0, find 0 new ones: ")
    assert call("strictness", "2", "--library", orl_root).code == 1
    assert call("strictness", "--preview", "--library", orl_root).code == 2


def test_what_is_not_attached(ask: Call, orl_root: Path) -> None:
    assert ask("history", "--unattached").json == []
    group = groups(ask)[0]["id"]
    first = face(ask, members(ask, group)[0])
    ask("name", group, "Anna")
    database = Database(orl_root / "library.sqlite")
    with database.transaction() as db:
        db.execute("DELETE FROM face WHERE id = ?", (first["id"],))
    database.close()
    (row,) = ask("history", "--unattached").json
    assert list(row) == ["photo", "identity", "box", "decisions"]
    assert (row["photo"], row["box"]) == (first["photo"], first["box"])
    assert [list(event) for event in row["decisions"]] == [EVENT_KEYS]


def test_decisions_in_words(call: Call, ask: Call, orl_root: Path) -> None:
    group = groups(ask)[0]
    answer = call("name", group["id"], "Anna", "--library", orl_root)
    assert answer.code == 0
    assert answer.out == (
        f"Named Anna (event 1, {group['faces']} faces, {group['photos']} photos)\nid {group['id']}\n"
    )
    history = call("history", "--library", orl_root)
    assert "Named Anna" in history.out
    assert call("undo", "--library", orl_root).out == "Undid: Named Anna\n"


def test_doctor(ask: Call, orl_root: Path) -> None:
    state = ask("doctor").json
    assert {"versions", "device", "model", "weights", "library", "index", "counts", "what_to_do"} <= set(
        state
    )
    assert state["library"] == str(orl_root)
    assert state["device"] in ("cpu", "cuda", "mps")
    assert state["counts"]["photos"] == 30
    assert state["index"].startswith("good")
    default = [row for row in state["weights"] if row["name"] == "facenet-casia-webface"]
    assert len(default[0]["sha256"]) == 64
    assert (default[0]["present"], default[0]["problem"]) == (True, "")


def test_the_doctor_in_words(call: Call, orl_root: Path) -> None:
    answer = call("doctor", "--library", orl_root)
    assert answer.code == 0
    assert __version__ in answer.out
    assert "to do:" in answer.out or "Everything is well." in answer.out


# -- errors ---------------------------------------------------------------------------------------------
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
        ["undo", "x"], ["confirm"],
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


# -- names of files -------------------------------------------------------------------------------------
@pytest.mark.skipif(os.name != "posix", reason="names are Unicode there")
def test_names_that_cannot_be_decoded(call: Call, orl_album: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "photos")
    os.mkdir(folder)
    try:
        shutil.copyfile(os.fsencode(orl_album / "s1" / "1.pgm"), folder + b"/a\xe9b.pgm")
        shutil.copyfile(os.fsencode(orl_album / "s1" / "2.pgm"), folder + b"/two\nlines.pgm")
        with open(folder + b"/bad\xff.jpg", "wb") as file:
            file.write(b"no picture")
    except OSError:
        pytest.skip("the file system refuses such names")
    library = tmp_path / "library"
    assert call("scan", tmp_path / "photos", "--library", library, "--json").json["photos"] == 2
    faces = call("faces", "--library", library, "--json")
    assert faces.out.isascii()
    assert {os.fsencode(row["photo"]) for row in faces.json} == {
        folder + b"/a\xe9b.pgm", folder + b"/two\nlines.pgm"
    }  # fmt: skip
    (problem,) = call("problems", "--library", library, "--json").json
    assert os.fsencode(problem["path"]) == folder + b"/bad\xff.jpg"
    for command in ("faces", "problems"):
        assert call(command, "--library", library).code == 0


# -- as a program ---------------------------------------------------------------------------------------
def test_the_program_answers_as_the_function_does(orl_root: Path, ask: Call) -> None:
    group = groups(ask)[0]
    done = process("name", group["id"], "Zoë", "--library", orl_root, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["faces"] == group["faces"]
    done = process("people", "--json", "--library", orl_root)
    assert json.loads(done.stdout) == ask("people").json
    done = process("name", 4711, "Anna", "--library", orl_root)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("faceapp: There is no person or group 4711")
    assert done.stderr.count("\n") == 1
    assert process("nonsense").returncode == 2


def test_a_reader_that_stops_early_is_no_error(orl_root: Path) -> None:
    """As in ``faceapp faces | head -1``."""
    with subprocess.Popen(
        [sys.executable, "-m", "faceapp", "faces", "--json", "--library", str(orl_root)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as program:  # fmt: skip
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        errors = program.stderr.read()
        assert program.wait(timeout=60) == 0
    assert b"Traceback" not in errors


def test_the_command_line_is_light() -> None:
    """Help and simple commands must not wait for the window or the networks to load."""
    code = (
        "import sys, faceapp.cli.main\n"
        "faceapp.cli.main.build_parser()\n"
        "print([name for name in ('PySide6', 'torch', 'faiss', 'cv2', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_decisions_need_no_network_to_load(orl_root: Path, ask: Call) -> None:
    group = groups(ask)[0]["id"]
    code = (
        "import sys\nfrom faceapp.cli.main import main\n"
        f"assert main(['name', '{group}', 'Anna', '--library', {str(orl_root)!r}]) == 0\n"
        "assert 'torch' not in sys.modules and 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60, check=True)


def test_the_demo_in_the_terminal(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a part of the sample: the whole of it is scanned in the test of the demo album."""
    from faceapp.library import sample

    whole = sample.source()
    part = tmp_path / "source"
    for person in ("s1", "s2", "s3"):
        shutil.copytree(whole / person, part / person)
    monkeypatch.setattr(sample, "source", lambda: part)
    answer = call("demo", tmp_path / "album", "--no-gui", "--json", "--library", tmp_path / "demo")
    assert answer.code == 0
    assert "AT&T Laboratories Cambridge" in answer.err
    found = answer.json
    assert list(found) == [*SCAN_KEYS, "bcubed_precision", "bcubed_recall", "bcubed_f1"]
    assert (found["photos"], found["new"]) == (30, 30)
    assert found["bcubed_precision"] >= 0.9
    assert found["bcubed_f1"] >= 0.85
    assert (tmp_path / "demo" / "people.png").stat().st_size > 1000
    again = call("demo", tmp_path / "album", "--no-gui", "--json", "--library", tmp_path / "demo").json
    assert (again["new"], again["unchanged"]) == (0, 30)


def test_the_demo_without_a_display_works_in_the_terminal(
    call: Call, tmp_path: Path, isolated_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display")
    from faceapp.library import sample

    part = tmp_path / "source"
    shutil.copytree(sample.source() / "s1", part / "s1")
    monkeypatch.setattr(sample, "source", lambda: part)
    answer = call("demo")
    assert answer.code == 0
    assert "no display" in answer.err
    assert "BCubed" in answer.out
    assert list(isolated_home.rglob("sample-library/library.sqlite"))
    assert not list(isolated_home.rglob("faceapp/library/library.sqlite"))


def test_an_open_library_does_not_stop_the_command_line(ask: Call, orl_root: Path) -> None:
    """The window may be open, even in the middle of a transaction's wait."""
    database = Database(orl_root / "library.sqlite")
    try:
        assert database.reader().execute("SELECT count(*) FROM face").fetchone()[0] >= 30
        ask("hide", groups(ask)[0]["id"])
        assert database.reader().execute("SELECT count(*) FROM event").fetchone() == (1,)
    finally:
        database.close()
