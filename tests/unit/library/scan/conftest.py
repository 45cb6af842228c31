"""Photos, and a library that has not scanned them yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scanning import PHOTOS
from squares import Squares, album

from faceapp.library.library import Library


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """13 photos: persons 0 and 1 in five each and one together, one of person 2, one without a face."""
    return album(tmp_path / "album", PHOTOS)


@pytest.fixture
def library(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """A new library, open."""
    with squares.open(tmp_path / "library") as opened:
        yield opened
