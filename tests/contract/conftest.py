"""A real face and the default weights, for the contracts of devices and models; calls of the command line."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from asking import Answer, Call

from faceapp.cli import main as command_line
from faceapp.core.models import Picture
from faceapp.library.recognizer import RecognizerSource


@pytest.fixture(scope="session")
def astronaut() -> Picture:
    """Uint8 [512, 512, 3], one face."""
    from skimage import data

    return np.asarray(data.astronaut(), np.uint8)


@pytest.fixture(scope="session")
def weights_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the converted weights: the tests leave the user's cache alone."""
    return tmp_path_factory.mktemp("weights")


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
