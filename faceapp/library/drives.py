"""Where drives are mounted, what names them, and which of them are shared over a network.

A folder on a drive that is not plugged in is *away*: what is known of it stays as it is. That its root cannot
be found is the plain sign. An empty mount point is another: the folder is there, but the drive that held it
when it was scanned is not mounted over it any more, and nothing that is known lies in it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from faceapp.storage.folders import Drives

_BY_UUID = "/dev/disk/by-uuid"
_MOUNTS = "/proc/self/mounts"
_NETWORK = re.compile(
    r"nfs4?|cifs|smb3|smbfs|9p|afs|ceph|glusterfs|davfs|virtiofs|vboxsf|prl_fs|"
    r"fuse\.(sshfs|rclone|davfs2|s3fs|gvfsd-fuse|glusterfs|vmhgfs-fuse)"
)
"""File systems that tell nobody here of what others write to them."""


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system."""

    path: str
    kind: str


def mount_of(path: str) -> str:
    """Where the file system that holds a path is mounted."""
    place = os.path.realpath(path)
    while not os.path.ismount(place):
        above = os.path.dirname(place)
        if above == place:
            break
        place = above
    return place


def volume_of(mount: str) -> str:
    """What names a drive wherever it is mounted; empty where the system does not say."""
    try:
        device = os.stat(mount).st_dev
        if sys.platform == "win32":
            return f"serial {device:x}"
        with os.scandir(_BY_UUID) as entries:
            for entry in entries:
                with suppress(OSError):  # its drive has just gone: the others have their names
                    if os.stat(entry.path).st_rdev == device:
                        return f"uuid {entry.name}"
    except OSError:
        pass  # no such folder on this system, or the drive has just gone
    return ""


def mounts() -> list[Mount]:
    """Every mounted file system; on Windows the drives, on macOS the volumes."""
    if sys.platform == "win32":
        return [Mount(drive, "") for drive in os.listdrives()] if hasattr(os, "listdrives") else []
    if sys.platform == "darwin":
        with suppress(OSError):
            return [Mount(entry.path, "") for entry in os.scandir("/Volumes")]
        return []
    found = []
    try:
        with open(_MOUNTS, "rb") as lines:
            for line in lines:
                _, place, kind, *_ = line.split(b" ")
                # Spaces and the like are written as \040.
                plain = place.decode("unicode_escape").encode("latin-1")
                found.append(Mount(os.fsdecode(plain), os.fsdecode(kind)))
    except (OSError, ValueError):
        return []
    return found


def shared_over_network(path: str) -> bool:
    """Whether what others write to a folder may go unnoticed here."""
    if sys.platform == "win32" and os.path.realpath(path).startswith("\\\\"):
        return True
    place = mount_of(path)
    kinds = [mount.kind for mount in mounts() if mount.path == place]
    # The last one mounted there is the one seen.
    return bool(kinds) and _NETWORK.fullmatch(kinds[-1]) is not None


def drives_of(folder: str, inside: Iterable[str]) -> Drives:
    """On which drives a folder lies now; ``inside`` are those that were met in it."""
    mount = mount_of(folder)
    return Drives(mount, volume_of(mount), tuple(sorted(set(inside))))


def is_away(folder: str, drives: Drives | None, known: Callable[[], Sequence[str]]) -> bool:
    """Whether a folder's drive is not plugged in.

    Args:
        folder: The folder.
        drives: Where it lay when it was scanned last.
        known: Some paths in it, asked for only where the drive is another one than then.
    """
    if not os.path.exists(folder):
        return True
    if drives is None or mount_of(folder) == drives.mount:
        return False
    some = known()
    return bool(some) and not any(os.path.lexists(path) for path in some)


def elsewhere(folder: str, drives: Drives | None) -> Iterator[str]:
    """Where a folder that is away lies if its drive is mounted somewhere else."""
    if drives is None or not drives.volume:
        return
    below = os.path.relpath(os.path.realpath(folder), drives.mount)
    if below.startswith(os.pardir):
        return
    for mount in mounts():
        place = os.path.normpath(os.path.join(mount.path, below))
        if place != folder and volume_of(mount.path) == drives.volume and os.path.isdir(place):
            yield place
