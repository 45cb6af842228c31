"""A benchmark that got slower must say so itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks._verdict import Figure, conclude


def test_a_ratio_a_fifth_below_its_record_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded, out = tmp_path / "recorded.json", tmp_path / "out.json"

    def run(times: float, floors: float, *, record: bool = False) -> int:
        figures = [
            Figure("times the script", times, 15, "times", at_least=True, ratio=True),
            Figure("pipeline by floor", floors, 1.5, ratio=True),
            Figure("seconds", 1000 / times, 1, "s"),
        ]
        return conclude("speed", figures, out=out, record=record, recorded=recorded)

    assert run(16.0, 1.1) == 0  # nothing recorded yet
    assert run(16.0, 1.1, record=True) == 0
    assert run(13.0, 1.3) == 0
    assert run(30.0, 0.5) == 0
    capsys.readouterr()
    assert run(12.7, 1.1) == 1
    assert (
        "WORSE than recorded by more than 20%: times the script: 12.7, 16 before" in capsys.readouterr().out
    )
    assert run(16.0, 1.4) == 1
    figures = json.loads(out.read_text(encoding="utf-8"))["figures"]
    assert figures["times the script"]["reached"] is True
    assert figures["seconds"]["reached"] is False
