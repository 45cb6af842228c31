"""Memory of a scan, all its processes together, over two album sizes: flat, whatever the album.

``python -m tests.benchmarks memory [--photos N N] [--json F]``

What counts is the *proportional set size* (a page shared by several processes is counted once), sampled
from outside while ``faceapp scan`` runs, above that of a process that only imports the same libraries. Pages
of files move between processes whenever another one that uses the same libraries starts or ends, so the pages
that belong to no file are told as well: nothing else on the machine changes those. The
photos are the speed benchmark's scenes of 12 megapixels; to have thousands of them, each is taken many times
with another quantisation table: other pixels and another identity, at the cost of a copy.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import _verdict
from tests.benchmarks._outside import installed
from tests.benchmarks._verdict import Figure
from tests.benchmarks.speed import make

ABOVE_MB = 600.0
GROWTH = 1.05
SCENES = 40
EVERY = 0.05
"""Seconds between two samples."""
IMPORTS = (
    "import cv2, faiss, filelock, numpy, openvino, pillow_heif, safetensors, scipy.sparse, simplejpeg, "
    "sqlite_utils"
)


def album(scenes: Sequence[Path], photos: int, folder: Path) -> Path:
    """So many photos, no two alike."""
    folder.mkdir()
    for number in range(photos):
        turn, which = divmod(number, len(scenes))
        data = bytearray(scenes[which].read_bytes())
        table = data.index(b"\xff\xdb") + 5  # marker, length, and which table it is
        place, more = 63 - turn % 40, 1 + turn // 40  # the finest waves: next to nothing is seen of it
        data[table + place] = min(data[table + place] + more, 255)
        (folder / f"{number:05}.jpg").write_bytes(data)
    return folder


def tree(process: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                parent = int(Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry))
    found = [process]
    for one in found:
        found += children.get(one, [])
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """Proportional set size in MB: in all, and of pages that belong to no file."""

    all: float = 0.0
    own: float = 0.0

    def at_least(self, other: Held) -> Held:
        """The larger of each."""
        return Held(max(self.all, other.all), max(self.own, other.own))


def held(process: int, *, alone: bool = False) -> Held:
    """What a process and all below it (``alone``: only it) hold."""
    total = {"Pss": 0, "Pss_File": 0}
    for one in (process,) if alone else tree(process):
        with contextlib.suppress(OSError):  # it has just ended
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                if name in total:
                    total[name] += int(rest.split()[0])
    return Held(total["Pss"] / 1024, (total["Pss"] - total["Pss_File"]) / 1024)


def imported(environment: Mapping[str, str]) -> Held:
    """What a process holds that only imports what a scan imports."""
    command = [sys.executable, "-c", f"{IMPORTS}\nprint(flush=True)\ninput()"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(environment)
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        found = held(process.pid)
        process.stdin.write(b"\n")
    return found


def peak(folder: Path, library: Path, environment: Mapping[str, str]) -> Held:
    """The most a scan holds at any sample."""
    command = [sys.executable, "-m", "faceapp", "scan", str(folder), "--library", str(library), "--json"]
    most = Held()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=dict(environment)) as process:
        while process.poll() is None:
            most = most.at_least(held(process.pid))
            time.sleep(EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return most


def main(arguments: list[str]) -> int:
    """Print both peaks and how they stand to each other."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks memory", description=__doc__)
    parser.add_argument("--photos", type=int, nargs=2, default=(200, 2000), metavar="N")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        environment = installed(root)
        make(root / "scenes", "family", SCENES, 1)
        scenes = sorted((root / "scenes").iterdir())
        libraries = imported(environment)
        print(f"imported libraries: {libraries.all:.0f} MB, {libraries.own:.0f} of no file", flush=True)
        peaks = []
        for count in given.photos:
            folder = album(scenes, count, root / f"{count}")
            peaks.append(peak(folder, root / f"library {count}", environment))
            print(f"{count} photos: {peaks[-1].all:.0f} MB, {peaks[-1].own:.0f} of no file", flush=True)
    few, many = given.photos
    figures = [
        Figure(f"{few} photos, above the libraries", peaks[0].all - libraries.all, ABOVE_MB, "MB"),
        Figure(f"{many} photos, above the libraries", peaks[1].all - libraries.all, ABOVE_MB, "MB"),
        Figure(f"the same {many}, of no file", peaks[1].own - libraries.own, ABOVE_MB, "MB"),
        Figure(f"peak at {many} photos by that at {few}", peaks[1].all / peaks[0].all, GROWTH),
        Figure("the same of no file, too", peaks[1].own / peaks[0].own, GROWTH),
    ]
    return _verdict.conclude("memory", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
