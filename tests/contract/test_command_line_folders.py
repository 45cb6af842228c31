"""The command line about folders."""

from __future__ import annotations

import shutil
from pathlib import Path

from asking import Call

KEYS = ["path", "mode", "there", "photos", "problems", "scanned_at", "within"]


def test_folders_are_listed_left_out_and_taken_back(call: Call, orl_album: Path, tmp_path: Path) -> None:
    photos, library = tmp_path / "photos", tmp_path / "library"
    for name in ("s1", "s2"):
        shutil.copytree(orl_album / name, photos / name)

    def ask(*arguments: object) -> list[dict[str, object]]:
        answer = call("folders", *arguments, "--library", library, "--json")
        assert (answer.code, answer.err) == (0, "")
        return list(answer.json)

    assert ask() == []
    (added,) = ask("add", photos)
    assert list(added) == KEYS
    assert (added["mode"], added["photos"], added["scanned_at"]) == ("watched", 0, None)
    assert call("scan", "--library", library, "--json").json["photos"] == 10
    outer, inner = ask("leave-out", photos / "s2")
    assert (outer["photos"], inner["photos"], inner["mode"]) == (5, 5, "left_out")
    assert (inner["within"], outer["within"]) == (str(photos), None)
    assert outer["scanned_at"]
    assert call("scan", "--library", library, "--json").json["photos"] == 5
    (whole,) = ask("add", photos / "s2")
    assert whole["photos"] == 10
    photos.rename(tmp_path / "unplugged")
    (away,) = ask("stop", photos)
    assert (away["mode"], away["there"], away["photos"]) == ("kept", False, 10)
    table = call("folders", "--watch", "off", "--library", library)
    assert "scanned when asked for, away" in table.out
    assert "folders --watch on" in table.err


def test_wrong_folders_are_told(call: Call, tmp_path: Path) -> None:
    library = tmp_path / "library"
    for arguments, code, words in (
        (("leave-out", tmp_path / "x"), 1, "is in no folder of this album"),
        (("add", tmp_path / "x"), 1, "does not exist"),
        (("add",), 2, "Name a folder"),
    ):
        answer = call("folders", *arguments, "--library", library)
        assert (answer.code, answer.out) == (code, "")
        assert words in answer.err
        assert len(answer.err.splitlines()) == 1
