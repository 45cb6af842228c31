"""Which folders belong to the album: rules on folders, of which the deepest one above a path holds for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath


class FolderMode(StrEnum):
    """What a folder and everything in it is to the album."""

    WATCHED = "watched"
    """Scanned by itself: at the start, by a scan of no named folder, and when something changes in it."""
    KEPT = "kept"
    """Its photos are shown; it is scanned only when somebody asks for it by name."""
    LEFT_OUT = "left_out"
    """Its photos are not shown and nothing in it is scanned. All that was said about them is kept."""


@dataclass(frozen=True, slots=True)
class FolderInfo:
    """One folder of the album.

    Attributes:
        path: Absolute.
        mode: What it is to the album.
        there: Whether it can be found now; else its drive is away and nothing of it is lost.
        photos: Photos in it; shown ones only, unless it is left out. Those of folders left out below it, or
            with a rule of their own, are counted there.
        problems: Files in it that could not be used.
        scanned_at: When a scan of all of it ended last (UTC), or None.
        within: The folder of the album it lies in, or None.
    """

    path: str
    mode: FolderMode
    there: bool
    photos: int
    problems: int
    scanned_at: datetime | None
    within: str | None


class FolderRules:
    """The rules as they stand.

    Args:
        modes: Folder -> its mode.
    """

    def __init__(self, modes: Mapping[str, FolderMode]) -> None:
        self.modes = dict(modes)

    def folder_of(self, path: str) -> str | None:
        """The folder whose rule holds for a path: the deepest one above it, or the path itself."""
        while path not in self.modes:
            above = os.path.dirname(path)
            if above == path:
                return None
            path = above
        return path

    def mode_of(self, path: str) -> FolderMode | None:
        """The mode that holds for a path, or None where no folder of the album is above it."""
        folder = self.folder_of(path)
        return None if folder is None else self.modes[folder]

    def above(self, path: str) -> str | None:
        """The deepest folder of the album that a path lies in, itself left aside."""
        up = os.path.dirname(path)
        return None if up == path else self.folder_of(up)

    def below(self, folder: str) -> list[str]:
        """The folders with rules of their own inside a folder, outer ones first."""
        return sorted((one for one in self.modes if one != folder and inside(one, folder)), key=len)

    def all_above(self, path: str) -> list[str]:
        """Every folder of the album at or above a path, the outermost first."""
        return sorted((one for one in self.modes if inside(path, one)), key=len)

    def skipped(self, start: str) -> frozenset[str]:
        """Folders below ``start`` that a scan of it passes by: those it would not scan by itself."""
        return frozenset(one for one in self.below(start) if self.modes[one] is not FolderMode.WATCHED)


def inside(path: str, folder: str) -> bool:
    """Whether a path is a folder, or lies in it. Compares text only: both absolute and normalised."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def chosen_inside(path: str, folder: str, kind: type[PurePath] = PurePath) -> str | None:
    r"""A path as a dialog says it, written as the folder is; None: it does not lie below the folder.

    Args:
        path: On Windows with slashes: ``C:/Photos/Work``.
        folder: On Windows with backslashes: ``C:\Photos``.
        kind: How paths are read.
    """
    chosen, here = kind(path), kind(folder)
    if chosen == here or not chosen.is_relative_to(here):
        return None
    return str(here / chosen.relative_to(here))


def outermost(paths: Iterable[str]) -> list[str]:
    """These paths without those that lie in another one of them, sorted."""
    kept: list[str] = []
    # Compared as parts: by characters "/a b" would come between "/a" and what is in it.
    for path in sorted(set(paths), key=lambda one: one.split(os.sep)):
        if not kept or not inside(path, kept[-1]):
            kept.append(path)
    return kept
