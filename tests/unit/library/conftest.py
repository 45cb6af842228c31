"""A library of coloured squares, scanned once for each file of tests from the ``PHOTOS`` it names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from squares import Squares, album

from faceapp.library.library import Library


@pytest.fixture(scope="module")
def scanned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scanned library folder. Not to be changed: :func:`library` is a copy."""
    folder = tmp_path_factory.mktemp("scanned")
    with Squares().open(folder / "library") as library:
        library.scan([album(folder / "album", request.module.PHOTOS)])
    return folder / "library"


@pytest.fixture
def library(scanned: Path, tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """A copy of the scanned library for one test, open."""
    with squares.open(Path(shutil.copytree(scanned, tmp_path / "library"))) as opened:
        yield opened
