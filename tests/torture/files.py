"""An album on two drives, and everything that happens to the files of people."""

from __future__ import annotations

import io
import os
import shutil
import struct
import zlib
from pathlib import Path
from random import Random

from PIL import Image
from squares import Spot as Square
from squares import draw

FOLDERS = ("summer", "winter", "phone/2024", "phone/2025")
MOST = 36
"""Pictures at most: enough for groups, few enough for a thousand actions."""
PERSONS = 7


class Files:
    """Two drives of pictures.

    Attributes:
        squares: Picture -> its squares, left to right.
        at: Path -> picture that lies there (paths on an unplugged drive left out).
    """

    def __init__(self, folder: Path) -> None:
        self.drives = (folder / "drive 0", folder / "drive 1")
        self.squares: list[tuple[Square, ...]] = []
        self.at: dict[Path, int] = {}
        self._bytes: list[bytes] = []
        self._names: list[str] = []
        self._unplugged: dict[Path, int] = {}
        self._clock = 1_700_000_000
        for drive in self.drives:
            for name in FOLDERS:
                (drive / name).mkdir(parents=True)

    # -- asking -------------------------------------------------------------------------------------
    def plugged(self) -> list[Path]:
        """Drives that can be scanned."""
        return [drive for drive in self.drives if drive.exists()]

    def is_away(self, path: Path) -> bool:
        """Whether a path is on a drive that is not plugged in."""
        return not any(path.is_relative_to(drive) for drive in self.plugged())

    # -- happening ----------------------------------------------------------------------------------
    def new(self, random: Random) -> None:
        """A picture appears."""
        if len(self.squares) >= MOST:
            self.bring_back(random)
            return
        count = random.choice((1, 1, 1, 2, 3))
        persons = random.sample(range(PERSONS), count)
        looks = (*range(10), *range(10), 10, 11, 12, 13, 14, 15)
        squares = tuple((person, random.choice(looks)) for person in persons)
        number, kind = len(self.squares), random.choice(("png", "jpg"))
        buffer = io.BytesIO()
        options = {"quality": 98, "subsampling": 0} if kind == "jpg" else {}
        Image.fromarray(draw(squares, number)).save(buffer, "JPEG" if kind == "jpg" else "PNG", **options)
        self.squares.append(squares)
        self._bytes.append(buffer.getvalue())
        self._names.append(f"{number:03d}.{kind}")
        self._write(self._place(random, number), number)

    def delete(self, random: Random) -> None:
        """A file is deleted."""
        path = self._some(random)
        if path is not None:
            path.unlink()
            del self.at[path]

    def bring_back(self, random: Random) -> None:
        """A picture of which no file was left is restored, somewhere."""
        here = {*self.at.values(), *self._unplugged.values()}
        gone = [number for number in range(len(self.squares)) if number not in here]
        if gone:
            number = random.choice(gone)
            self._write(self._place(random, number), number)

    def move(self, random: Random) -> None:
        """A file gets another place or name."""
        path = self._some(random)
        if path is not None:
            number = self.at.pop(path)
            target = self._place(random, number)
            path.rename(target)
            self.at[target] = number

    def rename_folder(self, random: Random) -> None:
        """A folder changes its name, with all that is in it."""
        drive = random.choice(self.plugged())
        folders = sorted(path for path in drive.rglob("*") if path.is_dir())
        folder = random.choice(folders)
        target = folder.with_name(f"{folder.name.split(' ')[0]} {random.randrange(1000)}")
        if not target.exists():
            folder.rename(target)
            self._follow(folder, target)

    def copy(self, random: Random) -> None:
        """A picture lies at two places."""
        path = self._some(random)
        if path is not None and len(self.at) < 2 * MOST:
            target = self._place(random, self.at[path])
            shutil.copy2(path, target)
            self.at[target] = self.at[path]

    def rewrite(self, random: Random) -> None:
        """Another program writes a comment into a file: its bytes change, its picture does not."""
        path = self._some(random)
        if path is not None:
            number = self.at[path]
            comment = random.randbytes(random.randrange(1, 40)).hex().encode()
            self._write(path, number, commented(self._bytes[number], comment))

    def exchange(self, random: Random) -> None:
        """Two files of one kind exchange their names."""
        one, other = self._some(random), self._some(random)
        if one is None or other is None or one == other or one.suffix != other.suffix:
            return
        aside = one.with_name("aside.tmp")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)
        self.at[one], self.at[other] = self.at[other], self.at[one]

    def unplug_or_plug(self, random: Random) -> None:
        """A drive goes away, or comes back as it was; one is always there."""
        drive, other = random.sample(self.drives, 2)
        away = drive.with_name(f"{drive.name} away")
        if drive.exists():
            if not other.exists():
                return
            drive.rename(away)
            self._unplugged |= {
                path: self.at.pop(path) for path in list(self.at) if path.is_relative_to(drive)
            }
        else:
            away.rename(drive)
            back = [path for path in self._unplugged if path.is_relative_to(drive)]
            self.at |= {path: self._unplugged.pop(path) for path in back}

    # -- helpers ------------------------------------------------------------------------------------
    def _some(self, random: Random) -> Path | None:
        return random.choice(sorted(self.at)) if self.at else None

    def _place(self, random: Random, number: int) -> Path:
        """A free path on a plugged drive."""
        folders = [drive / name for drive in self.plugged() for name in FOLDERS]
        while True:
            path = random.choice(folders) / f"{random.choice(('', 'copy ', 'IMG '))}{self._names[number]}"
            if path in self.at or path in self._unplugged:
                path = path.with_name(f"{random.randrange(10000)} {path.name}")
            if path not in self.at and path not in self._unplugged:
                path.parent.mkdir(parents=True, exist_ok=True)
                return path

    def _write(self, path: Path, number: int, data: bytes | None = None) -> None:
        path.write_bytes(self._bytes[number] if data is None else data)
        self.at[path] = number
        self._clock += 1  # the file system's own clock ticks too slowly to tell two files apart
        os.utime(path, (self._clock, self._clock))

    def set_folder_times(self, random: Random) -> None:
        """Which folder is the newest decides what a scan looks at first: the same in each run of a seed."""
        for drive in self.plugged():
            for folder in sorted(path for path in drive.rglob("*") if path.is_dir()):
                os.utime(folder, (self._clock, random.randrange(self._clock)))

    def _follow(self, folder: Path, target: Path) -> None:
        for path in [path for path in self.at if path.is_relative_to(folder)]:
            self.at[target / path.relative_to(folder)] = self.at.pop(path)


def commented(data: bytes, comment: bytes) -> bytes:
    """The same picture file with a comment in it."""
    if data.startswith(b"\x89PNG"):
        body = b"tEXtComment\0" + comment
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        return data[:33] + chunk + data[33:]  # after the signature and IHDR
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:]
