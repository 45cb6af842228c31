"""What goes to standard output, to standard error, and into the log."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest
from squares import Squares, album, people

from faceapp.cli import main as command_line
from faceapp.cli import output
from faceapp.core.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_progress_bar_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [Progress("Looking for photos", 500), *(Progress("Finding faces", n, 8) for n in range(1, 9))]
    for stream, shown in ((io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr("sys.stderr", stream)
        bar = output.Bar()
        for step in steps:
            bar(step)
        bar.close()
        bar.close()
        assert ("Finding faces" in stream.getvalue()) == shown
        assert bool(stream.getvalue()) == shown


def test_undecodable_names_are_printed_and_kept_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    name = "/photos/Jos\udce9.jpg"
    output.print_text(name)
    output.say(name)
    output.print_table(("photo",), [(name,)])
    output.print_json([name])
    captured = capsys.readouterr()
    assert "/photos/Jos\N{REPLACEMENT CHARACTER}.jpg" in captured.out
    assert captured.err == "/photos/Jos\N{REPLACEMENT CHARACTER}.jpg\n"
    assert json.loads("".join(captured.out.splitlines(keepends=True)[3:])) == [name]


def test_the_log_names_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    from faceapp.library import services

    monkeypatch.setattr(services, "recognizer_source", lambda *_, **__: squares.source())
    caplog.set_level(logging.DEBUG, "faceapp")
    photos = album(tmp_path / "album of secrets", people(2, 3))
    (photos / "broken secret.jpg").write_bytes(b"no picture")
    library = ["--library", str(tmp_path / "library")]
    assert command_line.main(["scan", str(photos), *library]) == 0
    assert command_line.main(["name", "1", "Rumpelstilzchen", *library]) == 0
    assert command_line.main(["rename", "1", "Rumpelstilzchen II", *library]) == 0
    assert command_line.main(["rename", "4711", "Rumpelstilzchen", *library]) == 1
    assert "Building the index" in caplog.text
    assert "Rumpelstilzchen" not in caplog.text
    assert "secret" not in caplog.text


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(("id", "name", ""), [(1, "Anna", "hidden"), (12, "Bo", "")])
    assert capsys.readouterr().out == "id  name\n1   Anna  hidden\n12  Bo\n"
