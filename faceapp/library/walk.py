"""Which files a scan looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faceapp.core import problem_words as words
from faceapp.core.errors import FaceAppError
from faceapp.core.progress import CancelToken
from faceapp.core.said import said
from faceapp.imaging.formats import is_picture_name


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file that looks like a picture by its name."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder or file that could not even be looked at."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class OtherDrive:
    """A folder that lies on another drive than the one it is in."""

    path: str


def checked_folders(folders: list[str]) -> list[str]:
    """Absolute paths of what the user asked to scan.

    Raises:
        FaceAppError: one does not exist or is neither a folder nor a file.
    """
    found = []
    for folder in folders:
        path = os.path.abspath(folder)
        if not os.path.exists(path):
            raise FaceAppError(
                said("{folder} does not exist. Check the name, or plug in its drive.", folder=folder)
            )
        if not (os.path.isdir(path) or os.path.isfile(path)):
            raise FaceAppError(said("{folder} is neither a folder nor a photo.", folder=folder))
        found.append(path)
    return found


def walk(
    root: str, library: Path, cancel: CancelToken, skip: frozenset[str] = frozenset()
) -> Iterator[FoundFile | Unreadable | OtherDrive]:
    """All picture files below a folder (or the one file), hidden folders and the library itself left out.

    Newest folders first, so that the first faces to appear are the ones somebody is looking for. A link to
    a folder is followed once; loops end by themselves. Folders in ``skip`` are passed by.
    """
    try:
        status = os.stat(root)  # once: a moment later the file may be gone
    except FileNotFoundError:
        if not os.path.lexists(root):
            return
    except OSError:
        pass  # told below, as of a folder
    else:
        if stat.S_ISREG(status.st_mode):
            yield FoundFile(root, status.st_size, status.st_mtime_ns)
            return
    own = os.path.realpath(library)
    seen: set[str] = set()
    waiting = [(root, _device(root))]
    while waiting:
        cancel.check()
        folder, device = waiting.pop()
        real = os.path.realpath(folder)
        if real in seen or real == own:
            continue
        seen.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(folder, words.FOLDER_UNREADABLE.of(reason=error.strerror))
            continue
        below: list[tuple[int, str, int]] = []
        for entry in entries:
            try:
                if entry.is_dir():
                    if not entry.name.startswith(".") and entry.path not in skip:
                        status = entry.stat()
                        below.append((status.st_mtime_ns, entry.path, status.st_dev))
                        if status.st_dev != device:
                            yield OtherDrive(entry.path)
                elif is_picture_name(entry.name) and not entry.name.startswith("._"):
                    yield _file(entry)
            except OSError as error:
                yield Unreadable(entry.path, words.NOT_LOOKED_AT.of(reason=error.strerror))
        waiting.extend((path, device) for _, path, device in sorted(below))


def linked_folders(root: str, cancel: CancelToken) -> list[str]:
    """The links to folders in a folder."""
    found: list[str] = []
    for folder, below, _ in os.walk(root):
        cancel.check()
        below[:] = [name for name in below if not name.startswith(".")]
        found += [path for name in below if os.path.islink(path := os.path.join(folder, name))]
    return found


def _device(folder: str) -> int:
    try:
        return os.stat(folder).st_dev
    except OSError:
        return 0


def _file(entry: os.DirEntry[str]) -> FoundFile:
    status = entry.stat()
    if not stat.S_ISREG(status.st_mode):
        # A pipe or device: recorded as found, refused by the reader with a plain message.
        return FoundFile(entry.path, 0, status.st_mtime_ns)
    return FoundFile(entry.path, status.st_size, status.st_mtime_ns)
