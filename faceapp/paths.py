"""Where things lie on this machine."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """For what belongs to the person: the library, the sample album, weights they chose."""
    return Path(platformdirs.user_data_dir("faceapp", appauthor=False))


def default_library() -> Path:
    """The library used when ``--library`` is not given."""
    return data_dir() / "library"


def cache_dir() -> Path:
    """For what can be made again: converted weights."""
    return Path(platformdirs.user_cache_dir("faceapp", appauthor=False))


def resource(name: str) -> Path:
    """A file of ``resources/``: beside the package in a checkout, inside it when installed."""
    installed = _PACKAGE / "_resources" / name
    return installed if installed.exists() else _PACKAGE.parent / "resources" / name
