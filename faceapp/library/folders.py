"""The folders of the album: which are scanned, which are left out, which are away, and where they went."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faceapp.core.changes import EVERYTHING
from faceapp.core.errors import FaceAppError
from faceapp.core.folders import FolderInfo, FolderMode, inside, outermost
from faceapp.core.said import said
from faceapp.library.context import Context
from faceapp.library.drives import elsewhere, is_away
from faceapp.library.walk import checked_folders
from faceapp.storage.folders import FolderRow
from faceapp.storage.photos import PathRow

_SAMPLE = 64
"""Known files that are looked at to tell whether a folder is another one at a new place."""
_ENOUGH = 0.9
"""Share of them that must be there; all that are there must have the size and time that are known."""
WATCH_KEY = "watch folders"
"""Setting: ``off`` where the window is not to notice changes in folders by itself."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Folders that were found again: their former places -> the new ones, and the ids of their paths."""

    places: dict[str, str]
    path_ids: set[int]


@dataclass(frozen=True, slots=True)
class FolderChange:
    """What became of a folder, and the way back.

    Attributes:
        path: Absolute.
        before: What it and the folders in it were.
        photos: How many photos went out of sight, or came back.
    """

    path: str
    before: tuple[FolderRow, ...]
    photos: int


class Folders:
    """What the user may do with folders. Nothing here forgets a photo or a decision."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- questions ----------------------------------------------------------------------------------
    def all(self) -> list[FolderInfo]:
        """Every folder of the album, each before those inside it. Looks whether each is there now."""
        rules = self._context.folders.rules()
        found = []
        for row in sorted(self._context.folders.rows(), key=lambda row: row.path.split(os.sep)):
            apart = outermost(rules.below(row.path))
            left_out = row.mode is FolderMode.LEFT_OUT
            photos, problems = self._context.folders.counts(row.path, apart, left_out=left_out)
            there = not self.away(row)
            above = rules.above(row.path)
            found.append(FolderInfo(row.path, row.mode, there, photos, problems, row.scanned_at, above))
        return found

    def scanned(self) -> list[str]:
        """The folders a scan of no named folder looks at, in the order they were added."""
        return [row.path for row in self._context.folders.rows() if row.mode is FolderMode.WATCHED]

    def away(self, row: FolderRow) -> bool:
        """Whether a folder's drive is not plugged in now."""
        return is_away(row.path, row.drives, lambda: [one.path for one in self._sample(row.path)])

    def watching(self) -> bool:
        """Whether the window notices changes in folders by itself."""
        return self._context.settings.get(WATCH_KEY) != "off"

    # -- what the user wants ------------------------------------------------------------------------
    def set_watching(self, on: bool) -> None:
        """Have the window notice changes in folders by itself, or not."""
        self._context.settings.put(WATCH_KEY, "on" if on else "off")

    def add(self, folders: Sequence[str]) -> list[str]:
        """Take folders into the album, or back into it. They are scanned from now on.

        Returns:
            Their absolute paths.

        Raises:
            FaceAppError: one does not exist.
        """
        wanted = [self._known_or_there(folder) for folder in folders]
        for folder in wanted:
            self._take_in(folder)
        self._context.changed(EVERYTHING)
        return wanted

    def take_named(self, folders: Sequence[str]) -> list[str]:
        """Folders that somebody wants to be scanned: new ones, and those left out, belong to the album now.

        Raises:
            FaceAppError: one does not exist.
        """
        wanted, new = checked_folders(list(folders)), False
        for folder in wanted:
            if self._context.folders.rules().mode_of(folder) in (None, FolderMode.LEFT_OUT):
                self._take_in(folder)
                new = True
        if new:  # what was left out is back, whatever the scan finds
            self._context.changed(EVERYTHING)
        return wanted

    def keep(self, folder: str) -> FolderChange:
        """No longer scan a folder by itself; its photos and names stay in sight.

        Raises:
            FaceAppError: it is no folder of the album.
        """
        return self._set(folder, FolderMode.KEPT)

    def leave_out(self, folder: str) -> FolderChange:
        """Take a folder, or one inside a folder of the album, out of sight; :meth:`add` brings it back.

        Its photos are no longer shown and not scanned. What was said about them is kept.

        Raises:
            FaceAppError: it is in no folder of the album.
        """
        return self._set(folder, FolderMode.LEFT_OUT)

    def put_back(self, change: FolderChange) -> None:
        """Take a change back: the folder and those in it are exactly what they were."""
        store, known = self._context.folders, {row.path for row in change.before}
        with self._context.database.transaction():
            for row in change.before:
                store.put_back(row)
            for path in (change.path, *store.rules().below(change.path)):
                if path not in known:
                    store.drop(path)
            self._context.photos.refresh_present()
        self._context.changed(EVERYTHING)

    def _set(self, folder: str, mode: FolderMode) -> FolderChange:
        path = os.path.abspath(folder)
        store = self._context.folders
        rules = store.rules()
        if rules.folder_of(path) is None and not self._sample(path):
            raise FaceAppError(
                said(
                    "{folder} is in no folder of this album. See the folders for what is in it.",
                    folder=folder,
                )
            )
        with self._context.database.transaction():
            before = tuple(row for row in store.rows() if inside(row.path, path))
            store.put(path, mode)
            if mode is FolderMode.LEFT_OUT:
                for one in rules.below(path):
                    if rules.modes[one] is not FolderMode.LEFT_OUT:  # those stay out when this one is back
                        store.drop(one)
            photos = self._context.photos.refresh_present()
        self._context.changed(EVERYTHING)
        return FolderChange(path, before, photos)

    def _take_in(self, path: str) -> None:
        store = self._context.folders
        rules = store.rules()
        above = rules.above(path)
        with self._context.database.transaction():
            if above is None or rules.modes[above] is not FolderMode.WATCHED:
                store.put(path, FolderMode.WATCHED)
            elif path in rules.modes:
                store.drop(path)  # the folder it lies in is scanned with all that is in it
            self._context.photos.refresh_present()

    def _known_or_there(self, folder: str) -> str:
        path = os.path.abspath(folder)
        if path not in self._context.folders.rules().modes:  # what is known may be away
            checked_folders([folder])
        return path

    # -- where folders went -------------------------------------------------------------------------
    def find_again(self, named: Sequence[str]) -> Moved:
        """Folders that are away and lie somewhere else now: their paths follow, without reading a photo.

        A drive that is mounted somewhere else is known by its name; another place must have been named by the
        user. Either way the known files must lie there with the sizes and times that are known.
        """
        store, moved = self._context.folders, Moved({}, set())
        for row in store.rows():
            if store.rules().above(row.path) is not None or not self.away(row):
                continue
            for place in (*elsewhere(row.path, row.drives), *_below(named, row.path)):
                if not self._sample(place) and self._is_same(row.path, place):
                    moved.path_ids.update(store.move(row.path, place))
                    moved.places[row.path] = place
                    if row.mode is FolderMode.WATCHED and store.rules().above(place) in self.scanned():
                        store.drop(place)  # it lies in a folder that is scanned anyway
                    break
        return moved

    def _is_same(self, folder: str, place: str) -> bool:
        """Whether the known files of a folder lie in another place, as they are known."""
        sample, there = self._sample(folder), 0
        for row in sample:
            try:
                status = os.stat(place + row.path[len(folder) :])
            except OSError:
                continue
            if (status.st_size, status.st_mtime_ns) != (row.size, row.mtime_ns):
                return False
            there += 1
        return there > 0 and there >= _ENOUGH * len(sample)

    def _sample(self, folder: str) -> list[PathRow]:
        """Some of the photos known in a folder, spread over it."""
        return self._context.photos.some_under(folder, _SAMPLE)


def _below(named: Sequence[str], folder: str) -> Iterator[str]:
    """The places a folder may have in those that were named: itself, or what its path ends with below it."""
    parts = folder.split(os.sep)[1:]
    for place in named:
        for start in range(len(parts) + 1):
            found = os.path.join(place, *parts[start:])
            if found != folder and os.path.isdir(found):
                yield os.path.normpath(found)
