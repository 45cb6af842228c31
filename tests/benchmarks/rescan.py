"""How long a scan takes that finds nothing new.

    python -m tests.benchmarks rescan [--photos 20000]

The library is made (:mod:`tests.benchmarks._bulk`): real files, recorded as a scan records them, three faces
in each photo. The command is the real one, ``faceapp scan FOLDER``, from outside, with the start of Python.
The networks must stay where they are: it says on which device they ran, and that has to be none.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import _verdict
from tests.benchmarks._outside import installed, run
from tests.benchmarks._verdict import Figure

AIM_SECONDS = 5.0
FACES_PER_PHOTO = 3
PHOTOS_PER_PERSON = 33


def rescan(library: Path, folder: Path, photos: int) -> tuple[float, float]:
    """Seconds of one scan by the clock and of the processor."""
    command = [sys.executable, "-m", "faceapp", "scan", str(folder), "--library", str(library), "--json"]
    done = run(command, installed(library.parent))
    answer = json.loads(done.output)
    if (answer["unchanged"], answer["new"], answer["device"]) != (photos, 0, ""):
        raise AssertionError(f"not a re-scan of what is known: {answer}")
    return done.seconds, done.worked


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks rescan", description=__doc__)
    parser.add_argument("--photos", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5, help="scans; a first one warms the caches")
    _verdict.add_arguments(parser)
    given = parser.parse_args(arguments)
    from tests.benchmarks._bulk import build

    with tempfile.TemporaryDirectory() as made:
        library, folder = Path(made) / "library", Path(made) / "photos"
        people = max(given.photos // PHOTOS_PER_PERSON, 10)
        build(library, folder, given.photos, given.photos * FACES_PER_PHOTO, people)
        rescan(library, folder, given.photos)
        times = [rescan(library, folder, given.photos) for _ in range(given.rounds)]
    name = f"re-scan of {given.photos:,} unchanged photos"
    figures = [
        Figure(name, statistics.median(clock for clock, _ in times), AIM_SECONDS, "s"),
        Figure(f"{name}, of the processor", statistics.median(work for _, work in times), AIM_SECONDS, "s"),
    ]
    return _verdict.conclude("rescan", figures, out=given.json, record=given.record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
