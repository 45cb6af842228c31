"""The contract of the command line: commands, JSON, exit codes. Scripts rely on every line of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asking import FACE_KEYS, PERSON_KEYS, SCAN_KEYS, STATES, Call, groups

from faceapp import __version__
from faceapp.cli import main as command_line
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
    "apart",
    "look-alike",
    "birthdate",
    "twice",
    "box",
    "present",
    "look-harder",
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
    "review",
    "identify",
    "why",
    "odd",
    "years",
    "search",
    "export",
    "model",
    "doctor",
    "demo",
]


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


def test_search(call: Call, ask: Call, orl_album: Path, orl_root: Path) -> None:
    album = {str(path) for path in (orl_album / "s1").iterdir()}
    group = next(one for one in ask("people").json if paths_of(ask, one["id"]) == album)
    ask("name", group["id"], "Ánna Berg")
    assert set(ask("search", "anna").json) == set(ask("search", '"anna berg" - nobody').json) == album
    assert set(ask("search", "folder:s1", "+", "Anna").json) == album  # as a shell cuts it
    assert ask("search", "faces>1").json == []
    words = call("search", "anna + folder:s1", "--library", orl_root)
    assert words.err == "5 photos with Ánna Berg in a folder “s1”\n"
    assert set(words.out.splitlines()) == album


def paths_of(ask: Call, person: int) -> set[str]:
    return {face["photo"] for face in ask("faces").json if face["person_id"] == person}


def test_the_library_before_and_after_the_command(call: Call, orl_root: Path) -> None:
    before = call("--library", orl_root, "--json", "people")
    after = call("people", "--json", "--library", orl_root)
    assert before.json == after.json != []


def test_the_default_library_is_in_the_data_folder(call: Call, isolated_home: Path) -> None:
    assert call("people", "--json").json == []
    assert list(isolated_home.rglob("library.sqlite"))


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
    """No help page waits for the window, the networks, or even numpy to load."""
    heavy = ("PySide6", "torch", "faiss", "cv2", "PIL", "scipy", "numpy", "openvino", "sqlite_utils", "tqdm")
    code = (
        "import contextlib, io, sys\n"
        "from faceapp.cli.main import COMMANDS, main\n"
        "for words in ([], *([command.name] for command in COMMANDS)):\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as page:\n"
        "        main([*words, '--help'])\n"
        "    assert 'Example:' in page.getvalue()\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
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
