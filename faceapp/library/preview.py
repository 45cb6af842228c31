"""A look at pictures that need not be in the library: what Identify shows of what it was asked about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from faceapp.core.progress import CancelToken
from faceapp.imaging import reader
from faceapp.library.pictures import PictureView
from faceapp.library.walk import FoundFile, walk


def read_picture(source: Path | bytes, long_side: int) -> PictureView:
    """Decode any picture for display, no larger than needed. Safe on any thread.

    Raises:
        PictureError: the picture cannot be used.
    """
    loaded = reader.read(source, long_side=long_side)
    return PictureView(loaded.pixels, loaded.full_width, loaded.full_height)


def pictures_in(paths: Iterable[Path], library: Path, limit: int) -> list[Path]:
    """Files as they are, folders as the pictures in them, ``limit`` at most. Safe on any thread.

    Args:
        paths: Files and folders; a file that does not exist stays, so that its reading says why.
        library: The library folder, whose thumbnails are no answer.
        limit: How many paths to return at most.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
        else:
            for entry in walk(str(path), library, CancelToken()):
                if isinstance(entry, FoundFile):
                    found.append(Path(entry.path))
                if len(found) >= limit:
                    break
        if len(found) >= limit:
            break
    return found[:limit]
