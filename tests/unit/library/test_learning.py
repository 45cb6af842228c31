"""``faceapp train`` on real photos."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faceapp.cli.main import main


def test_training_by_the_command_line(
    orl_album: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    session_cache: Path,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(session_cache))
    run = tmp_path / "run"
    arguments = [
        "train",
        str(orl_album),
        "--run",
        str(run),
        "--dim",
        "32",
        "--people",
        "4",
        "--held-out",
        "0.34",
    ]
    assert main([*arguments, "--epochs", "1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["people"], answer["judges"], answer["photos"], answer["rounds"]) == (4, 2, 30, 1)
    assert Path(answer["plot"]).exists()
    assert (run / "best.safetensors").exists()
    assert list((run / "board").glob("events.*"))
    assert main([*arguments, "--epochs", "2"]) == 0  # goes on
    told = capsys.readouterr()
    assert "2 rounds" in told.out
    assert "round 1:" not in told.err
    assert main([*arguments, "--epochs", "2", "--margin", "0.5"]) == 1
    assert "another training" in capsys.readouterr().err


def test_one_person_teaches_nothing(
    orl_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    session_cache: Path,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(session_cache))
    album = tmp_path / "album" / "s1"
    album.mkdir(parents=True)
    for number in (1, 2, 3):
        (album / f"{number}.pgm").write_bytes((orl_folder / "s1" / f"{number}.pgm").read_bytes())
    (album / "notes.txt").write_text("no photo")
    assert main(["train", str(album.parent)]) == 1
    assert "two" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["album"]
