"""``faceapp PHOTO...``: pictures where a command would stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from faceapp.cli import window
from faceapp.cli.main import main


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the window was opened with."""
    calls: list[dict[str, Any]] = []

    def open_window(
        library: Path, device: str, folders: tuple[Path, ...] = (), asked: tuple[Path, ...] = ()
    ) -> int:
        calls.append({"library": library, "device": device, "folders": folders, "asked": asked})
        return 0

    monkeypatch.setattr(window, "open_window", open_window)
    return calls


@pytest.mark.parametrize(
    ("words", "pictures"),
    [
        (["a.jpg"], True),
        (["./scan"], True),
        (["file:///tmp/a.jpg"], True),
        (["--library", "scan", "a.jpg"], True),
        (["--library=x", "--device", "cpu", "a.jpg", "b.jpg"], True),
        (["--", "peple"], True),
        ([], False),
        (["--"], False),
        (["scan"], False),
        (["scan", "a.jpg"], False),
        (["--library", "a.jpg"], False),
        (["peple"], False),
    ],
)
def test_pictures_are_told_from_commands(words: list[str], pictures: bool) -> None:
    assert window.pictures_among(words, {"scan", "people"}) is pictures


def test_pictures_and_folders_open_the_window(
    opened: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Ä b.jpg").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    address = (tmp_path / "Ä b.jpg").as_uri()
    assert main(["--library", str(tmp_path / "lib"), "Ä b.jpg", "folder", address]) == 0
    (call,) = opened
    assert call["library"] == tmp_path / "lib"
    assert call["asked"] == (tmp_path / "Ä b.jpg", tmp_path / "folder", tmp_path / "Ä b.jpg")


def test_a_picture_that_is_not_there_is_said_in_one_line(
    opened: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "gone.jpg")]) == 1
    assert opened == []
    assert capsys.readouterr().err.splitlines() == [
        f"faceapp: {tmp_path / 'gone.jpg'} does not exist. Check the name, or plug in its drive."
    ]


def test_a_mistyped_command_is_wrong_usage(opened: list[dict[str, Any]]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["peple"])
    assert ended.value.code == 2
    assert opened == []


def test_without_anything_the_window_opens(opened: list[dict[str, Any]]) -> None:
    assert main([]) == 0
    assert opened[0]["asked"] == ()
