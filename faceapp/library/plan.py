"""What a scan has to do: the files that are new or changed, the paths that are gone or back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from faceapp.core.folders import FolderMode, FolderRules, inside
from faceapp.core.progress import CancelToken, Progress, ProgressFn
from faceapp.core.said import said
from faceapp.library.context import Context
from faceapp.library.folders import Folders
from faceapp.library.walk import FoundFile, OtherDrive, Unreadable, walk
from faceapp.storage.photos import PathRow


@dataclass(slots=True)
class Plan:
    """What is to be done under the folders of one scan."""

    files: list[FoundFile] = field(default_factory=list)
    known: dict[str, PathRow] = field(default_factory=dict)
    gone: list[PathRow] = field(default_factory=list)
    back: list[PathRow] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    unchanged: int = 0
    moved: int = 0
    drives: dict[str, list[str]] = field(default_factory=dict)
    """Folders that are scanned whole, and the other drives in each."""


class Planner:
    """Compares folders with what is known of them."""

    def __init__(self, context: Context, *, thorough: bool, verify: bool) -> None:
        self._context = context
        self._folders = Folders(context)
        self._thorough = thorough
        self._verify = verify
        self._moved: set[int] = set()  # paths that followed their folder to a new place
        self._away: list[str] = []

    def _wanted(self, folders: Sequence[str], within: bool) -> list[str]:
        """Where these folders are now; those that are away or not to be scanned left aside."""
        found = self._folders.find_again([] if within else folders)
        self._moved = found.path_ids
        rules = self._context.folders.rules()
        self._away = [row.path for row in self._context.folders.rows() if self._folders.away(row)]
        wanted = []
        for folder in dict.fromkeys(found.places.get(folder, folder) for folder in folders):
            # An unplugged drive is away, not lost: nothing under it is touched.
            if any(inside(folder, one) for one in self._away):
                continue
            if not within or rules.mode_of(folder) is FolderMode.WATCHED:
                wanted.append(folder)
        return wanted

    def plan(self, folders: Sequence[str], within: bool, progress: ProgressFn, cancel: CancelToken) -> Plan:
        """Look through folders (absolute paths).

        Args:
            folders: What to scan.
            within: These are places in which something changed: what is in no scanned folder is left alone.
            progress: Told now and then.
            cancel: Ends it.

        Raises:
            Cancelled: the user stopped it.
        """
        context, plan = self._context, Plan()
        folders = self._wanted(folders, within)
        pending = context.photos.to_analyse(context.detector, context.model, self._thorough)
        rules = context.folders.rules()
        seen: set[str] = set()
        for folder in folders:
            skip = rules.skipped(folder)
            apart = [*skip, *(one for one in self._away if inside(one, folder))]
            known = {
                path: row
                for path, row in context.photos.paths_under(folder).items()
                if not any(inside(path, one) for one in apart)
            }
            plan.known |= known
            unreadable: list[str] = []
            drives: list[str] = []
            for found in walk(folder, context.root, cancel, skip) if os.path.lexists(folder) else ():
                if isinstance(found, OtherDrive):
                    drives.append(found.path)
                    continue
                if found.path in seen:
                    continue
                seen.add(found.path)
                if isinstance(found, Unreadable):
                    plan.unreadable.append(found)
                    unreadable.append(found.path)
                    continue
                row = known.get(found.path)
                if row is not None and self._unchanged(row, found, pending):
                    if row.id in self._moved:
                        plan.moved += 1
                    else:
                        plan.unchanged += 1
                    if row.missing:
                        plan.back.append(row)
                else:
                    plan.files.append(found)
                if len(seen) % 500 == 0:
                    progress(Progress(said("Looking for photos"), len(seen)))
            gone = [
                row
                for path, row in known.items()
                if path not in seen
                and not row.missing
                # What lies in a folder that cannot be read now is not gone.
                and not any(path.startswith(bad + os.sep) for bad in unreadable)
                # A folder could not be read once and can be now: its row told of a problem that is over.
                and (not os.path.lexists(path) or (row.photo_id is None and os.path.isdir(path)))
            ]
            unplugged = self._unplugged(folder, rules, drives, gone)
            plan.gone += [row for row in gone if not any(inside(row.path, drive) for drive in unplugged)]
            plan.drives[folder] = [*drives, *unplugged]
        return plan

    def _unplugged(
        self, folder: str, rules: FolderRules, drives: Sequence[str], gone: Sequence[PathRow]
    ) -> list[str]:
        """Other drives inside a folder that were there once and are not now: nothing in them is gone."""
        within = rules.all_above(folder)
        stored = [row.drives for row in self._context.folders.rows() if row.path in within]
        known = {path for one in stored if one is not None for path in one.inside if inside(path, folder)}
        lost = {row.path for row in gone}
        return [
            drive
            for drive in sorted(known - set(drives))
            # Mounted or not: as soon as something known is there, it is the folder that it was.
            if (rows := self._context.photos.some_under(drive, 64)) and all(row.path in lost for row in rows)
        ]

    def _unchanged(self, row: PathRow, found: FoundFile, pending: set[int]) -> bool:
        if self._verify or row.size != found.size or row.mtime_ns != found.mtime_ns:
            return False
        if row.problem_kind is not None:
            return row.problem_kind != "unreadable"  # permission given back changes neither size nor time
        return row.photo_id is not None and row.photo_id not in pending
