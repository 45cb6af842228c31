"""An album for the tests of scanning, and how they look at what a scan did."""

from __future__ import annotations

import os
from pathlib import Path

from squares import people

from faceapp.core.models import Face, FaceState, ScanSummary
from faceapp.library.library import Library

PHOTOS = [*people(2, 5), [(0, 5), (1, 5)], [(2, 0)], []]


def counts(summary: ScanSummary) -> dict[str, int]:
    return {
        name: value
        for name in ("new", "unchanged", "moved", "missing", "problems")
        if (value := getattr(summary, name))
    }


def at(library: Library, name: str) -> Face:
    """The only face of the photo whose first path ends like this."""
    (found,) = (one for one in library.photos() if one.paths[0].endswith(name))
    (face,) = library.faces_of_photo(found.id)
    return face


def name_first(library: Library) -> int:
    """Name the group of photo 000 Anna, with a rejection and a stranger beside."""
    anna = at(library, "000.png").person_id
    assert anna is not None
    library.decide.name(anna, "Anna")
    library.decide.reject([at(library, "001.png").id], anna)
    library.decide.stranger([at(library, "005.png").id])
    return anna


def decided(library: Library) -> dict[int, tuple[FaceState, int | None]]:
    library.regroup()
    return {face.id: (face.state, face.person_id) for face in library.faces()}


def touch(path: Path) -> None:
    """A new time, as any program that writes the file gives it."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))
