"""Somebody with an album: moves files about, scans, decides, changes their mind, and loses power."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from comparing import Comparing
from killed import DETECTORS, MODELS, Killer, cut, open_library
from somebody import PowerCut, power_cut

NAMES = ("Anna", "Ben", "Cleo", "Dora", "Emil")

ACTIONS = {
    "name": 14,
    "rename": 4,
    "merge": 8,
    "reject": 12,
    "confirm": 10,
    "move": 10,
    "stranger": 5,
    "not_a_face": 4,
    "hide": 4,
    "split": 4,
    "different": 4,
    "look_alike": 3,
    "birthdate": 2,
    "twice": 3,
    "apart": 2,
    "together": 2,
    "box": 3,
    "move_box": 3,
    "present": 3,
    "undo": 9,
    "undo_since": 0.5,
    "redo": 5,
    "regroup": 4,
    "files": 12,
    "scan": 6,
    "kill_scan": 2,
    "fail_scan": 2,
    "change_networks": 3,
    "start_again": 2,
    "copy_library": 1,
    "lose_what_is_derived": 0.5,
}
"""What happens, and how often of all."""


class User(Comparing):
    """One album, one library, one person, and all that happens to them."""

    def __init__(self, killer: Killer | None = None) -> None:
        super().__init__(killer)
        random = Random(1)
        for _ in range(14):
            self.files.new(random)
        self.do_scan(random)
        self.check()

    # -- everything else that happens ---------------------------------------------------------------
    def do_regroup(self, random: Random) -> None:
        self.library.regroup()
        self.grouped = True

    def do_files(self, random: Random) -> None:
        happens = {
            self.files.new: 5,
            self.files.delete: 4,
            self.files.bring_back: 3,
            self.files.move: 4,
            self.files.rename_folder: 2,
            self.files.copy: 2,
            self.files.rewrite: 3,
            self.files.exchange: 1,
            self.files.unplug_or_plug: 2,
        }
        for _ in range(random.randint(1, 4)):
            random.choices(list(happens), list(happens.values()))[0](random)
        if random.random() < 0.6:
            self.do_scan(random)

    def do_scan(self, random: Random) -> None:
        drives = self.files.plugged()
        summary = self.library.scan(drives, verify=random.random() < 0.1, thorough=random.random() < 0.05)
        self.recognise_photos(finished=True)
        self.grouped = True
        self.counts["scans"] += 1
        here = set(self.files.at.values())
        assert summary.problems == 0, self.library.problems()
        photos = {self.picture_of[photo.id]: photo for photo in self.library.photos()}
        assert here <= photos.keys(), f"pictures {sorted(here - photos.keys())} are not shown after a scan"
        for picture in photos.keys() - here:  # as far as can be known, it lies on a drive that is away
            assert any(self.files.is_away(Path(path)) for path in photos[picture].paths), (
                f"picture {picture} was deleted and is shown"
            )
        blind = DETECTORS[self.detector][2]
        faces = set(self.spots(self.library.faces()))
        visible = {
            (number, i)
            for number in here
            for i, (_, look) in enumerate(self.files.squares[number])
            if look < blind
        }
        assert visible <= faces, f"faces {sorted(visible - faces)} were not found"
        self.forgotten -= visible

    def do_kill_scan(self, random: Random) -> None:
        """The process of a scan is killed; nothing is scanned again for now."""
        if self.killer is None:
            return
        self.files.set_folder_times(random)
        self.library.close()
        self.killer.kill_in(
            root=str(self.root),
            model=self.model,
            detector=self.detector,
            after=int(2 ** random.uniform(0, 8)),
            method="scan",
            arguments=[[str(drive) for drive in self.files.plugged()]],
            options={"verify": random.random() < 0.2},
        )
        self.library = open_library(self.root, self.model, self.detector)
        self.recognise_photos(finished=False)
        self.counts["killed scans"] += 1

    def do_fail_scan(self, random: Random) -> None:
        """A disk fails once in the middle of a scan; the app stays open."""
        self.files.set_folder_times(random)
        mend = cut(self.library, int(2 ** random.uniform(0, 8)), power_cut)
        try:
            self.library.scan(self.files.plugged(), verify=random.random() < 0.2)
        except PowerCut:
            self.counts["failed scans"] += 1
        finally:
            mend()
        self.recognise_photos(finished=False)

    def do_change_networks(self, random: Random) -> None:
        self.library.close()
        self.model = random.randrange(len(MODELS))
        self.detector = random.randrange(len(DETECTORS))
        self.library = open_library(self.root, self.model, self.detector)
        if random.random() < 0.7:
            self.do_scan(random)

    def do_start_again(self, random: Random) -> None:
        self.library.close()
        index = self.root / "faces.faiss"
        damage = random.choice(("none", "delete", "cut"))
        if damage == "delete":
            index.unlink(missing_ok=True)
        elif damage == "cut" and index.exists():
            index.write_bytes(index.read_bytes()[: random.randrange(200)])
        self.library = open_library(self.root, self.model, self.detector)

    def do_copy_library(self, random: Random) -> None:
        """A copy of the open database, made by another program, is opened in another folder."""
        old = self.root
        self.copies += 1
        self.root.mkdir()
        with closing(sqlite3.connect(old / "library.sqlite")) as db:
            db.execute("VACUUM INTO ?", (str(self.root / "library.sqlite"),))
        self.library.close()
        shutil.rmtree(old)
        self.library = open_library(self.root, self.model, self.detector)

    def do_lose_what_is_derived(self, random: Random) -> None:
        """Only the log, the people's numbers and the photos are left: faces are found anew."""
        self.library.close()
        with closing(sqlite3.connect(self.root / "library.sqlite")) as db:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("DELETE FROM face")
            db.execute("UPDATE photo SET detector = NULL, model = NULL, thorough = 0")
            db.commit()
        self.forgotten = {(n, i) for n, squares in enumerate(self.files.squares) for i in range(len(squares))}
        self.library = open_library(self.root, self.model, self.detector)
        self.do_scan(random)
