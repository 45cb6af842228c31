"""The growth curve is drawn from what is measured on libraries of the sizes asked for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from faceapp.library.context import Context
from tests.benchmarks import clicks, growth


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what memory belongs to no file")
def test_each_size_is_opened_searched_clicked_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "OPENINGS", 1)
    plot, out, libraries = tmp_path / "sizes.png", tmp_path / "sizes.json", tmp_path / "libraries"
    sizes = ["--sizes", "1200", "300", "--rounds", "2", "--libraries", str(libraries)]
    assert growth.main([*sizes, "--plot", str(plot), "--json", str(out)]) == 0

    few, many = json.loads(out.read_text(encoding="utf-8"))["sizes"]
    assert (few["faces"], many["faces"]) == (300, 1200)
    for one in (few, many):
        used = one["used"]
        assert all(
            used[what][clock] > 0
            for what in ("opened", "search", "name", "reject")
            for clock in ("clock", "work")
        )
        # What importing left free is given back meanwhile.
        assert 0 < 0.9 * used["importing_mb"] <= used["clicking_mb"]
        # 512 numbers of four bytes are kept of each face, some of these in the index too.
        assert one["disk_mb"] - one["index_mb"] > one["faces"] * 512 * 4 / 1e6
        assert 0 < one["index_mb"] < one["faces"] * 2100 / 1e6
    assert plot.read_bytes().startswith(b"\x89PNG")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:4]] == ["300", "1200"]

    context = Context(libraries / "300", clicks.source())
    said = context.word()
    assert {"New 0", "New 1"} <= set(said.names.values())
    context.close()
